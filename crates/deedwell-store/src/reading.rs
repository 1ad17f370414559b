//! The two databases behind one shape: running a statement, reading its rows.

use std::sync::Arc;

use deedwell_core::behaviour::Later;
use deedwell_core::{Error, Result};
use futures_util::TryStreamExt;
use sqlx::postgres::{PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{AssertSqlSafe, Column, Row as _, Transaction, TypeInfo, ValueRef};

use crate::value::{Query, Row, Value};

/// An open transaction on either database, behind a pointer: whoever holds one need not be compiled with
/// all that it takes to let a connection go.
pub(crate) type Open = Box<dyn Opened>;

pub(crate) trait Opened: Send + Sync {
    fn is_sqlite(&self) -> bool;

    /// How many rows it changed.
    fn run(&mut self, query: Query) -> Later<'_, Result<u64>>;

    fn list(&mut self, query: Query) -> Later<'_, Result<Vec<Row>>>;

    fn commit(self: Box<Self>) -> Later<'static, Result<()>>;
}

impl Opened for Transaction<'static, Sqlite> {
    fn is_sqlite(&self) -> bool {
        true
    }

    fn run(&mut self, query: Query) -> Later<'_, Result<u64>> {
        let q = bind_sqlite(sqlx::query(AssertSqlSafe(query.sql.into_owned())), query.values);
        Box::pin(async move { Ok(q.execute(&mut **self).await.map_err(fault)?.rows_affected()) })
    }

    fn list(&mut self, query: Query) -> Later<'_, Result<Vec<Row>>> {
        let q = bind_sqlite(sqlx::query(AssertSqlSafe(query.sql.into_owned())), query.values);
        Box::pin(gather(q.fetch(&mut **self), sqlite_values))
    }

    fn commit(self: Box<Self>) -> Later<'static, Result<()>> {
        Box::pin(async move { Transaction::commit(*self).await.map_err(fault) })
    }
}

impl Opened for Transaction<'static, Postgres> {
    fn is_sqlite(&self) -> bool {
        false
    }

    fn run(&mut self, query: Query) -> Later<'_, Result<u64>> {
        let q = postgres_query(query);
        Box::pin(async move { Ok(q.execute(&mut **self).await.map_err(fault)?.rows_affected()) })
    }

    fn list(&mut self, query: Query) -> Later<'_, Result<Vec<Row>>> {
        Box::pin(gather(postgres_query(query).fetch(&mut **self), postgres_values))
    }

    fn commit(self: Box<Self>) -> Later<'static, Result<()>> {
        Box::pin(async move { Transaction::commit(*self).await.map_err(fault) })
    }
}

/// Values of a statement whose plan PostgreSQL keeps. Longer ones are made by the thousand rows
/// while a table grows: a plan kept from when it was empty reads all of it each time.
const KEPT_VALUES: usize = 32;

fn postgres_query(query: Query) -> Bound<'static, Postgres> {
    let kept = query.values.len() <= KEPT_VALUES;
    let sql = AssertSqlSafe(query.sql.into_owned());
    bind_postgres(sqlx::query(sql).persistent(kept), query.values)
}

/// What a database says, as an answer: full and busy are for the person, the rest is ours.
pub(crate) fn fault(error: sqlx::Error) -> Error {
    let code = error.as_database_error().and_then(|e| e.code().map(|c| c.into_owned()));
    match code.as_deref() {
        // SQLITE_FULL, PostgreSQL's disk_full
        Some("13" | "53100") => Error::TooMany {
            sentence: "There is no room left to keep anything new. Nothing was changed; please try again later.".into(),
            retry_after_s: 30,
        },
        // SQLITE_BUSY and kin; PostgreSQL's serialization_failure, deadlock_detected, lock_not_available
        Some("5" | "261" | "517" | "40001" | "40P01" | "55P03") => Error::TooMany {
            sentence: "Somebody else was writing at the same moment. Nothing was changed; please try again.".into(),
            retry_after_s: 1,
        },
        _ => Error::fault(error),
    }
}

type Bound<'q, D> = sqlx::query::Query<'q, D, <D as sqlx::Database>::Arguments>;

fn bind_sqlite(mut q: Bound<'_, Sqlite>, values: Vec<Value>) -> Bound<'_, Sqlite> {
    for value in values {
        q = match value {
            Value::Text(v) => q.bind(v),
            Value::Number(v) => q.bind(v),
            Value::Real(v) => q.bind(v),
            Value::Bytes(v) => q.bind(v),
        };
    }
    q
}

fn bind_postgres(mut q: Bound<'_, Postgres>, values: Vec<Value>) -> Bound<'_, Postgres> {
    for value in values {
        q = match value {
            Value::Text(v) => q.bind(v),
            Value::Number(v) => q.bind(v),
            Value::Real(v) => q.bind(v),
            Value::Bytes(v) => q.bind(v),
        };
    }
    q
}

async fn gather<R: sqlx::Row>(
    rows: impl futures_util::Stream<Item = sqlx::Result<R>>,
    values: fn(&R) -> Result<Vec<Value>>,
) -> Result<Vec<Row>> {
    let mut rows = std::pin::pin!(rows);
    let mut out = Vec::new();
    let mut columns: Option<Arc<[String]>> = None;
    while let Some(row) = rows.try_next().await.map_err(fault)? {
        let names = columns
            .get_or_insert_with(|| row.columns().iter().map(|c| c.name().to_owned()).collect());
        out.push(Row { columns: Arc::clone(names), values: values(&row)? });
    }
    Ok(out)
}

fn sqlite_values(row: &SqliteRow) -> Result<Vec<Value>> {
    let value = |i: usize| -> sqlx::Result<Value> {
        let raw = row.try_get_raw(i)?;
        if raw.is_null() {
            return Ok(Value::Text(None));
        }
        Ok(match raw.type_info().name() {
            "INTEGER" | "BOOLEAN" => Value::Number(Some(row.try_get(i)?)),
            "REAL" => Value::Real(Some(row.try_get(i)?)),
            "BLOB" => Value::Bytes(Some(row.try_get(i)?)),
            _ => Value::Text(Some(row.try_get(i)?)),
        })
    };
    (0..row.len()).map(value).collect::<sqlx::Result<_>>().map_err(fault)
}

fn postgres_values(row: &PgRow) -> Result<Vec<Value>> {
    let value = |i: usize| -> sqlx::Result<Value> {
        let raw = row.try_get_raw(i)?;
        if raw.is_null() {
            return Ok(Value::Text(None));
        }
        Ok(match raw.type_info().name() {
            "INT8" => Value::Number(Some(row.try_get(i)?)),
            "INT4" => Value::Number(Some(row.try_get::<i32, _>(i)?.into())),
            "BOOL" => Value::Number(Some(row.try_get::<bool, _>(i)?.into())),
            "FLOAT8" => Value::Real(Some(row.try_get(i)?)),
            "BYTEA" => Value::Bytes(Some(row.try_get(i)?)),
            // What a function that answers nothing answers: pg_advisory_xact_lock.
            "VOID" => Value::Text(None),
            _ => Value::Text(Some(row.try_get(i)?)),
        })
    };
    (0..row.len()).map(value).collect::<sqlx::Result<_>>().map_err(fault)
}
