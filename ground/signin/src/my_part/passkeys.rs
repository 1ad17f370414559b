//! Passkeys of a customer: added and removed with a fresh proof, called as they like.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use deedwell_core::{Error, Result};
use deedwell_store::Tx as StoreTx;
use deedwell_web::answer::{Errors, on_with};
use deedwell_web::{Answer, Deedwell, Form, Frame, Me, Site, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ways_in::{HERE, again, not_proven, proven, session, spend};
use crate::carry::Carry;
use crate::deed::SigninDeed;
use crate::passkey::{self, Handed, LASTS, LONGEST_NAME, MOST, Passkey, Refused};
use crate::{browser, letter};

/// What a browser is told to make and to have signed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ToAdd {
    challenge: String,
    rp_id: String,
    /// The site.
    rp_name: String,
    /// By which the device is to name the account.
    handle: String,
    address: String,
    /// Credentials of theirs that there are.
    there: Vec<String>,
    timeout: i64,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddPasskey {
    /// In base64url, as the next.
    client_data: String,
    attestation: String,
    /// As it was told to the browser.
    handle: String,
    /// What they call it; empty: what the browser is called.
    #[serde(default)]
    passkey_name: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamePasskey {
    /// By which it is named on the page.
    passkey: String,
    passkey_name: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemovePasskey {
    /// By which it is named on the page.
    passkey: String,
}

pub(crate) async fn asking(
    me: Me,
    State(app): State<Deedwell>,
    site: Arc<Site>,
    headers: HeaderMap,
    Tx(mut tx): Tx,
) -> Answer<Json<ToAdd>> {
    let session = session(&app, &headers)?;
    let Some((own, _)) = proven(&mut tx, &me, &session).await? else {
        return Err(Error::not_allowed("Please show first that it is you.").into());
    };
    spend(&mut tx, &me).await?;
    let handle = passkey::handle(&mut tx, own.id).await?;
    let about = format!("{} {handle}", passkey::to_add(own.id, &session));
    let challenge = passkey::ask(&mut tx, &about).await?;
    let there = passkey::credentials(&mut tx, own.id).await?;
    tx.commit().await?;
    let (_, rp_id) = passkey::here(app.settings(), &site);
    Ok(Json(ToAdd {
        challenge,
        rp_id,
        rp_name: site.name.clone(),
        handle,
        address: own.value,
        there,
        timeout: LASTS.as_secs() * 1_000,
    }))
}

pub(crate) async fn add(
    carry: Carry,
    me: Me,
    State(app): State<Deedwell>,
    (site, headers): (Arc<Site>, HeaderMap),
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<AddPasskey>,
) -> Answer<Response> {
    let session = session(&app, &headers)?;
    let Some((own, _)) = proven(&mut tx, &me, &session).await? else {
        let errors = not_proven(&frame);
        return again(&mut tx, frame, &me, &session, errors).await;
    };
    if passkey::credentials(&mut tx, own.id).await?.len() >= MOST {
        let errors = Errors::none().and("passkey_name", &frame.n("signin-passkey-most", MOST));
        return again(&mut tx, frame, &me, &session, errors).await;
    }
    let name = name(&frame, &headers, &form.passkey_name);
    let handed = Handed {
        client_data: &form.client_data,
        attestation: &form.attestation,
        handle: &form.handle,
        name: &name,
    };
    match passkey::add(&mut tx, (app.settings(), &site), own.id, &session, handed).await? {
        Ok(()) => {
            tx.record(me.who(), &SigninDeed::PasskeyAdded {}).await?;
            letter::tell(&carry, &mut tx, &frame, &own.value, "passkey-added-letter").await?;
            tx.commit().await?;
            Ok(on_with(HERE, "signin-passkey-added"))
        }
        Err(refused) => {
            let key = if refused == Refused::Algorithm {
                "signin-passkey-kind"
            } else {
                "signin-passkey-not-added"
            };
            let errors = Errors::none().and("passkey_name", &frame.t(key));
            let page = again(&mut tx, frame, &me, &session, errors).await;
            // What was to be signed is spent.
            tx.commit().await?;
            page
        }
    }
}

/// One line; without any, what the browser is called.
fn name(frame: &Frame, headers: &HeaderMap, typed: &str) -> String {
    let typed = deedwell_core::text::line(typed);
    let typed: String = typed.chars().take(LONGEST_NAME).collect();
    if !typed.trim().is_empty() {
        return typed.trim().to_owned();
    }
    browser::called(&browser::family(headers)).unwrap_or_else(|| frame.t("signin-passkey"))
}

async fn own(tx: &mut StoreTx, me: &Me, id: &str) -> Result<Passkey> {
    let all = passkey::of_person(tx, me.person).await?;
    all.into_iter().find(|one| one.id == id).ok_or(Error::Missing("passkey"))
}

pub(crate) async fn rename(
    me: Me,
    headers: HeaderMap,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<NamePasskey>,
) -> Answer<Response> {
    let one = own(&mut tx, &me, &form.passkey).await?;
    let name = name(&frame, &headers, &form.passkey_name);
    passkey::rename(&mut tx, &one.id, &name).await?;
    tx.commit().await?;
    Ok(on_with(HERE, "said-saved"))
}

pub(crate) async fn remove(
    carry: Carry,
    me: Me,
    State(app): State<Deedwell>,
    headers: HeaderMap,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<RemovePasskey>,
) -> Answer<Response> {
    let session = session(&app, &headers)?;
    let one = own(&mut tx, &me, &form.passkey).await?;
    if proven(&mut tx, &me, &session).await?.is_none() {
        let errors = not_proven(&frame);
        return again(&mut tx, frame, &me, &session, errors).await;
    }
    spend(&mut tx, &me).await?;
    passkey::remove(&mut tx, &one.id).await?;
    tx.record(me.who(), &SigninDeed::PasskeyRemoved {}).await?;
    letter::tell(&carry, &mut tx, &frame, &one.address, "passkey-removed-letter").await?;
    tx.commit().await?;
    Ok(on_with(HERE, "signin-passkey-removed"))
}
