//! Stories of imports, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
mod file_shapes;
mod going_in;
mod handbook;
mod ideas;
mod known_data;
mod orders;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use deedwell_core::{Action, Clock, Id, Organisation, Position, Result, Timestamp};
use deedwell_store::{Db, Options};

use super::{Import, Mapping, Report, actions, people};

/// A database with one organisation, and a directory for files.
pub struct World {
    pub db: Db,
    pub ours: Id<Organisation>,
    pub simulated: Id<Organisation>,
    pub directory: PathBuf,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

impl World {
    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.directory.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Every action in the log, in order. On PostgreSQL a block can be read once all transactions
    /// that began before it are over, those of the other stories on the server among them.
    pub async fn ledger(&self) -> Vec<Action> {
        let mut tx = self.db.read(self.ours).await.unwrap();
        let count = "select coalesce(cast(sum(count) as bigint), 0) as n from block where organisation = $1";
        let due = tx.one(tx.query(count)).await.unwrap().number("n").unwrap();
        drop(tx);
        let (mut after, mut all) = (Position::default(), Vec::new());
        while (all.len() as i64) < due {
            let blocks = self.db.blocks_after(after, 16 << 20).await.unwrap();
            match blocks.last() {
                Some(last) => after = last.position,
                None => tokio::time::sleep(Duration::from_millis(10)).await,
            }
            blocks.iter().for_each(|block| all.extend(block.actions().unwrap()));
        }
        all
    }

    pub async fn messages(&self) -> HashSet<String> {
        self.ledger().await.into_iter().filter_map(|a| a.message).collect()
    }

    pub async fn people(&self) -> i64 {
        let mut tx = self.db.read(self.ours).await.unwrap();
        let count = tx.query("select count(*) as n from person where organisation = $1");
        tx.one(count).await.unwrap().number("n").unwrap()
    }

    pub fn import<'a>(&'a self, already: &'a (dyn Fn(&str) -> bool + Sync)) -> Import<'a> {
        Import {
            db: &self.db,
            organisation: self.ours,
            source: None,
            dry_run: false,
            already,
            progress: &|_| (),
            refused_file: None,
        }
    }

    /// Imports a file of actions, as the command line would.
    pub async fn actions(&self, text: impl AsRef<[u8]>, mapping: &str) -> Result<Report> {
        let path = self.file("shop.csv", text);
        let there = self.messages().await;
        let already = |message: &str| there.contains(message);
        actions(&self.import(&already), &path, &Mapping::parse(mapping)?).await
    }

    pub async fn bring(&self, text: impl AsRef<[u8]>) -> Result<Report> {
        let path = self.file("crm.csv", text);
        people(&self.import(&|_| false), &path, &Mapping::default()).await
    }
}

pub fn counts(report: &Report) -> [u64; 5] {
    [report.read, report.added, report.already, report.refused, report.people]
}

static WORLDS: AtomicU64 = AtomicU64::new(0);

pub async fn worlds() -> Vec<World> {
    let mut worlds = vec![world("sqlite:", None).await];
    #[expect(clippy::disallowed_methods, reason = "the only setting of a test run")]
    if let Ok(url) = std::env::var("DEEDWELL_TEST_POSTGRES") {
        let name =
            format!("import_{}_{}", std::process::id(), WORLDS.fetch_add(1, Ordering::SeqCst));
        let server = Db::open(&url, options(None)).await.unwrap();
        let mut tx = server.system().await.unwrap();
        let make: &'static str = Box::leak(format!("create schema {name}").into_boxed_str());
        tx.run(tx.query_all(make)).await.unwrap();
        tx.commit().await.unwrap();
        server.close().await;
        worlds.push(world(&url, Some(name)).await);
    }
    worlds
}

fn options(schema: Option<String>) -> Options {
    let clock = Clock::held("2026-03-02T09:00:00Z".parse::<Timestamp>().unwrap());
    Options { clock, durable: false, schema }
}

async fn world(url: &str, schema: Option<String>) -> World {
    let n = WORLDS.fetch_add(1, Ordering::SeqCst);
    let directory =
        std::env::temp_dir().join(format!("deedwell_import_{}_{n}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let url = match url {
        "sqlite:" => format!("sqlite:{}", directory.join("state.db").display()),
        other => other.to_owned(),
    };
    let db = Db::open(&url, options(schema)).await.unwrap();
    db.migrate(&crate::wiring::migrations()).await.unwrap();
    let (ours, simulated) = (db.clock().new_id(), db.clock().new_id());
    let mut tx = db.system().await.unwrap();
    for (id, made_from) in [(ours, "live"), (simulated, "simulated")] {
        let insert = tx.query_all(
            "insert into organisation
               (organisation, name, slug, currency, zone, language, made_from, created_at)
             values ($1, $2, $2, 'GBP', 'Europe/London', 'en', $2, 0)",
        );
        tx.run(insert.bind(id).bind(made_from)).await.unwrap();
    }
    let insert = tx.query_all(
        "insert into unit (organisation, id, key, name, currency, created_at)
         values ($1, $2, 'north', 'North', 'GBP', 0)",
    );
    let unit = db.clock().new_id::<deedwell_core::Unit>();
    tx.run(insert.bind(ours).bind(unit)).await.unwrap();
    tx.commit().await.unwrap();
    World { db, ours, simulated, directory }
}
