-- What customers hear of what came of what they did. Moments are microseconds.

-- Up to which moment the ledger was asked for what is to be told.
create table notice_reader (
    organisation text not null,
    looked_to    bigint not null,
    primary key (organisation)
);

-- A deed of ours that customers are told of. The id is that of the action: it is told once.
create table notice_cause (
    organisation text not null,
    id           text not null,
    kind         text not null,
    about        text not null,
    at           bigint not null,
    person       text,                          -- whom it answers; null where everybody hears who took part
    told_at      bigint,                        -- everybody was
    primary key (organisation, id)
);
create index notice_cause_open on notice_cause (organisation, at) where told_at is null;

-- Somebody is told. By the identity that took part: whose that is now is asked of the identity.
create table notice (
    organisation text not null,
    identity     text not null,
    cause        text not null,
    at           bigint not null,
    seen_at      bigint,
    due_at       bigint,                        -- when a letter is to tell of it; null: none will
    letter       text,                          -- the key of the letter that told of it
    primary key (organisation, identity, cause),
    foreign key (organisation, cause) references notice_cause (organisation, id)
);
create index notice_due on notice (organisation, due_at, identity) where due_at is not null;
create index notice_cause_of on notice (organisation, cause);

-- How often somebody hears by letter; by identity, so that it follows people as their signs do.
create table notice_wish (
    organisation text not null,
    identity     text not null,
    how          text not null,
    at           bigint not null,
    primary key (organisation, identity),
    check (how in ('at_once', 'day', 'week', 'never'))
);
