//! Topics: what staff say that letters are about.

use deedwell_core::{Id, Result, Staff};
use deedwell_store::Tx;
use serde_json::json;

use crate::deed::{LetterDeed, note};
use crate::store;
use crate::topic::NewTopic;

/// Adds a topic or changes one. False when it was there.
///
/// # Errors
/// `Invalid`, `sending.too_many_topics`, `people.too_many_purposes`.
pub async fn set_topic(tx: &mut Tx, staff: Option<Id<Staff>>, new: NewTopic) -> Result<bool> {
    let new = new.checked()?;
    let is_new = store::set_topic(tx, &new, staff).await?;
    let detail = json!({
        "name": new.name, "basis": new.basis.name(), "twice": new.is_confirmed_twice,
        "channels": new.channels,
    });
    note(tx, staff, &LetterDeed::TopicSet { topic: new.key }, &detail).await?;
    Ok(is_new)
}

/// Nothing is sent about it any more.
///
/// # Errors
/// `Missing`.
pub async fn close_topic(tx: &mut Tx, staff: Option<Id<Staff>>, key: &str) -> Result<()> {
    store::close_topic(tx, key).await?;
    note(tx, staff, &LetterDeed::TopicClosed { topic: key.to_owned() }, &json!({})).await
}
