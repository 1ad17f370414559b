//! Programs have somebody forgotten, and ask how far that has come.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Id, Person};
use deedwell_people::erase::{self, By, Erasure, ErasureNoun, Reason};
use deedwell_store::audit;
use deedwell_store::quota::{self, Together};
use deedwell_web::{Answer, Json, Needs, Query, Routes, Tx, done};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::part::Part;

pub(super) fn routes() -> Routes {
    Routes::new("profiles")
        .post("/api/people/{id}/erasure", Needs::KeyToWrite, "Forgets somebody for good", forget)
        .json::<ErasureNew>()
        .gives::<ErasureGiven>()
        .get("/api/erasures", Needs::KeyToRead, "Who was forgotten, the last first", receipts)
        .query::<ReceiptsQuery>()
        .gives::<ErasuresGiven>()
        .get("/api/erasures/{id}", Needs::KeyToRead, "How far a forgetting has come", receipt)
        .gives::<ErasureGiven>()
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ErasureNew {
    /// `asked` (they asked for it), `not_needed` or `mistake`.
    why: String,
}

/// A receipt. It says nothing of whom.
#[derive(Serialize, ToSchema)]
struct ErasureGiven {
    id: String,
    why: &'static str,
    /// Who asked: `customer` (they themselves), `staff` or `program`.
    by: &'static str,
    asked_at: String,
    /// Persons that were one, their identities, and actions that went from files of the ledger.
    people: i64,
    identities: i64,
    actions: i64,
    /// From then on nothing of them can be read.
    unreadable_at: Option<String>,
    /// From then on nothing of them is on the disk.
    gone_at: Option<String>,
}

impl From<Erasure> for ErasureGiven {
    fn from(one: Erasure) -> Self {
        Self {
            id: one.id.to_string(),
            why: one.why.name(),
            by: match one.staff {
                _ if one.by_themselves => "customer",
                Some(_) => "staff",
                None => "program",
            },
            asked_at: one.asked_at.to_string(),
            people: one.people,
            identities: one.identities,
            actions: one.actions,
            unreadable_at: one.unreadable_at.map(|at| at.to_string()),
            gone_at: one.gone_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Serialize, ToSchema)]
struct ErasuresGiven {
    erasures: Vec<ErasureGiven>,
    /// What to send as `cursor` for the next page; null on the last.
    next: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ReceiptsQuery {
    /// What the page before gave as `next`; none: from the last.
    cursor: Option<String>,
    /// 1 to 100; 20 unless said otherwise.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

/// A program that goes wrong must not empty the house.
const A_DAY: Together =
    Together { key: "people.erase", what: "erasures", most: 1_000, window_s: 86_400 };

async fn forget(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Json(asked): Json<ErasureNew>,
) -> Answer<Response> {
    let why = Reason::parse(&asked.why)?;
    quota::spend_together(&mut tx, &A_DAY).await?;
    let key = tx.key().unwrap_or_default().to_owned();
    let erasure = erase::ask(&mut tx, id, why, By::Program(key)).await?;
    let about = format!("erasure/{erasure}");
    audit(&mut tx, None, "people.erased", Some(&about), &json!({ "why": why.name() })).await?;
    let given = ErasureGiven::from(erase::receipt(&mut tx, erasure).await?);
    done(tx, given).await
}

async fn receipts(
    Tx(mut tx): Tx,
    Query(ask): Query<ReceiptsQuery>,
) -> Answer<axum::Json<ErasuresGiven>> {
    let part = Part::of(ask.cursor.as_deref(), ask.limit)?;
    let total = usize::try_from(erase::count(&mut tx).await?).unwrap_or(usize::MAX);
    let erasures = erase::receipts(&mut tx, part.skip, part.most).await?;
    Ok(axum::Json(ErasuresGiven {
        erasures: erasures.into_iter().map(ErasureGiven::from).collect(),
        next: part.next(total),
    }))
}

async fn receipt(
    Tx(mut tx): Tx,
    Path(id): Path<Id<ErasureNoun>>,
) -> Answer<axum::Json<ErasureGiven>> {
    Ok(axum::Json(erase::receipt(&mut tx, id).await?.into()))
}
