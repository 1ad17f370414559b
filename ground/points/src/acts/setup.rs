//! What staff set: schemes, rules, rewards, budgets. Each change of a scheme or a rule is a version of its
//! own, which holds from then on; what was earned before stays as it was.

use deedwell_core::deed::is_kind;
use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_store::{Tx, audit, log};
use serde_json::json;

use crate::deed::SetDeed;
use crate::reward::{HonouredBy, Reward, RewardTerms};
use crate::rule::{Per, Rule, RuleTerms};
use crate::scheme::{Scheme, Terms, checked_key, whole};
use crate::store;

async fn note(tx: &mut Tx, staff: Id<Staff>, deed: SetDeed, name: &str) -> Result<()> {
    tx.record(Who::Staff(staff), &deed).await?;
    let kind = deedwell_core::Deed::kind(&deed);
    let about = deedwell_core::Deed::about(&deed);
    audit(tx, Some(staff), kind, about.as_deref(), &json!({ "name": name })).await
}

/// # Errors
/// `Invalid`; `points.too_many_schemes`, `points.key_taken`, `points.wrong_credit`.
pub async fn open_scheme(
    tx: &mut Tx,
    staff: Id<Staff>,
    key: &str,
    terms: &Terms,
) -> Result<Id<Scheme>> {
    let terms = fitting(tx, terms.clone().checked()?).await?;
    let id = store::add_scheme(tx, &checked_key(key)?).await?;
    store::add_scheme_version(tx, id, 1, &terms, Some(staff)).await?;
    note(tx, staff, SetDeed::SchemeChanged { scheme: id, version: 1 }, &terms.name).await?;
    Ok(id)
}

/// From now on it is so. What it is counted in stays.
///
/// # Errors
/// `Invalid`; `Missing`; `points.currency_stays`, `points.wrong_credit`.
pub async fn change_scheme(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Scheme>,
    terms: &Terms,
) -> Result<()> {
    let terms = fitting(tx, terms.clone().checked()?).await?;
    let now = store::scheme(tx, id).await?;
    if now.terms == terms {
        return Ok(());
    }
    if now.terms.currency != terms.currency {
        return Err(Error::refused(
            "points.currency_stays",
            "What a scheme is counted in cannot be changed. Please make another scheme.",
        ));
    }
    let version = now.version + 1;
    store::add_scheme_version(tx, id, version, &terms, Some(staff)).await?;
    note(tx, staff, SetDeed::SchemeChanged { scheme: id, version }, &terms.name).await
}

/// Points are paid out into money of the currency in which their worth is told.
async fn fitting(tx: &mut Tx, terms: Terms) -> Result<Terms> {
    if let Some(credit) = terms.credit {
        let credit = store::scheme(tx, credit).await?;
        if credit.terms.currency != terms.worth.map(|worth| worth.money.currency) {
            return Err(Error::refused(
                "points.wrong_credit",
                "Points are paid out into credit of the currency in which you say what they are worth.",
            ));
        }
    }
    Ok(terms)
}

/// # Errors
/// `Missing`.
pub async fn close_scheme(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Scheme>,
    closed: bool,
) -> Result<()> {
    let scheme = store::scheme(tx, id).await?;
    if store::set_scheme_closed(tx, id, closed).await? {
        note(tx, staff, SetDeed::SchemeClosed { scheme: id, closed }, &scheme.terms.name).await?;
    }
    Ok(())
}

/// # Errors
/// `Invalid`; `Missing`; `points.too_many_rules`.
pub async fn open_rule(
    tx: &mut Tx,
    staff: Id<Staff>,
    scheme: Id<Scheme>,
    terms: &RuleTerms,
) -> Result<Id<Rule>> {
    let terms = one_currency(terms.clone().checked()?)?;
    store::scheme(tx, scheme).await?;
    // What was recorded before there was any rule is no concern of theirs.
    let end = log::end(tx).await?;
    store::begin_reading(tx, end).await?;
    let id = store::add_rule(tx, scheme).await?;
    store::add_rule_version(tx, id, 1, &terms, Some(staff)).await?;
    note(tx, staff, SetDeed::RuleChanged { rule: id, version: 1 }, &terms.name).await?;
    Ok(id)
}

