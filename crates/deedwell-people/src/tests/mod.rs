//! Stories of people, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
mod accounts;
mod erasing;
mod folding;
mod lists;
mod meeting;
mod merging;
mod pseudonyms;
mod register;
mod staff;

use std::sync::atomic::{AtomicU64, Ordering};

use deedwell_core::{Clock, Id, Organisation, Timestamp};
use deedwell_store::{Db, Options, Tx};

use crate::sign::{IdentityKind, Sign};

/// A database with one organisation in it, and another next door.
pub struct World {
    pub db: Db,
    pub clock: Clock,
    pub ours: Id<Organisation>,
    pub theirs: Id<Organisation>,
    directory: Option<std::path::PathBuf>,
}

impl World {
    pub async fn tx(&self) -> Tx {
        self.db.write(self.ours).await.unwrap()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(directory) = &self.directory {
            let _ = std::fs::remove_dir_all(directory);
        }
    }
}

static WORLDS: AtomicU64 = AtomicU64::new(0);

pub async fn worlds() -> Vec<World> {
    let name = format!("people_{}_{}", std::process::id(), WORLDS.fetch_add(1, Ordering::SeqCst));
    let clock = Clock::held("2026-03-02T09:00:00Z".parse::<Timestamp>().unwrap());
    let directory = std::env::temp_dir().join(format!("deedwell_{name}"));
    std::fs::create_dir_all(&directory).unwrap();
    let options = Options { clock: clock.clone(), durable: false, schema: None };
    let path = format!("sqlite:{}", directory.join("state.db").display());
    let sqlite = Db::open(&path, options.clone()).await.unwrap();
    let mut worlds = vec![world(sqlite, clock.clone(), Some(directory)).await];
    #[expect(clippy::disallowed_methods, reason = "the only setting of a test run")]
    if let Ok(url) = std::env::var("DEEDWELL_TEST_POSTGRES") {
        let server = Db::open(&url, options.clone()).await.unwrap();
        let mut tx = server.system().await.unwrap();
        let make: &'static str = Box::leak(format!("create schema {name}").into_boxed_str());
        tx.run(tx.query_all(make)).await.unwrap();
        tx.commit().await.unwrap();
        server.close().await;
        let own = Options { schema: Some(name), ..options };
        worlds.push(world(Db::open(&url, own).await.unwrap(), clock, None).await);
    }
    worlds
}

async fn world(db: Db, clock: Clock, directory: Option<std::path::PathBuf>) -> World {
    db.migrate(&[deedwell_store::MIGRATIONS, crate::MIGRATIONS].concat()).await.unwrap();
    let (ours, theirs) = (clock.new_id(), clock.new_id());
    let mut tx = db.system().await.unwrap();
    for (id, slug) in [(ours, "ours"), (theirs, "theirs")] {
        let insert = tx.query_all(
            "insert into organisation (organisation, name, slug, currency, zone, language, created_at)
             values ($1, $2, $2, 'GBP', 'Europe/London', 'en', 0)",
        );
        tx.run(insert.bind(id).bind(slug)).await.unwrap();
    }
    tx.commit().await.unwrap();
    World { db, clock, ours, theirs, directory }
}

pub fn email(text: &str) -> Sign {
    Sign::new(IdentityKind::Email, text, "").unwrap()
}

pub fn import(text: &str) -> Sign {
    Sign::new(IdentityKind::Import, text, "shop").unwrap()
}

pub fn browser(text: &str) -> Sign {
    Sign::new(IdentityKind::Browser, text, "").unwrap()
}
