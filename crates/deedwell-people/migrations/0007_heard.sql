-- One index for all who read on from a moment: the list, and the ledger, which needs no more of anybody
-- than stands in it. `person_census` had the same by birth.
drop index person_heard;
drop index person_census;
create index person_heard on person (organisation, heard_at, id, head, tests, known, created_at);

-- By what kinds of signs somebody is known, told by the index alone.
drop index identity_person;
create index identity_person on identity (organisation, person, kind);
