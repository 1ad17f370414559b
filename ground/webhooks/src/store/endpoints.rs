//! Endpoints: who is told, with which secret, and how far what is due was decided.

use deedwell_core::{Error, Id, Position, Result, Staff};
use deedwell_store::{Row, Tx};
use jiff::Timestamp;

use crate::endpoint::{Believes, Endpoint, MOST, NewEndpoint, Off};
use crate::secret::GRACE;

fn endpoint_of(row: &Row) -> Result<Endpoint> {
    let believes = Believes::parse(&row.text("believes")?);
    let off_why = row.text_or_null("off_why")?.as_deref().and_then(Off::parse);
    Ok(Endpoint {
        id: row.id("id")?,
        address: row.text("address")?,
        description: row.text("description")?,
        kinds: row.text("kinds")?.split_whitespace().map(str::to_owned).collect(),
        believes: believes.ok_or_else(|| Error::fault("an endpoint believes what nobody knows"))?,
        created_at: row.moment("created_at")?,
        changed_at: row.moment("changed_at")?,
        place: Position { tx: row.number("read_tx")?, block: row.number("read_block")? },
        off: row.moment_or_null("off_at")?.zip(off_why),
        failing_since: row.moment_or_null("failing_since_at")?,
    })
}

/// Newest first.
pub async fn endpoints(tx: &mut Tx) -> Result<Vec<Endpoint>> {
    let list = tx.query(
        "select id, address, description, kinds, believes, created_at, changed_at, read_tx,
           read_block, off_at, off_why, failing_since_at
         from webhook_endpoint where organisation = $1 order by created_at desc, id desc",
    );
    tx.list(list).await?.iter().map(endpoint_of).collect()
}

/// Those that are told of something.
pub async fn open_endpoints(tx: &mut Tx) -> Result<Vec<Endpoint>> {
    Ok(endpoints(tx).await?.into_iter().filter(|e| e.off.is_none()).collect())
}

pub async fn endpoint(tx: &mut Tx, id: Id<Endpoint>) -> Result<Endpoint> {
    let find = tx.query(
        "select id, address, description, kinds, believes, created_at, changed_at, read_tx,
           read_block, off_at, off_why, failing_since_at
         from webhook_endpoint where organisation = $1 and id = $2",
    );
    endpoint_of(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("webhook"))?)
}

/// It is told of what is recorded after this place.
///
/// # Errors
/// `webhooks.too_many`.
pub async fn add_endpoint(
    tx: &mut Tx,
    new: &NewEndpoint,
    secret: &str,
    place: Position,
) -> Result<Id<Endpoint>> {
    let count = tx.query("select count(*) as n from webhook_endpoint where organisation = $1");
    if tx.one(count).await?.number("n")? >= MOST {
        return Err(Error::refused(
            "webhooks.too_many",
            "There are 20 endpoints. Remove one that nobody needs first.",
        ));
    }
    let (id, now): (Id<Endpoint>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into webhook_endpoint (organisation, id, address, description, kinds, believes,
           secret, created_at, changed_at, read_tx, read_block)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10)",
    );
    let insert = insert.bind(id).bind(&new.address).bind(&new.description);
    let insert = insert.bind(new.kinds.join(" ")).bind(new.believes.name()).bind(secret);
    tx.run(insert.bind(now).bind(place.tx).bind(place.block)).await?;
    Ok(id)
}

pub async fn change_endpoint(tx: &mut Tx, id: Id<Endpoint>, new: &NewEndpoint) -> Result<()> {
    let update = tx.query(
        "update webhook_endpoint set address = $3, description = $4, kinds = $5, believes = $6,
           changed_at = $7
         where organisation = $1 and id = $2",
    );
    let now = tx.now();
    let update = update.bind(id).bind(&new.address).bind(&new.description);
    let update = update.bind(new.kinds.join(" ")).bind(new.believes.name()).bind(now);
    if tx.run(update).await? == 0 { Err(Error::Missing("webhook")) } else { Ok(()) }
}

/// Moves the place of an endpoint on, if it still stands and is what it was when it was read. False
/// when another came first: then what was found due must not be committed.
pub async fn move_on(tx: &mut Tx, read: &Endpoint, to: Position) -> Result<bool> {
    let update = tx.query(
        "update webhook_endpoint set read_tx = $3, read_block = $4
         where organisation = $1 and id = $2 and read_tx = $5 and read_block = $6
           and changed_at = $7 and off_at is null",
    );
    let update = update.bind(read.id).bind(to.tx).bind(to.block);
    let update = update.bind(read.place.tx).bind(read.place.block).bind(read.changed_at);
    Ok(tx.run(update).await? == 1)
}

/// The place up to which what is due was decided for everybody who is told; none where nobody is.
/// What comes after it must not be sealed: its duplicates would be forgotten.
pub async fn place_of_slowest(tx: &mut Tx) -> Result<Option<Position>> {
    Ok(open_endpoints(tx).await?.into_iter().map(|e| e.place).min())
}

