//! The verbs. Each loads, lets a rule decide, writes, and records what was done, in the transaction it is
//! given; the caller commits.
//!
//! [`link`] is what customers do with their links, [`visit`] how friends come, [`follow`] what orders make
//! of that, [`decide`] yes and no, [`appeal`] when a no was wrong, [`reward`] what both get and give back,
//! [`recommend`](mod@recommend) what is said, [`setup`] what is promised, [`read`] what it came to. [`keep()`]
//! is all that time, orders and people change: to be called each minute.
mod appeal;
mod decide;
mod follow;
mod forget;
mod keep;
mod link;
mod read;
mod recommend;
mod reward;
mod setup;
mod visit;

pub use appeal::{answer_appeal, appeal};
pub use decide::{approve, claw_back, facts, judge_now, reject};
pub use follow::{identify, look};
pub use forget::forget;
pub use keep::keep;
pub use link::{close_link, make_link, share};
pub use read::{Overview, brought, overview, said_and_done, tree};
pub use recommend::recommend;
pub use setup::set_terms;
pub use visit::{Landed, land, name_referrer};

use deedwell_core::{Error, Id, Identity, Person, Result, Who};
use deedwell_store::Tx;
use deedwell_store::quota::Together;

use crate::deed::{Done, ReferralDeed};
use crate::referral::{Party, Referral};
use crate::store;
use crate::terms::Version;

const DAY_S: u32 = 86_400;
/// What all customers of an organisation do in a day.
pub const VISITS_A_DAY: Together =
    Together { key: "referrals.visit", what: "visits", most: 200_000, window_s: DAY_S };
pub const RECOMMENDATIONS_A_DAY: Together = Together {
    key: "referrals.recommendation",
    what: "recommendations",
    most: 20_000,
    window_s: DAY_S,
};

/// # Errors
/// `referrals.not_a_customer`.
fn customer(who: Who) -> Result<Party> {
    match who {
        Who::Customer { identity, person } => Ok(Party { identity, person }),
        Who::Visitor { .. } | Who::Staff(_) | Who::System => Err(Error::refused(
            "referrals.not_a_customer",
            "Only customers whom we know bring friends. Please sign in first.",
        )),
    }
}

/// What is promised now.
///
/// # Errors
/// `referrals.not_open`.
async fn open_terms(tx: &mut Tx) -> Result<Version> {
    let now = store::terms_now(tx).await?.filter(|version| version.terms.is_open);
    now.ok_or_else(|| {
        Error::refused("referrals.not_open", "Friends cannot be brought here at the moment.")
    })
}

fn who_is(party: Party) -> Who {
    Who::Customer { identity: party.identity, person: party.person }
}

async fn record(tx: &mut Tx, who: Who, of: &Referral, deed: ReferralDeed) -> Result<()> {
    tx.record(who, &Done::of(of, deed)).await
}

/// Whose an identity is; none when they were forgotten.
async fn party(tx: &mut Tx, identity: Id<Identity>) -> Result<Option<(Party, bool)>> {
    match deedwell_points::store::member(tx, identity).await {
        Ok(member) => Ok(Some((Party { identity, person: member.person }, member.is_ours))),
        Err(Error::Missing(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The one with whom they are one.
async fn head(tx: &mut Tx, person: Id<Person>) -> Result<Id<Person>> {
    deedwell_people::head_of(tx, person).await
}
