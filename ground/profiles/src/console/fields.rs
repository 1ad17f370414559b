//! What is asked of everybody: fields of the profile, and purposes of consent.

use askama::Template;
use axum::response::Response;
use deedwell_people::profile::consents::{self, Purpose};
use deedwell_people::profile::fields::{self, Field, FieldKind};
use deedwell_web::answer::{Choice, on_with};
use deedwell_web::{Answer, Form, Frame, Right, StaffMember, Tx, View};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::acts::{By, note_fields};

const HERE: &str = "/console/profiles";

#[derive(Template)]
#[template(path = "console/fields.html")]
pub(super) struct Page {
    frame: Frame,
    fields: Vec<Field>,
    purposes: Vec<Purpose>,
    kinds: Vec<Choice>,
}

pub(super) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    let fields = fields::fields(&mut tx).await?;
    let purposes = consents::purposes(&mut tx).await?;
    let words = |k: FieldKind| (k.name().to_owned(), kind_of(&frame, k));
    let kinds = Choice::list(FieldKind::ALL.into_iter().map(words), "text");
    Ok(View(Page { fields, purposes, kinds, frame }))
}

fn kind_of(frame: &Frame, kind: FieldKind) -> String {
    frame.t(&format!("profiles-kind-{}", kind.name().replace('_', "-")))
}

impl Page {
    fn may_set(&self) -> bool {
        self.frame.may(Right::ManageSettings)
    }

    fn kind(&self, field: &Field) -> String {
        kind_of(&self.frame, field.kind)
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldForm {
    /// The key of the trait, as programs send it.
    key: String,
    name: String,
    /// `text`, `number`, `yes_no`, `day` or `choice`.
    kind: String,
    /// One a line, of a choice.
    #[serde(default)]
    choices: String,
    #[serde(default)]
    note: String,
}

pub(super) async fn set(
    me: StaffMember,
    Tx(mut tx): Tx,
    Form(form): Form<FieldForm>,
) -> Answer<Response> {
    let field = Field::new(&form.key, &form.name, &form.kind, &form.choices, &form.note)?;
    fields::set(&mut tx, &field).await?;
    note_fields(&mut tx, By::Staff(me.id), &json!({ "field": field.key })).await?;
    tx.commit().await?;
    Ok(on_with(HERE, "profiles-said-field"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Key {
    key: String,
}

pub(super) async fn remove(
    me: StaffMember,
    Tx(mut tx): Tx,
    Form(form): Form<Key>,
) -> Answer<Response> {
    fields::remove(&mut tx, &form.key).await?;
    note_fields(&mut tx, By::Staff(me.id), &json!({ "field_removed": form.key })).await?;
    tx.commit().await?;
    Ok(on_with(HERE, "profiles-said-field-removed"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PurposeForm {
    key: String,
    name: String,
    #[serde(default)]
    about: String,
}

pub(super) async fn set_purpose(
    me: StaffMember,
    Tx(mut tx): Tx,
    Form(form): Form<PurposeForm>,
) -> Answer<Response> {
    consents::set_purpose(&mut tx, &form.key, &form.name, &form.about).await?;
    note_fields(&mut tx, By::Staff(me.id), &json!({ "purpose": form.key })).await?;
    tx.commit().await?;
    Ok(on_with(HERE, "profiles-said-purpose"))
}

pub(super) async fn close_purpose(
    me: StaffMember,
    Tx(mut tx): Tx,
    Form(form): Form<Key>,
) -> Answer<Response> {
    consents::close_purpose(&mut tx, &form.key).await?;
    note_fields(&mut tx, By::Staff(me.id), &json!({ "purpose_closed": form.key })).await?;
    tx.commit().await?;
    Ok(on_with(HERE, "profiles-said-purpose-closed"))
}
