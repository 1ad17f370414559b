-- How strictly a source keeps to the plan: everything | mark | hold.
alter table source add column strictness text not null default 'everything';
-- What is held out of it now.
alter table source add column held bigint not null default 0;

-- Which source sent a name, with which library.
create table sent_name (
    organisation text not null,
    name         text not null,                 -- as the ledger keeps it
    source       text not null,
    library      text not null,
    count        bigint not null,
    first_at     bigint not null,
    last_at      bigint not null,
    primary key (organisation, name, source, library),
    foreign key (organisation, source) references source (organisation, id)
);

-- What a strict source sent that is in no plan. It waits to be taken in, and is thrown away in the end.
create table sent_held (
    id           {serial_key},
    organisation text not null,
    source       text not null,
    name         text not null,                 -- as the ledger would keep it
    at           bigint not null,
    body         text not null,                 -- JSON: the message as it was understood
    foreign key (organisation, source) references source (organisation, id)
);
create index sent_held_name on sent_held (organisation, source, name, id);
create index sent_held_at on sent_held (organisation, at);

-- A fact that was missing or of another type is a row of its own.
alter table sent_wrong rename to sent_wrong_before;
drop index sent_wrong_last;
create table sent_wrong (
    organisation text not null,
    source       text not null,
    problem      text not null,                 -- the code of deedwell-collect/src/message.rs
    name         text not null,                 -- of the event; '' where there is none
    library      text not null,
    fact         text not null default '',      -- which of its facts; '' where it is none
    count        bigint not null,
    first_at     bigint not null,
    last_at      bigint not null,
    sample       text not null,                 -- the beginning of the last one
    primary key (organisation, source, problem, name, library, fact),
    foreign key (organisation, source) references source (organisation, id)
);
insert into sent_wrong (organisation, source, problem, name, library, count, first_at, last_at, sample)
    select organisation, source, problem, name, library, count, first_at, last_at, sample
    from sent_wrong_before;
drop table sent_wrong_before;
create index sent_wrong_last on sent_wrong (organisation, last_at);
