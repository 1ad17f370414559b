//! Runs: planned with all their recipients, begun, paused, made faster or slower, cancelled. None of it but
//! cancelling touches a letter.

use deedwell_core::{Error, Id, Identity, Result, Staff};
use deedwell_store::Tx;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::reserve::{no_topic, until};
use crate::address::Address;
use crate::deed::{LetterDeed, note};
use crate::letter::{Content, Lane, Letter, NewLetter, check_data, message_id};
use crate::run::{self, LONGEST_NAME, Run, RunState, Step, check_rate};
use crate::store::{self, NewRunRow, Reservation, RunRow};

/// One message to many, as it is asked for.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// For staff.
    pub name: String,
    pub channel: String,
    pub topic: String,
    /// For all of them; a template is rendered for each when it is handed over.
    pub content: Content,
    pub rate_per_s: Option<f64>,
    pub begin_at: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

/// One of the many.
#[derive(Clone, Debug)]
pub struct To {
    pub identity: Id<Identity>,
    pub address: Address,
    /// For the template.
    pub data: Map<String, Value>,
}

/// Plans a run without recipients yet.
///
/// # Errors
/// `Invalid`; `sending.no_topic`.
pub async fn plan_run(tx: &mut Tx, staff: Option<Id<Staff>>, new: &NewRun) -> Result<Id<Run>> {
    let name = deedwell_core::text::line(&new.name);
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        let sentence = format!("A run has a name of 1 to {LONGEST_NAME} letters.");
        return Err(Error::invalid("name", sentence));
    }
    check_rate(new.rate_per_s)?;
    crate::topic::channel(&new.channel)?;
    new.content.check()?;
    let topic = store::topics(tx).await?.into_iter().find(|topic| topic.key == new.topic);
    if !topic.is_some_and(|topic| topic.is_open() && topic.goes_by(&new.channel)) {
        return Err(no_topic());
    }
    let id: Id<Run> = tx.new_id();
    let content = store::add_content(tx, &new.content, false).await?;
    let source = match (staff, tx.key()) {
        (Some(staff), _) => format!("staff/{staff}"),
        (None, Some(key)) => format!("key/{key}"),
        (None, None) => "system".to_owned(),
    };
    let row = NewRunRow {
        id,
        name: &name,
        channel: &new.channel,
        topic: &new.topic,
        content,
        rate_per_s: new.rate_per_s,
        begin_at: new.begin_at.unwrap_or(tx.now()),
        until: new.until,
        source: &source,
    };
    store::add_run(tx, &row).await?;
    let deed = LetterDeed::RunPlanned { run: id, topic: new.topic.clone() };
    note(tx, staff, &deed, &json!({ "name": name })).await?;
    Ok(id)
}

/// Reserves a letter for each of these; who is among the recipients already stays so once. How many are new.
/// Some thousand at a time, each in a transaction of the caller's.
///
/// # Errors
/// `Missing`; `sending.run_listed` once all were said to be there; `Invalid` for data that is too much.
pub async fn add_recipients(tx: &mut Tx, run: Id<Run>, to: &[To]) -> Result<u64> {
    let row = store::run(tx, run).await?;
    if row.listed_at.is_some() || row.state.is_over() {
        let sentence = "All recipients of this run are listed; nobody is added any more.";
        return Err(Error::refused("sending.run_listed", sentence));
    }
    let settings = store::settings(tx).await?;
    let mut letters = Vec::with_capacity(to.len());
    for one in to {
        check_data(&one.data)?;
        let key = format!("run/{run}/{}", one.identity);
        // What it says stands with the run.
        let words = Content::Template(String::new());
        let new = NewLetter::about_topic(&row.topic, one.address.clone(), one.identity, key, words);
        let channel = row.channel.clone();
        let (due_at, until) = (Some(row.begin_at), row.until);
        let (data, source) = (one.data.clone(), row.source.clone());
        letters.push(NewLetter { channel, data, source, due_at, until, ..new });
    }
    let mut reservations = Vec::with_capacity(letters.len());
    for new in &letters {
        let id: Id<Letter> = tx.new_id();
        reservations.push(Reservation {
            id,
            lane: Lane::Run(run),
            run: Some(run),
            new,
            fingerprint: String::new(),
            message_id: message_id(id, &settings.message_domain),
            content: row.content,
            next_at: row.begin_at.max(tx.now()),
            until: until(new, tx.now())?,
        });
    }
    Ok(store::add_letters(tx, &reservations).await?.len() as u64)
}

