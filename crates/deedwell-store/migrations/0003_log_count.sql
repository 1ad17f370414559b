-- How transactions are counted in the log: `base` is added to a PostgreSQL transaction's id. After a
-- restore into a cluster that counts from further down, it is raised, so that whatever is written
-- there comes after all that stands. One row.
create table log_count (
    one     bigint primary key,
    base    bigint not null,
    reached bigint not null                     -- no block that was ever forgotten stood after this
);
insert into log_count (one, base, reached) values (1, 0, 0);
