//! Points in the shop: what earns them, what they are spent on, and who has some.

use anyhow::Result;
use deedwell_core::{Clock, Currency, Id, Money, Timestamp, Who};
use deedwell_points::acts::{self, Because, Earn, setup};
use deedwell_points::reward::{HonouredBy, Reward, RewardTerms};
use deedwell_points::rule::{Per, RuleTerms};
use deedwell_points::scheme::{Expiry, Scheme, Terms, Worth};
use deedwell_store::{Db, Tx};
use jiff::SignedDuration;

use super::shop::Shop;

/// Since when there are points.
const DAYS: i64 = 150;
/// Customers who have some.
const MEMBERS: usize = 60;
/// More at once is looked at first.
const APPROVE_ABOVE: i64 = 500;

struct Rewards {
    kit: Id<Reward>,
    voucher: Id<Reward>,
}

/// Points as the shop has them, and a few months in which they are earned and spent.
pub async fn earn(db: &Db, clock: &Clock, shop: &Shop, to: Timestamp) -> Result<()> {
    let ago = |days: i64| to.checked_sub(SignedDuration::from_hours(24 * days));
    clock.set(ago(DAYS)?);
    let mut tx = db.write(shop.organisation).await?;
    let (points, rewards) = open(&mut tx, shop).await?;
    tx.commit().await?;
    for (n, who) in shop.who.iter().enumerate().take(MEMBERS) {
        let days = DAYS - 1 - (n as i64 * 7) % (DAYS - 10);
        clock.set(ago(days)?);
        let mut tx = db.write(shop.organisation).await?;
        one(&mut tx, (points, &rewards), *who, n).await?;
        tx.commit().await?;
    }
    clock.set(ago(1)?);
    acts::keep(db, shop.organisation).await?;
    clock.set(to);
    acts::keep(db, shop.organisation).await?;
    Ok(())
}

async fn open(tx: &mut Tx, shop: &Shop) -> Result<(Id<Scheme>, Rewards)> {
    let staff = shop.staff_named("")?;
    let credit = Terms::credit("Shop credit", Currency::GBP);
    let credit = setup::open_scheme(tx, staff, "credit", &credit).await?;
    let terms = Terms {
        name: "Fell points".to_owned(),
        worth: Some(Worth { amount: 100, money: Money::new(100, Currency::GBP) }),
        expiry: Expiry::Periods { first: 12, months: 6, roll_over: 1 },
        approve_above: Some(APPROVE_ABOVE),
        credit: Some(credit),
        pay_out_least: 200,
        charity: "Mountain Rescue".to_owned(),
        match_percent: 100,
        ..Terms::default()
    };
    let points = setup::open_scheme(tx, staff, "points", &terms).await?;
    setup::open_rule(tx, staff, points, &rule("An idea", "ideas.put_forward", Per::Deed, 50))
        .await?;
    let pound = Per::Value { step: Money::new(100, Currency::GBP) };
    let orders = RuleTerms {
        pending_days: 14,
        undone_by: vec!["orders.refunded".to_owned(), "orders.cancelled".to_owned()],
        ..rule("A point for each pound", "orders.placed", pound, 1)
    };
    setup::open_rule(tx, staff, points, &orders).await?;
    let kit = reward("A puncture kit", "Handed over in any of our shops.", 150, HonouredBy::Staff);
    let kit = setup::open_reward(tx, staff, points, &kit).await?;
    let voucher = reward("£5 off", "A code for the shop.", 500, HonouredBy::Code);
    let voucher = setup::open_reward(tx, staff, points, &voucher).await?;
    let codes: Vec<String> = (0..40).map(|n| format!("FELL-{:04}", n * 97 + 1_203)).collect();
    setup::add_codes(tx, staff, voucher, &codes).await?;
    setup::set_budget(tx, staff, points, "ideas", Some(20_000)).await?;
    Ok((points, Rewards { kit, voucher }))
}

fn rule(name: &str, kind: &str, per: Per, amount: i64) -> RuleTerms {
    RuleTerms {
        name: name.to_owned(),
        kind: kind.to_owned(),
        per,
        amount,
        least: None,
        pending_days: 0,
        cap_day: Some(500),
        cap_month: None,
        cap_ever: None,
        approve_above: None,
        undone_by: Vec::new(),
        ends_at: None,
    }
}

fn reward(name: &str, words: &str, cost: i64, honoured_by: HonouredBy) -> RewardTerms {
    let (name, words) = (name.to_owned(), words.to_owned());
    RewardTerms { name, words, cost, stock: None, honoured_by }
}

/// What one of them earned, and what they did with it.
async fn one(
    tx: &mut Tx,
    (points, rewards): (Id<Scheme>, &Rewards),
    who: Who,
    n: usize,
) -> Result<()> {
    let amount = [50, 120, 340, 90, 480, 210, 700][n % 7];
    let until = tx.now().checked_add(SignedDuration::from_hours(24 * 14))?;
    let earn = Earn {
        who,
        scheme: points,
        amount,
        because: Because::new("orders.placed", format!("order/demo-{n}")),
        key: format!("demo/{n}"),
        pending_until: n.is_multiple_of(3).then_some(until),
        expires_at: None,
    };
    let earned = acts::earn(tx, &earn).await?;
    if earned.pending || earned.entry.is_none() {
        return Ok(());
    }
    match n % 5 {
        1 if amount >= 150 => {
            acts::redeem(tx, who, rewards.kit, &format!("demo/kit/{n}")).await?;
        }
        2 if amount >= 500 => {
            acts::redeem(tx, who, rewards.voucher, &format!("demo/voucher/{n}")).await?;
        }
        _ => {}
    }
    Ok(())
}
