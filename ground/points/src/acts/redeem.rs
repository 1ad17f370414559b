//! Rewards: asked for, handed over, taken back.

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_store::{Tx, audit};
use serde_json::json;

use super::confirm::follows;
use super::reverse::give_back_entry;
use super::{Because, Spend, clean_why, overtaken, post, spend};
use crate::account::{Account, Postings};
use crate::deed::{PointsDeed, What};
use crate::reward::{HonouredBy, Reward, Stage};
use crate::store::{self, NewEntry, Redemption, RedemptionNoun};

/// What came of asking for a reward.
#[derive(Clone, PartialEq, Debug)]
pub struct Redeemed {
    pub id: Id<RedemptionNoun>,
    pub stage: Stage,
    pub code: Option<String>,
}

/// Somebody spends points on a reward. A code is theirs at once; what staff hand over waits for them.
///
/// # Errors
/// `points.reward_gone`, `points.sold_out`, `points.not_enough`, `points.key_used`.
pub async fn redeem(tx: &mut Tx, who: Who, reward: Id<Reward>, key: &str) -> Result<Redeemed> {
    let reward = store::reward(tx, reward).await?;
    if store::entry_by_key(tx, key, "").await?.is_none() {
        must_be_there(&reward)?;
    }
    let spent = spend(
        tx,
        &Spend {
            who,
            scheme: reward.scheme,
            amount: reward.terms.cost,
            because: Because::new("points.spent", format!("reward/{}", reward.id)),
            key: key.to_owned(),
            handed_over: false,
            reward: Some(reward.id),
        },
    )
    .await?;
    if !spent.is_new {
        let before = store::redemption_by_entry(tx, spent.entry).await?;
        let before = before.ok_or(Error::Missing("redemption"))?;
        let before = store::redemption(tx, before).await?;
        return Ok(Redeemed { id: before.id, stage: before.stage, code: before.code });
    }
    let entry = store::entry(tx, spent.entry).await?.ok_or(Error::Missing("entry"))?;
    let identity = entry.identity.ok_or(Error::Missing("person"))?;
    let id: Id<RedemptionNoun> = tx.new_id();
    match reward.terms.honoured_by {
        HonouredBy::Staff => {
            if !store::take_stock(tx, reward.id).await? {
                return Err(sold_out());
            }
            store::add_redemption(tx, id, &reward, identity, spent.entry).await?;
            Ok(Redeemed { id, stage: Stage::Asked, code: None })
        }
        HonouredBy::Code => {
            store::add_redemption(tx, id, &reward, identity, spent.entry).await?;
            let code = store::take_code(tx, reward.id, id).await?.ok_or_else(sold_out)?;
            let redemption = store::redemption(tx, id).await?;
            settle_honoured(tx, &redemption, None).await?;
            Ok(Redeemed { id, stage: Stage::Honoured, code: Some(code) })
        }
    }
}

/// # Errors
/// `points.reward_gone`, `points.sold_out`.
fn must_be_there(reward: &Reward) -> Result<()> {
    if reward.closed_at.is_some() {
        return Err(Error::refused("points.reward_gone", "This reward is no longer given."));
    }
    if reward.left == Some(0) { Err(sold_out()) } else { Ok(()) }
}

fn sold_out() -> Error {
    Error::refused("points.sold_out", "None of these is left. Please choose another reward.")
}

/// It was handed over: nothing is owed for it any more.
///
/// # Errors
/// `Missing`; `points.honoured_already`; `points.undone_already`.
pub async fn honour(tx: &mut Tx, staff: Id<Staff>, id: Id<RedemptionNoun>) -> Result<()> {
    let redemption = store::redemption(tx, id).await?;
    redemption.stage.honour()?;
    settle_honoured(tx, &redemption, Some(staff)).await
}

async fn settle_honoured(
    tx: &mut Tx,
    redemption: &Redemption,
    staff: Option<Id<Staff>>,
) -> Result<()> {
    let (from, to) = (Stage::Asked, Stage::Honoured);
    if !store::set_redemption(tx, redemption.id, from, to, staff, "").await? {
        return Err(overtaken());
    }
    let entry = store::entry(tx, redemption.entry).await?.ok_or(Error::Missing("entry"))?;
    let new = NewEntry { staff, ..follows(&entry, "honoured", "honoured".to_owned()) };
    let Some(id) = store::begin_entry(tx, &new).await? else { return Err(overtaken()) };
    let mut postings = Postings::default();
    for used in store::uses(tx, entry.id).await? {
        let lot = store::lot(tx, used.lot).await?.ok_or_else(|| Error::fault("a lot is gone"))?;
        let (from, to) = ((Account::Liability, lot.identity), (Account::Spent, lot.identity));
        postings.shift(entry.scheme, from, to, used.amount - used.given_back)?;
    }
    post(tx, id, &postings).await?;
    let what = What::Honoured { reward: redemption.reward };
    let scheme = entry.scheme;
    match staff {
        Some(staff) => {
            let whose = Some(redemption.identity);
            let deed = PointsDeed { entry: entry.id, scheme, whose, what };
            tx.record(Who::Staff(staff), &deed).await?;
            let about = format!("redemption/{}", redemption.id);
            audit(tx, Some(staff), "points.honoured", Some(&about), &json!({})).await
        }
        None => {
            let who = super::customer(tx, redemption.identity).await?;
            tx.record_of(who, &PointsDeed { entry: entry.id, scheme, whose: None, what })
        }
    }
}

/// Gives the points back. Members may until it was handed over, staff after that too. A code stays given:
/// it may have been used.
///
/// # Errors
/// `Missing`; `points.honoured_already`, `points.undone_already`; `Invalid` where staff give no reason.
pub async fn undo(
    tx: &mut Tx,
    staff: Option<Id<Staff>>,
    id: Id<RedemptionNoun>,
    why: &str,
) -> Result<()> {
    let why = clean_why(why, staff.is_some())?;
    let redemption = store::redemption(tx, id).await?;
    redemption.stage.undo(staff.is_some())?;
    let (from, to) = (redemption.stage, Stage::Undone);
    if !store::set_redemption(tx, id, from, to, staff, &why).await? {
        return Err(overtaken());
    }
    let reward = store::reward(tx, redemption.reward).await?;
    if reward.terms.honoured_by == HonouredBy::Staff {
        store::put_stock_back(tx, reward.id).await?;
    }
    let entry = store::entry(tx, redemption.entry).await?.ok_or(Error::Missing("entry"))?;
    give_back_entry(tx, &entry, &why, staff).await?;
    if staff.is_some() {
        let (about, detail) = (format!("redemption/{id}"), json!({ "why": why }));
        audit(tx, staff, "points.given_back", Some(&about), &detail).await?;
    }
    Ok(())
}
