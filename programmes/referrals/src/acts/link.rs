//! What customers do with their links.

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_store::{Tx, audit};
use jiff::SignedDuration;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{customer, open_terms};
use crate::code::code_of;
use crate::deed::{About, Channel, Done, ReferralDeed};
use crate::referral::Link;
use crate::store;

/// Codes that are tried before we give up.
const ATTEMPTS: u8 = 20;
/// Times that sharing by one way counts in a day.
const SHARES_A_DAY: i64 = 20;

/// The link of a customer; made when they have none yet.
///
/// # Errors
/// `referrals.not_a_customer`, `referrals.not_open`, `referrals.link_closed`.
pub async fn make_link(tx: &mut Tx, who: Who) -> Result<Link> {
    let me = customer(who)?;
    open_terms(tx).await?;
    for attempt in 0..ATTEMPTS {
        if let Some(link) = store::links_of(tx, me.person).await?.into_iter().next() {
            return if link.closed_at.is_none() { Ok(link) } else { Err(closed()) };
        }
        let id: Id<Link> = tx.new_id();
        let link = Link {
            id,
            identity: me.identity,
            code: code_of(number(id, attempt)),
            made_at: tx.now(),
            closed_at: None,
        };
        if store::add_link(tx, &link).await? {
            tx.record(who, &Done::new(About::Link(id), ReferralDeed::LinkMade {})).await?;
            return Ok(link);
        }
    }
    Err(Error::fault("no code was free"))
}

fn closed() -> Error {
    Error::refused(
        "referrals.link_closed",
        "Your link was closed. Please write to us if you think that this is wrong.",
    )
}

/// Codes are no secrets, and must not be told from each other: so they are drawn from an id.
fn number<T>(id: Id<T>, attempt: u8) -> u64 {
    let mut hash = Sha256::new();
    hash.update(id.uuid().as_bytes());
    hash.update([attempt]);
    let hash = hash.finalize();
    hash.iter().take(8).fold(0, |n, byte| n << 8 | u64::from(*byte))
}

/// They sent it on, or showed it.
///
/// # Errors
/// As [`make_link`].
pub async fn share(tx: &mut Tx, who: Who, channel: Channel) -> Result<Link> {
    let link = make_link(tx, who).await?;
    let since = tx.now().checked_sub(SignedDuration::from_hours(24)).map_err(Error::fault)?;
    if store::shares_since(tx, link.id, channel, since).await? < SHARES_A_DAY {
        store::add_share(tx, link.id, channel).await?;
        tx.record(who, &Done::new(About::Link(link.id), ReferralDeed::Shared { channel })).await?;
    }
    Ok(link)
}

/// Staff close a link: nobody comes by it any more. What came of it goes on.
///
/// # Errors
/// `Missing`.
pub async fn close_link(tx: &mut Tx, staff: Id<Staff>, id: Id<Link>) -> Result<()> {
    let link = store::link(tx, id).await?;
    if !store::close_link(tx, id, true).await? {
        return Ok(());
    }
    let done = Done::new(About::Link(id), ReferralDeed::LinkClosed {});
    let done = Done { counterpart: Some(link.identity), ..done };
    tx.record(Who::Staff(staff), &done).await?;
    let about = format!("referral_link/{id}");
    audit(tx, Some(staff), "referrals.link_closed", Some(&about), &json!({})).await
}
