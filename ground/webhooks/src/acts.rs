//! What staff do to endpoints: load, decide, write, record; the caller commits.

use deedwell_core::{Id, Position, Result, Staff, Who};
use deedwell_store::Tx;
use deedwell_store::quota::{self, Together};
use jiff::Timestamp;

use crate::deed::{HookDeed, What, note};
use crate::endpoint::{Endpoint, NewEndpoint, Off};
use crate::store::{self, Delivery, NowSecret};
use crate::{payload, secret};

/// What staff send by hand: tests and replays.
const BY_HAND_AN_HOUR: Together =
    Together { key: "webhooks.by_hand", what: "tests and replays", most: 500, window_s: 3_600 };

async fn noted(tx: &mut Tx, staff: Id<Staff>, id: Id<Endpoint>, what: What) -> Result<()> {
    let name = store::endpoint(tx, id).await?.name().to_owned();
    note(tx, Who::Staff(staff), HookDeed::new(id, what), &name).await
}

/// Told of what is recorded after this place. Gives its secret too.
pub async fn open(
    tx: &mut Tx,
    staff: Id<Staff>,
    new: &NewEndpoint,
    place: Position,
) -> Result<(Id<Endpoint>, String)> {
    let secret = secret::make()?;
    let id = store::add_endpoint(tx, new, &secret, place).await?;
    noted(tx, staff, id, What::Opened).await?;
    Ok((id, secret))
}

pub async fn change(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Endpoint>,
    new: &NewEndpoint,
) -> Result<()> {
    store::change_endpoint(tx, id, new).await?;
    noted(tx, staff, id, What::Changed).await
}

/// The secrets that are good now; that somebody looked is noted.
pub async fn show_secret(tx: &mut Tx, staff: Id<Staff>, id: Id<Endpoint>) -> Result<NowSecret> {
    let secret = store::secret(tx, id).await?;
    noted(tx, staff, id, What::SecretShown).await?;
    Ok(secret)
}

/// A new secret; the one before signs beside it for a day.
pub async fn rotate(tx: &mut Tx, staff: Id<Staff>, id: Id<Endpoint>) -> Result<NowSecret> {
    let new = secret::make()?;
    store::rotate_secret(tx, id, &new).await?;
    noted(tx, staff, id, What::SecretRotated).await?;
    store::secret(tx, id).await
}

pub async fn switch_off(tx: &mut Tx, staff: Id<Staff>, id: Id<Endpoint>) -> Result<()> {
    if store::switch_off(tx, id, Off::Staff).await? {
        noted(tx, staff, id, What::SwitchedOff(Off::Staff)).await?;
    }
    Ok(())
}

/// What waits goes on; what was recorded meanwhile is not told.
pub async fn switch_on(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Endpoint>,
    place: Position,
) -> Result<()> {
    if store::switch_on(tx, id, place).await? {
        noted(tx, staff, id, What::SwitchedOn).await?;
    }
    Ok(())
}

pub async fn remove(tx: &mut Tx, staff: Id<Staff>, id: Id<Endpoint>) -> Result<()> {
    noted(tx, staff, id, What::Removed).await?;
    store::remove_endpoint(tx, id).await
}

/// A delivery that says that it is a test, due at once.
///
/// # Errors
/// `webhooks.off`: nothing is sent to what is switched off.
pub async fn test(tx: &mut Tx, staff: Id<Staff>, id: Id<Endpoint>) -> Result<Id<Delivery>> {
    must_be_on(tx, id).await?;
    quota::spend_together(tx, &BY_HAND_AN_HOUR).await?;
    let body = payload::test(tx.organisation(), tx.now())?;
    let delivery = store::add_test(tx, id, &body).await?;
    noted(tx, staff, id, What::Tested).await?;
    Ok(delivery)
}

/// One delivery again, under the same id.
///
/// # Errors
/// `webhooks.off`.
pub async fn replay(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Endpoint>,
    delivery: Id<Delivery>,
) -> Result<()> {
    must_be_on(tx, id).await?;
    quota::spend_together(tx, &BY_HAND_AN_HOUR).await?;
    if store::replay(tx, id, delivery).await? {
        noted(tx, staff, id, What::Replayed).await?;
    }
    Ok(())
}

/// All that failed and became due since then. How many.
///
/// # Errors
/// `webhooks.off`.
pub async fn replay_failed(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Endpoint>,
    since: Timestamp,
) -> Result<u64> {
    must_be_on(tx, id).await?;
    quota::spend_together(tx, &BY_HAND_AN_HOUR).await?;
    let count = store::replay_failed(tx, id, since).await?;
    if count > 0 {
        noted(tx, staff, id, What::Replayed).await?;
    }
    Ok(count)
}

async fn must_be_on(tx: &mut Tx, id: Id<Endpoint>) -> Result<()> {
    if store::endpoint(tx, id).await?.off.is_some() {
        return Err(deedwell_core::Error::refused(
            "webhooks.off",
            "It is switched off. Switch it on first.",
        ));
    }
    Ok(())
}
