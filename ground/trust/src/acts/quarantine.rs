//! Counts apart, hears what the customer says, and decides.

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_store::Tx;

use crate::deed::{TrustDeed, What};
use crate::quarantine::{Quarantine, Stage, Suspected};
use crate::store;

/// What stands, and whether it is new.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Put {
    pub id: Id<Quarantine>,
    pub is_new: bool,
}

/// Counts apart what somebody gave, by rule or by a member of staff. Once for the same: what was decided of it
/// stands.
///
/// # Errors
/// `Invalid` for a note or a thing that is too long; `Missing` for an identity of nobody.
pub async fn suspect(tx: &mut Tx, staff: Option<Id<Staff>>, suspected: &Suspected) -> Result<Put> {
    suspected.check()?;
    if store::known(tx, &[suspected.identity]).await?.is_empty() {
        return Err(Error::Missing("person"));
    }
    let there = |id| Put { id, is_new: false };
    if let Some(id) = store::quarantine_for(tx, suspected.identity, &suspected.about).await? {
        return Ok(there(id));
    }
    let Some(id) = store::add_quarantine(tx, suspected).await? else {
        // Another was quicker.
        let id = store::quarantine_for(tx, suspected.identity, &suspected.about).await?;
        return id.map(there).ok_or_else(|| Error::fault("a quarantine was kept and is not there"));
    };
    let grounds = &suspected.grounds;
    let what = What::Quarantined {
        of: suspected.about.clone(),
        score: grounds.score,
        people: grounds.people,
        reasons: grounds.reasons.iter().map(|reason| reason.kind.name()).collect(),
    };
    let deed = TrustDeed { whose: Some(suspected.identity), quarantine: Some(id), what };
    tx.record(staff.map_or(Who::System, Who::Staff), &deed).await?;
    Ok(Put { id, is_new: true })
}

/// Whom it concerns says what they think of it: once. Staff look at it again.
///
/// # Errors
/// `Missing` for somebody else's; `NotAllowed` for staff; `trust.lifted`, `trust.appealed`, `Invalid`.
pub async fn appeal(tx: &mut Tx, who: Who, id: Id<Quarantine>, words: &str) -> Result<()> {
    let voice = crate::Voice::proven(who)?;
    let quarantine = store::quarantine_to_change(tx, id).await?;
    if quarantine.person != Some(voice.person) {
        return Err(Error::Missing("quarantine"));
    }
    let words = quarantine.appeal(words)?;
    store::set_appeal(tx, id, &words).await?;
    let deed = TrustDeed { whose: None, quarantine: Some(id), what: What::Appealed {} };
    tx.record(who, &deed).await
}

/// Most that are decided at once.
pub const MOST_AT_ONCE: usize = 200;

/// Staff decide at once on all that are open for one thing. On how many; never on what is counted apart for all
/// that somebody gives, for that is one by one.
///
/// # Errors
/// `Invalid`.
pub async fn decide_all(
    tx: &mut Tx,
    staff: Id<Staff>,
    about: &str,
    uphold: bool,
    why: &str,
) -> Result<usize> {
    if about.is_empty() {
        return Ok(0);
    }
    let open = store::open_for(tx, about, MOST_AT_ONCE).await?;
    for id in &open {
        decide(tx, staff, *id, uphold, why).await?;
    }
    Ok(open.len())
}

/// Staff uphold it or lift it, and say why.
///
/// # Errors
/// `Missing`, `trust.decided`, `Invalid`.
pub async fn decide(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Quarantine>,
    uphold: bool,
    why: &str,
) -> Result<()> {
    let quarantine = store::quarantine_to_change(tx, id).await?;
    let why = quarantine.decide(uphold, why)?;
    let stage = if uphold { Stage::Upheld } else { Stage::Lifted };
    store::set_decided(tx, id, stage, staff, &why).await?;
    let appealed = quarantine.appealed_at.is_some();
    let what = if uphold { What::Upheld { appealed } } else { What::Lifted { appealed } };
    let deed = TrustDeed { whose: Some(quarantine.identity), quarantine: Some(id), what };
    tx.record(Who::Staff(staff), &deed).await
}
