//! Shops that tell us, and what they called us with.

use deedwell_core::{Error, Id, Result, Timestamp, Unit};
use deedwell_store::{Row, Tx};
use jiff::SignedDuration;

use crate::order::ShopNoun;
use crate::wire::Wire;

/// Shops of one organisation.
pub const MOST_SHOPS: i64 = 50;
/// Calls of a shop that its page shows.
pub const CALLS_SHOWN: usize = 50;
/// How long it is kept that a shop called, and what could not be read.
pub const CALLS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

#[derive(Clone, PartialEq, Debug)]
pub struct Shop {
    pub id: Id<ShopNoun>,
    pub wire: Wire,
    pub name: String,
    /// Before its order numbers; '' for none.
    pub prefix: String,
    pub unit: Option<Id<Unit>>,
    pub created_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub last_at: Option<Timestamp>,
}

const SELECT: &str = "select id, kind, name, prefix, unit, created_at, closed_at, last_at from shop
     where organisation = $1 order by closed_at is not null, created_at, id";
const SELECT_ONE: &str =
    "select id, kind, name, prefix, unit, created_at, closed_at, last_at from shop
     where organisation = $1 and id = $2";

fn read(row: &Row) -> Result<Shop> {
    let kind = row.text("kind")?;
    Ok(Shop {
        id: row.id("id")?,
        wire: Wire::parse(&kind).ok_or_else(|| Error::fault(format!("no wire {kind}")))?,
        name: row.text("name")?,
        prefix: row.text("prefix")?,
        unit: row.id_or_null("unit")?,
        created_at: row.moment("created_at")?,
        closed_at: row.moment_or_null("closed_at")?,
        last_at: row.moment_or_null("last_at")?,
    })
}

/// Those that are open first.
pub async fn shops(tx: &mut Tx) -> Result<Vec<Shop>> {
    let find = tx.query(SELECT);
    tx.list(find).await?.iter().map(read).collect()
}

pub async fn shop(tx: &mut Tx, id: Id<ShopNoun>) -> Result<Shop> {
    let find = tx.query(SELECT_ONE);
    read(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("shop"))?)
}

/// With what it signs; `None` for one that is closed or that there is not.
pub async fn secret(tx: &mut Tx, id: Id<ShopNoun>) -> Result<Option<String>> {
    let find = tx
        .query("select secret from shop where organisation = $1 and id = $2 and closed_at is null");
    tx.find(find.bind(id)).await?.map(|row| row.text("secret")).transpose()
}

/// A shop to be.
pub struct NewShop {
    pub wire: Wire,
    pub name: String,
    pub prefix: String,
    pub unit: Option<Id<Unit>>,
    pub secret: String,
}

pub async fn add_shop(tx: &mut Tx, new: &NewShop) -> Result<Id<ShopNoun>> {
    let (id, now): (Id<ShopNoun>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into shop (organisation, id, kind, name, prefix, unit, secret, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let insert = insert.bind(id).bind(new.wire.name()).bind(&new.name).bind(&new.prefix);
    tx.run(insert.bind(new.unit).bind(&new.secret).bind(now)).await?;
    Ok(id)
}

pub async fn count_shops(tx: &mut Tx) -> Result<i64> {
    let count =
        tx.query("select count(*) as n from shop where organisation = $1 and closed_at is null");
    tx.one(count).await?.number("n")
}

/// Another secret, in place of the one before.
pub async fn set_secret(tx: &mut Tx, id: Id<ShopNoun>, secret: &str) -> Result<()> {
    let update = tx.query("update shop set secret = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(secret)).await.map(drop)
}

/// It tells us nothing any more; its orders stay.
pub async fn close_shop(tx: &mut Tx, id: Id<ShopNoun>) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update shop set closed_at = coalesce(closed_at, $3), secret = ''
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(now)).await.map(drop)
}

/// What became of a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Taken,
    /// Of no concern to us: a topic that says nothing of orders, a trial.
    Left,
    Unreadable,
}

impl Outcome {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Left => "left",
            Self::Unreadable => "unreadable",
        }
    }

    pub fn parse(text: &str) -> Self {
        match text {
            "taken" => Self::Taken,
            "left" => Self::Left,
            _ => Self::Unreadable,
        }
    }
}

/// A call of a shop.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    pub reference: String,
    pub topic: String,
    pub received_at: Timestamp,
    pub outcome: Outcome,
    /// A code.
    pub why: String,
    /// The order's reference; ''.
    pub about: String,
}

/// Keeps that a shop called. The body only of what could not be read.
pub async fn add_call(tx: &mut Tx, shop: Id<ShopNoun>, call: &Call, body: &str) -> Result<()> {
    let id: Id<Call> = tx.new_id();
    let insert = tx.query(
        "insert into shop_call (organisation, id, shop, reference, topic, received_at, outcome, why,
            about, body)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    );
    let insert = insert.bind(id).bind(shop).bind(&call.reference).bind(&call.topic);
    let insert = insert.bind(call.received_at).bind(call.outcome.name()).bind(&call.why);
    let body = if call.outcome == Outcome::Unreadable { body } else { "" };
    tx.run(insert.bind(&call.about).bind(body)).await?;
    if call.outcome == Outcome::Taken {
        let update = tx.query("update shop set last_at = $3 where organisation = $1 and id = $2");
        tx.run(update.bind(shop).bind(call.received_at)).await?;
    }
    Ok(())
}

/// The last first.
pub async fn calls(tx: &mut Tx, shop: Id<ShopNoun>) -> Result<Vec<Call>> {
    let find = tx.query(
        "select reference, topic, received_at, outcome, why, about from shop_call
         where organisation = $1 and shop = $2 order by received_at desc, id desc limit $3",
    );
    let rows = tx.list(find.bind(shop).bind(CALLS_SHOWN)).await?;
    rows.iter()
        .map(|row| {
            Ok(Call {
                reference: row.text("reference")?,
                topic: row.text("topic")?,
                received_at: row.moment("received_at")?,
                outcome: Outcome::parse(&row.text("outcome")?),
                why: row.text("why")?,
                about: row.text("about")?,
            })
        })
        .collect()
}

/// Calls that could not be read since a moment, by shop: for whoever should know.
pub async fn unreadable_since(
    tx: &mut Tx,
    at: Timestamp,
) -> Result<Vec<(Id<ShopNoun>, String, i64)>> {
    let find = tx.query(
        "select s.id, s.name, count(*) as n from shop_call c
         join shop s on s.organisation = $1 and s.id = c.shop
         where c.organisation = $1 and c.outcome = 'unreadable' and c.received_at >= $2
         group by s.id, s.name order by s.name",
    );
    let rows = tx.list(find.bind(at)).await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.text("name")?, row.number("n")?))).collect()
}

/// Throws away what has been kept long enough; how many.
pub async fn tidy_calls(tx: &mut Tx) -> Result<u64> {
    let before = tx.now().checked_sub(CALLS_KEPT).map_err(Error::fault)?;
    let delete = tx.query("delete from shop_call where organisation = $1 and received_at < $2");
    tx.run(delete.bind(before)).await
}
