-- Where acts are reported from: a site, an app, a server of the organisation's own.
create table source (
    organisation text not null,
    id           text not null,
    name         text not null,
    kind         text not null,                 -- browser (its key is public) | server
    unit         text,                          -- for which all of it counts; null for the whole organisation
    origins      text not null default '',      -- browser: hosts from which it is sent, with spaces between; '' for any
    addresses    text not null default 'short', -- what is kept of a sender's address: short (cut) | none
    created_at   bigint not null,
    closed_at    bigint,
    first_at     bigint,                        -- its first and its newest event
    last_at      bigint,
    events       bigint not null default 0,
    refused      bigint not null default 0,
    primary key (organisation, id),
    foreign key (organisation) references organisation (organisation)
);

-- Several at a time, so that one can take the place of another without a gap.
create table source_key (
    organisation text not null,
    hash         text not null,
    source       text not null,
    shown        text not null,                 -- browser: the key, which is public; server: its last letters
    created_at   bigint not null,
    ends_at      bigint,                        -- from then on it opens nothing
    primary key (organisation, hash),
    foreign key (organisation, source) references source (organisation, id)
);
create index source_key_source on source_key (organisation, source);

-- What was sent, as it was sent: lines of JSON, packed. Kept for a while, then thrown away; what
-- follows from it stands in the ledger.
create table sent (
    id           {serial_key},
    organisation text not null,
    at           bigint not null,
    count        bigint not null,
    bytes        {bytes} not null
);
create index sent_at on sent (organisation, at);

-- What was wrong with what came in. One row for all that is wrong in the same way.
create table sent_wrong (
    organisation text not null,
    source       text not null,
    problem      text not null,                 -- the code of deedwell-collect/src/message.rs
    name         text not null,                 -- of the event; '' where there is none
    library      text not null,
    count        bigint not null,
    first_at     bigint not null,
    last_at      bigint not null,
    sample       text not null,                 -- the beginning of the last one
    primary key (organisation, source, problem, name, library),
    foreign key (organisation, source) references source (organisation, id)
);
create index sent_wrong_last on sent_wrong (organisation, last_at);
