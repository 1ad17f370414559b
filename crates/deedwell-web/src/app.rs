//! What the whole server shares.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::http::Method;
use bytes::Bytes;
use deedwell_core::behaviour::Behaviour;
use deedwell_core::{Clock, Currency, Error, Id, Identity, Organisation, Person, Result};
use deedwell_store::Db;
use jiff::tz::TimeZone;
use tokio::sync::watch;

use crate::finding::{Findings, Finds, Search};
use crate::frame::Frame;
use crate::i18n::Messages;
use crate::live::Streams;
use crate::notice::Tells;
use crate::panel::{Panel, PanelOf, Under};
use crate::programme::{Hears, Holds, Programme};
use crate::rate::Rates;
use crate::review::{ReviewsOf, ToReview};
use crate::routes::{Described, Needs, Routes, Trouble, Troubles};

/// What the operator chose.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people reach this server: `https://engage.example`. Links and cookies follow it.
    pub public_url: String,
    /// With several organisations, each has `<slug>.<base_domain>` unless it has its own host.
    pub base_domain: Option<String>,
    /// Only these may say on whose behalf they ask (X-Forwarded-For).
    pub trusted_proxies: Vec<IpAddr>,
    /// False in tests that prove the encoding itself.
    pub content_security_policy: bool,
    /// How long a form may take to arrive.
    pub arrival: Duration,
    /// Requests of one server key in a minute.
    pub requests_of_key: u32,
}

/// A form of a megabyte over a poor telephone line.
const ARRIVAL: Duration = Duration::from_secs(30);
/// A hundred a second.
const REQUESTS_OF_KEY: u32 = 6_000;

impl Settings {
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https:")
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".to_owned(),
            base_domain: None,
            trusted_proxies: Vec::new(),
            content_security_policy: true,
            arrival: ARRIVAL,
            requests_of_key: REQUESTS_OF_KEY,
        }
    }
}

/// The state of every handler. Cheap to clone.
#[derive(Clone)]
pub struct Deedwell(Arc<Shared>);

