//! What a customer did, and what was answered to them.

use std::collections::HashMap;

use deedwell_core::behaviour::{Entries, Entry};
use deedwell_core::{Id, Person, Result, Timestamp};
use deedwell_web::{Deedwell, Frame, Title};

/// One thing that I did, or that was answered to me.
pub(crate) struct Line {
    pub what: String,
    pub at: Timestamp,
    pub ours: bool,
    pub title: Option<Title>,
}

/// What I did and what was answered to me, newest first; how much there is in all.
pub(crate) async fn newest(
    app: &Deedwell,
    tx: &mut deedwell_store::Tx,
    frame: &Frame,
    person: Id<Person>,
    limit: usize,
) -> Result<(Vec<Line>, u64)> {
    let ask = Entries { limit, ..mine(app, person) };
    let read = app.behaviour().entries(tx.organisation(), &ask)?;
    let titles = titles(app, tx, &read.entries).await?;
    let line = |entry: &Entry| Line {
        what: frame.kind(&entry.kind),
        at: entry.at,
        ours: entry.staff.is_some(),
        title: entry.about.as_deref().and_then(|about| titles.get(about)).cloned(),
    };
    Ok((read.entries.iter().map(line).collect(), read.total))
}

/// What they did, and of what we did in answer that which customers are shown.
pub(super) fn mine(app: &Deedwell, person: Id<Person>) -> Entries {
    let told = app.programmes().iter().flat_map(|p| p.told).map(|kind| (*kind).to_owned());
    let answer_kinds: Vec<String> = told.collect();
    let answers_too = !answer_kinds.is_empty();
    Entries { person: Some(person), answers_too, answer_kinds, ..Entries::default() }
}

/// What the things are called, each asked of every programme: an `about` names no programme.
pub(super) async fn titles(
    app: &Deedwell,
    tx: &mut deedwell_store::Tx,
    read: &[Entry],
) -> Result<HashMap<String, Title>> {
    let mut abouts: Vec<String> =
        read.iter().filter_map(|e| e.about.as_deref().map(str::to_owned)).collect();
    abouts.sort_unstable();
    abouts.dedup();
    let mut titles = HashMap::new();
    for programme in app.programmes() {
        titles.extend((programme.titles)(tx, &abouts).await?);
    }
    Ok(titles)
}
