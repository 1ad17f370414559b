//! Who acts in a world, and how: over HTTP, as a browser or a program would.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderName, HeaderValue, Method, Request, header};
use deedwell_core::{Id, Identity, Person, Staff};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::reply::Reply;
use crate::world::Shared;

/// Somebody in a world: a customer, a member of staff, a visitor, a program. Keeps cookies, as a
/// browser does.
#[derive(Clone)]
pub struct Somebody {
    pub(crate) world: Arc<Shared>,
    pub(crate) made: Arc<Made>,
    host: String,
    peer: Option<IpAddr>,
    language: Option<&'static str>,
}

/// What the world made for them. Empty until the world next does something.
#[derive(Default)]
pub(crate) struct Made {
    pub cookies: Mutex<BTreeMap<String, Cookie>>,
    pub bearer: Mutex<Option<String>>,
    pub ids: Mutex<Ids>,
}

pub(crate) struct Cookie {
    pub value: String,
    /// Pages below it see the cookie.
    pub path: String,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Ids {
    pub person: Option<Id<Person>>,
    pub identity: Option<Id<Identity>>,
    pub staff: Option<Id<Staff>>,
}

impl Somebody {
    pub(crate) fn new(world: Arc<Shared>, host: &str) -> Self {
        let made = Arc::default();
        Self { world, made, host: host.to_owned(), peer: None, language: None }
    }

    /// Opens a page.
    pub async fn reads(&self, path: &str) -> Reply {
        self.asks(Method::GET, path, &[], String::new()).await
    }

    /// Sends a plain form: `title=Lockers+at+the+station`.
    pub async fn posts(&self, path: &str, form: &str) -> Reply {
        self.asks(Method::POST, path, &[FORM], form.to_owned()).await
    }

    /// Sends a form through htmx, which swaps in the piece it is answered.
    pub async fn swaps(&self, path: &str, form: &str) -> Reply {
        self.asks(Method::POST, path, &[FORM, ("hx-request", "true")], form.to_owned()).await
    }

    /// Opens a piece of a page through htmx.
    pub async fn looks(&self, path: &str) -> Reply {
        self.asks(Method::GET, path, &[("hx-request", "true")], String::new()).await
    }

    /// Sends JSON.
    pub async fn sends(&self, path: &str, body: &serde_json::Value) -> Reply {
        self.asks(Method::POST, path, &[JSON], body.to_string()).await
    }

    pub async fn deletes(&self, path: &str) -> Reply {
        self.asks(Method::DELETE, path, &[], String::new()).await
    }

    /// Follows a redirect to the page behind it.
    pub async fn follows(&self, reply: &Reply) -> Reply {
        self.reads(&reply.location()).await
    }

    /// Any request. What is given here stands before what a browser would say.
    pub async fn asks(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Reply {
        self.world.begin().await;
        let request = self.request(method, path, headers, body.into());
        let response = self.world.router.clone().oneshot(request).await;
        let response = response.unwrap_or_else(|never| match never {});
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a body that can be read").to_bytes().to_vec();
        let reply = Reply { status: parts.status.as_u16(), headers: parts.headers, body };
        self.keep_cookies(&reply);
        self.world.finish().await;
        reply
    }

    /// The same person at another host: with the cookies of home, as no browser would.
    pub fn at_host(&self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self.clone() }
    }

    /// The same person from another address of the net.
    pub fn from_peer(&self, peer: &str) -> Self {
        Self { peer: Some(peer.parse().expect("an IP address")), ..self.clone() }
    }

    /// The same person with a browser that speaks another language.
    pub fn speaking(&self, language: &'static str) -> Self {
        Self { language: Some(language), ..self.clone() }
    }

    pub async fn person(&self) -> Id<Person> {
        self.ids().await.person.expect("a customer")
    }

    pub async fn identity(&self) -> Id<Identity> {
        self.ids().await.identity.expect("a customer")
    }

    pub async fn staff(&self) -> Id<Staff> {
        self.ids().await.staff.expect("a member of staff")
    }

    /// A cookie that this browser keeps.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies().get(name).map(|cookie| cookie.value.clone())
    }

    /// Closes the browser and opens it again, everything forgotten.
    pub fn forgets_cookies(&self) {
        self.cookies().clear();
    }

    async fn ids(&self) -> Ids {
        self.world.begin().await;
        *self.made.ids.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cookies(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Cookie>> {
        self.made.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Request<Body> {
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = method;
        *request.uri_mut() = path.parse().unwrap_or_else(|e| panic!("{path} is no path: {e}"));
        let bearer = self.made.bearer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let said = request.headers_mut();
        let mut say = |name: HeaderName, value: &str| {
            let value = HeaderValue::from_str(value).expect("a header");
            said.entry(name).or_insert(value);
        };
        for (name, value) in headers {
            say(name.parse().expect("the name of a header"), value);
        }
        say(header::HOST, &self.host);
        match bearer {
            Some(key) => say(header::AUTHORIZATION, &format!("Bearer {key}")),
            None => say(HeaderName::from_static("sec-fetch-site"), "same-origin"),
        }
        if let Some(language) = self.language {
            say(header::ACCEPT_LANGUAGE, language);
        }
        let cookies = self.cookies();
        let cookies = cookies.iter().filter(|(_, cookie)| path.starts_with(&cookie.path));
        let cookies: Vec<String> =
            cookies.map(|(name, cookie)| format!("{name}={}", cookie.value)).collect();
        if !cookies.is_empty() {
            say(header::COOKIE, &cookies.join("; "));
        }
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer, 40_000)));
        }
        request
    }

    fn keep_cookies(&self, reply: &Reply) {
        let mut kept = self.cookies();
        for set in reply.headers.get_all(header::SET_COOKIE) {
            let Some(set) = set.to_str().ok() else { continue };
            let (pair, rules) = set.split_once(';').unwrap_or((set, ""));
            let Some((name, value)) = pair.split_once('=') else { continue };
            if rules.split(';').any(|r| r.trim().eq_ignore_ascii_case("max-age=0")) {
                kept.remove(name);
            } else {
                let path = rules.split(';').find_map(|r| r.trim().strip_prefix("Path="));
                let (value, path) = (value.to_owned(), path.unwrap_or("/").to_owned());
                kept.insert(name.to_owned(), Cookie { value, path });
            }
        }
    }
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");
