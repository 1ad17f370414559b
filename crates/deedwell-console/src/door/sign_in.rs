//! The staff door: address and password, tried a few times and then after a pause.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Channel, Error, Id, Result, Secret, Staff};
use deedwell_store::{Tx, quota};
use deedwell_web::answer::{Errors, Render, on_with};
use deedwell_web::sessions::{self, Door, Purpose};
use deedwell_web::{Answer, Deedwell, Form, Frame, Peer, Query, Site, View, Visitor, own_path};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::known;
use crate::acts::note::{audit, note_own};
use crate::deed::StaffDeed;
use crate::forms::with_cookie;
use deedwell_password::{self as password, Cost};

/// Wrong tries for one address from one place: a few, then a pause of a minute; and in an hour.
const TRIES: u32 = 5;
const PAUSE_S: u32 = 60;
const TRIES_AN_HOUR: u32 = 20;
/// Wrong tries from one place, whatever the address.
const TRIES_OF_PEER: u32 = 60;
/// Wrong tries for one address from all places together, browsers that its owner uses left out.
const TRIES_OF_ADDRESS: u32 = 100;
const HOUR_S: u32 = 3600;
/// How long the second factor may take.
const TICKET_LASTS: SignedDuration = SignedDuration::from_mins(10);

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct SignInAsk {
    /// Where to go on: a path of this site.
    pub(super) to: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    email: String,
    password: String,
    /// Present when the session is to be kept for 14 days.
    keep: Option<String>,
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "door/sign_in.html")]
struct Page {
    frame: Frame,
    errors: Errors,
    email: String,
    keep: bool,
    to: String,
}

/// Where staff go on: a page of this site, nowhere else.
pub(super) fn onward(to: Option<&str>) -> String {
    let to = own_path(to, "/console");
    // The door leads on, never to itself.
    if to.starts_with("/console/sign-") { "/console".to_owned() } else { to }
}

pub(super) async fn show(frame: Frame, Query(ask): Query<SignInAsk>) -> Answer<Response> {
    let to = onward(ask.to.as_deref());
    if frame.staff.is_some() {
        return Ok(Redirect::to(&to).into_response());
    }
    let page = Page { frame, errors: Errors::none(), email: String::new(), keep: false, to };
    Ok(View(page).into_response())
}

/// A limit: what is counted, how many, in how many seconds.
type Limit = (String, u32, u32);

/// Counted by hashes: the table of limits is no list of addresses.
fn limits(email: &str, peer: Peer, in_known_browser: bool) -> Vec<Limit> {
    let account = Secret::hash_of(&format!("{email} {}", peer.0));
    let place = Secret::hash_of(&peer.0.to_string());
    let mut limits = vec![
        (format!("staff.try/{account}"), TRIES, PAUSE_S),
        (format!("staff.try_hour/{account}"), TRIES_AN_HOUR, HOUR_S),
        (format!("staff.try_peer/{place}"), TRIES_OF_PEER, HOUR_S),
    ];
    // What a stolen cookie may try from everywhere is counted too, only by itself.
    let everywhere = Secret::hash_of(email);
    let whose = if in_known_browser { "known" } else { "account" };
    limits.push((format!("staff.try_{whose}/{everywhere}"), TRIES_OF_ADDRESS, HOUR_S));
    limits
}

/// Somebody as the door sees them.
struct Known {
    id: Id<Staff>,
    password_hash: String,
    epoch: i64,
    has_second_factor: bool,
    language: Option<String>,
}

enum Tried {
    /// Tries are left after this one; nobody by this address, perhaps.
    May { known: Option<Known>, left: u32, limits: Vec<Limit> },
    /// For so many seconds.
    Paused(u32),
}