/// The secrets that are good now.
pub struct NowSecret {
    pub secret: String,
    /// The one before, until its time is over.
    pub before: Option<(String, Timestamp)>,
}

pub async fn secret(tx: &mut Tx, id: Id<Endpoint>) -> Result<NowSecret> {
    let find = tx.query(
        "select secret, secret_before, secret_before_ends_at from webhook_endpoint
         where organisation = $1 and id = $2",
    );
    let row = tx.find(find.bind(id)).await?.ok_or(Error::Missing("webhook"))?;
    let before = row.text_or_null("secret_before")?;
    let before = before.zip(row.moment_or_null("secret_before_ends_at")?);
    let now = tx.now();
    let before = before.filter(|(_, ends_at)| *ends_at > now);
    Ok(NowSecret { secret: row.text("secret")?, before })
}

pub async fn rotate_secret(tx: &mut Tx, id: Id<Endpoint>, new: &str) -> Result<()> {
    let update = tx.query(
        "update webhook_endpoint
         set secret_before = secret, secret_before_ends_at = $3, secret = $4
         where organisation = $1 and id = $2",
    );
    let ends_at = tx.now().checked_add(GRACE).map_err(Error::fault)?;
    tx.run(update.bind(id).bind(ends_at).bind(new)).await.map(drop)
}

/// Whether it was on.
pub async fn switch_off(tx: &mut Tx, id: Id<Endpoint>, why: Off) -> Result<bool> {
    let update = tx.query(
        "update webhook_endpoint set off_at = $3, off_why = $4, changed_at = $3
         where organisation = $1 and id = $2 and off_at is null",
    );
    let now = tx.now();
    Ok(tx.run(update.bind(id).bind(now).bind(why.name())).await? == 1)
}

/// From now on it is told again, of what is recorded after this place. Whether it was off.
pub async fn switch_on(tx: &mut Tx, id: Id<Endpoint>, place: Position) -> Result<bool> {
    let update = tx.query(
        "update webhook_endpoint
         set off_at = null, off_why = null, failing_since_at = null, paused_until = null,
           changed_at = $3, read_tx = $4, read_block = $5
         where organisation = $1 and id = $2 and off_at is not null",
    );
    let now = tx.now();
    Ok(tx.run(update.bind(id).bind(now).bind(place.tx).bind(place.block)).await? == 1)
}

pub async fn remove_endpoint(tx: &mut Tx, id: Id<Endpoint>) -> Result<()> {
    let attempts = tx.query(
        "delete from webhook_attempt where organisation = $1 and delivery in
           (select id from webhook_delivery where organisation = $1 and endpoint = $2)",
    );
    tx.run(attempts.bind(id)).await?;
    let deliveries =
        tx.query("delete from webhook_delivery where organisation = $1 and endpoint = $2");
    tx.run(deliveries.bind(id)).await?;
    let endpoint = tx.query("delete from webhook_endpoint where organisation = $1 and id = $2");
    if tx.run(endpoint.bind(id)).await? == 0 { Err(Error::Missing("webhook")) } else { Ok(()) }
}

pub async fn note_success(tx: &mut Tx, id: Id<Endpoint>) -> Result<()> {
    let update = tx.query(
        "update webhook_endpoint set failing_since_at = null
         where organisation = $1 and id = $2 and failing_since_at is not null",
    );
    tx.run(update.bind(id)).await.map(drop)
}

/// Since when everything has failed.
pub async fn note_failure(tx: &mut Tx, id: Id<Endpoint>) -> Result<Option<Timestamp>> {
    let update = tx.query(
        "update webhook_endpoint set failing_since_at = coalesce(failing_since_at, $3)
         where organisation = $1 and id = $2 returning failing_since_at",
    );
    let now = tx.now();
    let row = tx.find(update.bind(id).bind(now)).await?;
    row.map(|row| row.moment("failing_since_at")).transpose()
}

pub async fn pause(tx: &mut Tx, id: Id<Endpoint>, until: Timestamp) -> Result<()> {
    let update = tx.query(
        "update webhook_endpoint set paused_until = $3
         where organisation = $1 and id = $2 and (paused_until is null or paused_until < $3)",
    );
    tx.run(update.bind(id).bind(until)).await.map(drop)
}

/// Kinds of which this endpoint was told lately, for the filter of its log.
pub async fn kinds_told(tx: &mut Tx, id: Id<Endpoint>) -> Result<Vec<String>> {
    let list = tx.query(
        "select distinct kind from webhook_delivery
         where organisation = $1 and endpoint = $2 order by kind limit 300",
    );
    tx.list(list.bind(id)).await?.iter().map(|row| row.text("kind")).collect()
}

pub async fn staff_by_email(tx: &mut Tx, email: &str) -> Result<Option<(Id<Staff>, String)>> {
    let find = tx.query(
        "select id, role from staff
         where organisation = $1 and email = $2 and closed_at is null",
    );
    let row = tx.find(find.bind(email.trim().to_lowercase())).await?;
    row.map(|row| Ok((row.id("id")?, row.text("role")?))).transpose()
}
