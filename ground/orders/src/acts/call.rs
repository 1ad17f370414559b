//! A shop calls us.

use deedwell_core::{Error, Id, Result};
use deedwell_people::Proof;
use deedwell_people::profile::{Word, holdings};
use deedwell_store::Tx;

use super::tell::{From, refund_told, tell, whose};
use crate::amount::Unreadable;
use crate::order::{Rank, checked_reference};
use crate::store::{self, Call, Outcome, Shop};
use crate::wire::{Heads, News, Subscription};

/// What a proven call says is done here: everything of it or nothing.
pub struct Shopkeeper<'a> {
    pub shop: &'a Shop,
    pub heads: &'a Heads<'a>,
    pub body: &'a [u8],
}

/// Takes what a proven call says. What cannot be read is kept and shown: asking the shop to send it again
/// would bring the same.
///
/// # Errors
/// Only where nothing could be kept; the shop should then call again.
pub async fn call(tx: &mut Tx, of: &Shopkeeper<'_>) -> Result<Outcome> {
    let wire = of.shop.wire;
    let (topic, reference) = wire.named(of.heads, of.body);
    let scope = format!("shop/{}", of.shop.id);
    let mut kept = Call {
        reference,
        received_at: tx.now(),
        outcome: Outcome::Taken,
        why: String::new(),
        about: String::new(),
        topic,
    };
    match wire.read(&kept.topic, of.body, &scope) {
        Ok(news) if news.is_empty() => kept.outcome = Outcome::Left,
        Ok(news) => {
            for one in news {
                match take(tx, of.shop, one).await {
                    Ok(about) => kept.about = about,
                    Err(Error::Invalid { field, .. }) => unreadable(&mut kept, &field),
                    Err(Error::Refused { code, .. }) => unreadable(&mut kept, code),
                    Err(other) => return Err(other),
                }
            }
        }
        Err(Unreadable(why)) => unreadable(&mut kept, why),
    }
    let body = String::from_utf8_lossy(of.body);
    store::add_call(tx, of.shop.id, &kept, &body).await?;
    Ok(kept.outcome)
}

fn unreadable(call: &mut Call, why: &str) {
    call.outcome = Outcome::Unreadable;
    why.clone_into(&mut call.why);
}

/// The reference of the order that it was about; '' for none.
async fn take(tx: &mut Tx, shop: &Shop, news: News) -> Result<String> {
    let from = From {
        rank: Rank::Shop,
        shop: Some(shop.id),
        unit: shop.unit,
        prefix: shop.prefix.clone(),
        told_by: format!("shop/{}", shop.id),
        channel: "api",
        proof: Proof::Server,
    };
    match news {
        News::Order(told) => {
            tell(tx, &from, &told).await?;
            Ok(format!("{}{}", shop.prefix, told.reference))
        }
        News::Refund { of, currency, refund } => {
            refund_told(tx, &from, &of, currency, &refund).await?;
            Ok(format!("{}{of}", shop.prefix))
        }
        News::Product(mut told) => {
            told.reference =
                checked_reference("reference", &format!("{}{}", shop.prefix, told.reference))?;
            store::put_variant(tx, &told).await?;
            Ok(String::new())
        }
        News::Subscription(sub) => {
            hold(tx, shop.id, &from, &sub).await?;
            Ok(String::new())
        }
    }
}

/// A subscription is something that somebody holds.
async fn hold(
    tx: &mut Tx,
    shop: Id<crate::order::ShopNoun>,
    from: &From,
    sub: &Subscription,
) -> Result<()> {
    let Some(identity) = whose(tx, from, &sub.holder, &sub.holder_name).await? else {
        return Ok(());
    };
    let new = holdings::NewHolding {
        name: sub.name.clone(),
        kind: "subscription".to_owned(),
        reference: sub.reference.clone(),
        since: sub.since,
        until: sub.until,
    };
    let word = Word { source: format!("shop/{shop}"), proof: Proof::Server, at: sub.at };
    holdings::keep(tx, identity, &new, &word).await.map(drop)
}
