-- When what the list shows of somebody last changed: name, signs, tags, who stands for them. Whoever keeps
-- the list in memory reads on from there (src/register).
alter table person add column heard_at bigint not null default 0;
create index person_heard on person (organisation, heard_at, id);

-- What every start reads of everybody, without the rest of them.
create index person_census on person (organisation, id, head, tests, known, created_at);

-- The list is not read from the table any more.
drop index person_shown;
drop index person_created;
