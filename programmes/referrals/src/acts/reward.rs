//! What both get: booked as pending when the friend buys, confirmed when it is sure, taken back when what
//! was bought comes back.

use deedwell_core::meaning::Basis;
use deedwell_core::{Error, Money, Result, Who};
use deedwell_points::acts::{self as points, Because, Earn, UNTIL_CONFIRMED};
use deedwell_store::Tx;

use super::{record, who_is};
use crate::deed::{Done, ReferralDeed};
use crate::judge::Finding;
use crate::referral::{Party, Referral};
use crate::stage::Stage;
use crate::store;
use crate::terms::Terms;

const REFERRER: &str = "referrer";
const FRIEND: &str = "friend";

/// The two in the order of their identities, so that two transactions never wait for each other.
fn sides(referral: &Referral) -> [(&'static str, Party); 2] {
    let (one, other) = ((REFERRER, referral.referrer), (FRIEND, referral.friend));
    if one.1.identity <= other.1.identity { [one, other] } else { [other, one] }
}

fn paid<'a>(referral: &'a mut Referral, whose: &str) -> &'a mut i64 {
    if whose == REFERRER { &mut referral.referrer_paid } else { &mut referral.friend_paid }
}

/// Books both rewards as pending; what cannot be booked is nothing. Asked again it books what is missing.
pub(super) async fn book(tx: &mut Tx, referral: &mut Referral, terms: &Terms) -> Result<()> {
    for (whose, party) in sides(referral) {
        let amount = if whose == REFERRER { terms.referrer_reward } else { terms.friend_reward };
        let earn = Earn {
            who: who_is(party),
            scheme: terms.scheme,
            amount,
            because: Because::new("referrals.qualified", referral.about()),
            key: referral.key(whose),
            pending_until: Some(UNTIL_CONFIRMED),
            expires_at: None,
        };
        *paid(referral, whose) = match points::earn(tx, &earn).await {
            Ok(earned) => earned.amount,
            Err(Error::Refused { code: "points.scheme_closed", .. }) => 0,
            Err(other) => return Err(other),
        };
    }
    Ok(())
}

/// Both can be spent now. False while somebody of the staff has to approve the points first.
pub(super) async fn pay(tx: &mut Tx, referral: &mut Referral, terms: &Terms) -> Result<bool> {
    for (whose, _) in sides(referral) {
        if *paid(referral, whose) == 0 {
            continue;
        }
        match points::confirm(tx, &referral.key(whose)).await {
            Ok(_) => {}
            Err(Error::Refused { code: "points.waits_for_staff", .. }) => return Ok(false),
            Err(other) => return Err(other),
        }
    }
    referral.stage = Stage::Paid;
    referral.paid_at = Some(tx.now());
    store::set_referral(tx, referral).await?;
    let deed = ReferralDeed::Paid {
        basis: Basis::Claimed,
        referrer: referral.referrer_paid,
        friend: referral.friend_paid,
    };
    let value = cost(tx, referral, terms).await?;
    tx.record(Who::System, &Done { value, ..Done::of(referral, deed) }).await?;
    Ok(true)
}

/// What both rewards cost, where that is known.
pub(super) async fn cost(tx: &mut Tx, referral: &Referral, terms: &Terms) -> Result<Option<Money>> {
    worth(tx, terms, referral.referrer_paid + referral.friend_paid).await
}

/// What so much of the scheme of these terms is worth, where that is known.
pub(super) async fn worth(tx: &mut Tx, terms: &Terms, amount: i64) -> Result<Option<Money>> {
    let scheme = deedwell_points::store::scheme(tx, terms.scheme).await?.terms;
    Ok(match (scheme.currency, scheme.worth) {
        (Some(currency), _) => Some(Money::new(amount, currency)),
        (None, Some(worth)) => Some(worth.of(amount)),
        (None, None) => None,
    })
}

/// The reward of the referrer alone goes: the month is full.
pub(super) async fn leave_out_referrer(tx: &mut Tx, referral: &mut Referral) -> Result<()> {
    if referral.referrer_paid > 0 {
        points::reverse(tx, &referral.key(REFERRER), "").await?;
        referral.referrer_paid = 0;
    }
    Ok(())
}

/// What was booked is taken back; whatever is booked after that has another key.
pub(super) async fn give_up(tx: &mut Tx, referral: &mut Referral) -> Result<()> {
    for (whose, _) in sides(referral) {
        if *paid(referral, whose) > 0 {
            points::reverse(tx, &referral.key(whose), "").await?;
        }
    }
    referral.referrer_paid = 0;
    referral.friend_paid = 0;
    referral.booking += 1;
    Ok(())
}

/// What was given is taken back, spent or not: by the setting of the scheme it is owed then.
pub(super) async fn take_back(
    tx: &mut Tx,
    referral: &mut Referral,
    terms: &Terms,
    who: Who,
    finding: Finding,
) -> Result<()> {
    let cost = cost(tx, referral, terms).await?.filter(|_| referral.stage == Stage::Paid);
    let earned = referral.bought.map(|b| Money::new(b.worth, terms.least.currency));
    let deed = ReferralDeed::ClawedBack {
        basis: Basis::Claimed,
        reason: finding.reason,
        referrer: referral.referrer_paid,
        friend: referral.friend_paid,
    };
    give_up(tx, referral).await?;
    referral.findings.push(finding);
    referral.stage = Stage::ClawedBack;
    referral.ended_at = Some(tx.now());
    store::set_referral(tx, referral).await?;
    // Sums of two currencies say nothing.
    let value = earned.map(|earned| match cost {
        Some(cost) if cost.currency == earned.currency => {
            Money::new(earned.minor.saturating_sub(cost.minor), earned.currency)
        }
        _ => earned,
    });
    tx.record(who, &Done { value, ..Done::of(referral, deed) }).await
}

/// They are told, and what it brought is booked.
pub(super) async fn note_approved(
    tx: &mut Tx,
    referral: &Referral,
    terms: &Terms,
    (who, on_appeal): (Who, bool),
) -> Result<()> {
    if on_appeal {
        record(tx, who, referral, ReferralDeed::Restored {}).await?;
    }
    let deed = ReferralDeed::Approved { basis: Basis::Claimed, on_appeal };
    let value = referral.bought.map(|b| Money::new(b.worth, terms.least.currency));
    tx.record(who, &Done { value, ..Done::of(referral, deed) }).await
}
