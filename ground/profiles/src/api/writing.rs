//! What programs change of people.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use deedwell_core::{Error, Id, Organisation, Person, Result};
use deedwell_people::head_of;
use deedwell_store::Tx as Transaction;
use deedwell_web::{Answer, Deedwell, Json, Needs, Routes, Site, Tx, done};
use serde::Serialize;
use utoipa::ToSchema;

use super::give::{ProfileGiven, profile};
use super::take::{Change, Many, Somebody};

/// People in one request.
const MOST: usize = 100;

pub(super) fn routes() -> Routes {
    Routes::new("profiles")
        .post("/api/people", Needs::KeyToWrite, "Somebody by their identities: met, changed", keep)
        .json::<Somebody>()
        .gives::<ProfileGiven>()
        .post("/api/people/batch", Needs::KeyToWrite, "The same for up to a hundred", keep_many)
        .json::<Many>()
        .gives::<ManyGiven>()
        .post("/api/people/{id}", Needs::KeyToWrite, "Changes a profile", change)
        .as_read()
        .json::<Change>()
        .gives::<ProfileGiven>()
}

async fn keep(
    app: State<Deedwell>,
    site: Arc<Site>,
    Tx(mut tx): Tx,
    Json(new): Json<Somebody>,
) -> Answer<Response> {
    let id = new.keep(&mut tx).await?;
    shown(tx, &app, site.organisation, id).await
}

/// The ids, in the order sent.
#[derive(Serialize, ToSchema)]
pub(super) struct ManyGiven {
    ids: Vec<String>,
}

async fn keep_many(Tx(mut tx): Tx, Json(many): Json<Many>) -> Answer<Response> {
    if many.people.is_empty() || many.people.len() > MOST {
        return Err(Error::invalid("people", format!("Please send 1 to {MOST} people.")).into());
    }
    let mut ids = Vec::with_capacity(many.people.len());
    for (place, somebody) in many.people.into_iter().enumerate() {
        let id = somebody.keep(&mut tx).await.map_err(|error| at(place, error))?;
        ids.push(id.to_string());
    }
    done(tx, ManyGiven { ids }).await
}

/// Says which of many it was.
fn at(place: usize, error: Error) -> Error {
    match error {
        Error::Fault(_) | Error::TooMany { .. } => error,
        error => Error::invalid("people", format!("Number {}: {}", place + 1, error.sentence())),
    }
}

async fn change(
    app: State<Deedwell>,
    site: Arc<Site>,
    Tx(mut tx): Tx,
    headers: HeaderMap,
    Path(id): Path<Id<Person>>,
    Json(change): Json<Change>,
) -> Answer<Response> {
    let id = head_of(&mut tx, id).await?;
    // Nobody else changes them until we have written.
    let hold = tx.query("update person set head = head where organisation = $1 and id = $2");
    tx.run(hold.bind(id)).await?;
    if let Some(wanted) = headers.get(header::IF_MATCH) {
        let stands = profile(&mut tx, app.behaviour(), site.organisation, id).await?.version;
        is_as_read(wanted.to_str().unwrap_or_default(), &stands)?;
    }
    change.make(&mut tx, id).await?;
    shown(tx, &app, site.organisation, id).await
}

/// # Errors
/// `people.changed_meanwhile`.
fn is_as_read(wanted: &str, stands: &str) -> Result<()> {
    let mut versions =
        wanted.split(',').map(|w| w.trim().trim_start_matches("W/").trim_matches('"'));
    if versions.any(|version| version == "*" || version == stands) {
        return Ok(());
    }
    Err(Error::refused(
        "people.changed_meanwhile",
        "Somebody else changed this profile since you read it. Please read it again.",
    ))
}

/// Commits, and gives the profile as it then stands.
async fn shown(
    mut tx: Transaction,
    app: &Deedwell,
    organisation: Id<Organisation>,
    id: Id<Person>,
) -> Answer<Response> {
    let given = profile(&mut tx, app.behaviour(), organisation, id).await?;
    done(tx, given).await
}
