//! The door of those who set a password: an address and the password, tried a few times and then after a pause.
//!
//! An address that has none, or that nobody knows, is answered the same, as late.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::Result;
use deedwell_password::{self as passwords, Cost};
use deedwell_people::{IdentityKind, Sign};
use deedwell_web::address::Address;
use deedwell_web::answer::{Errors, Render};
use deedwell_web::{Answer, Deedwell, Form, Frame, Peer, Query, Site, View, Visitor};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::deed::By;
use crate::door::{SignInAsk, let_in, onward};
use crate::password::{self, Kept, Limit};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInByPassword {
    email: String,
    password: String,
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "password.html")]
pub(crate) struct Page {
    pub frame: Frame,
    pub errors: Errors,
    pub email: String,
    pub to: String,
}

impl Page {
    /// The door, where a code can be asked for.
    fn by_code(&self) -> String {
        Address::to("/sign-in").with("to", &self.to).to_string()
    }
}

pub(crate) async fn show(
    visitor: Visitor,
    frame: Frame,
    Query(ask): Query<SignInAsk>,
) -> Answer<Response> {
    let to = onward(ask.to.as_deref());
    if visitor.me.is_some() {
        return Ok(Redirect::to(&to).into_response());
    }
    let page = Page { frame, errors: Errors::none(), email: String::new(), to };
    Ok(View(page).into_response())
}

pub(crate) async fn sign_in(
    State(app): State<Deedwell>,
    site: Arc<Site>,
    (headers, peer): (HeaderMap, Peer),
    frame: Frame,
    Form(form): Form<SignInByPassword>,
) -> Answer<Response> {
    let sign = match Sign::new(IdentityKind::Email, &form.email, "") {
        Ok(sign) => sign,
        Err(error) => {
            return Ok(again(frame, form, Errors::of(error)?, StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let limits = password::limits(&sign, peer);
    let Some(kept) = begin(&app, &site, &sign, &limits).await? else {
        let errors = Errors::none().and("password", &frame.t("signin-password-paused"));
        return Ok(again(frame, form, errors, StatusCode::TOO_MANY_REQUESTS));
    };
    // What is too long is nobody's, and costs as much as any.
    let typed = if passwords::is_too_long(&form.password) { "" } else { &form.password };
    let hash = kept.as_ref().map(|kept| kept.hash.as_str());
    let is_right = passwords::matches(typed, hash, Cost::OWASP).await?;
    let mut tx = app.db().write(site.organisation).await?;
    // It may have been changed or removed while it was being looked at.
    let still = password::of_address(&mut tx, &sign).await?;
    match still.filter(|still| is_right && Some(still.hash.as_str()) == hash) {
        Some(still) => {
            password::give_back(&mut tx, &limits).await?;
            let to = onward(form.to.as_deref());
            let response =
                let_in(&app, (&headers, peer), tx, still.known, By::Password, &to).await?;
            app.nudge();
            Ok(response)
        }
        None => {
            drop(tx);
            let errors = Errors::none().and("password", &frame.t("signin-password-wrong"));
            Ok(again(frame, form, errors, StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// Counts the try before it is known to be wrong, so that many at once are not one. `None` without a try left.
async fn begin(
    app: &Deedwell,
    site: &Site,
    email: &Sign,
    limits: &[Limit],
) -> Result<Option<Option<Kept>>> {
    let mut tx = app.db().write(site.organisation).await?;
    if !password::may_try(&mut tx, limits).await? {
        return Ok(None);
    }
    let kept = password::of_address(&mut tx, email).await?;
    tx.commit().await?;
    Ok(Some(kept))
}

fn again(frame: Frame, form: SignInByPassword, errors: Errors, status: StatusCode) -> Response {
    let to = onward(form.to.as_deref());
    Page { frame, errors, email: form.email, to }.respond_with(status)
}
