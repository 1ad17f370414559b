//! Deliveries: what is to be told to one endpoint, and how far that has come.

use std::collections::HashMap;

use deedwell_core::{Action, Error, Id, Organisation, Result};
use deedwell_store::{Bulk, Db, List, Row, Tx};
use jiff::{SignedDuration, Timestamp};

use crate::endpoint::{Endpoint, TESTED};

/// How long deliveries and what came of them are kept.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Read at a time by whoever looks through all of them.
const WALKED_AT_ONCE: usize = 500;

#[derive(Debug)]
pub enum Delivery {}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    Waiting,
    Delivered,
    Failed,
}

impl State {
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Delivered, Self::Failed];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == text)
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct DeliveryRow {
    pub id: Id<Delivery>,
    pub endpoint: Id<Endpoint>,
    /// None for a test.
    pub action: Option<Id<Action>>,
    pub kind: String,
    pub due_at: Timestamp,
    pub state: State,
    pub attempts: i64,
    pub next_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

fn delivery_of(row: &Row) -> Result<DeliveryRow> {
    let state = State::parse(&row.text("state")?);
    Ok(DeliveryRow {
        id: row.id("id")?,
        endpoint: row.id("endpoint")?,
        action: row.id_or_null("action")?,
        kind: row.text("kind")?,
        due_at: row.moment("due_at")?,
        state: state.ok_or_else(|| Error::fault("a delivery is in no known state"))?,
        attempts: row.number("attempts")?,
        next_at: row.moment("next_at")?,
        ended_at: row.moment_or_null("ended_at")?,
    })
}

/// What an endpoint is to be told: the action, its kind, the body.
pub type Told = (Id<Action>, String, String);

/// Adds deliveries. The key keeps an action from being told to an endpoint twice.
pub async fn add_deliveries(tx: &mut Tx, endpoint: Id<Endpoint>, told: Vec<Told>) -> Result<u64> {
    let now = tx.now();
    let mut insert = Bulk::new(
        tx,
        "insert into webhook_delivery
           (organisation, id, endpoint, action, kind, body, due_at, state, next_at)
         values",
        [],
        "($1, ?, ?, ?, ?, ?, ?, ?, ?)",
        "on conflict do nothing",
    );
    for (action, kind, body) in told {
        let id: Id<Delivery> = tx.new_id();
        insert.add([
            id.into(),
            endpoint.into(),
            action.into(),
            kind.into(),
            body.into(),
            now.into(),
            State::Waiting.name().into(),
            now.into(),
        ]);
    }
    if insert.is_empty() { Ok(0) } else { insert.run(tx).await }
}

pub async fn add_test(tx: &mut Tx, endpoint: Id<Endpoint>, body: &str) -> Result<Id<Delivery>> {
    let insert = tx.query(
        "insert into webhook_delivery
           (organisation, id, endpoint, kind, body, due_at, state, next_at)
         values ($1, $2, $3, $4, $5, $6, 'waiting', $6)",
    );
    let (id, now): (Id<Delivery>, _) = (tx.new_id(), tx.now());
    tx.run(insert.bind(id).bind(endpoint).bind(TESTED).bind(body).bind(now)).await?;
    Ok(id)
}

/// Which deliveries of an endpoint.
#[derive(Clone, Debug, Default)]
pub struct DeliveriesAsk {
    pub state: Option<State>,
    pub kind: Option<String>,
    /// Older than this one: a place as [`after_text`] writes it.
    pub before: Option<String>,
}

/// The place in the list that comes after this row.
pub fn after_text(row: &DeliveryRow) -> String {
    format!("{}.{}", row.due_at.as_microsecond(), row.id)
}

fn place(text: &str) -> Result<(i64, Id<Delivery>)> {
    let read = text.split_once('.').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    read.ok_or_else(|| Error::invalid("cursor", "That is no place in this list."))
}

/// Newest first; one more than asked for, where there is one.
pub async fn deliveries(
    tx: &mut Tx,
    endpoint: Id<Endpoint>,
    ask: &DeliveriesAsk,
    most: usize,
) -> Result<Vec<DeliveryRow>> {
    let mut list = List::new(
        tx,
        "select d.id, d.endpoint, d.action, d.kind, d.due_at, d.state, d.attempts, d.next_at, d.ended_at
         from webhook_delivery d where d.organisation = $1",
    );
    list = list.and("d.endpoint = ?", [endpoint.into()]);
    if let Some(state) = ask.state {
        list = list.and("d.state = ?", [state.name().into()]);
    }
    if let Some(kind) = &ask.kind {
        list = list.and("d.kind = ?", [kind.into()]);
    }
    if let Some(before) = &ask.before {
        let (at, id) = place(before)?;
        list = list.and("(d.due_at, d.id) < (?, ?)", [at.into(), id.into()]);
    }
    let list = list.then("order by d.due_at desc, d.id desc").page(most + 1, 0);
    tx.list(list).await?.iter().map(delivery_of).collect()
}

/// One delivery of an endpoint, and what it says.
pub async fn delivery(
    tx: &mut Tx,
    endpoint: Id<Endpoint>,
    id: Id<Delivery>,
) -> Result<(DeliveryRow, String)> {
    let find = tx.query(
        "select id, endpoint, action, kind, due_at, state, attempts, next_at, ended_at, body
         from webhook_delivery where organisation = $1 and endpoint = $2 and id = $3",
    );
    let row = tx.find(find.bind(endpoint).bind(id)).await?.ok_or(Error::Missing("delivery"))?;
    Ok((delivery_of(&row)?, row.text("body")?))
}

/// How many there are in each state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    pub waiting: i64,
    pub delivered: i64,
    pub failed: i64,
}

