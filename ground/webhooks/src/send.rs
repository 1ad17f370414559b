//! How deliveries get there: one sender in every server, many deliveries at once.
//!
//! A delivery is leased for one attempt; the lease outlives the longest call. Each endpoint has so many
//! turns and no more, so that a slow one holds up nobody else. What a dead server had leased is sent
//! again under the same id.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use deedwell_core::{Error, Id, Organisation, Result, Who};
use deedwell_outbound::{Answer, Call, Failure, Sink, Target};
use deedwell_store::{Db, Row, Tx};
use hyper::Method;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{info, warn};

use crate::Hooks;
use crate::deed::{HookDeed, What, note};
use crate::endpoint::{Endpoint, Off};
use crate::schedule::{OFF_AFTER, Schedule};
use crate::store::{self, Attempt, Delivery, State};
use crate::{schedule, secret};

/// How often is looked whether something is due where nobody says so.
const POLL: Duration = Duration::from_secs(1);
/// A lease that is older is of a server that died: the longest call takes 20 seconds.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// Deliveries under way at one time, of one server: in all, and to one endpoint.
const MOST_AT_ONCE: usize = 64;
const MOST_OF_ONE: usize = 4;
/// Endpoints looked at in one round.
const MOST_ENDPOINTS: usize = 1_000;
/// What is under way when the server is told to stop may take so long to end.
const GRACE: Duration = Duration::from_secs(5);
/// Bytes of an answer that are kept.
const KEPT_OF_ANSWER: usize = 1_024;

/// Deliveries under way, by endpoint.
type UnderWay = Arc<Mutex<HashMap<Id<Endpoint>, usize>>>;

pub struct Sender {
    db: Db,
    hooks: Hooks,
    schedule: Arc<Schedule>,
    under_way: UnderWay,
    tasks: JoinSet<()>,
    /// With which endpoint the next round begins.
    turn: usize,
}

/// A delivery that this sender has leased, with all that is needed to send it.
struct Leased {
    organisation: Id<Organisation>,
    endpoint: Id<Endpoint>,
    id: Id<Delivery>,
    lease: String,
    attempts: i64,
    address: String,
    secrets: Vec<String>,
    body: String,
}

impl Sender {
    pub fn new(db: Db, hooks: Hooks, schedule: Schedule) -> Self {
        let (schedule, under_way) = (Arc::new(schedule), UnderWay::default());
        Self { db, hooks, schedule, under_way, tasks: JoinSet::new(), turn: 0 }
    }

    /// Sends what is due until told to stop.
    pub async fn keep_sending(mut self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let begun = self.begin().await.unwrap_or_else(|error| {
                warn!(%error, "Deliveries cannot be looked at in this moment");
                0
            });
            if begun > 0 && self.tasks.len() < MOST_AT_ONCE {
                continue;
            }
            tokio::select! {
                Some(_) = self.tasks.join_next() => {}
                () = self.hooks.nudge.notified(), if self.tasks.len() < MOST_AT_ONCE => {}
                () = tokio::time::sleep(POLL) => {}
                changed = stop.changed() => if changed.is_err() { return },
            }
            while self.tasks.try_join_next().is_some() {}
        }
        let end = async { while self.tasks.join_next().await.is_some() {} };
        // What does not end in time is sent again by whoever comes next, under the same id.
        let _ = tokio::time::timeout(GRACE, end).await;
    }

    /// Sends all that is due now, and waits for the answers. How many.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn round(&mut self) -> Result<usize> {
        let mut sent = 0;
        loop {
            let begun = self.begin().await?;
            while self.tasks.join_next().await.is_some() {}
            if begun == 0 {
                return Ok(sent);
            }
            sent += begun;
        }
    }

    /// Begins as many as there are turns for. How many.
    async fn begin(&mut self) -> Result<usize> {
        if self.tasks.len() >= MOST_AT_ONCE {
            return Ok(0);
        }
        let due = due(&self.db).await?;
        self.turn = self.turn.wrapping_add(1);
        let first = self.turn % due.len().max(1);
        let mut begun = 0;
        for (organisation, endpoint) in due.iter().cycle().skip(first).take(due.len()).copied() {
            let room = MOST_OF_ONE.saturating_sub(self.of(endpoint));
            let room = room.min(MOST_AT_ONCE.saturating_sub(self.tasks.len()));
            if room == 0 {
                continue;
            }
            // One that cannot be read must not keep the others from being told.
            let leased = match lease(&self.db, organisation, endpoint, room).await {
                Ok(leased) => leased,
                Err(error) => {
                    warn!(%organisation, %endpoint, %error, "Deliveries of an endpoint could not be taken up");
                    continue;
                }
            };
            for leased in leased {
                begun += 1;
                let turn = Turn::take(&self.under_way, endpoint);
                let (db, hooks) = (self.db.clone(), self.hooks.clone());
                let schedule = Arc::clone(&self.schedule);
                self.tasks.spawn(async move {
                    let sent = attempt(&db, &hooks, &schedule, &leased).await;
                    if let Err(error) = sent {
                        let (organisation, delivery) = (leased.organisation, leased.id);
                        warn!(%organisation, %delivery, %error, "What came of a delivery was not kept");
                    }
                    drop(turn);
                });
            }
        }
        Ok(begun)
    }

    fn of(&self, endpoint: Id<Endpoint>) -> usize {
        let under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.get(&endpoint).copied().unwrap_or(0)
    }
}

