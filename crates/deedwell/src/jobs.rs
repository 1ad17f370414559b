//! What a server does by itself. Each is a job of an organisation, so that of several servers on one
//! database one does it, and what fails is tried again and shown by `deedwell doctor`.

pub(crate) mod erase;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use deedwell_core::{Error, Result};
use deedwell_store::Db;
use deedwell_store::jobs::worker::{Work, Worker};
use deedwell_store::jobs::{self, Job};
use deedwell_web::Deedwell;
use tracing::info;

use crate::commands::seal;
use crate::config::Config;
use crate::programmes::PROGRAMMES;
use crate::wiring::Parts;

const A_MINUTE_S: i64 = 60;
const AN_HOUR_S: i64 = 3_600;
const A_DAY_S: i64 = 86_400;

/// What people give each other: by it they are trusted further.
const THANKS: [&str; 2] = ["ideas.voted", "ideas.thanked"];

/// Who does them.
pub fn worker(config: &Config, parts: &Arc<Parts>, app: &Deedwell) -> Worker {
    let [sealing, tidying, keeping, erasing, closing, checking, telling, trusting] =
        std::array::from_fn(|_| Arc::clone(parts));
    let app = app.clone();
    let [listing, sweeping] = std::array::from_fn(|_| parts.db.clone());
    let works = vec![
        Work::new("ledger.seal", move |job| seal_one(Arc::clone(&sealing), job))
            .every(config.seal_every_s.cast_signed()),
        Work::new("state.tidy", move |job| tidy(Arc::clone(&tidying), job)).every(A_DAY_S),
        Work::new("programmes.keep", move |job| keep(Arc::clone(&keeping), job)).every(A_MINUTE_S),
        Work::new("points.check", move |job| check_points(Arc::clone(&checking), job))
            .every(A_DAY_S),
        Work::new("trust.keep", move |job| keep_trust(Arc::clone(&trusting), job)).every(AN_HOUR_S),
        Work::new(deedwell_people::erase::JOB, move |job| erase::erase(Arc::clone(&erasing), job)),
        Work::new("people.erased", move |job| erase::close(Arc::clone(&closing), job))
            .every(A_MINUTE_S),
        Work::new("notices.tell", move |job| tell(app.clone(), Arc::clone(&telling), job))
            .every(A_MINUTE_S),
        Work::new(deedwell_sending::jobs::LIST, move |job| list(listing.clone(), job)),
        Work::new(deedwell_sending::jobs::SWEEP, move |job| sweep(sweeping.clone(), job))
            .every(A_MINUTE_S),
    ];
    Worker::new(parts.db.clone(), works)
}

/// Seals what was recorded, compacts where files have become many, sweeps what a crash left behind,
/// and leaves a checkpoint for the next start.
async fn seal_one(parts: Arc<Parts>, job: Job) -> Result<()> {
    let organisation = job.organisation;
    let sealed = seal::one(&parts, organisation).await;
    let sealed = sealed.map_err(|error| Error::fault(format!("{error:#}")))?;
    if sealed > 0 {
        parts.lake.compact(organisation).await?;
        // The tail has to see the files before it can leave a checkpoint of them.
        parts.ledger.catch_up().await?;
        parts.ledger.checkpoint(organisation).await?;
    }
    parts.lake.sweep(organisation).await.map(drop)
}

/// Throws away sessions, links, limits and jobs that have had their time, and looks how tables have grown.
async fn tidy(parts: Arc<Parts>, job: Job) -> Result<()> {
    parts.db.take_stock().await?;
    let mut tx = parts.db.write(job.organisation).await?;
    let rows = deedwell_console::acts::tidy(&mut tx).await?
        + deedwell_collect::tidy::tidy(&mut tx).await?
        + deedwell_webhooks::store::tidy(&mut tx).await?
        + deedwell_sending::forget::tidy(&mut tx).await?
        + deedwell_email::store::tidy(&mut tx).await?
        + deedwell_notices::acts::tidy(&mut tx).await?
        + deedwell_trust::acts::prune(&mut tx).await?
        + jobs::forget_old(&mut tx).await?;
    tx.commit().await?;
    if rows > 0 {
        info!(organisation = %job.organisation, rows, "Tidied up what has expired");
    }
    Ok(())
}

/// Tells customers what came of what they did.
async fn tell(app: Deedwell, parts: Arc<Parts>, job: Job) -> Result<()> {
    parts.ledger.catch_up().await?;
    let organisation = job.organisation;
    let by_mail = parts.mail.goes(&mut parts.db.read(organisation).await?).await?;
    if deedwell_notices::acts::keep(&app, organisation, by_mail).await? > 0 && by_mail {
        parts.mail.nudge.notify_one();
    }
    Ok(())
}

/// Writes down whom one message to many goes to.
async fn list(db: Db, job: Job) -> Result<()> {
    deedwell_sending::jobs::list(&db, job.organisation, &job.key).await.map(drop)
}

/// Looks for letters of which nobody knows any more, and for messages to many that are over.
async fn sweep(db: Db, job: Job) -> Result<()> {
    deedwell_sending::jobs::sweep(&db, job.organisation).await.map(drop)
}

/// What programmes derive from their tables is brought up to date.
async fn keep(parts: Arc<Parts>, job: Job) -> Result<()> {
    for programme in PROGRAMMES {
        (programme.upkeep)(&parts.db, job.organisation).await?;
    }
    Ok(())
}

/// Computes how far people are trusted, from what they did in all programmes.
async fn keep_trust(parts: Arc<Parts>, job: Job) -> Result<()> {
    let took_part =
        PROGRAMMES.iter().flat_map(|p| [p.meaning.contributions, p.meaning.peer_responses]);
    let counts = deedwell_trust::acts::Counts {
        taking_part: &took_part.flatten().copied().collect::<Vec<_>>(),
        thanks: &THANKS,
        flags: &[],
    };
    deedwell_trust::acts::keep(&parts.db, job.organisation, &*parts.ledger, counts).await.map(drop)
}

/// Whether points add up. What does not is a job that failed: the doctor shows it.
async fn check_points(parts: Arc<Parts>, job: Job) -> Result<()> {
    let mut tx = parts.db.read(job.organisation).await?;
    let problems = deedwell_points::check::problems(&mut tx).await?;
    match problems.first() {
        None => Ok(()),
        Some(first) => {
            Err(Error::fault(format!("{} things do not add up; {first}", problems.len())))
        }
    }
}
