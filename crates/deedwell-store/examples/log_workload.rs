//! Writes actions and says which were acknowledged; then checks that each of them is there once.
//! The durability checks of `e2e/durability` kill this program, cut its power and fill its disk.
//!
//!     log_workload write URL full|off record|many SEED   → `ack ID` lines, each after its commit
//!     log_workload check URL ACKS                        → every ID of the file, exactly once; and no
//!                                                          change without its deeds, nor they without it
//!     log_workload rate  URL full|off BATCH SECONDS      → actions a second by record_many
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

use deedwell_core::{
    Action, Channel, Deed, Error, Id, Identity, Initiator, Kind, Organisation, Part, Person,
    Position, Result, Timestamp, Who,
};
use deedwell_store::{Db, MIGRATIONS, Options};
use serde::Serialize;

#[tokio::main]
async fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["write", url, sync, how, seed] => write(url, *sync == "full", how, seed).await,
        ["check", url, acks] => check(url, acks).await,
        ["rate", url, sync, batch, seconds] => {
            rate(url, *sync == "full", number(batch)?, number(seconds)?).await
        }
        _ => Err(Error::fault(
            "write URL full|off record|many SEED, or check URL ACKS, or rate URL full|off BATCH SECONDS",
        )),
    }
}

fn number(text: &str) -> Result<u64> {
    text.parse().map_err(Error::fault)
}

async fn open(url: &str, durable: bool) -> Result<(Db, Id<Organisation>)> {
    let db = Db::open(url, Options { durable, ..Options::default() }).await?;
    db.migrate(MIGRATIONS).await?;
    let mut tx = db.system().await?;
    let organisation = match tx.find_first_organisation().await? {
        Some(there) => there,
        None => {
            let id: Id<Organisation> = tx.new_id();
            let insert = tx.query_all(
                "insert into organisation (organisation, name, slug, currency, zone, language, created_at)
                 values ($1, 'Workload', 'workload', 'GBP', 'UTC', 'en', 0)",
            );
            tx.run(insert.bind(id)).await?;
            id
        }
    };
    tx.commit().await?;
    Ok((db, organisation))
}

fn action(db: &Db, message: String) -> Action {
    let now: Timestamp = db.clock().now();
    Action {
        id: db.clock().new_id(),
        message: Some(message),
        unit: None,
        part: Part::Customer,
        subject: db.clock().new_id(),
        at: now,
        received_at: now,
        zone: None,
        channel: Channel::API,
        initiator: Initiator::Customer,
        name: "orders.placed".into(),
        about: None,
        counterpart: None,
        value: None,
        facts: r#"{"items":3,"filler":"0123456789abcdef0123456789abcdef"}"#.to_owned(),
    }
}

/// A deed as handlers record it. What it is about tells one from another.
#[derive(Serialize)]
struct Visited {
    #[serde(skip)]
    mark: String,
}

const VISIT: &str = "visit/";

impl Deed for Visited {
    fn kind(&self) -> Kind {
        "site.visited"
    }

    fn about(&self) -> Option<String> {
        Some(format!("{VISIT}{}", self.mark))
    }
}

/// By which an action is acknowledged and found again.
fn mark(action: &Action) -> String {
    let visit = action.about.as_deref().and_then(|about| about.strip_prefix(VISIT));
    visit.map_or_else(|| action.id.to_string(), str::to_owned)
}

/// The first action of each transaction, which the change beside it names.
fn is_first(action: &Action) -> bool {
    action.message.as_deref().is_none_or(|message| message.ends_with("-0"))
}

async fn write(url: &str, durable: bool, how: &str, seed: &str) -> Result<()> {
    let (db, organisation) = open(url, durable).await?;
    let mut out = std::io::stdout().lock();
    for n in 0u64.. {
        match write_one(&db, organisation, how == "many", &format!("{seed}-{n}")).await {
            Ok(marks) => {
                for mark in &marks {
                    writeln!(out, "ack {mark}").map_err(Error::fault)?;
                }
                out.flush().map_err(Error::fault)?;
            }
            Err(error) => refused(&error).await,
        }
    }
    Ok(())
}

