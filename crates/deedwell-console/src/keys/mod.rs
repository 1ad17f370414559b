//! Keys by which programs come in: made, replaced, revoked. A secret is shown once.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Error, Id, Result, Secret};
use deedwell_web::answer::{Choice, Errors, on_with, on_with_secret};
use deedwell_web::{
    Answer, ApiKey, Form, Frame, Needs, Query, Right, Routes, StaffMember, Tx, View,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::acts::keys::{self, KeyKind, KeyRow, Scope};
use crate::acts::{By, fields};
use crate::forms::{errors_of, put_right};
use crate::wrong;

pub(crate) fn routes() -> Routes {
    let manage = Needs::Staff(Right::ManageKeys);
    Routes::new("console")
        .get("/console/keys", manage, "Keys of programs", show)
        .post("/console/keys", manage, "Make a key", make)
        .form::<NewKeyForm>()
        .get(
            "/console/keys/{id}",
            manage,
            "A key, with its secret where it was just made",
            show_key,
        )
        .query::<KeyAsk>()
        .post("/console/keys/{id}/rotation", manage, "A new key beside the old for a week", rotate)
        .post("/console/keys/{id}/revocation", manage, "Revoke a key", revoke)
}

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
struct NewKeyForm {
    key_name: String,
    /// `read`, `write`, or `sign_in`.
    opens: String,
}

#[derive(Template)]
#[template(path = "keys/keys.html")]
struct Page {
    frame: Frame,
    keys: Vec<KeyRow>,
    errors: Errors,
    typed: NewKeyForm,
    opens: Vec<Choice>,
}

/// What a key opens: the words of the form.
const OPENS: [&str; 3] = ["read", "write", "sign_in"];

fn opens_of(text: &str) -> Result<(KeyKind, Scope)> {
    match text {
        "read" => Ok((KeyKind::Server, Scope::Read)),
        "write" => Ok((KeyKind::Server, Scope::Write)),
        "sign_in" => Ok((KeyKind::SignIn, Scope::Read)),
        _ => Err(Error::invalid("opens", "Please choose what the key opens.")),
    }
}

fn message_of(opens: &str) -> String {
    format!("console-key-{}", opens.replace('_', "-"))
}

impl Page {
    async fn load(
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        typed: NewKeyForm,
        errors: Errors,
    ) -> Result<Self> {
        let keys = keys::keys(tx).await?;
        let mut opens = Choice::list(OPENS.map(|o| (o, frame.t(&message_of(o)))), &typed.opens);
        for choice in &mut opens {
            choice.help = frame.t(&format!("{}-help", message_of(&choice.value)));
        }
        Ok(Self { frame, keys, errors, typed, opens })
    }

    fn words(&self, key: &KeyRow) -> String {
        let opens = match (key.kind, key.scope) {
            (KeyKind::SignIn, _) => "sign_in",
            (KeyKind::Server, scope) => scope.name(),
        };
        self.frame.t(&message_of(opens))
    }

    fn works(&self, key: &KeyRow) -> bool {
        key.revoked_at.is_none_or(|at| at > self.frame.now)
    }

    fn may_rotate(&self, key: &KeyRow) -> bool {
        key.revoked_at.is_none()
    }

    /// Empty for a key that simply works.
    fn state(&self, key: &KeyRow) -> (&'static str, String) {
        match key.revoked_at {
            None => ("", String::new()),
            Some(at) if at > self.frame.now => {
                ("wait", self.frame.w("console-key-ends", self.frame.moment(&at)))
            }
            Some(_) => ("line", self.frame.t("console-key-revoked")),
        }
    }

    fn is_server(&self, key: &KeyRow) -> bool {
        key.kind == KeyKind::Server
    }
}

/// A key's secret, shown once.
#[derive(Template)]
#[template(path = "keys/key.html")]
struct SecretPage {
    frame: Frame,
    key: KeyRow,
    secret: String,
    /// The key that this one takes the place of, until then.
    until: Option<jiff::Timestamp>,
}

impl SecretPage {
    fn is_server(&self) -> bool {
        self.key.kind == KeyKind::Server
    }

    fn until_words(&self) -> String {
        self.until.map(|at| self.frame.moment(&at)).unwrap_or_default()
    }
}

async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    let typed = NewKeyForm { opens: "read".to_owned(), ..NewKeyForm::default() };
    Ok(View(Page::load(&mut tx, frame, typed, Errors::none()).await?))
}

async fn make(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<NewKeyForm>,
) -> Answer<Response> {
    match made(&mut tx, &me, &form).await {
        Ok((id, secret)) => {
            tx.commit().await?;
            Ok(on_with_secret(&format!("/console/keys/{id}"), secret.reveal()))
        }
        Err(error) => {
            let errors = errors_of(&frame, error)?;
            put_right(Page::load(&mut tx, frame, form, errors).await?)
        }
    }
}

async fn made(
    tx: &mut deedwell_store::Tx,
    me: &StaffMember,
    form: &NewKeyForm,
) -> Result<(Id<ApiKey>, Secret)> {
    let name = fields::line(&form.key_name, wrong::KEY_NAME)?;
    let (kind, scope) = opens_of(&form.opens)?;
    keys::make_key(tx, By::Member(me), kind, &name, scope).await
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct KeyAsk {
    /// The key whose place this one takes.
    #[param(value_type = Option<String>)]
    instead_of: Option<Id<ApiKey>>,
}

/// Loaded again it has nothing to show, and leads back to the list.
async fn show_key(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<ApiKey>>,
    Query(ask): Query<KeyAsk>,
) -> Answer<Response> {
    let key = keys::key(&mut tx, id).await?;
    let until = match ask.instead_of {
        Some(old) => keys::key(&mut tx, old).await?.revoked_at,
        None => None,
    };
    // A cookie is whatever somebody put there.
    let secret = match frame.shown.clone() {
        Some(secret) if keys::is_secret_of(&mut tx, id, &secret).await? => secret,
        _ => return Ok(Redirect::to("/console/keys").into_response()),
    };
    Ok(View(SecretPage { frame, key, secret, until }).into_response())
}

async fn rotate(me: StaffMember, Tx(mut tx): Tx, Path(id): Path<Id<ApiKey>>) -> Answer<Response> {
    let (new, secret) = keys::rotate_key(&mut tx, By::Member(&me), id, keys::GRACE).await?;
    tx.commit().await?;
    Ok(on_with_secret(&format!("/console/keys/{new}?instead_of={id}"), secret.reveal()))
}

async fn revoke(me: StaffMember, Tx(mut tx): Tx, Path(id): Path<Id<ApiKey>>) -> Answer<Response> {
    keys::revoke_key(&mut tx, By::Member(&me), id).await?;
    tx.commit().await?;
    Ok(on_with("/console/keys", "console-said-key-revoked"))
}
