//! What leaves: the list as CSV, everything of one person as JSON. Both are noted in the log of
//! staff's acts before the first byte goes out.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use deedwell_core::behaviour::{Activity, Entries, Entry};
use deedwell_core::{Id, Person, Result};
use deedwell_people::person::Profile;
use deedwell_people::profile::consents::{self, Consent};
use deedwell_people::profile::holdings::{self, Holding};
use deedwell_people::profile::traits::{self, Trait};
use deedwell_people::why::{Said, also_called, said_of};
use deedwell_people::{IdentityKind, PersonRow, head_of, person as profile_of, some};
use deedwell_web::{Answer, Deedwell, Frame, Query, Site, StaffMember, Tx};
use serde::Serialize;
use serde_json::json;

use super::ask::ListAsk;
use super::find;
use crate::acts::note::audit;
use crate::look::file::{self, Csv, MOST_ROWS};

/// People read from the state at once.
const BATCH: usize = 500;
/// Entries asked of the ledger at once.
const ENTRIES: usize = 1_000;

const HEADS: [&str; 11] = [
    "id",
    "name",
    "email",
    "phone",
    "tags",
    "first_met",
    "last_seen",
    "actions",
    "purchases",
    "spent",
    "currency",
];

pub(super) async fn list(
    app: State<Deedwell>,
    site: Arc<Site>,
    staff: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<ListAsk>,
) -> Answer<Response> {
    let question = ask.question(&frame)?;
    let mut ids = find::all(app.behaviour(), &mut tx, site.organisation, &question).await?;
    ids.truncate(MOST_ROWS);
    let detail = json!({ "people": ids.len(), "question": ask.address("").question() });
    note(&app, &site, &staff, "people.list_exported", None, &detail).await?;
    let mut csv = Csv::new(&HEADS);
    for batch in ids.chunks(BATCH) {
        let people = some(&mut tx, batch).await?;
        let activity = app.behaviour().activity(site.organisation, batch)?;
        for person in &people {
            let did = activity.iter().find(|a| a.person == person.id);
            rows(&mut csv, person, did);
        }
    }
    Ok(csv.answer("people.csv"))
}

/// One row for each currency somebody spent: amounts of two are never added up.
fn rows(csv: &mut Csv, person: &PersonRow, did: Option<&Activity>) {
    let sign = |kind: IdentityKind| {
        let mut signs = person.signs.iter().map(|(sign, _)| sign);
        signs.find(|s| s.kind() == kind).map(|s| s.value().to_owned()).unwrap_or_default()
    };
    let number = |n: fn(&Activity) -> u64| did.map_or(0, n).to_string();
    let seen = did.and_then(|d| d.last_at).map(|at| at.to_string()).unwrap_or_default();
    let spent = did.map(|d| d.spent.as_slice()).unwrap_or_default();
    let spent = spent.iter().map(|m| (m.decimal(), m.currency.to_string()));
    let none = spent.len() == 0;
    for (amount, currency) in spent.chain(none.then(Default::default)) {
        csv.row([
            person.id.to_string(),
            person.name.clone(),
            sign(IdentityKind::Email),
            sign(IdentityKind::Phone),
            person.tags.join("; "),
            person.created_at.to_string(),
            seen.clone(),
            number(|d| d.actions),
            number(|d| d.purchases),
            amount,
            currency,
        ]);
    }
}

/// Everything that is kept of one person.
#[derive(Serialize)]
struct Everything {
    person: Profile,
    /// Names of those with whom staff made them one.
    also_called: Vec<String>,
    /// All that was said, also what does not count.
    traits: Vec<Trait>,
    /// Every word, the newest first.
    consents: Vec<Consent>,
    holdings: Vec<Holding>,
    /// What was said of their signs.
    links: Vec<Said>,
    activity: Option<Activity>,
    /// Newest first; answers of ours included.
    actions: Vec<Entry>,
}

pub(super) async fn person(
    app: State<Deedwell>,
    site: Arc<Site>,
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
) -> Answer<Response> {
    let id = head_of(&mut tx, id).await?;
    let person = profile_of(&mut tx, id).await?;
    let traits = traits::everything(&mut tx, &[id]).await?.into_iter().map(|(_, t)| t).collect();
    let consents = consents::history(&mut tx, id).await?;
    let holdings = holdings::of(&mut tx, id).await?;
    let links = said_of(&mut tx, id).await?;
    let also_called = also_called(&mut tx, id).await?;
    let about = Some(format!("person/{id}"));
    note(&app, &site, &staff, "people.exported", about, &json!({})).await?;
    let mut actions = Vec::new();
    let mut before = None;
    loop {
        let ask = Entries {
            person: Some(id),
            answers_too: true,
            before,
            limit: ENTRIES,
            ..Entries::default()
        };
        let page = app.behaviour().entries(site.organisation, &ask)?;
        actions.extend(page.entries);
        before = page.next;
        if before.is_none() || actions.len() >= MOST_ROWS {
            break;
        }
    }
    let activity = app.behaviour().activity(site.organisation, &[id])?.into_iter().next();
    let all =
        Everything { person, also_called, traits, consents, holdings, links, activity, actions };
    Ok(file::json(&all, &format!("person-{id}.json"))?)
}

/// A GET only reads, so the note has a transaction of its own, closed before the file is made.
pub(crate) async fn note(
    app: &State<Deedwell>,
    site: &Site,
    staff: &StaffMember,
    deed: &'static str,
    about: Option<String>,
    detail: &serde_json::Value,
) -> Result<()> {
    let mut tx = app.db().write(site.organisation).await?;
    audit(&mut tx, Some(staff.id), deed, about.as_deref(), detail).await?;
    tx.commit().await.map(drop)
}
