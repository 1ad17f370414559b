//! A small world for the stories of these pages: one organisation with three colleagues, some people,
//! and a ledger that says what it is told to say.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use deedwell_core::behaviour::Later;
use deedwell_core::{Clock, Id, Organisation, Person, Staff, Timestamp, Unit};
use deedwell_people::{IdentityKind, Proof, Sign, ensure, person};
use deedwell_store::{Db, Options, Tx};
use deedwell_web::routes::Trouble;
use deedwell_web::{Deedwell, Frame, Needs, Right, Role, Routes, Settings};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::fixed::Fixed;
use super::ideas::{IDEAS, QUIET};
use super::sample::sample;

pub const NOW: &str = "2026-11-19T08:30:00Z";
/// A name that would be a script if it were not encoded.
pub const HOSTILE: &str = "<script>alert(1)</script>";
/// What an idea is called.
pub const HOSTILE_TITLE: &str = "\"><img src=x onerror=alert(1)>";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub struct World {
    pub app: Deedwell,
    router: Router,
    pub organisation: Id<Organisation>,
    pub people: Vec<Id<Person>>,
    cookies: HashMap<&'static str, String>,
    _folder: tempfile::TempDir,
}

pub struct Reply {
    pub status: u16,
    pub body: String,
    pub location: String,
    pub headers: HeaderMap,
}

/// Names of the people of the world, in the order in which they were met.
pub const NAMES: [&str; 5] = ["Maren Okafor", "Yusuf Demir", HOSTILE, "", "Greta Oyelaran"];

/// Something that somebody with keys has to put right.
fn troubles(_: &mut Tx) -> Later<'_, deedwell_core::Result<Vec<Trouble>>> {
    let (key, what) = ("people-nameless", "The stock".to_owned());
    let href = "/console/webhooks/7".to_owned();
    let trouble = Trouble { whose: Right::ManageKeys, key, what, href };
    Box::pin(std::future::ready(Ok(vec![trouble])))
}

impl World {
    /// With people, and a ledger of what they did.
    pub async fn lively() -> Self {
        Self::of(sample, true, Routes::new("none")).await
    }

    /// The same, with another part beside the console.
    pub async fn with(part: Routes) -> Self {
        Self::of(sample, true, part).await
    }

    /// Just set up: nobody is known, nothing happened.
    pub async fn fresh() -> Self {
        QUIET.with(|q| q.set(true));
        Self::of(|_| Fixed::default(), false, Routes::new("none")).await
    }

    async fn of(ledger: impl Fn(&[Id<Person>]) -> Fixed, with_people: bool, part: Routes) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let folder = tempfile::tempdir().unwrap();
        let n = COUNT.fetch_add(1, Ordering::SeqCst);
        let path = folder.path().join(format!("state{n}.db"));
        let clock = Clock::held(at(NOW));
        let options = Options { clock, durable: false, schema: None };
        let db = Db::open(&format!("sqlite:{}", path.display()), options).await.unwrap();
        let migrations = [
            deedwell_store::MIGRATIONS,
            deedwell_web::MIGRATIONS,
            deedwell_people::MIGRATIONS,
            crate::MIGRATIONS,
        ];
        db.migrate(&migrations.concat()).await.unwrap();
        let organisation: Id<Organisation> = db.clock().new_id();
        let mut tx = db.write(organisation).await.unwrap();
        set_up(&mut tx).await;
        let people = if with_people { meet(&mut tx).await } else { Vec::new() };
        let settings = Settings::default();
        let mut cookies = HashMap::new();
        for (name, role) in
            [("Ishbel Grant", Role::Owner), ("Kurt", Role::Viewer), ("Mary", Role::Agent)]
        {
            cookies.insert(role.name(), hire(&mut tx, &settings, name, role).await);
        }
        tx.commit().await.unwrap();
        let behaviour = Arc::new(ledger(&people));
        let (app, router) = Deedwell::new(
            db,
            behaviour,
            || {},
            settings,
            vec![&IDEAS],
            vec![crate::routes().tells(troubles), part],
            crate::MESSAGES.to_vec(),
        )
        .unwrap();
        Self { app, router, organisation, people, cookies, _folder: folder }
    }

    pub async fn reads(&self, who: &'static str, path: &str) -> Reply {
        self.asks(who, "GET", path, None, "en").await
    }

    pub async fn reads_german(&self, path: &str) -> Reply {
        self.asks("owner", "GET", path, None, "de").await
    }

    pub async fn posts(&self, who: &'static str, path: &str, form: &str) -> Reply {
        self.asks(who, "POST", path, Some(form), "en").await
    }

    async fn asks(
        &self,
        who: &str,
        method: &str,
        path: &str,
        form: Option<&str>,
        language: &str,
    ) -> Reply {
        let cookie = self.cookies.get(who).cloned().unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "shop.example")
            .header(header::COOKIE, format!("{cookie}; deedwell-zone=Europe/London"))
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT_LANGUAGE, language)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.body(Body::from(form.unwrap_or_default().to_owned())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let location = parts.headers.get(header::LOCATION).and_then(|l| l.to_str().ok());
        Reply {
            status: parts.status.as_u16(),
            body: String::from_utf8_lossy(&body).into_owned(),
            location: location.unwrap_or_default().to_owned(),
            headers: parts.headers,
        }
    }
}

