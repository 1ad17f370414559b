//! Somebody earns something.

use deedwell_core::{Error, Id, Money, Result, Staff, Timestamp, Who};
use deedwell_store::Tx;
use serde::Serialize;

use super::{Because, booked_before, check_key, identity_of, post, print};
use crate::account::{Account, Entry, Postings};
use crate::deed::{PointsDeed, What};
use crate::rule::{Earlier, Rule};
use crate::scheme::{LARGEST, Scheme};
use crate::store::{self, EntryRow, Member, NewEntry, NewLot};

/// Pending until somebody confirms it.
pub const UNTIL_CONFIRMED: Timestamp = Timestamp::constant(253_370_764_800, 0);

/// What is to be earned.
#[derive(Clone, Debug)]
pub struct Earn {
    pub who: Who,
    pub scheme: Id<Scheme>,
    pub amount: i64,
    pub because: Because,
    /// The same key again is the same earning: `referral/<id>/friend`.
    pub key: String,
    /// None: it can be spent at once.
    pub pending_until: Option<Timestamp>,
    /// None: as the scheme has it.
    pub expires_at: Option<Timestamp>,
}

/// What came of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Earned {
    /// None where nothing was earned.
    pub entry: Option<Id<Entry>>,
    pub amount: i64,
    /// It was booked now, and not when the same was asked before.
    pub is_new: bool,
    /// It cannot be spent yet.
    pub pending: bool,
    /// Staff have to approve it.
    pub held: bool,
    pub why_not: Option<WhyNot>,
}

/// Why nothing was earned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// 0 was to be earned.
    Nothing,
    /// A test account, or somebody of the staff.
    Ours,
    /// All that this programme may give away this month was given.
    Budget,
    /// All that one person may earn by this rule was earned.
    Cap,
}

impl Earned {
    fn nothing(why_not: WhyNot) -> Self {
        Self {
            entry: None,
            amount: 0,
            is_new: false,
            pending: false,
            held: false,
            why_not: Some(why_not),
        }
    }

    async fn before(tx: &mut Tx, entry: &EntryRow) -> Result<Self> {
        let lot = store::lot_of_entry(tx, entry.id).await?;
        Ok(Self {
            entry: Some(entry.id),
            amount: entry.amount,
            is_new: false,
            pending: lot.as_ref().is_some_and(|lot| !lot.active),
            held: lot.is_some_and(|lot| lot.held_at.is_some()),
            why_not: None,
        })
    }
}

/// How it came about, where a rule or staff gave it.
#[derive(Clone, Default)]
pub(crate) struct Extra {
    pub rule: Option<Rule>,
    pub value: Option<Money>,
    pub staff: Option<Id<Staff>>,
    pub why: String,
}

/// Earns in the transaction of what earned it.
///
/// # Errors
/// `Invalid` for an amount, a key or a reason that cannot be; `points.not_a_customer`; `points.key_used`;
/// `points.scheme_closed`; `Missing`.
pub async fn earn(tx: &mut Tx, earn: &Earn) -> Result<Earned> {
    earn_with(tx, earn, &Extra::default()).await
}

pub(crate) async fn earn_with(tx: &mut Tx, earn: &Earn, extra: &Extra) -> Result<Earned> {
    let identity = identity_of(earn.who)?;
    check_key(&earn.key)?;
    earn.because.checked()?;
    if !(0..=LARGEST).contains(&earn.amount) {
        return Err(Error::invalid("amount", "Please give an amount from 0 on, not too large."));
    }
    let Because { kind, about } = &earn.because;
    let scheme_id = earn.scheme.to_string();
    let print =
        print(&["earn", &scheme_id, &identity.to_string(), &earn.amount.to_string(), kind, about]);
    if let Some(before) = booked_before(tx, &earn.key, &print).await? {
        return Earned::before(tx, &before).await;
    }
    if earn.amount == 0 {
        return Ok(Earned::nothing(WhyNot::Nothing));
    }
    let scheme = store::scheme(tx, earn.scheme).await?;
    if scheme.closed_at.is_some() {
        return Err(Error::refused(
            "points.scheme_closed",
            "Nothing is earned in this scheme any more.",
        ));
    }
    let member = store::member(tx, identity).await?;
    if member.is_ours {
        return Ok(Earned::nothing(WhyNot::Ours));
    }
    store::lock(tx, scheme.id, identity, member.person).await?;
    let amount = capped(tx, earn.amount, extra.rule.as_ref(), member).await?;
    if amount == 0 {
        return Ok(Earned::nothing(WhyNot::Cap));
    }
    let new = NewEntry {
        key: earn.key.clone(),
        step: String::new(),
        print: print.clone(),
        verb: if extra.staff.is_some() { "adjusted" } else { "earned" },
        scheme: scheme.id,
        identity: Some(identity),
        kind: kind.clone(),
        about: about.clone(),
        origin: None,
        rule: extra.rule.as_ref().map(|rule| (rule.id, rule.version)),
        amount,
        value: extra.value,
        why: extra.why.clone(),
        staff: extra.staff,
    };
    let Some(entry) = store::begin_entry(tx, &new).await? else {
        // Somebody with the same key was first, and has committed.
        let before = booked_before(tx, &earn.key, &print).await?;
        let before = before.ok_or_else(|| Error::fault("an entry was there, and is gone"))?;
        return Earned::before(tx, &before).await;
    };
    if !fits_budget(tx, &scheme, earn.because.programme(), amount).await? {
        store::drop_entry(tx, entry).await?;
        return Ok(Earned::nothing(WhyNot::Budget));
    }
    book(tx, earn, extra, &scheme, (entry, member, amount)).await
}

