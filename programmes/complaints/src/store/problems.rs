//! What went wrong for many.

use deedwell_core::{Error, Id, Person, Result, Staff};
use deedwell_store::{Row, Tx};

use crate::complaint::{Complaint, Voice};
use crate::problem::Problem;

pub async fn add_problem(tx: &mut Tx, new: &Problem, staff: Id<Staff>) -> Result<()> {
    let insert = tx.query(
        "insert into complaint_problem (organisation, id, first, title, body, opened_at, opened_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let insert = insert.bind(new.id).bind(new.first).bind(&new.title).bind(&new.text);
    tx.run(insert.bind(new.opened_at).bind(staff)).await.map(drop)
}

pub async fn set_problem_words(
    tx: &mut Tx,
    id: Id<Problem>,
    title: &str,
    text: &str,
) -> Result<()> {
    let update = tx.query(
        "update complaint_problem set title = $3, body = $4 where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(title).bind(text)).await.map(drop)
}

pub async fn end_problem(tx: &mut Tx, id: Id<Problem>, outcome: &str) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update complaint_problem set closed_at = $3, outcome = $4
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(now).bind(outcome)).await.map(drop)
}

pub async fn problem(tx: &mut Tx, id: Id<Problem>) -> Result<Problem> {
    let find = tx.query(
        "select p.id as id, p.first as first, p.title as title, p.body as body,
            p.opened_at as opened_at, p.closed_at as closed_at, p.outcome as outcome,
            (select count(distinct j.person) from complaint_joined j where j.organisation = $1
                and j.problem = p.id) as joined
         from complaint_problem p where p.organisation = $1 and p.id = $2",
    );
    read_problem(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("problem"))?)
}

/// The same, and nobody else changes it until this transaction ends.
pub async fn problem_to_change(tx: &mut Tx, id: Id<Problem>) -> Result<Problem> {
    let hold =
        tx.query("update complaint_problem set title = title where organisation = $1 and id = $2");
    tx.run(hold.bind(id)).await?;
    problem(tx, id).await
}

/// Those that are open first, the latest first.
pub async fn problems(tx: &mut Tx, most: usize) -> Result<Vec<Problem>> {
    let list = tx.query(
        "select p.id as id, p.first as first, p.title as title, p.body as body,
            p.opened_at as opened_at, p.closed_at as closed_at, p.outcome as outcome,
            (select count(distinct j.person) from complaint_joined j where j.organisation = $1
                and j.problem = p.id) as joined
         from complaint_problem p where p.organisation = $1
         order by case when p.closed_at is null then 0 else 1 end, p.opened_at desc, p.id limit $2",
    );
    tx.list(list.bind(most)).await?.iter().map(read_problem).collect()
}

fn read_problem(row: &Row) -> Result<Problem> {
    Ok(Problem {
        id: row.id("id")?,
        first: row.id("first")?,
        title: row.text("title")?,
        text: row.text("body")?,
        opened_at: row.moment("opened_at")?,
        closed_at: row.moment_or_null("closed_at")?,
        outcome: row.text("outcome")?,
        joined: row.number("joined")?,
    })
}

pub async fn set_problem(
    tx: &mut Tx,
    complaint: Id<Complaint>,
    problem: Option<Id<Problem>>,
) -> Result<()> {
    let update = tx.query("update complaint set problem = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(complaint).bind(problem)).await.map(drop)
}

/// Whether this person joined, by any of their identities.
pub async fn has_joined(tx: &mut Tx, problem: Id<Problem>, person: Id<Person>) -> Result<bool> {
    let find = tx.query(
        "select 1 as yes from complaint_joined
         where organisation = $1 and problem = $2 and person = $3 limit 1",
    );
    Ok(tx.find(find.bind(problem).bind(person)).await?.is_some())
}

pub async fn add_joined(tx: &mut Tx, problem: Id<Problem>, by: Voice) -> Result<()> {
    let now = tx.now();
    let insert = tx.query(
        "insert into complaint_joined (organisation, problem, person, identity, at)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
    );
    tx.run(insert.bind(problem).bind(by.person).bind(by.identity).bind(now)).await.map(drop)
}

/// How many there were.
pub async fn remove_joined(tx: &mut Tx, problem: Id<Problem>, person: Id<Person>) -> Result<u64> {
    let delete = tx.query(
        "delete from complaint_joined where organisation = $1 and problem = $2 and person = $3",
    );
    tx.run(delete.bind(problem).bind(person)).await
}

/// What somebody joined, the latest first.
pub async fn joined_by(tx: &mut Tx, person: Id<Person>, most: usize) -> Result<Vec<Problem>> {
    let list = tx.query(
        "select distinct p.id as id from complaint_joined j
         join complaint_problem p on p.organisation = $1 and p.id = j.problem
         where j.organisation = $1 and j.person = $2 order by p.id desc limit $3",
    );
    let mut found = Vec::new();
    for row in tx.list(list.bind(person).bind(most)).await? {
        found.push(problem(tx, row.id("id")?).await?);
    }
    Ok(found)
}
