//! A line of the file, read and checked before anything is written.

use deedwell_core::{Currency, Error, Money, Result, Timestamp};
use deedwell_people::{IdentityKind, Sign};

use super::past::{Past, PastAnswer};
use crate::complaint::NewComplaint;
use crate::redress::{Redress, Upheld};

/// Why a line cannot be used.
#[derive(Debug, PartialEq)]
pub struct Wrong {
    pub column: Option<&'static str>,
    pub sentence: String,
}

fn wrong(column: &'static str, sentence: impl Into<String>) -> Wrong {
    Wrong { column: Some(column), sentence: sentence.into() }
}

/// What a rule refuses is the line's fault; everything else is not.
pub(super) fn refused(error: Error) -> Result<Wrong> {
    match &error {
        Error::Invalid { field, sentence } => {
            let column = COLUMNS.iter().map(|c| c.name).find(|name| *name == field.as_ref());
            Ok(Wrong { column, sentence: sentence.to_string() })
        }
        Error::Refused { sentence, .. } => {
            Ok(Wrong { column: None, sentence: sentence.to_string() })
        }
        _ => Err(error),
    }
}

/// A column of ours.
pub struct Column {
    pub name: &'static str,
    /// What other systems call it, in small letters.
    pub also: &'static [&'static str],
    /// Without it there is nothing to bring.
    pub needed: bool,
}

const fn column(name: &'static str, also: &'static [&'static str]) -> Column {
    Column { name, also, needed: false }
}

const fn needed(name: &'static str, also: &'static [&'static str]) -> Column {
    Column { name, also, needed: true }
}

/// Every column that a file of complaints can have.
pub const COLUMNS: [Column; 20] = [
    needed(
        "id",
        &["ticket id", "ticket_id", "case number", "case_number", "number", "external_id"],
    ),
    needed("email", &["requester email", "requester_email", "contact email", "customer email"]),
    needed("text", &["description", "body", "complaint", "details", "message"]),
    needed("received_at", &["created", "created at", "created_at", "opened", "date/time opened"]),
    column("title", &["subject", "summary"]),
    column("name", &["requester", "requester name", "contact name", "customer"]),
    column("wish", &["desired outcome", "desired_outcome"]),
    column("order", &["order number", "order_number", "order id"]),
    column("channel", &["via", "source", "case origin", "origin"]),
    column("acknowledged_at", &["first reply", "first_reply_at", "acknowledged"]),
    column("severity", &["grade", "severity level"]),
    column("answer", &["resolution", "response", "solution"]),
    column("answered_at", &["resolved", "resolved at", "solved at", "solved_at"]),
    column("upheld", &["outcome", "decision"]),
    column("redress", &["remedy", "compensation type"]),
    column("amount", &["compensation", "refund amount"]),
    column("accepted_at", &["accepted"]),
    column("paid_at", &["paid", "compensated at"]),
    column("closed_at", &["closed", "closed at", "date/time closed"]),
    column("rating", &["csat", "satisfaction", "satisfaction score"]),
];

/// A complaint as it was elsewhere.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: String,
    pub by: Sign,
    pub by_name: String,
    pub past: Past,
}

/// Bytes of an id from elsewhere.
const LONGEST_ID: usize = 200;

impl Line {
    /// `text` is what stands under one of our columns, '' for nothing; `moment` reads what is written
    /// there as the file writes moments; amounts are in the organisation's currency.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn read<'a>(
        text: impl Fn(&'static str) -> &'a str,
        moment: impl Fn(&str) -> Result<Timestamp, String>,
        currency: Currency,
        now: Timestamp,
    ) -> Result<Self, Wrong> {
        let at = |column: &'static str| {
            let written = text(column).trim();
            if written.is_empty() {
                return Ok(None);
            }
            let at = moment(written).map_err(|sentence| wrong(column, sentence))?.min(now);
            let early = at < Timestamp::UNIX_EPOCH;
            if early { Err(wrong(column, "This is before 1970.")) } else { Ok(Some(at)) }
        };
        let id = text("id").trim().to_owned();
        if id.is_empty() || id.len() > LONGEST_ID || id.contains('\0') {
            return Err(wrong("id", "Every line needs an id of at most 200 letters."));
        }
        let by = Sign::new(IdentityKind::Email, text("email"), "");
        let by = by.map_err(|e| wrong("email", e.sentence()))?;
        let received_at = at("received_at")?;
        let received_at =
            received_at.ok_or_else(|| wrong("received_at", "When was it received?"))?;
        let new = NewComplaint {
            title: text("title").chars().take(crate::words::LONGEST_TITLE).collect(),
            text: text("text").to_owned(),
            wish: text("wish").to_owned(),
            order_reference: text("order").to_owned(),
            from_about: None,
            unit: None,
        };
        let said = new.words().map_err(rule("text"));
        said?;
        let closed_at = at("closed_at")?;
        let past = Past {
            new,
            came_by: channel(text("channel")),
            received_at,
            acknowledged_at: at("acknowledged_at")?,
            acknowledgement: String::new(),
            severity: number("severity", text("severity"), 4)?,
            answered: answered(&text, &at, currency)?,
            withdrawn_at: None,
            closed_at,
            rating: number("rating", text("rating"), 5)?,
            cause: None,
            assigned_to: None,
        };
        Ok(Self { id, by, by_name: text("name").to_owned(), past })
    }
}

