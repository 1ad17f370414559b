//! What was sent of one person, word for word: the other half of what we hold of them. For staff as a file,
//! for programs as an answer.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use deedwell_core::{Id, Person};
use deedwell_people::erase::living;
use deedwell_store::audit;
use deedwell_web::{Answer, Deedwell, Site, StaffMember, Tx, file};
use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::erase::sent_by;

/// Messages in one file, the last that came.
const MOST: usize = 10_000;

/// What programs sent of somebody within the last thirty days.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sent {
    /// The newest first, each as it came, with where and when.
    #[schema(value_type = Vec<Object>)]
    messages: Vec<Box<RawValue>>,
    /// Whether older ones were left out.
    is_cut: bool,
}

pub(super) async fn export(
    app: State<Deedwell>,
    site: Arc<Site>,
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
) -> Answer<Response> {
    let whom = living(&mut tx, id).await?;
    drop(tx);
    // A GET only reads, so the note has a transaction of its own, closed before the file is made.
    let mut tx = app.db().write(site.organisation).await?;
    let about = format!("person/{id}");
    audit(&mut tx, Some(staff.id), "people.exported", Some(&about), &json!({ "sent": true }))
        .await?;
    tx.commit().await?;
    let (messages, is_cut) = sent_by(app.db(), site.organisation, &whom, MOST).await?;
    Ok(file::json(&Sent { messages, is_cut }, &format!("sent-{id}.json"))?)
}

pub(crate) async fn given(
    app: State<Deedwell>,
    site: Arc<Site>,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
) -> Answer<axum::Json<Sent>> {
    let whom = living(&mut tx, id).await?;
    drop(tx);
    let (messages, is_cut) = sent_by(app.db(), site.organisation, &whom, MOST).await?;
    Ok(axum::Json(Sent { messages, is_cut }))
}
