//! A friend recommends us: who, what both get and under which terms, and a button.
//!
//! Reading the page changes nothing, so that previews of a link count for nobody. What is pressed there is a
//! claim and pays nothing; it is kept by the browser, or by the customer who is signed in.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Error, Id, Identity, Result, Secret, Who};
use deedwell_people::{Proof, ensure, find_signs};
use deedwell_signin::guest;
use deedwell_store::Tx as Work;
use deedwell_store::quota;
use deedwell_web::answer::{Errors, Render, on_with};
use deedwell_web::{Answer, Deedwell, Form, Frame, Peer, Tx, Visitor};
use serde::Deserialize;
use utoipa::ToSchema;

use super::mine::promise;
use crate::acts::{self, Landed};
use crate::code::{self, shown};
use crate::referral::{Link, host};
use crate::words::{self, Promise, Wrong};
use crate::{store, words::Badge};

/// New browsers that come from one address in an hour: a school has as many, a program that runs more.
const COMES_OF_PEER: u32 = 60;
const HOUR_S: u32 = 3_600;

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = FriendFindForm)]
pub(super) struct FindForm {
    /// As a friend said it.
    code: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = FriendComeForm)]
pub(super) struct ComeForm {
    /// The host of the page on which the link stood; '' for none.
    from: String,
}

#[derive(Template)]
#[template(path = "site/landing.html")]
struct Page {
    frame: Frame,
    code: String,
    shown: String,
    name: String,
    /// The same within a sentence.
    other: String,
    promise: Option<Promise>,
    is_own: bool,
    has_come: bool,
    from: String,
    errors: Errors,
}

impl Page {
    fn terms(&self) -> Vec<String> {
        self.promise.as_ref().map(|p| p.sentences(&self.frame)).unwrap_or_default()
    }

    fn door(&self) -> String {
        "/sign-in?to=/my-friends".to_owned()
    }

    fn state(&self) -> Badge {
        Badge { tone: "up", words: self.frame.t("referrals-came") }
    }
}

#[derive(Template)]
#[template(path = "site/code.html")]
struct CodePage {
    frame: Frame,
    typed: String,
    errors: Errors,
}

/// Nobody's search engine keeps whose link it is.
fn noindex(response: Response) -> Response {
    let mut response = response;
    let name = HeaderName::from_static("x-robots-tag");
    response.headers_mut().insert(name, HeaderValue::from_static("noindex"));
    response
}

/// There is no such code, or it is read wrongly: a sentence, and a field to type it again.
fn unknown(frame: Frame, typed: &str, error: Error) -> Answer<Response> {
    let Wrong { errors, status, .. } = Wrong::of(&frame, "code", "code", error)?;
    let typed = typed.chars().take(code::LONGEST).collect();
    Ok(noindex(CodePage { frame, typed, errors }.respond_with(status)))
}

pub(super) async fn ask(_: Visitor, frame: Frame) -> Answer<Response> {
    let page = CodePage { frame, typed: String::new(), errors: Errors::none() };
    Ok(noindex(page.respond()))
}

pub(super) async fn find(
    _: Visitor,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<FindForm>,
) -> Answer<Response> {
    match open_link(&mut tx, &form.code).await {
        Ok(link) => Ok(Redirect::to(&format!("/f/{}", link.code)).into_response()),
        Err(error) => unknown(frame, &form.code, error),
    }
}

async fn open_link(tx: &mut Work, said: &str) -> Result<Link> {
    let code = code::read(said)?;
    let link = store::link_by_code(tx, &code).await?.filter(|link| link.closed_at.is_none());
    link.ok_or(Error::Missing("link"))
}

pub(super) async fn show(
    visitor: Visitor,
    State(app): State<Deedwell>,
    frame: Frame,
    headers: HeaderMap,
    Path(said): Path<String>,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    let link = match open_link(&mut tx, &said).await {
        Ok(link) => link,
        Err(error) => return unknown(frame, &said, error),
    };
    let from = outside(&headers, &app, &frame);
    let who = known(&mut tx, &visitor, &app, &headers).await?;
    let page = load(&mut tx, frame, &link, (who, from)).await?;
    Ok(noindex(page.respond()))
}

async fn load(
    tx: &mut Work,
    frame: Frame,
    link: &Link,
    (who, from): (Option<Id<Identity>>, String),
) -> Result<Page> {
    let owner = owner(tx, link).await?;
    let names = words::first_names(tx, &owner).await?;
    let name = owner.first().and_then(|id| names.get(id)).filter(|name| !name.is_empty());
    let other = name.cloned().unwrap_or_else(|| frame.t("referrals-your-friend"));
    let name = name.cloned().unwrap_or_else(|| frame.t("referrals-a-friend"));
    let is_own = frame.me.as_ref().is_some_and(|me| owner.contains(&me.person));
    let has_come = match who {
        Some(identity) => store::has_come(tx, link.id, identity).await?,
        None => false,
    };
    let promise = promise(tx, &frame).await?;
    let (code, shown) = (link.code.clone(), shown(&link.code));
    let errors = Errors::none();
    Ok(Page { frame, code, shown, name, other, promise, is_own, has_come, from, errors })
}

