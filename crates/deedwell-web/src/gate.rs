//! What every request passes: which site, who asks, whether they may, and how a problem is dressed.
//!
//! In order, from outside: headers that every answer carries; the site of this host; for anything
//! but a GET, that it comes from our own pages; who asks; whether the route lets them; the wait for
//! what this browser did last; the handler; the dressing of a problem.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Error, Position};
use http_body_util::BodyExt;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

use crate::answer::{Problem, Said, Shown};
use crate::app::{Deedwell, Settings, Site};
use crate::ask::{Actor, Committed, Peer};
use crate::error_page;
use crate::frame::{SAID, SHOWN};
use crate::once;
use crate::routes::Needs;
use crate::sessions;

/// Bytes of a form or a JSON body.
const LARGEST_BODY: usize = 1024 * 1024;
/// A page waits at most this long for what its reader did just before.
const OWN_DEED_WAIT: Duration = Duration::from_millis(500);
/// The cookie that says how far the log must have been read.
const SEEN: &str = "deedwell-seen";
const SEEN_FOR_S: i64 = 30;
/// What was just done is said by the next page, or not at all.
const SAID_FOR_S: i64 = 60;
/// How long a secret waits in the browser for the page that shows it.
const SHOWN_FOR_S: i64 = 60;

pub(crate) fn guard(router: Router<Deedwell>, app: Deedwell) -> Router<Deedwell> {
    router
        .fallback(nothing_here)
        .method_not_allowed_fallback(nothing_here)
        .route_layer(middleware::from_fn(once::mark))
        .route_layer(middleware::from_fn_with_state(app.clone(), gate))
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .layer(middleware::from_fn_with_state(app.clone(), dress))
        .layer(middleware::from_fn_with_state(app, say_policy))
        .layer(CompressionLayer::new().gzip(true))
}

async fn nothing_here() -> Problem {
    Error::Missing("page").into()
}

