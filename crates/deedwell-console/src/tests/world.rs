//! A server in this process, its clock held, and people with browsers.

use std::collections::{BTreeMap, HashSet};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode, header};
use deedwell_core::behaviour::{
    Activity, Behaviour, Behind, Counts, Entries, EntryPage, FactsOf, Grid, Later, NameCount, Owed,
    Ranking, Week, Weeks, Window,
};
use deedwell_core::{Action, Clock, Error, Id, Identity, Organisation, Person, Position, Result};
use deedwell_store::{Db, Options, Tx};
use deedwell_web::{Deedwell, Settings};
use http_body_util::BodyExt;
use jiff::Timestamp;
use tower::ServiceExt;

use crate::acts;
use deedwell_password::{self as password, Cost};

pub const MARY: &str = "mary@fellandvale.example";
pub const EDSGER: &str = "edsger@fellandvale.example";
pub const PASSWORD: &str = "seven sheep on a wall";

pub struct World {
    pub app: Deedwell,
    pub router: Router,
    pub clock: Clock,
    _folder: Option<tempfile::TempDir>,
}

/// Nothing ever happened: no page of these stories asks.
struct Nothing;

impl Behaviour for Nothing {
    fn wait(&self, _: Position, _: Duration) -> Later<'_, ()> {
        Box::pin(std::future::ready(()))
    }
    fn changed(&self, _: Id<Organisation>, seen: u64) -> Later<'_, u64> {
        Box::pin(std::future::ready(seen))
    }
    fn entries(&self, _: Id<Organisation>, _: &Entries) -> Result<EntryPage> {
        Ok(EntryPage::default())
    }
    fn weeks(&self, _: Id<Organisation>, _: &Weeks) -> Result<Vec<Week>> {
        Ok(Vec::new())
    }
    fn counts(&self, _: Id<Organisation>, _: &Window) -> Result<Counts> {
        Ok(Counts::default())
    }
    fn names(&self, _: Id<Organisation>) -> Result<Vec<NameCount>> {
        Ok(Vec::new())
    }

    fn grid(&self, _: Id<Organisation>, _: &Window) -> Result<Grid> {
        Err(Error::fault("no story asks for the grid"))
    }
    fn owed(&self, _: Id<Organisation>, window: &Window) -> Result<Owed> {
        Ok(Owed { window: *window, up_to: window.to, programmes: Vec::new() })
    }
    fn behind(&self, _: Id<Organisation>, _: &Behind) -> Result<EntryPage> {
        Ok(EntryPage::default())
    }
    fn activity(&self, _: Id<Organisation>, _: &[Id<Person>]) -> Result<Vec<Activity>> {
        Ok(Vec::new())
    }
    fn facts<'a>(
        &'a self,
        _: Id<Organisation>,
        _: &'a [Id<Identity>],
        _: &'a HashSet<Id<Action>>,
    ) -> Later<'a, Result<FactsOf>> {
        Box::pin(std::future::ready(Ok(FactsOf::new())))
    }

    fn ranking(&self, _: Id<Organisation>, _: Ranking) -> Result<Arc<Vec<Id<Person>>>> {
        Ok(Arc::new(Vec::new()))
    }
}

static SCHEMAS: AtomicU32 = AtomicU32::new(0);

/// Empty worlds, one for each database.
pub async fn empty_worlds() -> Vec<World> {
    // At the beginning of a minute and of an hour: windows of limits begin there.
    let now: Timestamp = "2026-11-19T09:00:00Z".parse().unwrap();
    let clock = || Clock::held(now);
    let options = |clock| Options { clock, durable: false, schema: None };
    let folder = tempfile::tempdir().unwrap();
    let path = format!("sqlite:{}", folder.path().join("deedwell.db").display());
    let held = clock();
    let sqlite = Db::open(&path, options(held.clone())).await.unwrap();
    let mut worlds = vec![world(sqlite, held, Some(folder)).await];
    #[expect(clippy::disallowed_methods, reason = "the only setting of a test run")]
    if let Ok(url) = std::env::var("DEEDWELL_TEST_POSTGRES") {
        let number = SCHEMAS.fetch_add(1, Ordering::SeqCst);
        let schema = format!("console_{}_{number}", std::process::id());
        let held = clock();
        let server = Db::open(&url, options(held.clone())).await.unwrap();
        let mut tx = server.system().await.unwrap();
        let make: &'static str = Box::leak(format!("create schema {schema}").into_boxed_str());
        tx.run(tx.query_all(make)).await.unwrap();
        tx.commit().await.unwrap();
        server.close().await;
        let own = Options { schema: Some(schema), ..options(held.clone()) };
        worlds.push(world(Db::open(&url, own).await.unwrap(), held, None).await);
    }
    worlds
}

