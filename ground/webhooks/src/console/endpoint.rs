//! One endpoint: whether it is told, of what, with which secret, and how a receiver finds out that it is us.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Id, Result};
use deedwell_outbound::Outbound;
use deedwell_store::log;
use deedwell_web::answer::{Choice, Errors, Render, on_with, on_with_secret};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use tokio::sync::Notify;

use super::form::{Typed, errors};
use crate::acts;
use crate::endpoint::Endpoint;
use crate::store::{self, NowSecret, Tally};

/// How a receiver verifies, with the packages of the specification.
const SNIPPETS: [(&str, &str); 2] = [
    (
        "Node: npm install standardwebhooks express",
        "import express from 'express'
import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(process.env.WEBHOOK_SECRET)
const app = express()
app.post('/hooks', express.text({ type: '*/*' }), (request, response) => {
  let told
  try { told = webhook.verify(request.body, request.headers) } catch { return response.sendStatus(400) }
  // Told twice? request.headers['webhook-id'] is the same both times.
  console.log(told.type, told.data)
  response.sendStatus(204)
})
app.listen(8443)",
    ),
    (
        "Python: pip install standardwebhooks flask",
        "import os
from flask import Flask, request
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

webhook, app = Webhook(os.environ['WEBHOOK_SECRET']), Flask(__name__)

@app.post('/hooks')
def hooks():
    try:
        told = webhook.verify(request.get_data(), dict(request.headers))
    except WebhookVerificationError:
        return '', 400
    # Told twice? request.headers['webhook-id'] is the same both times.
    print(told['type'], told['data'])
    return '', 204",
    ),
];

#[derive(Template)]
#[template(path = "console/endpoint.html")]
pub(super) struct EndpointPage {
    frame: Frame,
    endpoint: Endpoint,
    tally: Tally,
    /// Shown when it was made, or asked for.
    secret: Option<NowSecret>,
    errors: Errors,
    typed: Typed,
    kinds: Vec<Choice>,
}

impl EndpointPage {
    pub async fn load(tx: &mut deedwell_store::Tx, frame: Frame, id: Id<Endpoint>) -> Result<Self> {
        let endpoint = store::endpoint(tx, id).await?;
        let typed = Typed::now(&endpoint);
        // A cookie is whatever somebody put there.
        let secret = match frame.shown.clone() {
            Some(shown) => Some(store::secret(tx, id).await?).filter(|now| now.secret == shown),
            None => None,
        };
        Self::with(tx, frame, endpoint, secret, typed, Errors::none()).await
    }

    async fn with(
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        endpoint: Endpoint,
        secret: Option<NowSecret>,
        typed: Typed,
        errors: Errors,
    ) -> Result<Self> {
        let tally = store::tallies(tx).await?.remove(&endpoint.id).unwrap_or_default();
        let kinds = typed.kinds(&frame, tx.organisation())?;
        Ok(Self { frame, endpoint, tally, secret, errors, typed, kinds })
    }

    fn snippets(&self) -> [(&'static str, &'static str); 2] {
        SNIPPETS
    }

    fn why_off(&self) -> String {
        let why = self.endpoint.off.map(|(_, why)| why.name()).unwrap_or_default();
        self.frame.t(&format!("webhooks-off-{why}"))
    }

    fn before_ends(&self) -> String {
        let before = self.secret.as_ref().and_then(|s| s.before.as_ref());
        before
            .map(|(_, until)| self.frame.w("webhooks-secret-before", self.frame.moment(until)))
            .unwrap_or_default()
    }

    fn failing(&self) -> String {
        let since = self.endpoint.failing_since.filter(|_| self.endpoint.off.is_none());
        since
            .map(|at| self.frame.w("webhooks-failing-since", self.frame.moment(&at)))
            .unwrap_or_default()
    }
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
) -> Answer<View<EndpointPage>> {
    Ok(View(EndpointPage::load(&mut tx, frame, id).await?))
}

pub(super) async fn change(
    client: Outbound,
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let typed = Typed::of(pairs)?;
    let endpoint = store::endpoint(&mut tx, id).await?;
    match typed.checked(&client) {
        Ok(new) => {
            acts::change(&mut tx, me.id, id, &new).await?;
            tx.commit().await?;
            Ok(on_with(&format!("/console/webhooks/{id}"), "webhooks-said-changed"))
        }
        Err(error) => {
            let errors = errors(&frame, error)?;
            let page = EndpointPage::with(&mut tx, frame, endpoint, None, typed, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

pub(super) async fn show_secret(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
) -> Answer<Response> {
    let now = acts::show_secret(&mut tx, me.id, id).await?;
    tx.commit().await?;
    Ok(on_with_secret(&format!("/console/webhooks/{id}"), &now.secret))
}

pub(super) async fn rotate(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
) -> Answer<Response> {
    let now = acts::rotate(&mut tx, me.id, id).await?;
    tx.commit().await?;
    Ok(on_with_secret(&format!("/console/webhooks/{id}"), &now.secret))
}

pub(super) async fn switch_off(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
) -> Answer<Response> {
    store::endpoint(&mut tx, id).await?;
    acts::switch_off(&mut tx, me.id, id).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/console/webhooks/{id}"), "webhooks-said-off"))
}

pub(super) async fn switch_on(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
) -> Answer<Response> {
    store::endpoint(&mut tx, id).await?;
    let place = log::end(&mut tx).await?;
    acts::switch_on(&mut tx, me.id, id, place).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/console/webhooks/{id}"), "webhooks-said-on"))
}

pub(super) async fn remove(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
) -> Answer<Response> {
    acts::remove(&mut tx, me.id, id).await?;
    tx.commit().await?;
    Ok(on_with("/console/webhooks", "webhooks-said-removed"))
}

pub(super) async fn test(
    nudge: Arc<Notify>,
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
) -> Answer<Response> {
    let delivery = acts::test(&mut tx, me.id, id).await?;
    tx.commit().await?;
    nudge.notify_one();
    let page = format!("/console/webhooks/{id}/deliveries/{delivery}");
    Ok(on_with(&page, "webhooks-said-tested"))
}
