//! The statements that only these pages need.

use std::collections::HashMap;

use deedwell_core::{Id, Person, Result, Staff, Timestamp};
use deedwell_store::Tx;

/// Who bears this tag since exactly this moment: everybody of one bulk act, and nobody else, because
/// what happens in one transaction happens at one moment.
pub async fn tagged_at(tx: &mut Tx, tag: &str, at: Timestamp) -> Result<Vec<Id<Person>>> {
    let find = tx.query(
        "select person from person_tag
         where organisation = $1 and tag = $2 and tagged_at = $3 order by person",
    );
    tx.list(find.bind(tag).bind(at)).await?.iter().map(|row| row.id("person")).collect()
}

/// What colleagues are called.
pub async fn staff_names(tx: &mut Tx) -> Result<HashMap<Id<Staff>, String>> {
    let find = tx.query("select id, name from staff where organisation = $1");
    tx.list(find).await?.iter().map(|row| Ok((row.id("id")?, row.text("name")?))).collect()
}
