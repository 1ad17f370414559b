//! What only pages ask for: colleagues by name, numbers beside filters, what was said lately.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use deedwell_core::{Id, Person, Result, Staff, Timestamp};
use deedwell_store::{Bulk, List, Row, Tx};

use super::board::asked;
use super::{BoardAsk, stage, twenty};
use crate::comment::Comment;
use crate::idea::Idea;
use crate::stage::Stage;

/// A member of staff as customers read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    pub name: String,
    /// What they do: runs the workshop. May be empty.
    pub title: String,
}

/// These members of staff, those who left as well.
pub async fn colleagues(tx: &mut Tx, ids: &[Id<Staff>]) -> Result<HashMap<Id<Staff>, Colleague>> {
    let mut find = Bulk::new(
        tx,
        "select id, name, title from staff where organisation = $1 and id in (",
        [],
        "?",
        ")",
    );
    ids.iter().for_each(|id| find.add([(*id).into()]));
    let rows = find.list(tx).await?;
    let colleague = |row: &Row| {
        let found = Colleague { name: row.text("name")?, title: row.text("title")? };
        Ok((row.id("id")?, found))
    };
    rows.iter().map(colleague).collect()
}

/// Public ideas by stage, whatever stage is asked for, and how many of them are answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StageCounts {
    pub of: BTreeMap<Stage, i64>,
    pub answered: i64,
}

impl StageCounts {
    pub fn all(&self) -> i64 {
        self.of.values().sum()
    }

    pub fn waiting(&self) -> i64 {
        self.all() - self.answered
    }
}

pub async fn stage_counts(tx: &mut Tx, ask: &BoardAsk) -> Result<StageCounts> {
    let ask = BoardAsk { stage: None, answered: None, ..ask.clone() };
    let list = List::new(
        tx,
        "select i.stage as stage, count(*) as n, count(i.answered_at) as answered
         from idea i where i.organisation = $1",
    );
    let rows = tx.list(asked(list, &ask).then("group by i.stage").done()).await?;
    let mut counts = StageCounts::default();
    for row in &rows {
        counts.of.insert(stage(row, "stage")?, row.number("n")?);
        counts.answered += row.number("answered")?;
    }
    Ok(counts)
}

/// Of these ideas, those of which the person wrote one that was merged into it.
pub async fn wrote_within(
    tx: &mut Tx,
    person: Id<Person>,
    ids: &[Id<Idea>],
) -> Result<BTreeSet<Id<Idea>>> {
    let mut found = BTreeSet::new();
    for some in ids.chunks(super::PAGE) {
        let Some(values) = twenty(some) else { continue };
        let list = List::new(tx, "select i.root as root from idea i where i.organisation = $1");
        let list = list.and("i.root in (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", values);
        let list = list.and("i.author = ? and i.root <> i.id", [person.into()]);
        for row in tx.list(list.done()).await? {
            found.insert(row.id("root")?);
        }
    }
    Ok(found)
}

/// A comment that staff took away, without its words.
#[derive(Clone, Debug)]
pub struct TakenAway {
    pub comment: Id<Comment>,
    pub reply_to: Option<Id<Comment>>,
    pub reason: String,
    /// When the comment was made.
    pub at: Timestamp,
}

/// What staff took away below an idea and all it speaks for, the oldest first.
pub async fn taken_away(tx: &mut Tx, root: Id<Idea>) -> Result<Vec<TakenAway>> {
    let list = tx.query(
        "select r.comment as comment, r.reason as reason, c.reply_to as reply_to, c.at as at
         from idea_removal r
         join idea_comment c on c.organisation = $1 and c.id = r.comment
         join idea i on i.organisation = $1 and i.id = c.idea
         where r.organisation = $1 and r.restored_at is null and c.hidden_at is not null
           and (i.root = $2 or i.id = $2)
         order by c.at, c.id limit 500",
    );
    let rows = tx.list(list.bind(root)).await?;
    let taken = |row: &Row| {
        Ok(TakenAway {
            comment: row.id("comment")?,
            reply_to: row.id_or_null("reply_to")?,
            reason: row.text("reason")?,
            at: row.moment("at")?,
        })
    };
    rows.iter().map(taken).collect()
}

