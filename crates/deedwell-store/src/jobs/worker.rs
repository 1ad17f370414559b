//! Who does the jobs: one worker in every server, one job at a time.
//!
//! What there is to do is a list of [`Work`]: kinds, and what each of them means. A job may be begun
//! again after its worker died in the middle of it, so whatever it does must bear being done twice.

use std::collections::HashSet;
use std::pin::Pin;
use std::time::Duration;

use deedwell_core::{Error, Id, Organisation, Result};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tracing::{error, warn};

use super::{Job, ask_every, claim, done, failed, hold, is_due};
use crate::Db;

/// How often is looked whether something is due.
const POLL: Duration = Duration::from_secs(1);
/// How often the worker says that it is still at it: several times within a lease.
const BEAT: Duration = if cfg!(test) { Duration::from_millis(20) } else { Duration::from_secs(15) };
/// A job that takes longer has lost its way.
const LONGEST: Duration = Duration::from_secs(3_600);

type Doing = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// A kind of job, and how it is done.
pub struct Work {
    kind: &'static str,
    every_s: Option<i64>,
    run: Box<dyn Fn(Job) -> Doing + Send + Sync>,
}

impl Work {
    /// Done when somebody asks for it.
    pub fn new<F: Future<Output = Result<()>> + Send + 'static>(
        kind: &'static str,
        run: impl Fn(Job) -> F + Send + Sync + 'static,
    ) -> Self {
        Self { kind, every_s: None, run: Box::new(move |job| Box::pin(run(job))) }
    }

    /// Done for every organisation without being asked for, and again so long after it was done.
    #[must_use]
    pub fn every(mut self, seconds: i64) -> Self {
        self.every_s = Some(seconds);
        self
    }
}

pub struct Worker {
    db: Db,
    works: Vec<Work>,
    /// Organisations whose recurring work was asked for.
    provided: HashSet<Id<Organisation>>,
}

impl Worker {
    pub fn new(db: Db, works: Vec<Work>) -> Self {
        Self { db, works, provided: HashSet::new() }
    }

    /// Does what is due until told to stop; a job that was begun is finished first.
    pub async fn keep_working(mut self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let more = self.round().await.unwrap_or_else(|error| {
                warn!(%error, "Jobs cannot be looked at in this moment");
                false
            });
            if more {
                continue;
            }
            tokio::select! {
                () = tokio::time::sleep(POLL) => {}
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Does one job, if one is due. Whether it did.
    ///
    /// # Errors
    /// When the database cannot be read or written. That a job fails is no error: it is put back.
    pub async fn round(&mut self) -> Result<bool> {
        self.provide().await?;
        // Each kind is the first in turn, so that none waits for ever behind another.
        self.works.rotate_left(1);
        let kinds: Vec<&'static str> = self.works.iter().map(|w| w.kind).collect();
        if !is_due(&self.db, &kinds).await? {
            return Ok(false);
        }
        let Some(job) = claim(&self.db, &kinds, 1).await?.pop() else { return Ok(false) };
        let outcome = self.run(&job).await;
        let mut tx = self.db.write(job.organisation).await?;
        match &outcome {
            Outcome::Done => drop(done(&mut tx, &job).await?),
            Outcome::Failed(sentence) => failed(&mut tx, &job, sentence).await?,
            Outcome::Lost => {}
        }
        tx.commit().await?;
        outcome.log(&job);
        Ok(true)
    }

    /// Asks for the recurring work of organisations that we do not know yet.
    async fn provide(&mut self) -> Result<()> {
        let mut tx = self.db.system_read().await?;
        let all = tx.list(tx.query_all("select organisation from organisation")).await?;
        drop(tx);
        for row in all {
            let organisation = row.id("organisation")?;
            if self.provided.contains(&organisation) {
                continue;
            }
            let mut tx = self.db.write(organisation).await?;
            for work in &self.works {
                if let Some(every_s) = work.every_s {
                    ask_every(&mut tx, work.kind, every_s).await?;
                }
            }
            tx.commit().await?;
            self.provided.insert(organisation);
        }
        Ok(())
    }

    async fn run(&self, job: &Job) -> Outcome {
        // In a task of its own, so that a panic is a failure like any other; it ends with this call.
        let mut task = JoinSet::new();
        for work in self.works.iter().filter(|w| w.kind == job.kind) {
            task.spawn((work.run)(job.clone()));
        }
        let too_long = tokio::time::sleep(LONGEST);
        tokio::pin!(too_long);
        loop {
            tokio::select! {
                ended = task.join_next() => return Outcome::of(ended),
                () = &mut too_long => {
                    return Outcome::Failed(format!("It took longer than {LONGEST:?}."));
                }
                () = tokio::time::sleep(BEAT) => match self.beat(job).await {
                    Ok(true) => {}
                    Ok(false) => return Outcome::Lost,
                    Err(error) => warn!(%error, "The lease of a job could not be renewed"),
                },
            }
        }
    }

    /// A database that does not answer is no reason to wait: the job goes on, and the next beat asks again.
    async fn beat(&self, job: &Job) -> Result<bool> {
        let renew = async {
            let mut tx = self.db.write(job.organisation).await?;
            let held = hold(&mut tx, job).await?;
            tx.commit().await?;
            Ok(held)
        };
        tokio::time::timeout(BEAT, renew).await.map_err(Error::fault)?
    }
}

enum Outcome {
    Done,
    /// Why, for the operator.
    Failed(String),
    /// Another worker has it.
    Lost,
}

impl Outcome {
    fn of(ended: Option<std::result::Result<Result<()>, JoinError>>) -> Self {
        match ended {
            Some(Ok(Ok(()))) => Self::Done,
            Some(Ok(Err(Error::Fault(cause)))) => Self::Failed(cause.to_string()),
            Some(Ok(Err(error))) => Self::Failed(error.to_string()),
            Some(Err(error)) => Self::Failed(error.to_string()),
            None => Self::Failed("Nobody knows how this is done.".to_owned()),
        }
    }

    fn log(&self, job: &Job) {
        let (organisation, kind, attempts) = (job.organisation, &job.kind, job.attempts);
        match self {
            Self::Done => {}
            Self::Failed(why) => error!(%organisation, kind, attempts, error = why, "A job failed"),
            Self::Lost => warn!(%organisation, kind, "A job went to another worker"),
        }
    }
}
