//! The log of staff's acts: who did what with what, and with which key. Nobody changes it.

use deedwell_core::{Id, Result, Staff};
use serde_json::Value;

use crate::tx::Tx;

/// Marks the ids of the log's lines.
enum Line {}

/// Notes what somebody did; `None` for nobody of the staff. The detail says what changed, for people; no
/// secret belongs in it. Of a program the name of its key is noted too.
pub async fn audit(
    tx: &mut Tx,
    staff: Option<Id<Staff>>,
    deed: &str,
    about: Option<&str>,
    detail: &Value,
) -> Result<()> {
    let mut detail = detail.clone();
    if let (Some(key), Some(detail)) = (tx.key(), detail.as_object_mut()) {
        detail.insert("by_key".to_owned(), key.into());
    }
    let (id, now): (Id<Line>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into audit (organisation, id, at, staff, deed, about, detail)
         values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let insert = insert.bind(id).bind(now).bind(staff).bind(deed);
    tx.run(insert.bind(about).bind(detail.to_string())).await.map(drop)
}
