-- Votes that are counted apart are kept and shown to staff, and are not among those by which ideas are counted
-- and ranked. A vote is apart where it was cast, and goes nowhere when ideas are merged.
alter table idea_vote add column apart bigint not null default 0;   -- 1: counted apart
alter table idea add column apart bigint not null default 0;        -- people who want it and are counted apart

-- Ideas with votes at which nobody has looked yet, and how many those are.
create table idea_unlooked (
    organisation text not null,
    idea         text not null,
    votes        bigint not null,
    primary key (organisation, idea),
    foreign key (organisation, idea) references idea (organisation, id)
);

-- Up to when it was looked who is counted apart otherwise than before.
create table idea_apart (
    organisation text not null,
    looked_at    bigint not null,
    primary key (organisation)
);
