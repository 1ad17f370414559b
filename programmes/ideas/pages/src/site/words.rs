//! What stages, people and moments are called to customers, in their language.

use std::collections::{HashMap, HashSet};

use deedwell_core::{Id, Person, Result, Staff};
use deedwell_people::shown_names;
use deedwell_store::Tx;
use deedwell_web::Frame;
use deedwell_web::address::whole;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::idea::AnswerClock;
use crate::stage::{Stage, Stages};
use crate::store::{self, Colleague};

/// A state: its words and its colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Badge {
    pub words: String,
    /// `up`, `wait`, `info`, `line` or none.
    pub tone: &'static str,
}

/// The organisation's word for a stage, or ours in the reader's language.
pub(crate) fn stage(frame: &Frame, stages: &Stages, stage: Stage) -> String {
    let label = stages.label(stage);
    if label == stage.label() {
        return frame.t(&format!("ideas-stage-{}", stage.name().replace('_', "-")));
    }
    label.to_owned()
}

/// How far it has come and, while nobody has answered, by when somebody will: honey is for what waits
/// for us.
pub(crate) fn badge(frame: &Frame, stages: &Stages, at: Stage, clock: AnswerClock) -> Badge {
    let word = stage(frame, stages, at);
    let say = |key: &str, due_at: &Timestamp| {
        frame.m(key, &[("stage", word.clone()), ("day", frame.day(due_at))])
    };
    match clock {
        AnswerClock::Waiting { due_at, .. } => {
            Badge { words: say("ideas-badge-waiting", &due_at), tone: tone(at) }
        }
        AnswerClock::Overdue { due_at, .. } => {
            Badge { words: say("ideas-badge-overdue", &due_at), tone: "wait" }
        }
        AnswerClock::Answered { .. } | AnswerClock::Stopped => {
            Badge { words: word.clone(), tone: tone(at) }
        }
    }
}

const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Submitted => "line",
        Stage::UnderReview => "wait",
        Stage::NeedsInfo | Stage::Planned | Stage::InProgress => "info",
        Stage::Shipped | Stage::Measured => "up",
        Stage::NotNow | Stage::Declined | Stage::Withdrawn | Stage::Spam | Stage::Merged => "",
    }
}

/// A word at the beginning of a line.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

/// The day on which we look again, as readers write it.
pub(crate) fn day(frame: &Frame, on: Date) -> String {
    let at = on.to_zoned(frame.zone.clone()).map(|at| at.timestamp());
    at.map_or_else(|_| on.to_string(), |at| frame.day(&at))
}

/// The beginning of somebody's words, on one line, ended at a word.
pub(crate) fn excerpt(text: &str, most: usize) -> String {
    let line = crate::words::line(text);
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    let end = cut.rfind(char::is_whitespace).filter(|end| *end > most / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', ' ']))
}

/// What somebody wrote, in its paragraphs.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
    paragraphs.map(str::to_owned).collect()
}

/// Who is who on one page.
#[derive(Default)]
pub(crate) struct Names {
    people: HashMap<Id<Person>, String>,
    staff: HashMap<Id<Staff>, Colleague>,
    /// With a real order that stands.
    bought: HashSet<Id<Person>>,
}

impl Names {
    pub async fn of(tx: &mut Tx, people: &[Id<Person>], staff: &[Id<Staff>]) -> Result<Self> {
        let (people, staff) = (once(people), once(staff));
        let bought = deedwell_trust::store::buyers(tx, &people).await?;
        let people = shown_names(tx, &people).await?;
        Ok(Self { people, staff: store::colleagues(tx, &staff).await?, bought })
    }

    /// Somebody who was forgotten, or never gave a name, is somebody.
    pub fn person(&self, frame: &Frame, id: Id<Person>) -> String {
        let name = self.people.get(&id).filter(|name| !name.is_empty());
        name.cloned().unwrap_or_else(|| frame.t("ideas-somebody"))
    }

    /// Told by a shop, a server or a file, never by themselves.
    pub fn has_bought(&self, id: Id<Person>) -> bool {
        self.bought.contains(&id)
    }

    /// The name that somebody gave, as others see it; '' for none.
    pub fn given(&self, id: Id<Person>) -> String {
        self.people.get(&id).cloned().unwrap_or_default()
    }

    pub fn staff(&self, frame: &Frame, id: Id<Staff>) -> Colleague {
        let name = frame.site_name().to_owned();
        self.staff.get(&id).cloned().unwrap_or(Colleague { name, title: String::new() })
    }
}

fn once<T>(ids: &[Id<T>]) -> Vec<Id<T>> {
    let mut ids = ids.to_vec();
    ids.sort();
    ids.dedup();
    ids
}

/// The whole address of a page.
pub(crate) fn address(frame: &Frame, path: &str) -> String {
    let settings = frame.app().settings();
    match &frame.site {
        Some(site) => whole(settings, site, path),
        None => format!("{}{path}", settings.public_url.trim_end_matches('/')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_ends_at_a_word() {
        assert_eq!(
            excerpt("Lockers\n at the station, please", 40),
            "Lockers at the station, please"
        );
        assert_eq!(excerpt("Lockers at the station, please", 26), "Lockers at the station…");
        assert_eq!(excerpt(&"ü".repeat(50), 10), format!("{}…", "ü".repeat(10)));
    }

    #[test]
    fn paragraphs_are_kept() {
        assert_eq!(paragraphs("One\r\n\r\nTwo\nlines\n\n\n"), ["One", "Two\nlines"]);
        assert_eq!(capital("ärger"), "Ärger");
        assert!(paragraphs(" ").is_empty());
    }
}