async fn book(
    tx: &mut Tx,
    earn: &Earn,
    extra: &Extra,
    scheme: &Scheme,
    (entry, member, amount): (Id<Entry>, Member, i64),
) -> Result<Earned> {
    let now = tx.now();
    let limit = match &extra.rule {
        _ if extra.staff.is_some() => Some(scheme.terms.most_by_hand),
        Some(rule) => rule.terms.approve_above.or(scheme.terms.approve_above),
        None => scheme.terms.approve_above,
    };
    let held = limit.is_some_and(|most| amount > most);
    let pending = held || earn.pending_until.is_some_and(|until| until > now);
    let expires_at = match earn.expires_at {
        Some(at) => Some(at),
        None => scheme.terms.expiry.ends_at(now, &store::zone(tx).await?)?,
    };
    let lot = NewLot {
        entry,
        scheme: scheme.id,
        identity: member.identity,
        amount,
        active: !pending,
        held,
        pending_until: earn.pending_until.or(held.then_some(now)),
        expires_at,
        date_given: earn.expires_at.is_some(),
    };
    store::add_lot(tx, &lot).await?;
    let to = if pending { Account::Pending } else { Account::Active };
    let mut postings = Postings::default();
    let (from, to) = ((Account::Expense, member.identity), (to, member.identity));
    postings.shift(scheme.id, from, to, amount)?;
    post(tx, entry, &postings).await?;
    record(tx, earn, extra, (entry, member, amount, pending)).await?;
    if !pending {
        super::settle::settle(tx, scheme, member, (&earn.key, entry)).await?;
    }
    Ok(Earned { entry: Some(entry), amount, is_new: true, pending, held, why_not: None })
}

async fn record(
    tx: &mut Tx,
    earn: &Earn,
    extra: &Extra,
    (entry, member, amount, pending): (Id<Entry>, Member, i64, bool),
) -> Result<()> {
    let scheme = earn.scheme;
    if let Some(staff) = extra.staff {
        let what = What::Adjusted { amount };
        let deed = PointsDeed { entry, scheme, whose: Some(member.identity), what };
        return tx.record(Who::Staff(staff), &deed).await;
    }
    let what = What::Earned { amount, pending, rule: extra.rule.as_ref().map(|rule| rule.id) };
    let who = Who::Customer { identity: member.identity, person: member.person };
    tx.record_of(who, &PointsDeed { entry, scheme, whose: None, what })
}

/// As much of it as this person may still earn by the rule.
async fn capped(tx: &mut Tx, amount: i64, rule: Option<&Rule>, member: Member) -> Result<i64> {
    let Some(rule) = rule.filter(|rule| rule.terms.has_caps()) else { return Ok(amount) };
    let here = tx.now().to_zoned(store::zone(tx).await?);
    let start = |day: jiff::civil::Date| {
        day.to_zoned(here.time_zone().clone()).map(|at| at.timestamp()).map_err(Error::fault)
    };
    let (today, month) = (start(here.date())?, start(here.date().first_of_month())?);
    let earlier = Earlier {
        today: store::earned_by_rule(tx, rule.id, member.person, today).await?,
        this_month: store::earned_by_rule(tx, rule.id, member.person, month).await?,
        ever: store::earned_by_rule(tx, rule.id, member.person, Timestamp::UNIX_EPOCH).await?,
    };
    Ok(rule.terms.capped(amount, earlier))
}

/// Gives it out of what the programme may give away this month, if that is limited.
async fn fits_budget(tx: &mut Tx, scheme: &Scheme, programme: &str, amount: i64) -> Result<bool> {
    let Some(most) = store::budget(tx, scheme.id, programme).await? else { return Ok(true) };
    let month = month_of(tx, tx.now()).await?;
    store::give(tx, scheme.id, programme, &month, amount, most).await
}

/// `2026-11`, by the calendar of the organisation.
pub async fn month_of(tx: &mut Tx, at: Timestamp) -> Result<String> {
    Ok(at.to_zoned(store::zone(tx).await?).strftime("%Y-%m").to_string())
}
