//! The first form of all. It opens only by the link that the server printed when it started.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Error, Result};
use deedwell_web::answer::{Choice, Errors};
use deedwell_web::{Answer, Deedwell, Form, Frame, Query, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::acts::{NewOrganisation, SetUp, fields, setup};
use crate::forms::{self, Looked, put_right, with_cookie};
use crate::wrong;
use deedwell_password::{self as password, Cost};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct SetUpAsk {
    /// From the link.
    token: Option<String>,
}

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct SetUpForm {
    token: String,
    organisation: String,
    name: String,
    email: String,
    password: String,
    again: String,
    currency: String,
    zone: String,
    language: String,
    /// The first unit; may be empty.
    #[serde(default)]
    unit_name: String,
}

#[derive(Template)]
#[template(path = "door/set_up.html")]
struct Page {
    frame: Frame,
    /// False without a link that works: the page then says where to find it.
    opens: bool,
    errors: Errors,
    typed: SetUpForm,
    currencies: Vec<Choice>,
    zones: Vec<Choice>,
    languages: Vec<Choice>,
}

impl Page {
    fn new(frame: Frame, opens: bool, typed: SetUpForm, errors: Errors) -> Self {
        let currencies = forms::currencies(&typed.currency);
        let zones = forms::zones(&typed.zone);
        let languages = forms::languages(&frame, &typed.language);
        Self { frame, opens, errors, typed, currencies, zones, languages }
    }
}

pub(super) async fn show(
    State(app): State<Deedwell>,
    frame: Frame,
    Query(ask): Query<SetUpAsk>,
) -> Answer<Response> {
    let token = ask.token.unwrap_or_default();
    let opens = opens(&app, &token).await?;
    let currency = if frame.language.code == "de" { "EUR" } else { "GBP" }.to_owned();
    let (zone, language) = (forms::zone_guess(&frame), frame.language.code.to_owned());
    let typed = SetUpForm { token, currency, zone, language, ..SetUpForm::default() };
    Ok(View(Page::new(frame, opens, typed, Errors::none())).into_response())
}

/// Whether the link works. Once there is an organisation this page is not there at all.
async fn opens(app: &Deedwell, token: &str) -> Result<bool> {
    if setup::setup_link_works(app.db(), token).await? {
        return Ok(true);
    }
    let first = app.db().system_read().await?.find_first_organisation().await?;
    if first.is_some() { Err(Error::Missing("page")) } else { Ok(false) }
}

pub(super) async fn set_up(
    cost: Cost,
    State(app): State<Deedwell>,
    frame: Frame,
    Form(mut form): Form<SetUpForm>,
) -> Answer<Response> {
    if !opens(&app, &form.token).await? {
        return put_right(Page::new(frame, false, form, Errors::none()));
    }
    let (checked, errors) = look_at(&frame, &form)?;
    let Some(mut asked) = checked else {
        (form.password, form.again) = (String::new(), String::new());
        return put_right(Page::new(frame, true, form, errors));
    };
    asked.password_hash = password::hash(&form.password, cost).await?;
    let (_, cookie) = setup::set_up(app.db(), app.settings(), &form.token, &asked).await?;
    app.refresh_sites().await?;
    app.nudge();
    tracing::info!("The organisation was set up");
    Ok(with_cookie(Redirect::to("/console").into_response(), cookie))
}

/// What was typed, if all of it is good; else all that is wrong with it.
fn look_at(frame: &Frame, form: &SetUpForm) -> Result<(Option<SetUp>, Errors)> {
    let mut looked = Looked::new(frame);
    let organisation = looked.at(fields::line(&form.organisation, wrong::ORGANISATION))?;
    let name = looked.at(fields::line(&form.name, wrong::NAME))?;
    let email = looked.at(fields::email(&form.email))?;
    let known = [form.email.as_str(), form.name.as_str(), form.organisation.as_str()];
    let password =
        looked.at(password::check(&form.password, &form.again, &known).map_err(wrong::unfit))?;
    let currency = looked.at(fields::currency(&form.currency))?;
    let zone = looked.at(fields::zone(&form.zone))?;
    let language = looked.at(fields::language(&form.language))?;
    let unit = looked.at(fields::optional_line(&form.unit_name, wrong::UNIT_NAME))?;
    let good = (organisation, name, email, password, currency, zone, language, unit);
    let (
        Some(organisation),
        Some(name),
        Some(email),
        Some(()),
        Some(currency),
        Some(zone),
        Some(language),
        Some(unit),
    ) = good
    else {
        return Ok((None, looked.errors));
    };
    let organisation =
        NewOrganisation { name: organisation, currency, zone, language, simulated: false };
    let unit = Some(unit).filter(|u| !u.is_empty());
    let asked = SetUp { organisation, unit, name, email, password_hash: String::new() };
    Ok((Some(asked), looked.errors))
}
