-- What names that programs send mean to an organisation, beyond the specifications. The ledger keeps
-- the name; whoever reads it applies this. Written by deedwell-collect, read by every reader of the log.
create table plan_name (
    organisation text not null,
    name         text not null,                 -- as the ledger keeps it
    kind         text not null,                 -- area.past_participle
    note         text not null default '',
    facts        text not null default '[]',    -- JSON: name, type, whether it must be there
    changed_at   bigint not null,
    primary key (organisation, name),
    foreign key (organisation) references organisation (organisation)
);
