//! To leave, and to be forgotten.
//!
//! Who leaves is signed out everywhere and sent nothing any more; what they did stays, and signing in again
//! brings them back. Who asks to be forgotten proves once more who they are, and then there is no way back:
//! [`deedwell_people::erase`] does the rest, and the receipt says nothing of them.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Error, Id, Result};
use deedwell_people::erase::{self, By, Erasure, ErasureNoun, Reason};
use deedwell_people::profile::{Word, consents};
use deedwell_people::{IdentityKind, Profile, Proof, Sign};
use deedwell_store::Tx as StoreTx;
use deedwell_store::audit;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::sessions::{self, Door};
use deedwell_web::{Answer, Deedwell, Form, Frame, Me, Peer, Tx, View, Visitor};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::sessions::end_all_but;
use crate::carry::Carry;
use crate::code::{self, Answered, Ask};
use crate::deed::{SigninDeed, Why};
use crate::letter;

#[derive(Template)]
#[template(path = "my_part/leaving.html")]
pub(crate) struct Page {
    frame: Frame,
    errors: Errors,
    reasons: Vec<Choice>,
    /// Proven addresses of theirs to which a code can go.
    addresses: Vec<Choice>,
    /// The address to which a code went.
    sent_to: String,
}

impl Page {
    fn minutes(&self) -> i64 {
        code::LASTS.as_mins()
    }

