//! The second lock: a code from the telephone, or one of those on paper. The ticket that says the
//! password was right is a cookie of ten minutes, so that no address carries it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Channel, Error, Id, Result, Secret, Staff};
use deedwell_store::{Tx, quota};
use deedwell_web::answer::{Errors, on_with};
use deedwell_web::sessions::{self, Purpose};
use deedwell_web::{Answer, Deedwell, Form, Frame, Query, Settings, Site, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::known;
use super::sign_in::{SignInAsk, in_own_language, onward, open};
use crate::acts::factor;
use crate::forms::{errors_of, put_right, with_cookie};
use crate::wrong;

/// Codes that may be tried for one member, right or wrong, over all tickets: in the browsers they
/// have signed in with, and in all others together.
const TRIES: u32 = 10;
const WINDOW_S: u32 = 900;
const TICKET_S: i64 = 600;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeForm {
    /// Six digits, or a code on paper.
    code: String,
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "door/code.html")]
struct Page {
    frame: Frame,
    errors: Errors,
    to: String,
}

fn ticket_name(settings: &Settings) -> &'static str {
    if settings.is_secure() { "__Host-deedwell-ticket" } else { "deedwell-ticket" }
}

pub(super) fn ticket_cookie(settings: &Settings, token: &str) -> HeaderValue {
    let seconds = if token.is_empty() { 0 } else { TICKET_S };
    sessions::set_cookie(settings, ticket_name(settings), token, seconds)
}

/// Whom the ticket is for.
struct Ticket {
    staff: Id<Staff>,
    epoch: i64,
    kept: bool,
}

fn parse(about: &str) -> Option<Ticket> {
    let mut parts = about.split(' ');
    let (staff, epoch, kept) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Ticket { staff: staff.parse().ok()?, epoch: epoch.parse().ok()?, kept: kept == "1" })
}

async fn ticket(tx: &mut Tx, token: &str) -> Result<Option<Ticket>> {
    let about = sessions::look_at_link(tx, Purpose::SecondFactor, token).await?;
    Ok(about.as_deref().and_then(parse))
}

fn start_again() -> Response {
    on_with("/console/sign-in", "console-said-start-again")
}

pub(super) async fn show(
    State(app): State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    headers: HeaderMap,
    Query(ask): Query<SignInAsk>,
) -> Answer<Response> {
    let token = sessions::cookie(&headers, ticket_name(app.settings())).unwrap_or_default();
    let mut tx = app.db().read(site.organisation).await?;
    if ticket(&mut tx, token).await?.is_none() {
        return Ok(start_again());
    }
    let to = onward(ask.to.as_deref());
    Ok(View(Page { frame, errors: Errors::none(), to }).into_response())
}

pub(super) async fn sign_in(
    State(app): State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Answer<Response> {
    let token = sessions::cookie(&headers, ticket_name(app.settings())).unwrap_or_default();
    let to = onward(form.to.as_deref());
    let mut tx = app.db().write(site.organisation).await?;
    tx.came_by(Channel::CONSOLE);
    let Some(ticket) = ticket(&mut tx, token).await? else { return Ok(start_again()) };
    // Whoever has the password but not the telephone cannot spend what its owner's browsers may try.
    let own = known::knows(&mut tx, app.settings(), &headers, ticket.staff).await?;
    let limit = format!("staff.code/{}{}", ticket.staff, if own { "/known" } else { "" });
    quota::spend(&mut tx, &limit, TRIES, WINDOW_S).await?;
    if !factor::take(&mut tx, ticket.staff, &form.code).await? {
        count_wrong_try(&mut tx, token).await?;
        tx.commit().await?;
        let errors = errors_of(&frame, wrong::CODE.into())?;
        return put_right(Page { frame, errors, to });
    }
    sessions::use_link(&mut tx, Purpose::SecondFactor, token).await?.ok_or(Error::NotSignedIn)?;
    quota::give_back(&mut tx, &limit, WINDOW_S).await?;
    let still = tx.query(
        "select language from staff
         where organisation = $1 and id = $2 and epoch = $3 and closed_at is null",
    );
    let still = tx.find(still.bind(ticket.staff).bind(ticket.epoch)).await?;
    let Some(row) = still else { return Ok(start_again()) };
    let language = row.text_or_null("language")?;
    let cookies = open(&mut tx, &app, ticket.staff, ticket.epoch, ticket.kept, true).await?;
    tx.commit().await?;
    app.nudge();
    let response = cookies.into_iter().fold(Redirect::to(&to).into_response(), with_cookie);
    let response = with_cookie(response, ticket_cookie(app.settings(), ""));
    Ok(in_own_language(&app, response, language.as_deref()))
}

/// After a few the ticket is dead, and the password is asked for again.
async fn count_wrong_try(tx: &mut Tx, token: &str) -> Result<()> {
    let count = tx.query(
        "update door set tries = tries + 1
         where organisation = $1 and hash = $2 and purpose = 'second_factor'",
    );
    tx.run(count.bind(Secret::hash_of(token))).await.map(drop)
}
