//! Taking, waiting for a turn, handing over, saying what came of it.

use std::sync::Arc;

use deedwell_core::Result;
use deedwell_sending::channel::{self, Answer, Due, HandOver, Refusal};
use deedwell_sending::{Content, EMAIL};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tracing::{info, warn};

use super::made::{self, Made};
use super::press::Versions;
use super::ways::Way;
use super::{GRACE, LONGEST_TURN, MOST_AT_ONCE, Mailer, POLL};
use crate::returned::{Severity, severity};
use crate::smtp::{Envelope, Outcome, Trouble};

/// A server that could not be reached is left alone for so long.
const REST: SignedDuration = SignedDuration::from_secs(30);

impl Mailer {
    /// Sends what is due until told to stop.
    pub async fn keep_sending(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut tasks = JoinSet::new();
        while !*stop.borrow() {
            let begun = self.begin(&mut tasks).await.unwrap_or_else(|error| {
                warn!(%error, "Letters cannot be looked at in this moment");
                0
            });
            while tasks.try_join_next().is_some() {}
            if begun > 0 {
                continue;
            }
            tokio::select! {
                Some(_) = tasks.join_next() => {}
                () = self.mail.nudge.notified(), if self.room.available_permits() > 0 => {}
                () = tokio::time::sleep(POLL) => {}
                changed = stop.changed() => if changed.is_err() { break },
            }
        }
        let end = async { while tasks.join_next().await.is_some() {} };
        // What does not end in time is unknown, and told so.
        let _ = tokio::time::timeout(GRACE, end).await;
    }

