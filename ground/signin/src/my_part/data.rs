//! All that is kept of a customer, as a file for programs.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use deedwell_core::behaviour::{Entries, Entry, FactsOf};
use deedwell_core::{Id, Organisation, Person, Result};
use deedwell_people::account::members;
use deedwell_people::profile::{consents, holdings, traits};
use deedwell_web::{Answer, Deedwell, Me, Site, Title};
use serde_json::json;

use super::lines::{mine, titles};

/// Entries of the file read at once, and how many of them at most.
const AT_ONCE: usize = 500;
const MOST_IN_FILE: usize = 100_000;

/// All that is kept of me, as a file for programs.
pub(crate) async fn data(me: Me, State(app): State<Deedwell>, site: Arc<Site>) -> Answer<Response> {
    let (db, of) = (app.db(), site.organisation);
    let profile = deedwell_people::person(&mut db.read(of).await?, me.person).await?;
    let whom: Vec<_> = profile.identities.iter().map(|identity| identity.id).collect();
    let entries = all_mine(&app, of, me.person)?;
    let own = entries.iter().filter(|entry| entry.person == Some(me.person));
    let own: HashSet<_> = own.map(|entry| entry.id).collect();
    // Read from the disk, with no transaction open.
    let facts = app.behaviour().facts(of, &whom, &own).await?;
    let mut tx = db.read(of).await?;
    let mut actions = Vec::new();
    for some in entries.chunks(AT_ONCE) {
        let titles = titles(&app, &mut tx, some).await?;
        actions.extend(some.iter().map(|entry| action(entry, &titles, &facts)));
    }
    let traits = traits::everything(&mut tx, &[me.person]).await?;
    let all = json!({
        "made_at": tx.now(), "person": profile, "actions": actions,
        "traits": traits.into_iter().map(|(_, one)| one).collect::<Vec<_>>(),
        "consents": consents::history(&mut tx, me.person).await?,
        "holdings": holdings::of(&mut tx, me.person).await?,
        "accounts": members::of_person(&mut tx, me.person).await?,
        "programmes": app.holds(&mut tx, &whom).await?,
    });
    let name = HeaderValue::from_static("attachment; filename=\"my-part.json\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], axum::Json(all)).into_response())
}

fn all_mine(app: &Deedwell, of: Id<Organisation>, person: Id<Person>) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut before = None;
    loop {
        let ask = Entries { before, limit: AT_ONCE, ..mine(app, person) };
        let read = app.behaviour().entries(of, &ask)?;
        entries.extend(read.entries);
        before = read.next;
        if before.is_none() || entries.len() >= MOST_IN_FILE {
            return Ok(entries);
        }
    }
}

fn action(entry: &Entry, titles: &HashMap<String, Title>, facts: &FactsOf) -> serde_json::Value {
    let title = entry.about.as_deref().and_then(|about| titles.get(about));
    let facts =
        facts.get(&entry.id).and_then(|f| serde_json::from_str::<serde_json::Value>(f).ok());
    json!({
        "id": entry.id, "at": entry.at, "kind": entry.kind, "part": entry.part,
        "channel": entry.channel, "about": entry.about, "title": title.map(|t| &t.words),
        "value": entry.value, "facts": facts,
    })
}
