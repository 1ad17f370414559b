//! One suite over both databases.
mod jobs;
mod once;
mod quota;
mod restored;
mod stock;
mod walls;
mod workers;

use deedwell_core::{Clock, Id, Organisation};

use crate::{Db, MIGRATIONS, Options};

/// A database with two organisations, on a held clock.
pub(crate) struct Place {
    pub db: Db,
    pub clock: Clock,
    pub ours: Id<Organisation>,
    pub theirs: Id<Organisation>,
    _folder: tempfile::TempDir,
}

/// One on SQLite, and one on PostgreSQL where a server is named.
pub(crate) async fn places() -> Vec<Place> {
    let mut places = vec![place(None).await];
    #[expect(clippy::disallowed_methods, reason = "the test script says where its server is")]
    if let Ok(url) = std::env::var("DEEDWELL_TEST_POSTGRES") {
        places.push(place(Some(url)).await);
    }
    places
}

async fn place(postgres: Option<String>) -> Place {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::held("2026-11-21T09:00:00Z".parse().unwrap());
    let schema = format!("store_{}", Clock::Real.new_uuid().simple());
    let options = |schema| Options { clock: clock.clone(), durable: false, schema };
    let db = match postgres {
        None => {
            let url = format!("sqlite:{}/state.db", folder.path().display());
            Db::open(&url, options(None)).await.unwrap()
        }
        Some(url) => {
            let outside = Db::open(&url, options(None)).await.unwrap();
            let mut tx = outside.system().await.unwrap();
            tx.run(crate::Query::new(format!("create schema {schema}"))).await.unwrap();
            tx.commit().await.unwrap();
            Db::open(&url, options(Some(schema))).await.unwrap()
        }
    };
    db.migrate(MIGRATIONS).await.unwrap();
    let mut ids = Vec::new();
    for slug in ["ours", "theirs"] {
        let id: Id<Organisation> = clock.new_id();
        let mut tx = db.write(id).await.unwrap();
        let insert = tx.query(
            "insert into organisation (organisation, name, slug, currency, zone, language, created_at)
             values ($1, $2, $2, 'GBP', 'UTC', 'en', 0)",
        );
        tx.run(insert.bind(slug)).await.unwrap();
        tx.commit().await.unwrap();
        ids.push(id);
    }
    Place { db, clock, ours: ids[0], theirs: ids[1], _folder: folder }
}
