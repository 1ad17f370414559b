//! Runs: one message to many.

use deedwell_core::{Error, Id, Result};
use deedwell_store::{Row, Tx};
use jiff::Timestamp;
use serde::Serialize;

use crate::letter::ContentNoun;
use crate::run::{Allowance, Run, RunState};

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RunRow {
    pub id: Id<Run>,
    pub name: String,
    pub channel: String,
    pub topic: String,
    pub state: RunState,
    /// Letters a second; none for as fast as the channel can.
    pub rate_per_s: Option<f64>,
    pub begin_at: Timestamp,
    pub until: Option<Timestamp>,
    pub source: String,
    pub created_at: Timestamp,
    /// When all recipients were reserved.
    pub listed_at: Option<Timestamp>,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    #[serde(skip)]
    pub content: Id<ContentNoun>,
    #[serde(skip)]
    pub allowance: Allowance,
}

fn run_of(row: &Row) -> Result<RunRow> {
    let state = row.text("state")?;
    Ok(RunRow {
        id: row.id("id")?,
        name: row.text("name")?,
        channel: row.text("channel")?,
        topic: row.text("topic")?,
        state: RunState::parse(&state).ok_or_else(|| Error::fault(format!("no run is {state}")))?,
        rate_per_s: row.real_or_null("rate_per_s")?,
        begin_at: row.moment("begin_at")?,
        until: row.moment_or_null("until_at")?,
        source: row.text("source")?,
        created_at: row.moment("created_at")?,
        listed_at: row.moment_or_null("listed_at")?,
        started_at: row.moment_or_null("started_at")?,
        finished_at: row.moment_or_null("finished_at")?,
        content: row.id("content")?,
        allowance: Allowance { letters: row.real("allowance")?, at: row.moment("allowed_at")? },
    })
}

/// A run that is new, checked by the verb that adds it.
#[derive(Clone, Debug)]
pub struct NewRunRow<'a> {
    pub id: Id<Run>,
    pub name: &'a str,
    pub channel: &'a str,
    pub topic: &'a str,
    pub content: Id<ContentNoun>,
    pub rate_per_s: Option<f64>,
    pub begin_at: Timestamp,
    pub until: Option<Timestamp>,
    pub source: &'a str,
}

pub async fn add_run(tx: &mut Tx, new: &NewRunRow<'_>) -> Result<()> {
    let insert = tx.query(
        "insert into letter_run (organisation, id, name, channel, topic, content, state, rate_per_s,
           allowed_at, begin_at, until_at, source, created_at)
         values ($1, $2, $3, $4, $5, $6, 'planned', $7, $8, $9, $10, $11, $8)",
    );
    let now = tx.now();
    let insert = insert.bind(new.id).bind(new.name).bind(new.channel).bind(new.topic);
    let insert = insert.bind(new.content).bind(new.rate_per_s).bind(now).bind(new.begin_at);
    tx.run(insert.bind(new.until).bind(new.source)).await.map(drop)
}

/// # Errors
/// `Missing`.
pub async fn run(tx: &mut Tx, id: Id<Run>) -> Result<RunRow> {
    let find = tx.query(
        "select id, name, channel, topic, state, rate_per_s, begin_at, until_at, source, created_at,
           listed_at, started_at, finished_at, content, allowance, allowed_at
         from letter_run where organisation = $1 and id = $2",
    );
    run_of(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("run"))?)
}

/// The newest first.
pub async fn runs(tx: &mut Tx, limit: usize) -> Result<Vec<RunRow>> {
    let list = tx.query(
        "select id, name, channel, topic, state, rate_per_s, begin_at, until_at, source, created_at,
           listed_at, started_at, finished_at, content, allowance, allowed_at
         from letter_run where organisation = $1 order by created_at desc, id desc limit $2",
    );
    tx.list(list.bind(limit)).await?.iter().map(run_of).collect()
}

/// Those that send by this channel now, the oldest first.
pub async fn running(tx: &mut Tx, channel: &str) -> Result<Vec<RunRow>> {
    let list = tx.query(
        "select id, name, channel, topic, state, rate_per_s, begin_at, until_at, source, created_at,
           listed_at, started_at, finished_at, content, allowance, allowed_at
         from letter_run where organisation = $1 and state = 'running' and channel = $2
           and begin_at <= $3 order by created_at, id",
    );
    let now = tx.now();
    tx.list(list.bind(channel).bind(now)).await?.iter().map(run_of).collect()
}

/// False when it was something else by now.
pub async fn set_run_state(tx: &mut Tx, from: RunState, to: RunState, id: Id<Run>) -> Result<bool> {
    let update = tx.query(
        "update letter_run set state = $3, started_at = coalesce(started_at, $5),
           finished_at = $6, allowance = 0, allowed_at = $7
         where organisation = $1 and id = $2 and state = $4",
    );
    let now = tx.now();
    let started = (to == RunState::Running).then_some(now);
    let finished = to.is_over().then_some(now);
    let update = update.bind(id).bind(to.name()).bind(from.name()).bind(started).bind(finished);
    Ok(tx.run(update.bind(now)).await? == 1)
}

pub async fn set_rate(tx: &mut Tx, id: Id<Run>, rate: Option<f64>) -> Result<()> {
    let update =
        tx.query("update letter_run set rate_per_s = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(rate)).await.map(drop)
}

pub async fn set_allowance(tx: &mut Tx, id: Id<Run>, left: Allowance) -> Result<()> {
    let update = tx.query(
        "update letter_run set allowance = $3, allowed_at = $4 where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(left.letters).bind(left.at)).await.map(drop)
}

/// All recipients are reserved.
pub async fn set_listed(tx: &mut Tx, id: Id<Run>) -> Result<()> {
    let update = tx.query(
        "update letter_run set listed_at = $3
         where organisation = $1 and id = $2 and listed_at is null",
    );
    let now = tx.now();
    tx.run(update.bind(id).bind(now)).await.map(drop)
}

/// Runs of which every letter has its answer are finished. Which.
pub async fn finish_runs(tx: &mut Tx) -> Result<Vec<Id<Run>>> {
    let update = tx.query(
        "update letter_run set state = 'finished', finished_at = $2
         where organisation = $1 and state = 'running' and listed_at is not null
           and not exists (select 1 from letter l where l.organisation = $1
             and l.run = letter_run.id and l.state in ('reserved', 'handed_over'))
         returning id",
    );
    let now = tx.now();
    tx.list(update.bind(now)).await?.iter().map(|row| row.id("id")).collect()
}

/// Withdraws what a run has not handed over. How many.
pub async fn cancel_letters_of(tx: &mut Tx, id: Id<Run>) -> Result<u64> {
    let update = tx.query(
        "update letter set state = 'cancelled', answered_at = $3, lease = null
         where organisation = $1 and run = $2 and state = 'reserved'",
    );
    let now = tx.now();
    tx.run(update.bind(id).bind(now)).await
}
