//! The door by a passkey: nobody types an address.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use deedwell_core::{Result, Secret};
use deedwell_store::{Tx as StoreTx, quota};
use deedwell_trust::acts::form;
use deedwell_web::answer::{Errors, Render};
use deedwell_web::{Answer, Deedwell, Form, Frame, Peer, Site, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{LASTS, Shown, TO_COME_IN, ask, believe, here};
use crate::deed::By;
use crate::door::{FORM, SignInPage, let_in, onward};

/// Of each, from one place in an hour.
const TRIES_OF_PEER: u32 = 100;

/// What a browser is told to have signed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ToSign {
    challenge: String,
    rp_id: String,
    timeout: i64,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInByPasskey {
    /// The credential's id; this and the next four in base64url.
    credential: String,
    client_data: String,
    authenticator_data: String,
    signature: String,
    /// Whose the holder says that it is.
    handle: String,
    to: Option<String>,
}

async fn spend(tx: &mut StoreTx, what: &str, peer: Peer) -> Result<()> {
    let key = format!("signin.passkey_{what}/{}", Secret::hash_of(&peer.0.to_string()));
    quota::spend(tx, &key, TRIES_OF_PEER, 3_600).await
}

pub(crate) async fn asking(
    State(app): State<Deedwell>,
    site: Arc<Site>,
    peer: Peer,
    Tx(mut tx): Tx,
) -> Answer<Json<ToSign>> {
    spend(&mut tx, "ask", peer).await?;
    let challenge = ask(&mut tx, TO_COME_IN).await?;
    tx.commit().await?;
    let (_, rp_id) = here(app.settings(), &site);
    Ok(Json(ToSign { challenge, rp_id, timeout: LASTS.as_secs() * 1_000 }))
}

pub(crate) async fn sign_in(
    State(app): State<Deedwell>,
    site: Arc<Site>,
    (headers, peer): (HeaderMap, Peer),
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<SignInByPasskey>,
) -> Answer<Response> {
    spend(&mut tx, "try", peer).await?;
    let to = onward(form.to.as_deref());
    let shown = Shown {
        credential: &form.credential,
        client_data: &form.client_data,
        authenticator_data: &form.authenticator_data,
        signature: &form.signature,
        handle: &form.handle,
    };
    match believe(&mut tx, (app.settings(), &site), shown).await? {
        Ok(known) => let_in(&app, (&headers, peer), tx, known, By::Passkey, &to).await,
        Err(refused) => {
            let sentence = frame.sentence(&refused.into());
            let from_shop = crate::shop::has_keys(&mut tx).await?;
            let guard = form::give(&mut tx, FORM).await?;
            // What was to be signed is spent.
            tx.commit().await?;
            let errors = Errors::none().and("email", &sentence);
            let page = SignInPage { frame, errors, email: String::new(), to, from_shop, guard };
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}
