//! Setting up one's second factor, its codes on paper, and turning it off.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Channel, Error, Result};
use deedwell_web::answer::{Errors, Render, on_with};
use deedwell_web::{Answer, Deedwell, Form, Frame, Site, StaffMember, Tx, View};
use qrcode::{Color, QrCode};
use serde::Deserialize;
use utoipa::ToSchema;

use super::account::{is_kept, is_password, session_again, still_here};
use crate::acts::By;
use crate::acts::factor::{self, Draft};
use crate::forms::{errors_of, put_right, with_cookie};
use crate::wrong;
use deedwell_password::Cost;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfirmForm {
    code: String,
    /// A session that was left open is no licence to lock its owner out.
    old: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ShownPassword {
    old: String,
}

/// Either it is being set up, or it is on.
#[derive(Template)]
#[template(path = "settings/factor.html")]
pub(super) struct Page {
    frame: Frame,
    draft: Option<Draft>,
    picture: Option<Picture>,
    codes_left: i64,
    errors: Errors,
}

/// A QR code as one path of an SVG.
struct Picture {
    path: String,
    size: usize,
}

/// The quiet margin around a QR code, in modules.
const MARGIN: usize = 4;

impl Picture {
    fn of(text: &str) -> Result<Self> {
        let code = QrCode::new(text).map_err(|e| Error::fault(e.to_string()))?;
        let width = code.width();
        let mut path = String::new();
        for (i, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let (x, y) = (i % width + MARGIN, i / width + MARGIN);
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
        Ok(Self { path, size: width + 2 * MARGIN })
    }
}

impl Page {
    async fn load(
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        me: &StaffMember,
        errors: Errors,
    ) -> Result<Option<Self>> {
        let on = crate::acts::members::member(tx, me.id).await?.has_second_factor;
        let issuer = frame.site_name().to_owned();
        let draft = if on { None } else { factor::draft(tx, me.id, &issuer).await? };
        if !on && draft.is_none() {
            return Ok(None);
        }
        let picture = draft.as_ref().map(|d| Picture::of(&d.uri)).transpose()?;
        let codes_left = factor::codes_left(tx, me.id).await?;
        Ok(Some(Self { frame, draft, picture, codes_left, errors }))
    }
}

/// The codes on paper, shown this once.
#[derive(Template)]
#[template(path = "settings/codes.html")]
struct CodesPage {
    frame: Frame,
    codes: Vec<String>,
}

pub(super) async fn show(me: StaffMember, frame: Frame, Tx(mut tx): Tx) -> Answer<Response> {
    match Page::load(&mut tx, frame, &me, Errors::none()).await? {
        Some(page) => Ok(View(page).into_response()),
        None => Ok(Redirect::to("/console/me").into_response()),
    }
}

pub(super) async fn begin(me: StaffMember, Tx(mut tx): Tx) -> Answer<Redirect> {
    factor::begin(&mut tx, me.id).await?;
    tx.commit().await?;
    Ok(Redirect::to("/console/me/factor"))
}

pub(super) async fn confirm(
    cost: Cost,
    State(app): State<Deedwell>,
    site: Arc<Site>,
    me: StaffMember,
    frame: Frame,
    headers: HeaderMap,
    Form(form): Form<ConfirmForm>,
) -> Answer<Response> {
    if !is_password(app.db(), &site, &me, &form.old, cost).await? {
        return not_the_password(&app, &site, &me, frame).await;
    }
    let mut tx = app.db().write(site.organisation).await?;
    tx.came_by(Channel::CONSOLE);
    still_here(&mut tx, &app, &me, &headers).await?;
    match factor::confirm(&mut tx, By::Member(&me), me.id, &form.code).await {
        Ok((codes, epoch)) => {
            let kept = is_kept(&mut tx, &app, &headers).await?;
            let cookie = session_again(&mut tx, &app, &me, epoch, kept).await?;
            tx.commit().await?;
            app.nudge();
            Ok(with_cookie(CodesPage { frame, codes }.respond(), cookie))
        }
        Err(error) => {
            let errors = errors_of(&frame, error)?;
            let page = Page::load(&mut tx, frame, &me, errors).await?;
            put_right(page.ok_or(Error::Missing("page"))?)
        }
    }
}

/// With a wrong password the page comes again and says so.
async fn not_the_password(
    app: &Deedwell,
    site: &Site,
    me: &StaffMember,
    frame: Frame,
) -> Answer<Response> {
    let errors = errors_of(&frame, wrong::PASSWORD_OLD.into())?;
    let mut tx = app.db().read(site.organisation).await?;
    let page = Page::load(&mut tx, frame, me, errors).await?;
    put_right(page.ok_or(Error::Missing("page"))?)
}

pub(super) async fn renew(
    cost: Cost,
    State(app): State<Deedwell>,
    site: Arc<Site>,
    me: StaffMember,
    frame: Frame,
    headers: HeaderMap,
    Form(form): Form<ShownPassword>,
) -> Answer<Response> {
    if !is_password(app.db(), &site, &me, &form.old, cost).await? {
        return not_the_password(&app, &site, &me, frame).await;
    }
    let mut tx = app.db().write(site.organisation).await?;
    tx.came_by(Channel::CONSOLE);
    still_here(&mut tx, &app, &me, &headers).await?;
    let codes = factor::renew_codes(&mut tx, By::Member(&me), me.id).await?;
    tx.commit().await?;
    app.nudge();
    Ok(View(CodesPage { frame, codes }).into_response())
}

pub(super) async fn turn_off(
    cost: Cost,
    State(app): State<Deedwell>,
    site: Arc<Site>,
    me: StaffMember,
    frame: Frame,
    headers: HeaderMap,
    Form(form): Form<ShownPassword>,
) -> Answer<Response> {
    if !is_password(app.db(), &site, &me, &form.old, cost).await? {
        return not_the_password(&app, &site, &me, frame).await;
    }
    let mut tx = app.db().write(site.organisation).await?;
    tx.came_by(Channel::CONSOLE);
    still_here(&mut tx, &app, &me, &headers).await?;
    let kept = is_kept(&mut tx, &app, &headers).await?;
    let epoch = factor::turn_off(&mut tx, By::Member(&me), me.id).await?;
    let cookie = session_again(&mut tx, &app, &me, epoch, kept).await?;
    tx.commit().await?;
    app.nudge();
    Ok(with_cookie(on_with("/console/me", "console-said-factor-off"), cookie))
}
