//! A line of the file, read and checked before anything is written.

use deedwell_core::{Error, Result, Timestamp};
use deedwell_people::{IdentityKind, Sign};

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

/// Every column that a file of ideas can have.
pub const COLUMNS: [Column; 15] = [
    needed("id", &["post id", "post_id", "number", "external_id", "suggestion id"]),
    needed("title", &["post title", "subject"]),
    needed("author_email", &["author email", "user email", "creator email"]),
    column("body", &["details", "description", "text"]),
    column("board", &["forum", "category"]),
    column("author_name", &["author", "author name", "user name", "creator name"]),
    column("created_at", &["created", "date", "created date"]),
    column("stage", &["status", "state"]),
    column("reason", &[]),
    column("tags", &["labels"]),
    column("voters", &["voter emails", "voter_emails", "supporters"]),
    column("votes", &["vote count", "votes_count", "score", "supporters_count"]),
    column("answer", &["response", "official response", "status response"]),
    column("answered_at", &["response_date", "responded at"]),
    column("answered_by", &["responder", "responder email"]),
];

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
    /// `text` is what stands under one of our columns, '' for nothing; `moment` reads what is written
    /// there as the file writes moments.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn read<'a>(
        text: impl Fn(&'static str) -> &'a str,
        moment: impl Fn(&str) -> Result<Timestamp, String>,
        now: Timestamp,
    ) -> Result<Self, Wrong> {
        let moment = |column, text: &str| {
            // Noon of today may still be to come.
            let at = moment(text).map_err(|sentence| wrong(column, sentence))?.min(now);
            let early = at < Timestamp::UNIX_EPOCH;
            if early { Err(wrong(column, "This is before 1970.")) } else { Ok(at) }
        };
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
            Some(text) => moment("created_at", &text)?,
            None => now,
        };
        let answered_at = match (some("answered_at"), &answer) {
            (Some(text), _) => moment("answered_at", &text)?,
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
    fn it_is_answered_after_it_was_put_forward() {
        let now: Timestamp = "2026-11-18T09:00:00Z".parse().unwrap();
        let read = |created: &'static str, answered: &'static str| {
            let text = move |name| match name {
                "id" | "title" | "answer" => "7",
                "author_email" => "ada@example.com",
                "created_at" => created,
                "answered_at" => answered,
                _ => "",
            };
            let moment = |text: &str| text.parse().map_err(|_| "This is no moment.".to_owned());
            Line::read(text, moment, now).map(|line| line.answered_at.to_string())
        };
        let (early, late) = ("2020-01-02T03:04:05Z", "2026-11-18T12:00:00Z");
        assert_eq!(read(early, late).unwrap(), "2026-11-18T09:00:00Z", "noon is still to come");
        for (created, answered) in [(late, early), (early, ""), (early, "1969-01-01T00:00:00Z")] {
            assert_eq!(read(created, answered).unwrap_err().column, Some("answered_at"));
        }
        assert_eq!(read("soon", late).unwrap_err().column, Some("created_at"));
    }
}
