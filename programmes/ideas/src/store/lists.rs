//! Ideas as lists show them.

use std::collections::BTreeMap;

use deedwell_core::{Id, Identity, Person, Result, Staff, Timestamp, Unit};
use deedwell_store::{List, Row, Tx};
use jiff::civil::Date;

use super::{PAGE, day_or_null, stage, twenty};
use crate::board::Board;
use crate::idea::{AnswerClock, Idea};
use crate::stage::Stage;

/// An idea as a list shows it.
#[derive(Clone, Debug)]
pub struct IdeaCard {
    pub id: Id<Idea>,
    pub board: Id<Board>,
    pub unit: Option<Id<Unit>>,
    pub author: Id<Person>,
    pub author_identity: Id<Identity>,
    pub title: String,
    /// The beginning of the body.
    pub excerpt: String,
    pub stage: Stage,
    pub votes: i64,
    pub customer_votes: i64,
    /// People who want it and are counted apart.
    pub apart: i64,
    pub comments: i64,
    pub created_at: Timestamp,
    pub due_at: Timestamp,
    pub answered_at: Option<Timestamp>,
    pub shipped_at: Option<Timestamp>,
    pub held_at: Option<Timestamp>,
    pub reason: Option<String>,
    pub revisit_on: Option<Date>,
    /// Internal.
    pub grade: Option<i64>,
    pub tags: Vec<String>,
    /// The latest official answer: by whom, and its words.
    pub answer: Option<(Id<Staff>, String)>,
}

impl IdeaCard {
    pub fn clock(&self, now: Timestamp) -> AnswerClock {
        AnswerClock::new(self.stage, self.answered_at, self.due_at, now)
    }

    /// Of those who want it, the ones who are not (yet) known as customers.
    pub fn visitor_votes(&self) -> i64 {
        self.votes - self.customer_votes
    }
}

/// The base of every list of cards.
pub(super) fn card_list(tx: &Tx) -> List {
    List::new(
        tx,
        "select i.id as id, i.board as board, i.unit as unit, i.author as author,
                i.author_identity as author_identity, i.title as title,
                substr(i.body, 1, 300) as excerpt, i.stage as stage, i.votes as votes,
                i.customer_votes as customer_votes, i.apart as apart, i.comments as comments,
                i.created_at as created_at, i.due_at as due_at, i.answered_at as answered_at,
                i.shipped_at as shipped_at, i.held_at as held_at, i.reason as reason,
                i.revisit_on as revisit_on, i.grade as grade
         from idea i where i.organisation = $1",
    )
}

/// These ideas, in this order; what is not there is left out.
pub async fn cards(tx: &mut Tx, ids: &[Id<Idea>]) -> Result<Vec<IdeaCard>> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(PAGE) {
        let Some(values) = twenty(some) else { continue };
        let list = card_list(tx).and("i.id in (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", values);
        for card in read_cards(tx, list.done()).await? {
            found.insert(card.id, card);
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Cards with their tags and latest answers.
pub(super) async fn read_cards(tx: &mut Tx, query: deedwell_store::Query) -> Result<Vec<IdeaCard>> {
    let rows = tx.list(query).await?;
    let mut cards: Vec<IdeaCard> = rows.iter().map(read_card).collect::<Result<_>>()?;
    let ids: Vec<_> = cards.iter().map(|card| card.id).collect();
    let mut tags = tags_of(tx, &ids).await?;
    let mut answers = latest_answers(tx, &ids).await?;
    for card in &mut cards {
        card.tags = tags.remove(&card.id).unwrap_or_default();
        card.answer = answers.remove(&card.id);
    }
    Ok(cards)
}

fn read_card(row: &Row) -> Result<IdeaCard> {
    Ok(IdeaCard {
        id: row.id("id")?,
        board: row.id("board")?,
        unit: row.id_or_null("unit")?,
        author: row.id("author")?,
        author_identity: row.id("author_identity")?,
        title: row.text("title")?,
        excerpt: row.text("excerpt")?,
        stage: stage(row, "stage")?,
        votes: row.number("votes")?,
        customer_votes: row.number("customer_votes")?,
        apart: row.number("apart")?,
        comments: row.number("comments")?,
        created_at: row.moment("created_at")?,
        due_at: row.moment("due_at")?,
        answered_at: row.moment_or_null("answered_at")?,
        shipped_at: row.moment_or_null("shipped_at")?,
        held_at: row.moment_or_null("held_at")?,
        reason: row.text_or_null("reason")?,
        revisit_on: day_or_null(row, "revisit_on")?,
        grade: row.number_or_null("grade")?,
        tags: Vec::new(),
        answer: None,
    })
}

/// The tags of each of these ideas, in the order of the alphabet.
pub async fn tags_of(tx: &mut Tx, ids: &[Id<Idea>]) -> Result<BTreeMap<Id<Idea>, Vec<String>>> {
    let mut found: BTreeMap<Id<Idea>, Vec<String>> = BTreeMap::new();
    for some in ids.chunks(PAGE) {
        let Some(values) = twenty(some) else { continue };
        let list = List::new(
            tx,
            "select t.idea as idea, t.tag as tag from idea_tag t where t.organisation = $1",
        );
        let list = list.and("t.idea in (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", values);
        for row in tx.list(list.then("order by t.tag").done()).await? {
            found.entry(row.id("idea")?).or_default().push(row.text("tag")?);
        }
    }
    Ok(found)
}

async fn latest_answers(
    tx: &mut Tx,
    ids: &[Id<Idea>],
) -> Result<BTreeMap<Id<Idea>, (Id<Staff>, String)>> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(PAGE) {
        let Some(values) = twenty(some) else { continue };
        let list = List::new(
            tx,
            "select a.idea as idea, a.staff as staff, a.body as body from idea_answer a
             where a.organisation = $1",
        );
        let list = list.and("a.idea in (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", values);
        for row in tx.list(list.then("order by a.id, a.version").done()).await? {
            found.insert(row.id("idea")?, (row.id("staff")?, row.text("body")?));
        }
    }
    Ok(found)
}

/// Titles for a timeline, of ideas of any stage.
pub async fn describe(tx: &mut Tx, ids: &[Id<Idea>]) -> Result<BTreeMap<Id<Idea>, String>> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(PAGE) {
        let Some(values) = twenty(some) else { continue };
        let list = List::new(
            tx,
            "select i.id as id, i.title as title from idea i where i.organisation = $1",
        );
        let list = list.and("i.id in (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", values);
        for row in tx.list(list.done()).await? {
            found.insert(row.id("id")?, row.text("title")?);
        }
    }
    Ok(found)
}
