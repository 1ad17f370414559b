//! A database for each world: a SQLite file in memory where the machine has such a place, a schema
//! of its own on a PostgreSQL server.

use std::sync::atomic::{AtomicU32, Ordering};

use deedwell_core::{Clock, Result};
use deedwell_store::{Db, Options};

/// Names the server, if stories are to be told on PostgreSQL too.
const SERVER: &str = "DEEDWELL_TEST_POSTGRES";
/// Memory that looks like a folder.
const MEMORY: &str = "/dev/shm";

/// Where the state of one world lives; gone with it.
pub(crate) enum Place {
    Folder { folder: tempfile::TempDir },
    Schema { url: String, schema: String },
}

impl Place {
    /// One for each database that there is.
    pub fn all() -> Vec<Self> {
        let here = tempfile::Builder::new().prefix("deedwell-story-").tempdir_in(MEMORY);
        let folder = here.or_else(|_| tempfile::tempdir()).expect("a folder for a story");
        let mut places = vec![Self::Folder { folder }];
        places.extend(server().map(|url| Self::Schema { url, schema: fresh_name() }));
        places
    }

    pub async fn open(&self, clock: Clock) -> Result<Db> {
        let options = Options { clock, durable: false, schema: None };
        match self {
            Self::Folder { folder } => {
                let path = folder.path().join("deedwell.db");
                Db::open(&format!("sqlite:{}", path.display()), options).await
            }
            Self::Schema { url, schema } => {
                say(url, format!("create schema {schema}")).await?;
                // The name by which its connections are found again when it goes.
                let joint = if url.contains('?') { '&' } else { '?' };
                let url = format!("{url}{joint}application_name={schema}");
                Db::open(&url, Options { schema: Some(schema.clone()), ..options }).await
            }
        }
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(self, Self::Folder { .. })
    }
}

impl Drop for Place {
    /// A schema needs a connection to go, and a drop cannot wait for the story's own runtime: so a
    /// thread with its own does it. Connections of the story that still roll back are ended first,
    /// for the runtime which would do that stands still meanwhile.
    fn drop(&mut self) {
        let Self::Schema { url, schema } = self else { return };
        let (url, schema) = (url.clone(), schema.clone());
        let gone = std::thread::spawn(move || -> Result<()> {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(deedwell_core::Error::fault)?;
            runtime.block_on(async {
                let end = "select pg_terminate_backend(pid) as ended from pg_stat_activity";
                say(&url, format!("{end} where application_name = '{schema}'")).await?;
                say(&url, format!("drop schema if exists {schema}_read cascade")).await?;
                say(&url, format!("drop schema if exists {schema} cascade")).await
            })
        });
        if !matches!(gone.join(), Ok(Ok(()))) && !std::thread::panicking() {
            panic!("the schema of a story could not be dropped");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "stories are no part of the program")]
fn server() -> Option<String> {
    std::env::var(SERVER).ok().filter(|url| !url.is_empty())
}

/// Different in every process and every story of it.
fn fresh_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("deedwell_story_{}_{next}", std::process::id())
}

async fn say(url: &str, statement: String) -> Result<()> {
    let db = Db::open(url, Options { durable: false, ..Options::default() }).await?;
    let mut tx = db.system().await?;
    // The store takes constants only, so that nobody glues statements; a schema's name cannot be one.
    tx.run(tx.query_all(statement.leak())).await?;
    tx.commit().await?;
    db.close().await;
    Ok(())
}
