//! Official answers, grades, and the history of an idea.

use deedwell_core::{Error, Id, Part, Result, Staff, Timestamp};
use deedwell_store::{Row, Tx};
use jiff::civil::Date;

use super::{day_or_null, part, stage};
use crate::answer::{Answered, Step};
use crate::idea::Idea;
use crate::stage::Stage;

/// One version of an official answer.
#[derive(Clone, Debug)]
pub struct OfficialAnswer {
    pub id: Id<Answered>,
    /// From 1; the others are what was said before it was corrected.
    pub version: i64,
    pub idea: Id<Idea>,
    pub staff: Id<Staff>,
    pub body: String,
    pub at: Timestamp,
}

pub async fn add_answer(tx: &mut Tx, answer: &OfficialAnswer) -> Result<()> {
    let insert = tx.query(
        "insert into idea_answer (organisation, id, version, idea, staff, body, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let insert = insert.bind(answer.id).bind(answer.version).bind(answer.idea).bind(answer.staff);
    tx.run(insert.bind(&answer.body).bind(answer.at)).await.map(drop)
}

/// The official answers to an idea, each with all its versions, the oldest first.
pub async fn answers(tx: &mut Tx, id: Id<Idea>) -> Result<Vec<OfficialAnswer>> {
    let list = tx.query(
        "select id, version, idea, staff, body, at from idea_answer
         where organisation = $1 and idea = $2 order by id, version limit 200",
    );
    let rows = tx.list(list.bind(id)).await?;
    rows.iter().map(read).collect()
}

/// The version that stands.
pub async fn answer(tx: &mut Tx, id: Id<Answered>) -> Result<OfficialAnswer> {
    let find = tx.query(
        "select id, version, idea, staff, body, at from idea_answer
         where organisation = $1 and id = $2 order by version desc limit 1",
    );
    read(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("answer"))?)
}

fn read(row: &Row) -> Result<OfficialAnswer> {
    Ok(OfficialAnswer {
        id: row.id("id")?,
        version: row.number("version")?,
        idea: row.id("idea")?,
        staff: row.id("staff")?,
        body: row.text("body")?,
        at: row.moment("at")?,
    })
}

/// Marks the ids of the history.
#[derive(Debug)]
pub enum Passage {}

/// A change of stage, with what was said.
#[derive(Clone, Debug)]
pub struct HistoryLine {
    pub from: Stage,
    pub to: Stage,
    /// Who moved it.
    pub part: Part,
    pub staff: Option<Id<Staff>>,
    /// The official text as it stands now.
    pub text: Option<String>,
    pub reason: Option<String>,
    pub revisit_on: Option<Date>,
    pub evidence: Option<String>,
    pub at: Timestamp,
}

/// Who moved it: the author, or a member of staff.
pub async fn add_history(
    tx: &mut Tx,
    idea: Id<Idea>,
    step: &Step,
    part: Part,
    staff: Option<Id<Staff>>,
    answer: Option<Id<Answered>>,
) -> Result<()> {
    let insert = tx.query(
        "insert into idea_history (organisation, id, idea, from_stage, to_stage, part, staff, answer,
             reason, revisit_on, evidence, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    );
    let (id, now): (Id<Passage>, _) = (tx.new_id(), tx.now());
    let insert = insert.bind(id).bind(idea).bind(step.from.name()).bind(step.to.name());
    let insert = insert.bind(part.name()).bind(staff).bind(answer).bind(step.reason.clone());
    let insert = insert.bind(step.revisit_on.map(|day| day.to_string()));
    tx.run(insert.bind(step.evidence.clone()).bind(now)).await.map(drop)
}

/// The moves of an idea, the oldest first. Where it was merged, [`super::merged_into`] tells.
pub async fn history(tx: &mut Tx, id: Id<Idea>) -> Result<Vec<HistoryLine>> {
    let list = tx.query(
        "select h.from_stage as from_stage, h.to_stage as to_stage, h.part as part, h.staff as staff,
                h.reason as reason, h.revisit_on as revisit_on, h.evidence as evidence, h.at as at,
                (select a.body from idea_answer a where a.organisation = $1 and a.id = h.answer
                 order by a.version desc limit 1) as body
         from idea_history h where h.organisation = $1 and h.idea = $2
         order by h.at, h.id limit 500",
    );
    let rows = tx.list(list.bind(id)).await?;
    let line = |row: &Row| {
        Ok(HistoryLine {
            from: stage(row, "from_stage")?,
            to: stage(row, "to_stage")?,
            part: part(row, "part")?,
            staff: row.id_or_null("staff")?,
            text: row.text_or_null("body")?,
            reason: row.text_or_null("reason")?,
            revisit_on: day_or_null(row, "revisit_on")?,
            evidence: row.text_or_null("evidence")?,
            at: row.moment("at")?,
        })
    };
    rows.iter().map(line).collect()
}

/// A grade that a member of staff gave. Internal.
#[derive(Clone, Debug)]
pub struct Grade {
    pub staff: Id<Staff>,
    pub grade: i64,
    pub note: String,
    pub at: Timestamp,
}

pub async fn add_grade(tx: &mut Tx, idea: Id<Idea>, grade: &Grade) -> Result<()> {
    let insert = tx.query(
        "insert into idea_grade (organisation, id, idea, staff, grade, note, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let id: Id<Grade> = tx.new_id();
    let insert = insert.bind(id).bind(idea).bind(grade.staff).bind(grade.grade);
    tx.run(insert.bind(&grade.note).bind(grade.at)).await.map(drop)
}

/// The grades of an idea, the last one, which counts, first. For staff only.
pub async fn grades(tx: &mut Tx, idea: Id<Idea>) -> Result<Vec<Grade>> {
    let list = tx.query(
        "select staff, grade, note, at from idea_grade where organisation = $1 and idea = $2
         order by at desc, id desc limit 100",
    );
    let rows = tx.list(list.bind(idea)).await?;
    let grade = |row: &Row| {
        Ok(Grade {
            staff: row.id("staff")?,
            grade: row.number("grade")?,
            note: row.text("note")?,
            at: row.moment("at")?,
        })
    };
    rows.iter().map(grade).collect()
}
