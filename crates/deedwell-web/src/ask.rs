//! What a handler may take. The gate has already found out who asks and whether they may; these only
//! hand it on, so a signature reads as the policy.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, OnceLock};

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{Method, request::Parts};
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::behaviour::Later;
use deedwell_core::{Channel, Error, Id, Identity, Person, Position, Staff, Unit, Who};
use deedwell_store::once::{self, Begun, Once};
use deedwell_store::quota::{self, Together};
use serde::de::DeserializeOwned;

use crate::answer::{Problem, Render};
use crate::app::{Deedwell, Site};
use crate::roles::{Right, Role};

/// Who asks, as far as their cookies and keys prove it.
#[derive(Clone, Debug, Default)]
pub struct Actor {
    pub me: Option<Me>,
    pub staff: Option<StaffMember>,
    pub key: Option<ApiKey>,
}

/// A customer who is signed in by a proven identity.
#[derive(Clone, Debug, PartialEq)]
pub struct Me {
    pub person: Id<Person>,
    pub identity: Id<Identity>,
    pub name: String,
}

impl Me {
    pub fn who(&self) -> Who {
        Who::Customer { identity: self.identity, person: self.person }
    }
}

/// Somebody of ours, signed in.
#[derive(Clone, Debug, PartialEq)]
pub struct StaffMember {
    pub id: Id<Staff>,
    pub name: String,
    pub title: String,
    pub role: Role,
    pub unit: Option<Id<Unit>>,
    pub has_second_factor: bool,
}

impl StaffMember {
    pub fn who(&self) -> Who {
        Who::Staff(self.id)
    }

    pub fn may(&self, right: Right) -> bool {
        self.role.may(right)
    }
}

/// A program of the organisation's own, by its server key.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiKey {
    pub id: Id<ApiKey>,
    /// The first of the keys that followed one another: the program is the same.
    pub source: Id<ApiKey>,
    pub name: String,
    pub may_write: bool,
}

/// Where the deeds of this request came to stand in the log; the gate tells the browser.
pub(crate) type Committed = Arc<OnceLock<Position>>;

fn extension<T: Clone + Send + Sync + 'static>(parts: &Parts) -> Result<T, Problem> {
    parts.extensions.get::<T>().cloned().ok_or_else(|| {
        Error::fault(format!("{} reached a handler past the gate", std::any::type_name::<T>()))
            .into()
    })
}

impl FromRequestParts<Deedwell> for Me {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Deedwell) -> Result<Self, Problem> {
        Ok(extension::<Actor>(parts)?.me.ok_or(Error::NotSignedIn)?)
    }
}

impl FromRequestParts<Deedwell> for StaffMember {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Deedwell) -> Result<Self, Problem> {
        Ok(extension::<Actor>(parts)?.staff.ok_or(Error::NotSignedIn)?)
    }
}

/// A program with a server key.
#[derive(Clone, Debug)]
pub struct Key(pub ApiKey);

impl FromRequestParts<Deedwell> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Deedwell) -> Result<Self, Problem> {
        Ok(Self(extension::<Actor>(parts)?.key.ok_or(Error::NotSignedIn)?))
    }
}

/// Anybody; a customer if signed in.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub me: Option<Me>,
    pub staff: Option<StaffMember>,
}

impl FromRequestParts<Deedwell> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Deedwell) -> Result<Self, Problem> {
        let actor = extension::<Actor>(parts)?;
        Ok(Self { me: actor.me, staff: actor.staff })
    }
}

impl FromRequestParts<Deedwell> for Arc<Site> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Deedwell) -> Result<Self, Problem> {
        extension(parts)
    }
}

/// From where the request came, proxies that the operator trusts seen through.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

impl Peer {
    /// Whoever has one IPv6 address has its whole /64: limits count by that.
    pub fn of(address: IpAddr) -> Self {
        // A listener on [::] sees IPv4 callers in IPv6 clothes.
        Self(match address.to_canonical() {
            IpAddr::V6(a) if !a.is_loopback() => {
                IpAddr::V6(Ipv6Addr::from_bits(a.to_bits() & (u128::MAX << 64)))
            }
            other => other,
        })
    }
}

impl FromRequestParts<Deedwell> for Peer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Deedwell) -> Result<Self, Problem> {
        extension(parts)
    }
}

/// What customers change through the site of one organisation.
pub const PUBLIC_ACTS_A_DAY: Together =
    Together { key: "public.act", what: "acts of customers", most: 2_000_000, window_s: 86_400 };

