//! Units: added, renamed, closed, reopened.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Id, Result, Unit};
use deedwell_web::answer::{Choice, Errors, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::organisation;
use crate::acts::units::{self, UnitRow};
use crate::acts::{By, fields};
use crate::forms::{self, errors_of, put_right};
use crate::wrong;

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct NewUnitForm {
    pub(super) unit_name: String,
    /// A short word; made of the name if empty.
    #[serde(default)]
    pub(super) unit_key: String,
    pub(super) unit_currency: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitForm {
    unit_name: String,
    unit_currency: String,
}

#[derive(Template)]
#[template(path = "settings/unit.html")]
pub(super) struct Page {
    frame: Frame,
    unit: UnitRow,
    errors: Errors,
    typed: UnitForm,
    currencies: Vec<Choice>,
}

pub(super) async fn add(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<NewUnitForm>,
) -> Answer<Response> {
    let Err(error) = added(&mut tx, &me, &form).await else {
        tx.commit().await?;
        return Ok(on_with("/console/settings", "console-said-unit-added"));
    };
    let errors = errors_of(&frame, error)?;
    put_right(organisation::Page::load(&mut tx, frame, None, Some((form, errors))).await?)
}

async fn added(
    tx: &mut deedwell_store::Tx,
    me: &StaffMember,
    form: &NewUnitForm,
) -> Result<Id<Unit>> {
    let name = fields::line(&form.unit_name, wrong::UNIT_NAME)?;
    let key = match form.unit_key.trim() {
        "" => fields::unit_key_of(&name),
        key => fields::unit_key(key)?,
    };
    let currency = fields::currency(&form.unit_currency)?;
    units::add_unit(tx, By::Member(me), &key, &name, currency).await
}

fn page(frame: Frame, unit: UnitRow, typed: UnitForm, errors: Errors) -> Page {
    let currencies = forms::currencies(&typed.unit_currency);
    Page { frame, unit, errors, typed, currencies }
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Unit>>,
) -> Answer<View<Page>> {
    let unit = units::unit(&mut tx, id).await?;
    let typed = UnitForm { unit_name: unit.name.clone(), unit_currency: unit.currency.to_string() };
    Ok(View(page(frame, unit, typed, Errors::none())))
}

pub(super) async fn change(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Unit>>,
    Form(form): Form<UnitForm>,
) -> Answer<Response> {
    let unit = units::unit(&mut tx, id).await?;
    if let Err(error) = changed(&mut tx, &me, id, &form).await {
        let errors = errors_of(&frame, error)?;
        return put_right(page(frame, unit, form, errors));
    }
    tx.commit().await?;
    Ok(on_with("/console/settings", "said-saved"))
}

async fn changed(
    tx: &mut deedwell_store::Tx,
    me: &StaffMember,
    id: Id<Unit>,
    form: &UnitForm,
) -> Result<()> {
    let name = fields::line(&form.unit_name, wrong::UNIT_NAME)?;
    let currency = fields::currency(&form.unit_currency)?;
    units::change_unit(tx, By::Member(me), id, &name, currency).await
}

pub(super) async fn close(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Unit>>,
) -> Answer<Response> {
    units::close_unit(&mut tx, By::Member(&me), id).await?;
    tx.commit().await?;
    Ok(on_with("/console/settings", "console-said-unit-closed"))
}

pub(super) async fn reopen(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Unit>>,
) -> Answer<Response> {
    units::reopen_unit(&mut tx, By::Member(&me), id).await?;
    tx.commit().await?;
    Ok(on_with("/console/settings", "console-said-unit-reopened"))
}