/// One transaction: a change of state, and its deeds. Both must be there, or neither.
async fn write_one(
    db: &Db,
    organisation: Id<Organisation>,
    many: bool,
    seed: &str,
) -> Result<Vec<String>> {
    let mut tx = db.write(organisation).await?;
    let marks: Vec<String> = if many {
        let actions: Vec<Action> = (0..50).map(|i| action(db, format!("{seed}-{i}"))).collect();
        let marks = actions.iter().map(mark).collect();
        tx.record_many(actions)?;
        marks
    } else {
        let mark = db.clock().new_uuid().to_string();
        let (person, identity): (Id<Person>, Id<Identity>) = (tx.new_id(), tx.new_id());
        let deed = Visited { mark: mark.clone() };
        tx.record(Who::Customer { person, identity }, &deed).await?;
        vec![mark]
    };
    let change = tx.query(
        "insert into audit (organisation, id, at, deed) values ($1, $2, $3, 'workload.written')",
    );
    let change = change.bind(&marks[0]).bind(tx.now());
    tx.run(change).await?;
    tx.commit().await?;
    Ok(marks)
}

async fn refused(error: &Error) {
    eprintln!("refused: {error}");
    tokio::time::sleep(Duration::from_millis(20)).await;
}

async fn changes(db: &Db, organisation: Id<Organisation>) -> Result<HashSet<String>> {
    let mut tx = db.read(organisation).await?;
    let list = tx.query("select id from audit where organisation = $1");
    tx.list(list).await?.iter().map(|row| row.text("id")).collect()
}

/// Only reads: it must answer while the disk is full.
async fn check(url: &str, acks: &str) -> Result<()> {
    let db = Db::open(url, Options::default()).await?;
    let organisation = db.system_read().await?.find_first_organisation().await?;
    let organisation = organisation.ok_or(Error::Missing("organisation"))?;
    // Somebody may be writing meanwhile: what stood before has its deeds, and deeds have what stands after.
    let before = changes(&db, organisation).await?;
    let mut found = HashMap::<String, u32>::new();
    let mut firsts = HashSet::<String>::new();
    let mut position = Position::default();
    loop {
        let blocks = db.blocks_after(position, 1 << 24).await?;
        let Some(last) = blocks.last() else { break };
        position = last.position;
        for block in &blocks {
            for action in block.actions()? {
                *found.entry(mark(&action)).or_default() += 1;
                if is_first(&action) {
                    firsts.insert(mark(&action));
                }
            }
        }
    }
    let after = changes(&db, organisation).await?;
    let halves = before.difference(&firsts).count() + firsts.difference(&after).count();
    let file = std::fs::File::open(acks).map_err(Error::fault)?;
    let mut acknowledged = 0u64;
    let mut missing = 0u64;
    for line in std::io::BufReader::new(file).lines() {
        let line = line.map_err(Error::fault)?;
        // The last line may be torn: it was not acknowledged whole.
        let Some(id) = line.strip_prefix("ack ").filter(|id| id.len() == 36) else { continue };
        acknowledged += 1;
        missing += u64::from(!found.contains_key(id));
    }
    let doubled = found.values().filter(|n| **n > 1).count();
    println!(
        "acknowledged {acknowledged} present {} missing {missing} doubled {doubled} halves {halves}",
        found.len()
    );
    if doubled > 0 {
        return Err(Error::fault("an action stands twice"));
    }
    if halves > 0 {
        return Err(Error::fault("a change stands without its deeds, or they without it"));
    }
    Ok(())
}

async fn rate(url: &str, durable: bool, batch: u64, seconds: u64) -> Result<()> {
    let (db, organisation) = open(url, durable).await?;
    let template: Vec<Action> = (0..batch).map(|i| action(&db, format!("rate {i}"))).collect();
    let started = Instant::now();
    let mut count = 0;
    while started.elapsed().as_secs() < seconds {
        let mut actions = template.clone();
        for action in &mut actions {
            action.id = db.clock().new_id();
        }
        let mut tx = db.write(organisation).await?;
        tx.record_many(actions)?;
        tx.commit().await?;
        count += batch;
    }
    let rate = count as f64 / started.elapsed().as_secs_f64();
    println!(
        "record_many batch {batch}: {rate:.0} actions/s ({count} in {:.1} s)",
        started.elapsed().as_secs_f64()
    );
    Ok(())
}
