//! The customers' door: an address, then the code that was sent to it.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Error, Secret};
use deedwell_people::{IdentityKind, Known, Proof, Sign};
use deedwell_web::answer::{Errors, Render};
use deedwell_web::sessions::{self, Door};
use deedwell_web::{
    Answer, Deedwell, Form, Frame, Peer, Query, Settings, Tx, View, Visitor, own_path,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::browser;
use crate::carry::Carry;
use crate::code::{self, Answered, Ask};
use crate::deed::{By, SigninDeed};
use crate::{letter, link};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInAsk {
    /// Where to go on: a path of this site.
    to: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskForCode {
    /// Where the code is sent.
    email: String,
    to: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypedCode {
    email: String,
    /// Six digits.
    code: String,
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignInPage {
    pub frame: Frame,
    pub errors: Errors,
    pub email: String,
    pub to: String,
    pub from_shop: bool,
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    frame: Frame,
    errors: Errors,
    email: String,
    to: String,
}

impl CodePage {
    fn minutes(&self) -> i64 {
        code::LASTS.as_mins()
    }
}

/// Where a customer goes on: a page of this site.
pub(crate) fn onward(to: Option<&str>) -> String {
    own_path(to, "/")
}

pub(crate) async fn show(
    visitor: Visitor,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<SignInAsk>,
) -> Answer<Response> {
    let to = onward(ask.to.as_deref());
    if visitor.me.is_some() {
        return Ok(Redirect::to(&to).into_response());
    }
    let from_shop = crate::shop::has_keys(&mut tx).await?;
    let (errors, email) = (Errors::none(), String::new());
    Ok(View(SignInPage { frame, errors, email, to, from_shop }).into_response())
}

/// The cookie that ties a code to the browser that asked for it.
fn ticket_name(settings: &Settings) -> &'static str {
    if settings.is_secure() { "__Host-deedwell-code" } else { "deedwell-code" }
}

pub(crate) fn ticket<'a>(settings: &Settings, headers: &'a HeaderMap) -> Option<&'a str> {
    sessions::cookie(headers, ticket_name(settings)).filter(|ticket| !ticket.is_empty())
}

/// Removes the cookie: what it was for is used.
pub(crate) fn spent_ticket(settings: &Settings) -> HeaderValue {
    sessions::set_cookie(settings, ticket_name(settings), "", 0)
}

/// The same answer for every address, known or not.
pub(crate) async fn ask(
    carry: Carry,
    State(app): State<Deedwell>,
    headers: HeaderMap,
    peer: Peer,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<AskForCode>,
) -> Answer<Response> {
    let to = onward(form.to.as_deref());
    let sign = match Sign::new(IdentityKind::Email, &form.email, "") {
        Ok(sign) => sign,
        Err(error) => {
            let errors = Errors::of(error)?;
            let from_shop = crate::shop::has_keys(&mut tx).await?;
            let page = SignInPage { frame, errors, email: form.email, to, from_shop };
            return Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    // A browser keeps its ticket, so that its next code takes the place of the one before.
    let ticket = match ticket(app.settings(), &headers) {
        Some(ticket) => ticket.to_owned(),
        None => Secret::new()?.reveal().to_owned(),
    };
    let code = code::make(&mut tx, Ask { email: &sign, ticket: &ticket }, peer).await?;
    let link = link::make(&mut tx, Ask { email: &sign, ticket: &ticket }, &to).await?;
    let words = letter::to_sign_in(&frame, &sign, &code, &link);
    letter::send(&carry, tx, words, &code).await?;
    let email = sign.value().to_owned();
    let page = View(CodePage { frame, errors: Errors::none(), email, to }).into_response();
    let name = ticket_name(app.settings());
    let kept = sessions::set_cookie(app.settings(), name, &ticket, code::LASTS.as_secs());
    Ok(with_cookie(with_cookie(page, kept), link::address_cookie(app.settings(), &sign)))
}

pub(crate) async fn answer(
    State(app): State<Deedwell>,
    headers: HeaderMap,
    peer: Peer,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<TypedCode>,
) -> Answer<Response> {
    let to = onward(form.to.as_deref());
    let sign = Sign::new(IdentityKind::Email, &form.email, "")?;
    let ask = Ask { email: &sign, ticket: ticket(app.settings(), &headers).unwrap_or_default() };
    let sentence = match code::answer(&mut tx, ask, &form.code, peer).await? {
        Answered::Right => {
            link::forget(&mut tx, ask).await?;
            let known = deedwell_people::ensure(&mut tx, &sign, Proof::Code, "").await?;
            let response = let_in(&app, &headers, tx, known, By::Code, &to).await?;
            return Ok(with_cookie(response, spent_ticket(app.settings())));
        }
        Answered::Wrong { left } => frame.n("signin-code-wrong", left),
        Answered::Gone => frame.t("signin-code-gone"),
    };
    // The try counts.
    tx.commit().await?;
    let errors = Errors::none().and("code", &sentence);
    let page = CodePage { frame, errors, email: sign.value().to_owned(), to };
    Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
}

/// Opens the session, tells the ledger, and goes on.
pub(crate) async fn let_in(
    app: &Deedwell,
    headers: &HeaderMap,
    mut tx: deedwell_store::Tx,
    known: Known,
    by: By,
    to: &str,
) -> Answer<Response> {
    if !known.proof.proves() {
        return Err(Error::fault("the door was about to open to a claim").into());
    }
    let settings = app.settings();
    let browser = browser::family(headers);
    let (identity, person) = (known.identity, known.person);
    let cookie =
        sessions::open_for_customer_in(&mut tx, settings, identity, person, &browser).await?;
    tx.record(known.who(), &SigninDeed::SignedIn { by }).await?;
    tx.commit().await?;
    Ok(with_cookie(Redirect::to(to), cookie))
}

pub(crate) async fn sign_out(
    _: Visitor,
    State(app): State<Deedwell>,
    headers: HeaderMap,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    let cookie = sessions::close(&mut tx, app.settings(), Door::Customer, &headers).await?;
    tx.commit().await?;
    Ok(with_cookie(deedwell_web::answer::on_with("/", "signin-signed-out"), cookie))
}

pub(crate) fn with_cookie(response: impl IntoResponse, cookie: HeaderValue) -> Response {
    let mut response = response.into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}
