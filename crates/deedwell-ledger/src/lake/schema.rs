//! The columns of an action in a file. Their numbers are for ever: a reader finds a column by its
//! number, whatever its name or place.

use std::sync::Arc;

use deedwell_core::{Error, Result};
use parquet::basic::{
    Compression, Encoding, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel,
};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use parquet::schema::types::{ColumnPath, Type, TypePtr};

/// Rows of a row group: the grain at which readers skip, and what a writer holds in memory. As many
/// subjects as there can be in it just fit one dictionary page of a mebibyte.
pub(super) const ROW_GROUP: usize = 65_536;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Number,
    Moment,
    Id,
    Text,
    Json,
}

impl Kind {
    /// DuckLake's word for it.
    pub fn ducklake(self) -> &'static str {
        match self {
            Self::Number => "int64",
            Self::Moment => "timestamptz",
            Self::Id => "uuid",
            Self::Text => "varchar",
            Self::Json => "json",
        }
    }
}

/// A column; its number is its place in [`COLUMNS`], from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub name: &'static str,
    pub kind: Kind,
    pub optional: bool,
    /// Few distinct values in many rows.
    repeats: bool,
}

const fn column(name: &'static str, kind: Kind, optional: bool, repeats: bool) -> Column {
    Column { name, kind, optional, repeats }
}

pub(super) const COLUMNS: [Column; 17] = [
    column("seq", Kind::Number, false, false),
    column("id", Kind::Id, false, false),
    column("message", Kind::Text, true, false),
    column("happened_at", Kind::Moment, false, false),
    column("received_at", Kind::Moment, false, false),
    column("zone", Kind::Text, true, true),
    column("channel", Kind::Text, false, true),
    column("initiator", Kind::Text, false, true),
    column("part", Kind::Text, false, true),
    column("subject", Kind::Id, false, true),
    column("name", Kind::Text, false, true),
    column("about", Kind::Text, true, true),
    column("counterpart", Kind::Id, true, true),
    column("value", Kind::Number, true, true),
    column("currency", Kind::Text, true, true),
    column("unit", Kind::Id, true, true),
    column("facts", Kind::Json, true, true),
];

/// A column's number in files and catalogue.
pub(super) fn number(place: usize) -> i32 {
    i32::try_from(place + 1).unwrap_or(i32::MAX)
}

/// The schema of a file.
pub(super) fn parquet_schema() -> Result<TypePtr> {
    let fields = COLUMNS.iter().enumerate().map(|(place, column)| field(place, column));
    let fields = fields.collect::<Result<Vec<_>>>()?;
    let group = Type::group_type_builder("actions").with_fields(fields).build();
    group.map(Arc::new).map_err(Error::fault)
}

fn field(place: usize, column: &Column) -> Result<TypePtr> {
    let (physical, logical, length) = match column.kind {
        Kind::Number => (Physical::INT64, None, -1),
        Kind::Moment => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS)), -1),
        Kind::Id => (Physical::FIXED_LEN_BYTE_ARRAY, Some(LogicalType::Uuid), 16),
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String), -1),
        Kind::Json => (Physical::BYTE_ARRAY, Some(LogicalType::Json), -1),
    };
    let repetition = if column.optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    let built = Type::primitive_type_builder(column.name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical)
        .with_length(length)
        .with_id(Some(number(place)))
        .build();
    built.map(Arc::new).map_err(Error::fault)
}

/// How columns are encoded. Only encodings that DuckDB, Arrow and Spark have all read for years.
pub(super) fn properties() -> Result<WriterProperties> {
    let level = ZstdLevel::try_new(3).map_err(Error::fault)?;
    let mut properties = WriterProperties::builder()
        .set_created_by(format!("Deedwell {}", env!("CARGO_PKG_VERSION")))
        // The first version has no dictionaries of ids, and subjects are most of a file without one.
        .set_writer_version(WriterVersion::PARQUET_2_0)
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_dictionary_page_size_limit(1 << 20)
        .set_statistics_enabled(EnabledStatistics::Chunk);
    for column in &COLUMNS {
        let path = || ColumnPath::from(column.name);
        properties = properties.set_column_dictionary_enabled(path(), column.repeats);
        if matches!(column.kind, Kind::Moment) || column.name == "seq" {
            properties = properties.set_column_encoding(path(), Encoding::DELTA_BINARY_PACKED);
        }
        if column.kind == Kind::Json {
            // Bounds of facts prune nothing, and facts are not for a footer.
            properties = properties.set_column_statistics_enabled(path(), EnabledStatistics::None);
        }
    }
    Ok(properties.build())
}
