//! All endpoints, and a new one.

use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_outbound::Outbound;
use deedwell_store::log;
use deedwell_web::answer::{Choice, Errors, Render, on_with_secret};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};

use super::form::{Typed, errors};
use crate::acts;
use crate::endpoint::Endpoint;
use crate::store::{self, Tally};

#[derive(Template)]
#[template(path = "console/list.html")]
pub(super) struct ListPage {
    frame: Frame,
    endpoints: Vec<Endpoint>,
    tallies: HashMap<Id<Endpoint>, Tally>,
    errors: Errors,
    typed: Typed,
    kinds: Vec<Choice>,
}

impl ListPage {
    async fn load(
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        typed: Typed,
        errors: Errors,
    ) -> Result<Self> {
        let endpoints = store::endpoints(tx).await?;
        let tallies = store::tallies(tx).await?;
        let kinds = typed.kinds(&frame, tx.organisation())?;
        Ok(Self { frame, endpoints, tallies, errors, typed, kinds })
    }

    fn tally(&self, endpoint: &Endpoint) -> Tally {
        self.tallies.get(&endpoint.id).copied().unwrap_or_default()
    }

    fn told_of(&self, endpoint: &Endpoint) -> String {
        match endpoint.kinds.len() {
            0 => self.frame.t("webhooks-all-kinds"),
            n => self.frame.n("webhooks-some-kinds", n),
        }
    }

    fn state(&self, endpoint: &Endpoint) -> (&'static str, String) {
        match endpoint.off {
            Some(_) => ("down", self.frame.t("webhooks-off")),
            None if endpoint.failing_since.is_some() => ("wait", self.frame.t("webhooks-failing")),
            None => ("up", self.frame.t("webhooks-on")),
        }
    }
}

pub(super) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<ListPage>> {
    Ok(View(ListPage::load(&mut tx, frame, Typed::default(), Errors::none()).await?))
}

pub(super) async fn open(
    client: Outbound,
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let typed = Typed::of(pairs)?;
    match opened(&client, &mut tx, &me, &typed).await {
        Ok((id, secret)) => {
            tx.commit().await?;
            Ok(on_with_secret(&format!("/console/webhooks/{id}"), &secret))
        }
        Err(error) => {
            let errors = errors(&frame, error)?;
            let page = ListPage::load(&mut tx, frame, typed, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

async fn opened(
    client: &Outbound,
    tx: &mut deedwell_store::Tx,
    me: &StaffMember,
    typed: &Typed,
) -> Result<(Id<Endpoint>, String), Error> {
    let new = typed.checked(client)?;
    let place = log::end(tx).await?;
    acts::open(tx, me.id, &new, place).await
}
