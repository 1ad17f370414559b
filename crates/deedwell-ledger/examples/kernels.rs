//! How fast the tail reads and the kernels answer:
//! `cargo run --release -p deedwell-ledger --example kernels -- 2000000`.
//!
//! Writes that many made-up actions of one organisation into a SQLite database, follows them, and asks
//! each question a few times; then seals and starts again. It prints medians, and what was answered, so
//! that another program can be asked the same of the same files (`bench/peers.py`): a second argument
//! names a folder that is kept. It asserts nothing, machines differ.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deedwell_core::behaviour::*;
use deedwell_core::meaning::{Booking, Owes};
use deedwell_core::{
    Action, Channel, Clock, Currency, Id, Identity, Initiator, Meaning, Money, Organisation, Part,
    Quality, Result, Timestamp,
};
use deedwell_ledger::Ledger;
use deedwell_measure::{Asked, Wait, responsiveness};
use deedwell_store::{Db, Options};
use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

const IDEAS: Meaning = Meaning {
    contributions: &["ideas.put_forward"],
    voided_by: &["ideas.merged"],
    restored_by: &["ideas.restored"],
    quality: Quality::Grade { kind: "ideas.evaluated", fact: "grade", worst: 1, best: 5 },
    peer_responses: &["ideas.voted"],
    company_responses: &["ideas.answered"],
    official_answers: &["ideas.answered"],
    evaluated: &["ideas.evaluated"],
    decided: &["ideas.decided"],
    implemented: &["ideas.delivered"],
    owes: Owes {
        answer_h: 240,
        decision_h: 720,
        explained_by: &["ideas.answered"],
        ..Owes::NOTHING
    },
    money: &[Booking { kind: "ideas.earned", cost: false }],
};
/// How often a question is asked.
const ROUNDS: usize = 9;
/// Of a hundred actions, what they are.
const KINDS: [(&str, u32); 8] = [
    ("shop.viewed", 55),
    ("ideas.voted", 15),
    ("orders.placed", 12),
    ("email.delivered", 8),
    ("ideas.put_forward", 4),
    ("ideas.evaluated", 2),
    ("ideas.answered", 3),
    ("orders.refunded", 1),
];

#[tokio::main]
async fn main() -> Result<()> {
    let asked = std::env::args().nth(1).and_then(|n| n.parse().ok());
    let count: usize = asked.unwrap_or(1_000_000);
    let passing = tempfile::tempdir().map_err(deedwell_core::Error::fault)?;
    let kept = std::env::args().nth(2).map(PathBuf::from);
    let folder = kept.unwrap_or_else(|| passing.path().to_owned());
    let now: Timestamp = "2026-06-01T00:00:00Z".parse().map_err(deedwell_core::Error::fault)?;
    let options = Options { clock: Clock::held(now), durable: false, schema: None };
    let db = Db::open(&format!("sqlite:{}/state.db", folder.display()), options).await?;
    let all =
        [deedwell_store::MIGRATIONS, deedwell_people::MIGRATIONS, deedwell_ledger::MIGRATIONS]
            .concat();
    db.migrate(&all).await?;
    let of = db.clock().new_id();
    let written = Instant::now();
    write(&db, of, count, now).await?;
    told("write", count, written.elapsed());
    let ledger = Ledger::open(db.clone(), folder.clone(), vec![("ideas", IDEAS)])?;
    let read = Instant::now();
    ledger.catch_up().await?;
    told("catch up from blocks", count, read.elapsed());
    ask(&ledger, of, count, now)?;
    append(&db, &ledger, of, now).await?;
    start_again(&db, &ledger, of, &folder, count).await
}

