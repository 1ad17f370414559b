//! What an organisation wants to know of people: fields with a name, a kind and a place on the page.
//! A field is a trait's key made known; what was said before it had one is shown as well.

use deedwell_core::{Error, Result};
use deedwell_store::{Row, Tx};
use serde::Serialize;
use serde_json::Value;

use super::traits::LONGEST_KEY;
use super::{clean_key, clean_line};

pub const MOST_FIELDS: usize = 100;
const MOST_CHOICES: usize = 100;
const LONGEST_NAME: usize = 60;
const LONGEST_CHOICE: usize = 100;
const LONGEST_NOTE: usize = 200;

/// How a field is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    Number,
    YesNo,
    /// `2027-03-01`
    Day,
    Choice,
}

impl FieldKind {
    pub const ALL: [Self; 5] = [Self::Text, Self::Number, Self::YesNo, Self::Day, Self::Choice];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::YesNo => "yes_no",
            Self::Day => "day",
            Self::Choice => "choice",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == text)
    }
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Field {
    pub key: String,
    pub name: String,
    pub kind: FieldKind,
    pub choices: Vec<String>,
    pub note: String,
}

impl Field {
    /// # Errors
    /// `Invalid` with the field that is wrong.
    pub fn new(key: &str, name: &str, kind: &str, choices: &str, note: &str) -> Result<Self> {
        let kind = FieldKind::parse(kind)
            .ok_or_else(|| Error::invalid("kind", "This is no kind of field that we know."))?;
        let mut list = Vec::new();
        for line in choices.lines().map(deedwell_core::text::line).filter(|l| !l.is_empty()) {
            if line.chars().count() > LONGEST_CHOICE {
                return Err(Error::invalid("choices", "A choice has at most 100 letters."));
            }
            if !list.contains(&line) {
                list.push(line);
            }
        }
        if kind == FieldKind::Choice && (list.is_empty() || list.len() > MOST_CHOICES) {
            return Err(Error::invalid("choices", "Please write 1 to 100 choices, one a line."));
        }
        Ok(Self {
            key: clean_key("key", key, LONGEST_KEY)?,
            name: clean_line("name", name, LONGEST_NAME, true)?,
            kind,
            choices: if kind == FieldKind::Choice { list } else { Vec::new() },
            note: clean_line("note", note, LONGEST_NOTE, false)?,
        })
    }

    /// What somebody wrote into it, as the trait it is; `None` for nothing.
    ///
    /// # Errors
    /// `Invalid` with the key of the field.
    pub fn read(&self, text: &str) -> Result<Option<Value>> {
        let text = deedwell_core::text::line(text);
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = |sentence: String| Error::invalid("value", sentence);
        let value = match self.kind {
            FieldKind::Text => Value::String(text),
            FieldKind::Number => {
                let number = text.parse::<f64>().ok().filter(|n| n.is_finite());
                let whole = text.parse::<i64>().ok().map(Value::from);
                whole.or(number.map(Value::from)).ok_or_else(|| {
                    wrong(format!("{}: please write a number, such as 12 or 12.5.", self.name))
                })?
            }
            FieldKind::YesNo => match text.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => return Err(wrong(format!("{}: please choose yes or no.", self.name))),
            },
            FieldKind::Day => {
                let day: jiff::civil::Date = text.parse().map_err(|_| {
                    wrong(format!("{}: please write a day such as 2027-03-01.", self.name))
                })?;
                Value::String(day.to_string())
            }
            FieldKind::Choice => {
                if !self.choices.contains(&text) {
                    return Err(wrong(format!("{}: this is none of the choices.", self.name)));
                }
                Value::String(text)
            }
        };
        Ok(Some(value))
    }

    /// Whether what a program said is of this field's kind.
    pub fn fits(&self, value: &Value) -> bool {
        match (self.kind, value) {
            (_, Value::Null) => true,
            (FieldKind::Text, Value::String(_)) => true,
            (FieldKind::Number, value) => value.is_number(),
            (FieldKind::YesNo, value) => value.is_boolean(),
            (FieldKind::Day, Value::String(day)) => day.parse::<jiff::civil::Date>().is_ok(),
            (FieldKind::Choice, Value::String(choice)) => self.choices.contains(choice),
            _ => false,
        }
    }
}

