//! The verbs for programs of the organisation's own, as JSON under `/api/complaints`.
//!
//! A program acts for a customer, whom it names by an identity (`by`), or for a member of staff, whom it
//! names by e-mail address (`staff`) and who must hold the right that the console would ask for. Ids are
//! texts, moments RFC 3339. What is sent again with the same `Idempotency-Key` is answered again and not
//! done again. The list ends with `next`, the `cursor` of what follows. Who needs care is told to no program.
mod give;
mod take;
mod verbs;

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_store::Tx as Work;
use deedwell_web::{Answer, Needs, Query, Routes, Tx, done};

use self::give::{ComplaintGiven, ComplaintsGiven, PromiseGiven};
use self::take::PageAsk;
use crate::complaint::Complaint;
use crate::store;

const READ: Needs = Needs::KeyToRead;
const WRITE: Needs = Needs::KeyToWrite;

pub(crate) fn routes() -> Routes {
    Routes::new("complaints")
        .get("/api/complaints", READ, "Complaints, the latest first", list)
        .query::<PageAsk>()
        .gives::<ComplaintsGiven>()
        .get("/api/complaints/promise", READ, "What is promised now", promise)
        .gives::<PromiseGiven>()
        .get("/api/complaints/{id}", READ, "One complaint", show)
        .gives::<ComplaintGiven>()
        .and(verbs::routes())
}

async fn list(Tx(mut tx): Tx, Query(ask): Query<PageAsk>) -> Answer<Response> {
    let most = ask.most()?;
    let mut found = store::after(&mut tx, ask.after()?, most + 1).await?;
    let more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| more).map(|last| last.number.to_string());
    let mut complaints = Vec::new();
    for one in found {
        complaints.push(given(&mut tx, one).await?);
    }
    done(tx, ComplaintsGiven { complaints, next }).await
}

async fn show(Tx(mut tx): Tx, Path(id): Path<Id<Complaint>>) -> Answer<Response> {
    let complaint = store::complaint(&mut tx, id).await?;
    let given = given(&mut tx, complaint).await?;
    done(tx, given).await
}

async fn promise(Tx(mut tx): Tx) -> Answer<Response> {
    let promise = store::promise(&mut tx).await?;
    done(tx, PromiseGiven::of(&promise)).await
}

async fn given(tx: &mut Work, complaint: Complaint) -> Result<ComplaintGiven> {
    let messages = store::messages(tx, complaint.id).await?;
    let offers = store::offers(tx, complaint.id).await?;
    let now = tx.now();
    Ok(ComplaintGiven::of(complaint, messages, offers, now))
}

/// Commits, and gives the complaint as it then stands.
async fn shown(mut tx: Work, id: Id<Complaint>) -> Answer<Response> {
    let complaint = store::complaint(&mut tx, id).await?;
    let given = given(&mut tx, complaint).await?;
    done(tx, given).await
}

fn wrong(field: &'static str, sentence: &'static str) -> Error {
    Error::invalid(field, sentence)
}
