//! A line of the file, read and checked before anything is written.

use deedwell_core::{Error, Result, Timestamp};
use deedwell_people::{IdentityKind, Sign};
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::stage::Stage;
use crate::words;

/// Why a line cannot be used.
#[derive(Debug, PartialEq)]
pub struct Wrong {
    pub column: Option<&'static str>,
    pub sentence: String,
}

fn wrong(column: &'static str, sentence: impl Into<String>) -> Wrong {
    Wrong { column: Some(column), sentence: sentence.into() }
}

/// Ours, and what other systems call it.
const COLUMNS: [(&str, &[&str]); 15] = [
    ("id", &["post id", "post_id", "number", "external_id", "suggestion id"]),
    ("title", &["post title", "subject"]),
    ("body", &["details", "description", "text"]),
    ("board", &["forum", "category"]),
    ("author_email", &["author email", "user email", "creator email"]),
    ("author_name", &["author", "author name", "user name", "creator name"]),
    ("created_at", &["created", "date", "created date"]),
    ("stage", &["status", "state"]),
    ("reason", &[]),
    ("tags", &["labels"]),
    ("voters", &["voter emails", "voter_emails", "supporters"]),
    ("votes", &["vote count", "votes_count", "score", "supporters_count"]),
    ("answer", &["response", "official response", "status response"]),
    ("answered_at", &["response_date", "responded at"]),
    ("answered_by", &["responder", "responder email"]),
];
const NEEDED: [&str; 3] = ["id", "title", "author_email"];

/// Where each of our columns stands.
pub struct Columns(Vec<(&'static str, Option<usize>)>);

impl Columns {
    pub fn find(headings: &csv::StringRecord) -> Result<Self> {
        let heads: Vec<String> = headings
            .iter()
            .map(|h| h.trim_start_matches('\u{feff}').trim().to_lowercase())
            .collect();
        let place = |(ours, theirs): &(&'static str, &[&str])| {
            let at = |name: &str| heads.iter().position(|head| head == name);
            (*ours, at(ours).or_else(|| theirs.iter().find_map(|name| at(name))))
        };
        let places: Vec<_> = COLUMNS.iter().map(place).collect();
        let missing = |name: &&str| places.iter().any(|(n, at)| n == name && at.is_none());
        if let Some(missing) = NEEDED.iter().find(|name| missing(name)) {
            return Err(Error::invalid(
                "file",
                format!("The file has no column “{missing}”; its first line names the columns."),
            ));
        }
        Ok(Self(places))
    }

    /// Whether there are numbers of votes, of whose voters nothing is said.
    pub fn counts_votes(&self) -> bool {
        let has = |name| self.0.iter().any(|(n, at)| *n == name && at.is_some());
        has("votes") && !has("voters")
    }

    fn text<'a>(&self, record: &'a csv::StringRecord, name: &str) -> &'a str {
        let place = self.0.iter().find(|(n, _)| *n == name).and_then(|(_, at)| *at);
        place.and_then(|at| record.get(at)).unwrap_or_default().trim()
    }
}

/// An idea as it was elsewhere.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: String,
    pub title: String,
    pub body: String,
    pub board: Option<String>,
    pub author: Sign,
    pub author_name: String,
    pub created_at: Timestamp,
    pub stage: Stage,
    pub reason: String,
    pub tags: Vec<String>,
    pub voters: Vec<Sign>,
    pub answer: Option<String>,
    /// When it was answered or moved: when it was put forward, if nobody says.
    pub answered_at: Timestamp,
    pub answered_by: Option<String>,
}

/// Bytes of an id from elsewhere.
const LONGEST_ID: usize = 200;

impl Line {
    pub fn read(
        columns: &Columns,
        record: &csv::StringRecord,
        zone: &TimeZone,
        now: Timestamp,
    ) -> Result<Self, Wrong> {
        let text = |name| columns.text(record, name);
        let some = |name| Some(text(name).to_owned()).filter(|t| !t.is_empty());
        let id = text("id").to_owned();
        if id.is_empty() || id.len() > LONGEST_ID || id.contains('\0') {
            return Err(wrong("id", "Every line needs an id of at most 200 letters."));
        }
        let title =
            words::required_line("title", "it a title", text("title"), words::LONGEST_TITLE);
        let body = words::optional_text("body", "the text", text("body"), words::LONGEST_BODY);
        let answer =
            words::optional_text("answer", "the answer", text("answer"), words::LONGEST_ANSWER);
        let answer = Some(answer.map_err(rule("answer"))?).filter(|text| !text.is_empty());
        let created_at = match some("created_at") {
            Some(text) => moment("created_at", &text, zone, now)?,
            None => now,
        };
        let answered_at = match (some("answered_at"), &answer) {
            (Some(text), _) => moment("answered_at", &text, zone, now)?,
            (None, Some(_)) => {
                return Err(wrong("answered_at", "Please say when this answer was given."));
            }
            (None, None) => created_at,
        };
        if answered_at < created_at {
            return Err(wrong("answered_at", "It was answered before it was put forward."));
        }
        Ok(Self {
            title: title.map_err(rule("title"))?,
            body: body.map_err(rule("body"))?,
            board: some("board"),
            author: email("author_email", text("author_email"))?,
            author_name: text("author_name").to_owned(),
            stage: stage(text("stage"))?,
            reason: text("reason").to_owned(),
            tags: tags(text("tags"))?,
            voters: voters(text("voters"))?,
            answered_by: some("answered_by"),
            id,
            created_at,
            answer,
            answered_at,
        })
    }
}

fn rule(column: &'static str) -> impl Fn(Error) -> Wrong {
    move |error| wrong(column, error.sentence().into_owned())
}

