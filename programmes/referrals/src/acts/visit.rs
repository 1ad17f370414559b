//! How friends come: by a link, or with a code.

use deedwell_core::{Error, Id, Result, Who};
use deedwell_store::{Tx, quota};

use super::{VISITS_A_DAY, customer, follow, head, open_terms, party};
use crate::code;
use crate::deed::{About, Done, ReferralDeed};
use crate::referral::{Link, Referral, Visit, Way, host};
use crate::store;

/// What came of following a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Landed {
    Now,
    /// They had come by it before.
    Before,
    /// It is their own.
    Own,
}

async fn link_of(tx: &mut Tx, said: &str) -> Result<Link> {
    let code = code::read(said)?;
    let link = store::link_by_code(tx, &code).await?.filter(|link| link.closed_at.is_none());
    link.ok_or(Error::Missing("link"))
}

async fn visit(
    tx: &mut Tx,
    who: Who,
    link: &Link,
    way: Way,
    from: &str,
) -> Result<(Visit, Landed)> {
    let (Who::Customer { identity, person } | Who::Visitor { identity, person }) = who else {
        return customer(who).and(Err(Error::Missing("person")));
    };
    let visit =
        Visit { id: tx.new_id(), link: link.id, identity, way, host: host(from), at: tx.now() };
    let owner = party(tx, link.identity).await?.ok_or(Error::Missing("link"))?.0;
    if owner.person == head(tx, person).await? {
        return Ok((visit, Landed::Own));
    }
    if !store::add_visit(tx, &visit).await? {
        return Ok((visit, Landed::Before));
    }
    quota::spend_together(tx, &VISITS_A_DAY).await?;
    let deed = ReferralDeed::Landed { spoken: way == Way::Spoken };
    let done = Done::new(About::Link(link.id), deed);
    tx.record(who, &Done { counterpart: Some(link.identity), ..done }).await?;
    Ok((visit, Landed::Now))
}

/// Somebody follows a link, from a page of this host; '' where the browser says none.
///
/// # Errors
/// `Invalid` for a code with a slip, `Missing`, `referrals.not_open`, `TooMany`.
pub async fn land(tx: &mut Tx, who: Who, code: &str, from: &str) -> Result<Landed> {
    let link = link_of(tx, code).await?;
    open_terms(tx).await?;
    Ok(visit(tx, who, &link, Way::Link, from).await?.1)
}

/// A customer says who told them of us, by the code that was said to them. What follows of it.
///
/// # Errors
/// As [`land`]; `referrals.own_code`, `referrals.named_already`.
pub async fn name_referrer(tx: &mut Tx, who: Who, code: &str) -> Result<Id<Referral>> {
    customer(who)?;
    let link = link_of(tx, code).await?;
    open_terms(tx).await?;
    let named = || {
        Error::refused(
            "referrals.named_already",
            "Somebody who brought you is on record already, so this code is not needed.",
        )
    };
    match visit(tx, who, &link, Way::Spoken, "").await? {
        (_, Landed::Own) => Err(Error::refused(
            "referrals.own_code",
            "This is your own code. Please give the code of whoever told you of us.",
        )),
        (_, Landed::Before) => Err(named()),
        (visit, Landed::Now) => follow::identify(tx, &visit).await?.ok_or_else(named),
    }
}
