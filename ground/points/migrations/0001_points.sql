-- Points, and money held as shop credit. Amounts are whole: points, or minor units of a currency. Moments are
-- microseconds. Whose an account is stands by the identity that earned; which person that is now is asked of
-- the table of identities, so that people may be merged and parted without a row of ours being touched.

create table points_scheme (
    organisation text not null,
    id           text not null,
    key          text not null,                 -- a short word for addresses and files
    created_at   bigint not null,
    closed_at    bigint,                        -- nothing is earned in it any more; what is there can be spent
    primary key (organisation, id),
    unique (organisation, key),
    foreign key (organisation) references organisation (organisation)
);

-- What a scheme is, since when. The last one holds.
create table points_scheme_version (
    organisation   text not null,
    scheme         text not null,
    version        bigint not null,
    begins_at      bigint not null,
    staff          text,                        -- who changed it; null for a program
    name           text not null,
    unit           text not null,               -- points, miles; '' where it is money
    currency       text,                        -- an ISO 4217 code where it is money; null for points
    worth_amount   bigint,                      -- so many points …
    worth_minor    bigint,                      -- … are worth so much; null where nobody says so
    worth_currency text,
    expiry         text not null,               -- never | after | periods
    expiry_days    bigint,
    period_first   bigint,                      -- the month in which a period begins, 1 to 12
    period_months  bigint,                      -- 1, 2, 3, 4, 6 or 12
    roll_over      bigint,                      -- whole periods more before they end
    shortfall      text not null,               -- negative | pending: where a reversal takes what was spent already
    approve_above  bigint,                      -- more than that waits for staff; null: nothing does
    most_by_hand   bigint not null,             -- more than that by hand waits for another member of staff
    credit         text,                        -- the scheme into which points are paid out
    pay_out_least  bigint not null,
    charity        text not null default '',    -- to whom points can be given; '' for nobody
    match_percent  bigint not null default 0,   -- what we add to a gift, in hundredths of it
    primary key (organisation, scheme, version),
    foreign key (organisation, scheme) references points_scheme (organisation, id)
);

-- What happened, once: the key holds that. What follows from it bears its key and a step of its own.
create table points_entry (
    organisation text not null,
    id           text not null,
    key          text not null,
    step         text not null,                 -- '' for what was asked; confirmed, reversed/… for what followed
    print        text not null,                 -- of what was asked: the same key with another body is refused
    verb         text not null,
    scheme       text not null,
    identity     text,                          -- whom it concerns
    kind         text not null default '',      -- because of what
    about        text not null default '',
    origin       text,                          -- the entry from which it follows
    rule         text,
    rule_version bigint,
    amount       bigint not null,               -- what moved, in its scheme
    value_minor  bigint,                        -- of the deed for whose value it was earned …
    value_currency text,
    back_minor   bigint not null default 0,     -- … and how much of that was given back since
    why          text not null default '',
    staff        text,
    at           bigint not null,
    primary key (organisation, id),
    unique (organisation, key, step),
    foreign key (organisation, scheme) references points_scheme (organisation, id)
);
create index points_entry_at on points_entry (organisation, scheme, at);
create index points_entry_about on points_entry (organisation, about);
create index points_entry_of on points_entry (organisation, identity, at);
create index points_entry_rule on points_entry (organisation, rule, identity, at);

-- The postings of an entry are 0 together in each scheme.
create table points_posting (
    organisation text not null,
    entry        text not null,
    place        bigint not null,
    scheme       text not null,
    account      text not null,
    identity     text not null default '',      -- '' for the company's own accounts
    amount       bigint not null,
    at           bigint not null,
    primary key (organisation, entry, place),
    foreign key (organisation, entry) references points_entry (organisation, id),
    check (amount <> 0)
);
create index points_posting_of on points_posting (organisation, identity, scheme, at);
create index points_posting_in on points_posting (organisation, scheme, at, account);

-- What was earned at once: dated, and spent by date. amount = remains + expired + taken + what uses took.
create table points_lot (
    organisation  text not null,
    id            text not null,
    entry         text not null,
    scheme        text not null,
    identity      text not null,
    amount        bigint not null,
    remains       bigint not null,
    expired       bigint not null default 0,
    taken         bigint not null default 0,    -- by a reversal, before it was spent
    owed          bigint not null default 0,    -- by a reversal, after it was spent
    stage         text not null,                -- pending | active
    held_at       bigint,                       -- waits until staff approve
    earned_at     bigint not null,
    pending_until bigint,                       -- null: until somebody confirms it
    active_at     bigint,
    expires_at    bigint,                       -- null: never
    date_given    bigint not null default 0,    -- 1: whoever earned it said when it ends, not the scheme
    primary key (organisation, id),
    foreign key (organisation, entry) references points_entry (organisation, id),
    check (stage in ('pending', 'active')),
    check (remains >= 0 and expired >= 0 and taken >= 0 and owed >= 0),
    check (remains + expired + taken + owed <= amount)
);
create index points_lot_of on points_lot (organisation, identity, scheme, stage);
create index points_lot_entry on points_lot (organisation, entry);
create index points_lot_pending on points_lot (organisation, stage, pending_until);
create index points_lot_expires on points_lot (organisation, stage, expires_at);
create index points_lot_held on points_lot (organisation, held_at);

