//! Lots: what was earned at once, and what was taken of it.

use deedwell_core::{Id, Identity, Person, Result, Timestamp};
use deedwell_store::{Query, Row, Tx};
use serde::Serialize;

use crate::account::Entry;
use crate::scheme::Scheme;

/// A lot's id.
#[derive(Debug)]
pub enum LotNoun {}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Lot {
    pub id: Id<LotNoun>,
    pub entry: Id<Entry>,
    pub scheme: Id<Scheme>,
    pub identity: Id<Identity>,
    pub amount: i64,
    pub remains: i64,
    pub expired: i64,
    pub taken: i64,
    pub owed: i64,
    pub active: bool,
    pub held_at: Option<Timestamp>,
    pub earned_at: Timestamp,
    pub pending_until: Option<Timestamp>,
    pub active_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    pub date_given: bool,
}

pub(super) fn lot_of(row: &Row) -> Result<Lot> {
    Ok(Lot {
        id: row.id("id")?,
        entry: row.id("entry")?,
        scheme: row.id("scheme")?,
        identity: row.id("identity")?,
        amount: row.number("amount")?,
        remains: row.number("remains")?,
        expired: row.number("expired")?,
        taken: row.number("taken")?,
        owed: row.number("owed")?,
        active: row.text("stage")? == "active",
        held_at: row.moment_or_null("held_at")?,
        earned_at: row.moment("earned_at")?,
        pending_until: row.moment_or_null("pending_until")?,
        active_at: row.moment_or_null("active_at")?,
        expires_at: row.moment_or_null("expires_at")?,
        date_given: row.number("date_given")? != 0,
    })
}

/// A lot that is about to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewLot {
    pub entry: Id<Entry>,
    pub scheme: Id<Scheme>,
    pub identity: Id<Identity>,
    pub amount: i64,
    pub active: bool,
    pub held: bool,
    pub pending_until: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    pub date_given: bool,
}

pub async fn add_lot(tx: &mut Tx, new: &NewLot) -> Result<Id<LotNoun>> {
    let (id, now): (Id<LotNoun>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into points_lot (organisation, id, entry, scheme, identity, amount, remains, stage,
           held_at, earned_at, pending_until, active_at, expires_at, date_given)
         values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, $12, $13)",
    );
    let insert = insert.bind(id).bind(new.entry).bind(new.scheme).bind(new.identity);
    let insert = insert.bind(new.amount).bind(if new.active { "active" } else { "pending" });
    let insert = insert.bind(new.held.then_some(now)).bind(now).bind(new.pending_until);
    let insert = insert.bind(new.active.then_some(now)).bind(new.expires_at);
    tx.run(insert.bind(i64::from(new.date_given))).await?;
    Ok(id)
}

pub async fn lot_of_entry(tx: &mut Tx, entry: Id<Entry>) -> Result<Option<Lot>> {
    let find = tx.query(
        "select id, entry, scheme, identity, amount, remains, expired, taken, owed, stage, held_at,
           earned_at, pending_until, active_at, expires_at, date_given
         from points_lot where organisation = $1 and entry = $2 order by earned_at, id limit 1",
    );
    tx.find(find.bind(entry)).await?.as_ref().map(lot_of).transpose()
}

pub async fn lot(tx: &mut Tx, id: Id<LotNoun>) -> Result<Option<Lot>> {
    let find = tx.query(
        "select id, entry, scheme, identity, amount, remains, expired, taken, owed, stage, held_at,
           earned_at, pending_until, active_at, expires_at, date_given
         from points_lot where organisation = $1 and id = $2",
    );
    tx.find(find.bind(id)).await?.as_ref().map(lot_of).transpose()
}