/// Of every endpoint that has any.
pub async fn tallies(tx: &mut Tx) -> Result<HashMap<Id<Endpoint>, Tally>> {
    let count = tx.query(
        "select endpoint, count(*) filter (where state = 'waiting') as waiting,
           count(*) filter (where state = 'delivered') as delivered,
           count(*) filter (where state = 'failed') as failed
         from webhook_delivery where organisation = $1 group by endpoint",
    );
    let each = |row: &Row| {
        let (waiting, delivered) = (row.number("waiting")?, row.number("delivered")?);
        let tally = Tally { waiting, delivered, failed: row.number("failed")? };
        Ok((row.id("endpoint")?, tally))
    };
    tx.list(count).await?.iter().map(each).collect()
}

/// How many wait.
pub async fn waiting(tx: &mut Tx, endpoint: Id<Endpoint>) -> Result<i64> {
    let count = tx.query(
        "select count(*) as n from webhook_delivery
         where organisation = $1 and endpoint = $2 and state = 'waiting'",
    );
    tx.one(count.bind(endpoint)).await?.number("n")
}

/// One delivery is due again at once, under the same id. False while it waits anyway.
pub async fn replay(tx: &mut Tx, endpoint: Id<Endpoint>, id: Id<Delivery>) -> Result<bool> {
    delivery(tx, endpoint, id).await?;
    let update = tx.query(
        "update webhook_delivery
         set state = 'waiting', attempts = 0, next_at = $4, ended_at = null, lease = null,
           leased_until = null
         where organisation = $1 and endpoint = $2 and id = $3 and state <> 'waiting'",
    );
    let now = tx.now();
    Ok(tx.run(update.bind(endpoint).bind(id).bind(now)).await? == 1)
}

/// All that failed and became due since then. How many.
pub async fn replay_failed(tx: &mut Tx, endpoint: Id<Endpoint>, since: Timestamp) -> Result<u64> {
    let update = tx.query(
        "update webhook_delivery
         set state = 'waiting', attempts = 0, next_at = $4, ended_at = null, lease = null,
           leased_until = null
         where organisation = $1 and endpoint = $2 and state = 'failed' and due_at >= $3",
    );
    let now = tx.now();
    tx.run(update.bind(endpoint).bind(since).bind(now)).await
}

/// How many rows had had their time.
pub async fn tidy(tx: &mut Tx) -> Result<u64> {
    let before = tx.now().checked_sub(KEPT_FOR).map_err(Error::fault)?;
    let attempts = tx.query(
        "delete from webhook_attempt where organisation = $1 and delivery in
           (select id from webhook_delivery where organisation = $1 and due_at < $2)",
    );
    let rows = tx.run(attempts.bind(before)).await?;
    let deliveries =
        tx.query("delete from webhook_delivery where organisation = $1 and due_at < $2");
    Ok(rows + tx.run(deliveries.bind(before)).await?)
}

/// Forgets what names somebody: what was to be told of them, what was told, and what was answered. How
/// many deliveries went.
///
/// # Errors
/// When the database cannot be read or written; what was forgotten until then stays so.
pub async fn forget_naming(
    db: &Db,
    organisation: Id<Organisation>,
    is_named_in: &(dyn Fn(&str) -> bool + Sync),
) -> Result<u64> {
    let (mut after, mut forgotten) = (String::new(), 0);
    loop {
        let mut tx = db.read(organisation).await?;
        let page = tx.query(
            "select id, body from webhook_delivery
             where organisation = $1 and id > $2 order by id limit $3",
        );
        let rows = tx.list(page.bind(&after).bind(WALKED_AT_ONCE)).await?;
        drop(tx);
        let mut tx = db.write(organisation).await?;
        for row in &rows {
            after = row.text("id")?;
            if is_named_in(&row.text("body")?) {
                forgotten += forget_one(&mut tx, &after).await?;
            }
        }
        tx.commit().await?;
        if rows.len() < WALKED_AT_ONCE {
            return Ok(forgotten);
        }
    }
}

async fn forget_one(tx: &mut Tx, id: &str) -> Result<u64> {
    let attempts =
        tx.query("delete from webhook_attempt where organisation = $1 and delivery = $2");
    tx.run(attempts.bind(id)).await?;
    let delivery = tx.query("delete from webhook_delivery where organisation = $1 and id = $2");
    tx.run(delivery.bind(id)).await
}
