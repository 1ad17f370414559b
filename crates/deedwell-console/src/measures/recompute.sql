-- One row of the grid of measures a) to h), computed again from the open lake. For DuckDB 1.5 or later.
--
-- Tables:  lake.deedwell.actions   the ledger, every line once or more often
--          identity(id, person)    which person an identity belongs to now
--          person(id, created_at, tests)   created_at as microseconds or as a moment; tests = 1: left out
--                                  (both as in the state, or from `deedwell export`, every column a text)
-- Parameters are variables; "Rows and query" in the console writes them for each programme:
--          window_from, window_to (exclusive), unit (null: all), contributions, voided_by, restored_by,
--          peer_responses, company_responses, official_answers, evaluated, decided, implemented,
--          earned, spent, grade_kind, grade_fact, grade_worst, grade_best
--
-- Definitions. A contribution is an action of a declared kind by a customer or visitor who is no test
-- account, not done by a machine. It is valid unless the latest voiding or restoring about the same
-- thing, of all time, is a voiding. Of several contributions about one thing the first says whose it
-- is and of which unit. Intervals are 95 %: Wilson for shares, Clopper and Pearson for ratios.
set timezone = 'UTC';

create or replace temp macro us(moment) as epoch_us(moment::timestamptz);
-- The chance of at most k of n.
create or replace temp macro at_most(k, n, p) as
  list_sum(list_transform(range(0, k + 1), lambda i:
    exp(lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1)
        + case when i = 0 then 0 else i * ln(greatest(p, 1e-300)) end
        + case when i = n then 0 else (n - i) * ln(greatest(1 - p, 1e-300)) end)));
create or replace temp macro wilson_middle(p, n) as
  (p + 1.959963984540054 ** 2 / (2 * n)) / (1 + 1.959963984540054 ** 2 / n);
create or replace temp macro wilson_half(p, n) as
  1.959963984540054 * sqrt(p * (1 - p) / n + 1.959963984540054 ** 2 / (4.0 * n * n))
  / (1 + 1.959963984540054 ** 2 / n);
-- A share with its interval; null of nothing.
create or replace temp macro share(part, n) as
  case when n > 0 then {
    'value': part / n,
    'low': greatest(0.0, wilson_middle(part / n, n) - wilson_half(part / n, n)),
    'high': least(1.0, wilson_middle(part / n, n) + wilson_half(part / n, n)),
    'n': n} end;

