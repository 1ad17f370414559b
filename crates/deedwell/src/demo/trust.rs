//! One ring of votes in the shop: five accounts of one browser that want the same idea within minutes. They are
//! counted apart, and one of them says that it is wrong.

use anyhow::{Context, Result};
use deedwell_core::{Channel, Clock, Timestamp, Who};
use deedwell_ideas::acts as ideas;
use deedwell_ideas::rank::Order;
use deedwell_ideas::store::{self, BoardAsk};
use deedwell_people::{IdentityKind, Proof, Sign, ensure};
use deedwell_store::Db;
use deedwell_trust::acts::{Sight, quarantine, seen_all};
use jiff::SignedDuration;

use super::shop::Shop;

const NAMES: [&str; 5] = ["Ned Farrow", "Ned F.", "Edward Farrow", "Nell Farrow", "E. Farrow-Pike"];
const APPEAL: &str = "Nell and I are two, and we share one computer. The others are my brothers, who came for dinner.";

pub async fn ring(db: &Db, clock: &Clock, shop: &Shop, to: Timestamp) -> Result<()> {
    let ago = |minutes: i64| to.checked_sub(SignedDuration::from_mins(minutes));
    clock.set(ago(180)?);
    let mut tx = db.read(shop.organisation).await?;
    let newest = BoardAsk { order: Order::New, ..BoardAsk::default() };
    let found = store::board(&mut tx, &newest).await?.items;
    let idea = found.iter().find(|card| card.stage.takes_votes()).context("no idea takes votes")?;
    drop(tx);
    let mut people = Vec::new();
    for (n, name) in NAMES.iter().enumerate() {
        clock.set(ago(180 - 4 * n as i64)?);
        let mut tx = db.write(shop.organisation).await?;
        tx.came_by(Channel::SITE);
        let sign = Sign::new(IdentityKind::Email, &format!("farrow{n}@post.example"), "")?;
        let known = ensure(&mut tx, &sign, Proof::Code, name).await?;
        let sights =
            [Sight::Browser("the Farrows' computer"), Sight::Network([203, 0, 113, 77].into())];
        seen_all(&mut tx, known.identity, &sights).await?;
        ideas::vote(&mut tx, known.who(), idea.id).await?;
        tx.commit().await?;
        people.push(known.who());
    }
    clock.set(ago(120)?);
    ideas::keep_apart(db, shop.organisation).await?;
    clock.set(ago(60)?);
    let first = *people.first().context("nobody")?;
    let Who::Customer { identity, .. } = first else { return Ok(()) };
    let mut tx = db.write(shop.organisation).await?;
    tx.came_by(Channel::SITE);
    let about = ideas::about(idea.id);
    let id = deedwell_trust::store::quarantine_for(&mut tx, identity, &about).await?;
    quarantine::appeal(&mut tx, first, id.context("nobody is counted apart")?, APPEAL).await?;
    tx.commit().await?;
    clock.set(to);
    Ok(())
}
