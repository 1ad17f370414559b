//! Everything that the members of an account did, in one order, newest first, under headings of days.

use std::collections::{HashMap, HashSet};

use deedwell_core::behaviour::{Activity, Behaviour, Cursor, Entries, Entry};
use deedwell_core::{Error, Id, Organisation, Person, Result, Timestamp};
use deedwell_store::Tx;
use deedwell_web::mark::{self, Mark};
use deedwell_web::{Frame, Title};

/// Lines of a page.
pub const PAGE: usize = 40;
/// Members whose acts are looked through: those who were seen last.
pub const MOST_LOOKED_THROUGH: usize = 2_000;

/// What they did, before this place of the list, and where it goes on.
pub fn newest(
    behaviour: &dyn Behaviour,
    organisation: Id<Organisation>,
    members: &[Activity],
    before: Option<Cursor>,
) -> Result<(Vec<Entry>, Option<Cursor>)> {
    let mut members: Vec<(Timestamp, &Activity)> =
        members.iter().filter_map(|did| Some((did.last_at?, did))).collect();
    members.sort_by_key(|(last, did)| std::cmp::Reverse((*last, did.person)));
    members.truncate(MOST_LOOKED_THROUGH);
    let mut all: Vec<Entry> = Vec::new();
    for (last, did) in members {
        // One more than a page is there, and nobody who is left did anything later.
        let full = all.get(PAGE).is_some_and(|oldest| last < oldest.at);
        if full {
            break;
        }
        let ask =
            Entries { person: Some(did.person), before, limit: PAGE + 1, ..Entries::default() };
        all.extend(behaviour.entries(organisation, &ask)?.entries);
        all.sort_by_key(|e| std::cmp::Reverse((e.at, e.sequence)));
        all.truncate(PAGE + 1);
    }
    let more = all.len() > PAGE;
    all.truncate(PAGE);
    let last = all.last().filter(|_| more);
    let next = last.map(|e| Cursor { at: e.at.as_microsecond(), sequence: e.sequence });
    Ok((all, next))
}

/// # Errors
/// `Invalid` for what is no place of a list.
pub fn cursor(text: Option<&str>) -> Result<Option<Cursor>> {
    let Some(text) = text.filter(|t| !t.is_empty()) else { return Ok(None) };
    let wrong =
        || Error::invalid("before", "This is no place in the list. Please go back to its top.");
    Cursor::parse(text).map(Some).ok_or_else(wrong)
}

/// One line of it.
pub struct Line {
    pub at: Timestamp,
    pub who: String,
    pub href: String,
    /// What was done: `voted for an idea`.
    pub words: String,
    /// What it is about, in its author's words.
    pub title: Option<Title>,
    /// Empty for none.
    pub money: String,
    pub channel: String,
    pub mark: &'static str,
    /// Why it does not count; empty where it does.
    pub doubt: String,
}

/// Lines of one day.
pub struct Day {
    pub heading: String,
    pub lines: Vec<Line>,
}

/// The entries as people read them.
pub async fn days(
    tx: &mut Tx,
    frame: &Frame,
    entries: &[Entry],
    names: &HashMap<Id<Person>, String>,
) -> Result<Vec<Day>> {
    let abouts: HashSet<&str> = entries.iter().filter_map(|e| e.about.as_deref()).collect();
    let abouts: Vec<String> = abouts.into_iter().map(str::to_owned).collect();
    let mut titles: HashMap<String, Title> = HashMap::new();
    for programme in frame.app().clone().programmes() {
        titles.extend((programme.titles)(tx, &abouts).await?);
    }
    let mut days: Vec<Day> = Vec::new();
    for entry in entries {
        let heading = frame.day(&entry.at);
        let line = line(frame, entry, names, &titles);
        match days.last_mut() {
            Some(day) if day.heading == heading => day.lines.push(line),
            _ => days.push(Day { heading, lines: vec![line] }),
        }
    }
    Ok(days)
}

fn line(
    frame: &Frame,
    entry: &Entry,
    names: &HashMap<Id<Person>, String>,
    titles: &HashMap<String, Title>,
) -> Line {
    let known = entry.person.and_then(|person| names.get(&person)).cloned();
    let title = entry.about.as_deref().and_then(|about| titles.get(about)).cloned();
    Line {
        at: entry.at,
        who: known.unwrap_or_else(|| frame.t("accounts-somebody")),
        href: entry.person.map(person_href).unwrap_or_default(),
        words: mark::words(frame, entry),
        title,
        money: entry.value.map(|v| frame.money(&v)).unwrap_or_default(),
        channel: frame.channel(&entry.channel),
        mark: Mark::of(entry).class(),
        doubt: mark::doubt(frame, entry),
    }
}

/// A person's page.
pub fn person_href(id: Id<Person>) -> String {
    format!("/console/people/{id}")
}