struct Shared {
    db: Db,
    behaviour: Arc<dyn Behaviour>,
    /// Tells the tail that something was committed here.
    nudge: Box<dyn Fn() + Send + Sync>,
    settings: Settings,
    programmes: Vec<&'static Programme>,
    messages: Messages,
    policy: HashMap<(Method, &'static str), (Needs, bool)>,
    /// Every route, until the OpenAPI file is written of it.
    described: Mutex<Vec<Described>>,
    openapi: OnceLock<Bytes>,
    troubles: Vec<Troubles>,
    of_person: Vec<PanelOf>,
    of_me: Vec<(Under, PanelOf)>,
    holds: Vec<(&'static str, Holds)>,
    tells: Vec<Tells>,
    reviews: Vec<ReviewsOf>,
    finds: Vec<Finds>,
    sites: RwLock<Arc<Vec<Arc<Site>>>>,
    streams: Arc<Streams>,
    rates: Rates,
    /// True once the server is asked to stop.
    closing: watch::Sender<bool>,
}

/// An organisation as its site knows it.
#[derive(Clone, Debug)]
pub struct Site {
    pub organisation: Id<Organisation>,
    pub name: String,
    pub slug: String,
    pub host: Option<String>,
    pub currency: Currency,
    pub zone: TimeZone,
    pub zone_name: String,
    pub language: String,
    /// Made up by `deedwell demo`; every page says so.
    pub simulated: bool,
}

impl Deedwell {
    /// Puts the parts together and gives the router that serves them.
    pub fn new(
        db: Db,
        behaviour: Arc<dyn Behaviour>,
        nudge: impl Fn() + Send + Sync + 'static,
        settings: Settings,
        programmes: Vec<&'static Programme>,
        routes: Vec<Routes>,
        messages: Vec<(&'static str, &'static str)>,
    ) -> Result<(Self, Router)> {
        let mut all = crate::own_routes();
        for programme in &programmes {
            all = all.and((programme.routes)());
        }
        for routes in routes {
            all = all.and(routes);
        }
        let Routes {
            router,
            described,
            troubles,
            of_person,
            of_me,
            holds,
            tells,
            reviews,
            finds,
            ..
        } = all;
        let mut policy = HashMap::new();
        for route in &described {
            let key = (route.method.clone(), route.path);
            if policy.insert(key, (route.needs, route.before_set_up)).is_some() {
                return Err(Error::fault(format!("{} {} stands twice", route.method, route.path)));
            }
        }
        crate::openapi::one_meaning_each(&described)?;
        let slices = programmes.iter().flat_map(|p| p.messages.iter().copied());
        let messages = Messages::new(slices.chain(messages))?;
        let app = Self(Arc::new(Shared {
            db,
            behaviour,
            nudge: Box::new(nudge),
            settings,
            programmes,
            messages,
            policy,
            described: Mutex::new(described),
            openapi: OnceLock::new(),
            troubles,
            of_person,
            of_me,
            holds,
            tells,
            reviews,
            finds,
            sites: RwLock::new(Arc::new(Vec::new())),
            streams: Arc::default(),
            rates: Rates::default(),
            closing: watch::Sender::new(false),
        }));
        let router = crate::gate::guard(router, app.clone()).with_state(app.clone());
        Ok((app, router))
    }

    pub fn db(&self) -> &Db {
        &self.0.db
    }

    pub fn clock(&self) -> &Clock {
        self.0.db.clock()
    }

    pub fn behaviour(&self) -> &dyn Behaviour {
        &*self.0.behaviour
    }

    /// Something was committed: readers may look at once.
    pub fn nudge(&self) {
        (self.0.nudge)();
    }

    pub(crate) fn rates(&self) -> &Rates {
        &self.0.rates
    }

    pub(crate) fn streams(&self) -> &Arc<Streams> {
        &self.0.streams
    }

    /// Ends every live stream: they never end by themselves, and a server that stops waits for them.
    pub fn close_streams(&self) {
        self.0.closing.send_replace(true);
    }

    pub(crate) fn closing(&self) -> watch::Receiver<bool> {
        self.0.closing.subscribe()
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub fn programmes(&self) -> &[&'static Programme] {
        &self.0.programmes
    }

    /// Who hears of what servers report.
    pub fn hears(&self) -> Vec<Hears> {
        self.programmes().iter().filter_map(|programme| programme.hears).collect()
    }

    /// What each programme, and each part that says so, holds of these identities, by its name.
    ///
    /// # Errors
    /// When one cannot read its tables.
    pub async fn holds(
        &self,
        tx: &mut deedwell_store::Tx,
        whom: &[Id<Identity>],
    ) -> Result<BTreeMap<&'static str, serde_json::Value>> {
        let mut held = BTreeMap::new();
        for programme in self.programmes() {
            held.insert(programme.name, (programme.holds)(tx, whom).await?);
        }
        for (area, holds) in &self.0.holds {
            held.insert(*area, holds(tx, whom).await?);
        }
        Ok(held)
    }

    /// Of which deeds each part tells customers, and whom.
    pub fn tells(&self) -> &[Tells] {
        &self.0.tells
    }

    pub fn messages(&self) -> &Messages {
        &self.0.messages
    }

    /// What does not work, of every part, in the order of their names.
    pub async fn troubles(&self, tx: &mut deedwell_store::Tx) -> Result<Vec<Trouble>> {
        let mut all = Vec::new();
        for troubles in &self.0.troubles {
            all.extend(troubles(tx).await?);
        }
        all.sort_by(|a, b| a.what.cmp(&b.what));
        Ok(all)
    }

    /// What the reader may judge, of every part: the longest wait first, at most so many of each. And how many
    /// there are.
    pub async fn reviews(
        &self,
        tx: &mut deedwell_store::Tx,
        frame: &Frame,
        most: usize,
    ) -> Result<ToReview> {
        let mut all = ToReview::default();
        for part in self.0.reviews.iter().filter(|part| frame.may(part.whose)) {
            let found = (part.reviews)(tx, frame, most).await?;
            all.count += found.count;
            all.first.extend(found.first);
        }
        all.first.sort_by(|a, b| a.since.cmp(&b.since).then_with(|| a.href.cmp(&b.href)));
        Ok(all)
    }

    /// What every part finds that the reader may look through; parts that found nothing are left out.
    pub async fn find(
        &self,
        tx: &mut deedwell_store::Tx,
        search: &Search<'_>,
    ) -> Result<Vec<Findings>> {
        let mut all = Vec::new();
        for finds in &self.0.finds {
            all.extend(finds(tx, search).await?.filter(|found| !found.first.is_empty()));
        }
        Ok(all)
    }

    /// What every part shows of somebody to staff.
    pub async fn panels_of_person(
        &self,
        tx: &mut deedwell_store::Tx,
        person: Id<Person>,
        frame: &Frame,
    ) -> Result<Vec<Panel>> {
        panels(&self.0.of_person, tx, person, frame).await
    }

    /// What every part shows a customer of themselves, and under which heading.
    pub async fn panels_of_me(
        &self,
        tx: &mut deedwell_store::Tx,
        me: Id<Person>,
        frame: &Frame,
    ) -> Result<Vec<(Under, Panel)>> {
        let mut all = Vec::new();
        for (under, panel) in &self.0.of_me {
            all.extend(panel(tx, me, frame).await?.map(|panel| (*under, panel)));
        }
        Ok(all)
    }

    /// The OpenAPI file, written when it is first asked for. A server asks when it starts: what the file is
    /// made of is many times as large, and goes with this.
    pub fn openapi(&self) -> Bytes {
        let write = || {
            let mut routes = self.0.described.lock().unwrap_or_else(PoisonError::into_inner);
            crate::openapi::written(&std::mem::take(&mut *routes))
        };
        self.0.openapi.get_or_init(write).clone()
    }

    pub(crate) fn needs(&self, method: &Method, path: &str) -> Option<(Needs, bool)> {
        // A HEAD is a GET whose answer is not sent.
        let method = if method == Method::HEAD { Method::GET } else { method.clone() };
        let policy = &self.0.policy;
        // Paths in the table are static; a look-up by a shorter-lived one walks this short list.
        policy.iter().find(|((m, p), _)| *m == method && *p == path).map(|(_, needs)| *needs)
    }

    /// Whether sources report to this path.
    pub(crate) fn is_for_sources(&self, path: &str) -> bool {
        self.0.policy.iter().any(|((_, p), (needs, _))| *p == path && *needs == Needs::WriteKey)
    }

    /// By which methods something is to be had at this path.
    pub(crate) fn methods(&self, path: &str) -> Vec<Method> {
        self.0.policy.keys().filter(|(_, p)| *p == path).map(|(m, _)| m.clone()).collect()
    }

    /// Which organisation's site this host is. With a single organisation, every host is its.
    pub async fn site(&self, host: &str) -> Result<Option<Arc<Site>>> {
        if let Some(site) = self.known_site(host) {
            return Ok(Some(site));
        }
        self.refresh_sites().await?;
        Ok(self.known_site(host))
    }

    /// The site of an organisation, for work that nobody's request begins.
    ///
    /// # Errors
    /// `Missing` where there is no such organisation.
    pub async fn site_of(&self, organisation: Id<Organisation>) -> Result<Arc<Site>> {
        let known = |sites: Arc<Vec<Arc<Site>>>| {
            sites.iter().find(|site| site.organisation == organisation).cloned()
        };
        if let Some(site) = known(self.sites()) {
            return Ok(site);
        }
        self.refresh_sites().await?;
        known(self.sites()).ok_or(Error::Missing("organisation"))
    }

    fn known_site(&self, host: &str) -> Option<Arc<Site>> {
        let sites = self.sites();
        if let [only] = sites.as_slice() {
            return Some(Arc::clone(only));
        }
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase();
        let base = self.settings().base_domain.as_deref();
        let slug = base.and_then(|b| name.strip_suffix(b)).and_then(|s| s.strip_suffix('.'));
        let mut sites = sites.iter();
        sites.find(|s| s.host.as_deref() == Some(&name) || Some(s.slug.as_str()) == slug).cloned()
    }

    fn sites(&self) -> Arc<Vec<Arc<Site>>> {
        let sites = self.0.sites.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(&sites)
    }

    /// Reads the organisations again: after one was made or changed.
    pub async fn refresh_sites(&self) -> Result<()> {
        let mut tx = self.db().system_read().await?;
        let list = tx.query_all(
            "select organisation, name, slug, host, currency, zone, language, made_from
             from organisation order by created_at",
        );
        let mut sites = Vec::new();
        for row in tx.list(list).await? {
            let zone_name = row.text("zone")?;
            sites.push(Arc::new(Site {
                organisation: row.id("organisation")?,
                name: row.text("name")?,
                slug: row.text("slug")?,
                host: row.text_or_null("host")?,
                currency: row.currency("currency")?,
                zone: TimeZone::get(&zone_name).unwrap_or(TimeZone::UTC),
                zone_name,
                language: row.text("language")?,
                simulated: row.text("made_from")? == "simulated",
            }));
        }
        let mut kept = self.0.sites.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        *kept = Arc::new(sites);
        Ok(())
    }
}

async fn panels(
    of: &[PanelOf],
    tx: &mut deedwell_store::Tx,
    person: Id<Person>,
    frame: &Frame,
) -> Result<Vec<Panel>> {
    let mut all = Vec::new();
    for panel in of {
        all.extend(panel(tx, person, frame).await?);
    }
    Ok(all)
}
