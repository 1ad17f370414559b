//! An entry of the ledger as a line that people read: who, what, about which thing, for how much.

use std::collections::{HashMap, HashSet};

use deedwell_core::behaviour::Entry;
use deedwell_core::{Id, Part, Person, Result, Staff};
use deedwell_store::Tx;
use deedwell_web::mark::{self, Mark};
use deedwell_web::{Frame, Right, Title};
use jiff::Timestamp;

/// A name, and where one reads more; no address where the reader may not go there.
#[derive(Clone, PartialEq, Debug)]
pub struct Named {
    pub name: String,
    pub href: String,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    pub sequence: i64,
    pub at: Timestamp,
    /// Nobody, where the system acted.
    pub who: Option<Named>,
    /// What was done: `voted for an idea`.
    pub words: String,
    /// Whose contribution it answers.
    pub to: Option<Named>,
    /// What it is about, in its author's words.
    pub title: Option<Named>,
    /// Empty for none.
    pub money: String,
    pub channel: String,
    pub mark: Mark,
    /// Why it does not count, in a word or two; empty where it does.
    pub doubt: String,
}

impl Line {
    pub fn mark_class(&self) -> &'static str {
        self.mark.class()
    }

    /// The sentence of somebody's own page, where their name need not stand again.
    pub fn of_their_own(mut self) -> Self {
        if self.mark == Mark::We {
            self.to = None;
        } else {
            self.who = None;
        }
        if self.who.is_none() {
            self.words = capital(&self.words);
        }
        self
    }
}

/// With a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whatever the lines of a page call people and things.
pub struct Names {
    people: HashMap<Id<Person>, String>,
    staff: HashMap<Id<Staff>, String>,
    titles: HashMap<String, Title>,
}

impl Names {
    /// Everything that these entries name, in one question for each sort.
    pub async fn of(tx: &mut Tx, frame: &Frame, entries: &[Entry]) -> Result<Self> {
        let people: HashSet<Id<Person>> =
            entries.iter().flat_map(|e| [e.person, e.counterpart]).flatten().collect();
        let people: Vec<Id<Person>> = people.into_iter().collect();
        let abouts: HashSet<String> =
            entries.iter().filter_map(|e| e.about.as_deref()).map(str::to_owned).collect();
        let abouts: Vec<String> = abouts.into_iter().collect();
        let mut titles = HashMap::new();
        for programme in frame.app().clone().programmes() {
            titles.extend((programme.titles)(tx, &abouts).await?);
        }
        let people = if people.is_empty() || !frame.may(Right::SeePeople) {
            HashMap::new()
        } else {
            deedwell_people::names(tx, &people).await?
        };
        let any_staff = entries.iter().any(|e| e.staff.is_some());
        let staff = if any_staff { staff_names(tx).await? } else { HashMap::new() };
        Ok(Self { people, staff, titles })
    }

    pub fn line(&self, frame: &Frame, entry: &Entry) -> Line {
        let who = match entry.part {
            Part::Staff => entry.staff.map(|id| self.colleague(frame, id)),
            Part::System => None,
            Part::Customer | Part::Visitor => entry.person.map(|id| self.person(frame, id)),
        };
        let about_whom = || entry.person.filter(|_| entry.part == Part::Staff);
        let to = entry.counterpart.or_else(about_whom);
        let title = entry.about.as_deref().and_then(|about| self.titles.get(about));
        let words = mark::words(frame, entry);
        Line {
            sequence: entry.sequence,
            at: entry.at,
            words: if entry.part == Part::System { capital(&words) } else { words },
            who,
            to: to.filter(|id| entry.person != Some(*id)).map(|id| self.person(frame, id)),
            title: title.map(|t| Named { name: t.words.clone(), href: t.console.clone() }),
            money: entry.value.map(|v| frame.money(&v)).unwrap_or_default(),
            channel: frame.channel(&entry.channel),
            mark: Mark::of(entry),
            doubt: mark::doubt(frame, entry),
        }
    }

    pub fn lines(&self, frame: &Frame, entries: &[Entry]) -> Vec<Line> {
        entries.iter().map(|e| self.line(frame, e)).collect()
    }

    /// A person, by name where the reader may see people.
    pub fn person(&self, frame: &Frame, id: Id<Person>) -> Named {
        if !frame.may(Right::SeePeople) {
            return Named { name: frame.t("people-somebody"), href: String::new() };
        }
        let name = self.people.get(&id).map(String::as_str).unwrap_or_default();
        Named { name: name_or_number(frame, name, id), href: href(id) }
    }

    fn colleague(&self, frame: &Frame, id: Id<Staff>) -> Named {
        let name = self.staff.get(&id).cloned();
        Named { name: name.unwrap_or_else(|| frame.t("people-colleague")), href: String::new() }
    }
}

/// A person's page.
pub fn href(id: Id<Person>) -> String {
    format!("/console/people/{id}")
}

/// A name, or for the nameless the end of their number: enough to tell two on one page apart.
pub fn name_or_number(frame: &Frame, name: &str, id: Id<Person>) -> String {
    if name.is_empty() {
        let id = id.to_string();
        frame.w("people-nameless", id.get(id.len() - 4..).unwrap_or_default())
    } else {
        name.to_owned()
    }
}

async fn staff_names(tx: &mut Tx) -> Result<HashMap<Id<Staff>, String>> {
    let list = tx.query("select id, name from staff where organisation = $1");
    tx.list(list).await?.iter().map(|row| Ok((row.id("id")?, row.text("name")?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_is_more_than_ascii() {
        assert_eq!(capital("über"), "Über");
    }
}
