"""Recomputes every cell of the grid of measures from the lake and two exported tables, by SQL in
DuckDB and formulas of scipy, and compares it with what `deedwell report grid` says.

    grid.py BINARY DATA CATALOGUE [--database URL]      (the lake must be sealed up to the last action)

On PostgreSQL there is no CATALOGUE (''): the Parquet files are read as they stand.

The definitions are those of the handbook's page on measures; nothing of Deedwell's code is used.
"""
import csv, datetime as dt, json, math, subprocess, sys
import duckdb
from scipy import stats

BIN, DATA, CATALOGUE, *MORE = sys.argv[1:]
UTC = dt.timezone.utc
MEANING = {  # programmes/ideas/src/measures.rs
    "contributions": ["ideas.put_forward"],
    "voids": ["ideas.merged", "ideas.marked_spam", "ideas.withdrawn"],
    "restores": ["ideas.unmerged", "ideas.cleared"],
    "grade": ("ideas.evaluated", "grade", 1, 5),
    "peers": ["ideas.voted", "ideas.commented"],
    "company": ["ideas.answered", "ideas.commented_by_staff"],
    "official": ["ideas.answered"],
    "evaluated": ["ideas.evaluated"],
    "decided": ["ideas.decided"],
    "implemented": ["ideas.delivered"],
    "money": {"ideas.earned": 1, "ideas.saved": 1, "ideas.cost_booked": -1},
}


def run(*args):
    return subprocess.run([BIN, *args, "--data", DATA, *MORE], check=True, capture_output=True, text=True).stdout


def load():
    con = duckdb.connect()
    con.execute("LOAD sqlite_scanner; LOAD ducklake; SET TimeZone='UTC'")
    if CATALOGUE:
        con.execute(f"ATTACH 'ducklake:sqlite:{CATALOGUE}' AS lake (READ_ONLY)")
        actions = "lake.deedwell.actions"
    else:
        actions = f"read_parquet('{DATA}/lake/*/deedwell/actions/*.parquet')"
    for name in ("people", "identities"):
        text = run("export", name, "--raw-cells")
        path = f"{DATA}/../{name}.csv"
        open(path, "w", newline="").write(text)
        con.execute(f"create table {name} as from read_csv('{path}', all_varchar=true)")
    con.execute(f"""
        create table acts as
        select a.seq, epoch_us(a.happened_at) as moment, a.name as kind, a.part, a.initiator, a.about,
               a.unit::varchar as unit, a.value, a.currency, a.facts::json as facts,
               case when a.part in ('customer', 'visitor') then coalesce(i.person, a.subject::varchar) end as person,
               a.subject::varchar as subject
        from {actions} a left join identities i on i.id = a.subject::varchar
    """)
    con.execute("""delete from acts where person in (select id from people where tests = '1')""")
    return con


def wilson(s, n):
    if n == 0: return None
    z = stats.norm.ppf(0.975); p = s / n
    mid = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return dict(value=p, low=max(0, mid - half), high=min(1, mid + half), n=n)


def ratio(k1, k2):
    n = k1 + k2
    if n == 0: return None
    low = 0.0 if k1 == 0 else stats.beta.ppf(0.025, k1, k2 + 1)
    high = 1.0 if k2 == 0 else stats.beta.ppf(0.975, k1 + 1, k2)
    odds = lambda p: math.inf if p >= 1 else p / (1 - p)
    return dict(value=math.inf if k2 == 0 else k1 / k2, low=odds(low), high=odds(high), n=n)


def km_median(durations):
    """(seconds, ended?) → the first time at which at most half still wait."""
    s = 1.0
    for t in sorted({d for d, ended in durations if ended}):
        at_risk = sum(1 for d, _ in durations if d >= t)
        ends = sum(1 for d, ended in durations if ended and d == t)
        s *= 1 - ends / at_risk
        if s <= 0.5 + 1e-12: return t
    return None


def us(text): return int(dt.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1_000_000)


