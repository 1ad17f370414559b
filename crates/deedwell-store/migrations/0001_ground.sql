-- What every part stands on. `{serial_key}` and `{bytes}` are the two words on which the databases
-- differ; deedwell-store/src/migrate.rs fills them in.

create table organisation (
    organisation text primary key,              -- its own id, under the name that every wall looks for
    name         text not null,
    slug         text not null unique,          -- its sub-domain
    host         text unique,                   -- its own domain, if it has one
    currency     text not null,                 -- ISO 4217, for what has no currency of its own
    zone         text not null,                 -- IANA name
    language     text not null,
    made_from    text not null default 'live',  -- live | simulated: the two never share an organisation
    created_at   bigint not null
);

create table unit (
    organisation text not null,
    id           text not null,
    key          text not null,                 -- a short word for files and addresses
    name         text not null,
    currency     text not null,
    created_at   bigint not null,
    closed_at    bigint,
    primary key (organisation, id),
    unique (organisation, key),
    foreign key (organisation) references organisation (organisation)
);

-- The log. One row is one block of one organisation's actions; see deedwell-store/src/log.
create table block (
    id           {serial_key},
    organisation text not null,
    tx           bigint not null,               -- the writing transaction; 0 on SQLite
    count        bigint not null,
    bytes        {bytes} not null,
    written_at   bigint not null
);
create index block_order on block (tx, id);

-- How far each named reader of the log has come.
create table reader (
    name         text primary key,
    tx           bigint not null,
    block        bigint not null,
    moved_at     bigint not null
);

create table job (
    organisation text not null,
    id           text not null,
    kind         text not null,
    key          text not null,                 -- a second job of the same kind and key is the same job
    payload      text not null,
    run_at       bigint not null,
    attempts     bigint not null default 0,
    lease        text,
    leased_until bigint,
    done_at      bigint,
    given_up_at  bigint,
    error        text,
    created_at   bigint not null,
    primary key (organisation, id),
    unique (organisation, kind, key)
);
create index job_due on job (run_at);

-- Who did what to the settings and to people's data; append only.
create table audit (
    organisation text not null,
    id           text not null,
    at           bigint not null,
    staff        text,
    deed         text not null,
    about        text,
    detail       text not null default '{}',
    primary key (organisation, id)
);

-- How often something was done, for limits that must survive a restart.
create table quota (
    organisation text not null,
    key          text not null,                 -- what is counted, for whom
    starts_at    bigint not null,
    spent        bigint not null,
    primary key (organisation, key, starts_at)
);
