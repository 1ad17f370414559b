//! Tables that are not Deedwell's state but a copy of some of it, made for other programs to read: a
//! SQLite file of its own, or a schema of its own on PostgreSQL.
//!
//! A [`Catalogue`] takes any SQL text, so it must never see the state: on SQLite it is another file,
//! on PostgreSQL its search path holds that one schema and the wall hides every organisation.

use std::path::Path;
use std::str::FromStr;

use deedwell_core::behaviour::Later;
use deedwell_core::{Error, Result};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::Db;
use crate::reading::{Open, fault};
use crate::value::{Query, Row, Value};

/// Letters that PostgreSQL keeps of a name; the rest it would cut off without a word.
const LONGEST_NAME: usize = 63;

/// An open transaction on tables made for others. Dropped, nothing happened.
pub struct Catalogue {
    open: Open,
    /// Kept so that the file is closed, not only forgotten, once the transaction ends.
    file: Option<sqlx::SqlitePool>,
}

impl Catalogue {
    /// Begins a SQLite file that does not yet exist. It is written without a second log file, so
    /// that it is whole in itself; its reader syncs it and renames it into place.
    pub fn create(path: &Path) -> Later<'_, Result<Self>> {
        Box::pin(Self::open_file(path, true))
    }

    /// Reads a SQLite file.
    pub fn read(path: &Path) -> Later<'_, Result<Self>> {
        Box::pin(Self::open_file(path, false))
    }

    async fn open_file(path: &Path, new: bool) -> Result<Self> {
        if new && path.exists() {
            return Err(Error::fault(format!("{} exists already", path.display())));
        }
        let options = SqliteConnectOptions::from_str("sqlite:").map_err(fault)?.filename(path);
        let options = if new {
            let options = options.create_if_missing(true).journal_mode(SqliteJournalMode::Delete);
            options.synchronous(SqliteSynchronous::Full)
        } else {
            options.create_if_missing(false).read_only(true)
        };
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options)
            .await
            .map_err(fault)?;
        let open: Open = Box::new(pool.begin().await.map_err(fault)?);
        Ok(Self { open, file: Some(pool) })
    }

    /// Begins on a schema of its own beside the state, made if absent. Those who come at once take
    /// turns. Beside a state that is not in `public`, its name is `<that schema>_<name>`.
    ///
    /// # Errors
    /// `Refused` when that name would be too long for PostgreSQL.
    pub fn beside<'a>(db: &'a Db, name: &'a str) -> Later<'a, Result<Self>> {
        Box::pin(async move {
            let mut open = db.begin_apart().await?;
            let schema = schema_beside(&mut open, name).await?;
            let turn = Query::new("select pg_advisory_xact_lock(7305014, hashtext($1))");
            open.list(turn.bind(&schema)).await?;
            let there = Query::new("select count(to_regnamespace(quote_ident($1))) as n");
            let there = open.list(there.bind(&schema)).await?;
            if there.first().map(|r| r.number("n")).transpose()? != Some(1) {
                open.run(Query::new(format!("create schema \"{schema}\""))).await?;
            }
            let path = Query::new("select set_config('search_path', $1, true)");
            open.list(path.bind(format!("\"{schema}\""))).await?;
            Ok(Self { open, file: None })
        })
    }

    /// The name that [`Catalogue::beside`] gives the schema.
    pub fn name_beside<'a>(db: &'a Db, name: &'a str) -> Later<'a, Result<String>> {
        Box::pin(async move { schema_beside(&mut db.begin_apart().await?, name).await })
    }

    /// How many rows it changed.
    pub fn run(&mut self, sql: String, values: Vec<Value>) -> Later<'_, Result<u64>> {
        self.open.run(Query { sql: sql.into(), values })
    }

    pub fn list(&mut self, sql: String, values: Vec<Value>) -> Later<'_, Result<Vec<Row>>> {
        self.open.list(Query { sql: sql.into(), values })
    }

    pub fn commit(self) -> Later<'static, Result<()>> {
        Box::pin(async move {
            self.open.commit().await?;
            if let Some(file) = self.file {
                file.close().await;
            }
            Ok(())
        })
    }
}

async fn schema_beside(open: &mut Open, name: &str) -> Result<String> {
    let rows = open.list(Query::new("select current_schema()::text as name")).await?;
    let current = rows.first().map(|r| r.text("name")).transpose()?.unwrap_or_default();
    let schema = if current == "public" { name.to_owned() } else { format!("{current}_{name}") };
    if schema.len() > LONGEST_NAME || schema.contains('"') {
        return Err(Error::refused(
            "store.schema_name",
            format!("The schema name {schema} cannot be used: please shorten the state's schema."),
        ));
    }
    Ok(schema)
}
