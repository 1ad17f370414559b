//! A world: one database, two organisations, one programme, and a clock that stands still.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use deedwell_core::behaviour::{Behaviour, Grid, MoneyLine, Window};
use deedwell_core::{Clock, Id, Organisation, Part, Position, Result, Timestamp};
use deedwell_store::{Db, Migration};
use deedwell_web::{Deedwell, Programme, Role, Routes, Settings};
use jiff::SignedDuration;

use crate::making::{PartToPlay, ToMake, found, make};
use crate::person::Somebody;
use crate::place::Place;
use crate::walk::Walk;

/// When every story begins: Wednesday 18 November 2026, nine in the morning in Greenwich.
pub const BEGINS: &str = "2026-11-18T09:00:00Z";
pub(crate) const DOMAIN: &str = "deedwell.example";

/// Language and Fluent source.
pub type Messages = &'static [(&'static str, &'static str)];

/// What a world holds beside the ground that nobody can do without.
#[derive(Clone, Default)]
pub struct Setting {
    pub programmes: Vec<&'static Programme>,
    /// Parts of the ground and the console, if the story needs them.
    pub routes: Vec<fn() -> Routes>,
    /// What those parts say, by language.
    pub messages: Vec<Messages>,
    pub migrations: Vec<&'static [Migration]>,
}

impl Setting {
    pub fn of(programme: &'static Programme) -> Self {
        Self { programmes: vec![programme], ..Self::default() }
    }

    /// With a part of the ground or the console, and what it says.
    pub fn and(mut self, routes: fn() -> Routes, messages: Messages) -> Self {
        self.routes.push(routes);
        self.messages.push(messages);
        self
    }

    /// One world on SQLite, and one on PostgreSQL where `DEEDWELL_TEST_POSTGRES` names a server.
    pub async fn worlds(self) -> Vec<World> {
        let mut worlds = Vec::new();
        for place in Place::all() {
            worlds.push(World::new(place, &self).await.expect("a world for a story"));
        }
        worlds
    }
}

/// The worlds of a programme that stands alone: whatever it needs of another would be missing here.
pub async fn worlds(programme: &'static Programme) -> Vec<World> {
    Setting::of(programme).worlds().await
}

/// What a server key may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyTo {
    Read,
    Write,
}

/// The grid of one programme from the beginning until now, in plain counts.
#[derive(Clone, PartialEq, Debug)]
pub struct Counted {
    pub eligible: u64,
    pub participants: u64,
    pub contributions: u64,
    /// The mean grade on 0–1.
    pub quality: Option<f64>,
    /// Persons who answered another person's contribution.
    pub peers: u64,
    pub responses: u64,
    /// Contributions with any public act of staff.
    pub company: u64,
    /// Contributions with an official answer.
    pub official: u64,
    pub evaluated: u64,
    pub decided: u64,
    pub implemented: u64,
    pub money: Vec<MoneyLine>,
}

/// Work that waits to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobSeen {
    pub kind: String,
    pub key: String,
    pub payload: String,
}

/// One database and everybody in it. Dropped, it fails if work was left that the story never
/// looked at.
pub struct World {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    // Declared before the place, so that connections go first.
    pub router: Router,
    app: Deedwell,
    db: Db,
    walk: Arc<Walk>,
    programmes: Vec<&'static str>,
    here: Home,
    elsewhere: Home,
    to_make: Mutex<Vec<ToMake>>,
    jobs_left: Mutex<BTreeSet<String>>,
    jobs_seen: Mutex<BTreeSet<String>>,
    place: Place,
}

#[derive(Clone)]
pub(crate) struct Home {
    pub id: Id<Organisation>,
    pub host: String,
}

