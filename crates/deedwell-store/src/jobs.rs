//! Work that must happen once, and again if it failed: rows with leases.

use deedwell_core::{Error, Id, Organisation, Result};
use jiff::{SignedDuration, Timestamp};

use crate::{Db, Tx};

/// A worker that has not finished by then is taken for dead, and another may begin.
pub const LEASE_S: i64 = 60;
/// After so many failures a job is given up, and shown to the operator.
pub const MOST_ATTEMPTS: i64 = 8;
const FIRST_RETRY_S: i64 = 10;

#[derive(Debug)]
pub enum JobRow {}

/// A job that this worker has leased.
#[derive(Debug, Clone)]
pub struct Job {
    pub organisation: Id<Organisation>,
    pub id: Id<JobRow>,
    pub kind: String,
    pub key: String,
    pub payload: String,
    /// How often it was begun, this time included.
    pub attempts: i64,
    lease: String,
}

/// Asks for work, in the same transaction as the change that calls for it. The same kind and key
/// again is the same job. Returns whether it is new.
pub async fn ask(
    tx: &mut Tx,
    kind: &str,
    key: &str,
    payload: &str,
    run_at: Timestamp,
) -> Result<bool> {
    let insert = tx.query(
        "insert into job (organisation, id, kind, key, payload, run_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
    );
    let id: Id<JobRow> = tx.new_id();
    let now = tx.now();
    let insert = insert.bind(id).bind(kind).bind(key).bind(payload).bind(run_at).bind(now);
    Ok(tx.run(insert).await? == 1)
}

/// Leases up to `most` jobs that are due and that nobody else holds.
pub async fn claim(db: &Db, kinds: &[&'static str], most: usize) -> Result<Vec<Job>> {
    let mut tx = db.system().await?;
    let now = tx.now();
    let lease: Id<JobRow> = tx.new_id();
    let until = now.saturating_add(SignedDuration::from_secs(LEASE_S)).map_err(Error::fault)?;
    let mut jobs = Vec::new();
    for kind in kinds {
        // The outer condition is asked again when a row was locked by another worker, so that on
        // PostgreSQL two workers never hold one job.
        let claim = tx.query_all(
            "update job set lease = $1, leased_until = $2, attempts = attempts + 1
             where id in (select id from job where kind = $3 and run_at <= $4 and done_at is null
                          and given_up_at is null
                          and (leased_until is null or leased_until < $4)
                          order by run_at limit $5)
               and done_at is null and (leased_until is null or leased_until < $4)
             returning organisation, id, kind, key, payload, attempts",
        );
        let claim = claim.bind(lease).bind(until).bind(*kind).bind(now).bind(most - jobs.len());
        for row in tx.list(claim).await? {
            jobs.push(Job {
                organisation: row.id("organisation")?,
                id: row.id("id")?,
                kind: row.text("kind")?,
                key: row.text("key")?,
                payload: row.text("payload")?,
                attempts: row.number("attempts")?,
                lease: lease.to_string(),
            });
        }
        if jobs.len() >= most {
            break;
        }
    }
    tx.commit().await?;
    Ok(jobs)
}

/// Marks it done, in the transaction of its effect. False when the lease was lost meanwhile: then
/// the effect must not be committed, for another worker has it.
pub async fn done(tx: &mut Tx, job: &Job) -> Result<bool> {
    let update = tx.query(
        "update job set done_at = $2, lease = null, leased_until = null, error = null
         where organisation = $1 and id = $3 and lease = $4 and done_at is null",
    );
    let now = tx.now();
    Ok(tx.run(update.bind(now).bind(job.id).bind(&job.lease)).await? == 1)
}

/// Puts it back with a growing pause, or gives it up.
pub async fn failed(tx: &mut Tx, job: &Job, error: &str) -> Result<()> {
    let pause = FIRST_RETRY_S << job.attempts.clamp(0, 12);
    let now = tx.now();
    let again = now.saturating_add(SignedDuration::from_secs(pause)).map_err(Error::fault)?;
    let given_up = (job.attempts >= MOST_ATTEMPTS).then_some(now);
    let update = tx.query(
        "update job set run_at = $2, lease = null, leased_until = null, error = $3, given_up_at = $4
         where organisation = $1 and id = $5 and lease = $6 and done_at is null",
    );
    let error: String = error.chars().take(500).collect();
    let update = update.bind(again).bind(error).bind(given_up).bind(job.id).bind(&job.lease);
    tx.run(update).await.map(drop)
}

/// Jobs that were given up, newest first: for the operator's page and `doctor`.
pub async fn given_up(tx: &mut Tx, most: usize) -> Result<Vec<(String, String, String)>> {
    let list = tx.query(
        "select kind, key, error from job where organisation = $1 and given_up_at is not null
         order by given_up_at desc limit $2",
    );
    let rows = tx.list(list.bind(most)).await?;
    let each = |r: &crate::Row| -> Result<_> {
        Ok((r.text("kind")?, r.text("key")?, r.text_or_null("error")?.unwrap_or_default()))
    };
    rows.iter().map(each).collect()
}