def recompute(con, lo, hi, unit):
    m = MEANING
    kinds = lambda ks: "(" + ",".join(f"'{k}'" for k in ks) + ")"
    rows = lambda sql: con.execute(sql).fetchall()
    one = lambda sql: rows(sql)[0][0]
    in_unit = f"and unit = '{unit}'" if unit else ""
    con.execute(f"""create or replace temp table contribution as
        select about, first(person order by moment, seq) as person, min(moment) as moment, first(unit order by moment, seq) as unit
        from acts where kind in {kinds(m['contributions'])} and initiator <> 'machine' and person is not null
        group by about""")
    con.execute(f"""create or replace temp table valid as
        select * from contribution c where 1=1 {in_unit} and coalesce((
          select kind in {kinds(m['restores'])} from acts v
          where v.about = c.about and v.kind in {kinds(m['voids'] + m['restores'])}
          order by v.moment desc, v.seq desc limit 1), true)""")
    con.execute(f"create or replace temp table mine as select * from contribution where 1=1 {in_unit}")
    eligible = one(f"select count(*) from people where tests = '0' and epoch_us(created_at::timestamptz) < {hi}")
    people = lambda a, b: one(f"select count(distinct person) from valid where moment >= {a} and moment < {b}")
    count = lambda a, b: one(f"select count(*) from valid where moment >= {a} and moment < {b}")
    a, b = people(lo, hi), count(lo, hi)
    before = (lo - (hi - lo), lo)
    end = dt.datetime.fromtimestamp(hi / 1e6, UTC)
    month_to = end.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    month_from = (month_to - dt.timedelta(days=1)).replace(day=1)
    stamp = lambda d: int(d.timestamp() * 1_000_000)
    kind, fact, worst, best = m["grade"]
    grades = rows(f"""select (select try_cast(json_extract_string(g.facts, '$.{fact}') as bigint) from acts g
        where g.about = v.about and g.kind = '{kind}' and g.moment < {hi} order by g.moment desc, g.seq desc limit 1)
        from valid v where v.moment >= {lo} and v.moment < {hi}""")
    graded = [(min(max(g[0], worst), best) - worst) / (best - worst) for g in grades if g[0] is not None]
    peer = rows(f"""select count(distinct p.person), count(*) from acts p join mine c on c.about = p.about
        where p.kind in {kinds(m['peers'])} and p.moment >= {lo} and p.moment < {hi} and p.initiator <> 'machine'
          and p.person is not null and p.person <> c.person""")[0]
    of = rows(f"""select v.about, v.moment,
        (select min(s.moment) from acts s where s.about = v.about and s.part = 'staff' and s.moment < {hi} and s.kind in {kinds(m['company'])}),
        (select min(s.moment) from acts s where s.about = v.about and s.part = 'staff' and s.moment < {hi} and s.kind in {kinds(m['official'])})
        from valid v where v.moment >= {lo} and v.moment < {hi}""")
    answered = sum(1 for r in of if r[2] is not None); official = sum(1 for r in of if r[3] is not None)
    waits = [((r[3] - r[1]) / 1e6, True) if r[3] is not None else ((hi - r[1]) / 1e6, False) for r in of]
    done = lambda ks, age: rows(f"""select count(*), count(*) filter (where exists (select 1 from acts s where s.about = v.about
        and s.kind in {kinds(ks)} and s.moment < {hi} {f'and s.moment <= v.moment + {age}' if age else ''}))
        from valid v where v.moment < {hi} {f'and v.moment + {age} <= {hi}' if age else ''}""")[0]
    cohorts = []
    for days in (30, 90, 365):
        age = days * 86_400_000_000
        cohorts.append(dict(age_days=days, of=done(m["evaluated"], age)[0], evaluated=done(m["evaluated"], age)[1],
                            decided=done(m["decided"], age)[1], implemented=done(m["implemented"], age)[1]))
    money = {}
    for k, basis, currency, value in rows(f"""select b.kind, coalesce(json_extract_string(b.facts, '$.basis'), 'claimed'), b.currency, b.value
            from acts b join mine c on c.about = b.about where b.kind in {kinds(m['money'])} and b.moment >= {lo} and b.moment < {hi}"""):
        entry = money.setdefault((basis, currency), [0, 0]); entry[0] += m["money"][k] * value; entry[1] += 1
    return dict(
        eligible=eligible,
        participants=dict(people=a, to_date=people(-(1 << 60), hi), share=wilson(a, eligible) if eligible else None,
                          spark=[people(lo - (8 - i) * (hi - lo), hi - (8 - i) * (hi - lo)) for i in range(9)]),
        contributions=dict(count=b, to_date=count(-(1 << 60), hi), last_month=count(stamp(month_from), stamp(month_to)),
                           per_head=b / a if a else None),
        quality=wilson(sum(graded), len(graded)),
        trend=dict(people_before=people(*before), contributions_before=count(*before),
                   people=ratio(a, people(*before)), contributions=ratio(b, count(*before))),
        peers=dict(people=peer[0], responses=peer[1], per_participant=peer[0] / a if a else None),
        company=dict(of=len(of), answered=answered, answered_share=wilson(answered, len(of)), official=official,
                     official_share=wilson(official, len(of)), median_s=km_median(waits)),
        outcome=dict(evaluated=done(m["evaluated"], None)[1], decided=done(m["decided"], None)[1],
                     implemented=done(m["implemented"], None)[1], cohorts=cohorts),
        money=sorted((basis, currency, e[0], e[1]) for (basis, currency), e in money.items()),
    )