impl World {
    async fn new(place: Place, setting: &Setting) -> Result<Self> {
        let clock = Clock::held(BEGINS.parse().map_err(deedwell_core::Error::fault)?);
        let db = place.open(clock).await?;
        let mut migrations = Vec::new();
        for list in
            [deedwell_store::MIGRATIONS, deedwell_web::MIGRATIONS, deedwell_people::MIGRATIONS]
        {
            migrations.extend_from_slice(list);
        }
        setting.programmes.iter().for_each(|p| migrations.extend_from_slice(p.migrations));
        setting.migrations.iter().for_each(|list| migrations.extend_from_slice(list));
        db.migrate(&migrations).await?;
        let here = found(&db, "The Shop", "shop").await?;
        let elsewhere = found(&db, "Elsewhere", "elsewhere").await?;
        let meanings = setting.programmes.iter().map(|p| (p.name, p.meaning)).collect();
        let walk = Arc::new(Walk::new(db.clone(), meanings));
        let settings = Settings {
            public_url: format!("https://{DOMAIN}"),
            base_domain: Some(DOMAIN.to_owned()),
            ..Settings::default()
        };
        let (app, router) = Deedwell::new(
            db.clone(),
            Arc::<Walk>::clone(&walk),
            || {},
            settings,
            setting.programmes.clone(),
            setting.routes.iter().map(|routes| routes()).collect(),
            setting.messages.concat(),
        )?;
        let shared = Shared {
            router,
            app,
            db,
            walk,
            programmes: setting.programmes.iter().map(|p| p.name).collect(),
            here,
            elsewhere,
            to_make: Mutex::default(),
            jobs_left: Mutex::default(),
            jobs_seen: Mutex::default(),
            place,
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// A customer who is signed in: an identity of theirs, `ada@shop.example`, is proven.
    pub fn customer(&self, name: &str) -> Somebody {
        self.make(&self.shared.here, PartToPlay::Customer { name: name.to_owned() })
    }

    /// A member of staff who is signed in.
    pub fn staff(&self, name: &str, role: Role) -> Somebody {
        self.make(&self.shared.here, PartToPlay::Staff { name: name.to_owned(), role })
    }

    /// Somebody with a browser of whom nothing is known.
    pub fn visitor(&self) -> Somebody {
        Somebody::new(Arc::clone(&self.shared), &self.shared.here.host)
    }

    /// A program of the organisation's own, with a server key.
    pub fn api(&self, to: KeyTo) -> Somebody {
        self.make(&self.shared.here, PartToPlay::Program { to })
    }

    /// A customer of another organisation in the same database, at its own host.
    pub fn outsider(&self, name: &str) -> Somebody {
        self.make(&self.shared.elsewhere, PartToPlay::Customer { name: name.to_owned() })
    }

    /// Staff of the other organisation.
    pub fn foreign_staff(&self, name: &str, role: Role) -> Somebody {
        self.make(&self.shared.elsewhere, PartToPlay::Staff { name: name.to_owned(), role })
    }

    /// A program of the other organisation.
    pub fn foreign_api(&self, to: KeyTo) -> Somebody {
        self.make(&self.shared.elsewhere, PartToPlay::Program { to })
    }

    fn make(&self, organisation: &Home, part: PartToPlay) -> Somebody {
        let who = Somebody::new(Arc::clone(&self.shared), &organisation.host);
        let at = self.now();
        let to_make =
            ToMake { made: Arc::clone(&who.made), organisation: organisation.id, at, part };
        lock(&self.shared.to_make).push(to_make);
        who
    }

    pub fn now(&self) -> Timestamp {
        self.shared.db.clock().now()
    }

    pub fn advance(&self, length: SignedDuration) {
        self.shared.db.clock().advance(length.as_secs());
    }

    pub fn advance_days(&self, days: i64) {
        self.advance(SignedDuration::from_hours(24 * days));
    }

    pub fn organisation(&self) -> Id<Organisation> {
        self.shared.here.id
    }

    /// The organisation of outsiders.
    pub fn elsewhere(&self) -> Id<Organisation> {
        self.shared.elsewhere.id
    }

    /// `shop.deedwell.example`
    pub fn host(&self) -> &str {
        &self.shared.here.host
    }

    pub fn app(&self) -> &Deedwell {
        &self.shared.app
    }

    /// The state itself, for what no page shows.
    pub fn db(&self) -> &Db {
        &self.shared.db
    }

    pub fn walk(&self) -> &Walk {
        &self.shared.walk
    }

    pub fn is_sqlite(&self) -> bool {
        self.shared.place.is_sqlite()
    }

    /// A transaction of the organisation, for a story that begins in the middle.
    pub async fn tx(&self) -> deedwell_store::Tx {
        self.shared.begin().await;
        self.shared.db.write(self.shared.here.id).await.expect("a transaction")
    }

    /// Who did what, in the order of the log, read from its blocks: `Ada ideas.voted`.
    pub async fn ledger(&self) -> Vec<String> {
        self.ledger_of(self.shared.here.id).await
    }

    /// What stands in the log of the other organisation.
    pub async fn ledger_elsewhere(&self) -> Vec<String> {
        self.ledger_of(self.shared.elsewhere.id).await
    }

    async fn ledger_of(&self, organisation: Id<Organisation>) -> Vec<String> {
        self.shared.begin().await;
        self.shared.lines(organisation).await.expect("the log can be read")
    }

    /// Every action of the log, for what a line of [`World::ledger`] does not say.
    pub async fn actions(&self) -> Vec<deedwell_core::Action> {
        self.shared.begin().await;
        self.shared.actions(self.shared.here.id).await.expect("the log can be read")
    }

    /// The grid of the (first) programme from the beginning of the ledger until now.
    pub async fn grid(&self) -> Counted {
        let from = Timestamp::UNIX_EPOCH;
        // What happens now belongs to it, and the end of a window does not.
        let to = self.now() + SignedDuration::from_micros(1);
        let grid = self.grid_of(Window { from, to, unit: None }).await;
        let programme = self.shared.programmes.first().expect("a programme");
        let row = grid.rows.iter().find(|r| r.programme == *programme).expect("its row");
        Counted {
            eligible: grid.eligible,
            participants: row.participants.people,
            contributions: row.contributions.count,
            quality: row.quality.map(|q| q.value),
            peers: row.peers.people,
            responses: row.peers.responses,
            company: row.company.answered,
            official: row.company.official,
            evaluated: row.outcome.evaluated,
            decided: row.outcome.decided,
            implemented: row.outcome.implemented,
            money: row.money.clone(),
        }
    }

    /// The whole grid over a window.
    pub async fn grid_of(&self, window: Window) -> Grid {
        self.shared.begin().await;
        self.shared.walk.grid(self.shared.here.id, &window).expect("a grid")
    }

    /// The work that waits, now looked at.
    pub async fn jobs(&self) -> Vec<JobSeen> {
        self.shared.begin().await;
        let jobs = self.shared.waiting().await.expect("the jobs can be read");
        lock(&self.shared.jobs_seen).extend(jobs.iter().map(JobSeen::name));
        jobs
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let seen = lock(&self.shared.jobs_seen);
        let left = lock(&self.shared.jobs_left);
        let left: Vec<&String> = left.difference(&seen).collect();
        if !left.is_empty() && !std::thread::panicking() {
            panic!("the story never looked at its jobs: {left:?}");
        }
    }
}

impl JobSeen {
    fn name(&self) -> String {
        format!("{} {}", self.kind, self.key)
    }
}

impl Shared {
    /// Before anything is asked: everybody named so far is made, and the log is read.
    pub async fn begin(&self) {
        let to_make = std::mem::take(&mut *lock(&self.to_make));
        for one in to_make {
            make(&self.db, self.app.settings(), one).await.expect("somebody for a story");
        }
        self.walk.catch_up().await.expect("the log can be read");
    }

    /// After it: which work is left.
    pub async fn finish(&self) {
        let left = self.waiting().await.expect("the jobs can be read");
        *lock(&self.jobs_left) = left.iter().map(JobSeen::name).collect();
    }

    async fn actions(&self, organisation: Id<Organisation>) -> Result<Vec<deedwell_core::Action>> {
        let blocks = self.db.blocks_of(organisation, Position::default(), usize::MAX).await?;
        let actions = blocks.iter().map(deedwell_store::Block::actions);
        Ok(actions.collect::<Result<Vec<_>>>()?.concat())
    }

    async fn lines(&self, organisation: Id<Organisation>) -> Result<Vec<String>> {
        let names = self.names(organisation).await?;
        let actions = self.actions(organisation).await?;
        let line = |action: &deedwell_core::Action| {
            let unknown = if action.part == Part::System { "System" } else { "Somebody" };
            let name = names.get(&action.subject.to_string()).map_or(unknown, String::as_str);
            format!("{name} {}", action.name)
        };
        Ok(actions.iter().map(line).collect())
    }

    /// By the id of an identity or of a staff member.
    async fn names(&self, organisation: Id<Organisation>) -> Result<HashMap<String, String>> {
        let mut tx = self.db.read(organisation).await?;
        let people = tx.query(
            "select i.id, case when p.name = '' then i.value else p.name end as name
             from identity i join person p on p.organisation = $1 and p.id = i.person
             where i.organisation = $1",
        );
        let staff = tx.query("select id, name from staff where organisation = $1");
        let mut names = HashMap::new();
        for query in [people, staff] {
            for row in tx.list(query).await? {
                names.insert(row.text("id")?, row.text("name")?);
            }
        }
        Ok(names)
    }

    async fn waiting(&self) -> Result<Vec<JobSeen>> {
        let mut jobs = Vec::new();
        for organisation in [self.here.id, self.elsewhere.id] {
            let mut tx = self.db.read(organisation).await?;
            let list = tx.query(
                "select kind, key, payload from job
                 where organisation = $1 and done_at is null and given_up_at is null
                 order by run_at, id",
            );
            for row in tx.list(list).await? {
                let (kind, key) = (row.text("kind")?, row.text("key")?);
                jobs.push(JobSeen { kind, key, payload: row.text("payload")? });
            }
        }
        Ok(jobs)
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
