//! What an endpoint is to be told: decided once for every action of the log.
//!
//! A step reads blocks after the place of an endpoint, drops what the ledger drops, adds a delivery for
//! each action of a chosen kind, and moves the place on, all in one transaction that is guarded by the
//! old place. So of two servers one takes each step, and a kill leaves a step done or not begun.
//!
//! Which actions are duplicates is known to the tail alone, by their numbers. They are counted back from
//! where it has come to. It forgets them once they are sealed; so sealing goes no further than
//! [`store::place_of_slowest`].

use std::collections::{BTreeSet, HashMap};

use deedwell_core::{Action, Error, Id, Identity, Organisation, Person, Position, Result, Who};
use deedwell_store::{Block, Bulk, Db, Tx, log};

use crate::deed::{HookDeed, What, note};
use crate::endpoint::{Endpoint, MOST_WAITING, Off};
use crate::payload::{self, Owners};
use crate::store;

/// Bytes of blocks held at a time.
const GATHER: usize = 2 << 20;

/// How far the ledger has read an organisation, and which numbers it dropped on the way.
#[derive(Clone, Copy, Debug)]
pub struct Reached<'a> {
    pub position: Position,
    /// The number of the last action up to there, dropped ones counted.
    pub sequence: i64,
    /// Duplicates among what is not sealed.
    pub dropped: &'a BTreeSet<i64>,
}

/// Decides all that is due up to there. How many deliveries were added.
pub async fn catch_up(
    db: &Db,
    organisation: Id<Organisation>,
    reached: Reached<'_>,
) -> Result<u64> {
    let mut added = 0;
    loop {
        match step(db, organisation, reached).await? {
            Step::Nothing => return Ok(added),
            Step::Done(more) => added += more,
            // Another server moved a place; what is left is found out again.
            Step::Overtaken => {}
        }
    }
}

enum Step {
    Nothing,
    Done(u64),
    Overtaken,
}

async fn step(db: &Db, organisation: Id<Organisation>, reached: Reached<'_>) -> Result<Step> {
    let mut tx = db.read(organisation).await?;
    let told = behind(&mut tx, reached.position).await?;
    let Some(from) = told.iter().map(|e| e.place).min() else { return Ok(Step::Nothing) };
    drop(tx);
    let mut blocks = db.blocks_of(organisation, from, GATHER).await?;
    blocks.retain(|b| b.position <= reached.position);
    let Some(to) = blocks.last().map(|b| b.position) else { return Ok(Step::Nothing) };

    let mut tx = db.write(organisation).await?;
    let after = log::count_between(&mut tx, from, reached.position).await?;
    let actions = numbered(&blocks, reached.sequence - after, reached.dropped)?;
    let owners = owners(&mut tx, &actions).await?;
    let mut added = 0;
    for endpoint in told.iter().filter(|e| e.place < to) {
        if !store::move_on(&mut tx, endpoint, to).await? {
            return Ok(Step::Overtaken);
        }
        added += tell(&mut tx, endpoint, &actions, &owners).await?;
    }
    tx.commit().await?;
    Ok(Step::Done(added))
}

/// The endpoints for which something may be due up to there.
async fn behind(tx: &mut Tx, position: Position) -> Result<Vec<Endpoint>> {
    let all = store::open_endpoints(tx).await?;
    Ok(all.into_iter().filter(|e| e.place < position).collect())
}

/// An action with its place and its number.
struct Numbered {
    position: Position,
    sequence: i64,
    action: Action,
}

/// The actions of these blocks, duplicates left out; the first has the number after `before`.
fn numbered(blocks: &[Block], before: i64, dropped: &BTreeSet<i64>) -> Result<Vec<Numbered>> {
    let mut sequence = before;
    if sequence < 0 {
        return Err(Error::fault("the log holds more actions than the ledger has counted"));
    }
    let mut all = Vec::new();
    for block in blocks {
        for action in block.actions()? {
            sequence += 1;
            if !dropped.contains(&sequence) {
                all.push(Numbered { position: block.position, sequence, action });
            }
        }
    }
    Ok(all)
}

async fn tell(
    tx: &mut Tx,
    endpoint: &Endpoint,
    actions: &[Numbered],
    owners: &Known,
) -> Result<u64> {
    let organisation = tx.organisation();
    let mut told = Vec::new();
    let plan = deedwell_store::plan::own_plan(tx).await?;
    for Numbered { sequence, action, .. } in actions.iter().filter(|a| a.position > endpoint.place)
    {
        let Some(kind) = endpoint.wants(action, &plan) else { continue };
        let body = payload::body(organisation, action, &kind, *sequence, owners)?;
        told.push((action.id, kind, body));
    }
    let added = store::add_deliveries(tx, endpoint.id, told).await?;
    if added > 0
        && store::waiting(tx, endpoint.id).await? > MOST_WAITING
        && store::switch_off(tx, endpoint.id, Off::Full).await?
    {
        let deed = HookDeed::new(endpoint.id, What::SwitchedOff(Off::Full));
        note(tx, Who::System, deed, endpoint.name()).await?;
    }
    Ok(added)
}

/// Whose the identities are that these actions name.
struct Known(HashMap<Id<Identity>, Id<Person>>);

impl Owners for Known {
    fn person(&self, identity: Id<Identity>) -> Option<Id<Person>> {
        self.0.get(&identity).copied()
    }
}

async fn owners(tx: &mut Tx, actions: &[Numbered]) -> Result<Known> {
    let named = actions.iter().flat_map(|a| [Some(a.action.subject), a.action.counterpart]);
    let named: BTreeSet<String> = named.flatten().map(|id| id.to_string()).collect();
    let mut find = Bulk::new(
        tx,
        "select id, person from identity where organisation = $1 and id in (",
        [],
        "?",
        ")",
    );
    named.into_iter().for_each(|id| find.add([id.into()]));
    let rows = if find.is_empty() { Vec::new() } else { find.list(tx).await? };
    let each = |row: &deedwell_store::Row| Ok((row.id("id")?, row.id("person")?));
    Ok(Known(rows.iter().map(each).collect::<Result<_>>()?))
}