    /// There is a code to type, or none can be sent anywhere.
    fn is_last_step(&self) -> bool {
        !self.sent_to.is_empty() || self.addresses.is_empty()
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Leave {
    /// One of the reasons of the page; `unsaid` for none.
    left_why: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForgetCode {
    /// One of their own proven addresses.
    email: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForgetMe {
    /// Where the code went; empty for who has no address here.
    #[serde(default)]
    email: String,
    #[serde(default)]
    code: String,
    /// `yes`: it was understood that nobody can take it back.
    #[serde(default)]
    sure: String,
}

pub(crate) async fn show(me: Me, frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    Ok(View(page(&mut tx, frame, &me, "", Errors::none()).await?))
}

async fn page(
    tx: &mut StoreTx,
    frame: Frame,
    me: &Me,
    sent_to: &str,
    errors: Errors,
) -> Result<Page> {
    let profile = deedwell_people::person(tx, me.person).await?;
    let reasons = Why::ALL.map(|why| (why.name(), frame.t(&format!("signin-left-{}", why.name()))));
    let addresses = addresses(&profile).map(|address| (address, address));
    Ok(Page {
        reasons: Choice::list(reasons, Why::Unsaid.name()),
        addresses: Choice::list(addresses, sent_to),
        frame,
        errors,
        sent_to: sent_to.to_owned(),
    })
}

/// The addresses that are proven to be theirs.
fn addresses(profile: &Profile) -> impl Iterator<Item = &str> {
    let signs = profile.identities.iter();
    let mine = signs.filter(|i| i.kind == IdentityKind::Email && i.proof.proves());
    mine.map(|i| i.value.as_str())
}

pub(crate) async fn leave(
    me: Me,
    State(app): State<Deedwell>,
    headers: HeaderMap,
    Tx(mut tx): Tx,
    Form(form): Form<Leave>,
) -> Answer<Response> {
    let why = Why::parse(&form.left_why)?;
    consent_to_nothing(&mut tx, &me).await?;
    tx.record(me.who(), &SigninDeed::Left { why }).await?;
    end_all_but(&mut tx, me.person, "").await?;
    let cookie = sessions::close(&mut tx, app.settings(), Door::Customer, &headers).await?;
    tx.commit().await?;
    let mut response = on_with("/", "signin-has-left");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Says no wherever they said yes, with every sign by which they spoke.
async fn consent_to_nothing(tx: &mut StoreTx, me: &Me) -> Result<()> {
    let history = consents::history(tx, me.person).await?;
    let given = consents::standing(&history).into_values().filter(|c| c.given);
    for consent in given {
        let mut signs = consents::spoken_by(tx, me.person, &consent.purpose, None).await?;
        signs.push(me.identity);
        signs.sort_unstable();
        signs.dedup();
        for sign in signs {
            let word = Word { source: String::new(), proof: Proof::Token, at: tx.now() };
            consents::say(tx, sign, &consent.purpose, false, "", &word).await?;
        }
    }
    Ok(())
}

/// A code of this session for one thing: it opens no door, and that of a door confirms nothing.
fn ticket(app: &Deedwell, headers: &HeaderMap) -> Result<String> {
    let this = sessions::current(app.settings(), Door::Customer, headers);
    Ok(format!("be forgotten {}", this.ok_or(Error::NotSignedIn)?))
}

async fn own_address(tx: &mut StoreTx, me: &Me, typed: &str) -> Result<Sign> {
    let sign = Sign::new(IdentityKind::Email, typed, "")?;
    let profile = deedwell_people::person(tx, me.person).await?;
    if addresses(&profile).any(|address| address == sign.value()) {
        return Ok(sign);
    }
    Err(Error::invalid("email", "Please choose one of your own addresses."))
}

pub(crate) async fn send_code(
    carry: Carry,
    me: Me,
    State(app): State<Deedwell>,
    (headers, peer): (HeaderMap, Peer),
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<ForgetCode>,
) -> Answer<View<Page>> {
    let sign = own_address(&mut tx, &me, &form.email).await?;
    let ticket = ticket(&app, &headers)?;
    let code = code::make(&mut tx, Ask { email: &sign, ticket: &ticket }, peer).await?;
    let page = page(&mut tx, frame, &me, sign.value(), Errors::none()).await?;
    let words = letter::to_be_forgotten(&page.frame, &sign, &code);
    letter::send(&carry, tx, words, &code).await?;
    Ok(View(page))
}

pub(crate) async fn forget(
    me: Me,
    State(app): State<Deedwell>,
    headers: HeaderMap,
    peer: Peer,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<ForgetMe>,
) -> Answer<Response> {
    if form.sure != "yes" {
        let errors = Errors::none().and("sure", &frame.t("signin-forget-sure-first"));
        let page = page(&mut tx, frame, &me, &form.email, errors).await?;
        return Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY));
    }
    if let Some((field, sentence)) =
        doubt(&mut tx, &me, &app, &headers, peer, &frame, &form).await?
    {
        let sent_to = if field == "code" { form.email.as_str() } else { "" };
        let page = page(&mut tx, frame, &me, sent_to, Errors::none().and(field, &sentence)).await?;
        // The try counts.
        tx.commit().await?;
        return Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let erasure = erase::ask(&mut tx, me.person, Reason::Asked, By::Themselves).await?;
    let about = format!("erasure/{erasure}");
    let detail = json!({ "why": Reason::Asked.name(), "by": "customer" });
    audit(&mut tx, None, "people.erased", Some(&about), &detail).await?;
    end_all_but(&mut tx, me.person, "").await?;
    let cookie = sessions::close(&mut tx, app.settings(), Door::Customer, &headers).await?;
    tx.commit().await?;
    let mut response = Redirect::to(&format!("/forgotten/{erasure}")).into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Why we do not believe yet that it is they who ask: which field, and a sentence.
async fn doubt(
    tx: &mut StoreTx,
    me: &Me,
    app: &Deedwell,
    headers: &HeaderMap,
    peer: Peer,
    frame: &Frame,
    form: &ForgetMe,
) -> Result<Option<(&'static str, String)>> {
    let profile = deedwell_people::person(tx, me.person).await?;
    if addresses(&profile).next().is_none() {
        // The shop vouches for them: it has to do so again just now.
        let fresh = came_just_now(tx, app, headers).await?;
        return Ok((!fresh).then(|| ("sure", frame.t("signin-forget-come-again"))));
    }
    let sign = own_address(tx, me, &form.email).await?;
    let ticket = ticket(app, headers)?;
    let ask = Ask { email: &sign, ticket: &ticket };
    Ok(match code::answer(tx, ask, &form.code, peer).await? {
        Answered::Right => None,
        Answered::Wrong { left } => Some(("code", frame.n("signin-code-wrong", left))),
        Answered::Gone => Some(("code", frame.t("signin-forget-code-gone"))),
    })
}

/// Whether this session is younger than a code would be.
async fn came_just_now(tx: &mut StoreTx, app: &Deedwell, headers: &HeaderMap) -> Result<bool> {
    let this = sessions::current(app.settings(), Door::Customer, headers).unwrap_or_default();
    let find = tx.query("select created_at from session where organisation = $1 and hash = $2");
    let Some(row) = tx.find(find.bind(this)).await? else { return Ok(false) };
    Ok(tx.now().duration_since(row.moment("created_at")?) < code::LASTS)
}

#[derive(Template)]
#[template(path = "my_part/forgotten.html")]
pub(crate) struct Receipt {
    frame: Frame,
    receipt: Erasure,
}

impl Receipt {
    /// Where this page is, to be kept.
    fn address(&self) -> String {
        let settings = self.frame.app().settings();
        let path = format!("/forgotten/{}", self.receipt.id);
        match &self.frame.site {
            Some(site) => deedwell_web::address::whole(settings, site, &path),
            None => path,
        }
    }
}

/// For whoever has its address: it says nothing of whom.
pub(crate) async fn receipt(
    _: Visitor,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<ErasureNoun>>,
) -> Answer<View<Receipt>> {
    let receipt = erase::receipt(&mut tx, id).await?;
    if !receipt.by_themselves {
        return Err(Error::Missing("erasure").into());
    }
    Ok(View(Receipt { frame, receipt }))
}
