//! The 28 tables of a DuckLake 1.0 catalogue, and the rows that show our manifest in them.
//!
//! `DuckDB` inserts without column lists, so tables and columns stand in its own order. No row is ever
//! written to `table_column_stats`: it is optional, and a mistake there loses rows without an error.

use std::collections::HashMap;

use deedwell_core::{Error, Id, Organisation, Result};
use deedwell_store::Value;

use super::manifest::{Doomed, FileRow, Snapshot, State, TABLE};
use super::schema::{COLUMNS, number};
use super::stats;
use crate::fingerprint::fingerprint;

/// The version of the format. Another program may raise it; we then refuse to write.
pub(super) const VERSION: &str = "1.0";
/// The key under which the catalogue says which revision of the manifest it shows.
pub(super) const REVISION: &str = "deedwell_revision";
pub(super) const DATA_PATH: &str = "data_path";

/// How the two databases keep a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cell {
    Number,
    Text,
    Flag,
    Moment,
    Uuid,
}

#[derive(Debug)]
pub(super) struct TableShape {
    pub name: String,
    pub columns: Vec<(&'static str, Cell, Rule)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rule {
    None,
    Key,
    NotNull,
}

/// Name, then columns: `*` is the key, `!` not null; `:v` text, `:b` flag, `:z` moment, `:u` uuid, else
/// a number. As in the specification, without `ducklake_`.
const SHAPES: [&str; 28] = [
    "metadata key:v! value:v! scope:v scope_id",
    "snapshot snapshot_id* snapshot_time:z schema_version next_catalog_id next_file_id",
    "snapshot_changes snapshot_id* changes_made:v author:v commit_message:v commit_extra_info:v",
    "schema schema_id* schema_uuid:u begin_snapshot end_snapshot schema_name:v path:v path_is_relative:b",
    "table table_id table_uuid:u begin_snapshot end_snapshot schema_id table_name:v path:v path_is_relative:b",
    "view view_id view_uuid:u begin_snapshot end_snapshot schema_id view_name:v dialect:v sql:v column_aliases:v",
    "tag object_id begin_snapshot end_snapshot key:v value:v",
    "column_tag table_id column_id begin_snapshot end_snapshot key:v value:v",
    "data_file data_file_id* table_id begin_snapshot end_snapshot file_order path:v path_is_relative:b file_format:v record_count file_size_bytes footer_size row_id_start partition_id encryption_key:v mapping_id partial_max",
    "file_column_stats data_file_id table_id column_id column_size_bytes value_count null_count min_value:v max_value:v contains_nan:b extra_stats:v",
    "file_variant_stats data_file_id table_id column_id variant_path:v shredded_type:v column_size_bytes value_count null_count min_value:v max_value:v contains_nan:b extra_stats:v",
    "delete_file delete_file_id* table_id begin_snapshot end_snapshot data_file_id path:v path_is_relative:b format:v delete_count file_size_bytes footer_size encryption_key:v partial_max",
    "column column_id begin_snapshot end_snapshot table_id column_order column_name:v column_type:v initial_default:v default_value:v nulls_allowed:b parent_column default_value_type:v default_value_dialect:v",
    "table_stats table_id record_count next_row_id file_size_bytes",
    "table_column_stats table_id column_id contains_null:b contains_nan:b min_value:v max_value:v extra_stats:v",
    "partition_info partition_id table_id begin_snapshot end_snapshot",
    "partition_column partition_id table_id partition_key_index column_id transform:v",
    "file_partition_value data_file_id table_id partition_key_index partition_value:v",
    "files_scheduled_for_deletion data_file_id path:v path_is_relative:b schedule_start:z",
    "inlined_data_tables table_id table_name:v schema_version",
    "column_mapping mapping_id table_id type:v",
    "name_mapping mapping_id column_id source_name:v target_field_id parent_column is_partition:b",
    "schema_versions begin_snapshot schema_version table_id",
    "macro schema_id macro_id macro_name:v begin_snapshot end_snapshot",
    "macro_impl macro_id impl_id dialect:v sql:v type:v",
    "macro_parameters macro_id impl_id column_id parameter_name:v parameter_type:v default_value:v default_value_type:v",
    "sort_info sort_id table_id begin_snapshot end_snapshot",
    "sort_expression sort_id table_id sort_key_index expression:v dialect:v sort_direction:v null_order:v",
];

/// All 28 tables, empty.
pub(super) fn shapes() -> Vec<TableShape> {
    SHAPES.iter().map(|text| shape(text)).collect()
}

fn shape(text: &'static str) -> TableShape {
    let mut words = text.split(' ');
    let name = format!("ducklake_{}", words.next().unwrap_or_default());
    let column = |word: &'static str| {
        let rule = match word {
            _ if word.ends_with('*') => Rule::Key,
            _ if word.ends_with('!') => Rule::NotNull,
            _ => Rule::None,
        };
        let word = word.trim_end_matches(['*', '!']);
        let (name, cell) = match word.split_once(':') {
            Some((name, "b")) => (name, Cell::Flag),
            Some((name, "z")) => (name, Cell::Moment),
            Some((name, "u")) => (name, Cell::Uuid),
            Some((name, _)) => (name, Cell::Text),
            None => (word, Cell::Number),
        };
        (name, cell, rule)
    };
    TableShape { name, columns: words.map(column).collect() }
}

/// What the catalogue shows: the manifest as of one revision.
#[derive(Debug)]
pub(super) struct Shown {
    pub organisation: Id<Organisation>,
    pub data_path: String,
    pub state: State,
    pub snapshots: Vec<Snapshot>,
    pub files: Vec<FileRow>,
    pub doomed: Vec<Doomed>,
}

