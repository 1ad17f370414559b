//! What staff look through: every idea, narrowed and sorted as they choose, and who is who.

use std::collections::BTreeMap;

use deedwell_core::{Id, Result, Staff, Timestamp, Unit};
use deedwell_store::list::containing;
use deedwell_store::{List, Row, Tx};

use super::desk::narrowed;
use super::lists::{card_list, read_cards};
use super::{IdeaCard, LAST_PAGE, PAGE, Page, Triage, WaitingAsk, page_of};
use crate::board::{Board, Release};
use crate::idea::Idea;
use crate::stage::Stage;

/// In which order staff see a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DeskOrder {
    /// What was promised soonest, first.
    #[default]
    Due,
    New,
    Old,
    Votes,
    Comments,
    /// The best first, what has none last.
    Grade,
    Title,
}

impl DeskOrder {
    pub const ALL: [Self; 7] =
        [Self::Due, Self::New, Self::Old, Self::Votes, Self::Comments, Self::Grade, Self::Title];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::New => "new",
            Self::Old => "old",
            Self::Votes => "votes",
            Self::Comments => "comments",
            Self::Grade => "grade",
            Self::Title => "title",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == text)
    }

    const fn sql(self) -> &'static str {
        match self {
            Self::Due => {
                "order by case when i.answered_at is null then 0 else 1 end, i.due_at, i.id"
            }
            Self::New => "order by i.created_at desc, i.id desc",
            Self::Old => "order by i.created_at, i.id",
            Self::Votes => "order by i.votes desc, i.id desc",
            Self::Comments => "order by i.comments desc, i.id desc",
            Self::Grade => {
                "order by case when i.grade is null then 1 else 0 end, i.grade desc, i.id desc"
            }
            Self::Title => "order by lower(i.title), i.id",
        }
    }
}

/// What staff ask for. The default is every idea that speaks for itself and is no spam.
#[derive(Clone, Debug, Default)]
pub struct DeskAsk {
    pub triage: Option<Triage>,
    pub board: Option<Id<Board>>,
    pub unit: Option<Id<Unit>>,
    pub stage: Option<Stage>,
    pub tag: Option<String>,
    pub search: Option<String>,
    pub order: DeskOrder,
    /// From 0.
    pub page: usize,
}

/// The words of a search that are used.
const MOST_SEARCHED: usize = 5;

/// A page of what staff asked for.
pub async fn desk(tx: &mut Tx, ask: &DeskAsk) -> Result<Page<IdeaCard>> {
    let page = ask.page.min(LAST_PAGE);
    let count = List::new(tx, "select count(*) as n from idea i where i.organisation = $1");
    let count = asked(tx, count, ask).await?;
    let total = tx.one(count.done()).await?.number("n")?;
    let cards = desk_cards(tx, ask, PAGE + 1, page * PAGE).await?;
    Ok(page_of(cards, page, total))
}

/// Some of what staff asked for: for exports and searches.
pub async fn desk_cards(
    tx: &mut Tx,
    ask: &DeskAsk,
    most: usize,
    skip: usize,
) -> Result<Vec<IdeaCard>> {
    let list = card_list(tx);
    let list = asked(tx, list, ask).await?.then(ask.order.sql());
    read_cards(tx, list.page(most, skip)).await
}

async fn asked(tx: &mut Tx, list: List, ask: &DeskAsk) -> Result<List> {
    let mut list = match (ask.triage, ask.stage) {
        (Some(triage), _) => {
            let waiting = WaitingAsk { triage, ..WaitingAsk::default() };
            narrowed(tx, list, &waiting).await?
        }
        (None, None) => list.and("i.stage not in ('spam', 'merged')", []),
        (None, Some(_)) => list,
    };
    if let Some(stage) = ask.stage {
        list = list.and("i.stage = ?", [stage.name().into()]);
    }
    if let Some(board) = ask.board {
        list = list.and("i.board = ?", [board.into()]);
    }
    if let Some(unit) = ask.unit {
        list = list.and("i.unit = ?", [unit.into()]);
    }
    if let Some(tag) = &ask.tag {
        list = list.and(
            "exists (select 1 from idea_tag t
                 where t.organisation = $1 and t.idea = i.id and t.tag = ?)",
            [tag.as_str().into()],
        );
    }
    let words = ask.search.iter().flat_map(|text| text.split_whitespace());
    for word in words.take(MOST_SEARCHED) {
        list = list.and("i.search like ? escape '\\'", [containing(word).into()]);
    }
    Ok(list)
}

