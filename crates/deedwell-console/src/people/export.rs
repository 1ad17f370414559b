//! What leaves: the list as CSV, everything of one person as JSON. Both are noted in the log of
//! staff's acts before the first byte goes out.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use deedwell_core::behaviour::Activity;
use deedwell_core::{Id, Person, Result};
use deedwell_people::everything::{Everything, acts, everything};
use deedwell_people::{IdentityKind, PersonRow, some};
use deedwell_web::{Answer, Deedwell, Frame, Query, Site, StaffMember, Tx};
use serde::Serialize;
use serde_json::json;

use super::ask::ListAsk;
use super::find;
use crate::acts::note::audit;
use crate::look::file::{self, Csv, MOST_ROWS};

/// People read from the state at once.
const BATCH: usize = 500;

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
    let ids = find::all(app.behaviour(), &mut tx, site.organisation, &question, MOST_ROWS).await?;
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

/// Everything that is kept of one person, with what programmes hold of them.
#[derive(Serialize)]
struct All {
    #[serde(flatten)]
    everything: Everything,
    programmes: BTreeMap<&'static str, serde_json::Value>,
}

pub(super) async fn person(
    app: State<Deedwell>,
    site: Arc<Site>,
    staff: StaffMember,
    Path(id): Path<Id<Person>>,
) -> Answer<Response> {
    let (db, of) = (app.db(), site.organisation);
    let acts = acts(db, of, app.behaviour(), id).await?;
    let mut tx = db.read(of).await?;
    let everything = everything(&mut tx, app.behaviour(), id, acts).await?;
    let programmes = app.holds(&mut tx, &everything.identities()).await?;
    drop(tx);
    let about = Some(format!("person/{}", everything.person.id));
    note(&app, &site, &staff, "people.exported", about, &json!({})).await?;
    let name = format!("person-{}.json", everything.person.id);
    Ok(file::json(&All { everything, programmes }, &name)?)
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
