//! What was sent to an endpoint, what came of it, and sending it again.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_outbound::Failure;
use deedwell_web::address::Address;
use deedwell_web::answer::{Choice, on_with};
use deedwell_web::{Answer, Form, Frame, Query, StaffMember, Tx, View};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use tokio::sync::Notify;
use utoipa::{IntoParams, ToSchema};

use crate::acts;
use crate::endpoint::Endpoint;
use crate::store::{self, Attempt, DeliveriesAsk, Delivery, DeliveryRow, State};

/// Rows of a page.
const PAGE: usize = 50;

#[derive(Deserialize, IntoParams, Clone, Default)]
#[serde(default)]
pub(super) struct DeliveriesQuery {
    /// `waiting`, `delivered` or `failed`.
    state: String,
    kind: String,
    /// Older than this one: the cursor that the page before gave.
    before: String,
}

impl DeliveriesQuery {
    fn ask(&self) -> DeliveriesAsk {
        let given = |text: &String| Some(text.clone()).filter(|t| !t.is_empty());
        DeliveriesAsk {
            state: State::parse(&self.state),
            kind: given(&self.kind),
            before: given(&self.before),
        }
    }
}

#[derive(Template)]
#[template(path = "console/deliveries.html")]
pub(super) struct DeliveriesPage {
    frame: Frame,
    endpoint: Endpoint,
    rows: Vec<DeliveryRow>,
    states: Vec<Choice>,
    kinds: Vec<Choice>,
    is_filtered: bool,
    newer: String,
    older: String,
    /// A day, for the form that sends again.
    since: String,
}

impl DeliveriesPage {
    fn home(&self) -> String {
        format!("/console/webhooks/{}", self.endpoint.id)
    }

    fn state(&self, row: &DeliveryRow) -> (&'static str, String) {
        state(&self.frame, row.state)
    }

    fn next(&self, row: &DeliveryRow) -> String {
        next(&self.frame, row)
    }
}

fn state(frame: &Frame, state: State) -> (&'static str, String) {
    let tone = match state {
        State::Waiting => "wait",
        State::Delivered => "up",
        State::Failed => "down",
    };
    (tone, frame.t(&format!("webhooks-state-{}", state.name())))
}

/// When it is tried next, where it is.
fn next(frame: &Frame, row: &DeliveryRow) -> String {
    match row.state {
        State::Waiting if row.next_at > frame.now => {
            frame.w("webhooks-next-at", frame.moment(&row.next_at))
        }
        State::Waiting => frame.t("webhooks-next-now"),
        _ => String::new(),
    }
}

/// Why nothing came back, in the reader's language.
pub(super) fn failure(frame: &Frame, failure: Failure) -> String {
    let key = failure.code().replace(['.', '_'], "-");
    frame.try_t(&format!("webhooks-{key}")).unwrap_or_else(|| failure.sentence().to_owned())
}

pub(super) async fn list(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
    Query(asked): Query<DeliveriesQuery>,
) -> Answer<View<DeliveriesPage>> {
    let endpoint = store::endpoint(&mut tx, id).await?;
    let mut rows = store::deliveries(&mut tx, id, &asked.ask(), PAGE).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let here = Address::to(format!("/console/webhooks/{id}/deliveries"));
    let here = here.with("state", &asked.state).with("kind", &asked.kind);
    let last = rows.last().filter(|_| more).map(store::after_text);
    let older = last.map(|last| here.clone().with("before", last).to_string());
    let newer = if asked.before.is_empty() { String::new() } else { here.to_string() };
    let any = |key: &str| (String::new(), frame.t(key));
    let states = State::ALL.map(|s| (s.name().to_owned(), state(&frame, s).1));
    let states = std::iter::once(any("webhooks-any-state")).chain(states);
    let states = Choice::list(states, &asked.state);
    let kinds = store::kinds_told(&mut tx, id).await?;
    let kinds = kinds.into_iter().map(|k| (k.clone(), k));
    let kinds = Choice::list(std::iter::once(any("webhooks-any-kind")).chain(kinds), &asked.kind);
    let is_filtered = !(asked.state.is_empty() && asked.kind.is_empty());
    let since = frame.now.to_zoned(frame.zone.clone()).date().to_string();
    let older = older.unwrap_or_default();
    Ok(View(DeliveriesPage {
        frame,
        endpoint,
        rows,
        states,
        kinds,
        is_filtered,
        newer,
        older,
        since,
    }))
}

#[derive(Template)]
#[template(path = "console/delivery.html")]
pub(super) struct DeliveryPage {
    frame: Frame,
    endpoint: Endpoint,
    row: DeliveryRow,
    body: String,
    attempts: Vec<Attempt>,
}

impl DeliveryPage {
    fn home(&self) -> String {
        format!("/console/webhooks/{}/deliveries", self.endpoint.id)
    }

    fn state(&self) -> (&'static str, String) {
        state(&self.frame, self.row.state)
    }

    fn next(&self) -> String {
        next(&self.frame, &self.row)
    }

    /// Just asked for: what comes of it is seen without loading the page again.
    fn is_on_its_way(&self) -> bool {
        self.row.state == State::Waiting && self.attempts.is_empty()
    }

    fn may_replay(&self) -> bool {
        self.row.state != State::Waiting && self.endpoint.off.is_none()
    }

    fn came(&self, attempt: &Attempt) -> String {
        match (attempt.status, attempt.failure.as_deref().and_then(Failure::parse)) {
            (Some(status), _) => self.frame.w("webhooks-answered", status),
            (None, Some(why)) => failure(&self.frame, why),
            (None, None) => String::new(),
        }
    }

    fn took(&self, attempt: &Attempt) -> String {
        self.frame.w("webhooks-took", self.frame.number(attempt.took_ms))
    }
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path((id, delivery)): Path<(Id<Endpoint>, Id<Delivery>)>,
) -> Answer<View<DeliveryPage>> {
    let endpoint = store::endpoint(&mut tx, id).await?;
    let (row, body) = store::delivery(&mut tx, id, delivery).await?;
    let attempts = store::attempts(&mut tx, delivery).await?;
    Ok(View(DeliveryPage { frame, endpoint, row, body, attempts }))
}

pub(super) async fn replay(
    nudge: Arc<Notify>,
    me: StaffMember,
    Tx(mut tx): Tx,
    Path((id, delivery)): Path<(Id<Endpoint>, Id<Delivery>)>,
) -> Answer<Response> {
    acts::replay(&mut tx, me.id, id, delivery).await?;
    tx.commit().await?;
    nudge.notify_one();
    let page = format!("/console/webhooks/{id}/deliveries/{delivery}");
    Ok(on_with(&page, "webhooks-said-replayed"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SinceForm {
    /// A day: `2026-11-18`.
    since: String,
}

pub(super) async fn replay_failed(
    nudge: Arc<Notify>,
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
    Form(form): Form<SinceForm>,
) -> Answer<Response> {
    let since = beginning(&frame, &form.since)?;
    acts::replay_failed(&mut tx, me.id, id, since).await?;
    tx.commit().await?;
    nudge.notify_one();
    let page = format!("/console/webhooks/{id}/deliveries");
    Ok(on_with(&page, "webhooks-said-all-replayed"))
}

/// When this day begins where the reader is.
fn beginning(frame: &Frame, day: &str) -> Result<Timestamp> {
    let wrong = || Error::invalid("since", "Please give a day, such as 2026-11-18.");
    let day: Date = day.trim().parse().map_err(|_| wrong())?;
    Ok(day.to_zoned(frame.zone.clone()).map_err(|_| wrong())?.timestamp())
}
