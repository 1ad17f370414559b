//! What programs are given.

use std::collections::HashMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::letter::State;
use crate::store::{LetterRow, RunRow, Shown};
use crate::suppression::Suppressed;
use crate::topic::Topic;

#[derive(Serialize, ToSchema)]
pub(super) struct LetterGiven {
    id: String,
    key: String,
    channel: String,
    /// `receipt`, `answer`, `sign_in`, `staff`; none for one about a topic.
    service: Option<String>,
    topic: Option<String>,
    run: Option<String>,
    address: String,
    message_id: String,
    about: Option<String>,
    /// `reserved`, `handed_over`, `accepted`, `refused`, `suppressed`, `ambiguous`, `cancelled`.
    state: String,
    /// Why it waits, or why it was not sent: `quiet_hours`, `frequency`, `no_consent`, `hard_bounce`, …
    reason: String,
    /// What the other side said.
    detail: String,
    created_at: String,
    /// While it waits.
    next_at: Option<String>,
    handed_over_at: Option<String>,
    answered_at: Option<String>,
    bounced_at: Option<String>,
    /// `hard` or `soft`.
    bounce: Option<String>,
    complained_at: Option<String>,
    attempts: i64,
}

impl LetterGiven {
    pub fn of(row: &LetterRow) -> Self {
        let moment = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string());
        Self {
            id: row.id.to_string(),
            key: row.key.clone(),
            channel: row.channel.clone(),
            service: row.service.map(|service| service.name().to_owned()),
            topic: row.topic.clone(),
            run: row.run.map(|run| run.to_string()),
            address: row.address.clone(),
            message_id: row.message_id.clone(),
            about: row.about.clone(),
            state: row.state.name().to_owned(),
            reason: row.reason.clone(),
            detail: row.detail.clone(),
            created_at: row.created_at.to_string(),
            next_at: moment((row.state == State::Reserved).then_some(row.next_at)),
            handed_over_at: moment(row.handed_over_at),
            answered_at: moment(row.answered_at),
            bounced_at: moment(row.bounced_at),
            bounce: row.bounce.clone(),
            complained_at: moment(row.complained_at),
            attempts: row.attempts,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct LettersGiven {
    pub letters: Vec<LetterGiven>,
    /// The cursor of the next page; none on the last.
    pub next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct RunGiven {
    id: String,
    name: String,
    channel: String,
    topic: String,
    /// `planned`, `running`, `paused`, `finished`, `cancelled`.
    state: String,
    /// Letters a second; none for as fast as can be.
    rate_per_s: Option<f64>,
    created_at: String,
    started_at: Option<String>,
    finished_at: Option<String>,
    /// Letters by state.
    #[schema(value_type = Object)]
    letters: HashMap<String, u64>,
}

impl RunGiven {
    pub fn of(row: &RunRow, counts: &HashMap<State, u64>) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name.clone(),
            channel: row.channel.clone(),
            topic: row.topic.clone(),
            state: row.state.name().to_owned(),
            rate_per_s: row.rate_per_s,
            created_at: row.created_at.to_string(),
            started_at: row.started_at.map(|at| at.to_string()),
            finished_at: row.finished_at.map(|at| at.to_string()),
            letters: counts.iter().map(|(state, n)| (state.name().to_owned(), *n)).collect(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct TopicGiven {
    key: String,
    name: String,
    about: String,
    /// `opt_in` or `opt_out`.
    basis: String,
    /// A yes counts once a link in a letter was answered.
    is_confirmed_twice: bool,
    /// What is shown to whoever is asked.
    words: String,
    version: i64,
    channels: Vec<String>,
    closed_at: Option<String>,
}

impl TopicGiven {
    pub fn of(topic: &Topic) -> Self {
        Self {
            key: topic.key.clone(),
            name: topic.name.clone(),
            about: topic.about.clone(),
            basis: topic.basis.name().to_owned(),
            is_confirmed_twice: topic.is_confirmed_twice,
            words: topic.words.clone(),
            version: topic.version,
            channels: topic.channels.iter().map(|(channel, _)| channel.clone()).collect(),
            closed_at: topic.closed_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct SuppressionsGiven {
    pub addresses: Vec<SuppressionGiven>,
    pub total: u64,
}

#[derive(Serialize, ToSchema)]
pub(super) struct SuppressionGiven {
    /// None where whoever had it was forgotten.
    address: Option<String>,
    channel: String,
    /// `hard_bounce`, `soft_bounce`, `complaint` or `staff`.
    reason: String,
    note: String,
    at: String,
    until: Option<String>,
}

impl SuppressionGiven {
    pub fn of(row: &Suppressed) -> Self {
        Self {
            address: row.address.clone(),
            channel: row.channel.clone(),
            reason: row.reason.name().to_owned(),
            note: row.note.clone(),
            at: row.at.to_string(),
            until: row.until.map(|until| until.to_string()),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct SubscriptionsGiven {
    pub subscriptions: Vec<SubscriptionGiven>,
    /// `as_usual`, `week` or `month`.
    pub fewer: String,
    pub paused_until: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct SubscriptionGiven {
    pub topic: String,
    pub channel: String,
    /// Whether letters about it go to them.
    pub is_sent: bool,
    /// Their last word; none while they said nothing.
    pub said: Option<bool>,
    /// They answered a link, or said it signed in.
    pub is_confirmed: bool,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ProofGiven {
    topic: String,
    channel: String,
    given: bool,
    at: String,
    /// How it is believed: `code`, `token`, `server`, `staff`.
    believed_by: String,
    source: String,
    address: String,
    version: i64,
    shown: String,
    asked_at: String,
    page: String,
    peer: String,
    agent: String,
    letter: Option<String>,
}

impl ProofGiven {
    pub fn of(one: Shown) -> Self {
        Self {
            topic: one.topic,
            channel: one.channel,
            given: one.given,
            at: one.at.to_string(),
            believed_by: one.proof,
            source: one.source,
            address: one.value,
            version: one.version,
            shown: one.shown,
            asked_at: one.asked_at.to_string(),
            page: one.page,
            peer: one.peer,
            agent: one.agent,
            letter: one.letter.map(|id| id.to_string()),
        }
    }
}