/// What somebody can spend now, in the order in which it is spent: what ends first comes first. A lot
/// whose time is over is not among them, whether its end was booked or not.
pub async fn spendable(tx: &mut Tx, scheme: Id<Scheme>, person: Id<Person>) -> Result<Vec<Lot>> {
    let now = tx.now();
    let list = tx.query(
        "select l.id, l.entry, l.scheme, l.identity, l.amount, l.remains, l.expired, l.taken, l.owed,
           l.stage, l.held_at, l.earned_at, l.pending_until, l.active_at, l.expires_at, l.date_given
         from points_lot l join identity i on i.organisation = $1 and i.id = l.identity
         where l.organisation = $1 and l.scheme = $2 and i.person = $3 and l.stage = 'active'
           and l.remains > 0 and (l.expires_at is null or l.expires_at > $4)
         order by case when l.expires_at is null then 1 else 0 end, l.expires_at, l.earned_at, l.id",
    );
    tx.list(list.bind(scheme).bind(person).bind(now)).await?.iter().map(lot_of).collect()
}

/// What somebody cannot spend yet, what becomes active last first.
pub async fn pending(tx: &mut Tx, scheme: Id<Scheme>, person: Id<Person>) -> Result<Vec<Lot>> {
    let list = tx.query(
        "select l.id, l.entry, l.scheme, l.identity, l.amount, l.remains, l.expired, l.taken, l.owed,
           l.stage, l.held_at, l.earned_at, l.pending_until, l.active_at, l.expires_at, l.date_given
         from points_lot l join identity i on i.organisation = $1 and i.id = l.identity
         where l.organisation = $1 and l.scheme = $2 and i.person = $3 and l.stage = 'pending'
           and l.remains > 0
         order by case when l.pending_until is null then 0 else 1 end, l.pending_until desc,
           l.earned_at desc, l.id desc",
    );
    tx.list(list.bind(scheme).bind(person)).await?.iter().map(lot_of).collect()
}

/// Takes so much of what remains of a lot. False when there is not so much any more.
pub async fn take(tx: &mut Tx, lot: Id<LotNoun>, amount: i64) -> Result<bool> {
    let update = tx.query(
        "update points_lot set remains = remains - $3
         where organisation = $1 and id = $2 and remains >= $3",
    );
    Ok(tx.run(update.bind(lot).bind(amount)).await? == 1)
}

/// A lot after something was done to it, if it is what it was.
pub async fn set_lot(tx: &mut Tx, was: &Lot, now: &Lot) -> Result<bool> {
    let update = tx.query(
        "update points_lot set remains = $3, expired = $4, taken = $5, owed = $6, stage = $7,
           held_at = $8, pending_until = $9, active_at = $10, expires_at = $11
         where organisation = $1 and id = $2 and remains = $12 and expired = $13 and taken = $14
           and owed = $15 and stage = $16",
    );
    let stage = |lot: &Lot| if lot.active { "active" } else { "pending" };
    let update = update.bind(now.id).bind(now.remains).bind(now.expired).bind(now.taken);
    let update = update.bind(now.owed).bind(stage(now)).bind(now.held_at).bind(now.pending_until);
    let update = update.bind(now.active_at).bind(now.expires_at).bind(was.remains);
    let update = update.bind(was.expired).bind(was.taken).bind(was.owed).bind(stage(was));
    Ok(tx.run(update).await? == 1)
}

pub async fn add_use(tx: &mut Tx, entry: Id<Entry>, lot: Id<LotNoun>, amount: i64) -> Result<()> {
    let insert = tx.query(
        "insert into points_use (organisation, entry, lot, amount) values ($1, $2, $3, $4)
         on conflict (organisation, entry, lot) do update set amount = points_use.amount + excluded.amount",
    );
    tx.run(insert.bind(entry).bind(lot).bind(amount)).await.map(drop)
}

/// What an entry took of a lot, and how much of it was given back.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Use {
    pub lot: Id<LotNoun>,
    pub amount: i64,
    pub given_back: i64,
}

pub async fn uses(tx: &mut Tx, entry: Id<Entry>) -> Result<Vec<Use>> {
    let list = tx.query(
        "select lot, amount, given_back from points_use
         where organisation = $1 and entry = $2 order by lot",
    );
    let rows = tx.list(list.bind(entry)).await?;
    let one = |row: &Row| {
        Ok(Use {
            lot: row.id("lot")?,
            amount: row.number("amount")?,
            given_back: row.number("given_back")?,
        })
    };
    rows.iter().map(one).collect()
}

