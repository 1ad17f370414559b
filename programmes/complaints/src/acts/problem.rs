//! What went wrong for many.

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_store::{Tx, quota};

use super::{HOUR_S, WORDS_A_DAY, record};
use crate::complaint::{Complaint, Voice};
use crate::deed::{About, ComplaintDeed as Deed, Of};
use crate::problem::{JOINS_PER_HOUR, Problem};
use crate::store;

/// Makes a public page of what went wrong, in words of ours: nothing of the customer stands on it.
pub async fn open_problem(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Complaint>,
    title: &str,
    text: &str,
) -> Result<Id<Problem>> {
    let (title, text) = Problem::words(title, text)?;
    let complaint = store::complaint_to_change(tx, id).await?;
    if let Some(problem) = complaint.problem {
        return Err(already(problem));
    }
    let problem = Problem {
        id: tx.new_id(),
        first: id,
        title,
        text,
        opened_at: tx.now(),
        closed_at: None,
        outcome: String::new(),
        joined: 0,
    };
    store::add_problem(tx, &problem, staff).await?;
    store::set_problem(tx, id, Some(problem.id)).await?;
    let deed = Deed::ProblemOpened { problem: problem.id };
    record(tx, Who::Staff(staff), complaint.of(), deed).await?;
    Ok(problem.id)
}

fn already(_: Id<Problem>) -> Error {
    Error::refused("complaints.has_problem", "This belongs to a public problem already.")
}

/// The complaint is one of those; none takes it out again.
pub async fn link_problem(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Complaint>,
    problem: Option<Id<Problem>>,
) -> Result<()> {
    let complaint = store::complaint_to_change(tx, id).await?;
    if complaint.problem == problem {
        return Ok(());
    }
    if let Some(problem) = problem {
        store::problem(tx, problem).await?;
    }
    store::set_problem(tx, id, problem).await?;
    match problem.or(complaint.problem) {
        Some(problem) => {
            let deed = Deed::ProblemLinked { problem };
            record(tx, Who::Staff(staff), complaint.of(), deed).await
        }
        None => Ok(()),
    }
}

pub async fn edit_problem(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Problem>,
    title: &str,
    text: &str,
) -> Result<()> {
    let (title, text) = Problem::words(title, text)?;
    store::problem_to_change(tx, id).await?;
    store::set_problem_words(tx, id, &title, &text).await?;
    let detail = serde_json::json!({ "title": title });
    let about = format!("problem/{id}");
    deedwell_store::audit(tx, Some(staff), "complaints.problem_edited", Some(&about), &detail).await
}

/// It happens to somebody else too. Joining again changes nothing.
pub async fn join(tx: &mut Tx, who: Who, id: Id<Problem>) -> Result<bool> {
    let by = Voice::of(who)?;
    let problem = store::problem_to_change(tx, id).await?;
    problem.takes_voices()?;
    let first = store::complaint(tx, problem.first).await?;
    if first.by.person == by.person {
        return Err(Error::refused(
            "complaints.own_problem",
            "This began with your own complaint; you are counted already.",
        ));
    }
    if store::has_joined(tx, id, by.person).await? {
        return Ok(false);
    }
    spend(tx, by).await?;
    store::add_joined(tx, id, by).await?;
    record(tx, who, of(id, &first), Deed::Joined { problem: id }).await?;
    Ok(true)
}

pub async fn leave(tx: &mut Tx, who: Who, id: Id<Problem>) -> Result<bool> {
    let by = Voice::of(who)?;
    let problem = store::problem_to_change(tx, id).await?;
    if store::remove_joined(tx, id, by.person).await? == 0 {
        return Ok(false);
    }
    spend(tx, by).await?;
    let first = store::complaint(tx, problem.first).await?;
    record(tx, who, of(id, &first), Deed::Left { problem: id }).await?;
    Ok(true)
}

/// It stands beside whoever complained first, and says nothing of their complaint.
fn of(id: Id<Problem>, first: &Complaint) -> Of {
    Of { about: About::Problem(id), ..first.of() }
}

async fn spend(tx: &mut Tx, by: Voice) -> Result<()> {
    quota::spend(tx, &format!("complaints.join/{}", by.person), JOINS_PER_HOUR, HOUR_S).await?;
    quota::spend_together(tx, &WORDS_A_DAY).await
}

/// Says what came of it; whoever joined can read it and is told.
pub async fn end_problem(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Problem>,
    outcome: &str,
) -> Result<()> {
    let problem = store::problem_to_change(tx, id).await?;
    let outcome = problem.end(outcome)?;
    store::end_problem(tx, id, &outcome).await?;
    let first = store::complaint(tx, problem.first).await?;
    let deed = Deed::ProblemEnded { problem: id, joined: problem.joined };
    record(tx, Who::Staff(staff), first.of(), deed).await
}
