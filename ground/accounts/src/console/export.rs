//! What leaves as CSV: the list, and who belongs to one account. Both are noted in the audit before the first
//! byte goes out.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use deedwell_core::{Account, Id, Result};
use deedwell_people::account::deed::about;
use deedwell_people::account::{list as kept, members as belonging};
use deedwell_web::file::Csv;
use deedwell_web::{Answer, Deedwell, Frame, Query, Site, StaffMember, Tx};
use serde_json::json;

use super::list::{ListAsk, all, did};
use crate::store;

const HEADS: [&str; 13] = [
    "id",
    "name",
    "kind",
    "reference",
    "opened",
    "closed",
    "members",
    "active_28_days",
    "active_90_days",
    "last_seen",
    "purchases",
    "spent",
    "currency",
];
const MEMBER_HEADS: [&str; 10] = [
    "person",
    "name",
    "role",
    "since",
    "until",
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
    let (behaviour, organisation) = (app.behaviour(), site.organisation);
    let ids = all(&mut tx, behaviour, organisation, &ask, frame.currency()).await?;
    let mut noted = app.db().write(organisation).await?;
    let detail = json!({ "accounts": ids.len() });
    store::audit(&mut noted, staff.id, "accounts.list_exported", None, &detail).await?;
    noted.commit().await?;
    let did = did(&mut tx, behaviour, organisation, &ids, frame.now).await?;
    let mut csv = Csv::new(&HEADS);
    for line in kept::lines(&mut tx, &ids).await? {
        let sum = did.get(&line.id).cloned().unwrap_or_default();
        let at =
            |at: Option<deedwell_core::Timestamp>| at.map(|a| a.to_string()).unwrap_or_default();
        for (amount, currency) in amounts(&sum.spent) {
            csv.row([
                line.id.to_string(),
                line.name.clone(),
                line.kind.name().to_owned(),
                line.reference.clone(),
                line.created_at.to_string(),
                at(line.closed_at),
                line.members.to_string(),
                sum.active_28.to_string(),
                sum.active_90.to_string(),
                at(sum.last_at),
                sum.purchases.to_string(),
                amount,
                currency,
            ]);
        }
    }
    Ok(csv.answer("accounts.csv"))
}

/// One row for each currency: amounts of two are never added up. One empty row where there is none.
fn amounts(spent: &[deedwell_core::Money]) -> Vec<(String, String)> {
    let all = spent.iter().map(|m| (m.decimal(), m.currency.to_string()));
    if spent.is_empty() { vec![Default::default()] } else { all.collect() }
}

pub(super) async fn members(
    app: State<Deedwell>,
    site: Arc<Site>,
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
) -> Answer<Response> {
    deedwell_people::account::card(&mut tx, id).await?;
    let members = belonging::of_account(&mut tx, id).await?;
    note(&app, &site, &staff, id, members.len()).await?;
    let people: Vec<_> = members.iter().map(|m| m.person).collect();
    let did = app.behaviour().activity(site.organisation, &people)?;
    let mut csv = Csv::new(&MEMBER_HEADS);
    for (member, did) in members.iter().zip(&did) {
        for (amount, currency) in amounts(&did.spent) {
            csv.row([
                member.person.to_string(),
                member.name.clone(),
                member.role.clone(),
                member.since.to_string(),
                member.until.map(|at| at.to_string()).unwrap_or_default(),
                did.last_at.map(|at| at.to_string()).unwrap_or_default(),
                did.actions.to_string(),
                did.purchases.to_string(),
                amount,
                currency,
            ]);
        }
    }
    Ok(csv.answer("members.csv"))
}

/// A GET only reads, so the note has a transaction of its own, closed before the file is made.
async fn note(
    app: &Deedwell,
    site: &Site,
    staff: &StaffMember,
    id: Id<Account>,
    members: usize,
) -> Result<()> {
    let mut tx = app.db().write(site.organisation).await?;
    let (about, detail) = (about(id), json!({ "members": members }));
    store::audit(&mut tx, staff.id, "accounts.members_exported", Some(&about), &detail).await?;
    tx.commit().await.map(drop)
}
