//! What a program does for a member of staff, whom it names by e-mail address. Whoever may do it in
//! the console may do it here.

use axum::extract::Path;
use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::Tx as Transaction;
use deedwell_web::{Answer, Json, Needs, Right, Role, Routes, Tx};

use super::give::IdeaGiven;
use super::given;
use super::take::{AnswerNew, MergeNew, TagsNew, UnmergeNew};
use crate::answer::Answer as Official;
use crate::idea::Idea;
use crate::{acts, store};

pub(super) fn routes() -> Routes {
    const WRITE: Needs = Needs::KeyToWrite;
    Routes::new("ideas")
        .post("/api/ideas/{id}/answer", WRITE, "Answer officially, or move, for staff", answer)
        .json::<AnswerNew>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/tags", WRITE, "Other tags, for staff", retag)
        .json::<TagsNew>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/merge", WRITE, "Merge it into another, for staff", merge)
        .json::<MergeNew>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/unmerging", WRITE, "Take it out again, for staff", unmerge)
        .json::<UnmergeNew>()
        .gives::<IdeaGiven>()
}

/// Somebody of ours who may answer, merge and moderate.
pub(super) async fn host(tx: &mut Transaction, email: &str) -> Result<Id<Staff>> {
    let nobody = || Error::invalid("staff", "Nobody who works here has this e-mail address.");
    let (id, role) = store::staff_by_email(tx, email).await?.ok_or_else(nobody)?;
    match Role::parse(&role) {
        Some(role) if role.may(Right::HostProgrammes) => Ok(id),
        _ => Err(Error::not_allowed("This colleague's role does not include it.")),
    }
}

async fn answer(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<AnswerNew>,
) -> Answer<axum::Json<IdeaGiven>> {
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
    done(tx, id).await
}

async fn retag(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<TagsNew>,
) -> Answer<axum::Json<IdeaGiven>> {
    let staff = host(&mut tx, &new.staff).await?;
    acts::retag(&mut tx, staff, id, &new.tags).await?;
    done(tx, id).await
}

async fn merge(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<MergeNew>,
) -> Answer<axum::Json<IdeaGiven>> {
    let staff = host(&mut tx, &new.staff).await?;
    acts::merge(&mut tx, staff, id, new.into).await?;
    done(tx, new.into).await
}

async fn unmerge(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<UnmergeNew>,
) -> Answer<axum::Json<IdeaGiven>> {
    let staff = host(&mut tx, &new.staff).await?;
    acts::unmerge(&mut tx, staff, id).await?;
    done(tx, id).await
}

/// The idea as it stands now.
async fn done(mut tx: Transaction, id: Id<Idea>) -> Answer<axum::Json<IdeaGiven>> {
    let given = given(&mut tx, id).await?;
    tx.commit().await?;
    Ok(axum::Json(given))
}
