//! Stories of letters, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