/// In their places.
pub async fn fields(tx: &mut Tx) -> Result<Vec<Field>> {
    let find = tx.query(
        "select key, name, kind, choices, note from trait_field
         where organisation = $1 order by place, key",
    );
    tx.list(find).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Field> {
    let kind = row.text("kind")?;
    Ok(Field {
        key: row.text("key")?,
        name: row.text("name")?,
        kind: FieldKind::parse(&kind)
            .ok_or_else(|| Error::fault(format!("no field is of the kind {kind}")))?,
        choices: row.text("choices")?.lines().map(str::to_owned).collect(),
        note: row.text("note")?,
    })
}

/// Adds a field, or changes the one with this key.
///
/// # Errors
/// `people.too_many_fields`.
pub async fn set(tx: &mut Tx, field: &Field) -> Result<()> {
    let others = tx.query(
        "select count(*) as fields, cast(coalesce(max(place), 0) as bigint) as last from trait_field
         where organisation = $1 and key <> $2",
    );
    let row = tx.one(others.bind(&field.key)).await?;
    if row.number("fields")? >= MOST_FIELDS as i64 {
        return Err(Error::refused(
            "people.too_many_fields",
            format!("There are at most {MOST_FIELDS} fields. Please remove one first."),
        ));
    }
    let insert = tx.query(
        "insert into trait_field (organisation, key, name, kind, choices, note, place)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (organisation, key) do update set name = excluded.name, kind = excluded.kind,
           choices = excluded.choices, note = excluded.note",
    );
    let insert = insert.bind(&field.key).bind(&field.name).bind(field.kind.name());
    let insert = insert.bind(field.choices.join("\n")).bind(&field.note);
    tx.run(insert.bind(row.number("last")? + 1)).await.map(drop)
}

/// The field goes; what was said under its key stays.
///
/// # Errors
/// `Missing`.
pub async fn remove(tx: &mut Tx, key: &str) -> Result<()> {
    let delete = tx.query("delete from trait_field where organisation = $1 and key = $2");
    if tx.run(delete.bind(key)).await? == 0 {
        return Err(Error::Missing("field"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_of_the_fields_kind() {
        let field = |kind: &str| Field::new("k", "K", kind, "blue\nred\nblue\n\n", "").unwrap();
        let read =
            |kind: &str, text: &str| field(kind).read(text).map_err(|e| e.code().into_owned());
        assert_eq!(read("text", " a \u{200b} b "), Ok(Some("a b".into())));
        assert_eq!(read("text", "  "), Ok(None));
        assert_eq!(read("number", "12"), Ok(Some(12.into())));
        assert_eq!(read("number", "12.5"), Ok(Some(12.5.into())));
        assert_eq!(read("yes_no", "true"), Ok(Some(true.into())));
        assert_eq!(read("day", "2027-03-01"), Ok(Some("2027-03-01".into())));
        assert_eq!(read("choice", "red"), Ok(Some("red".into())));
        for (kind, text) in [
            ("number", "NaN"),
            ("number", "1e999"),
            ("yes_no", "yes"),
            ("day", "1.3.27"),
            ("choice", "green"),
        ] {
            assert_eq!(read(kind, text), Err("invalid.value".to_owned()), "{kind} {text}");
        }
        assert_eq!(field("choice").choices, ["blue", "red"]);
        assert!(field("number").fits(&3.into()) && !field("number").fits(&"3".into()));
        assert!(
            Field::new("k", "K", "choice", "", "").is_err()
                && Field::new("", "K", "text", "", "").is_err()
        );
    }
}
