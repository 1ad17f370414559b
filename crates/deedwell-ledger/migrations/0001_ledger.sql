-- The manifest of the lake: which actions stand in which Parquet files. It is the authority; the
-- DuckLake catalogue that others attach is a copy of it (src/lake/publish.rs).

-- How far an organisation's log is sealed, and the counters of its lake.
create table sealed (
    organisation    text primary key,
    tx              bigint not null,            -- everything up to this block stands in files
    block           bigint not null,
    sequence        bigint not null,            -- number of the last sealed action, dropped ones counted; 0 for none
    actions         bigint not null,            -- actions in files; dropped ones are not
    reaches_at      bigint,                     -- when the last sealed block was written; null for none
    forgotten_tx    bigint not null,            -- blocks up to here are gone from the log
    forgotten_block bigint not null,
    snapshot        bigint not null,            -- the newest snapshot
    next_row_id     bigint not null,
    next_file_id    bigint not null,
    next_object_id  bigint not null,            -- DuckLake's next_catalog_id
    schema_version  bigint not null,
    revision        bigint not null             -- steps with every change of the manifest
);

-- A state of the lake that can still be read.
create table lake_snapshot (
    organisation    text not null,
    id              bigint not null,
    at              bigint not null,
    changes         text not null,              -- in DuckLake's words
    message         text not null,
    schema_version  bigint not null,
    next_object_id  bigint not null,
    next_file_id    bigint not null,
    tx              bigint not null,            -- how far the log was sealed
    block           bigint not null,
    primary key (organisation, id)              -- one sealer wins
);

-- A Parquet file of actions, with `<name>.ids` beside it.
create table lake_file (
    organisation    text not null,
    id              bigint not null,
    name            text not null,              -- `<name>.parquet` in the folder of the actions
    rows            bigint not null,
    bytes           bigint not null,
    footer          bigint not null,
    messages        bigint not null,            -- fingerprints in `<name>.ids`, 16 bytes each
    begin_snapshot  bigint not null,
    end_snapshot    bigint,                     -- null while it is live
    row_id_start    bigint not null,
    min_sequence    bigint not null,
    max_sequence    bigint not null,
    ordered_by      text not null,              -- time | person
    stats           text not null,              -- bounds and counts of each column, as JSON
    primary key (organisation, id),
    unique (organisation, name)
);

-- Files to unlink once nobody can be reading them. The path is relative to the organisation's lake.
create table lake_doomed (
    organisation    text not null,
    path            text not null,
    file            bigint not null,
    since_at        bigint not null,
    primary key (organisation, path)
);

-- Sealing reads and forgets the blocks of one organisation; without this it would walk over
-- everybody's.
create index block_organisation on block (organisation, tx, id);
