//! What staff change of one person: the name, the tags, whether they count.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Deed, Id, Person};
use deedwell_people::person;
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Form, StaffMember, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::acts::note::audit;
use crate::look::line::href;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonName {
    /// Empty means unknown.
    name: String,
}

/// The names themselves stay out of the log: it outlives a wish to be forgotten.
pub(super) async fn rename(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(new): Form<PersonName>,
) -> Answer<Response> {
    let deed = person::rename(&mut tx, id, &new.name).await?;
    tx.record(staff.who(), &deed).await?;
    let about = format!("person/{id}");
    audit(&mut tx, Some(staff.id), deed.kind(), Some(&about), &json!({})).await?;
    tx.commit().await?;
    Ok(on_with(&href(id), "people-renamed"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TestAccount {
    /// Whether the person is left out of every measure.
    is_test: bool,
}

pub(super) async fn mark_as_test(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(mark): Form<TestAccount>,
) -> Answer<Response> {
    if let Some(deed) = person::mark_as_test(&mut tx, id, mark.is_test).await? {
        tx.record(staff.who(), &deed).await?;
        let (about, detail) = (format!("person/{id}"), json!({ "is_test": mark.is_test }));
        audit(&mut tx, Some(staff.id), deed.kind(), Some(&about), &detail).await?;
    }
    tx.commit().await?;
    let said = if mark.is_test { "people-test-marked" } else { "people-test-unmarked" };
    Ok(on_with(&href(id), said))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OneTag {
    tag: String,
}

pub(super) async fn add_tag(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(one): Form<OneTag>,
) -> Answer<Response> {
    if let Some(deed) = person::add_tag(&mut tx, id, &one.tag).await? {
        tx.record(staff.who(), &deed).await?;
    }
    tx.commit().await?;
    Ok(Redirect::to(&href(id)).into_response())
}

pub(super) async fn remove_tag(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(one): Form<OneTag>,
) -> Answer<Response> {
    if let Some(deed) = person::remove_tag(&mut tx, id, &one.tag).await? {
        tx.record(staff.who(), &deed).await?;
    }
    tx.commit().await?;
    Ok(Redirect::to(&href(id)).into_response())
}