async fn write(db: &Db, of: Id<Organisation>, count: usize, now: Timestamp) -> Result<()> {
    let mut dice = StdRng::seed_from_u64(1);
    let people: Vec<Id<Identity>> = (0..(count / 20).max(1)).map(|_| db.clock().new_id()).collect();
    let year = 365 * 86_400 * 1_000_000_i64;
    for start in (0..count).step_by(20_000) {
        let actions = (start..count.min(start + 20_000)).map(|n| {
            let late = dice.random_range(0..86_400_000_000);
            let at = now.as_microsecond() - year + year / count as i64 * n as i64 - late;
            action(db, &mut dice, &people, at)
        });
        let mut tx = db.write(of).await?;
        tx.record_many(actions.collect())?;
        tx.commit().await?;
    }
    Ok(())
}

fn action(db: &Db, dice: &mut StdRng, people: &[Id<Identity>], at: i64) -> Action {
    let mut place = dice.random_range(0..100);
    let of = |(_, often): &&(&'static str, u32)| {
        let found = place < *often;
        place = place.saturating_sub(*often);
        found
    };
    let name = KINDS.iter().find(of).map_or("shop.viewed", |(name, _)| name);
    let is_staff = matches!(name, "ideas.evaluated" | "ideas.answered");
    let idea = dice.random_range(0..people.len());
    let at = Timestamp::from_microsecond(at).unwrap_or_default();
    Action {
        id: db.clock().new_id(),
        message: dice.random_bool(0.5).then(|| format!("m{}", dice.random::<u64>())),
        unit: None,
        part: if is_staff { Part::Staff } else { Part::Customer },
        subject: if is_staff { people[0] } else { people[dice.random_range(0..people.len())] },
        at,
        received_at: at,
        zone: None,
        channel: Channel::SITE,
        initiator: if is_staff { Initiator::Company } else { Initiator::Customer },
        name: name.into(),
        about: name.starts_with("ideas").then(|| format!("idea/{idea}")),
        counterpart: None,
        value: name.starts_with("orders").then(|| Money::new(1250, Currency::GBP)),
        facts: if name == "ideas.evaluated" { r#"{"grade":4}"#.into() } else { String::new() },
    }
}

fn ask(ledger: &Ledger, of: Id<Organisation>, count: usize, to: Timestamp) -> Result<()> {
    let from = to - SignedDuration::from_hours(28 * 24);
    let window = Window { from, to, unit: None };
    let page = Entries { limit: 50, ..Entries::default() };
    let newest = ledger.entries(of, &page)?;
    let person = newest.entries.iter().find_map(|e| e.person);
    let one = Entries { person, answers_too: true, ..page.clone() };
    let votes = Entries { kinds: vec!["ideas.voted".into()], ..page.clone() };
    let weeks = Weeks { to, weeks: 26, unit: None };
    let programme = "ideas".to_owned();
    let behind = Behind { window, programme, cell: Cell::Contributions, before: None, limit: 50 };
    let fifty: Vec<_> = newest.entries.iter().filter_map(|e| e.person).collect();
    let (counted, week_by_week) = (ledger.counts(of, &window)?, ledger.weeks(of, &weeks)?);
    let actions: u64 = week_by_week.iter().map(|week| week.actions).sum();
    let people: u64 = week_by_week.iter().map(|week| week.people).sum();
    println!("answer counts people {} actions {}", counted.people, counted.actions);
    println!("answer weeks people {people} actions {actions}");
    time("weeks, 26", count, || ledger.weeks(of, &weeks).map(drop))?;
    time("counts, 28 days", count, || ledger.counts(of, &window).map(drop))?;
    time("grid, 28 days", count, || ledger.grid(of, &window).map(drop))?;
    let year = Window { from: to - SignedDuration::from_hours(365 * 24), ..window };
    time("owed, a year", count, || ledger.owed(of, &year).map(drop))?;
    let asked = asked(&ledger.owed(of, &year)?);
    let fits = [[864_000.0, 2_592_000.0, 1.0]];
    let index = || responsiveness(&asked, &fits, 0.95);
    if let Some(found) = index() {
        let index = found.index.map_or(-1.0, |e| e.value);
        println!("answer responsiveness of {} matters {index:.2}", found.owed);
    }
    time("responsiveness of those", count, || {
        index();
        Ok(())
    })?;
    time("behind b)", count, || ledger.behind(of, &behind).map(drop))?;
    time("entries, all", count, || ledger.entries(of, &page).map(drop))?;
    time("entries, votes", count, || ledger.entries(of, &votes).map(drop))?;
    time("entries, a person and answers", count, || ledger.entries(of, &one).map(drop))?;
    time("activity of 50", count, || ledger.activity(of, &fifty).map(drop))?;
    time("ranking, first time only", count, || ledger.ranking(of, Ranking::Actions).map(drop))
}

/// The waits of what was owed, as pages reckon with them.
fn asked(owed: &Owed) -> Vec<Asked> {
    let wait = |came: Option<f64>, watched: f64| {
        Some(Wait { lasted: came.unwrap_or(watched).min(watched), came: came.is_some(), watched })
    };
    let one = |m: &Matter| Asked {
        whose: m.whose,
        sort: 0,
        waits: [wait(m.answered_s, m.age_s), wait(m.decided_s, m.age_s), None],
        openly: [m.decided_s.map(|_| m.explained), None, m.answered_s.map(|_| true)],
    };
    owed.programmes.iter().flat_map(|p| p.matters.iter().map(one)).collect()
}

/// Small blocks onto a large past: what one visible act costs.
async fn append(db: &Db, ledger: &Ledger, of: Id<Organisation>, now: Timestamp) -> Result<()> {
    let mut dice = StdRng::seed_from_u64(2);
    let people: Vec<Id<Identity>> = (0..50).map(|_| db.clock().new_id()).collect();
    let mut reading = Duration::ZERO;
    for _ in 0..500 {
        let mut tx = db.write(of).await?;
        tx.record_many(vec![action(db, &mut dice, &people, now.as_microsecond())])?;
        tx.commit().await?;
        let began = Instant::now();
        ledger.catch_up().await?;
        reading += began.elapsed();
    }
    println!(
        "{:32} {:9.3} ms each",
        "catch up, one action",
        reading.as_secs_f64() * 1000.0 / 500.0
    );
    Ok(())
}

async fn start_again(
    db: &Db,
    ledger: &Arc<Ledger>,
    of: Id<Organisation>,
    folder: &std::path::Path,
    count: usize,
) -> Result<()> {
    let sealing = Instant::now();
    let reach = ledger.reach(of);
    ledger.lake().seal(of, reach.position, &reach.dropped).await?;
    told("seal", count, sealing.elapsed());
    let open = || Ledger::open(db.clone(), folder.to_owned(), vec![("ideas", IDEAS)]);
    let from_files = Instant::now();
    open()?.catch_up().await?;
    told("start from files", count, from_files.elapsed());
    ledger.catch_up().await?;
    let writing = Instant::now();
    ledger.write_checkpoints(1).await?;
    told("write a checkpoint", count, writing.elapsed());
    let from_checkpoint = Instant::now();
    open()?.catch_up().await?;
    told("start from the checkpoint", count, from_checkpoint.elapsed());
    Ok(())
}

/// The median of a few, or the first where what is asked is remembered.
fn time(name: &str, count: usize, mut ask: impl FnMut() -> Result<()>) -> Result<()> {
    let rounds = if name.contains("first time") { 1 } else { ROUNDS };
    let mut took = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let began = Instant::now();
        ask()?;
        took.push(began.elapsed());
    }
    took.sort_unstable();
    told(name, count, took[rounds / 2]);
    Ok(())
}

fn told(name: &str, count: usize, took: Duration) {
    let rate = count as f64 / took.as_secs_f64() / 1e6;
    println!("{name:32} {:9.3} ms {rate:12.2} million actions a second", took.as_secs_f64() * 1e3);
}
