//! What programs are given. Secrets are given when they are made, and never again.

use serde::Serialize;
use utoipa::ToSchema;

use crate::endpoint::{Believes, Endpoint};
use crate::store::{Attempt, DeliveryRow};

#[derive(Serialize, ToSchema)]
pub(super) struct EndpointGiven {
    id: String,
    address: String,
    description: String,
    /// None: all.
    kinds: Vec<String>,
    /// Claims and visitors too.
    doubtful: bool,
    created_at: String,
    off_at: Option<String>,
    /// `staff`, `gone`, `failing` or `full`.
    off_why: Option<String>,
    failing_since: Option<String>,
}

impl EndpointGiven {
    pub fn of(endpoint: &Endpoint) -> Self {
        Self {
            id: endpoint.id.to_string(),
            address: endpoint.address.clone(),
            description: endpoint.description.clone(),
            kinds: endpoint.kinds.clone(),
            doubtful: endpoint.believes == Believes::All,
            created_at: endpoint.created_at.to_string(),
            off_at: endpoint.off.map(|(at, _)| at.to_string()),
            off_why: endpoint.off.map(|(_, why)| why.name().to_owned()),
            failing_since: endpoint.failing_since.map(|at| at.to_string()),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct SecretGiven {
    pub endpoint: EndpointGiven,
    /// `whsec_…`: with it a receiver finds out that it is us.
    pub secret: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct DeliveriesGiven {
    pub deliveries: Vec<DeliveryGiven>,
    /// The cursor of the next page; none on the last.
    pub next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct DeliveryGiven {
    /// The header `webhook-id` of every attempt.
    id: String,
    /// The id of the action; none for a test.
    action: Option<String>,
    kind: String,
    /// `waiting`, `delivered` or `failed`.
    state: String,
    due_at: String,
    /// Since it was last asked for.
    attempts: i64,
    /// While it waits.
    next_at: Option<String>,
    ended_at: Option<String>,
}

impl DeliveryGiven {
    pub fn of(row: &DeliveryRow) -> Self {
        let waits = row.ended_at.is_none();
        Self {
            id: row.id.to_string(),
            action: row.action.map(|id| id.to_string()),
            kind: row.kind.clone(),
            state: row.state.name().to_owned(),
            due_at: row.due_at.to_string(),
            attempts: row.attempts,
            next_at: waits.then(|| row.next_at.to_string()),
            ended_at: row.ended_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct AttemptGiven {
    at: String,
    took_ms: i64,
    /// Of the answer; none where none came.
    status: Option<i64>,
    /// Why none came: `outbound.too_slow`.
    failure: Option<String>,
    /// The beginning of the answer.
    answer: String,
}

impl AttemptGiven {
    pub fn of(attempt: Attempt) -> Self {
        let Attempt { at, took_ms, status, failure, answer } = attempt;
        Self { at: at.to_string(), took_ms, status, failure, answer }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct Replayed {
    /// How many wait again.
    pub replayed: u64,
}