/// Given back when the attempt ends, however it does.
struct Turn(UnderWay, Id<Endpoint>);

impl Turn {
    fn take(all: &UnderWay, endpoint: Id<Endpoint>) -> Self {
        *all.lock().unwrap_or_else(PoisonError::into_inner).entry(endpoint).or_default() += 1;
        Self(Arc::clone(all), endpoint)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.1);
            }
        }
    }
}

/// Endpoints of all organisations for which something is due: asked often, so it takes no writer's turn.
async fn due(db: &Db) -> Result<Vec<(Id<Organisation>, Id<Endpoint>)>> {
    let mut tx = db.system_read().await?;
    let list = tx.query_all(
        "select e.organisation, e.id from webhook_endpoint e
         where e.off_at is null and (e.paused_until is null or e.paused_until <= $1)
           and exists (select 1 from webhook_delivery d
                       where d.organisation = e.organisation and d.endpoint = e.id
                         and d.state = 'waiting' and d.next_at <= $1
                         and (d.leased_until is null or d.leased_until < $1))
         order by e.id limit $2",
    );
    let now = tx.now();
    let rows = tx.list(list.bind(now).bind(MOST_ENDPOINTS)).await?;
    rows.iter().map(|row| Ok((row.id("organisation")?, row.id("id")?))).collect()
}

/// Leases what is due of one endpoint, the longest due first.
async fn lease(
    db: &Db,
    organisation: Id<Organisation>,
    endpoint: Id<Endpoint>,
    most: usize,
) -> Result<Vec<Leased>> {
    let mut tx = db.write(organisation).await?;
    let kept = store::endpoint(&mut tx, endpoint).await?;
    let secret = store::secret(&mut tx, endpoint).await?;
    let secrets: Vec<String> =
        std::iter::once(secret.secret).chain(secret.before.map(|(before, _)| before)).collect();
    let now = tx.now();
    let lease: Id<Leased> = tx.new_id();
    let until = now.checked_add(LEASE).map_err(Error::fault)?;
    // The outer condition is asked again when a row was locked by another server, so that on
    // PostgreSQL two never send one attempt.
    let claim = tx.query(
        "update webhook_delivery set lease = $2, leased_until = $3
         where organisation = $1
           and id in (select id from webhook_delivery
                      where organisation = $1 and endpoint = $4 and state = 'waiting'
                        and next_at <= $5 and (leased_until is null or leased_until < $5)
                      order by next_at, id limit $6)
           and state = 'waiting' and (leased_until is null or leased_until < $5)
         returning id, attempts, body",
    );
    let claim = claim.bind(lease).bind(until).bind(endpoint).bind(now).bind(most);
    let rows = tx.list(claim).await?;
    tx.commit().await?;
    let each = |row: &Row| {
        Ok(Leased {
            organisation,
            endpoint,
            id: row.id("id")?,
            lease: lease.to_string(),
            attempts: row.number("attempts")?,
            address: kept.address.clone(),
            secrets: secrets.clone(),
            body: row.text("body")?,
        })
    };
    rows.iter().map(each).collect()
}

/// One attempt: send, then keep what came of it.
async fn attempt(db: &Db, hooks: &Hooks, schedule: &Schedule, leased: &Leased) -> Result<()> {
    let began = db.clock().now();
    let came = match call(leased, began) {
        Ok(call) => hooks.client.call(call).await,
        Err(failure) => Err(failure),
    };
    let took = db.clock().now().duration_since(began);
    let attempt = told(&came, began, took);
    settle(db, schedule, leased, &came, &attempt).await
}

