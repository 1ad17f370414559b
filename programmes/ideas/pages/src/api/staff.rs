//! What a program does for a member of staff, whom it names by e-mail address. Whoever may do it in
//! the console may do it here: answers, merges, votes that were heard.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Person, Result, Staff};
use deedwell_store::Tx as Transaction;
use deedwell_web::{Answer, Json, Right, Role, Routes, Tx, done};
use serde::Deserialize;
use utoipa::ToSchema;

use super::give::{IdeaGiven, VotedGiven};
use super::take::By;
use super::{WRITE, shown};
use crate::acts::Evidence;
use crate::answer::{Answer as Official, Answered};
use crate::idea::Idea;
use crate::{acts, store};

pub(super) fn routes() -> Routes {
    Routes::new("ideas")
        .post("/api/ideas/{id}/answer", WRITE, "Answer officially, or move, for staff", answer)
        .json::<AnswerNew>()
        .gives::<IdeaGiven>()
        .post(
            "/api/ideas/{id}/answers/{answer}/correction",
            WRITE,
            "Correct an answer, for staff; what was said before is kept",
            correct,
        )
        .json::<CorrectionNew>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/merge", WRITE, "Merge it into another, for staff", merge)
        .json::<MergeNew>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/unmerging", WRITE, "Take it out again, for staff", unmerge)
        .json::<StaffAlone>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/votes/heard", WRITE, "Record a vote that staff heard", heard)
        .json::<VoteHeard>()
        .gives::<VotedGiven>()
        .post(
            "/api/ideas/{id}/votes/revocation",
            WRITE,
            "Revoke a vote that staff recorded",
            revoke,
        )
        .json::<VoteRevoked>()
        .gives::<VotedGiven>()
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StaffAlone {
    /// The e-mail address of a member of staff who may.
    pub staff: String,
}

/// Somebody of ours who may answer, merge and moderate.
pub(super) async fn host(tx: &mut Transaction, email: &str) -> Result<Id<Staff>> {
    who_may(tx, email, Right::HostProgrammes).await
}

/// Somebody of ours who holds this right.
pub(super) async fn who_may(tx: &mut Transaction, email: &str, right: Right) -> Result<Id<Staff>> {
    let nobody = || Error::invalid("staff", "Nobody who works here has this e-mail address.");
    let (id, role) = store::staff_by_email(tx, email).await?.ok_or_else(nobody)?;
    match Role::parse(&role) {
        Some(role) if role.may(right) => Ok(id),
        _ => Err(Error::not_allowed("This colleague's role does not include it.")),
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AnswerNew {
    /// The e-mail address of a member of staff who may answer.
    staff: String,
    /// The official text; may be left out for a move without words.
    #[serde(default)]
    text: String,
    stage: Option<String>,
    /// Required for a no.
    reason: Option<String>,
    /// Required for a no: a day such as 2027-03-01.
    revisit_on: Option<String>,
    /// Required for shipping.
    evidence: Option<String>,
}

async fn answer(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<AnswerNew>,
) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    let day = |text: String| {
        let wrong = |_| Error::invalid("revisit_on", "A day is written like 2027-03-01.");
        text.parse().map_err(wrong)
    };
    let official = Official {
        text: new.text,
        stage: new.stage.as_deref().map(str::parse).transpose()?,
        reason: new.reason,
        revisit_on: new.revisit_on.map(day).transpose()?,
        evidence: new.evidence,
    };
    acts::answer(&mut tx, staff, id, official).await?;
    shown(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CorrectionNew {
    staff: String,
    text: String,
}

async fn correct(
    Tx(mut tx): Tx,
    Path((id, answer)): Path<(Id<Idea>, Id<Answered>)>,
    Json(new): Json<CorrectionNew>,
) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    if store::answer(&mut tx, answer).await?.idea != id {
        return Err(Error::Missing("answer").into());
    }
    acts::correct_answer(&mut tx, staff, answer, &new.text).await?;
    shown(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MergeNew {
    staff: String,
    /// The id of the idea that speaks for both.
    #[schema(value_type = String)]
    into: Id<Idea>,
}

async fn merge(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<MergeNew>,
) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    acts::merge(&mut tx, staff, id, new.into).await?;
    shown(tx, new.into).await
}

async fn unmerge(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(StaffAlone { staff }): Json<StaffAlone>,
) -> Answer<Response> {
    let staff = host(&mut tx, &staff).await?;
    acts::unmerge(&mut tx, staff, id).await?;
    shown(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct VoteHeard {
    staff: String,
    /// The customer who said it.
    by: By,
    /// Where it was heard: `phone`, `shop`, `email`, …
    channel: String,
    /// What the customer said.
    note: String,
}

async fn heard(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<VoteHeard>,
) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    let customer = new.by.who(&mut tx).await?;
    let evidence = Evidence { channel: new.channel, note: new.note };
    let voted = acts::vote_for(&mut tx, staff, customer, id, &evidence).await?;
    done(tx, VotedGiven::from(voted)).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct VoteRevoked {
    staff: String,
    /// The id of the person whose vote it was.
    #[schema(value_type = String)]
    person: Id<Person>,
}

async fn revoke(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<VoteRevoked>,
) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    let voted = acts::revoke_vote(&mut tx, staff, id, new.person).await?;
    done(tx, VotedGiven::from(voted)).await
}
