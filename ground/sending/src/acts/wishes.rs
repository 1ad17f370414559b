//! Less for a while, or less at all: what people wish of how much they are sent.

use deedwell_core::{Error, Id, Identity, Person, Result};
use deedwell_store::Tx;
use jiff::SignedDuration;

use super::words::who;
use crate::deed::LetterDeed;
use crate::store::people::{Wish, set_wish, wished_by};

/// Whoever wants nothing for longer objects to a topic.
pub const LONGEST_PAUSE_DAYS: i64 = 365;

/// Sets what somebody wishes, for every sign by which they wished before and for this one.
///
/// # Errors
/// `Invalid` for a pause of more than a year.
pub async fn wish(
    tx: &mut Tx,
    (identity, person): (Id<Identity>, Id<Person>),
    fewer: crate::rules::Fewer,
    pause_days: i64,
) -> Result<()> {
    if !(0..=LONGEST_PAUSE_DAYS).contains(&pause_days) {
        let sentence = format!("A pause has at most {LONGEST_PAUSE_DAYS} days.");
        return Err(Error::invalid("pause_days", sentence));
    }
    let pause = SignedDuration::from_hours(24 * pause_days);
    let paused_until = tx.now().checked_add(pause).map_err(Error::fault)?;
    let paused_until = (pause_days > 0).then_some(paused_until);
    let mut signs = wished_by(tx, person).await?;
    signs.push(identity);
    signs.sort_unstable();
    signs.dedup();
    set_wish(tx, &signs, Wish { fewer, paused_until }).await?;
    let who = who(tx, identity, person).await?;
    let deed = LetterDeed::Preferred { fewer: fewer.name(), paused: paused_until.is_some() };
    tx.record(who, &deed).await
}
