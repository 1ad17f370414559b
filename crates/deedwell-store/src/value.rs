//! What goes into a statement and what comes out of it.

use std::sync::Arc;

use deedwell_core::{Currency, Error, Id, Money, Result};
use jiff::Timestamp;

/// A value bound to a statement. Each knows its type even when it is null, because PostgreSQL asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(Option<String>),
    Number(Option<i64>),
    Real(Option<f64>),
    Bytes(Option<Vec<u8>>),
}

/// A statement with its values. `Tx::query` is the only way to begin one; `$1` is the organisation.
#[derive(Clone, Debug)]
#[must_use = "a query does nothing until it is run"]
pub struct Query {
    pub(crate) sql: std::borrow::Cow<'static, str>,
    pub(crate) values: Vec<Value>,
}

impl Query {
    pub(crate) fn new(sql: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Self { sql: sql.into(), values: Vec::new() }
    }

    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }
}

/// PostgreSQL cannot keep U+0000 in a text, and nobody can read it; SQLite then keeps none either.
fn without_nought(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text }
}

macro_rules! into_value {
    ($($from:ty => $variant:ident($convert:expr)),* $(,)?) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Self {
                #[allow(clippy::redundant_closure_call, clippy::allow_attributes, reason = "a table of conversions")]
                Self::$variant(Some(($convert)(value)))
            }
        }
        impl From<Option<$from>> for Value {
            fn from(value: Option<$from>) -> Self {
                Self::$variant(value.map($convert))
            }
        }
    )*};
}
into_value! {
    String => Text(without_nought),
    &str => Text(|v: &str| without_nought(v.to_owned())),
    &String => Text(|v: &String| without_nought(v.clone())),
    i64 => Number(|v| v),
    i32 => Number(i64::from),
    u32 => Number(i64::from),
    usize => Number(|v: usize| i64::try_from(v).unwrap_or(i64::MAX)),
    f64 => Real(|v| v),
    Vec<u8> => Bytes(|v| v),
    Timestamp => Number(|v: Timestamp| v.as_microsecond()),
    Currency => Text(|v: Currency| v.as_str().to_owned()),
}
impl<T: ?Sized> From<Id<T>> for Value {
    fn from(id: Id<T>) -> Self {
        Self::Text(Some(id.to_string()))
    }
}
impl<T: ?Sized> From<Option<Id<T>>> for Value {
    fn from(id: Option<Id<T>>) -> Self {
        Self::Text(id.map(|id| id.to_string()))
    }
}

/// A row, by column name. Every reader says what it expects; anything else is a fault of ours.
#[derive(Debug, Clone)]
pub struct Row {
    pub(crate) columns: Arc<[String]>,
    pub(crate) values: Vec<Value>,
}

impl Row {
    /// Every column with its value, in the order of the statement: for exports, which do not know
    /// what they carry.
    pub fn cells(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.columns.iter().map(String::as_str).zip(&self.values)
    }

    fn value(&self, column: &str) -> Result<&Value> {
        let place = self.columns.iter().position(|c| c == column);
        place
            .and_then(|i| self.values.get(i))
            .ok_or_else(|| Error::fault(format!("no column {column} among {:?}", self.columns)))
    }

    fn wrong(&self, column: &str, wanted: &str) -> Error {
        let found = self.value(column).ok().map(|v| match v {
            Value::Text(_) => "text",
            Value::Number(_) => "a number",
            Value::Real(_) => "a real",
            Value::Bytes(_) => "bytes",
        });
        Error::fault(format!("column {column} is {found:?} or null where {wanted} was due"))
    }

    pub fn text_or_null(&self, column: &str) -> Result<Option<String>> {
        match self.value(column)? {
            Value::Text(text) => Ok(text.clone()),
            Value::Number(None) | Value::Real(None) | Value::Bytes(None) => Ok(None),
            _ => Err(self.wrong(column, "text")),
        }
    }

    pub fn text(&self, column: &str) -> Result<String> {
        self.text_or_null(column)?.ok_or_else(|| self.wrong(column, "text"))
    }

    pub fn number_or_null(&self, column: &str) -> Result<Option<i64>> {
        match self.value(column)? {
            Value::Number(number) => Ok(*number),
            Value::Text(None) | Value::Real(None) | Value::Bytes(None) => Ok(None),
            _ => Err(self.wrong(column, "a number")),
        }
    }

    pub fn number(&self, column: &str) -> Result<i64> {
        self.number_or_null(column)?.ok_or_else(|| self.wrong(column, "a number"))
    }

    pub fn real_or_null(&self, column: &str) -> Result<Option<f64>> {
        match self.value(column)? {
            Value::Real(real) => Ok(*real),
            Value::Number(number) => Ok(number.map(|n| n as f64)),
            Value::Text(None) | Value::Bytes(None) => Ok(None),
            _ => Err(self.wrong(column, "a real")),
        }
    }

    pub fn real(&self, column: &str) -> Result<f64> {
        self.real_or_null(column)?.ok_or_else(|| self.wrong(column, "a real"))
    }

    pub fn bytes(&self, column: &str) -> Result<Vec<u8>> {
        match self.value(column)? {
            Value::Bytes(Some(bytes)) => Ok(bytes.clone()),
            _ => Err(self.wrong(column, "bytes")),
        }
    }

    pub fn id<T: ?Sized>(&self, column: &str) -> Result<Id<T>> {
        self.text(column)?.parse().map_err(|_| self.wrong(column, "an id"))
    }

    pub fn id_or_null<T: ?Sized>(&self, column: &str) -> Result<Option<Id<T>>> {
        match self.text_or_null(column)? {
            Some(text) => text.parse().map(Some).map_err(|_| self.wrong(column, "an id")),
            None => Ok(None),
        }
    }

    pub fn moment_or_null(&self, column: &str) -> Result<Option<Timestamp>> {
        let number = self.number_or_null(column)?;
        number.map(|n| Timestamp::from_microsecond(n).map_err(Error::fault)).transpose()
    }

    pub fn moment(&self, column: &str) -> Result<Timestamp> {
        self.moment_or_null(column)?.ok_or_else(|| self.wrong(column, "a moment"))
    }

    pub fn currency(&self, column: &str) -> Result<Currency> {
        self.text(column)?.parse().map_err(|_| self.wrong(column, "a currency"))
    }

    /// From a column of minor units and one of the currency.
    pub fn money(&self, minor: &str, currency: &str) -> Result<Option<Money>> {
        match self.number_or_null(minor)? {
            Some(minor) => Ok(Some(Money::new(minor, self.currency(currency)?))),
            None => Ok(None),
        }
    }
}