pub(super) async fn sign_in(
    cost: Cost,
    State(app): State<Deedwell>,
    site: Arc<Site>,
    peer: Peer,
    headers: HeaderMap,
    frame: Frame,
    Form(form): Form<SignIn>,
) -> Answer<Response> {
    let (known, left, limits) = match begin(&app, &site, peer, &headers, &form).await? {
        Tried::May { known, left, limits } => (known, left, limits),
        Tried::Paused(seconds) => return Ok(paused(frame, &form, seconds)),
    };
    let kept_hash = known.as_ref().map(|k| k.password_hash.as_str());
    let typed = if password::is_too_long(&form.password) { "" } else { &form.password };
    let right = password::matches(typed, kept_hash, cost).await?;
    match known.filter(|_| right) {
        Some(known) => let_in(&app, &site, &limits, &known, &form).await,
        None if left == 0 => {
            note_pause(&app, &site, peer).await?;
            Ok(paused(frame, &form, pause_left(&app)))
        }
        None => {
            let sentence = frame.n("console-sign-in-wrong", left);
            Ok(again(frame, &form, &sentence, StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// Counts the try before it is known to be wrong, so that many at once are not one.
async fn begin(
    app: &Deedwell,
    site: &Site,
    peer: Peer,
    headers: &HeaderMap,
    form: &SignIn,
) -> Result<Tried> {
    let email = form.email.trim().to_lowercase();
    let mut tx = app.db().write(site.organisation).await?;
    let known = find(&mut tx, &email).await?;
    let in_known_browser = match &known {
        Some(known) => known::knows(&mut tx, app.settings(), headers, known.id).await?,
        None => false,
    };
    let limits = limits(&email, peer, in_known_browser);
    let mut left = u32::MAX;
    for (key, most, window_s) in &limits {
        match quota::spend(&mut tx, key, *most, *window_s).await {
            Ok(()) => left = left.min(quota::left(&mut tx, key, *most, *window_s).await?),
            Err(Error::TooMany { retry_after_s, .. }) => return Ok(Tried::Paused(retry_after_s)),
            Err(other) => return Err(other),
        }
    }
    tx.commit().await?;
    Ok(Tried::May { known, left, limits })
}

async fn find(tx: &mut Tx, email: &str) -> Result<Option<Known>> {
    let find = tx.query(
        "select id, password_hash, epoch, totp_secret, language from staff
         where organisation = $1 and email = $2 and closed_at is null
           and password_hash is not null",
    );
    let Some(row) = tx.find(find.bind(email)).await? else { return Ok(None) };
    Ok(Some(Known {
        id: row.id("id")?,
        password_hash: row.text("password_hash")?,
        epoch: row.number("epoch")?,
        has_second_factor: row.text_or_null("totp_secret")?.is_some(),
        language: row.text_or_null("language")?,
    }))
}

/// Seconds until the next window of tries.
fn pause_left(app: &Deedwell) -> u32 {
    let window = i64::from(PAUSE_S);
    let left = window - app.clock().now().as_second().rem_euclid(window);
    u32::try_from(left).unwrap_or(PAUSE_S)
}

async fn note_pause(app: &Deedwell, site: &Site, peer: Peer) -> Result<()> {
    let mut tx = app.db().write(site.organisation).await?;
    let detail = json!({ "tries": TRIES });
    audit(&mut tx, None, "staff.sign_in_paused", None, &detail).await?;
    tx.commit().await?;
    tracing::warn!(peer = %peer.0, "Too many wrong passwords at the staff door");
    Ok(())
}

fn paused(frame: Frame, form: &SignIn, seconds: u32) -> Response {
    let sentence = if seconds > 120 {
        frame.n("console-sign-in-paused-minutes", seconds.div_ceil(60))
    } else {
        frame.n("console-sign-in-paused", seconds)
    };
    let mut response = again(frame, form, &sentence, StatusCode::TOO_MANY_REQUESTS);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn again(frame: Frame, form: &SignIn, sentence: &str, status: StatusCode) -> Response {
    let errors = Errors::none().and("password", sentence);
    let (email, keep) = (form.email.clone(), form.keep.is_some());
    Page { frame, errors, email, keep, to: onward(form.to.as_deref()) }.respond_with(status)
}

/// The password was right: in, or on to the second lock.
async fn let_in(
    app: &Deedwell,
    site: &Site,
    limits: &[Limit],
    known: &Known,
    form: &SignIn,
) -> Answer<Response> {
    let mut tx = app.db().write(site.organisation).await?;
    tx.came_by(Channel::CONSOLE);
    for (key, _, window_s) in limits {
        quota::give_back(&mut tx, key, *window_s).await?;
    }
    // Somebody may have closed or changed them while the password was being looked at.
    let still = tx.query(
        "select id from staff where organisation = $1 and id = $2 and epoch = $3
           and password_hash = $4 and closed_at is null",
    );
    let still = still.bind(known.id).bind(known.epoch).bind(&known.password_hash);
    tx.find(still).await?.ok_or(Error::NotSignedIn)?;
    let (to, kept) = (onward(form.to.as_deref()), form.keep.is_some());
    if known.has_second_factor {
        let about = format!("{} {} {}", known.id, known.epoch, u8::from(kept));
        let ticket =
            sessions::make_link(&mut tx, Purpose::SecondFactor, &about, TICKET_LASTS).await?;
        tx.commit().await?;
        let next = format!("/console/sign-in/code?to={}", deedwell_web::address::encode(&to));
        let cookie = super::code::ticket_cookie(app.settings(), ticket.reveal());
        return Ok(with_cookie(Redirect::to(&next).into_response(), cookie));
    }
    let cookies = open(&mut tx, app, known.id, known.epoch, kept, false).await?;
    tx.commit().await?;
    app.nudge();
    let response = cookies.into_iter().fold(Redirect::to(&to).into_response(), with_cookie);
    Ok(in_own_language(app, response, known.language.as_deref()))
}

/// Opens the session and notes that they came; the browser is known from now on.
pub(super) async fn open(
    tx: &mut Tx,
    app: &Deedwell,
    id: Id<Staff>,
    epoch: i64,
    kept: bool,
    second_factor: bool,
) -> Result<[HeaderValue; 2]> {
    let session = sessions::open_for_staff(tx, app.settings(), id, epoch, kept).await?;
    let known = known::remember(tx, app.settings(), id).await?;
    note_seen(tx, id).await?;
    let deed = StaffDeed::SignedIn { staff: id, second_factor };
    let detail = if second_factor { json!({ "second_factor": true }) } else { json!({}) };
    note_own(tx, id, &deed, detail).await?;
    Ok([session, known])
}

/// When somebody was last here, for when their sessions are gone.
async fn note_seen(tx: &mut Tx, id: Id<Staff>) -> Result<()> {
    let now = tx.now();
    let seen = tx.query(
        "insert into staff_seen (organisation, staff, seen_at) values ($1, $2, $3)
         on conflict (organisation, staff) do update set seen_at = excluded.seen_at",
    );
    tx.run(seen.bind(id).bind(now)).await.map(drop)
}

/// The language of the account, in the cookie that the pages read.
pub(super) fn in_own_language(
    app: &Deedwell,
    response: Response,
    language: Option<&str>,
) -> Response {
    match language {
        Some(language) => {
            with_cookie(response, crate::settings::language_cookie(app.settings(), language))
        }
        None => response,
    }
}

pub(super) async fn sign_out(
    State(app): State<Deedwell>,
    site: Arc<Site>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Answer<Response> {
    let mut tx = app.db().write(site.organisation).await?;
    if let Some(staff) = visitor.staff {
        note_seen(&mut tx, staff.id).await?;
    }
    let cookie = sessions::close(&mut tx, app.settings(), Door::Staff, &headers).await?;
    tx.commit().await?;
    Ok(with_cookie(on_with("/console/sign-in", "console-said-signed-out"), cookie))
}
