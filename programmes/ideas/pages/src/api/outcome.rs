//! What came of an idea, for a member of staff: money with its basis, credit, releases.

use std::sync::Arc;

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::meaning::Basis;
use deedwell_core::{Error, Id, Money, Person, Result};
use deedwell_store::Tx as Transaction;
use deedwell_web::{Answer, Json, Right, Routes, Site, Tx, done};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::staff::{StaffAlone, host, who_may};
use super::told::ReleaseGiven;
use super::{READ, WRITE};
use crate::board::{NewRelease, Release};
use crate::idea::Idea;
use crate::money::{Credit, Entry, EntryKind, NewEntry};
use crate::{acts, store};

pub(super) fn routes() -> Routes {
    Routes::new("ideas")
        .get("/api/ideas/{id}/money", READ, "What it earned, saved and cost", money)
        .gives::<MoneyGiven>()
        .post("/api/ideas/{id}/money", WRITE, "Book an amount, for staff", book)
        .json::<EntryNew>()
        .gives::<MoneyGiven>()
        .post(
            "/api/ideas/{id}/money/{entry}/taking-back",
            WRITE,
            "Take an entry back by a counter-entry, for staff",
            take_back,
        )
        .json::<EntryBack>()
        .gives::<MoneyGiven>()
        .post("/api/ideas/{id}/credit", WRITE, "Say whose merit it is, for staff", credit)
        .json::<CreditNew>()
        .gives::<MoneyGiven>()
        .post("/api/ideas/releases", WRITE, "Write a release, for staff", write)
        .json::<ReleaseNew>()
        .gives::<ReleaseGiven>()
        .post("/api/ideas/releases/{id}/publication", WRITE, "Publish a draft, for staff", publish)
        .json::<StaffAlone>()
        .gives::<ReleaseGiven>()
}

#[derive(Serialize, ToSchema)]
struct MoneyGiven {
    idea: String,
    /// The oldest first.
    entries: Vec<EntryGiven>,
    /// Whose merit it is.
    credit: Vec<ShareGiven>,
}

#[derive(Serialize, ToSchema)]
struct EntryGiven {
    id: String,
    /// `earned`, `saved` or `cost`.
    kind: String,
    /// An exact decimal; below nought in a counter-entry.
    amount: String,
    currency: String,
    /// `experiment`, `matched` or `claimed`.
    basis: String,
    note: String,
    at: String,
    /// The entry that this one takes back.
    reverses: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct ShareGiven {
    person: String,
    /// Together a million.
    millionths: i64,
}

async fn money(Tx(mut tx): Tx, Path(id): Path<Id<Idea>>) -> Answer<axum::Json<MoneyGiven>> {
    Ok(axum::Json(money_given(&mut tx, id).await?))
}

async fn money_given(tx: &mut Transaction, id: Id<Idea>) -> Result<MoneyGiven> {
    let idea = store::idea(tx, id).await?;
    let entries = store::entries(tx, idea.id).await?;
    let credits = store::credits(tx, idea.id).await?;
    let entry = |entry: &Entry| EntryGiven {
        id: entry.id.to_string(),
        kind: entry.kind.name().to_owned(),
        amount: entry.amount.decimal(),
        currency: entry.amount.currency.as_str().to_owned(),
        basis: entry.basis.name().to_owned(),
        note: entry.note.clone(),
        at: entry.at.to_string(),
        reverses: entry.reverses.map(|id| id.to_string()),
    };
    let share = |c: &Credit| ShareGiven { person: c.person.to_string(), millionths: c.share };
    Ok(MoneyGiven {
        idea: id.to_string(),
        entries: entries.iter().map(entry).collect(),
        credit: credits.iter().map(share).collect(),
    })
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EntryNew {
    /// The e-mail address of a member of staff who may book money.
    staff: String,
    /// `earned`, `saved` or `cost`.
    kind: String,
    /// An exact decimal, such as 1204.50.
    amount: String,
    /// The organisation's unless said otherwise.
    currency: Option<String>,
    /// `experiment`, `matched` or `claimed`.
    basis: String,
    /// Where the figure comes from.
    note: String,
}

async fn book(
    site: Arc<Site>,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<EntryNew>,
) -> Answer<Response> {
    let staff = who_may(&mut tx, &new.staff, Right::BookMoney).await?;
    let currency = new.currency.as_deref().map(str::parse).transpose()?.unwrap_or(site.currency);
    let kind = || Error::invalid("kind", "A kind is earned, saved or cost.");
    let basis = || Error::invalid("basis", "A basis is experiment, matched or claimed.");
    let entry = NewEntry {
        kind: EntryKind::parse(&new.kind).ok_or_else(kind)?,
        amount: Money::parse(&new.amount, currency)?,
        basis: Basis::parse(&new.basis).ok_or_else(basis)?,
        note: new.note,
    };
    acts::book(&mut tx, staff, id, &entry).await?;
    booked(tx, id).await
}

async fn booked(mut tx: Transaction, id: Id<Idea>) -> Answer<Response> {
    let given = money_given(&mut tx, id).await?;
    done(tx, given).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EntryBack {
    staff: String,
    /// Why.
    note: String,
}

async fn take_back(
    Tx(mut tx): Tx,
    Path((id, entry)): Path<(Id<Idea>, Id<Entry>)>,
    Json(new): Json<EntryBack>,
) -> Answer<Response> {
    let staff = who_may(&mut tx, &new.staff, Right::BookMoney).await?;
    if store::entry(&mut tx, entry).await?.idea != id {
        return Err(Error::Missing("entry").into());
    }
    acts::take_back_entry(&mut tx, staff, entry, &new.note).await?;
    booked(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CreditNew {
    staff: String,
    /// Each person once.
    shares: Vec<ShareNew>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShareNew {
    #[schema(value_type = String)]
    person: Id<Person>,
    /// Together a million.
    millionths: i64,
}

async fn credit(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<CreditNew>,
) -> Answer<Response> {
    let staff = who_may(&mut tx, &new.staff, Right::BookMoney).await?;
    let share = |s: &ShareNew| Credit { person: s.person, share: s.millionths };
    let credits: Vec<Credit> = new.shares.iter().map(share).collect();
    acts::credit(&mut tx, staff, id, &credits).await?;
    booked(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReleaseNew {
    staff: String,
    title: String,
    body: String,
    /// The ids of ideas that have shipped.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    ideas: Vec<Id<Idea>>,
    /// False keeps it as a draft.
    #[serde(default)]
    publish: bool,
}

async fn write(Tx(mut tx): Tx, Json(new): Json<ReleaseNew>) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    let ReleaseNew { title, body, ideas, publish, .. } = new;
    let id = acts::release(&mut tx, staff, &NewRelease { title, body, ideas, publish }).await?;
    released(tx, id).await
}

async fn publish(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Release>>,
    Json(StaffAlone { staff }): Json<StaffAlone>,
) -> Answer<Response> {
    let staff = host(&mut tx, &staff).await?;
    acts::publish_release(&mut tx, staff, id).await?;
    released(tx, id).await
}

async fn released(mut tx: Transaction, id: Id<Release>) -> Answer<Response> {
    let release = store::release(&mut tx, id).await?;
    let ids = store::ideas_of_release(&mut tx, id).await?;
    let cards = store::cards(&mut tx, &ids).await?;
    done(tx, ReleaseGiven::of(&release, &cards)).await
}
