//! Two servers on one database, and a folder that cannot be written to.

use std::path::Path;
use std::sync::Arc;

use deedwell_core::{Action, Channel, Clock, Id, Initiator, Organisation, Part};
use deedwell_store::jobs::MOST_ATTEMPTS;
use deedwell_store::jobs::worker::Worker;
use deedwell_store::{Db, Options};

use crate::commands::doctor;
use crate::config::Config;
use crate::wiring::{self, Parts};

/// One database with two shops, and the folder that its servers share.
pub(crate) struct World {
    config: Config,
    pub clock: Clock,
    schema: Option<String>,
    pub shops: Vec<Id<Organisation>>,
    _folder: tempfile::TempDir,
}

pub(crate) async fn worlds() -> Vec<World> {
    let mut worlds = vec![world(None).await];
    #[expect(clippy::disallowed_methods, reason = "the only setting of a test run")]
    if let Ok(url) = std::env::var("DEEDWELL_TEST_POSTGRES") {
        worlds.push(world(Some(url)).await);
    }
    worlds
}

async fn world(postgres: Option<String>) -> World {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_string_lossy().into_owned();
    let mut flags = [("data", data)].into_iter().collect::<std::collections::BTreeMap<_, _>>();
    let clock = Clock::held("2100-01-01T00:00:00Z".parse().unwrap());
    let mut schema = None;
    if let Some(url) = postgres {
        // Short, for the lake's schemas have it in their names.
        let name = format!("jobs_{:08x}", Clock::Real.new_uuid().as_u128() as u32);
        let server =
            Db::open(&url, Options { durable: false, ..Options::default() }).await.unwrap();
        let mut tx = server.system().await.unwrap();
        let make: &'static str = format!("create schema {name}").leak();
        tx.run(tx.query_all(make)).await.unwrap();
        tx.commit().await.unwrap();
        server.close().await;
        flags.insert("database", url);
        schema = Some(name);
    }
    let config = Config::read(&flags, None).unwrap();
    let mut world = World { config, clock, schema, shops: Vec::new(), _folder: folder };
    let db = world.open().await;
    db.migrate(&wiring::migrations()).await.unwrap();
    let mut tx = db.system().await.unwrap();
    for slug in ["ours", "theirs"] {
        let shop: Id<Organisation> = tx.new_id();
        let insert = tx.query_all(
            "insert into organisation (organisation, name, slug, currency, zone, language, created_at)
             values ($1, $2, $2, 'GBP', 'UTC', 'en', 0)",
        );
        tx.run(insert.bind(shop).bind(slug)).await.unwrap();
        world.shops.push(shop);
    }
    tx.commit().await.unwrap();
    world
}

impl World {
    pub async fn open(&self) -> Db {
        let options =
            Options { clock: self.clock.clone(), durable: false, schema: self.schema.clone() };
        Db::open(&self.config.database, options).await.unwrap()
    }

    /// A server of its own on this database.
    pub async fn server(&self) -> (Arc<Parts>, Worker) {
        let parts = wiring::open_ledger(self.open().await, &self.config).await.unwrap();
        let parts = Arc::new(parts);
        // With the demo's door: what one of them calls a thing must mean the same in the other.
        let extra = vec![(crate::demo::door::routes(), crate::demo::door::MESSAGES)];
        let made =
            crate::commands::serve::assemble_with(&self.config, &parts, extra, |settings| settings);
        let (app, _) = made.unwrap();
        let worker = super::worker(&self.config, &parts, &app);
        (parts, worker)
    }

