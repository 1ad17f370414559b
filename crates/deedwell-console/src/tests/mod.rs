//! Stories of the door, staff, settings, keys and the audit log, over HTTP, on SQLite and, where
//! `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL. Mary owns Fell & Vale; Edsger manages;
//! Kurt owns another organisation and is always refused.
mod door;
mod guessing;
mod keeping;
mod keys;
mod messages;
mod settings;
mod staff;
pub(crate) mod world;