/// Headers of every answer.
async fn say_policy(State(app): State<Deedwell>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut say = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    if app.settings().content_security_policy {
        say(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
             font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'",
        );
    }
    say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(header::REFERRER_POLICY, "same-origin");
    say(header::X_FRAME_OPTIONS, "DENY");
    say(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    say(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    say(header::CACHE_CONTROL, "no-store");
    if app.settings().is_secure() {
        say(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

/// Pages of other sites report to the addresses of sources: browsers ask first whether they may. Nothing
/// there depends on a cookie, so anybody may.
fn for_any_site(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let cross_origin = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(cross_origin, HeaderValue::from_static("cross-origin"));
    response
}

fn may_any_site() -> Response {
    let mut response = for_any_site(StatusCode::NO_CONTENT.into_response());
    let headers = response.headers_mut();
    let words = HeaderValue::from_static;
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, words("GET, POST"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, words("authorization, content-type"));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, words("86400"));
    response
}

async fn gate(
    State(app): State<Deedwell>,
    path: MatchedPath,
    request: Request,
    next: Next,
) -> Response {
    if !app.is_for_sources(path.as_str()) {
        return pass(app, path, request, next).await;
    }
    if request.method() == Method::OPTIONS {
        return may_any_site();
    }
    let mut response = for_any_site(pass(app, path, request, next).await);
    // What did not arrive in time may arrive the next time; libraries throw away what is answered 422.
    if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
        *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
        response.extensions_mut().remove::<Problem>();
    }
    response
}

async fn pass(app: Deedwell, path: MatchedPath, mut request: Request, next: Next) -> Response {
    match admit(&app, path.as_str(), &mut request).await {
        Ok(Admitted::Yes(committed)) => {
            let reads_page = reads_page(&request);
            let shows = shows_secret(&request);
            let response = match whole(request, app.settings().arrival).await {
                Ok(request) => next.run(request).await,
                Err(error) => Problem::from(error).into_response(),
            };
            let response = remember(&app, response, &committed);
            show(app.settings(), say(app.settings(), response, reads_page), shows.as_deref())
        }
        Ok(Admitted::SetUpFirst) => Redirect::to("/set-up").into_response(),
        Ok(Admitted::OtherMethods(methods)) => other_methods(&methods),
        Err(error) => Problem::from(error).into_response(),
    }
}

enum Admitted {
    Yes(Committed),
    SetUpFirst,
    /// There is something at this address, but not for this method.
    OtherMethods(Vec<Method>),
}

/// Somebody pressed Enter in the address bar of a form's answer, or a program guesses.
fn other_methods(methods: &[Method]) -> Response {
    let mut response = Problem::from(Error::Missing("page")).into_response();
    let allow = methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
    if let Ok(allow) = HeaderValue::from_str(&allow) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}

async fn admit(app: &Deedwell, path: &str, request: &mut Request) -> Result<Admitted, Error> {
    let Some((needs, before_set_up)) = app.needs(request.method(), path) else {
        return Ok(Admitted::OtherMethods(app.methods(path)));
    };
    let settings = app.settings();
    let peer = peer(request, settings);
    request.extensions_mut().insert(peer);
    let committed = Committed::default();
    request.extensions_mut().insert(Arc::clone(&committed));
    let host = host(request.headers());
    let Some(site) = app.site(&host).await? else {
        if before_set_up {
            own_pages_only(request.method(), request.headers(), false)?;
            return Ok(Admitted::Yes(committed));
        }
        let empty = app.db().system_read().await?.find_first_organisation().await?.is_none();
        return if empty { Ok(Admitted::SetUpFirst) } else { Err(Error::Missing("site")) };
    };
    let actor = match needs {
        Needs::WriteKey | Needs::Signature => Actor::default(),
        _ => sessions::actor(app, &site, request.headers()).await?,
    };
    let by_key =
        matches!(needs, Needs::KeyToRead | Needs::KeyToWrite | Needs::WriteKey | Needs::Signature);
    own_pages_only(request.method(), request.headers(), by_key)?;
    allow(needs, &actor)?;
    if by_key && let Some(key) = &actor.key {
        app.rates().spend(key.id, settings.requests_of_key, app.clock().now())?;
    }
    if request.method() == Method::GET
        && let Some(seen) = sessions::cookie(request.headers(), SEEN).and_then(parse_position)
    {
        app.behaviour().wait(seen, OWN_DEED_WAIT).await;
    }
    request.extensions_mut().insert::<Arc<Site>>(site);
    request.extensions_mut().insert(actor);
    Ok(Admitted::Yes(committed))
}

/// What is sent must have arrived whole before a handler opens a transaction: a slow sender would
/// hold up every other writer.
async fn whole(request: Request, arrival: Duration) -> Result<Request, Error> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let too_slow = || Error::invalid("body", "This took too long to arrive. Please send it again.");
    let bytes = tokio::time::timeout(arrival, gathered(body)).await.map_err(|_| too_slow())?;
    let bytes = bytes.ok_or_else(|| {
        Error::invalid(
            "body",
            "This is too large to be taken, or did not arrive whole. Please send less at a time.",
        )
    })?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// The pieces are copied as they come. A piece that is kept keeps the whole buffer into which it was read,
/// and a sender of single letters would fill the memory with eight thousand times what it sends.
async fn gathered(mut body: Body) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(piece) = frame.ok()?.into_data() else { continue };
        if whole.len() + piece.len() > LARGEST_BODY {
            return None;
        }
        whole.extend_from_slice(&piece);
    }
    Some(whole)
}

/// A page of another site cannot make a browser act here: what changes state must come from our
/// own pages. Browsers say so by `Sec-Fetch-Site`, older ones by `Origin`; programs with a key carry
/// no cookies, so the rule is not for them.
fn own_pages_only(method: &Method, headers: &HeaderMap, by_key: bool) -> Result<(), Error> {
    if by_key || matches!(*method, Method::GET | Method::HEAD) {
        return Ok(());
    }
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let own = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map_or("", |(_, host)| host);
            !host.is_empty() && host.eq_ignore_ascii_case(&self::host(headers))
        }
        // Neither: no browser of the last years. Without cookies there is nothing to forge.
        (None, None) => !headers.contains_key(header::COOKIE),
    };
    if own {
        Ok(())
    } else {
        Err(Error::not_allowed("This form was sent from another site. Please send it from here."))
    }
}

