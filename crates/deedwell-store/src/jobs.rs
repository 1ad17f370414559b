//! Work that must happen once, and again if it failed: rows with leases.
//!
//! Every job belongs to an organisation, so that one which fails holds up nobody else's. Read
//! [`worker`] for who takes them. Leases are told by the servers' clocks, which may differ by less
//! than [`LEASE_S`].

pub mod worker;

use deedwell_core::behaviour::Later;
use deedwell_core::{Error, Id, Organisation, Result};
use jiff::{SignedDuration, Timestamp};

use crate::{Db, Row, SystemTx, Tx};

/// A worker that has not been heard of for so long is taken for dead, and another may begin.
pub const LEASE_S: i64 = 60;
/// After so many failures a job is given up and shown to the operator. One that recurs is shown too,
/// and goes on being tried.
pub const MOST_ATTEMPTS: i64 = 8;
const FIRST_RETRY_S: i64 = 10;
const LONGEST_PAUSE_S: i64 = 3_600;
/// What was done or given up is remembered so long; until then the same kind and key is the same job.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
const LONGEST_ERROR: usize = 500;

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
    /// How often it was begun since it last succeeded, this time included.
    pub attempts: i64,
    every_s: Option<i64>,
    lease: String,
}

/// A job that failed too often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    pub kind: String,
    pub key: String,
    pub error: String,
    pub attempts: i64,
    /// When it is tried again; none for what does not recur.
    pub again_at: Option<Timestamp>,
}

/// Asks for work, in the same transaction as the change that calls for it. The same kind and key
/// again is the same job. Returns whether it is new.
pub fn ask<'a>(
    tx: &'a mut Tx,
    kind: &'a str,
    key: &'a str,
    payload: &'a str,
    run_at: Timestamp,
) -> Later<'a, Result<bool>> {
    Box::pin(async move {
        let insert = tx.query(
            "insert into job (organisation, id, kind, key, payload, run_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        );
        let id: Id<JobRow> = tx.new_id();
        let now = tx.now();
        let insert = insert.bind(id).bind(kind).bind(key).bind(payload).bind(run_at).bind(now);
        Ok(tx.run(insert).await? == 1)
    })
}

/// Asks for work that recurs so many seconds after it was last done: now for the first time. Asked
/// for again, it is the same job; another interval holds from then on.
pub fn ask_every<'a>(tx: &'a mut Tx, kind: &'a str, every_s: i64) -> Later<'a, Result<()>> {
    Box::pin(async move {
        let upsert = tx.query(
            "insert into job (organisation, id, kind, key, payload, run_at, created_at, every_s)
         values ($1, $2, $3, '', '', $4, $4, $5)
         on conflict (organisation, kind, key) do update
         set every_s = excluded.every_s,
             run_at = case when job.run_at > $6 then $6 else job.run_at end
         where job.every_s <> excluded.every_s",
        );
        let id: Id<JobRow> = tx.new_id();
        let now = tx.now();
        let upsert = upsert.bind(id).bind(kind).bind(now).bind(every_s).bind(after(now, every_s)?);
        tx.run(upsert).await.map(drop)
    })
}

/// Whether anything of these kinds is due: asked often, so it takes no writer's turn.
pub fn is_due<'a>(db: &'a Db, kinds: &'a [&'static str]) -> Later<'a, Result<bool>> {
    Box::pin(async move {
        let mut tx = db.system_read().await?;
        for kind in kinds {
            let find = tx.query_all(
                "select id from job
             where kind = $1 and run_at <= $2 and done_at is null
               and (given_up_at is null or every_s is not null)
               and (leased_until is null or leased_until < $2)
             limit 1",
            );
            let now = tx.now();
            if tx.find(find.bind(*kind).bind(now)).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

/// Leases up to `most` jobs that are due and that nobody else holds.
pub fn claim<'a>(
    db: &'a Db,
    kinds: &'a [&'static str],
    most: usize,
) -> Later<'a, Result<Vec<Job>>> {
    Box::pin(async move {
        let mut tx = db.system().await?;
        give_up_what_kills(&mut tx).await?;
        let now = tx.now();
        let lease: Id<JobRow> = tx.new_id();
        let until = after(now, LEASE_S)?;
        let mut jobs = Vec::new();
        for kind in kinds {
            // The outer condition is asked again when a row was locked by another worker, so that on
            // PostgreSQL two workers never hold one job.
            let claim = tx.query_all(
                "update job set lease = $1, leased_until = $2, attempts = attempts + 1
             where id in (select id from job where kind = $3 and run_at <= $4 and done_at is null
                          and (given_up_at is null or every_s is not null)
                          and (leased_until is null or leased_until < $4)
                          order by run_at limit $5)
               and run_at <= $4 and done_at is null
               and (leased_until is null or leased_until < $4)
             returning organisation, id, kind, key, payload, attempts, every_s",
            );
            let claim = claim.bind(lease).bind(until).bind(*kind).bind(now).bind(most - jobs.len());
            for row in tx.list(claim).await? {
                jobs.push(job(&row, lease.to_string())?);
            }
            if jobs.len() >= most {
                break;
            }
        }
        tx.commit().await?;
        Ok(jobs)
    })
}