fn answered<'a>(
    text: &impl Fn(&'static str) -> &'a str,
    at: &impl Fn(&'static str) -> Result<Option<Timestamp>, Wrong>,
    currency: Currency,
) -> Result<Option<PastAnswer>, Wrong> {
    let Some(answered_at) = at("answered_at")?.or(at("closed_at")?) else { return Ok(None) };
    let amount = match text("amount").trim() {
        "" => None,
        written => {
            let amount = Money::parse(written, currency);
            Some(amount.map_err(|e| wrong("amount", e.sentence()))?).filter(|a| a.minor != 0)
        }
    };
    let redress = match text("redress").trim().to_lowercase().as_str() {
        "" if amount.is_some() => Redress::Credit,
        "" => Redress::Explanation,
        word => Redress::parse(word).ok_or_else(|| {
            let all = Redress::ALL.map(Redress::name).join(", ");
            wrong("redress", format!("How it was put right is one of {all}."))
        })?,
    };
    let upheld = match text("upheld").trim().to_lowercase().as_str() {
        "" | "yes" | "upheld" | "true" => Upheld::Yes,
        "partly" | "partially upheld" | "partial" => Upheld::Partly,
        "no" | "not upheld" | "rejected" | "false" => Upheld::No,
        _ => return Err(wrong("upheld", "Whether the customer was right is yes, partly or no.")),
    };
    let words = text("answer").trim();
    let accepted_at = at("accepted_at")?.or(at("paid_at")?);
    Ok(Some(PastAnswer {
        at: answered_at,
        upheld,
        redress,
        amount,
        points: 0,
        text: if words.is_empty() { "–".to_owned() } else { words.to_owned() },
        accepted_at,
        refused_at: None,
        paid_at: at("paid_at")?,
        evidence: String::new(),
    }))
}

/// What other systems call a channel, as one of our words.
fn channel(text: &str) -> String {
    let mut word = String::new();
    for c in text.trim().chars().take(deedwell_core::Channel::LONGEST) {
        word.push(if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' });
    }
    match word.trim_matches('_') {
        "" => "import".to_owned(),
        "email" | "e_mail" => "mail".to_owned(),
        "web" | "web_form" => "site".to_owned(),
        word => word.to_owned(),
    }
}

fn number(column: &'static str, text: &str, most: i64) -> Result<Option<i64>, Wrong> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let read = text.parse().ok().filter(|n| (1..=most).contains(n));
    read.map(Some).ok_or_else(|| wrong(column, format!("This is a number from 1 to {most}.")))
}

fn rule(column: &'static str) -> impl Fn(Error) -> Wrong {
    move |error| {
        let own = match &error {
            Error::Invalid { field, .. } => COLUMNS.iter().map(|c| c.name).find(|n| n == field),
            _ => None,
        };
        wrong(own.unwrap_or(column), error.sentence())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[(&'static str, &'static str)]) -> Result<Line, Wrong> {
        let text = |name: &'static str| {
            cells.iter().find(|(column, _)| *column == name).map_or("", |(_, value)| *value)
        };
        let moment = |text: &str| text.parse::<Timestamp>().map_err(|_| "no moment".to_owned());
        let now = "2026-11-18T09:00:00Z".parse().unwrap();
        Line::read(text, moment, "GBP".parse().unwrap(), now)
    }

    const LEAST: [(&str, &str); 4] = [
        ("id", "7"),
        ("email", "ada@home.example"),
        ("text", "It broke."),
        ("received_at", "2026-10-01T10:00:00Z"),
    ];

    #[test]
    fn a_line_of_another_help_desk_is_read() {
        let mut cells = LEAST.to_vec();
        cells.extend([
            ("closed_at", "2026-10-09T10:00:00Z"),
            ("amount", "12.50"),
            ("upheld", "Partially upheld"),
            ("channel", "Web form"),
            ("rating", "4"),
        ]);
        let line = read(&cells).unwrap();
        let answer = line.past.answered.unwrap();
        assert_eq!((answer.redress, answer.upheld), (Redress::Credit, Upheld::Partly));
        assert_eq!(answer.amount.unwrap().minor, 1_250);
        assert_eq!((line.past.came_by.as_str(), line.past.rating), ("site", Some(4)));
        assert!(read(&LEAST).unwrap().past.answered.is_none());
    }

    #[test]
    fn what_cannot_be_used_names_its_column() {
        let odd = [
            ("email", "ada"),
            ("text", " "),
            ("received_at", "yesterday"),
            ("rating", "6"),
            ("severity", "high"),
        ];
        for (column, value) in odd {
            let mut cells: Vec<_> = LEAST.into_iter().filter(|(c, _)| *c != column).collect();
            cells.push((column, value));
            assert_eq!(read(&cells).unwrap_err().column, Some(column));
        }
        let mut cells = LEAST.to_vec();
        cells.extend([("answered_at", "2026-10-09T10:00:00Z"), ("redress", "cake")]);
        assert_eq!(read(&cells).unwrap_err().column, Some("redress"));
    }
}
