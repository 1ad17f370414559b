//! What staff settle for a source that is there: what it is called, how strict it is, what consent it
//! asks for, how much it keeps of addresses, that its old keys end now.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Id};
use deedwell_web::answer::{Render, on_with};
use deedwell_web::{Answer, Deedwell, Form, Frame, StaffMember, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::sources::{SourcePage, errors_of, unit_of};
use crate::deed::{SourceDeed, note, note_with};
use crate::source::{self, Source, Strictness};

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct AboutForm {
    pub source_name: String,
    /// The id of a unit; empty for none.
    #[serde(default)]
    pub unit: String,
    /// Hosts, one a line.
    #[serde(default)]
    pub origins: String,
}

pub(super) async fn describe(
    me: StaffMember,
    State(app): State<Deedwell>,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Source>>,
    Form(form): Form<AboutForm>,
) -> Answer<Response> {
    let before = source::source(&mut tx, id).await?;
    let unit = unit_of(&frame, &form.unit, before.unit)?;
    let now = match source::describe(&mut tx, id, &form.source_name, unit, &form.origins).await {
        Ok(()) => source::source(&mut tx, id).await?,
        Err(error) => {
            let errors = errors_of(&frame, error)?;
            let page = SourcePage::again(&app, &mut tx, frame, id, form, errors).await?;
            return Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let said = |s: &Source| serde_json::json!([s.name, s.unit, s.origins]);
    let detail = serde_json::json!({ "name": now.name, "about": [said(&before), said(&now)] });
    if said(&before) != said(&now) {
        note_with(&mut tx, &me, SourceDeed::Described { source: id }, detail).await?;
    }
    tx.commit().await?;
    Ok(on_with(&format!("/console/sources/{id}"), "collect-said-about"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StrictnessForm {
    /// `everything`, `mark` or `hold`.
    strictness: String,
}

pub(super) async fn keep_to_plan(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Source>>,
    Form(form): Form<StrictnessForm>,
) -> Answer<Response> {
    let source = source::source(&mut tx, id).await?;
    let strictness = Strictness::parse(&form.strictness)
        .ok_or_else(|| Error::invalid("strictness", "Please choose how strictly."))?;
    source::keep_to_plan(&mut tx, id, strictness).await?;
    let detail = serde_json::json!({
        "name": source.name, "strictness": [source.strictness.name(), strictness.name()],
    });
    note_with(&mut tx, &me, SourceDeed::StrictnessChanged { source: id }, detail).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/console/sources/{id}"), "collect-said-strictness"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsentForm {
    /// The category as the consent banner calls it; empty takes everything.
    consent: String,
}

pub(super) async fn ask_consent(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Source>>,
    Form(form): Form<ConsentForm>,
) -> Answer<Response> {
    let source = source::source(&mut tx, id).await?;
    let consent = source::ask_consent(&mut tx, id, &form.consent).await?;
    let detail = serde_json::json!({ "name": source.name, "consent": [source.consent, consent] });
    note_with(&mut tx, &me, SourceDeed::ConsentAsked { source: id }, detail).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/console/sources/{id}"), "collect-said-consent"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddressesForm {
    /// Set: no part of an address is kept.
    #[serde(default)]
    no_addresses: Option<String>,
}

pub(super) async fn keep_addresses(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Source>>,
    Form(form): Form<AddressesForm>,
) -> Answer<Response> {
    let source = source::source(&mut tx, id).await?;
    let keeps = form.no_addresses.is_none();
    source::keep_addresses(&mut tx, id, keeps).await?;
    let detail = serde_json::json!({
        "name": source.name, "keeps_addresses": [source.keeps_addresses, keeps],
    });
    note_with(&mut tx, &me, SourceDeed::AddressesChanged { source: id }, detail).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/console/sources/{id}"), "collect-said-addresses"))
}

/// For a key that somebody got hold of: the new one is in place, and a week is too long.
pub(super) async fn end_old_keys(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Source>>,
) -> Answer<Response> {
    let name = source::source(&mut tx, id).await?.name;
    // A second press finds nothing to end, and nothing is told twice.
    if source::end_old_keys(&mut tx, id).await? > 0 {
        note(&mut tx, &me, SourceDeed::OldKeysEnded { source: id }, &name).await?;
    }
    tx.commit().await?;
    Ok(on_with(&format!("/console/sources/{id}"), "collect-said-old-keys"))
}
