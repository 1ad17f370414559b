//! How a customer comes in: the code, which is always there, and what they add to it. What is added or taken away
//! asks for a fresh proof, and is told to the address by a letter.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use deedwell_core::{Error, Id, Identity, Result, Timestamp};
use deedwell_password::{self as passwords, Cost, Unfit};
use deedwell_people::person::{IdentityRow, identities};
use deedwell_people::{IdentityKind, Sign};
use deedwell_store::{Tx as StoreTx, quota};
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::sessions::{self, Door};
use deedwell_web::{Answer, Deedwell, Form, Frame, Me, Peer, Site, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::carry::Carry;
use crate::code::{self, Answered, Ask};
use crate::deed::SigninDeed;
use crate::passkey::{self, LONGEST_NAME, Passkey};
use crate::{letter, password, proof};

/// Each is a hash, a letter and a line of the ledger for ever.
const CHANGES_AN_HOUR: u32 = 20;
pub(super) const HERE: &str = "/my-part/ways-in";

/// An address that has a password.
struct Kept {
    address: String,
    set_at: Timestamp,
}

#[derive(Template)]
#[template(path = "my_part/ways_in.html")]
pub(crate) struct Page {
    frame: Frame,
    errors: Errors,
    /// Proven addresses of theirs, to which a code can go.
    addresses: Vec<Choice>,
    /// The address to which a code went.
    sent_to: String,
    /// The address that was proven in this session a moment ago; '' for none.
    proven: String,
    until: Timestamp,
    passwords: Vec<Kept>,
    passkeys: Vec<Passkey>,
}

impl Page {
    fn minutes(&self) -> i64 {
        code::LASTS.as_mins()
    }

    fn is_proven(&self) -> bool {
        !self.proven.is_empty()
    }

    fn longest(&self) -> usize {
        LONGEST_NAME
    }

    /// The proven address has a password already.
    fn changes(&self) -> bool {
        self.passwords.iter().any(|kept| kept.address == self.proven)
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProveCode {
    /// One of their own proven addresses.
    email: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProveMe {
    /// Where the code went.
    email: String,
    code: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetPassword {
    password: String,
    again: String,
    /// For the browser, which keeps the two together; the password is that of the address proven just now.
    #[serde(default, rename = "email")]
    _email: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemovePassword {
    /// The address whose password goes.
    email: String,
}

pub(crate) async fn show(
    me: Me,
    State(app): State<Deedwell>,
    headers: HeaderMap,
    frame: Frame,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    let session = session(&app, &headers)?;
    let page = page(&mut tx, frame, &me, &session, Errors::none()).await?;
    Ok(page.respond())
}

/// The hash of this session.
pub(crate) fn session(app: &Deedwell, headers: &HeaderMap) -> Result<String> {
    sessions::current(app.settings(), Door::Customer, headers).ok_or(Error::NotSignedIn)
}

async fn page(
    tx: &mut StoreTx,
    frame: Frame,
    me: &Me,
    session: &str,
    errors: Errors,
) -> Result<Page> {
    let own = addresses(tx, me).await?;
    let proven = proven(tx, me, session).await?;
    let kept = password::of_person(tx, me.person).await?;
    let until = proven.as_ref().map_or(frame.now, |(_, until)| *until);
    Ok(Page {
        frame,
        errors,
        addresses: Choice::list(own.iter().map(|i| (i.value.as_str(), i.value.as_str())), ""),
        sent_to: String::new(),
        proven: proven.map(|(own, _)| own.value).unwrap_or_default(),
        until,
        passkeys: passkey::of_person(tx, me.person).await?,
        passwords: kept.into_iter().map(|(address, set_at)| Kept { address, set_at }).collect(),
    })
}

/// The page, with what is wrong.
pub(super) async fn again(
    tx: &mut StoreTx,
    frame: Frame,
    me: &Me,
    session: &str,
    errors: Errors,
) -> Answer<Response> {
    let page = page(tx, frame, me, session, errors).await?;
    Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
}

/// The addresses that are proven to be theirs.
async fn addresses(tx: &mut StoreTx, me: &Me) -> Result<Vec<IdentityRow>> {
    let mut own = identities(tx, me.person).await?;
    own.retain(|i| i.kind == IdentityKind::Email && i.proof.proves());
    Ok(own)
}

/// The address of theirs that was proven in this session a moment ago, and until when that counts.
pub(crate) async fn proven(
    tx: &mut StoreTx,
    me: &Me,
    session: &str,
) -> Result<Option<(IdentityRow, Timestamp)>> {
    let Some((identity, until)) = proof::of(tx, session).await? else { return Ok(None) };
    let own = addresses(tx, me).await?.into_iter().find(|own| own.id == identity);
    Ok(own.map(|own| (own, until)))
}

fn own_address(own: &[IdentityRow], typed: &str) -> Result<(Id<Identity>, Sign)> {
    let sign = Sign::new(IdentityKind::Email, typed, "")?;
    let found = own.iter().find(|own| own.value == sign.value());
    found
        .map(|own| (own.id, sign))
        .ok_or_else(|| Error::invalid("email", "Please choose one of your own addresses."))
}

/// A code of this session for one thing: it opens no door, and that of a door proves nothing here.
fn ticket(session: &str) -> String {
    format!("ways in {session}")
}

pub(crate) async fn send_code(
    carry: Carry,
    me: Me,
    State(app): State<Deedwell>,
    (headers, peer): (HeaderMap, Peer),
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<ProveCode>,
) -> Answer<Response> {
    let session = session(&app, &headers)?;
    let own = addresses(&mut tx, &me).await?;
    let (_, sign) = own_address(&own, &form.email)?;
    let ticket = ticket(&session);
    let code = code::make(&mut tx, Ask { email: &sign, ticket: &ticket }, peer).await?;
    let mut page = page(&mut tx, frame, &me, &session, Errors::none()).await?;
    sign.value().clone_into(&mut page.sent_to);
    let words = letter::to_prove(&page.frame, &sign, &code);
    letter::send(&carry, tx, words, &code).await?;
    Ok(page.respond())
}

pub(crate) async fn prove(
    me: Me,
    State(app): State<Deedwell>,
    (headers, peer): (HeaderMap, Peer),
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<ProveMe>,
) -> Answer<Response> {
    let session = session(&app, &headers)?;
    let own = addresses(&mut tx, &me).await?;
    let (identity, sign) = own_address(&own, &form.email)?;
    let ticket = ticket(&session);
    let ask = Ask { email: &sign, ticket: &ticket };
    let (sentence, more) = match code::answer(&mut tx, ask, &form.code, peer).await? {
        Answered::Right => {
            proof::keep(&mut tx, &session, identity).await?;
            tx.commit().await?;
            return Ok(on_with(HERE, "signin-proven"));
        }
        Answered::Wrong { left } => (frame.n("signin-code-wrong", left), true),
        Answered::Gone => (frame.t("signin-forget-code-gone"), false),
    };
    let field = if more { "code" } else { "email" };
    let errors = Errors::none().and(field, &sentence);
    let mut page = page(&mut tx, frame, &me, &session, errors).await?;
    if more {
        sign.value().clone_into(&mut page.sent_to);
    }
    // The try counts.
    tx.commit().await?;
    Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
}

pub(crate) fn not_proven(frame: &Frame) -> Errors {
    Errors::none().and("email", &frame.t("signin-prove-first"))
}

/// Spends one of the changes of an hour.
pub(crate) async fn spend(tx: &mut StoreTx, me: &Me) -> Result<()> {
    quota::spend(tx, &format!("signin.ways/{}", me.person), CHANGES_AN_HOUR, 3_600).await
}

pub(crate) async fn set_password(
    carry: Carry,
    me: Me,
    State(app): State<Deedwell>,
    (site, headers): (Arc<Site>, HeaderMap),
    frame: Frame,
    Form(form): Form<SetPassword>,
) -> Answer<Response> {
    let session = session(&app, &headers)?;
    let mut tx = app.db().write(site.organisation).await?;
    let Some((own, _)) = proven(&mut tx, &me, &session).await? else {
        let errors = not_proven(&frame);
        return again(&mut tx, frame, &me, &session, errors).await;
    };
    if let Err(why) = fit(&form, &own.value, &me.name, &site.name) {
        let errors = unfit(&frame, why);
        return again(&mut tx, frame, &me, &session, errors).await;
    }
    spend(&mut tx, &me).await?;
    tx.commit().await?;
    // With no transaction open: it takes its time.
    let hash = passwords::hash(&form.password, Cost::OWASP).await?;
    let mut tx = app.db().write(site.organisation).await?;
    // They may have been forgotten meanwhile, or the address become somebody else's.
    let still = proven(&mut tx, &me, &session).await?.is_some_and(|(now, _)| now.id == own.id);
    if !still {
        let errors = not_proven(&frame);
        return again(&mut tx, frame, &me, &session, errors).await;
    }
    let anew = password::keep(&mut tx, own.id, &hash).await?;
    tx.record(me.who(), &SigninDeed::PasswordSet { anew }).await?;
    let what = if anew { "password-changed-letter" } else { "password-set-letter" };
    letter::tell(&carry, &mut tx, &frame, &own.value, what).await?;
    tx.commit().await?;
    app.nudge();
    Ok(on_with(HERE, "signin-password-kept"))
}

fn fit(
    form: &SetPassword,
    address: &str,
    name: &str,
    site: &str,
) -> std::result::Result<(), Unfit> {
    passwords::check(&form.password, &form.again, &[address, name, site])?;
    let holds_address = form.password.to_lowercase().contains(&address.to_lowercase());
    if holds_address { Err(Unfit::Own) } else { Ok(()) }
}

fn unfit(frame: &Frame, why: Unfit) -> Errors {
    let (field, key) = match why {
        Unfit::Short => ("password", "signin-password-short"),
        Unfit::Long => ("password", "signin-password-long"),
        Unfit::Common => ("password", "signin-password-common"),
        Unfit::Own => ("password", "signin-password-own"),
        Unfit::Again => ("again", "signin-password-not-same"),
    };
    Errors::none().and(field, &frame.t(key))
}

pub(crate) async fn remove_password(
    carry: Carry,
    me: Me,
    State(app): State<Deedwell>,
    headers: HeaderMap,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<RemovePassword>,
) -> Answer<Response> {
    let session = session(&app, &headers)?;
    if proven(&mut tx, &me, &session).await?.is_none() {
        let errors = not_proven(&frame);
        return again(&mut tx, frame, &me, &session, errors).await;
    }
    let own = addresses(&mut tx, &me).await?;
    let (identity, sign) = own_address(&own, &form.email)?;
    spend(&mut tx, &me).await?;
    if password::remove(&mut tx, identity).await? {
        tx.record(me.who(), &SigninDeed::PasswordRemoved {}).await?;
        letter::tell(&carry, &mut tx, &frame, sign.value(), "password-removed-letter").await?;
    }
    tx.commit().await?;
    Ok(on_with(HERE, "signin-password-removed"))
}
