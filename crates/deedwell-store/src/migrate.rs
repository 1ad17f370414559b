//! Forward-only migrations, the wall that PostgreSQL keeps, and the views for people with a BI tool.

use std::collections::HashSet;

use deedwell_core::Currency;
use deedwell_core::behaviour::Later;
use deedwell_core::{Error, Result};
use tracing::info;

use crate::tx::SystemTx;
use crate::value::Query;
use crate::{Db, log};

/// A file of statements separated by `;` at the end of a line. Once released it is never edited.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The slice that it belongs to.
    pub owner: &'static str,
    pub name: &'static str,
    pub sql: &'static str,
}

impl Migration {
    fn hash(&self) -> String {
        format!("{:08x}", crc32fast::hash(self.sql.as_bytes()))
    }
}

impl Db {
    /// Applies what is new, in the order given, all or nothing; and makes sure that what is written
    /// from now on comes after all that stands in the log. Returns how many were applied.
    ///
    /// # Errors
    /// `Refused` when a migration that was applied before has been edited since, or when the
    /// database was made by a newer Deedwell.
    pub fn migrate<'a>(&'a self, migrations: &'a [Migration]) -> Later<'a, Result<usize>> {
        Box::pin(async move {
            let mut tx = self.system().await?;
            if !self.is_sqlite() {
                // Two nodes that start at once take turns.
                tx.list(tx.query_all("select pg_advisory_xact_lock(7305013)")).await?;
            }
            let made = tx.query_all(
                "create table if not exists migration (owner text not null, name text not null,
             hash text not null, applied_at bigint not null, primary key (owner, name))",
            );
            tx.run(made).await?;
            let mut applied = HashSet::new();
            for row in tx.list(tx.query_all("select owner, name, hash from migration")).await? {
                applied.insert((row.text("owner")?, row.text("name")?, row.text("hash")?));
            }
            check_past(&applied, migrations)?;
            let key = |m: &Migration| (m.owner.to_owned(), m.name.to_owned(), m.hash());
            let new = migrations.iter().filter(|m| !applied.contains(&key(m)));
            let new: Vec<&Migration> = new.collect();
            if !new.is_empty() && !applied.is_empty() {
                // A table that a view shows could not be made anew.
                drop_views(&mut tx, self.is_sqlite()).await?;
            }
            for migration in &new {
                self.apply(&mut tx, migration).await?;
            }
            let new = new.len();
            if new > 0 {
                if !self.is_sqlite() {
                    raise_the_wall(&mut tx).await?;
                }
                make_views(&mut tx, self.is_sqlite()).await?;
            }
            if !self.is_sqlite() && log::go_on_counting(&mut tx).await? {
                info!("Restored from another PostgreSQL cluster: the log goes on where it stood");
            }
            tx.commit().await?;
            Ok(new)
        })
    }

    async fn apply(&self, tx: &mut SystemTx, migration: &Migration) -> Result<()> {
        let (serial_key, bytes) = if self.is_sqlite() {
            ("integer primary key autoincrement", "blob")
        } else {
            ("bigint generated always as identity primary key", "bytea")
        };
        let sql = migration.sql.replace("{serial_key}", serial_key).replace("{bytes}", bytes);
        for statement in statements(&sql) {
            tx.run(Query::new(statement)).await.map_err(|e| {
                Error::fault(format!("migration {}/{}: {e}", migration.owner, migration.name))
            })?;
        }
        let now = tx.now();
        let remember = tx.query_all(
            "insert into migration (owner, name, hash, applied_at) values ($1, $2, $3, $4)",
        );
        let remember = remember.bind(migration.owner).bind(migration.name);
        tx.run(remember.bind(migration.hash()).bind(now)).await.map(drop)
    }
}

fn check_past(applied: &HashSet<(String, String, String)>, known: &[Migration]) -> Result<()> {
    for (owner, name, hash) in applied {
        match known.iter().find(|m| m.owner == owner && m.name == name) {
            Some(m) if m.hash() == *hash => {}
            Some(_) => {
                return Err(Error::refused(
                    "store.migration_edited",
                    format!("The migration {owner}/{name} was edited after it was applied."),
                ));
            }
            None => {
                return Err(Error::refused(
                    "store.newer",
                    format!(
                        "This database has {owner}/{name}, which this Deedwell does not know. It was made by a newer version; please use that one."
                    ),
                ));
            }
        }
    }
    Ok(())
}

/// Statements end with `;` at the end of a line; comments are dropped.
fn statements(sql: &str) -> Vec<String> {
    let lines = sql.lines().map(|line| line.split_once("--").map_or(line, |(code, _)| code));
    let mut statements = vec![String::new()];
    for line in lines {
        let line = line.trim_end();
        if let Some(last) = statements.last_mut() {
            last.push_str(line.strip_suffix(';').unwrap_or(line));
            last.push('\n');
        }
        if line.ends_with(';') {
            statements.push(String::new());
        }
    }
    statements.retain(|s| !s.trim().is_empty());
    statements
}