fn call(leased: &Leased, now: Timestamp) -> Result<Call, Failure> {
    let secrets: Vec<&str> = leased.secrets.iter().map(String::as_str).collect();
    let id = leased.id.to_string();
    let signed = secret::signatures(&secrets, &id, now, &leased.body);
    let headers = vec![
        ("content-type", "application/json".to_owned()),
        ("webhook-id", id),
        ("webhook-timestamp", now.as_second().to_string()),
        ("webhook-signature", signed.map_err(|_| Failure::Unreadable)?),
    ];
    let target = Target::parse(&leased.address)?;
    let (sink, method, body) = (Sink::Webhook, Method::POST, leased.body.clone().into_bytes());
    Ok(Call { sink, method, target, headers, body })
}

fn told(came: &Result<Answer, Failure>, at: Timestamp, took: SignedDuration) -> Attempt {
    let took_ms = i64::try_from(took.as_millis()).unwrap_or(i64::MAX);
    match came {
        Ok(answer) => {
            let text = String::from_utf8_lossy(&answer.body);
            let text = deedwell_core::text::cut(&text, KEPT_OF_ANSWER).to_owned();
            let status = Some(i64::from(answer.status));
            Attempt { at, took_ms, status, failure: None, answer: text }
        }
        Err(failure) => {
            let failure = Some(failure.code().to_owned());
            Attempt { at, took_ms, status: None, failure, answer: String::new() }
        }
    }
}

/// Moves the delivery on, if the lease is still ours; and the endpoint with it.
async fn settle(
    db: &Db,
    schedule: &Schedule,
    leased: &Leased,
    came: &Result<Answer, Failure>,
    attempt: &Attempt,
) -> Result<()> {
    let mut tx = db.write(leased.organisation).await?;
    let status = came.as_ref().map_or(0, |answer| answer.status);
    let attempts = leased.attempts + 1;
    let chance = crc32fast::hash(tx.new_id::<Leased>().uuid().as_bytes());
    let again = match status {
        200..=299 | 410 => None,
        _ => schedule.again(attempts, tx.now(), chance),
    };
    let state = match (status, again) {
        (200..=299, _) => State::Delivered,
        (_, Some(_)) => State::Waiting,
        (_, None) => State::Failed,
    };
    if !move_on(&mut tx, leased, state, attempts, again).await? {
        return Ok(());
    }
    store::add_attempt(&mut tx, leased.id, attempt).await?;
    if state == State::Delivered {
        store::note_success(&mut tx, leased.endpoint).await?;
    } else {
        failed(&mut tx, leased, came).await?;
    }
    tx.commit().await.map(drop)
}

async fn move_on(
    tx: &mut Tx,
    leased: &Leased,
    state: State,
    attempts: i64,
    again: Option<Timestamp>,
) -> Result<bool> {
    let update = tx.query(
        "update webhook_delivery
         set state = $3, attempts = $4, next_at = $5, ended_at = $6, lease = null,
           leased_until = null
         where organisation = $1 and id = $2 and lease = $7 and state = 'waiting'",
    );
    let now = tx.now();
    let ended_at = (state != State::Waiting).then_some(now);
    let update = update.bind(leased.id).bind(state.name()).bind(attempts);
    let update = update.bind(again.unwrap_or(now)).bind(ended_at).bind(&leased.lease);
    Ok(tx.run(update).await? == 1)
}

/// What a failure means for the endpoint.
async fn failed(tx: &mut Tx, leased: &Leased, came: &Result<Answer, Failure>) -> Result<()> {
    let now = tx.now();
    let since = store::note_failure(tx, leased.endpoint).await?;
    if let Ok(answer) = came {
        let asked = schedule::asked_pause(answer.status, answer.retry_after.as_deref(), now);
        if let Some(until) = asked {
            store::pause(tx, leased.endpoint, until).await?;
        }
    }
    let is_gone = came.as_ref().is_ok_and(|answer| answer.status == 410);
    let for_days = since.is_some_and(|since| now.duration_since(since) >= OFF_AFTER);
    let why = match (is_gone, for_days) {
        (true, _) => Off::Gone,
        (_, true) => Off::Failing,
        _ => return Ok(()),
    };
    if store::switch_off(tx, leased.endpoint, why).await? {
        let (organisation, endpoint, why_off) = (leased.organisation, leased.endpoint, why.name());
        info!(%organisation, %endpoint, why = why_off, "An endpoint was switched off");
        let name = store::endpoint(tx, leased.endpoint).await?;
        let deed = HookDeed::new(leased.endpoint, What::SwitchedOff(why));
        note(tx, Who::System, deed, name.name()).await?;
    }
    Ok(())
}