/// From now on it is so: what is done after this earns by it.
///
/// # Errors
/// `Invalid`; `Missing`.
pub async fn change_rule(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Rule>,
    terms: &RuleTerms,
) -> Result<()> {
    let terms = one_currency(terms.clone().checked()?)?;
    let versions = store::rule_versions(tx, id).await?;
    let Some((now, _)) = versions.first() else { return Err(Error::Missing("rule")) };
    if now.terms == terms {
        return Ok(());
    }
    let version = now.version + 1;
    store::add_rule_version(tx, id, version, &terms, Some(staff)).await?;
    note(tx, staff, SetDeed::RuleChanged { rule: id, version }, &terms.name).await
}

/// A table row has one currency.
fn one_currency(terms: RuleTerms) -> Result<RuleTerms> {
    if let (Per::Value { step }, Some(least)) = (terms.per, terms.least)
        && step.currency != least.currency
    {
        return Err(Error::invalid("least", "Please give both amounts in one currency."));
    }
    Ok(terms)
}

/// # Errors
/// `Invalid`; `Missing`; `points.too_many_rewards`.
pub async fn open_reward(
    tx: &mut Tx,
    staff: Id<Staff>,
    scheme: Id<Scheme>,
    terms: &RewardTerms,
) -> Result<Id<Reward>> {
    let terms = terms.clone().checked()?;
    store::scheme(tx, scheme).await?;
    let id = store::add_reward(tx, scheme, &terms).await?;
    note(tx, staff, SetDeed::RewardChanged { reward: id, codes: 0 }, &terms.name).await?;
    Ok(id)
}

/// # Errors
/// `Invalid`; `Missing`.
pub async fn change_reward(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Reward>,
    terms: &RewardTerms,
    closed: bool,
) -> Result<()> {
    let now = store::reward(tx, id).await?;
    let terms = RewardTerms { honoured_by: now.terms.honoured_by, ..terms.clone() }.checked()?;
    store::change_reward(tx, id, &terms).await?;
    store::set_reward_closed(tx, id, closed).await?;
    note(tx, staff, SetDeed::RewardChanged { reward: id, codes: 0 }, &terms.name).await
}

/// How many of these codes were new.
///
/// # Errors
/// `Missing`; `points.no_codes` for what staff hand over.
pub async fn add_codes(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Reward>,
    codes: &[String],
) -> Result<u64> {
    let reward = store::reward(tx, id).await?;
    if reward.terms.honoured_by != HonouredBy::Code {
        return Err(Error::refused(
            "points.no_codes",
            "This reward is handed over by staff and has no codes.",
        ));
    }
    let added = store::add_codes(tx, id, codes).await?;
    if added > 0 {
        let deed = SetDeed::RewardChanged { reward: id, codes: added };
        note(tx, staff, deed, &reward.terms.name).await?;
    }
    Ok(added)
}

/// What a programme may give away in a month; none for as much as it likes.
///
/// # Errors
/// `Invalid`; `Missing`.
pub async fn set_budget(
    tx: &mut Tx,
    staff: Id<Staff>,
    scheme: Id<Scheme>,
    programme: &str,
    a_month: Option<i64>,
) -> Result<()> {
    let programme = programme.trim();
    if !is_kind(&format!("{programme}.x")) || programme.len() > 40 {
        return Err(Error::invalid(
            "programme",
            "Please give the short name of a programme, such as ideas.",
        ));
    }
    a_month.map(|n| whole("a_month", n)).transpose()?;
    let name = store::scheme(tx, scheme).await?.terms.name;
    store::set_budget(tx, scheme, programme, a_month).await?;
    note(tx, staff, SetDeed::BudgetSet { scheme, a_month }, &name).await
}
