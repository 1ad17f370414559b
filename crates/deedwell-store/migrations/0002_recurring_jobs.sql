-- Work that recurs has one row, which is never done: it is due again so many seconds after it was.
alter table job add column every_s bigint;