fn allow(needs: Needs, actor: &Actor) -> Result<(), Error> {
    let staff = actor.staff.as_ref();
    let key = actor.key.as_ref();
    match needs {
        Needs::Anybody | Needs::WriteKey | Needs::Signature => Ok(()),
        Needs::Customer => actor.me.as_ref().map(drop).ok_or(Error::NotSignedIn),
        Needs::AnyStaff => staff.map(drop).ok_or(Error::NotSignedIn),
        Needs::Staff(right) => match staff {
            None => Err(Error::NotSignedIn),
            Some(member) if member.may(right) => Ok(()),
            Some(_) => Err(Error::not_allowed("Your role does not include this. Ask an owner.")),
        },
        Needs::KeyToRead => key.map(drop).ok_or(Error::NotSignedIn),
        Needs::KeyToWrite => match key {
            None => Err(Error::NotSignedIn),
            Some(key) if key.may_write => Ok(()),
            Some(_) => Err(Error::not_allowed("This key may only read.")),
        },
    }
}

fn host(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    host.to_ascii_lowercase()
}

/// X-Forwarded-For counts only from a peer that the operator trusts, and then its last entry that
/// is not itself a trusted proxy.
fn peer(request: &Request, settings: &Settings) -> Peer {
    let connected = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    // A listener on [::] sees IPv4 callers in IPv6 clothes.
    let connected = connected.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)).to_canonical();
    if !settings.trusted_proxies.contains(&connected) {
        return Peer::of(connected);
    }
    let forwarded = request.headers().get_all("x-forwarded-for").iter();
    let entries = forwarded.filter_map(|h| h.to_str().ok()).flat_map(|h| h.split(','));
    let entries: Vec<&str> = entries.collect();
    for entry in entries.into_iter().rev() {
        // What stands left of an entry that cannot be read was written by nobody whom we trust.
        let Some(address) = forwarded_address(entry) else { break };
        if !settings.trusted_proxies.contains(&address) {
            return Peer::of(address);
        }
    }
    Peer::of(connected)
}

/// An address, with a port or without: `203.0.113.7`, `203.0.113.7:4711`, `[2001:db8::1]:4711`.
fn forwarded_address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let bare = entry.strip_prefix('[').and_then(|e| e.strip_suffix(']')).unwrap_or(entry);
    let with_port = || entry.parse::<SocketAddr>().ok().map(|a| a.ip());
    bare.parse().ok().or_else(with_port).map(|a: IpAddr| a.to_canonical())
}

fn parse_position(text: &str) -> Option<Position> {
    let (tx, block) = text.split_once('.')?;
    Some(Position { tx: tx.parse().ok()?, block: block.parse().ok()? })
}

