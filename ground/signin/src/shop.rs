//! Coming from the shop with a signed token: first a question, then the door.
//!
//! Opening a link changes nothing, so that whatever looks at links (mail scanners, previews) uses
//! none up.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use deedwell_core::{Error, Id, Result};
use deedwell_people::{Arrival, IdentityKind, Known, Proof, Sign};
use deedwell_web::sessions::{self, Purpose};
use deedwell_web::{Answer, ApiKey, Deedwell, Form, Frame, Peer, Query, Tx, View, Visitor};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::deed::By;
use crate::door::{let_in, onward};
use crate::token::{self, Claims};

/// Letters of a name; a longer one is cut, for the customer cannot mend it.
const LONGEST_NAME: usize = deedwell_people::person::LONGEST_NAME;

#[derive(Deserialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Token {
    /// A JSON Web Token of the shop.
    token: String,
    /// Where to go on: a path of this site.
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "token.html")]
struct Page {
    frame: Frame,
    token: String,
    name: String,
    to: String,
}

impl Page {
    fn go_on(&self) -> String {
        if self.name.is_empty() {
            self.frame.t("signin-go-on")
        } else {
            self.frame.w("signin-go-on-as", &self.name)
        }
    }
}

pub(crate) async fn show(
    _: Visitor,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<Token>,
) -> Answer<Response> {
    let (_, claims) = believe(&mut tx, &ask.token).await?;
    if sessions::look_at_link(&mut tx, Purpose::Token, &own_name(&claims)).await?.is_some() {
        return Err(token::used().into());
    }
    let (name, to) = (name_of(&claims), onward(ask.to.as_deref()));
    Ok(View(Page { frame, token: ask.token, name, to }).into_response())
}

pub(crate) async fn sign_in(
    _: Visitor,
    State(app): State<Deedwell>,
    (headers, peer): (HeaderMap, Peer),
    Tx(mut tx): Tx,
    Form(form): Form<Token>,
) -> Answer<Response> {
    let (source, claims) = believe(&mut tx, &form.token).await?;
    // Kept for longer than any token lives.
    let lasts = token::LASTS + token::SKEW + token::SKEW;
    if !sessions::keep_token(&mut tx, Purpose::Token, &own_name(&claims), &claims.iss, lasts)
        .await?
    {
        return Err(token::used().into());
    }
    let known = meet(&mut tx, source, &claims).await?;
    let_in(&app, (&headers, peer), tx, known, By::Token, &onward(form.to.as_deref())).await
}

/// Whether this organisation has a shop that vouches for its customers.
pub(crate) async fn has_keys(tx: &mut deedwell_store::Tx) -> Result<bool> {
    let find = tx.query(
        "select id from api_key where organisation = $1 and kind = 'sign_in'
           and (revoked_at is null or revoked_at > $2) limit 1",
    );
    let now = tx.now();
    Ok(tx.find(find.bind(now)).await?.is_some())
}

/// The claims of a token that a key of this organisation has signed, and the source for which that
/// key speaks: the first key of its line, for whom the numbers of customers count.
async fn believe(tx: &mut deedwell_store::Tx, text: &str) -> Result<(Id<ApiKey>, Claims)> {
    let token = token::Token::read(text)?;
    let key: Id<ApiKey> = token.issuer().parse().map_err(|_: Error| token::not_ours())?;
    let (source, secret) = signing_key(tx, key).await?.ok_or_else(token::not_ours)?;
    Ok((source, token.check(&secret, tx.now())?))
}

/// A key whose end lies ahead is being replaced and still counts.
async fn signing_key(
    tx: &mut deedwell_store::Tx,
    key: Id<ApiKey>,
) -> Result<Option<(Id<ApiKey>, String)>> {
    let find = tx.query(
        "select coalesce(source, id) as source, secret from api_key
         where organisation = $1 and id = $2 and kind = 'sign_in'
           and (revoked_at is null or revoked_at > $3)",
    );
    let now = tx.now();
    let Some(row) = tx.find(find.bind(key).bind(now)).await? else { return Ok(None) };
    let secret = row.text_or_null("secret")?.filter(|s| !s.is_empty());
    let source = row.id("source")?;
    Ok(secret.map(|secret| (source, secret)))
}

/// A token's name is its key's business: two keys may use the same.
fn own_name(claims: &Claims) -> String {
    format!("{}\n{}", claims.iss, claims.jti)
}

/// The person of the shop's customer. A verified address comes along unless it is proven to be
/// somebody else's: two known people are never joined.
async fn meet(tx: &mut deedwell_store::Tx, source: Id<ApiKey>, claims: &Claims) -> Result<Known> {
    let login = Sign::new(IdentityKind::Login, &claims.sub, &source.to_string())
        .map_err(|_| token::not_ours())?;
    let name = name_of(claims);
    let email = claims.proven_email().and_then(|e| Sign::new(IdentityKind::Email, e, "").ok());
    if let Some(email) = email {
        let mut arrival = Arrival::new(login.clone(), Proof::Token);
        arrival.name.clone_from(&name);
        arrival.signs.push(email);
        // What is refused here changes nothing.
        let mut met = deedwell_people::meet_many(tx, &[arrival]).await?;
        if let Some(Ok(known)) = met.pop() {
            return Ok(known);
        }
    }
    deedwell_people::ensure(tx, &login, Proof::Token, &name).await
}

fn name_of(claims: &Claims) -> String {
    let name = claims.name.as_deref().unwrap_or_default();
    let words: Vec<&str> = name.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
    words.join(" ").chars().take(LONGEST_NAME).collect::<String>().trim_end().to_owned()
}
