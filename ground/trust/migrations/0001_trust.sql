-- Whom we believe how much. What people are known by here is kept as prints that only this organisation can
-- make; whose an identity is now is asked of the identity. Moments are microseconds.

-- With which prints and forms are signed.
create table trust_secret (
    organisation text not null,
    secret       text not null,
    primary key (organisation)
);

-- A sign that somebody was seen with: the same browser, the same card, the same network.
create table trust_sign (
    organisation text not null,
    kind         text not null,
    print        text not null,
    identity     text not null,
    first_at     bigint not null,
    last_at      bigint not null,
    primary key (organisation, kind, print, identity),
    check (kind in ('browser', 'payment', 'mailbox', 'household', 'place', 'phone', 'network'))
);
create index trust_sign_identity on trust_sign (organisation, identity);
create index trust_sign_last on trust_sign (organisation, last_at);

-- What is counted apart until staff decide, and what they decided.
create table trust_quarantine (
    organisation text not null,
    id           text not null,
    identity     text not null,
    about        text not null,                 -- what they gave there; '' for all that they give
    grounds      text not null,                 -- JSON: score, and which kind of sign ties how many
    note         text not null default '',      -- of staff; '' where it was found by rule
    stage        text not null,
    at           bigint not null,
    appeal       text not null default '',
    appealed_at  bigint,                        -- once
    decided_at   bigint,
    decided_by   text,
    why          text not null default '',
    primary key (organisation, id),
    unique (organisation, identity, about),     -- once for the same, whatever was decided
    check (stage in ('open', 'upheld', 'lifted'))
);
create index trust_quarantine_stage on trust_quarantine (organisation, stage, at);
create index trust_quarantine_about on trust_quarantine (organisation, about);

-- How far somebody is trusted: kept to know since when, and since when it is no longer earned. By identity:
-- of those of a person the highest counts, and each goes with its identity where persons are parted again.
create table trust_level (
    organisation  text not null,
    identity      text not null,
    level         bigint not null,
    since         bigint not null,
    failing_since bigint,                       -- null: it is earned
    record        text not null,                -- JSON: what was counted when it was last computed
    primary key (organisation, identity),
    check (level between 0 and 3)
);

-- Forms that came back: each once. Kept until its token would no longer be taken.
create table trust_form (
    organisation text not null,
    nonce        text not null,
    ends_at      bigint not null,
    primary key (organisation, nonce)
);
create index trust_form_ends on trust_form (organisation, ends_at);

-- How often the same words came on a day, as a print.
create table trust_said (
    organisation text not null,
    day          bigint not null,               -- since 1970
    print        text not null,
    times        bigint not null,
    primary key (organisation, day, print)
);
