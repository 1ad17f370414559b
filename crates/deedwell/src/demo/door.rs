//! How a newcomer comes into the demo: one link, once, from this machine only.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::behaviour::Ranking;
use deedwell_core::{Error, Id, Person, Secret, Staff};
use deedwell_store::Db;
use deedwell_web::sessions::{self, Purpose};
use deedwell_web::{
    Answer, Deedwell, Form, Frame, Needs, Peer, Query, Routes, Site, Tx, View, Visitor,
};
use jiff::SignedDuration;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

const LASTS: SignedDuration = SignedDuration::from_hours(24);

pub const MESSAGES: &[(&str, &str)] = &[
    ("en", include_str!("../../locales/demo.en.ftl")),
    ("de", include_str!("../../locales/demo.de.ftl")),
];

/// Mounted by `deedwell demo` alone.
pub fn routes() -> Routes {
    Routes::new("demo")
        .get("/demo", Needs::Anybody, "Welcome to the demo (loopback only)", welcome)
        .query::<Link>()
        .post(
            "/demo",
            Needs::Anybody,
            "Come in, as staff and as a customer (loopback only)",
            come_in,
        )
        .form::<Link>()
}

/// A new link. Whoever holds it, on this machine, is the owner of a shop that does not exist.
pub async fn link(db: &Db, site: &Site) -> anyhow::Result<Secret> {
    let mut tx = db.write(site.organisation).await?;
    let owner = tx.query("select id from staff where organisation = $1 and role = 'owner' limit 1");
    let owner: Id<Staff> = tx.one(owner).await?.id("id")?;
    let link = sessions::make_link(&mut tx, Purpose::Demo, &owner.to_string(), LASTS).await?;
    tx.commit().await?;
    Ok(link)
}

#[derive(Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
struct Link {
    token: String,
}

#[derive(Template)]
#[template(path = "welcome.html")]
struct Page {
    frame: Frame,
    token: String,
}

async fn welcome(
    _: Visitor,
    peer: Peer,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(link): Query<Link>,
) -> Answer<View<Page>> {
    only_here(peer, &site)?;
    sessions::look_at_link(&mut tx, Purpose::Demo, &link.token).await?.ok_or_else(used)?;
    Ok(View(Page { frame, token: link.token }))
}

async fn come_in(
    _: Visitor,
    peer: Peer,
    site: Arc<Site>,
    State(app): State<Deedwell>,
    Tx(mut tx): Tx,
    Form(link): Form<Link>,
) -> Answer<Response> {
    only_here(peer, &site)?;
    let owner = sessions::use_link(&mut tx, Purpose::Demo, &link.token).await?.ok_or_else(used)?;
    let owner: Id<Staff> = owner.parse()?;
    let epoch = tx.query("select epoch from staff where organisation = $1 and id = $2").bind(owner);
    let epoch = tx.one(epoch).await?.number("epoch")?;
    let staff = sessions::open_for_staff(&mut tx, app.settings(), owner, epoch, true).await?;
    // Also a customer, so that voting can be tried at once: whoever did most.
    let most = app.behaviour().ranking(site.organisation, Ranking::Actions)?;
    let person: Id<Person> = most.first().copied().ok_or(Error::Missing("person"))?;
    let identity = tx.query(
        "select id from identity
         where organisation = $1 and person = $2 and proven_at is not null limit 1",
    );
    let row = tx.one(identity.bind(person)).await?;
    let customer =
        sessions::open_for_customer(&mut tx, app.settings(), row.id("id")?, person).await?;
    tx.commit().await?;
    let mut response = Redirect::to("/console").into_response();
    response.headers_mut().append(header::SET_COOKIE, staff);
    response.headers_mut().append(header::SET_COOKIE, customer);
    Ok(response)
}

fn only_here(Peer(address): Peer, site: &Site) -> Result<(), Error> {
    if address.is_loopback() && site.simulated { Ok(()) } else { Err(Error::Missing("page")) }
}

fn used() -> Error {
    Error::refused(
        "demo.link_used",
        "This link was used or has expired. Stop the demo and start it again for a new one.",
    )
}