/// Every tag in use, whatever its ideas' stage, in the order of the alphabet.
pub async fn tags_in_use(tx: &mut Tx, most: usize) -> Result<Vec<String>> {
    let list = tx.query(
        "select t.tag as tag from idea_tag t where t.organisation = $1 group by t.tag
         order by t.tag limit $2",
    );
    let rows = tx.list(list.bind(most)).await?;
    rows.iter().map(|row| row.text("tag")).collect()
}

/// What our own people are called.
pub async fn staff_names(tx: &mut Tx) -> Result<BTreeMap<Id<Staff>, String>> {
    let list = tx.query("select id, name from staff where organisation = $1 limit 5000");
    let rows = tx.list(list).await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.text("name")?))).collect()
}

/// A member of staff who still works here, by e-mail address: its id and the name of the role.
pub async fn staff_by_email(tx: &mut Tx, email: &str) -> Result<Option<(Id<Staff>, String)>> {
    let find = tx.query(
        "select id, role from staff
         where organisation = $1 and email = $2 and closed_at is null",
    );
    let row = tx.find(find.bind(email.trim().to_lowercase())).await?;
    row.map(|row| Ok((row.id("id")?, row.text("role")?))).transpose()
}

/// Why an idea itself was taken from view, when and by whom; while it is.
pub async fn removal_that_stands(
    tx: &mut Tx,
    idea: Id<Idea>,
) -> Result<Option<(String, Id<Staff>, Timestamp)>> {
    let find = tx.query(
        "select reason, staff, at from idea_removal
         where organisation = $1 and idea = $2 and comment is null and restored_at is null
         order by at desc, id desc limit 1",
    );
    let row = tx.find(find.bind(idea)).await?;
    row.map(|row| Ok((row.text("reason")?, row.id("staff")?, row.moment("at")?))).transpose()
}

/// The releases that speak of an idea, drafts too, the latest first.
pub async fn releases_of(tx: &mut Tx, idea: Id<Idea>) -> Result<Vec<Release>> {
    let list = tx.query(
        "select r.id as id, r.title as title, r.body as body, r.created_at as created_at,
                r.published_at as published_at
         from idea_release r
         join idea_release_idea e on e.organisation = $1 and e.entry = r.id
         where r.organisation = $1 and e.idea = $2 order by r.created_at desc, r.id limit 50",
    );
    let release = |row: &Row| {
        Ok(Release {
            id: row.id("id")?,
            title: row.text("title")?,
            body: row.text("body")?,
            created_at: row.moment("created_at")?,
            published_at: row.moment_or_null("published_at")?,
        })
    };
    tx.list(list.bind(idea)).await?.iter().map(release).collect()
}

/// What shipped lately: of these a release may speak.
pub async fn shipped_lately(tx: &mut Tx, most: usize) -> Result<Vec<IdeaCard>> {
    let list = card_list(tx).and("i.stage in ('shipped', 'measured')", []);
    let list = list.and("i.held_at is null", []).then("order by i.shipped_at desc, i.id desc");
    read_cards(tx, list.page(most, 0)).await
}

/// The currency of a unit.
pub async fn currency_of(tx: &mut Tx, unit: Id<Unit>) -> Result<Option<deedwell_core::Currency>> {
    let find = tx.query("select currency from unit where organisation = $1 and id = $2");
    tx.find(find.bind(unit)).await?.map(|row| row.currency("currency")).transpose()
}