def differ(path, said, due, out):
    if isinstance(due, dict):
        for key in due:
            differ(f"{path}.{key}", (said or {}).get(key), due[key], out)
    elif isinstance(due, list):
        if said is None or len(said) != len(due): out.append((path, said, due)); return
        for i, (s, d) in enumerate(zip(said, due)): differ(f"{path}[{i}]", s, d, out)
    elif isinstance(due, float) and isinstance(said, (int, float)):
        if math.isinf(due) or not math.isclose(said, due, rel_tol=1e-7, abs_tol=1e-9):
            out.append((path, said, due))
    elif isinstance(due, float) and math.isinf(due):
        if said is not None: out.append((path, said, due))   # JSON has no infinity
    elif said != due:
        out.append((path, said, due))


def filled(due):
    """How many of the eight cells say something."""
    company, outcome = due["company"], due["outcome"]
    return sum(map(bool, [
        due["participants"]["people"], due["contributions"]["count"], due["quality"],
        due["trend"]["people"] and due["trend"]["people_before"], due["peers"]["responses"],
        company["answered"], outcome["evaluated"] or outcome["decided"] or outcome["implemented"], due["money"]]))


# Of the eight cells of each of the windows that have a ledger behind them, in each unit: most of them. A
# grid of noughts would agree with anything.
LEAST_FILLED = 0.6


def main():
    con = load()
    last = con.execute("select max(moment) from acts").fetchone()[0]
    first = con.execute("select min(moment) from acts").fetchone()[0]
    moment = lambda u: dt.datetime.fromtimestamp(u / 1e6, UTC).isoformat().replace("+00:00", "Z")
    day = 86_400_000_000
    windows = [(last - 28 * day, last + 1), (last - 365 * day, last + 1), (first, last + 1),
               (last - 200 * day, last - 100 * day), (last - 7 * day, last + 1), (first - 10 * day, first)]
    units = [(None, None)] + [(u, k) for u, k in con.execute(
        "select distinct unit, null from acts where kind = 'ideas.put_forward' and unit is not null").fetchall()]
    names = {}
    for row in csv.DictReader(run("export", "units", "--raw-cells").splitlines()): names[row["id"]] = row["key"]
    cells = wrong = full = 0
    for lo, hi in windows:
        for unit, _ in units:
            flags = ["--from", moment(lo), "--to", moment(hi), "--format", "json"] + (["--unit", names[unit]] if unit else [])
            said = json.loads(run("report", "grid", *flags))
            row = next(r for r in said["rows"] if r["programme"] == "ideas")
            row = dict(row, eligible=said["eligible"],
                       money=sorted((l["basis"], l["currency"], l["minor"], l["entries"]) for l in row["money"]))
            due = recompute(con, lo, hi, unit)
            out = []
            differ("ideas", row, due, out)
            cells += 8
            full += filled(due)
            for path, s, d in out:
                wrong += 1
                print(f"  {moment(lo)} – {moment(hi)} {names.get(unit, 'all units')}: {path} says {s}, recomputed {d}")
    print(f"grid: {cells} cells over {len(windows)} windows and {len(units)} units recomputed, {full} of them not empty, {wrong} differences")
    last_window_is_before_all = 8 * len(units)
    due = math.ceil(LEAST_FILLED * (cells - last_window_is_before_all))
    if full < due:
        sys.exit(f"only {full} cells were not empty where at least {due} were due")
    sys.exit(1 if wrong else 0)


main()
