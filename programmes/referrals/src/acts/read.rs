//! What it came to: who brought whom, what that was worth, what was said beside what was done.

use deedwell_core::{Error, Id, Money, Person, Result, Timestamp};
use deedwell_orders::store::orders_of;
use deedwell_store::Tx;
use jiff::SignedDuration;

use super::reward;
use crate::said::{DAYS_TO_DO, Record, SaidAndDone};
use crate::stage::Stage;
use crate::store::{self, Funnel};
use crate::tree::{MOST, Tree};
use crate::value::{Friend, Value, value};

/// Everybody whom somebody brought, and whom those brought.
pub async fn tree(tx: &mut Tx, person: Id<Person>) -> Result<Tree> {
    let mut tree = Tree::new(super::head(tx, person).await?);
    while !tree.asks().is_empty() {
        let asked = tree.asks().to_vec();
        let branches = store::branches(tx, &asked).await?;
        tree.grow(&branches);
    }
    Ok(tree)
}

/// What somebody brought beside what they spent; none while nothing was ever promised.
pub async fn brought(tx: &mut Tx, person: Id<Person>) -> Result<Option<Value>> {
    let Some(now) = store::terms_now(tx).await? else { return Ok(None) };
    let person = super::head(tx, person).await?;
    let mut friends = Vec::new();
    for referral in store::referrals_by(tx, person, MOST).await? {
        if matches!(referral.stage, Stage::Rejected | Stage::ClawedBack)
            || !referral.stage.has_qualified()
        {
            continue;
        }
        let terms = store::terms(tx, referral.terms).await?.terms;
        let cost = reward::cost(tx, &referral, &terms).await?;
        let cost = cost.filter(|c| c.currency == now.terms.least.currency).map_or(0, |c| c.minor);
        let mut orders = orders_of(tx, &[referral.friend.person]).await?;
        orders.retain(|order| order.placed_at >= referral.counts_from());
        friends.push(Friend { came_at: referral.came_at, orders, cost });
    }
    let own = orders_of(tx, &[person]).await?;
    Ok(Some(value(&friends, &own, &now.terms)))
}

/// Of what was said in this time: who did it within [`DAYS_TO_DO`] days.
pub async fn said_and_done(tx: &mut Tx, from: Timestamp, to: Timestamp) -> Result<SaidAndDone> {
    let after = SignedDuration::from_hours(24 * DAYS_TO_DO);
    let until = to.checked_add(after).map_err(Error::fault)?;
    let records = store::said_and_done(tx, from, to, until).await?;
    let records: Vec<Record> = records.into_values().collect();
    let people = store::people_known(tx).await?;
    Ok(SaidAndDone::count(people, &records, tx.now()))
}

/// How many came how far since then, what that cost, and what was bought for it; one sum for each currency.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Overview {
    pub funnel: Funnel,
    pub cost: Vec<Money>,
    /// Rewards of which nobody said what they are worth.
    pub is_cost_unknown: bool,
    /// The orders by which friends qualified.
    pub bought: Vec<Money>,
}

pub async fn overview(tx: &mut Tx, since: Timestamp) -> Result<Overview> {
    let mut all = Overview { funnel: store::funnel(tx, since).await?, ..Overview::default() };
    for given in store::given(tx, since).await? {
        let terms = store::terms(tx, given.terms).await?.terms;
        add(&mut all.bought, Money::new(given.worth, terms.least.currency));
        match reward::worth(tx, &terms, given.rewards).await? {
            Some(cost) => add(&mut all.cost, cost),
            None => all.is_cost_unknown = true,
        }
    }
    Ok(all)
}

fn add(sums: &mut Vec<Money>, more: Money) {
    match sums.iter_mut().find(|sum| sum.currency == more.currency) {
        Some(sum) => sum.minor = sum.minor.saturating_add(more.minor),
        None => sums.push(more),
    }
}
