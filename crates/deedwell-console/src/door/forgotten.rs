//! A forgotten password: whoever asks gets the same answer, and if somebody here has the address, a
//! link for them is written to the server's log, as customers' codes are.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use deedwell_core::{Channel, Result, Secret};
use deedwell_store::{Tx, quota};
use deedwell_web::{Answer, Deedwell, Form, Frame, Peer, Site, View};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::acts::links;
use crate::address;

/// Links for one address from one place, from everywhere, and from one place for all, in an hour.
const LINKS_OF_ASKER: u32 = 3;
const LINKS_OF_ADDRESS: u32 = 10;
const LINKS_OF_PLACE: u32 = 20;
const HOUR_S: u32 = 3600;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ForgottenForm {
    email: String,
}

#[derive(Template)]
#[template(path = "door/forgotten.html")]
pub(super) struct Page {
    frame: Frame,
    asked: bool,
}

impl Page {
    fn hours(&self) -> i64 {
        links::ASKED_LASTS.as_hours()
    }
}

pub(super) async fn show(frame: Frame) -> Answer<View<Page>> {
    Ok(View(Page { frame, asked: false }))
}

pub(super) async fn ask(
    State(app): State<Deedwell>,
    site: Arc<Site>,
    peer: Peer,
    frame: Frame,
    Form(form): Form<ForgottenForm>,
) -> Answer<Response> {
    let email = form.email.trim().to_lowercase();
    let mut tx = app.db().write(site.organisation).await?;
    tx.came_by(Channel::CONSOLE);
    spend(&mut tx, &email, peer).await?;
    let link = links::asked_link(&mut tx, &email).await?;
    tx.commit().await?;
    if let Some(link) = link {
        let link = address::reset(app.settings(), &site, link.reveal());
        // Do not copy: like customers' codes, this is logged only until Deedwell sends mail; see
        // docs/handbook/operating.md.
        tracing::info!(address = email, link, "Somebody of ours forgot their password");
    }
    Ok(View(Page { frame, asked: true }).into_response())
}

/// By who asks first: a stranger cannot use up what an address may ask for.
async fn spend(tx: &mut Tx, email: &str, peer: Peer) -> Result<()> {
    let (place, address) = (peer.0.to_string(), email.to_owned());
    for (what, whom, most) in [
        ("from", place, LINKS_OF_PLACE),
        ("for_from", format!("{address} {}", peer.0), LINKS_OF_ASKER),
        ("for", address, LINKS_OF_ADDRESS),
    ] {
        // Counted by hashes: the table of limits is no list of addresses.
        let key = format!("staff.forgotten_{what}/{}", Secret::hash_of(&whom));
        quota::spend(tx, &key, most, HOUR_S).await?;
    }
    Ok(())
}
