//! The customers' door: an address, then the code that was sent to it.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Error, Result, Secret};
use deedwell_people::{IdentityKind, Known, Proof, Sign};
use deedwell_store::Tx as StoreTx;
use deedwell_trust::acts::form::{self, Sent, give_reading};
use deedwell_web::answer::{Errors, Render};
use deedwell_web::sessions::{self, Door};
use deedwell_web::{
    Answer, Deedwell, Form, Frame, Peer, Query, Settings, Tx, View, Visitor, own_path,
};
use jiff::SignedDuration;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::browser;
use crate::carry::Carry;
use crate::code::{self, Answered, Ask};
use crate::deed::{By, SigninDeed};
use crate::{guest, letter, link, password_door, proof, seen};

/// By which name the form for a code is guarded.
pub(crate) const FORM: &str = "sign-in";

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInAsk {
    /// Where to go on: a path of this site.
    pub to: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskForCode {
    /// Where the code is sent.
    email: String,
    to: Option<String>,
    /// As the page gave it.
    #[serde(default)]
    form: String,
    /// People do not see this field: it stays empty.
    #[serde(default)]
    second_subject: String,
    /// `password`: no code is sent, the page for it is shown.
    #[serde(default)]
    way: String,
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
    /// What says that the form is ours.
    pub guard: String,
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    frame: Frame,
    errors: Errors,
    email: String,
    to: String,
    guard: String,
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
    let guard = give_reading(&mut tx, frame.app().db(), FORM).await?;
    let (errors, email) = (Errors::none(), String::new());
    Ok(View(SignInPage { frame, errors, email, to, from_shop, guard }).into_response())
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
        Err(error) => return again(&mut tx, frame, form, to, Errors::of(error)?).await,
    };
    if form.way == "password" {
        // The same page for every address.
        let email = sign.value().to_owned();
        let page = password_door::Page { frame, errors: Errors::none(), email, to };
        return Ok(View(page).into_response());
    }
    if let Err(error) = by_people(&mut tx, &form).await {
        let errors = Errors::none().and("email", &frame.sentence(&error));
        return again(&mut tx, frame, form, to, errors).await;
    }
    // A browser keeps its ticket, so that its next code takes the place of the one before.
    let ticket = match ticket(app.settings(), &headers) {
        Some(ticket) => ticket.to_owned(),
        None => Secret::new()?.reveal().to_owned(),
    };
    let code = code::make(&mut tx, Ask { email: &sign, ticket: &ticket }, peer).await?;
    let link = link::make(&mut tx, Ask { email: &sign, ticket: &ticket }, &to).await?;
    let words = letter::to_sign_in(&frame, &sign, &code, &link);
    let guard = form::give(&mut tx, FORM).await?;
    letter::send(&carry, tx, words, &code).await?;
    let email = sign.value().to_owned();
    let page = View(CodePage { frame, errors: Errors::none(), email, to, guard }).into_response();
    let name = ticket_name(app.settings());
    let kept = sessions::set_cookie(app.settings(), name, &ticket, code::LASTS.as_secs());
    Ok(with_cookie(with_cookie(page, kept), link::address_cookie(app.settings(), &sign)))
}

/// The page again, with what was typed and what is wrong with it.
async fn again(
    tx: &mut StoreTx,
    frame: Frame,
    form: AskForCode,
    to: String,
    errors: Errors,
) -> Answer<Response> {
    let from_shop = crate::shop::has_keys(tx).await?;
    let guard = form::give(tx, FORM).await?;
    let page = SignInPage { frame, errors, email: form.email, to, from_shop, guard };
    Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
}

/// Whether people filled it in. Browsers fill in addresses by themselves, so it may be quick; how often one
/// place may ask is [`code`]'s to say.
async fn by_people(tx: &mut StoreTx, form: &AskForCode) -> Result<()> {
    let sent = Sent {
        what: FORM,
        token: &form.form,
        honey: &form.second_subject,
        text: "",
        person: None,
        network: None,
        fastest: SignedDuration::ZERO,
    };
    form::take(tx, &sent).await?.checked().map(drop)
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
            let response = let_in(&app, (&headers, peer), tx, known, By::Code, &to).await?;
            return Ok(with_cookie(response, spent_ticket(app.settings())));
        }
        Answered::Wrong { left } => frame.n("signin-code-wrong", left),
        Answered::Gone => frame.t("signin-code-gone"),
    };
    // The try counts.
    let guard = form::give(&mut tx, FORM).await?;
    tx.commit().await?;
    let errors = Errors::none().and("code", &sentence);
    let page = CodePage { frame, errors, email: sign.value().to_owned(), to, guard };
    Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
}

/// Opens the session, tells the ledger, and goes on.
pub(crate) async fn let_in(
    app: &Deedwell,
    (headers, peer): (&HeaderMap, Peer),
    mut tx: StoreTx,
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
    if matches!(by, By::Code | By::Link) {
        proof::keep(&mut tx, &proof::session_of(&cookie), identity).await?;
    }
    tx.record(known.who(), &SigninDeed::SignedIn { by }).await?;
    let seen = seen::at_the_door(&mut tx, settings, headers, peer.0, identity).await?;
    let guest = guest::sign(settings, headers);
    let was_guest = guest.is_some();
    if let Some(guest) = guest {
        guest::bring(&mut tx, &known, guest).await?;
    }
    tx.commit().await?;
    let mut response = with_cookie(Redirect::to(to), cookie);
    if let Some(seen) = seen {
        response = with_cookie(response, seen);
    }
    Ok(if was_guest { with_cookie(response, guest::gone(settings)) } else { response })
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
