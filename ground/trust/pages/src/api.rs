//! Trust for programs of the organisation's own, as JSON under `/api/trust`. Ids are texts, moments RFC 3339.
//! What a program decides it decides for a member of staff, whom it names by e-mail address.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Person, Result, Staff};
use deedwell_people::head_of;
use deedwell_store::Tx as Transaction;
use deedwell_trust::acts::{quarantine, trust_of};
use deedwell_trust::level::{Asked, Bound};
use deedwell_trust::quarantine::{Quarantine, Stage};
use deedwell_trust::store;
use deedwell_web::{Answer, Json, Needs, Query, Right, Role, Routes, Tx, done};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Rows that are given unless said otherwise, and at most.
const USUAL: usize = 20;
const MOST: usize = 200;

pub(crate) fn routes() -> Routes {
    let (read, write) = (Needs::KeyToRead, Needs::KeyToWrite);
    Routes::new("trust")
        .get(
            "/api/trust/apart",
            read,
            "What is counted apart: appeals first, then the oldest",
            apart,
        )
        .query::<ApartListAsk>()
        .gives::<Vec<CountedApartGiven>>()
        .post(
            "/api/trust/apart/{id}/decision",
            write,
            "Count it again or keep it apart, for staff",
            decide,
        )
        .json::<DecisionNew>()
        .gives::<CountedApartGiven>()
        .get("/api/trust/people/{id}", read, "How far somebody is trusted, and why", person)
        .gives::<TrustGiven>()
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ApartListAsk {
    /// `open`, `upheld` or `lifted`; `open` unless said otherwise.
    decided: Option<String>,
    /// 1 to 200; 20 unless said otherwise.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

/// What somebody gave that is counted apart, or was.
#[derive(Serialize, ToSchema)]
struct CountedApartGiven {
    id: String,
    /// Whose it is; none once they are forgotten.
    person: Option<String>,
    /// What they gave there: `idea/…`; empty for all that they give.
    about: String,
    /// `open`, `upheld` or `lifted`.
    stage: String,
    at: String,
    /// How many look like one.
    people: usize,
    score: i64,
    /// Most of them acted within an hour.
    in_burst: bool,
    reasons: Vec<SharedSignGiven>,
    /// What staff said who counted it apart; empty where it was found by rule.
    note: String,
    /// What the customer said to it; empty for nothing yet.
    appeal: String,
    appealed_at: Option<String>,
    decided_at: Option<String>,
    why: String,
}

/// A kind of sign, and how many share one.
#[derive(Serialize, ToSchema)]
struct SharedSignGiven {
    /// `browser`, `payment`, `mailbox`, `household`, `place`, `phone`, `network` or `arrival`.
    kind: String,
    people: usize,
}

impl CountedApartGiven {
    fn of(one: Quarantine) -> Self {
        let reason = |reason: &deedwell_trust::cluster::Reason| SharedSignGiven {
            kind: reason.kind.name().to_owned(),
            people: reason.people,
        };
        Self {
            id: one.id.to_string(),
            person: one.person.map(|id| id.to_string()),
            about: one.about,
            stage: one.stage.name().to_owned(),
            at: one.at.to_string(),
            people: one.grounds.people,
            score: one.grounds.score,
            in_burst: one.grounds.in_burst,
            reasons: one.grounds.reasons.iter().map(reason).collect(),
            note: one.note,
            appeal: one.appeal,
            appealed_at: one.appealed_at.map(|at| at.to_string()),
            decided_at: one.decided_at.map(|at| at.to_string()),
            why: one.why,
        }
    }
}

/// How far somebody is trusted.
#[derive(Serialize, ToSchema)]
struct TrustGiven {
    person: String,
    /// What counts now: `new`, `known`, `member` or `regular`.
    level: String,
    since: String,
    /// When it is lost unless it is earned again.
    lost_at: Option<String>,
    /// All that they give is counted apart.
    counted_apart: bool,
    /// They have a real order that stands.
    has_bought: bool,
    /// What the level rests on, the least to spare first.
    holds: Vec<TermGiven>,
    /// What the next one asks for beyond that.
    missing: Vec<TermGiven>,
}

/// One thing that a level asks for.
#[derive(Serialize, ToSchema)]
struct TermGiven {
    what: String,
    has: i64,
    at_least: Option<i64>,
    at_most: Option<i64>,
}

impl TermGiven {
    fn of(asked: &Asked) -> Self {
        let (at_least, at_most) = match asked.bound {
            Bound::AtLeast(least) => (Some(least), None),
            Bound::AtMost(most) => (None, Some(most)),
        };
        Self { what: asked.what.to_owned(), has: asked.has, at_least, at_most }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TrustDecisionNew)]
struct DecisionNew {
    /// The e-mail address of a member of staff who may.
    staff: String,
    /// `lift`: it counts again; `uphold`: it stays apart.
    decision: String,
    /// The reason: the customer reads it.
    why: String,
}

async fn apart(
    Tx(mut tx): Tx,
    Query(ask): Query<ApartListAsk>,
) -> Answer<axum::Json<Vec<CountedApartGiven>>> {
    let unknown = || Error::invalid("decided", "It is open, upheld or lifted.");
    let stage = ask.decided.as_deref();
    let stage = stage.map_or(Ok(Stage::Open), |name| Stage::parse(name).ok_or_else(unknown))?;
    let limit = ask.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(Error::invalid("limit", format!("A limit is from 1 to {MOST}.")).into());
    }
    let all = store::quarantines(&mut tx, stage, limit).await?;
    Ok(axum::Json(all.into_iter().map(CountedApartGiven::of).collect()))
}

async fn decide(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Quarantine>>,
    Json(new): Json<DecisionNew>,
) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    let uphold = crate::console::upholds(&new.decision)?;
    quarantine::decide(&mut tx, staff, id, uphold, &new.why).await?;
    let given = CountedApartGiven::of(store::quarantine(&mut tx, id).await?);
    done(tx, given).await
}

/// Somebody of ours who may decide.
async fn host(tx: &mut Transaction, email: &str) -> Result<Id<Staff>> {
    let nobody = || Error::invalid("staff", "Nobody who works here has this e-mail address.");
    let (id, role) = store::staff_by_email(tx, email).await?.ok_or_else(nobody)?;
    match Role::parse(&role) {
        Some(role) if role.may(Right::HostProgrammes) => Ok(id),
        _ => Err(Error::not_allowed("This colleague's role does not include it.")),
    }
}

async fn person(Tx(mut tx): Tx, Path(id): Path<Id<Person>>) -> Answer<axum::Json<TrustGiven>> {
    let person = head_of(&mut tx, id).await?;
    // Somebody whom nobody knows has no level.
    store::identity_of(&mut tx, person).await?;
    let trust = trust_of(&mut tx, person).await?;
    let terms = |all: &[Asked]| all.iter().map(TermGiven::of).collect();
    Ok(axum::Json(TrustGiven {
        person: person.to_string(),
        level: trust.level.name().to_owned(),
        since: trust.held.since.to_string(),
        lost_at: trust.held.lost_at().map(|at| at.to_string()),
        counted_apart: trust.quarantined,
        has_bought: store::buyers(&mut tx, &[person]).await?.contains(&person),
        holds: terms(&trust.reasons.holds),
        missing: terms(&trust.reasons.missing),
    }))
}
