//! Stories of files, hostile ones first; those with a database on SQLite and, where
//! `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
mod answers;
mod kept;
mod names;
mod pictures;
