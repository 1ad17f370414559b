//! How much and when at all: limits and quiet hours.

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::Tx;
use serde_json::json;

use crate::budget::{Cap, CapNoun, MOST_LETTERS};
use crate::deed::{LetterDeed, note};
use crate::quiet::Quiet;
use crate::store;

/// # Errors
/// When the database cannot be written.
pub async fn set_quiet(tx: &mut Tx, staff: Option<Id<Staff>>, quiet: Option<Quiet>) -> Result<()> {
    store::set_quiet(tx, quiet).await?;
    let detail = json!({ "quiet": quiet.map(Quiet::minutes) });
    note(tx, staff, &LetterDeed::LimitsChanged {}, &detail).await
}

/// # Errors
/// `Invalid`; `sending.too_many_caps`.
pub async fn add_cap(tx: &mut Tx, staff: Option<Id<Staff>>, cap: &Cap) -> Result<Id<CapNoun>> {
    if !cap.channel.is_empty() {
        crate::topic::channel(&cap.channel)?;
    }
    let most = i64::try_from(cap.most).unwrap_or(i64::MAX);
    if !(1..=MOST_LETTERS).contains(&most) {
        let sentence = format!("A limit is between 1 and {MOST_LETTERS} letters.");
        return Err(Error::invalid("most", sentence));
    }
    let id = store::add_cap(tx, cap).await?;
    let detail =
        json!({ "added": { "most": cap.most, "span": cap.span.name(), "channel": cap.channel } });
    note(tx, staff, &LetterDeed::LimitsChanged {}, &detail).await?;
    Ok(id)
}

/// # Errors
/// `Missing`.
pub async fn remove_cap(tx: &mut Tx, staff: Option<Id<Staff>>, id: Id<CapNoun>) -> Result<()> {
    store::remove_cap(tx, id).await?;
    note(tx, staff, &LetterDeed::LimitsChanged {}, &json!({ "removed": id })).await
}