-- What an entry took from which lot, and how much of it was given back.
create table points_use (
    organisation text not null,
    entry        text not null,
    lot          text not null,
    amount       bigint not null,
    given_back   bigint not null default 0,
    primary key (organisation, entry, lot),
    foreign key (organisation, lot) references points_lot (organisation, id),
    check (amount > 0 and given_back >= 0 and given_back <= amount)
);
create index points_use_lot on points_use (organisation, lot);

-- The sums of postings, kept: what is locked while somebody's points are moved, and compared every night.
create table points_account (
    organisation text not null,
    scheme       text not null,
    identity     text not null,
    pending      bigint not null default 0,
    active       bigint not null default 0,
    spent        bigint not null default 0,
    expired      bigint not null default 0,
    owed         bigint not null default 0,     -- never more than 0: taken back after it was spent
    changed_at   bigint not null,
    primary key (organisation, scheme, identity),
    foreign key (organisation, scheme) references points_scheme (organisation, id),
    check (pending >= 0 and active >= 0 and spent >= 0 and expired >= 0 and owed <= 0)
);
create index points_account_of on points_account (organisation, identity);

-- What earns what.
create table points_rule (
    organisation text not null,
    id           text not null,
    scheme       text not null,
    created_at   bigint not null,
    primary key (organisation, id),
    foreign key (organisation, scheme) references points_scheme (organisation, id)
);
create table points_rule_version (
    organisation  text not null,
    rule          text not null,
    version       bigint not null,
    begins_at     bigint not null,
    staff         text,
    name          text not null,
    kind          text not null,                -- of the deed
    per           text not null,                -- deed | value
    amount        bigint not null,              -- for one deed, or for each whole step of its value
    step_minor    bigint,
    currency      text,                         -- of the steps
    least_minor   bigint,                       -- of less nothing is earned
    pending_days  bigint not null,
    cap_day       bigint,                       -- a person, a day; null: no cap, 0: nothing
    cap_month     bigint,
    cap_ever      bigint,
    approve_above bigint,
    undone_by     text not null default '',     -- kinds about the same thing that take it back
    ends_at       bigint,                       -- earns nothing from then on
    primary key (organisation, rule, version),
    foreign key (organisation, rule) references points_rule (organisation, id)
);

-- What a programme may give away in a month, and what it gave.
create table points_budget (
    organisation text not null,
    scheme       text not null,
    programme    text not null,                 -- the area of the deeds: ideas
    a_month      bigint not null,
    primary key (organisation, scheme, programme),
    foreign key (organisation, scheme) references points_scheme (organisation, id),
    check (a_month >= 0)
);
create table points_given (
    organisation text not null,
    scheme       text not null,
    programme    text not null,
    month        text not null,                 -- 2026-11
    amount       bigint not null,
    primary key (organisation, scheme, programme, month)
);

create table points_reward (
    organisation text not null,
    id           text not null,
    scheme       text not null,
    name         text not null,
    words        text not null default '',
    cost         bigint not null,
    stock        bigint,                        -- null: as many as are asked for
    honoured_by  text not null,                 -- staff | code
    created_at   bigint not null,
    closed_at    bigint,
    primary key (organisation, id),
    foreign key (organisation, scheme) references points_scheme (organisation, id),
    check (cost > 0),
    check (stock is null or stock >= 0)
);
create table points_redemption (
    organisation text not null,
    id           text not null,
    reward       text not null,
    identity     text not null,
    entry        text not null,
    name         text not null,                 -- as it was called then
    cost         bigint not null,
    stage        text not null,                 -- asked | honoured | undone
    asked_at     bigint not null,
    changed_at   bigint not null,
    staff        text,
    why          text not null default '',
    primary key (organisation, id),
    foreign key (organisation, reward) references points_reward (organisation, id),
    check (stage in ('asked', 'honoured', 'undone'))
);
create index points_redemption_of on points_redemption (organisation, identity);
create index points_redemption_stage on points_redemption (organisation, stage, asked_at);

-- Codes of the shop's own, each for one redemption.
create table points_code (
    organisation text not null,
    reward       text not null,
    code         text not null,
    redemption   text,                          -- null while nobody has it
    primary key (organisation, reward, code),
    foreign key (organisation, reward) references points_reward (organisation, id)
);
create index points_code_of on points_code (organisation, redemption);

-- Up to where rules have read the log, and how much of the block after that.
create table points_reader (
    organisation text not null,
    read_tx      bigint not null,
    read_block   bigint not null,
    within       bigint not null,
    primary key (organisation)
);