with recursive
-- What the window asks, in microseconds.
w as materialized (
  select us(getvariable('window_from')) as from_us, us(getvariable('window_to')) as to_us,
    us(getvariable('window_to')) - us(getvariable('window_from')) as length_us,
    getvariable('unit')::uuid as unit
),
persons as materialized (
  select id::varchar::uuid as id, coalesce(tests::varchar, '0') not in ('0', '', 'false') as is_test,
    coalesce(try_cast(created_at::varchar as bigint),
             epoch_us(try_cast(created_at::varchar as timestamptz))) as created_us
  from person
),
identities as materialized (
  select id::varchar::uuid as id, person::varchar::uuid as person from identity
),
-- Every line once: a second line with the sender's own name for it is the same line again. Machines
-- and test accounts are left out, whatever they did.
act as materialized (
  select a.seq, epoch_us(a.happened_at) as moment, a.part, a.name, a.about, a.unit, a.value, a.currency,
    nullif(a.facts::varchar, '') as facts,
    case when a.part in ('customer', 'visitor') then coalesce(i.person, a.subject::varchar::uuid) end as person,
    coalesce(c.person, a.counterpart::varchar::uuid) as answered
  from (
    select * from lake.deedwell.actions
    qualify message is null or row_number() over (partition by message order by seq) = 1
  ) a
  left join identities i on i.id = a.subject::varchar::uuid
  left join identities c on c.id = a.counterpart::varchar::uuid
  where a.initiator <> 'machine'
    and (a.part not in ('customer', 'visitor')
      or coalesce(i.person, a.subject::varchar::uuid) not in (select id from persons where is_test))
),
contribution as materialized (
  select seq, moment, about, unit, person from act
  where person is not null and list_contains(getvariable('contributions'), name)
),
-- The first contribution about a thing.
first_about as materialized (
  select about, arg_min(person, {'moment': moment, 'seq': seq}) as person,
    arg_min({'unit': unit}, {'moment': moment, 'seq': seq}).unit as unit
  from contribution where about is not null group by about
),
turned as (
  select about, arg_max(list_contains(getvariable('voided_by'), name), {'moment': moment, 'seq': seq}) as is_void
  from act
  where about is not null
    and (list_contains(getvariable('voided_by'), name) or list_contains(getvariable('restored_by'), name))
  group by about
),
graded as (
  select act.about,
    arg_max(try_cast(json_extract_string(act.facts, '$.' || getvariable('grade_fact')) as bigint),
            {'moment': act.moment, 'seq': act.seq}) as grade
  from act, w
  where act.about is not null and act.name = getvariable('grade_kind') and act.moment < w.to_us
    and json_type(act.facts, '$.' || getvariable('grade_fact')) in ('UBIGINT', 'BIGINT')
  group by act.about
),
fate as (
  select act.about,
    min(act.moment) filter (act.part = 'staff' and (list_contains(getvariable('company_responses'), act.name)
      or list_contains(getvariable('official_answers'), act.name))) as company,
    min(act.moment) filter (act.part = 'staff' and list_contains(getvariable('official_answers'), act.name)) as official,
    min(act.moment) filter (list_contains(getvariable('evaluated'), act.name)) as evaluated,
    min(act.moment) filter (list_contains(getvariable('decided'), act.name)) as decided,
    min(act.moment) filter (list_contains(getvariable('implemented'), act.name)) as implemented
  from act, w where act.about is not null and act.moment < w.to_us group by act.about
),
-- Valid contributions before the window's end, with what became of them.
valid as materialized (
  select c.seq, c.moment, c.person, g.grade, f.company, f.official, f.evaluated, f.decided, f.implemented,
    c.moment >= w.from_us as is_received,
    -- 0: the window; 1: the equally long one before it; and so on.
    case when w.length_us > 0 then (w.to_us - 1 - c.moment) // w.length_us end as back
  from contribution c cross join w
  left join turned t on t.about = c.about
  left join graded g on g.about = c.about
  left join fate f on f.about = c.about
  where c.moment < w.to_us and (w.unit is null or c.unit = w.unit) and not coalesce(t.is_void, false)
),
eligible as (select count(*) as n from persons, w where not is_test and created_us < w.to_us),
counted as materialized (
  select
    count(distinct person) filter (back = 0) as people,
    count(*) filter (back = 0) as made,
    count(distinct person) filter (back = 1) as people_before,
    count(*) filter (back = 1) as made_before,
    count(distinct person) as people_to_date,
    count(*) as made_to_date,
    -- The last whole calendar month (UTC) before the window's end.
    count(*) filter (moment >= epoch_us(date_trunc('month', make_timestamptz(w.to_us)) - interval 1 month)
                 and moment < epoch_us(date_trunc('month', make_timestamptz(w.to_us)))) as last_month
  from valid cross join w
),
spark as (
  select list(coalesce(s.people, 0) order by n.back desc) as spark
  from (select unnest(range(0, 9)) as back) n
  left join (select back, count(distinct person) as people from valid group by back) s on s.back = n.back
),
-- c)
quality as (
  select count(grade) as n,
    sum(least(1.0, greatest(0.0, (grade - getvariable('grade_worst'))
        / (getvariable('grade_best') - getvariable('grade_worst'))::double))) as total
  from valid where is_received
),
-- d) The ends of Clopper and Pearson's interval, by bisection: sixty halvings of the line from 0 to 1.
halving as (
  select m.measure, m.side, m.k, m.n, 0.0::double as low, 1.0::double as high, 0 as step
  from (
    select 'people' as measure, people as k, people + people_before as n from counted
    union all select 'contributions', made, made + made_before from counted
  ) t, (select unnest(['low', 'high']) as side) s, lateral (select t.measure, s.side, t.k, t.n) m
  where m.n > 0
  union all
  select measure, side, k, n,
    case when is_beyond then low else (low + high) / 2 end,
    case when is_beyond then (low + high) / 2 else high end,
    step + 1
  from (
    select *, case side
      when 'low' then k = 0 or 1 - at_most(k - 1, n, (low + high) / 2) >= 0.025
      else k < n and at_most(k, n, (low + high) / 2) <= 0.025 end as is_beyond
    from halving where step < 60
  )
),
bounds as materialized (
  select measure, any_value(k) as k, any_value(n) as n,
    max((low + high) / 2) filter (side = 'low') as low, max((low + high) / 2) filter (side = 'high') as high
  from halving where step = 60 group by measure
),
trend as (
  select measure, {
    'value': case when k = n then 'infinity'::double else k / (n - k) end,
    'low': case when k = 0 then 0.0 else low / (1 - low) end,
    'high': case when k = n then 'infinity'::double else high / (1 - high) end,
    'n': n} as ratio
  from bounds
),
-- e) Answers to other people's contributions; where the contribution is not known, the action says
-- itself whom it answers.
peer as (
  select act.person
  from act cross join w left join first_about f on f.about = act.about
  where act.person is not null and list_contains(getvariable('peer_responses'), act.name)
    and act.moment >= w.from_us and act.moment < w.to_us
    and act.person <> coalesce(f.person, case when act.answered not in (select id from persons where is_test)
                                              then act.answered end)
    and (w.unit is null or w.unit = case when f.about is null then act.unit else f.unit end)
),
-- f) Kaplan and Meier: whoever has no official answer has waited until the window's end.
waited as materialized (
  select greatest(0, coalesce(official, w.to_us) - moment) as wait, official is not null as is_answered
  from valid cross join w where is_received
),
curve as (
  select wait, product((at_risk - events) / at_risk) over (order by wait) as waiting
  from (
    select wait, count(*) filter (is_answered) as events,
      sum(count(*)) over (order by wait desc) as at_risk
    from waited group by wait
  )
),
median as (select min(wait) / 1e6 as median_s from curve where waiting <= 0.5 + 1e-12),
company as (
  select count(*) as total, count(company) as answered, count(official) as official from valid where is_received
),
-- g)
cohort as (
  select age_days,
    count(*) filter (then_us <= w.to_us) as total,
    count(*) filter (then_us <= w.to_us and evaluated <= then_us) as evaluated,
    count(*) filter (then_us <= w.to_us and decided <= then_us) as decided,
    count(*) filter (then_us <= w.to_us and implemented <= then_us) as implemented
  from (select unnest([30, 90, 365]) as age_days) a cross join w
  left join lateral (
    select moment + a.age_days * 86400000000 as then_us, evaluated, decided, implemented from valid
  ) v on true
  group by age_days
),
-- h) What was booked in the window, costs negative.
money as (
  select basis, currency,
    sum(case when list_contains(getvariable('spent'), name) then -value else value end)::bigint as minor,
    count(*) as entries
  from (
    select act.name, act.value, act.currency,
      case json_extract_string(act.facts, '$.basis')
        when 'experiment' then 'experiment' when 'matched' then 'matched' else 'claimed' end as basis
    from act cross join w left join first_about f on f.about = act.about
    where (list_contains(getvariable('earned'), act.name) or list_contains(getvariable('spent'), act.name))
      and act.currency is not null and act.moment >= w.from_us and act.moment < w.to_us
      and (w.unit is null or w.unit = case when f.about is null then act.unit else f.unit end)
  ) group by basis, currency
)
select
  getvariable('programme') as programme,
  (select n from eligible) as eligible,
  {'people': c.people, 'to_date': c.people_to_date,
   'share': share(c.people::double, (select n from eligible)),
   'spark': (select spark from spark)} as participants,
  {'count': c.made, 'to_date': c.made_to_date, 'last_month': c.last_month,
   'per_head': c.made / nullif(c.people, 0)} as contributions,
  (select share(total, n) from quality) as quality,
  {'people_before': c.people_before, 'contributions_before': c.made_before,
   'people': (select ratio from trend where measure = 'people'),
   'contributions': (select ratio from trend where measure = 'contributions')} as trend,
  (select {'people': count(distinct person), 'responses': count(*),
           'per_participant': count(distinct person) / nullif(c.people, 0)} from peer) as peers,
  (select {'of': total, 'answered': answered, 'answered_share': share(answered::double, total),
           'official': official, 'official_share': share(official::double, total),
           'median_s': (select median_s from median)} from company) as company,
  {'evaluated': (select count(evaluated) from valid), 'decided': (select count(decided) from valid),
   'implemented': (select count(implemented) from valid),
   'cohorts': (select list({'age_days': age_days, 'of': total, 'evaluated': evaluated,
                            'decided': decided, 'implemented': implemented} order by age_days)
               from cohort)} as outcome,
  (select list({'basis': basis, 'currency': currency, 'minor': minor, 'entries': entries}
               order by case basis when 'experiment' then 0 when 'matched' then 1 else 2 end, currency)
   from money) as money
from counted c;