async fn owner(tx: &mut Work, link: &Link) -> Result<Vec<Id<deedwell_core::Person>>> {
    match deedwell_points::store::member(tx, link.identity).await {
        Ok(member) => Ok(vec![member.person]),
        Err(Error::Missing(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// By which identity whoever looks would come: the customer's, else the browser's, if it has a number.
async fn known(
    tx: &mut Work,
    visitor: &Visitor,
    app: &Deedwell,
    headers: &HeaderMap,
) -> Result<Option<Id<Identity>>> {
    if let Some(me) = &visitor.me {
        return Ok(Some(me.identity));
    }
    let Some(sign) = guest::sign(app.settings(), headers) else { return Ok(None) };
    let found = find_signs(tx, std::iter::once(&sign)).await?;
    Ok(found.get(&sign).map(|known| known.identity))
}

/// The host of the page elsewhere on which the link stood, as the browser says; '' for none, and for ours.
fn outside(headers: &HeaderMap, app: &Deedwell, frame: &Frame) -> String {
    let said = headers.get(header::REFERER).and_then(|h| h.to_str().ok());
    let uri = said.and_then(|said| said.parse::<Uri>().ok());
    let theirs = uri.as_ref().and_then(Uri::host).unwrap_or_default();
    let ours = match &frame.site {
        Some(site) => deedwell_web::address::whole(app.settings(), site, "/"),
        None => String::new(),
    };
    let ours = ours.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned));
    if ours.as_deref() == Some(theirs) { String::new() } else { host(theirs) }
}

pub(super) async fn come(
    visitor: Visitor,
    State(app): State<Deedwell>,
    (frame, peer): (Frame, Peer),
    headers: HeaderMap,
    Path(said): Path<String>,
    Tx(mut tx): Tx,
    Form(form): Form<ComeForm>,
) -> Answer<Response> {
    let link = match open_link(&mut tx, &said).await {
        Ok(link) => link,
        Err(error) => return unknown(frame, &said, error),
    };
    let (who, cookie) = who_comes(&mut tx, &visitor, &app, &headers, peer).await?;
    match acts::land(&mut tx, who, &link.code, &form.from).await {
        Ok(landed) => {
            tx.commit().await?;
            let said = match landed {
                Landed::Own => "referrals-said-own",
                Landed::Now | Landed::Before => "referrals-said-came",
            };
            let mut response = on_with(&format!("/f/{}", link.code), said);
            if let Some(cookie) = cookie {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Ok(response)
        }
        Err(error @ (Error::Refused { .. } | Error::TooMany { .. })) => {
            let wrong = Wrong::of(&frame, "come", "come", error)?;
            drop(tx);
            let mut tx = app.db().read(frame_site(&frame)?).await?;
            let page = load(&mut tx, frame, &link, (None, form.from)).await?;
            let page = Page { errors: wrong.errors, ..page };
            Ok(noindex(page.respond_with(wrong.status)))
        }
        Err(error) => Err(error.into()),
    }
}

fn frame_site(frame: &Frame) -> Result<Id<deedwell_core::Organisation>> {
    let site = frame.site.as_ref().ok_or(Error::Missing("page"))?;
    Ok(site.organisation)
}

/// The customer who is signed in, else the browser, which gets a number now if it has none.
async fn who_comes(
    tx: &mut Work,
    visitor: &Visitor,
    app: &Deedwell,
    headers: &HeaderMap,
    peer: Peer,
) -> Result<(Who, Option<HeaderValue>)> {
    if let Some(me) = &visitor.me {
        return Ok((me.who(), None));
    }
    if let Some(sign) = guest::sign(app.settings(), headers) {
        match ensure(tx, &sign, Proof::Claimed, "").await {
            Ok(known) => return Ok((known.who(), None)),
            // It belongs to somebody who signed in here before: whoever sits here now is somebody else.
            Err(Error::Refused { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    let key = format!("referrals.come/{}", Secret::hash_of(&peer.0.to_string()));
    quota::spend(tx, &key, COMES_OF_PEER, HOUR_S).await?;
    let (sign, cookie) = guest::new(app.settings())?;
    let known = ensure(tx, &sign, Proof::Claimed, "").await?;
    Ok((known.who(), Some(cookie)))
}
