//! Setting a password by a link: an invitation taken up, a forgotten one replaced. Neither signs
//! in: the door does that, with the new password.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use deedwell_core::{Channel, Error, Result};
use deedwell_web::answer::{Errors, on_with};
use deedwell_web::sessions::Purpose;
use deedwell_web::{Answer, Deedwell, Form, Frame, Query, Site, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::known;
use crate::acts::{Member, links};
use crate::forms::{errors_of, put_right, with_cookie};
use crate::wrong;
use deedwell_password::{self as password, Cost};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkAsk {
    token: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordForm {
    token: String,
    /// Who it is, for the browser's memory; not read here.
    #[serde(rename = "username", default)]
    _username: String,
    password: String,
    again: String,
}

#[derive(Template)]
#[template(path = "door/fresh.html")]
struct Page {
    frame: Frame,
    errors: Errors,
    whom: Member,
    token: String,
    joins: bool,
}

impl Page {
    fn heading(&self) -> String {
        if self.joins {
            self.frame.w("console-join", self.frame.site_name())
        } else {
            self.frame.t("console-reset")
        }
    }

    fn lead(&self) -> String {
        let name = ("name", self.whom.name.clone());
        let role = ("role", self.frame.role(self.whom.role));
        let key = if self.joins { "console-join-lead" } else { "console-reset-lead" };
        self.frame.m(key, &[name, role])
    }

    fn action(&self) -> &'static str {
        if self.joins { "/console/invitation" } else { "/console/reset" }
    }
}

pub(super) async fn invitation(
    State(app): State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Query(ask): Query<LinkAsk>,
) -> Answer<Response> {
    show(&app, &site, frame, ask.token, Purpose::Invitation).await
}

pub(super) async fn reset(
    State(app): State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Query(ask): Query<LinkAsk>,
) -> Answer<Response> {
    show(&app, &site, frame, ask.token, Purpose::Reset).await
}

async fn show(
    app: &Deedwell,
    site: &Site,
    frame: Frame,
    token: String,
    purpose: Purpose,
) -> Answer<Response> {
    let whom = whom(app, site, purpose, &token).await?;
    let joins = purpose == Purpose::Invitation;
    Ok(View(Page { frame, errors: Errors::none(), whom, token, joins }).into_response())
}

async fn whom(app: &Deedwell, site: &Site, purpose: Purpose, token: &str) -> Result<Member> {
    let mut tx = app.db().read(site.organisation).await?;
    links::whom(&mut tx, purpose, token).await?.ok_or(Error::Missing("link"))
}

pub(super) async fn join(
    cost: Cost,
    State(app): State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Form(form): Form<PasswordForm>,
) -> Answer<Response> {
    set(cost, &app, &site, frame, form, Purpose::Invitation).await
}

pub(super) async fn set_password(
    cost: Cost,
    State(app): State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Form(form): Form<PasswordForm>,
) -> Answer<Response> {
    set(cost, &app, &site, frame, form, Purpose::Reset).await
}

async fn set(
    cost: Cost,
    app: &Deedwell,
    site: &Site,
    frame: Frame,
    form: PasswordForm,
    purpose: Purpose,
) -> Answer<Response> {
    let whom = whom(app, site, purpose, &form.token).await?;
    let known = [whom.email.as_str(), whom.name.as_str(), site.name.as_str()];
    if let Err(why) = password::check(&form.password, &form.again, &known) {
        let errors = errors_of(&frame, wrong::unfit(why))?;
        let joins = purpose == Purpose::Invitation;
        return put_right(Page { frame, errors, whom, token: form.token, joins });
    }
    let hash = password::hash(&form.password, cost).await?;
    let mut tx = app.db().write(site.organisation).await?;
    tx.came_by(Channel::CONSOLE);
    let id = match purpose {
        Purpose::Invitation => links::accept_invitation(&mut tx, &form.token, &hash).await?,
        _ => links::reset_password(&mut tx, &form.token, &hash).await?,
    };
    // Whoever held the link is the owner: strangers who guess cannot keep this browser out.
    let known = known::remember(&mut tx, app.settings(), id).await?;
    tx.commit().await?;
    app.nudge();
    Ok(with_cookie(on_with("/console/sign-in", "console-said-password-set"), known))
}