/// A comment of one's own, with the idea that speaks for what it was said about.
#[derive(Clone, Debug)]
pub struct MyComment {
    pub comment: Id<Comment>,
    pub idea: Id<Idea>,
    pub title: String,
    pub body: String,
    pub at: Timestamp,
    pub thanks: i64,
    /// Why it was taken away, if it was.
    pub reason: Option<String>,
}

/// A person's comments on what everybody can read, the latest first.
pub async fn my_comments(tx: &mut Tx, person: Id<Person>, most: usize) -> Result<Vec<MyComment>> {
    let list = tx.query(
        "select c.id as id, i.id as idea, i.title as title, c.body as body, c.at as at,
                c.thanks as thanks,
                (select max(r.reason) from idea_removal r where r.organisation = $1
                   and r.comment = c.id and r.restored_at is null) as reason
         from idea_comment c
         join idea o on o.organisation = $1 and o.id = c.idea
         join idea i on i.organisation = $1 and i.id = o.root
         where c.organisation = $1 and c.person = $2 and c.withdrawn_at is null
           and i.held_at is null and i.stage not in ('withdrawn', 'spam')
         order by c.at desc, c.id desc limit $3",
    );
    let rows = tx.list(list.bind(person).bind(most)).await?;
    let comment = |row: &Row| {
        Ok(MyComment {
            comment: row.id("id")?,
            idea: row.id("idea")?,
            title: row.text("title")?,
            body: row.text("body")?,
            at: row.moment("at")?,
            thanks: row.number("thanks")?,
            reason: row.text_or_null("reason")?,
        })
    };
    rows.iter().map(comment).collect()
}

/// An official answer to a public idea.
#[derive(Clone, Debug)]
pub struct LateAnswer {
    pub id: Id<crate::answer::Answered>,
    pub idea: Id<Idea>,
    pub title: String,
    pub staff: Id<Staff>,
    /// As it stands.
    pub body: String,
    /// When it was first said.
    pub at: Timestamp,
    /// When it was corrected last, or said.
    pub changed_at: Timestamp,
}

/// The latest official answers to public ideas.
pub async fn late_answers(tx: &mut Tx, most: usize) -> Result<Vec<LateAnswer>> {
    let list = tx.query(
        "select a.id as id, a.idea as idea, i.title as title, a.at as at, l.staff as staff,
                l.body as body, l.at as changed_at
         from idea_answer a
         join idea i on i.organisation = $1 and i.id = a.idea
         join idea_answer l on l.organisation = $1 and l.id = a.id and l.version = (
             select max(m.version) from idea_answer m where m.organisation = $1 and m.id = a.id)
         where a.organisation = $1 and a.version = 1
           and i.held_at is null and i.stage not in ('withdrawn', 'spam', 'merged')
         order by a.at desc, a.id desc limit $2",
    );
    let rows = tx.list(list.bind(most)).await?;
    let answer = |row: &Row| {
        Ok(LateAnswer {
            id: row.id("id")?,
            idea: row.id("idea")?,
            title: row.text("title")?,
            staff: row.id("staff")?,
            body: row.text("body")?,
            at: row.moment("at")?,
            changed_at: row.moment("changed_at")?,
        })
    };
    rows.iter().map(answer).collect()
}

/// Of these ideas, the titles of those that everybody can read: a merged one is as public as the idea
/// that speaks for it.
pub async fn public_titles(tx: &mut Tx, ids: &[Id<Idea>]) -> Result<HashMap<Id<Idea>, String>> {
    let mut find = Bulk::new(
        tx,
        "select i.id as id, i.title as title
         from idea i join idea r on r.organisation = $1 and r.id = i.root
         where i.organisation = $1 and i.held_at is null and r.held_at is null
           and i.stage not in ('withdrawn', 'spam') and r.stage not in ('withdrawn', 'spam')
           and i.id in (",
        [],
        "?",
        ")",
    );
    ids.iter().for_each(|id| find.add([(*id).into()]));
    let rows = find.list(tx).await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.text("title")?))).collect()
}