/// Every table with an organisation column shows only the rows of the transaction's organisation,
/// or all of them to a system transaction. Forced, so that it binds the owner too.
async fn raise_the_wall(tx: &mut SystemTx) -> Result<()> {
    let tables = tx.query_all(
        "select c.table_name as name from information_schema.columns c
         join information_schema.tables t
           on t.table_schema = c.table_schema and t.table_name = c.table_name
         where c.table_schema = current_schema() and c.column_name = 'organisation'
           and t.table_type = 'BASE TABLE'
           and not exists (select 1 from pg_policies p
                           where p.schemaname = c.table_schema and p.tablename = c.table_name)",
    );
    for row in tx.list(tables).await? {
        let table = row.text("name")?;
        for statement in [
            format!("alter table \"{table}\" enable row level security"),
            format!("alter table \"{table}\" force row level security"),
            format!(
                "create policy wall on \"{table}\" using (
                   organisation = current_setting('deedwell.organisation', true)
                   or current_setting('deedwell.organisation', true) = '*')"
            ),
        ] {
            tx.run(Query::new(statement)).await?;
        }
    }
    Ok(())
}

/// Columns and tables that no view shows.
const SECRET: [&str; 6] = ["hash", "secret", "token", "bytes", "lease", "code"];
const NO_VIEW: [&str; 8] =
    ["migration", "block", "reader", "session", "sqlite_sequence", "door", "setup", "once"];

/// `deedwell_read.<table>` (on SQLite `deedwell_read_<table>`): the same rows with moments as
/// timestamps and money as decimals, secrets left out.
async fn make_views(tx: &mut SystemTx, sqlite: bool) -> Result<()> {
    let list = if sqlite {
        "select m.name as tab, c.name as col from sqlite_master m, pragma_table_info(m.name) c
         where m.type = 'table' order by m.name, c.cid"
    } else {
        "select c.table_name as tab, c.column_name as col from information_schema.columns c
         join information_schema.tables t
           on t.table_schema = c.table_schema and t.table_name = c.table_name
         where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
         order by c.table_name, c.ordinal_position"
    };
    let mut tables: Vec<(String, Vec<String>)> = Vec::new();
    for row in tx.list(Query::new(list)).await? {
        let (table, column) = (row.text("tab")?, row.text("col")?);
        match tables.last_mut() {
            Some((last, columns)) if *last == table => columns.push(column),
            _ => tables.push((table, vec![column])),
        }
    }
    let schema = read_schema(tx, sqlite).await?;
    for (table, columns) in tables {
        if NO_VIEW.contains(&table.as_str()) || !columns.contains(&"organisation".to_owned()) {
            continue;
        }
        let shown = columns.iter().filter(|c| !SECRET.iter().any(|s| c.contains(s)));
        let shown: Vec<String> = shown.map(|c| view_column(c, &columns, sqlite)).collect();
        let view = format!("{schema}{table}");
        let security = if sqlite { "" } else { " with (security_invoker = true)" };
        tx.run(Query::new(format!("drop view if exists {view}"))).await?;
        let columns = shown.join(", ");
        let make = format!("create view {view}{security} as select {columns} from {table}");
        tx.run(Query::new(make)).await?;
    }
    Ok(())
}

async fn drop_views(tx: &mut SystemTx, sqlite: bool) -> Result<()> {
    let schema = read_schema(tx, sqlite).await?;
    let list = if sqlite {
        "select name from sqlite_master where type = 'view' and name like 'deedwell\\_read\\_%' escape '\\'"
    } else {
        "select table_name::text as name from information_schema.views
         where table_schema = current_schema()::text || '_read'
            or (current_schema() = 'public' and table_schema = 'deedwell_read')"
    };
    for row in tx.list(Query::new(list)).await? {
        let name = row.text("name")?;
        let view = if sqlite { name } else { format!("{schema}{name}") };
        tx.run(Query::new(format!("drop view {view}"))).await?;
    }
    Ok(())
}

/// The prefix of the views' names: a schema beside ours on PostgreSQL.
async fn read_schema(tx: &mut SystemTx, sqlite: bool) -> Result<String> {
    if sqlite {
        return Ok("deedwell_read_".to_owned());
    }
    let row = tx.find(Query::new("select current_schema()::text as name")).await?;
    let current = row.map(|r| r.text("name")).transpose()?.unwrap_or_default();
    let schema = match current.as_str() {
        "public" => "deedwell_read".to_owned(),
        other => format!("{other}_read"),
    };
    tx.run(Query::new(format!("create schema if not exists {schema}"))).await?;
    Ok(format!("{schema}."))
}

pub(crate) fn view_column(column: &str, columns: &[String], sqlite: bool) -> String {
    let has_currency = columns.iter().any(|c| c == "currency");
    if column.ends_with("_at") || column == "at" {
        return if sqlite {
            format!("strftime('%Y-%m-%d %H:%M:%f', {column} / 1000000.0, 'unixepoch') as {column}")
        } else {
            format!("to_timestamp({column} / 1000000.0) as {column}")
        };
    }
    if let Some(name) = column.strip_suffix("_minor").filter(|_| has_currency) {
        let cases = Currency::NOT_HUNDREDTHS.iter().map(|(digits, which)| {
            let which = which.join("', '");
            format!("when currency in ('{which}') then {}", 10_u32.pow(*digits))
        });
        let unit = format!("case {} else 100 end", cases.collect::<Vec<_>>().join(" "));
        return if sqlite {
            format!("{column} * 1.0 / {unit} as {name}")
        } else {
            format!("round({column}::numeric / {unit}, 4) as {name}")
        };
    }
    column.to_owned()
}
