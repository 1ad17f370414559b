//! Publishing: the catalogue that others attach is made to show the manifest.
//!
//! * On SQLite it is a file of its own, `<data>/lake/<organisation>/ledger.ducklake`, written afresh,
//!   synced and renamed into place. Nobody is ever handed the state database. A DuckDB that has it
//!   attached sees the new content with its next query.
//! * On PostgreSQL it is a schema of its own, `lake_<organisation>` with `_` for `-` (with the state's
//!   schema before it, if that is not `public`); only rows that differ are changed. To let somebody
//!   read it, and nothing else:
//!
//!   ```sql
//!   create role analyst login password '…';
//!   grant usage on schema lake_0193… to analyst;
//!   grant select on all tables in schema lake_0193… to analyst;
//!   ```
//!
//!   The tables stay when Deedwell publishes, so the grant holds. Attach with
//!   `METADATA_SCHEMA 'lake_0193…'`, and give the reader the files.
//!
//! Deedwell is the only writer: what anybody else writes to the catalogue is undone when it is next
//! published; the doctor says so before.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::path::PathBuf;

use deedwell_core::{Error, Id, Organisation, Result};
use deedwell_store::{Catalogue, Value};

use super::catalogue::{self, Cell, Rule, Shown, TableShape};
use super::write::{make_folder, sync_folder};
use super::{Lake, beside, manifest};

/// How often a publisher begins again because the manifest moved under it.
const MOST_ROUNDS: usize = 20;
/// Rows of one insert, places of one delete.
const BATCH: usize = 500;

/// What a catalogue says of itself.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Published {
    pub version: String,
    pub revision: String,
    pub data_path: String,
}

/// How a table differs from what it should hold.
pub(super) struct Difference<'a> {
    pub table: &'a TableShape,
    pub missing: Vec<Vec<Value>>,
    /// Where the rows stand that should not be there.
    pub surplus: Vec<String>,
}

impl Lake {
    /// Makes the catalogue show the manifest. Nothing to do when it does: so it may be called at every
    /// start. Returns whether it was written.
    ///
    /// # Errors
    /// `Refused` when another program has moved the catalogue to another version.
    pub async fn publish(&self, organisation: Id<Organisation>) -> Result<bool> {
        self.publish_unless_current(organisation, false).await
    }

    /// Makes the catalogue anew, also when it says that it is current: for the operator, after somebody
    /// else wrote to it.
    ///
    /// # Errors
    /// As for [`Lake::publish`].
    pub async fn publish_anew(&self, organisation: Id<Organisation>) -> Result<bool> {
        self.publish_unless_current(organisation, true).await
    }

    async fn publish_unless_current(
        &self,
        organisation: Id<Organisation>,
        anew: bool,
    ) -> Result<bool> {
        let mut written = false;
        for _ in 0..MOST_ROUNDS {
            let state = self.begin(organisation).await?;
            let published = self.published(organisation).await?;
            let (revision, data_path) = (state.revision.to_string(), self.data_path(organisation)?);
            let current =
                published.is_some_and(|p| p.revision == revision && p.data_path == data_path);
            if current && (written || !anew) {
                return Ok(written);
            }
            let shown = self.shown(organisation).await?;
            if self.db.is_sqlite() {
                self.write_copy(&shown).await?;
            } else {
                self.write_schema(&shown).await?;
            }
            // Looked at again: two publishers may have passed each other.
            written = true;
        }
        Err(Error::fault("the lake changes faster than its catalogue can be published"))
    }

    /// Where the catalogue stands: a file on SQLite.
    pub fn catalogue_file(&self, organisation: Id<Organisation>) -> PathBuf {
        self.folder(organisation).join("ledger.ducklake")
    }

    /// Where the catalogue stands: a schema on PostgreSQL.
    pub async fn catalogue_schema(&self, organisation: Id<Organisation>) -> Result<String> {
        Catalogue::name_beside(&self.db, &schema_name(organisation)).await
    }

    /// What `DuckLake` calls the data path: absolute, and ending in a slash.
    pub(super) fn data_path(&self, organisation: Id<Organisation>) -> Result<String> {
        let folder = self.folder(organisation);
        let text = folder.to_str().ok_or_else(|| Error::fault("a folder's path is not text"))?;
        Ok(format!("{text}/"))
    }

    /// The manifest as of one revision.
    pub(super) async fn shown(&self, organisation: Id<Organisation>) -> Result<Shown> {
        for _ in 0..MOST_ROUNDS {
            let mut tx = self.db.read(organisation).await?;
            let Some(state) = manifest::state(&mut tx).await? else {
                return Err(Error::Missing("lake"));
            };
            let shown = Shown {
                organisation,
                data_path: self.data_path(organisation)?,
                state,
                snapshots: manifest::snapshots(&mut tx).await?,
                files: manifest::files(&mut tx).await?,
                doomed: manifest::doomed(&mut tx).await?,
            };
            // On PostgreSQL each statement sees its own moment; the revision says if one passed.
            if manifest::state(&mut tx).await?.is_some_and(|now| now.revision == state.revision) {
                return Ok(shown);
            }
        }
        Err(Error::fault("the lake changes faster than it can be read"))
    }

