//! The statement that only these pages need.

use deedwell_core::{Id, Person, Result, Timestamp};
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