async fn world(db: Db, clock: Clock, folder: Option<tempfile::TempDir>) -> World {
    let migrations = [
        deedwell_store::MIGRATIONS,
        deedwell_web::MIGRATIONS,
        deedwell_people::MIGRATIONS,
        crate::MIGRATIONS,
    ];
    db.migrate(&migrations.concat()).await.unwrap();
    let settings = Settings {
        public_url: "http://engage.example".to_owned(),
        base_domain: Some("engage.example".to_owned()),
        ..Settings::default()
    };
    let routes = vec![crate::routes_at(Cost::CHEAP)];
    let messages = crate::MESSAGES.to_vec();
    let (app, router) =
        Deedwell::new(db, Arc::new(Nothing), || {}, settings, Vec::new(), routes, messages)
            .unwrap();
    World { app, router, clock, _folder: folder }
}

/// Worlds in which Mary has set up Fell & Vale; gives her browser, signed in.
pub async fn worlds() -> Vec<(World, Browser)> {
    let mut worlds = Vec::new();
    for world in empty_worlds().await {
        let token = acts::setup_link(world.app.db()).await.unwrap().unwrap();
        let mut mary = Browser::new("fell-vale.engage.example");
        let done = mary.posts(&world, "/set-up", &set_up_form(token.reveal())).await;
        assert_eq!(done.location(), "/console", "{}", done.text);
        worlds.push((world, mary));
    }
    worlds
}

pub fn set_up_form(token: &str) -> Vec<(&str, &str)> {
    vec![
        ("token", token),
        ("organisation", "Fell & Vale"),
        ("name", "Mary Fell"),
        ("email", MARY),
        ("password", PASSWORD),
        ("again", PASSWORD),
        ("currency", "GBP"),
        ("zone", "Europe/London"),
        ("language", "en"),
        ("unit_name", "Keswick"),
    ]
}

impl World {
    /// Fell & Vale.
    pub async fn ours(&self) -> Id<Organisation> {
        let mut tx = self.app.db().system_read().await.unwrap();
        tx.find_first_organisation().await.unwrap().unwrap()
    }

    pub async fn tx(&self) -> Tx {
        self.app.db().write(self.ours().await).await.unwrap()
    }

    pub async fn id_of(&self, email: &str) -> String {
        let mut tx = self.tx().await;
        acts::find_by_email(&mut tx, email).await.unwrap().to_string()
    }

    /// Somebody who has joined, signed in.
    pub async fn member(&self, name: &str, email: &str, role: &str) -> Browser {
        let hash = password::hash(PASSWORD, Cost::CHEAP).await.unwrap();
        let new = acts::members::NewMember::checked(name, email, "", role).unwrap();
        let mut tx = self.tx().await;
        acts::add_member(&mut tx, &new, Some(&hash)).await.unwrap();
        tx.commit().await.unwrap();
        let mut browser = Browser::new("fell-vale.engage.example");
        let done = browser.signs_in(self, email, PASSWORD).await;
        assert_eq!(done.location(), "/console", "{}", done.text);
        browser
    }

    /// Kurt's organisation beside ours, and his browser there, signed in.
    pub async fn outsider(&self) -> Browser {
        let new = acts::NewOrganisation::checked("Kurt Inc", "EUR", "Europe/Berlin", "de").unwrap();
        let id = acts::add_organisation(self.app.db(), &new).await.unwrap();
        self.app.refresh_sites().await.unwrap();
        let hash = password::hash(PASSWORD, Cost::CHEAP).await.unwrap();
        let kurt =
            acts::members::NewMember::checked("Kurt", "kurt@kurt.example", "", "owner").unwrap();
        let mut tx = self.app.db().write(id).await.unwrap();
        acts::add_member(&mut tx, &kurt, Some(&hash)).await.unwrap();
        tx.commit().await.unwrap();
        let mut browser = Browser::new("kurt-inc.engage.example");
        let done = browser.signs_in(self, "kurt@kurt.example", PASSWORD).await;
        assert_eq!(done.location(), "/console", "{}", done.text);
        browser
    }

