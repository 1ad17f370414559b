//! What a customer sees of themselves: how they are known, what they did, and all that is kept of
//! them as a file.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use deedwell_core::behaviour::{Entries, Entry, FactsOf};
use deedwell_core::{Error, Id, Organisation, Person, Result, Timestamp};
use deedwell_people::account::members;
use deedwell_people::person::{IdentityRow, LONGEST_NAME};
use deedwell_people::profile::{consents, holdings, traits};
use deedwell_people::{Profile, Proof};
use deedwell_web::answer::{Errors, Render, on_with};
use deedwell_web::{Answer, Deedwell, Form, Frame, Me, Panel, Site, Title, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

/// Of what I did, on the page. The file holds all of it.
const NEWEST: usize = 50;
/// Entries of the file read at once, and how many of them at most.
const AT_ONCE: usize = 500;
const MOST_IN_FILE: usize = 100_000;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MyName {
    name: String,
}

/// One thing that I did, or that was answered to me.
pub(crate) struct Line {
    pub what: String,
    pub at: Timestamp,
    pub ours: bool,
    pub title: Option<Title>,
}

#[derive(Template)]
#[template(path = "my_part.html")]
struct Page {
    frame: Frame,
    errors: Errors,
    profile: Profile,
    /// The name, or what was typed and could not be used.
    typed: String,
    lines: Vec<Line>,
    total: u64,
    /// What every part has of mine.
    panels: Vec<Panel>,
}

impl Page {
    fn kind(&self, identity: &IdentityRow) -> String {
        self.frame.t(&format!("signin-identity-{}", identity.kind.name()))
    }

    fn proof(&self, identity: &IdentityRow) -> String {
        self.frame.t(&format!("signin-proof-{}", identity.proof.name()))
    }

    fn tone(&self, identity: &IdentityRow) -> &'static str {
        if identity.proof > Proof::Claimed { "up" } else { "line" }
    }

    fn longest(&self) -> usize {
        LONGEST_NAME
    }

    fn is_cut(&self) -> bool {
        self.total > self.lines.len() as u64
    }
}

pub(crate) async fn show(
    me: Me,
    State(app): State<Deedwell>,
    frame: Frame,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    let profile = deedwell_people::person(&mut tx, me.person).await?;
    let name = profile.name.clone();
    page(&app, &mut tx, frame, profile, name, Errors::none()).await
}

async fn page(
    app: &Deedwell,
    tx: &mut deedwell_store::Tx,
    frame: Frame,
    profile: Profile,
    typed: String,
    errors: Errors,
) -> Answer<Response> {
    let (lines, total) = newest(app, tx, &frame, profile.id, NEWEST).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let panels = app.panels_of_me(tx, profile.id, &frame).await?;
    let panels = panels.into_iter().map(|(_, panel)| panel).collect();
    let page = Page { frame, errors, profile, typed, lines, total, panels };
    Ok(page.respond_with(status))
}

/// Each is a line of the ledger for ever.
const NAMES_AN_HOUR: u32 = 20;

pub(crate) async fn rename(
    me: Me,
    State(app): State<Deedwell>,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<MyName>,
) -> Answer<Response> {
    let key = format!("signin.rename/{}", me.person);
    deedwell_store::quota::spend(&mut tx, &key, NAMES_AN_HOUR, 3_600).await?;
    let renamed = match deedwell_people::person::clean_name(&form.name) {
        Ok(name) if name.is_empty() => Err(Error::invalid("name", frame.t("signin-name-empty"))),
        Ok(name) => deedwell_people::person::rename(&mut tx, me.person, &name).await,
        Err(error) => Err(error),
    };
    match renamed {
        Ok(deed) => {
            tx.record(me.who(), &deed).await?;
            tx.commit().await?;
            Ok(on_with("/my-part", "said-saved"))
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            let profile = deedwell_people::person(&mut tx, me.person).await?;
            page(&app, &mut tx, frame, profile, form.name, errors).await
        }
    }
}

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
fn mine(app: &Deedwell, person: Id<Person>) -> Entries {
    let told = app.programmes().iter().flat_map(|p| p.told).map(|kind| (*kind).to_owned());
    let answer_kinds: Vec<String> = told.collect();
    let answers_too = !answer_kinds.is_empty();
    Entries { person: Some(person), answers_too, answer_kinds, ..Entries::default() }
}

/// What the things are called, each asked of every programme: an `about` names no programme.
async fn titles(
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
