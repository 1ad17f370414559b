//! The link beside the code: for whoever reads the letter in the browser in which they asked.
//!
//! Opening it changes nothing: it shows a button, so that whatever looks at links (mail scanners, previews)
//! uses none up. It opens only for the browser that asked, which holds a ticket: sent to somebody else, it
//! signs nobody in as another. In any other browser the page asks for a code of its own.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deedwell_core::Result;
use deedwell_people::{IdentityKind, Proof, Sign};
use deedwell_store::{Tx as StoreTx, quota};
use deedwell_trust::acts::form::give_reading;
use deedwell_web::answer::{Errors, Render};
use deedwell_web::sessions::{self, Purpose};
use deedwell_web::{Answer, Deedwell, Form, Frame, Peer, Query, Settings, Tx, View, Visitor};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::code::{self, ANSWERS_OF_PEER, Ask};
use crate::deed::By;
use crate::door::{FORM, SignInPage, let_in, onward, spent_ticket, ticket, with_cookie};

/// Of a link's token; ours are shorter.
const LONGEST_TOKEN: usize = 100;

#[derive(Deserialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SignInLink)]
pub(crate) struct Link {
    /// As it stands in the letter.
    token: String,
    /// Where to go on: a path of this site.
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "link.html")]
struct Page {
    frame: Frame,
    token: String,
    email: String,
    to: String,
}

/// The cookie that says for which address this browser asked last.
fn address_name(settings: &Settings) -> &'static str {
    if settings.is_secure() { "__Host-deedwell-code-for" } else { "deedwell-code-for" }
}

pub(crate) fn address_cookie(settings: &Settings, email: &Sign) -> HeaderValue {
    let value = URL_SAFE_NO_PAD.encode(email.value());
    sessions::set_cookie(settings, address_name(settings), &value, code::LASTS.as_secs())
}

/// For which address this browser asked.
fn asked_for(settings: &Settings, headers: &HeaderMap) -> Option<Sign> {
    let value = sessions::cookie(headers, address_name(settings))?;
    let email = String::from_utf8(URL_SAFE_NO_PAD.decode(value).ok()?).ok()?;
    Sign::new(IdentityKind::Email, &email, "").ok()
}

/// Makes the link that goes with a code, and forgets the one before.
pub(crate) async fn make(tx: &mut StoreTx, ask: Ask<'_>, to: &str) -> Result<String> {
    forget(tx, ask).await?;
    let token = sessions::make_link(tx, Purpose::Link, &ask.about(), code::LASTS).await?;
    let to = if to == "/" { String::new() } else { format!("&to={}", escaped(to)) };
    Ok(format!("/sign-in/link?token={}{to}", token.reveal()))
}

/// A path within a query.
fn escaped(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_.~".contains(&b);
    path.bytes().fold(String::new(), |mut text, b| {
        if plain(b) {
            text.push(char::from(b));
        } else {
            text.push_str(&format!("%{b:02X}"));
        }
        text
    })
}

/// Neither the link nor the code of this ask opens anything any more.
pub(crate) async fn forget(tx: &mut StoreTx, ask: Ask<'_>) -> Result<()> {
    let delete =
        tx.query("delete from door where organisation = $1 and purpose = 'link' and about = $2");
    tx.run(delete.bind(ask.about())).await.map(drop)
}

/// The address for which this very browser asked for this link, while it opens.
async fn opens(
    tx: &mut StoreTx,
    app: &Deedwell,
    headers: &HeaderMap,
    token: &str,
) -> Result<Option<Sign>> {
    let settings = app.settings();
    let (Some(ticket), Some(email)) = (ticket(settings, headers), asked_for(settings, headers))
    else {
        return Ok(None);
    };
    if token.len() > LONGEST_TOKEN {
        return Ok(None);
    }
    let about = sessions::look_at_link(tx, Purpose::Link, token).await?;
    let is_ours = about == Some(Ask { email: &email, ticket }.about());
    Ok(is_ours.then_some(email))
}

pub(crate) async fn show(
    _: Visitor,
    State(app): State<Deedwell>,
    headers: HeaderMap,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<Link>,
) -> Answer<Response> {
    let to = onward(ask.to.as_deref());
    match opens(&mut tx, &app, &headers, &ask.token).await? {
        Some(email) => {
            let email = email.value().to_owned();
            Ok(View(Page { frame, token: ask.token, email, to }).into_response())
        }
        None => elsewhere(&mut tx, frame, to).await,
    }
}

pub(crate) async fn sign_in(
    State(app): State<Deedwell>,
    (headers, peer): (HeaderMap, Peer),
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<Link>,
) -> Answer<Response> {
    let key = format!("signin.answer_from/{}", deedwell_core::Secret::hash_of(&peer.0.to_string()));
    quota::spend(&mut tx, &key, ANSWERS_OF_PEER, 3_600).await?;
    let to = onward(form.to.as_deref());
    let Some(email) = opens(&mut tx, &app, &headers, &form.token).await? else {
        let page = elsewhere(&mut tx, frame, to).await?;
        // The try counts.
        tx.commit().await?;
        return Ok(page);
    };
    if sessions::use_link(&mut tx, Purpose::Link, &form.token).await?.is_none() {
        return elsewhere(&mut tx, frame, to).await;
    }
    let ticket = ticket(app.settings(), &headers).unwrap_or_default();
    code::forget(&mut tx, Ask { email: &email, ticket }).await?;
    let known = deedwell_people::ensure(&mut tx, &email, Proof::Code, "").await?;
    let response = let_in(&app, (&headers, peer), tx, known, By::Link, &to).await?;
    Ok(with_cookie(response, spent_ticket(app.settings())))
}

/// The door, with why the link does not open here.
async fn elsewhere(tx: &mut StoreTx, frame: Frame, to: String) -> Answer<Response> {
    let errors = Errors::none().and("email", &frame.t("signin-link-elsewhere"));
    let from_shop = crate::shop::has_keys(tx).await?;
    let guard = give_reading(tx, frame.app().db(), FORM).await?;
    let page = SignInPage { frame, errors, email: String::new(), to, from_shop, guard };
    Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
}
