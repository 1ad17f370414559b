//! What we hold of somebody, for whoever asks it of a program.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use deedwell_core::{Id, Person};
use deedwell_people::everything::{Everything, acts, everything};
use deedwell_web::{Answer, Deedwell, Needs, Routes, Site};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

pub(super) fn routes() -> Routes {
    Routes::new("profiles")
        .get("/api/people/{id}/everything", Needs::KeyToRead, "All we hold of somebody", all)
        .gives::<EverythingGiven>()
}

/// `person`, `traits` (also those that do not count), `consents` (every word), `holdings`, `accounts`,
/// `links`, `activity`, `actions` (the newest first, answers of ours included), `also_called`.
#[derive(Serialize, ToSchema)]
struct EverythingGiven {
    #[serde(flatten)]
    #[schema(value_type = Object)]
    everything: Everything,
    /// What they wrote and gave, by the name of the programme.
    #[schema(value_type = Object)]
    programmes: BTreeMap<&'static str, Value>,
}

async fn all(
    State(app): State<Deedwell>,
    site: Arc<Site>,
    Path(id): Path<Id<Person>>,
) -> Answer<axum::Json<EverythingGiven>> {
    let (db, of) = (app.db(), site.organisation);
    let acts = acts(db, of, app.behaviour(), id).await?;
    let mut tx = db.read(of).await?;
    let everything = everything(&mut tx, app.behaviour(), id, acts).await?;
    let programmes = app.holds(&mut tx, &everything.identities()).await?;
    Ok(axum::Json(EverythingGiven { everything, programmes }))
}