type Rows = Vec<Vec<Value>>;

const NONE: Value = Value::Number(None);
const NO_TEXT: Value = Value::Text(None);

fn n(number: i64) -> Value {
    Value::Number(Some(number))
}

fn t(text: impl Into<String>) -> Value {
    Value::Text(Some(text.into()))
}

/// The rows of each table that has any, by the table's name.
pub(super) fn rows(shown: &Shown) -> Result<HashMap<&'static str, Rows>> {
    let spelt =
        |at: i64| stats::moment(at).map(t).ok_or_else(|| Error::fault("a moment is out of range"));
    let mut snapshots = Rows::new();
    let mut changes = Rows::new();
    for s in &shown.snapshots {
        let at = spelt(s.at.as_microsecond())?;
        snapshots.push(vec![
            n(s.id),
            at,
            n(s.schema_version),
            n(s.next_object_id),
            n(s.next_file_id),
        ]);
        let (made, message) = (t(&s.changes), t(&s.message));
        changes.push(vec![n(s.id), made, t("deedwell"), message, NO_TEXT]);
    }
    let scheduled = shown
        .doomed
        .iter()
        .map(|d| Ok(vec![n(d.file), t(&d.path), n(1), spelt(d.since_at.as_microsecond())?]));
    let live = shown.files.iter().filter(|f| f.end_snapshot.is_none());
    let bytes: i64 = live.map(|f| f.written.bytes).sum();
    let state = &shown.state;
    let (main, ours) = (uuid(shown, "main"), uuid(shown, "deedwell"));
    let actions = uuid(shown, "actions");
    Ok(HashMap::from([
        ("ducklake_metadata", metadata(shown)),
        ("ducklake_snapshot", snapshots),
        ("ducklake_snapshot_changes", changes),
        (
            "ducklake_schema",
            vec![
                vec![n(0), main, n(0), NONE, t("main"), t("main/"), n(1)],
                vec![n(1), ours, n(1), NONE, t("deedwell"), t("deedwell/"), n(1)],
            ],
        ),
        (
            "ducklake_table",
            vec![vec![n(TABLE), actions, n(1), NONE, n(1), t("actions"), t("actions/"), n(1)]],
        ),
        ("ducklake_schema_versions", vec![vec![n(1), n(1), n(TABLE)]]),
        ("ducklake_column", columns()),
        (
            "ducklake_table_stats",
            vec![vec![n(TABLE), n(state.actions), n(state.next_row_id), n(bytes)]],
        ),
        ("ducklake_data_file", shown.files.iter().map(data_file).collect()),
        ("ducklake_file_column_stats", shown.files.iter().flat_map(file_stats).collect()),
        ("ducklake_files_scheduled_for_deletion", scheduled.collect::<Result<Rows>>()?),
    ]))
}

fn metadata(shown: &Shown) -> Rows {
    let pairs = [
        ("version", VERSION.to_owned()),
        ("created_by", format!("Deedwell {}", env!("CARGO_PKG_VERSION"))),
        (DATA_PATH, shown.data_path.clone()),
        ("encrypted", "false".to_owned()),
        // A foreign INSERT would otherwise put rows where only DuckDB finds them.
        ("data_inlining_row_limit", "0".to_owned()),
        (REVISION, shown.state.revision.to_string()),
    ];
    pairs.map(|(key, value)| vec![t(key), t(value), NO_TEXT, NONE]).into()
}

fn columns() -> Rows {
    let each = COLUMNS.iter().enumerate().map(|(place, column)| {
        let id = n(number(place).into());
        let allowed = n(i64::from(column.optional));
        let (name, kind) = (t(column.name), t(column.kind.ducklake()));
        vec![
            id.clone(),
            n(1),
            NONE,
            n(TABLE),
            id,
            name,
            kind,
            NO_TEXT,
            NO_TEXT,
            allowed,
            NONE,
            NO_TEXT,
            NO_TEXT,
        ]
    });
    each.collect()
}

fn data_file(file: &FileRow) -> Vec<Value> {
    let written = &file.written;
    let path = t(format!("{}.parquet", written.name));
    vec![
        n(file.id),
        n(TABLE),
        n(file.begin_snapshot),
        Value::Number(file.end_snapshot),
        NONE,
        path,
        n(1),
        t("parquet"),
        n(written.rows),
        n(written.bytes),
        n(written.footer),
        n(file.row_id_start),
        NONE,
        NO_TEXT,
        NONE,
        NONE,
    ]
}

fn file_stats(file: &FileRow) -> Rows {
    let each = file.written.stats.iter().enumerate().map(|(place, s)| {
        let (min, max) = (Value::Text(s.min.clone()), Value::Text(s.max.clone()));
        let column = n(number(place).into());
        let (values, nulls) = (n(s.values), n(s.nulls));
        vec![n(file.id), n(TABLE), column, n(s.bytes), values, nulls, min, max, NONE, NO_TEXT]
    });
    each.collect()
}

/// An id that is the same whenever the catalogue is made anew.
fn uuid(shown: &Shown, what: &str) -> Value {
    let print = fingerprint(&format!("{}/{what}", shown.organisation));
    t(uuid::Builder::from_custom_bytes(print.to_be_bytes()).into_uuid().hyphenated().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_28_tables_and_every_row_fits_its_table() {
        let shapes = shapes();
        let metadata = &shapes[0];
        assert_eq!(metadata.name, "ducklake_metadata");
        assert_eq!(metadata.columns[0], ("key", Cell::Text, Rule::NotNull));
        assert_eq!(shapes[8].columns.len(), 16);
        assert!(columns().iter().all(|row| row.len() == shapes[12].columns.len()));
    }
}