    /// Sends all that is due now, and waits for what comes of it. How many letters were taken.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn round(self: &Arc<Self>) -> Result<usize> {
        let mut taken = 0;
        loop {
            let mut tasks = JoinSet::new();
            let begun = self.begin(&mut tasks).await?;
            while tasks.join_next().await.is_some() {}
            if begun == 0 {
                return Ok(taken);
            }
            taken += begun;
        }
    }

    /// Takes as many as there is room for, and begins with each. How many.
    async fn begin(self: &Arc<Self>, tasks: &mut JoinSet<()>) -> Result<usize> {
        let room = self.room.available_permits();
        // A few at a time would be a transaction for each few.
        if room < MOST_AT_ONCE / 2 {
            return Ok(0);
        }
        let due = channel::take(&self.db, EMAIL, room.min(MOST_AT_ONCE)).await?;
        let (count, versions) = (due.len(), Arc::new(Versions::default()));
        for due in due {
            let Ok(permit) = Arc::clone(&self.room).try_acquire_owned() else { break };
            let (mailer, versions) = (Arc::clone(self), Arc::clone(&versions));
            tasks.spawn(async move { mailer.one(due, &versions, permit).await });
        }
        Ok(count)
    }

    async fn one(self: Arc<Self>, due: Due, versions: &Versions, permit: OwnedSemaphorePermit) {
        let (organisation, letter) = (due.organisation, due.id);
        if let Err(error) = self.sent(due, versions).await {
            warn!(%organisation, %letter, %error, "A letter could not be sent");
        }
        drop(permit);
    }

    async fn sent(&self, due: Due, versions: &Versions) -> Result<()> {
        let now = self.db.clock().now();
        let Some(way) = self.ways.of(&self.db, due.organisation).await? else {
            // Nobody set a server up: it waits.
            return self.back(&due, now, "email.no_server").await;
        };
        made::must_have_a_way_out(&due)?;
        let versions = match &*due.content {
            Content::Template(key) => {
                let mut tx = self.db.read(due.organisation).await?;
                versions.of(&mut tx, key).await?
            }
            Content::Own(_) => Arc::default(),
        };
        let made = match made::make(&self.press, &way, &due, &versions, now) {
            Ok(made) => made,
            Err(error) => return self.cannot_be_made(&due, &error).await,
        };
        if !self.turn(&way, &due).await? {
            return Ok(());
        }
        let begun = way.pool.may_begin().await;
        let outcome = match self.desk.hand_over(due.handed()).await? {
            HandOver::No(_) => return Ok(()),
            HandOver::Go => self.handed(&way, &due, &made).await,
        };
        drop(begun);
        self.desk.answer(due.handed(), answered(outcome, self.db.clock().now())).await
    }

    /// Waits until it is its turn. False when that is too far off: then it went back.
    async fn turn(&self, way: &Way, due: &Due) -> Result<bool> {
        let now = Instant::now();
        let mut at = now;
        let whose = due.organisation.to_string();
        let domain = due.to.as_str().rsplit('@').next().unwrap_or_default();
        let to = format!("{whose} {domain}");
        let asked = [(&whose, way.setting.per_s), (&to, way.setting.domain_per_s)];
        for (name, per_s) in &asked {
            let Some(_) = per_s else { continue };
            if self.pace.wait(name, now) > LONGEST_TURN {
                let wait = SignedDuration::try_from(self.pace.wait(name, now)).unwrap_or(REST);
                let until = self.db.clock().now().saturating_add(wait).unwrap_or(Timestamp::MAX);
                channel::put_back(&self.db, &[due.handed()], until, "email.turn").await?;
                return Ok(false);
            }
        }
        for (name, per_s) in asked {
            if let Some(per_s) = per_s {
                at = at.max(self.pace.turn(name, per_s as f64, now));
            }
        }
        tokio::time::sleep_until(at).await;
        Ok(true)
    }

    async fn handed(&self, way: &Way, due: &Due, made: &Made) -> Outcome {
        let envelope = Envelope { from: &made.from, to: &made.to };
        let outcome = way.pool.deliver(envelope, &made.bytes).await;
        if let Outcome::NotBegun(Trouble { code, detail }) = &outcome {
            let (organisation, letter) = (due.organisation, due.id);
            info!(%organisation, %letter, code, detail, "A letter could not be handed over yet");
        }
        outcome
    }

    async fn back(&self, due: &Due, now: Timestamp, why: &str) -> Result<()> {
        let until = now.saturating_add(REST).unwrap_or(Timestamp::MAX);
        channel::put_back(&self.db, &[due.handed()], until, why).await
    }

    /// It would be no other the next time: said as refused, with what is missing.
    async fn cannot_be_made(&self, due: &Due, error: &deedwell_core::Error) -> Result<()> {
        match self.desk.hand_over(due.handed()).await? {
            HandOver::No(_) => Ok(()),
            HandOver::Go => {
                let refusal = Refusal {
                    code: "email.template".to_owned(),
                    detail: error.sentence().into_owned(),
                    is_dead: false,
                };
                self.desk.answer(due.handed(), Answer::Refused(refusal)).await
            }
        }
    }
}

/// What came of it, as it is kept.
fn answered(outcome: Outcome, now: Timestamp) -> Answer {
    match outcome {
        Outcome::Accepted(_) => Answer::Accepted(String::new()),
        Outcome::Deferred(reply) => Answer::Later { until: None, detail: reply.text() },
        Outcome::Refused(reply) => {
            let is_dead = severity(reply.enhanced, &reply.words) == Severity::Hard;
            let status = reply.status().unwrap_or_default();
            let code = format!("{} {status}", reply.code).trim().to_owned();
            Answer::Refused(Refusal { code, detail: reply.text(), is_dead })
        }
        // The server's trouble, not the letter's: it is tried again soon.
        Outcome::NotBegun(Trouble { code, detail }) => {
            let detail = format!("{code} {detail}").trim().to_owned();
            Answer::Later { until: now.saturating_add(REST).ok(), detail }
        }
        Outcome::Ambiguous(Trouble { code, detail }) => {
            Answer::Unknown(format!("{code} {detail}").trim().to_owned())
        }
    }
}