    /// Somebody comes by in every shop.
    async fn is_visited(&self, db: &Db) {
        for shop in &self.shops {
            let mut tx = db.write(*shop).await.unwrap();
            tx.record_many(vec![visit(db)]).unwrap();
            let position = tx.commit().await.unwrap().unwrap();
            // On PostgreSQL other stories' transactions hold readers back for a moment.
            while db.log_end().await.unwrap() < position {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        }
    }

    fn folder_of(&self, shop: usize) -> std::path::PathBuf {
        self.config.data.join("lake").join(self.shops[shop].to_string())
    }
}

pub(crate) fn visit(db: &Db) -> Action {
    Action {
        id: db.clock().new_id(),
        message: None,
        unit: None,
        part: Part::Visitor,
        subject: db.clock().new_id(),
        at: db.clock().now(),
        received_at: db.clock().now(),
        zone: None,
        channel: Channel::SITE,
        initiator: Initiator::Customer,
        name: "shop.visited".into(),
        about: None,
        counterpart: None,
        value: None,
        facts: String::new(),
    }
}

async fn all_rounds(worker: &mut Worker) -> usize {
    let mut rounds = 0;
    while worker.round().await.unwrap() {
        rounds += 1;
    }
    rounds
}

fn sealed_files(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder.join("deedwell/actions")) else { return 0 };
    entries.filter(|e| e.as_ref().unwrap().path().extension() == Some("parquet".as_ref())).count()
}

#[tokio::test]
async fn of_two_servers_one_seals_one_tidies_and_one_keeps_the_orders() {
    for world in worlds().await {
        let (one, mut first) = world.server().await;
        let (other, mut second) = world.server().await;
        world.is_visited(&one.db).await;
        let (a, b) = tokio::join!(all_rounds(&mut first), all_rounds(&mut second));
        assert_eq!(
            a + b,
            16,
            "two shops, each sealed, tidied, kept, trusted, told, swept and looked through twice"
        );
        for shop in 0..2 {
            assert_eq!(sealed_files(&world.folder_of(shop)), 1);
            let mut tx = one.db.read(world.shops[shop]).await.unwrap();
            let kept = tx.query("select count(*) as n from idea_ranked where organisation = $1");
            assert_eq!(tx.one(kept).await.unwrap().number("n").unwrap(), 1, "ideas are in order");
        }
        world.clock.advance(world.config.seal_every_s.cast_signed() + 1);
        world.is_visited(&other.db).await;
        let (a, b) = tokio::join!(all_rounds(&mut first), all_rounds(&mut second));
        assert_eq!(
            a + b,
            10,
            "sealed, kept, told, swept and looked through again, and the rest later"
        );
        for shop in 0..2 {
            assert_eq!(sealed_files(&world.folder_of(shop)), 2);
            let contents = other.lake.contents(world.shops[shop]).await.unwrap();
            assert_eq!(contents.sequence, 2);
        }
    }
}

#[tokio::test]
async fn a_shop_that_cannot_be_sealed_is_shown_and_stops_no_other() {
    for world in worlds().await {
        let (parts, mut worker) = world.server().await;
        let doctor = async || doctor::findings(&world.config, &parts).await.unwrap();
        // A file stands where the shop's folder should be.
        std::fs::create_dir_all(world.config.data.join("lake")).unwrap();
        std::fs::write(world.folder_of(0), "").unwrap();
        for _ in 0..MOST_ATTEMPTS {
            assert!(doctor().await.iter().all(|f| !f.what.starts_with("jobs")));
            world.is_visited(&parts.db).await;
            all_rounds(&mut worker).await;
            world.clock.advance(2 * 3_600);
        }
        let found = doctor().await;
        let shown: Vec<_> = found.iter().filter(|f| f.what.starts_with("jobs")).collect();
        let [shown] = shown.as_slice() else { panic!("{shown:?}") };
        assert!(!shown.good && shown.what == "jobs of ours", "{}", shown.what);
        assert!(shown.words.contains("ledger.seal failed 8 times"), "{}", shown.words);
        let theirs = parts.lake.contents(world.shops[1]).await.unwrap();
        assert_eq!(theirs.sequence, MOST_ATTEMPTS);

        // Once the folder can be made, everything is sealed and nobody is called any more.
        std::fs::remove_file(world.folder_of(0)).unwrap();
        all_rounds(&mut worker).await;
        assert_eq!(parts.lake.contents(world.shops[0]).await.unwrap().sequence, MOST_ATTEMPTS);
        assert!(doctor().await.iter().all(|f| !f.what.starts_with("jobs")));
    }
}
