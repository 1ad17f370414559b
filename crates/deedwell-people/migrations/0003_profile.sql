-- What is said of somebody, kept by the identity by which it was said: so it goes where that identity
-- goes. What a person's profile says follows from all of their identities (src/profile/traits.rs).
create table trait (
    organisation text not null,
    identity     text not null,
    key          text not null,
    value        text not null,                 -- JSON
    proof        text not null,
    source       text not null,                 -- source/…, staff/…, key/…, import; '' for the person themselves
    said_at      bigint not null,
    primary key (organisation, identity, key),
    foreign key (organisation, identity) references identity (organisation, id)
);
create index trait_key on trait (organisation, key);

-- What an organisation wants to know of people, and how it is written.
create table trait_field (
    organisation text not null,
    key          text not null,
    name         text not null,
    kind         text not null,                 -- text, number, yes_no, day, choice
    choices      text not null default '',      -- one a line, of a choice
    note         text not null default '',
    place        bigint not null,
    primary key (organisation, key),
    check (kind in ('text', 'number', 'yes_no', 'day', 'choice'))
);

-- For what somebody may allow us something.
create table consent_purpose (
    organisation text not null,
    key          text not null,
    name         text not null,
    about        text not null default '',
    place        bigint not null,
    closed_at    bigint,                        -- nobody is asked any more
    primary key (organisation, key)
);

-- What they allowed and what they took back. Never edited: the last word counts.
create table consent (
    organisation text not null,
    id           text not null,
    identity     text not null,
    purpose      text not null,
    given        bigint not null,               -- 1 allowed, 0 refused or taken back
    at           bigint not null,
    proof        text not null,
    source       text not null,
    words        text not null default '',      -- what they were asked, or what staff heard
    primary key (organisation, id),
    foreign key (organisation, identity) references identity (organisation, id),
    foreign key (organisation, purpose) references consent_purpose (organisation, key),
    check (given in (0, 1))
);
create index consent_identity on consent (organisation, identity, at);

-- Products and services that somebody has: a contract, a membership, a machine.
create table holding (
    organisation text not null,
    id           text not null,
    identity     text not null,
    name         text not null,
    kind         text not null default '',
    reference    text not null default '',      -- its number elsewhere; the same again is the same
    since        text,                          -- a day, 2027-03-01
    until        text,                          -- the first day on which they had it no more
    source       text not null,
    said_at      bigint not null,
    primary key (organisation, id),
    foreign key (organisation, identity) references identity (organisation, id)
);
create index holding_identity on holding (organisation, identity);

-- The list of people: who stands for themselves and is known by something.
create index person_shown on person (organisation, created_at, id) where head = id and known > 0;
