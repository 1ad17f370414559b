//! What a strict source sent and no plan knows: held out of the ledger, kept, and taken in once its name
//! is planned. Each once: what is taken in is taken out of here in the same transaction, and what was
//! sent twice has its message id.

use std::collections::HashMap;
use std::sync::Arc;

use deedwell_core::text::cut;
use deedwell_core::{Action, Error, Id, Result, Timestamp};
use deedwell_store::{Bulk, Tx};
use deedwell_web::Hears;
use serde::{Deserialize, Serialize};

use crate::facts;
use crate::message::{Message, Problem};
use crate::plan::Plan;
use crate::record::{Sent, Taken, record_late};
use crate::source::{Source, Strictness};
use crate::wrongs::{Wrong, Wrongs};

/// What is held of one source. What comes beyond is told, and stands in what was sent.
pub const MOST_HELD: i64 = 100_000;
/// Taken in by one transaction.
pub const AT_ONCE: usize = 500;
/// Names of what waits that the plan shows.
const MOST_NAMES_SHOWN: usize = 50;

/// A message that waits.
#[derive(Serialize, Deserialize)]
struct Body {
    message: Message,
    received_at: Timestamp,
    address: String,
    machine: bool,
}

/// Keeps what has to wait. For each message, in order, whether it does.
pub async fn hold(
    tx: &mut Tx,
    sent: &[Sent],
    plan: &Plan,
    wrong: &mut Wrongs,
) -> Result<Vec<bool>> {
    let mut held = Vec::new();
    let mut more: HashMap<Id<Source>, i64> = HashMap::new();
    let now = tx.now();
    let mut insert = Bulk::new(
        tx,
        "insert into sent_held (organisation, source, name, at, body) values",
        [],
        "($1, ?, ?, ?, ?)",
        "",
    );
    for one in sent {
        for taken in &one.taken {
            let source = &one.source;
            let waits =
                source.strictness == Strictness::Hold && !plan.knows(&taken.message, source.kind);
            held.push(waits);
            if !waits {
                continue;
            }
            let count = more.entry(source.id).or_default();
            let has_room = source.held + *count < MOST_HELD;
            let problem = if has_room { Problem::HeldOut } else { Problem::HeldFull };
            wrong.add(one, &Wrong::new(problem, Some(&taken.message), taken.raw.get()));
            if has_room {
                *count += 1;
                let (name, body) = (name_of(source, taken), body_of(one, taken)?);
                insert.add([source.id.into(), name.into(), now.into(), body.into()]);
            }
        }
    }
    if !insert.is_empty() {
        insert.run(tx).await?;
    }
    let mut more: Vec<_> = more.into_iter().collect();
    more.sort_unstable_by_key(|(source, _)| source.uuid());
    for (source, count) in more {
        add(tx, source, count).await?;
    }
    Ok(held)
}

fn name_of(source: &Source, taken: &Taken) -> String {
    cut(&facts::name(&taken.message, source.kind).0, Action::LONGEST_NAME).to_owned()
}

fn body_of(sent: &Sent, taken: &Taken) -> Result<String> {
    let body = Body {
        message: taken.message.clone(),
        received_at: sent.received_at,
        address: sent.address.clone(),
        machine: sent.machine,
    };
    serde_json::to_string(&body).map_err(Error::fault)
}

/// The source has so many more, or fewer.
async fn add(tx: &mut Tx, source: Id<Source>, count: i64) -> Result<()> {
    let update = tx.query("update source set held = held + $3 where organisation = $1 and id = $2");
    tx.run(update.bind(source).bind(count)).await.map(drop)
}

/// Names that wait, with how many each.
pub async fn names(tx: &mut Tx, source: Id<Source>) -> Result<Vec<(String, i64)>> {
    let list = tx.query(
        "select name, count(*) as n from sent_held where organisation = $1 and source = $2
         group by name order by n desc, name limit 200",
    );
    let rows = tx.list(list.bind(source)).await?;
    rows.iter().map(|row| Ok((row.text("name")?, row.number("n")?))).collect()
}

/// What waits of all sources, by name, of which most waits first.
pub async fn all_names(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    let list = tx.query(
        "select name, count(*) as n from sent_held where organisation = $1
         group by name order by n desc, name limit $2",
    );
    tx.list(list.bind(MOST_NAMES_SHOWN))
        .await?
        .iter()
        .map(|row| Ok((row.text("name")?, row.number("n")?)))
        .collect()
}

/// Takes in up to [`AT_ONCE`] of what is now planned, or of everything where the source is no longer as
/// strict, oldest first. How many; none when there is no more. The caller commits.
pub async fn take_in(tx: &mut Tx, source: &Source, plan: &Plan, hears: &[Hears]) -> Result<usize> {
    let source = Arc::new(source.clone());
    let due = if source.strictness == Strictness::Hold {
        tx.query(
            "select h.id from sent_held h
             join plan_name p on p.organisation = $1 and p.name = h.name
             where h.organisation = $1 and h.source = $2 order by h.id limit $3",
        )
    } else {
        tx.query(
            "select id from sent_held where organisation = $1 and source = $2 order by id limit $3",
        )
    };
    // Whoever deletes a row has it: two who press at once do not both take it in.
    let mut delete = Bulk::new(
        tx,
        "delete from sent_held where organisation = $1 and id in (",
        [],
        "?",
        ") returning id, body",
    );
    for row in tx.list(due.bind(source.id).bind(AT_ONCE)).await? {
        delete.add([row.number("id")?.into()]);
    }
    let rows = delete.list(tx).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        found.push((row.number("id")?, row.text("body")?));
    }
    found.sort_unstable_by_key(|(id, _)| *id);
    let mut sent = Vec::with_capacity(found.len());
    for (_, body) in &found {
        let body: Body = serde_json::from_str(body).map_err(Error::fault)?;
        let raw = serde_json::value::to_raw_value(&body.message).map_err(Error::fault)?;
        sent.push(Sent {
            source: Arc::clone(&source),
            received_at: body.received_at,
            address: body.address,
            machine: body.machine,
            taken: vec![Taken { message: body.message, raw }],
            wrong: Vec::new(),
        });
    }
    record_late(tx, &sent, plan, hears).await?;
    add(tx, source.id, -i64::try_from(sent.len()).map_err(Error::fault)?).await?;
    Ok(sent.len())
}

/// How many of a name wait, of any source.
pub async fn of_name(tx: &mut Tx, name: &str) -> Result<i64> {
    let count =
        tx.query("select count(*) as n from sent_held where organisation = $1 and name = $2");
    tx.one(count.bind(name)).await?.number("n")
}