    /// What the catalogue says of itself; none where there is none that can be read.
    pub(super) async fn published(
        &self,
        organisation: Id<Organisation>,
    ) -> Result<Option<Published>> {
        if !self.db.is_sqlite() {
            return about(&mut self.schema(organisation).await?, false).await;
        }
        let path = self.catalogue_file(organisation);
        if !path.is_file() {
            return Ok(None);
        }
        let Ok(mut copy) = Catalogue::read(&path).await else { return Ok(None) };
        // A damaged copy is as good as none: it is made again.
        Ok(about(&mut copy, true).await.unwrap_or_default())
    }

    /// Opens what is published, for looking at it.
    pub(super) async fn open_catalogue(&self, organisation: Id<Organisation>) -> Result<Catalogue> {
        if self.db.is_sqlite() {
            return Catalogue::read(&self.catalogue_file(organisation)).await;
        }
        self.schema(organisation).await
    }

    async fn schema(&self, organisation: Id<Organisation>) -> Result<Catalogue> {
        Catalogue::beside(&self.db, &schema_name(organisation)).await
    }

    async fn write_copy(&self, shown: &Shown) -> Result<()> {
        let (folder, path) =
            (self.folder(shown.organisation), self.catalogue_file(shown.organisation));
        let tmp = folder.join(format!("ledger.ducklake.{}.tmp", self.db.clock().new_uuid()));
        let root = self.data_dir.clone();
        beside({
            let folder = folder.clone();
            move || make_folder(&root, &folder)
        })
        .await?;
        let mut copy = Catalogue::create(&tmp).await?;
        let mut rows = catalogue::rows(shown)?;
        for table in catalogue::shapes() {
            copy.run(create_table(&table, true), Vec::new()).await?;
            let rows = rows.remove(table.name.as_str()).unwrap_or_default();
            insert(&mut copy, &table, true, rows).await?;
        }
        copy.commit().await?;
        beside(move || {
            File::open(&tmp).and_then(|f| f.sync_all()).map_err(Error::fault)?;
            fs::rename(&tmp, &path).map_err(Error::fault)?;
            sync_folder(&folder)
        })
        .await
    }

    async fn write_schema(&self, shown: &Shown) -> Result<()> {
        let mut schema = self.schema(shown.organisation).await?;
        let shapes = catalogue::shapes();
        match about(&mut schema, false).await? {
            None => {
                for table in &shapes {
                    schema.run(create_table(table, false), Vec::new()).await?;
                }
            }
            Some(about) if about.version == catalogue::VERSION => {}
            Some(about) => return Err(other_version(&about.version)),
        }
        for difference in differences(&mut schema, false, &shapes, shown).await? {
            let Difference { table, missing, surplus } = difference;
            for places in surplus.chunks(BATCH) {
                let marks = marks(places.len(), 0, |mark| format!("cast({mark} as text)::tid"));
                let delete = format!("delete from \"{}\" where ctid in ({marks})", table.name);
                schema.run(delete, places.iter().map(Value::from).collect()).await?;
            }
            insert(&mut schema, table, false, missing).await?;
        }
        schema.commit().await
    }
}

fn schema_name(organisation: Id<Organisation>) -> String {
    format!("lake_{}", organisation.to_string().replace('-', "_"))
}

fn other_version(version: &str) -> Error {
    Error::refused(
        "ledger.catalogue_version",
        format!(
            "Another program moved the lake's catalogue to version {version}. Please drop its schema; it is made again from the manifest."
        ),
    )
}

async fn about(catalogue: &mut Catalogue, sqlite: bool) -> Result<Option<Published>> {
    let exists = if sqlite {
        "select count(*) as n from sqlite_master where name = 'ducklake_metadata'"
    } else {
        "select count(to_regclass('ducklake_metadata')) as n"
    };
    let rows = catalogue.list(exists.into(), Vec::new()).await?;
    if rows.first().map(|row| row.number("n")).transpose()? != Some(1) {
        return Ok(None);
    }
    let list = "select \"key\" as k, \"value\" as v from \"ducklake_metadata\"";
    let mut pairs = HashMap::new();
    for row in catalogue.list(list.into(), Vec::new()).await? {
        pairs.insert(row.text("k")?, row.text("v")?);
    }
    let mut take = |key| pairs.remove(key).unwrap_or_default();
    Ok(Some(Published {
        version: take("version"),
        revision: take(catalogue::REVISION),
        data_path: take(catalogue::DATA_PATH),
    }))
}

