//! What is made up and what happened never meet, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a
//! server, on PostgreSQL.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use deedwell_console::acts;
use deedwell_console::acts::organisation::NewOrganisation;
use deedwell_core::Clock;

use super::*;
use crate::cli::{Csv, Import, ImportFlags, Which};
use crate::commands::import;
use crate::exit::Exit;

static PLACES: AtomicU64 = AtomicU64::new(0);

/// Settings of an empty place on each database.
async fn places(directory: &Path) -> Vec<Config> {
    let place = |database: Option<String>| {
        let n = PLACES.fetch_add(1, Ordering::SeqCst);
        let data = directory.join(format!("data{n}")).display().to_string();
        let mut flags = BTreeMap::from([("data", data)]);
        flags.extend(database.map(|url| ("database", url)));
        Config::read(&flags, None).unwrap()
    };
    let elsewhere = format!("sqlite:{}", directory.join("elsewhere.db").display());
    let mut places = vec![place(None), place(Some(elsewhere))];
    #[expect(clippy::disallowed_methods, reason = "the only setting of a test run")]
    if let Ok(url) = std::env::var("DEEDWELL_TEST_POSTGRES") {
        let n = PLACES.fetch_add(1, Ordering::SeqCst);
        let schema = format!("demo_{}_{n}", std::process::id());
        let server = Db::open(&url, Options::default()).await.unwrap();
        let mut tx = server.system().await.unwrap();
        let make: &'static str = Box::leak(format!("create schema {schema}").into_boxed_str());
        tx.run(tx.query_all(make)).await.unwrap();
        tx.commit().await.unwrap();
        server.close().await;
        places.push(place(Some(format!("{url}?options=-csearch_path%3D{schema}"))));
    }
    places
}

fn small() -> Demo {
    Demo { customers: 50, years: 1, seed: 1, build_only: true }
}

async fn organisations(config: &Config) -> Vec<(String, bool)> {
    let db = wiring::open_db(config, Clock::Real, false).await.unwrap();
    let all = wiring::organisations(&db).await.unwrap();
    db.close().await;
    all.into_iter().map(|one| (one.slug, one.simulated)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_made_up_where_real_customers_are() {
    let directory = tempfile::tempdir().unwrap();
    for config in places(directory.path()).await {
        let db = wiring::open_db(&config, Clock::Real, false).await.unwrap();
        let new = NewOrganisation::checked("Real", "GBP", "Europe/London", "en").unwrap();
        acts::add_organisation(&db, &new).await.unwrap();
        db.close().await;
        let before = organisations(&config).await;
        let error = run(&config, small()).await.unwrap_err();
        assert_eq!(Exit::of(&error), Exit::Refused, "{error:#}");
        assert!(format!("{error:#}").contains("holds something else"), "{error:#}");
        // Nor into the database of somebody else, from a directory of its own.
        let fresh = Config { data: directory.path().join("fresh"), ..config.clone() };
        let error = run(&fresh, small()).await.unwrap_err();
        assert_eq!(Exit::of(&error), Exit::Refused, "{error:#}");
        assert_eq!(organisations(&config).await, before);
        assert!(before.iter().all(|(_, simulated)| !simulated) && before.len() == 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_real_comes_into_what_is_made_up() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("orders.csv");
    std::fs::write(
        &file,
        "id,title,author_email,person,at,kind\n1,x,a@b.example,a,2025-01-01,orders.placed\n",
    )
    .unwrap();
    for config in places(directory.path()).await {
        run(&config, small()).await.unwrap();
        let simulated = [("fell-and-vale".to_owned(), true)];
        assert_eq!(organisations(&config).await, simulated);
        // Again it is opened and not built again.
        run(&config, small()).await.unwrap();
        assert_eq!(organisations(&config).await, simulated);
        let flags = ImportFlags { which: Which::default(), dry_run: false, refused: false };
        let csv = Csv { file: file.clone(), map: None, source: None, flags: flags.clone() };
        let imports = [
            Import::Actions(csv.clone()),
            Import::People(csv.clone()),
            Import::Ideas(csv),
            Import::Cdnow { path: file.clone(), flags },
        ];
        for import in imports {
            let error = import::run(&config, import).await.unwrap_err();
            assert_eq!(Exit::of(&error), Exit::Refused, "{error:#}");
            assert!(error.to_string().contains("simulation"), "{error:#}");
        }
    }
}
