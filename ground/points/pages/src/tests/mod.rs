//! Stories of what people see and press of points.
mod customers;
mod programs;
mod staff;

use deedwell_core::{Currency, Id, Money, Who};
use deedwell_points::acts::{self, Because, Earn, setup};
use deedwell_points::reward::{HonouredBy, RewardTerms};
use deedwell_points::scheme::{Scheme, Terms, Worth};
use deedwell_testing::{Somebody, World, worlds};
use deedwell_web::Role;

async fn shops() -> Vec<World> {
    worlds(&crate::PROGRAMME).await
}

/// Points worth a penny each, paid out as credit or given to the lifeboats, with a lamp to spend them on.
async fn open(world: &World) -> Id<Scheme> {
    let edsger = world.staff("Edsger", Role::Owner).staff().await;
    let mut tx = world.tx().await;
    let credit = Terms::credit("Credit", Currency::GBP);
    let credit = setup::open_scheme(&mut tx, edsger, "credit", &credit).await.unwrap();
    let terms = Terms {
        worth: Some(Worth { amount: 100, money: Money::new(100, Currency::GBP) }),
        credit: Some(credit),
        pay_out_least: 200,
        charity: "Lifeboats".to_owned(),
        match_percent: 100,
        ..Terms::default()
    };
    let points = setup::open_scheme(&mut tx, edsger, "points", &terms).await.unwrap();
    let lamp = RewardTerms {
        name: "A lamp".to_owned(),
        words: "For the bicycle".to_owned(),
        cost: 300,
        stock: Some(1),
        honoured_by: HonouredBy::Staff,
    };
    setup::open_reward(&mut tx, edsger, points, &lamp).await.unwrap();
    tx.commit().await.unwrap();
    points
}

async fn earns(world: &World, somebody: &Somebody, points: Id<Scheme>, amount: i64, key: &str) {
    let who =
        Who::Customer { identity: somebody.identity().await, person: somebody.person().await };
    let earn = Earn {
        who,
        scheme: points,
        amount,
        because: Because::new("ideas.put_forward", format!("idea/{key}")),
        key: key.to_owned(),
        pending_until: None,
        expires_at: None,
    };
    let mut tx = world.tx().await;
    acts::earn(&mut tx, &earn).await.unwrap();
    tx.commit().await.unwrap();
}

/// What stands in the address of the first form that goes there.
fn id_after<'a>(html: &'a str, path: &str) -> &'a str {
    let rest = html.split(path).nth(1).unwrap_or_else(|| panic!("no {path} in {html}"));
    rest.get(..36).unwrap()
}

/// The value of the first hidden field of this name after a place in the page.
fn hidden(html: &str, after: &str, name: &str) -> String {
    let rest = html.split(after).nth(1).unwrap_or_else(|| panic!("no {after}"));
    let value = rest.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    value.split('"').next().unwrap().replace("&#x2F;", "/").replace("&#47;", "/")
}