fn job(row: &Row, lease: String) -> Result<Job> {
    Ok(Job {
        organisation: row.id("organisation")?,
        id: row.id("id")?,
        kind: row.text("kind")?,
        key: row.text("key")?,
        payload: row.text("payload")?,
        attempts: row.number("attempts")?,
        every_s: row.number_or_null("every_s")?,
        lease,
    })
}

/// A job whose worker died with it time after time would be begun for ever, for nobody lives to say
/// that it failed.
async fn give_up_what_kills(tx: &mut SystemTx) -> Result<()> {
    let now = tx.now();
    let update = tx.query_all(
        "update job set given_up_at = $1, run_at = $2, lease = null, leased_until = null,
           error = 'Whoever began it did not come to its end.'
         where leased_until < $1 and attempts >= $3 and done_at is null",
    );
    tx.run(update.bind(now).bind(after(now, LONGEST_PAUSE_S)?).bind(MOST_ATTEMPTS)).await.map(drop)
}

/// Says that the job is still being worked on. False when the lease was lost meanwhile: then another
/// worker has it, and this one must stop.
pub fn hold<'a>(tx: &'a mut Tx, job: &'a Job) -> Later<'a, Result<bool>> {
    Box::pin(async move {
        let update = tx.query(
            "update job set leased_until = $2
         where organisation = $1 and id = $3 and lease = $4 and done_at is null",
        );
        let until = after(tx.now(), LEASE_S)?;
        Ok(tx.run(update.bind(until).bind(job.id).bind(&job.lease)).await? == 1)
    })
}

/// Marks it done, in the transaction of its effect; what recurs is due again after its interval.
/// False when the lease was lost meanwhile: then the effect must not be committed, for another worker
/// has it.
pub fn done<'a>(tx: &'a mut Tx, job: &'a Job) -> Later<'a, Result<bool>> {
    Box::pin(async move {
        let update = tx.query(
        "update job set done_at = $2, run_at = $3, attempts = $4, lease = null, leased_until = null,
           given_up_at = null, error = null
         where organisation = $1 and id = $5 and lease = $6 and done_at is null",
    );
        let now = tx.now();
        let update = match job.every_s {
            Some(every_s) => update.bind(None::<Timestamp>).bind(after(now, every_s)?).bind(0_i64),
            None => update.bind(Some(now)).bind(now).bind(job.attempts),
        };
        Ok(tx.run(update.bind(job.id).bind(&job.lease)).await? == 1)
    })
}

/// Puts it back with a growing pause, or gives it up.
pub fn failed<'a>(tx: &'a mut Tx, job: &'a Job, error: &'a str) -> Later<'a, Result<()>> {
    Box::pin(async move {
        let now = tx.now();
        let again = after(now, pause_s(job.attempts, tx.new_id::<JobRow>()))?;
        let given_up = (job.attempts >= MOST_ATTEMPTS).then_some(now);
        let update = tx.query(
        "update job set run_at = $2, lease = null, leased_until = null, error = $3, given_up_at = $4
         where organisation = $1 and id = $5 and lease = $6 and done_at is null",
    );
        let error: String = error.chars().take(LONGEST_ERROR).collect();
        let update = update.bind(again).bind(error).bind(given_up).bind(job.id).bind(&job.lease);
        tx.run(update).await.map(drop)
    })
}

/// Twice as long each time, and up to half as much again by chance: what failed together, because
/// something that all of it needs was away, does not come back all at once.
fn pause_s(attempts: i64, chance: Id<JobRow>) -> i64 {
    let pause = (FIRST_RETRY_S << attempts.clamp(0, 12)).min(LONGEST_PAUSE_S);
    let chance = i64::from(crc32fast::hash(chance.uuid().as_bytes()));
    pause + chance % (pause / 2)
}

fn after(now: Timestamp, seconds: i64) -> Result<Timestamp> {
    now.saturating_add(SignedDuration::from_secs(seconds)).map_err(Error::fault)
}

/// Jobs that were given up, newest first: for `doctor`.
pub fn given_up(tx: &mut Tx, most: usize) -> Later<'_, Result<Vec<GivenUp>>> {
    Box::pin(async move {
        let list = tx.query(
            "select kind, key, error, attempts, every_s, run_at from job
         where organisation = $1 and given_up_at is not null order by given_up_at desc limit $2",
        );
        let rows = tx.list(list.bind(most)).await?;
        let each = |row: &Row| -> Result<_> {
            let recurs = row.number_or_null("every_s")?.is_some();
            Ok(GivenUp {
                kind: row.text("kind")?,
                key: row.text("key")?,
                error: row.text_or_null("error")?.unwrap_or_default(),
                attempts: row.number("attempts")?,
                again_at: recurs.then(|| row.moment("run_at")).transpose()?,
            })
        };
        rows.iter().map(each).collect()
    })
}

/// Forgets what was done, or given up for good, long ago. How many rows went.
pub fn forget_old(tx: &mut Tx) -> Later<'_, Result<u64>> {
    Box::pin(async move {
        let before = tx.now().checked_sub(KEPT).map_err(Error::fault)?;
        let delete = tx.query(
            "delete from job
         where organisation = $1 and every_s is null and (done_at <= $2 or given_up_at <= $2)",
        );
        tx.run(delete.bind(before)).await
    })
}