/// What programs change through the API of one organisation. Counted apart, so that one of them that
/// runs away does not shut the customers out.
pub const PROGRAM_ACTS_A_DAY: Together =
    Together { key: "program.act", what: "acts of programs", ..PUBLIC_ACTS_A_DAY };

/// The unit of work: one transaction of this site's organisation. A GET may only read.
pub struct Tx(pub deedwell_store::Tx);

impl FromRequestParts<Deedwell> for Tx {
    type Rejection = Response;

    /// A request that was done before ends here, with the answer that was kept.
    async fn from_request_parts(parts: &mut Parts, app: &Deedwell) -> Result<Self, Response> {
        Self::begin_once(parts, app).await
    }
}

impl Tx {
    /// Behind a pointer, for every handler that takes one would have all of it compiled in.
    fn begin_once<'a>(parts: &'a Parts, app: &'a Deedwell) -> Later<'a, Result<Self, Response>> {
        Box::pin(async move {
            let mut tx = Self::begin(parts, app).await.map_err(IntoResponse::into_response)?;
            let Some(request) = parts.extensions.get::<Once>() else { return Ok(tx) };
            match once::begin(&mut tx.0, request).await.map_err(Problem::from) {
                Ok(Begun::Now) => Ok(tx),
                Ok(Begun::Before(answer)) => Err(crate::once::again(answer)),
                Err(problem) => Err(problem.into_response()),
            }
        })
    }

    async fn begin(parts: &Parts, app: &Deedwell) -> Result<Self, Problem> {
        let site: Arc<Site> = extension(parts)?;
        if matches!(parts.method, Method::GET | Method::HEAD) {
            return Ok(Self(app.db().read(site.organisation).await?));
        }
        let mut tx = app.db().write(site.organisation).await?;
        tx.tell(extension::<Committed>(parts)?);
        let path = parts.uri.path();
        let channel = if path.starts_with("/api/") {
            Channel::API
        } else if path.starts_with("/console") {
            Channel::CONSOLE
        } else {
            Channel::SITE
        };
        // Who is nobody yet has limits of their own at the doors; were they counted here, any passer-by
        // could use up the day of everybody.
        let actor: Actor = extension(parts)?;
        if let Some(key) = &actor.key {
            tx.by_key(&key.name);
            quota::spend_together(&mut tx, &PROGRAM_ACTS_A_DAY).await?;
        } else if actor.me.is_some() && channel != Channel::CONSOLE {
            quota::spend_together(&mut tx, &PUBLIC_ACTS_A_DAY).await?;
        }
        tx.came_by(channel);
        Ok(Self(tx))
    }
}

/// Whether a piece of the page was asked for (by htmx) or a page (by a plain form).
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub piece: bool,
}

impl FromRequestParts<Deedwell> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Deedwell) -> Result<Self, Problem> {
        Ok(Self { piece: parts.headers.contains_key("hx-request") })
    }
}

impl Asked {
    /// The piece for htmx, else on to the page, where everybody can read what came of it.
    pub fn answer(self, piece: impl Render, page: &str) -> Response {
        if self.piece { piece.respond() } else { Redirect::to(page).into_response() }
    }
}

/// A form whose unknown fields are refused by its type. What cannot be read is `Invalid`.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Deedwell> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Deedwell) -> Result<Self, Problem> {
        match axum::extract::Form::<T>::from_request(request, app).await {
            Ok(axum::extract::Form(form)) => Ok(Self(form)),
            Err(rejection) => Err(unreadable("form", &rejection.body_text())),
        }
    }
}

pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Deedwell> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Deedwell) -> Result<Self, Problem> {
        match axum::extract::Json::<T>::from_request(request, app).await {
            Ok(axum::extract::Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(unreadable("body", &rejection.body_text())),
        }
    }
}

pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Deedwell> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Deedwell) -> Result<Self, Problem> {
        match axum::extract::Query::<T>::from_request_parts(parts, app).await {
            Ok(axum::extract::Query(query)) => Ok(Self(query)),
            Err(rejection) => Err(unreadable("query", &rejection.body_text())),
        }
    }
}

fn unreadable(what: &'static str, why: &str) -> Problem {
    // What the parser says names fields and types of ours, no secrets; shorten it all the same.
    let why: String = why.chars().filter(|c| !c.is_control()).take(200).collect();
    Error::invalid(what, format!("This could not be read: {why}")).into()
}