fn email(column: &'static str, text: &str) -> Result<Sign, Wrong> {
    Sign::new(IdentityKind::Email, text, "").map_err(rule(column))
}

fn parted(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', ',', '|']).map(str::trim).filter(|part| !part.is_empty())
}

fn tags(text: &str) -> Result<Vec<String>, Wrong> {
    let tags: Vec<&str> = parted(text).collect();
    words::tags(&tags).map_err(rule("tags"))
}

fn voters(text: &str) -> Result<Vec<Sign>, Wrong> {
    let mut voters = Vec::new();
    for one in parted(text) {
        let sign =
            email("voters", one).map_err(|w| wrong("voters", format!("{one}: {}", w.sentence)))?;
        if !voters.contains(&sign) {
            voters.push(sign);
        }
    }
    Ok(voters)
}

/// RFC 3339, a day with a time, or a day, which is its noon where the organisation is.
fn moment(
    column: &'static str,
    text: &str,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Timestamp, Wrong> {
    let local = |at: DateTime| at.to_zoned(zone.clone()).ok().map(|at| at.timestamp());
    let noon = |day: Date| local(day.to_datetime(Time::constant(12, 0, 0, 0)));
    let read = text.parse::<Timestamp>().ok();
    let read = read.or_else(|| text.contains(':').then(|| local(text.parse().ok()?)).flatten());
    let read = read.or_else(|| noon(text.parse().ok()?));
    let at = read.ok_or_else(|| {
        wrong(
            column,
            "This is no moment such as 2026-03-02T09:30:00Z, 2026-03-02 09:30 or 2026-03-02.",
        )
    })?;
    let soon = now.saturating_add(SignedDuration::from_hours(24)).unwrap_or(now);
    if at > soon {
        return Err(wrong(column, "This is in the future."));
    }
    if at < Timestamp::UNIX_EPOCH {
        return Err(wrong(column, "This is before 1970."));
    }
    // The ledger keeps microseconds; noon of today may still be to come.
    let at = at.min(now);
    Ok(Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at))
}

/// What Canny, Fider and UserVoice call their stages, and what people call them in sheets.
fn stage(text: &str) -> Result<Stage, Wrong> {
    let word: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '’' || c == '\'' { c } else { ' ' })
        .collect();
    let word = word.replace(['’', '\''], "");
    let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(match word.as_str() {
        "" | "open" | "new" | "submitted" | "none" | "active" | "published" | "offen" | "neu" => {
            Stage::Submitted
        }
        "under review"
        | "review"
        | "in review"
        | "considering"
        | "under consideration"
        | "gathering feedback"
        | "in prüfung" => Stage::UnderReview,
        "needs info" | "more needed" | "needs more info" | "awaiting feedback" | "rückfrage" => {
            Stage::NeedsInfo
        }
        "planned" | "accepted" | "approved" | "on the roadmap" | "geplant" => Stage::Planned,
        "started" | "in progress" | "in development" | "working on it" | "in arbeit" => {
            Stage::InProgress
        }
        "completed" | "complete" | "done" | "shipped" | "released" | "implemented" | "live"
        | "umgesetzt" | "erledigt" => Stage::Shipped,
        "declined" | "closed" | "rejected" | "wont do" | "will not implement" | "no"
        | "abgelehnt" => Stage::Declined,
        "not now" | "later" | "postponed" | "deferred" | "maybe later" | "on hold"
        | "jetzt nicht" => Stage::NotNow,
        "duplicate" | "merged" => {
            return Err(wrong(
                "stage",
                "A duplicate comes in as its original; or bring it in as open and merge it here.",
            ));
        }
        "deleted" | "spam" => {
            return Err(wrong("stage", "What was deleted there is not brought here."));
        }
        _ => {
            return Err(wrong(
                "stage",
                format!(
                    "“{text}” is no stage that we know. Try open, planned, started, completed or declined."
                ),
            ));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(heads: &[&str]) -> Result<Columns> {
        Columns::find(&csv::StringRecord::from(heads.to_vec()))
    }

    #[test]
    fn stages_of_others_are_ours() {
        for (theirs, ours) in [
            ("Under Review", Stage::UnderReview),
            ("in-progress", Stage::InProgress),
            ("Complete", Stage::Shipped),
            ("Won’t do", Stage::Declined),
            ("", Stage::Submitted),
        ] {
            assert_eq!(stage(theirs), Ok(ours), "{theirs}");
        }
        assert_eq!(stage("duplicate").unwrap_err().column, Some("stage"));
        assert!(stage("purple").unwrap_err().sentence.contains("purple"));
    }

    #[test]
    fn moments_are_read_and_the_future_is_not() {
        let now: Timestamp = "2026-11-18T09:00:00Z".parse().unwrap();
        let read = |text| moment("created_at", text, &TimeZone::UTC, now).map(|at| at.to_string());
        assert_eq!(read("2020-01-02").unwrap(), "2020-01-02T12:00:00Z");
        assert_eq!(read("2020-01-02 03:04").unwrap(), "2020-01-02T03:04:00Z");
        assert_eq!(read("2020-01-02T03:04:05+01:00").unwrap(), "2020-01-02T02:04:05Z");
        assert_eq!(read("2026-11-18").unwrap(), "2026-11-18T09:00:00Z", "noon is still to come");
        assert!(
            read("2027-01-01").is_err() && read("soon").is_err() && read("1969-01-01").is_err()
        );
    }

    #[test]
    fn headings_of_others_are_found() {
        assert!(columns(&["\u{feff}Post ID", "Post Title", "Author Email", "Status"]).is_ok());
        let missing = columns(&["id", "title"]).err().map(|e| e.sentence().into_owned());
        assert!(missing.unwrap().contains("author_email"));
    }
}