/// Where a catalogue's tables differ from what they should hold.
pub(super) async fn differences<'a>(
    catalogue: &mut Catalogue,
    sqlite: bool,
    shapes: &'a [TableShape],
    shown: &Shown,
) -> Result<Vec<Difference<'a>>> {
    let mut due = catalogue::rows(shown)?;
    let mut differences = Vec::new();
    for table in shapes {
        let due = due.remove(table.name.as_str()).unwrap_or_default();
        let mut due: HashMap<Vec<Option<String>>, Vec<Value>> =
            due.into_iter().map(|row| (row.iter().map(spelling).collect(), row)).collect();
        let mut there = HashSet::new();
        let mut surplus = Vec::new();
        for row in catalogue.list(select(table, sqlite), Vec::new()).await? {
            let names = table.columns.iter().map(|(name, ..)| row.text_or_null(name));
            let spelt = names.collect::<Result<Vec<_>>>()?;
            if due.contains_key(&spelt) && there.insert(spelt.clone()) {
                continue;
            }
            surplus.push(row.text("row_place")?);
        }
        due.retain(|spelt, _| !there.contains(spelt));
        let missing: Vec<_> = due.into_values().collect();
        if !missing.is_empty() || !surplus.is_empty() {
            differences.push(Difference { table, missing, surplus });
        }
    }
    Ok(differences)
}

/// A value as [`select`] spells it, whatever the database.
fn spelling(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.map(|n| n.to_string()),
        Value::Real(_) | Value::Bytes(_) => None,
    }
}

fn select(table: &TableShape, sqlite: bool) -> String {
    let column = |(name, cell, _): &(&str, Cell, Rule)| match cell {
        Cell::Flag if !sqlite => format!("\"{name}\"::int::text as \"{name}\""),
        Cell::Moment if !sqlite => format!(
            "to_char(\"{name}\" at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as \"{name}\""
        ),
        _ => format!("cast(\"{name}\" as text) as \"{name}\""),
    };
    let columns: Vec<String> = table.columns.iter().map(column).collect();
    let place = if sqlite { "rowid" } else { "ctid" };
    let (columns, name) = (columns.join(", "), &table.name);
    format!("select cast({place} as text) as row_place, {columns} from \"{name}\"")
}

fn create_table(table: &TableShape, sqlite: bool) -> String {
    let column = |(name, cell, rule): &(&str, Cell, Rule)| {
        let kind = match cell {
            Cell::Number => "bigint",
            Cell::Text => "varchar",
            Cell::Flag if sqlite => "bigint",
            Cell::Flag => "boolean",
            Cell::Moment | Cell::Uuid if sqlite => "varchar",
            Cell::Moment => "timestamptz",
            Cell::Uuid => "uuid",
        };
        let rule = match rule {
            Rule::None => "",
            Rule::Key => " primary key",
            Rule::NotNull => " not null",
        };
        format!("\"{name}\" {kind}{rule}")
    };
    let columns: Vec<String> = table.columns.iter().map(column).collect();
    format!("create table \"{}\" ({})", table.name, columns.join(", "))
}

async fn insert(
    catalogue: &mut Catalogue,
    table: &TableShape,
    sqlite: bool,
    rows: Vec<Vec<Value>>,
) -> Result<()> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let batch: Vec<Vec<Value>> = rows.by_ref().take(BATCH).collect();
        let width = table.columns.len();
        let tuple = |row: usize| {
            let mut cells = table.columns.iter().map(|(_, cell, _)| *cell);
            let cast = |mark: String| match cells.next() {
                _ if sqlite => mark,
                Some(Cell::Flag) => format!("cast({mark} as bigint) <> 0"),
                Some(Cell::Moment) => format!("cast({mark} as text)::timestamptz"),
                Some(Cell::Uuid) => format!("cast({mark} as text)::uuid"),
                Some(Cell::Number) => format!("cast({mark} as bigint)"),
                Some(Cell::Text) | None => format!("cast({mark} as varchar)"),
            };
            format!("({})", marks(width, row * width, cast))
        };
        let tuples: Vec<String> = (0..batch.len()).map(tuple).collect();
        let sql = format!("insert into \"{}\" values {}", table.name, tuples.join(", "));
        catalogue.run(sql, batch.into_iter().flatten().collect()).await?;
    }
    Ok(())
}

/// `$1, $2, …`, each dressed.
fn marks(count: usize, after: usize, dress: impl FnMut(String) -> String) -> String {
    let marks = (1..=count).map(|i| format!("${}", after + i)).map(dress);
    marks.collect::<Vec<_>>().join(", ")
}