/// All recipients are there.
///
/// # Errors
/// `Missing`.
pub async fn listed(tx: &mut Tx, run: Id<Run>) -> Result<()> {
    store::run(tx, run).await?;
    store::set_listed(tx, run).await
}

async fn step(tx: &mut Tx, run: Id<Run>, step: Step) -> Result<RunRow> {
    let row = store::run(tx, run).await?;
    let to = run::after(row.state, step)?;
    if !store::set_run_state(tx, row.state, to, run).await? {
        let sentence = "Somebody else changed this run at the same moment. Please look again.";
        return Err(Error::refused("sending.run_changed", sentence));
    }
    Ok(RunRow { state: to, ..row })
}

/// # Errors
/// `sending.run_empty` before all recipients are there; what a run that goes or is over refuses.
pub async fn start(tx: &mut Tx, staff: Option<Id<Staff>>, run: Id<Run>) -> Result<()> {
    let row = store::run(tx, run).await?;
    if row.state == RunState::Planned && row.listed_at.is_none() {
        let sentence = "Its recipients are still being written down. Please wait a moment.";
        return Err(Error::refused("sending.run_empty", sentence));
    }
    let row = step(tx, run, Step::Start).await?;
    note(tx, staff, &LetterDeed::RunStarted { run }, &json!({ "name": row.name })).await
}

/// Nothing is handed over from the next moment on. Changes no letter.
///
/// # Errors
/// `sending.run_…`.
pub async fn pause(tx: &mut Tx, staff: Option<Id<Staff>>, run: Id<Run>) -> Result<()> {
    let row = step(tx, run, Step::Pause).await?;
    note(tx, staff, &LetterDeed::RunPaused { run }, &json!({ "name": row.name })).await
}

/// # Errors
/// `sending.run_…`.
pub async fn resume(tx: &mut Tx, staff: Option<Id<Staff>>, run: Id<Run>) -> Result<()> {
    let row = step(tx, run, Step::Resume).await?;
    note(tx, staff, &LetterDeed::RunResumed { run }, &json!({ "name": row.name })).await
}

/// Letters a second from now on; none for as fast as the channel can. Changes no letter.
///
/// # Errors
/// `Missing`, `Invalid`, `sending.run_over`.
pub async fn set_speed(
    tx: &mut Tx,
    staff: Option<Id<Staff>>,
    run: Id<Run>,
    rate: Option<f64>,
) -> Result<()> {
    check_rate(rate)?;
    let row = store::run(tx, run).await?;
    if row.state.is_over() {
        run::after(row.state, Step::Pause)?;
    }
    store::set_rate(tx, run, rate).await?;
    let deed = LetterDeed::RunRated { run, rate_per_s: rate };
    note(tx, staff, &deed, &json!({ "name": row.name, "rate_per_s": rate })).await
}

/// What was not handed over is withdrawn. How many letters.
///
/// # Errors
/// `sending.run_over`.
pub async fn cancel_run(tx: &mut Tx, staff: Option<Id<Staff>>, run: Id<Run>) -> Result<u64> {
    let row = step(tx, run, Step::Cancel).await?;
    store::set_listed(tx, run).await?;
    let letters = store::cancel_letters_of(tx, run).await?;
    let deed = LetterDeed::RunCancelled { run, letters };
    note(tx, staff, &deed, &json!({ "name": row.name, "letters": letters })).await?;
    Ok(letters)
}