/// Notes that so much of it was given back. False when that was done already.
pub async fn give_use_back(
    tx: &mut Tx,
    entry: Id<Entry>,
    lot: Id<LotNoun>,
    amount: i64,
) -> Result<bool> {
    let update = tx.query(
        "update points_use set given_back = given_back + $4
         where organisation = $1 and entry = $2 and lot = $3 and given_back + $4 <= amount",
    );
    Ok(tx.run(update.bind(entry).bind(lot).bind(amount)).await? == 1)
}

/// Lots that become active by now, for nobody has to approve them.
pub async fn due_to_confirm(tx: &mut Tx, limit: usize) -> Result<Vec<Id<Entry>>> {
    let now = tx.now();
    let list = tx.query(
        "select entry from points_lot
         where organisation = $1 and stage = 'pending' and pending_until <= $2 and held_at is null
           and remains > 0
         order by pending_until limit $3",
    );
    let rows = tx.list(list.bind(now).bind(limit)).await?;
    rows.iter().map(|row| row.id("entry")).collect()
}

/// Lots whose time is over and of which something is left.
pub async fn due_to_expire(tx: &mut Tx, limit: usize) -> Result<Vec<Id<LotNoun>>> {
    let now = tx.now();
    let list = tx.query(
        "select id from points_lot
         where organisation = $1 and stage = 'active' and expires_at <= $2 and remains > 0
         order by expires_at limit $3",
    );
    let rows = tx.list(list.bind(now).bind(limit)).await?;
    rows.iter().map(|row| row.id("id")).collect()
}

fn of_person(tx: &Tx, scheme: Id<Scheme>, person: Id<Person>) -> Query {
    let list = tx.query(
        "select l.id, l.entry, l.scheme, l.identity, l.amount, l.remains, l.expired, l.taken, l.owed,
           l.stage, l.held_at, l.earned_at, l.pending_until, l.active_at, l.expires_at, l.date_given
         from points_lot l join identity i on i.organisation = $1 and i.id = l.identity
         where l.organisation = $1 and l.scheme = $2 and i.person = $3
         order by l.earned_at desc, l.id desc limit $4",
    );
    list.bind(scheme).bind(person)
}

/// Lots of somebody, the last first.
pub async fn lots_of(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    person: Id<Person>,
    limit: usize,
) -> Result<Vec<Lot>> {
    let list = of_person(tx, scheme, person).bind(limit);
    tx.list(list).await?.iter().map(lot_of).collect()
}

/// What waits for staff, the oldest first.
pub async fn held(tx: &mut Tx, limit: usize) -> Result<Vec<Lot>> {
    let list = tx.query(
        "select id, entry, scheme, identity, amount, remains, expired, taken, owed, stage, held_at,
           earned_at, pending_until, active_at, expires_at, date_given
         from points_lot where organisation = $1 and held_at is not null
         order by held_at, id limit $2",
    );
    tx.list(list.bind(limit)).await?.iter().map(lot_of).collect()
}

pub async fn count_held(tx: &mut Tx) -> Result<i64> {
    let count = tx.query(
        "select count(*) as n from points_lot where organisation = $1 and held_at is not null",
    );
    tx.one(count).await?.number("n")
}

/// What is left of what one identity earned, active or not.
pub async fn open_lots_of(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    identity: Id<Identity>,
) -> Result<Vec<Lot>> {
    let list = tx.query(
        "select id, entry, scheme, identity, amount, remains, expired, taken, owed, stage, held_at,
           earned_at, pending_until, active_at, expires_at, date_given
         from points_lot
         where organisation = $1 and scheme = $2 and identity = $3 and remains > 0 order by id",
    );
    tx.list(list.bind(scheme).bind(identity)).await?.iter().map(lot_of).collect()
}