    /// Kinds in the audit log, oldest first.
    pub async fn audit(&self) -> Vec<String> {
        let mut tx = self.tx().await;
        let list = tx.query("select deed from audit where organisation = $1 order by at, id");
        let rows = tx.list(list).await.unwrap();
        rows.iter().map(|row| row.text("deed").unwrap()).collect()
    }

    /// Every byte of text that the state keeps, for looking whether a secret is there.
    pub async fn audit_details(&self) -> String {
        let mut tx = self.tx().await;
        let list = tx.query("select detail from audit where organisation = $1");
        let rows = tx.list(list).await.unwrap();
        rows.iter().map(|row| row.text("detail").unwrap()).collect()
    }
}

/// A browser: it keeps cookies and says where its requests come from.
pub struct Browser {
    pub host: &'static str,
    pub cookies: BTreeMap<String, String>,
    /// What `Sec-Fetch-Site` says.
    pub from: &'static str,
    pub bearer: Option<String>,
    /// From where on the net; this machine unless said.
    pub peer: Option<IpAddr>,
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub text: String,
}

impl Reply {
    /// Where it leads; empty for an answer that is none.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |l| l.to_str().unwrap())
    }

    /// What stands between these two on the page.
    pub fn between(&self, before: &str, after: &str) -> String {
        let (_, rest) = self.text.split_once(before).unwrap_or_else(|| panic!("{}", self.text));
        let text = rest.split_once(after).unwrap().0;
        text.replace("&#38;", "&").replace("&amp;", "&")
    }

    /// The path and token of the link that the page shows.
    pub fn link(&self) -> String {
        let link = self.between("<code>", "</code>");
        link.split_once(".example").unwrap().1.to_owned()
    }
}

impl Browser {
    pub fn new(host: &'static str) -> Self {
        Self { host, cookies: BTreeMap::new(), from: "same-origin", bearer: None, peer: None }
    }

    pub async fn reads(&mut self, world: &World, path: &str) -> Reply {
        let request = Request::get(path).body(Body::empty()).unwrap();
        self.asks(world, request).await
    }

    pub async fn posts(&mut self, world: &World, path: &str, form: &[(&str, &str)]) -> Reply {
        let pairs: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", deedwell_web::address::encode(value)))
            .collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(pairs.join("&")))
            .unwrap();
        self.asks(world, request).await
    }

    /// Makes a key: the page that shows its secret.
    pub async fn makes_key(&mut self, world: &World, form: &[(&str, &str)]) -> Reply {
        let made = self.posts(world, "/console/keys", form).await;
        self.follows(world, &made).await
    }

    pub async fn follows(&mut self, world: &World, reply: &Reply) -> Reply {
        self.reads(world, reply.location()).await
    }

    pub async fn signs_in(&mut self, world: &World, email: &str, password: &str) -> Reply {
        self.posts(world, "/console/sign-in", &[("email", email), ("password", password)]).await
    }

    async fn asks(&mut self, world: &World, mut request: Request<Body>) -> Reply {
        let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let headers = request.headers_mut();
        headers.insert(header::HOST, self.host.parse().unwrap());
        headers.insert("sec-fetch-site", self.from.parse().unwrap());
        if !cookies.is_empty() {
            headers.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        if let Some(bearer) = &self.bearer {
            headers.insert(header::AUTHORIZATION, format!("Bearer {bearer}").parse().unwrap());
        }
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer, 40_000)));
        }
        let response = world.router.clone().oneshot(request).await.unwrap();
        self.keep_cookies(&response);
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Reply { status: parts.status, headers: parts.headers, text }
    }

    fn keep_cookies(&mut self, response: &Response<Body>) {
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            let (name, rest) = text.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
