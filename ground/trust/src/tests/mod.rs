//! Stories of trust, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL; and the rules
//! that are told with many random cases.
mod apart;
mod clusters;
mod customers;
mod forms;
mod levels;
mod people;
mod sybils;

use deedwell_core::{Id, Person, Who};
use deedwell_testing::{Setting, Somebody, World};

pub async fn worlds() -> Vec<World> {
    let migrations = vec![deedwell_orders::MIGRATIONS, crate::MIGRATIONS];
    Setting { migrations, ..Setting::default() }.worlds().await
}

pub async fn who(somebody: &Somebody) -> Who {
    Who::Customer { identity: somebody.identity().await, person: somebody.person().await }
}

/// Persons of whom nothing is known but that they are different, the same for the same number.
pub fn person(n: u64) -> Id<Person> {
    format!("01930000-0000-7000-8000-{n:012x}").parse().unwrap()
}