/// Tells the tail and the browser that something was committed.
fn remember(app: &Deedwell, mut response: Response, committed: &Committed) -> Response {
    if let Some(position) = committed.get() {
        app.nudge();
        let value = format!("{}.{}", position.tx, position.block);
        let cookie = sessions::set_cookie(app.settings(), SEEN, &value, SEEN_FOR_S);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Whether this is a whole page that says, and so uses up, what was just done.
fn reads_page(request: &Request) -> bool {
    let headers = request.headers();
    request.method() == Method::GET
        && !headers.contains_key("hx-request")
        && sessions::cookie(headers, SAID).is_some_and(|said| !said.is_empty())
}

/// Hands what was just done to the next page, and takes it back once a page has said it. Redirects
/// and files pass it on.
fn say(settings: &Settings, mut response: Response, reads_page: bool) -> Response {
    let said = response.extensions().get::<Said>().copied();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|k| k.to_str().ok());
    let cookie = match said {
        Some(Said(key)) => sessions::set_cookie(settings, SAID, key, SAID_FOR_S),
        None if reads_page && kind.is_some_and(|k| k.starts_with("text/html")) => {
            sessions::set_cookie(settings, SAID, "", 0)
        }
        None => return response,
    };
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// The path of a page that shows, and so uses up, a secret.
fn shows_secret(request: &Request) -> Option<String> {
    let shown = sessions::cookie(request.headers(), SHOWN).filter(|shown| !shown.is_empty());
    let shows = request.method() == Method::GET && !request.headers().contains_key("hx-request");
    shown.filter(|_| shows).map(|_| request.uri().path().to_owned())
}

/// Hands a secret to the one page that shows it, and takes it back once it has.
fn show(settings: &Settings, mut response: Response, shows: Option<&str>) -> Response {
    let cookie = match (response.extensions().get::<Shown>(), shows) {
        (Some(Shown { page, secret }), _) => {
            sessions::set_cookie_at(settings, page, SHOWN, secret, SHOWN_FOR_S)
        }
        (None, Some(page)) => sessions::set_cookie_at(settings, page, SHOWN, "", 0),
        (None, None) => return response,
    };
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// The router found words in a place of the address where none fit, such as an id that is none: there
/// is nothing, as with an id of nothing. Our own answers with this status are JSON.
fn is_no_address(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    response.status() == StatusCode::BAD_REQUEST
        && kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

/// Dresses a problem for whoever asked, and logs a fault once.
async fn dress(State(app): State<Deedwell>, request: Request, next: Next) -> Response {
    let asked = error_page::AskedFor::new(&request);
    let response = next.run(request).await;
    let problem = match response.extensions().get::<Problem>() {
        Some(problem) => problem.clone(),
        None if is_no_address(&response) => Problem::from(Error::Missing("page")),
        None => return error_page::own_words(response),
    };
    let mut dressed = error_page::dress(&app, problem, asked).await;
    if let Some(allow) = response.headers().get(header::ALLOW) {
        dressed.headers_mut().insert(header::ALLOW, allow.clone());
        *dressed.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    }
    dressed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{on_with, on_with_secret};

    fn asked(cookie: &str) -> bool {
        let request = Request::builder().uri("/ideas").header(header::COOKIE, cookie);
        reads_page(&request.body(Body::empty()).unwrap())
    }

    fn set(response: &Response) -> Option<&str> {
        response.headers().get(header::SET_COOKIE).and_then(|c| c.to_str().ok())
    }

    #[test]
    fn what_a_caller_writes_left_of_the_proxies_counts_for_nothing() {
        let settings = Settings {
            trusted_proxies: vec!["127.0.0.1".parse().unwrap(), "203.0.113.9".parse().unwrap()],
            ..Settings::default()
        };
        let seen = |forwarded: &str| {
            let request = Request::builder().header("x-forwarded-for", forwarded);
            peer(&request.body(Body::empty()).unwrap(), &settings).0.to_string()
        };
        assert_eq!(seen("10.0.0.1, 203.0.113.7"), "203.0.113.7");
        assert_eq!(seen("10.0.0.1, 203.0.113.7:4711, 203.0.113.9:80"), "203.0.113.7");
        assert_eq!(seen("10.0.0.1, [2001:db8::1]:4711"), "2001:db8::");
        assert_eq!(seen("10.0.0.1, unknown"), "127.0.0.1", "nobody knows who wrote the rest");
    }

    #[test]
    fn a_secret_is_shown_by_one_page() {
        let settings = Settings::default();
        let get = |uri: &str, cookie: &str| {
            let request = Request::builder().uri(uri).header(header::COOKIE, cookie);
            shows_secret(&request.body(Body::empty()).unwrap())
        };
        let made = show(&settings, on_with_secret("/console/keys/7?for=8", "dw_s"), None);
        assert!(set(&made).unwrap().starts_with("deedwell-shown=dw_s; Path=/console/keys/7; Http"));
        let page = get("/console/keys/7?for=8", "deedwell-shown=dw_s");
        assert_eq!(page.as_deref(), Some("/console/keys/7"));
        let read = show(&settings, axum::response::Html("page").into_response(), page.as_deref());
        assert!(set(&read).unwrap().contains("=; Path=/console/keys/7;"));
        assert!(set(&read).unwrap().contains("Max-Age=0"));
        assert_eq!(get("/console/keys/7", "deedwell-said=x"), None);
    }

    #[test]
    fn what_was_done_is_said_by_one_page() {
        let settings = Settings::default();
        assert!(asked("deedwell-said=said-saved") && !asked("deedwell-said=") && !asked("a=b"));
        let done = say(&settings, on_with("/ideas", "said-saved"), false);
        assert!(set(&done).unwrap().starts_with("deedwell-said=said-saved; "));
        let page = say(&settings, axum::response::Html("page").into_response(), true);
        assert!(
            set(&page).unwrap().contains("deedwell-said=; ")
                && set(&page).unwrap().contains("Max-Age=0")
        );
        let passed_on = say(&settings, Redirect::to("/").into_response(), true);
        assert_eq!(set(&passed_on), None);
        let unasked = say(&settings, axum::response::Html("page").into_response(), false);
        assert_eq!(set(&unasked), None);
    }
}