async fn set_up(tx: &mut Tx) {
    let insert = tx.query(
        "insert into organisation (organisation, name, slug, currency, zone, language, created_at)
         values ($1, 'Fell & Vale', 'fell', 'GBP', 'Europe/London', 'en', $2)",
    );
    let now = tx.now();
    tx.run(insert.bind(now)).await.unwrap();
    for (key, name) in [("cycles", "Cycles"), ("outdoor", "Outdoor")] {
        let insert = tx.query(
            "insert into unit (organisation, id, key, name, currency, created_at)
             values ($1, $2, $3, $4, 'GBP', $5)",
        );
        let id: Id<Unit> = tx.new_id();
        tx.run(insert.bind(id).bind(key).bind(name).bind(now)).await.unwrap();
    }
}

async fn hire(tx: &mut Tx, settings: &Settings, name: &str, role: Role) -> String {
    let id: Id<Staff> = tx.new_id();
    let insert = tx.query(
        "insert into staff (organisation, id, email, name, title, role, created_at)
         values ($1, $2, $3, $4, 'Community host', $5, $6)",
    );
    let now = tx.now();
    let insert = insert.bind(id).bind(format!("{}@shop.example", role.name())).bind(name);
    tx.run(insert.bind(role.name()).bind(now)).await.unwrap();
    let cookie = deedwell_web::sessions::open_for_staff(tx, settings, id, 0, true).await.unwrap();
    cookie.to_str().unwrap().split(';').next().unwrap().to_owned()
}

async fn meet(tx: &mut Tx) -> Vec<Id<Person>> {
    let mut people = Vec::new();
    for (n, name) in NAMES.iter().enumerate() {
        let sign = Sign::new(IdentityKind::Email, &format!("person{n}@shop.example"), "").unwrap();
        let proof = if n % 2 == 0 { Proof::Code } else { Proof::Claimed };
        let known = ensure(tx, &sign, proof, name).await.unwrap();
        people.push(known.person);
    }
    let card = Sign::new(IdentityKind::Card, "F&V 20 4471", "Keswick till").unwrap();
    let known = Sign::new(IdentityKind::Email, "person0@shop.example", "").unwrap();
    let mut card_too = deedwell_people::Arrival::new(known, Proof::Import);
    card_too.signs.push(card);
    let met = deedwell_people::ensure_many(tx, &[card_too]).await.unwrap();
    assert_eq!(met[0].person, people[0]);
    for tag in ["rides in winter", "workshop", "helped with the night ride"] {
        person::add_tag(tx, people[0], tag).await.unwrap();
    }
    people
}

/// A frame as a handler gets it, for what needs words.
pub async fn frame(language: &'static str) -> Frame {
    static KEPT: Mutex<Option<Frame>> = Mutex::new(None);
    static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _turn = TURN.lock().await;
    let world = World::fresh().await;
    let frames = Routes::new("frames").get(
        "/console/frame",
        Needs::Anybody,
        "",
        |frame: Frame| async move {
            *KEPT.lock().unwrap() = Some(frame);
        },
    );
    let db = world.app.db().clone();
    let behaviour = Arc::new(Fixed::default());
    let (app, router) = Deedwell::new(
        db,
        behaviour,
        || {},
        Settings::default(),
        vec![&IDEAS],
        vec![frames],
        crate::MESSAGES.to_vec(),
    )
    .unwrap();
    let request = Request::get("/console/frame").header(header::ACCEPT_LANGUAGE, language);
    router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    drop(app);
    KEPT.lock().unwrap().take().unwrap()
}
