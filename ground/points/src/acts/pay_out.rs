//! Points become money for the shop, or are given to others.

use deedwell_core::{Error, Id, Result, Who};
use deedwell_store::Tx;
use serde::Serialize;

use super::{Because, booked_before, check_key, identity_of, post, print, spend};
use crate::account::{Account, Entry, Postings};
use crate::deed::{PaidAs, PointsDeed, What};
use crate::scheme::{Scheme, Worth};
use crate::store::{self, Member, NewEntry, NewLot};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PayTo {
    /// Credit for the shop, in the scheme of money that the points name.
    Credit,
    /// The charity that they name; we add to it.
    Charity,
}

impl PayTo {
    pub const ALL: [Self; 2] = [Self::Credit, Self::Charity];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Credit => "credit",
            Self::Charity => "charity",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|to| to.name() == text)
    }
}

#[derive(Clone, Debug)]
pub struct PayOut {
    pub who: Who,
    pub scheme: Id<Scheme>,
    pub amount: i64,
    pub to: PayTo,
    pub key: String,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PaidOut {
    pub entry: Id<Entry>,
    /// What it took: what is worth less than a minor unit stays.
    pub took: i64,
    /// Minor units of money, or points that were given with what we added.
    pub gave: i64,
    pub is_new: bool,
}

/// # Errors
/// `points.not_paid_out` where the scheme has no such way; `points.too_little`; `points.not_enough`; and
/// those of spending.
pub async fn pay_out(tx: &mut Tx, ask: &PayOut) -> Result<PaidOut> {
    let identity = identity_of(ask.who)?;
    check_key(&ask.key)?;
    spend::check_amount(ask.amount)?;
    let (scheme_id, amount) = (ask.scheme.to_string(), ask.amount.to_string());
    let print = print(&["pay_out", &scheme_id, &identity.to_string(), &amount, ask.to.name()]);
    let scheme = store::scheme(tx, ask.scheme).await?;
    if let Some(before) = booked_before(tx, &ask.key, &print).await? {
        return told_before(tx, &before, ask.to).await;
    }
    let (took, gave) = terms(&scheme, ask)?;
    let into = match ask.to {
        PayTo::Credit => Some(credit_of(tx, &scheme).await?),
        PayTo::Charity => None,
    };
    let member = store::member(tx, identity).await?;
    store::lock(tx, scheme.id, identity, member.person).await?;
    let because = Because::new("points.paid_out", ask.to.name());
    let new = NewEntry {
        key: ask.key.clone(),
        step: String::new(),
        print: print.clone(),
        verb: "paid_out",
        scheme: scheme.id,
        identity: Some(identity),
        kind: because.kind,
        about: because.about,
        origin: None,
        rule: None,
        amount: took,
        value: None,
        why: String::new(),
        staff: None,
    };
    let Some(entry) = store::begin_entry(tx, &new).await? else {
        let before = booked_before(tx, &ask.key, &print).await?;
        let before = before.ok_or_else(|| Error::fault("an entry was there, and is gone"))?;
        return told_before(tx, &before, ask.to).await;
    };
    let mut postings = Postings::default();
    let to = if ask.to == PayTo::Credit { Account::Spent } else { Account::Charity };
    spend::take(tx, &scheme, member, (entry, took), (to, &mut postings)).await?;
    let paid_as = match &into {
        Some(into) => {
            credit(tx, into, member, (entry, gave), &mut postings).await?;
            PaidAs::Credit
        }
        None => {
            let ours = (Account::Expense, identity);
            postings.shift(scheme.id, ours, (Account::Charity, identity), gave - took)?;
            PaidAs::Charity
        }
    };
    post(tx, entry, &postings).await?;
    let what = What::PaidOut { amount: took, paid_as };
    tx.record(ask.who, &PointsDeed { entry, scheme: scheme.id, whose: None, what }).await?;
    Ok(PaidOut { entry, took, gave, is_new: true })
}

/// What it takes and what it gives.
fn terms(scheme: &Scheme, ask: &PayOut) -> Result<(i64, i64)> {
    let terms = &scheme.terms;
    let no_way =
        || Error::refused("points.not_paid_out", "These points cannot be paid out in this way.");
    if ask.amount < terms.pay_out_least {
        return Err(Error::refused(
            "points.too_little",
            format!("At least {} are paid out.", terms.words(terms.pay_out_least)),
        ));
    }
    match ask.to {
        PayTo::Charity if terms.charity.is_empty() => Err(no_way()),
        PayTo::Charity => {
            let ours = i128::from(ask.amount) * i128::from(terms.match_percent) / 100;
            let gave = i64::try_from(i128::from(ask.amount) + ours).map_err(Error::fault)?;
            Ok((ask.amount, gave))
        }
        PayTo::Credit => {
            let worth = terms.worth.filter(|_| terms.credit.is_some()).ok_or_else(no_way)?;
            let minor = worth.of(ask.amount).minor;
            if minor == 0 {
                return Err(Error::refused(
                    "points.too_little",
                    "That is worth too little to be paid out.",
                ));
            }
            Ok((least_for(worth, minor)?, minor))
        }
    }
}

/// The fewest points that are worth so much.
fn least_for(worth: Worth, minor: i64) -> Result<i64> {
    let points = i128::from(minor) * i128::from(worth.amount);
    let each = i128::from(worth.money.minor.max(1));
    i64::try_from((points + each - 1) / each).map_err(Error::fault)
}

/// The scheme of money into which it is paid out.
async fn credit_of(tx: &mut Tx, scheme: &Scheme) -> Result<Scheme> {
    let credit = scheme.terms.credit.ok_or_else(|| Error::fault("no credit where there was"))?;
    let credit = store::scheme(tx, credit).await?;
    let fits = credit.terms.currency == scheme.terms.worth.map(|worth| worth.money.currency);
    if credit.closed_at.is_some() || !fits {
        return Err(Error::refused(
            "points.not_paid_out",
            "These points cannot be paid out in this way.",
        ));
    }
    Ok(credit)
}

async fn credit(
    tx: &mut Tx,
    credit: &Scheme,
    member: Member,
    (entry, minor): (Id<Entry>, i64),
    postings: &mut Postings,
) -> Result<()> {
    store::lock(tx, credit.id, member.identity, member.person).await?;
    let whose = member.identity;
    postings.shift(credit.id, (Account::Expense, whose), (Account::Active, whose), minor)?;
    let expires_at = credit.terms.expiry.ends_at(tx.now(), &store::zone(tx).await?)?;
    let lot = NewLot {
        entry,
        scheme: credit.id,
        identity: whose,
        amount: minor,
        active: true,
        held: false,
        pending_until: None,
        expires_at,
        date_given: false,
    };
    store::add_lot(tx, &lot).await.map(drop)
}

async fn told_before(tx: &mut Tx, before: &store::EntryRow, to: PayTo) -> Result<PaidOut> {
    let postings = store::postings_of(tx, before.id).await?;
    let gave = postings.iter().filter(|p| match to {
        PayTo::Credit => p.scheme != before.scheme && p.amount > 0,
        PayTo::Charity => p.account == Account::Charity,
    });
    let gave = gave.map(|p| p.amount).sum();
    Ok(PaidOut { entry: before.id, took: before.amount, gave, is_new: false })
}
