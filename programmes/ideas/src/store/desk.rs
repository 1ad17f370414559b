//! What waits for staff, and how well they do.

use deedwell_core::{Error, Id, Person, Result, Timestamp};
use deedwell_store::{List, Tx};
use jiff::SignedDuration;

use super::lists::{card_list, read_cards};
use super::{IdeaCard, LAST_PAGE, PAGE, Page, page_of};
use crate::board::Board;
use crate::idea::AnswerClock;

/// What of the desk is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Triage {
    /// Without an official answer, the one due first at the top.
    #[default]
    Waiting,
    /// Of those, what is late.
    Overdue,
    /// Of those, what falls due within [`AnswerClock::SOON_DAYS`].
    DueSoon,
    /// Held until somebody clears them.
    Held,
    Spam,
    /// A no whose day has come.
    Revisit,
    /// Nobody has given a grade.
    Ungraded,
}

impl Triage {
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Overdue,
        Self::DueSoon,
        Self::Held,
        Self::Spam,
        Self::Revisit,
        Self::Ungraded,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Overdue => "overdue",
            Self::DueSoon => "due_soon",
            Self::Held => "held",
            Self::Spam => "spam",
            Self::Revisit => "revisit",
            Self::Ungraded => "ungraded",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|triage| triage.name() == text)
    }
}

#[derive(Clone, Copy, Debug, Default)]
pub struct WaitingAsk {
    pub triage: Triage,
    pub board: Option<Id<Board>>,
    pub page: usize,
}

/// The working list; [`IdeaCard::clock`] says how each stands.
pub async fn waiting(tx: &mut Tx, ask: &WaitingAsk) -> Result<Page<IdeaCard>> {
    let page = ask.page.min(LAST_PAGE);
    let count = List::new(tx, "select count(*) as n from idea i where i.organisation = $1");
    let count = narrowed(tx, count, ask).await?;
    let total = tx.one(count.done()).await?.number("n")?;
    let list = card_list(tx);
    let list = narrowed(tx, list, ask).await?;
    let list = match ask.triage {
        Triage::Waiting | Triage::Overdue | Triage::DueSoon | Triage::Ungraded => {
            list.then("order by i.due_at, i.id")
        }
        Triage::Held => list.then("order by i.held_at, i.id"),
        Triage::Spam => list.then("order by i.created_at desc, i.id"),
        Triage::Revisit => list.then("order by i.revisit_on, i.id"),
    };
    let cards = read_cards(tx, list.page(PAGE + 1, page * PAGE)).await?;
    Ok(page_of(cards, page, total))
}

pub(super) async fn narrowed(tx: &mut Tx, list: List, ask: &WaitingAsk) -> Result<List> {
    const OPEN: &str = "i.answered_at is null and i.held_at is null
        and i.stage not in ('withdrawn', 'spam', 'merged')";
    let now = tx.now();
    let list = match ask.triage {
        Triage::Waiting => list.and(OPEN, []),
        Triage::Overdue => list.and(OPEN, []).and("i.due_at < ?", [now.into()]),
        Triage::DueSoon => {
            let soon = SignedDuration::from_hours(24 * AnswerClock::SOON_DAYS);
            let soon = now.saturating_add(soon).map_err(Error::fault)?;
            list.and(OPEN, []).and("i.due_at >= ? and i.due_at <= ?", [now.into(), soon.into()])
        }
        Triage::Held => list.and("i.held_at is not null and i.stage <> 'spam'", []),
        Triage::Spam => list.and("i.stage = 'spam'", []),
        Triage::Revisit => {
            let today = super::today(tx).await?.to_string();
            list.and("i.stage in ('not_now', 'declined') and i.revisit_on <= ?", [today.into()])
        }
        Triage::Ungraded => list.and(
            "i.grade is null and i.held_at is null
             and i.stage not in ('withdrawn', 'spam', 'merged')",
            [],
        ),
    };
    Ok(match ask.board {
        Some(board) => list.and("i.board = ?", [board.into()]),
        None => list,
    })
}

/// What became of the ideas.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Numbers {
    /// Public ideas; merged ones count with the idea that speaks for them, and withdrawn ones not.
    pub put_forward: i64,
    pub answered: i64,
    pub answered_in_time: i64,
    /// Whose promise can be judged: answered, or due by now.
    pub promised: i64,
    /// Waiting still, and late.
    pub overdue: i64,
    pub planned: i64,
    pub shipped: i64,
    pub said_no: i64,
    /// Ideas and comments that staff took from public view, and did not restore.
    pub removed: i64,
}

/// Of ideas put forward since then, or ever.
pub async fn numbers(tx: &mut Tx, since: Option<Timestamp>) -> Result<Numbers> {
    let since = since.unwrap_or(Timestamp::UNIX_EPOCH);
    let now = tx.now();
    let count = tx.query(
        "select count(*) as put_forward,
                count(i.answered_at) as answered,
                count(*) filter (where i.answered_at <= i.due_at) as in_time,
                count(*) filter (where i.answered_at is not null or i.due_at < $3) as promised,
                count(*) filter (where i.answered_at is null and i.due_at < $3) as overdue,
                count(*) filter (where i.stage in ('planned', 'in_progress')) as planned,
                count(i.shipped_at) as shipped,
                count(*) filter (where i.stage in ('not_now', 'declined')) as said_no,
                (select count(*) from idea_removal r
                 where r.organisation = $1 and r.at >= $2 and r.restored_at is null) as removed
         from idea i where i.organisation = $1 and i.created_at >= $2 and i.held_at is null
           and i.stage not in ('withdrawn', 'spam', 'merged')",
    );
    let row = tx.one(count.bind(since).bind(now)).await?;
    Ok(Numbers {
        put_forward: row.number("put_forward")?,
        answered: row.number("answered")?,
        answered_in_time: row.number("in_time")?,
        promised: row.number("promised")?,
        overdue: row.number("overdue")?,
        planned: row.number("planned")?,
        shipped: row.number("shipped")?,
        said_no: row.number("said_no")?,
        removed: row.number("removed")?,
    })
}

/// How many ideas are in each part of the desk.
pub async fn desk_counts(tx: &mut Tx) -> Result<Vec<(Triage, i64)>> {
    let mut counts = Vec::new();
    for triage in Triage::ALL {
        let ask = WaitingAsk { triage, ..WaitingAsk::default() };
        let list = List::new(tx, "select count(*) as n from idea i where i.organisation = $1");
        let list = narrowed(tx, list, &ask).await?;
        counts.push((triage, tx.one(list.done()).await?.number("n")?));
    }
    Ok(counts)
}

/// How long each idea of a period waited for its first official answer, in seconds, and whether it
/// came: what a median that counts the unanswered (Kaplan and Meier) is made of.
pub async fn answer_times(tx: &mut Tx, since: Timestamp) -> Result<Vec<(f64, bool)>> {
    let list = tx.query(
        "select created_at, answered_at from idea where organisation = $1 and created_at >= $2
           and held_at is null and stage not in ('withdrawn', 'spam', 'merged')
         order by created_at desc limit 50000",
    );
    let now = tx.now();
    let rows = tx.list(list.bind(since)).await?;
    let time = |row: &deedwell_store::Row| {
        let (from, to) = (row.moment("created_at")?, row.moment_or_null("answered_at")?);
        let micros = to.unwrap_or(now).as_microsecond() - from.as_microsecond();
        Ok((micros.max(0) as f64 / 1e6, to.is_some()))
    };
    rows.iter().map(time).collect()
}

/// What one person did here.
#[derive(Clone, Debug)]
pub struct MyPart {
    /// Their own, the latest first, of any stage but spam.
    pub ideas: Vec<IdeaCard>,
    /// Others' that they voted for, the latest vote first.
    pub voted: Vec<IdeaCard>,
    /// Others' that they want to hear of without a vote, the latest first.
    pub followed: Vec<IdeaCard>,
    pub comments: i64,
    /// Thanks others gave for those.
    pub thanks: i64,
}

/// Ideas in each list of [`MyPart`].
const MOST_MINE: usize = 50;

pub async fn my_part(tx: &mut Tx, person: Id<Person>) -> Result<MyPart> {
    let mine = card_list(tx).and("i.author = ? and i.stage <> 'spam'", [person.into()]);
    let mine = mine.then("order by i.created_at desc, i.id desc").page(MOST_MINE, 0);
    let ideas = read_cards(tx, mine).await?;
    let voted = tx.query(
        "select i.root as id, max(v.at) as at from idea_vote v
         join idea i on i.organisation = $1 and i.id = v.idea
         where v.organisation = $1 and v.person = $2 group by i.root
         order by 2 desc limit $3",
    );
    let rows = tx.list(voted.bind(person).bind(MOST_MINE)).await?;
    let ids = rows.iter().map(|row| row.id("id")).collect::<Result<Vec<_>>>()?;
    let is_public = |card: &IdeaCard| card.stage.is_listed() && card.held_at.is_none();
    let mut voted = super::cards(tx, &ids).await?;
    voted.retain(is_public);
    let followed = tx.query(
        "select i.root as id, max(f.at) as at from idea_follower f
         join idea i on i.organisation = $1 and i.id = f.idea
         where f.organisation = $1 and f.person = $2 and f.stopped_at is null group by i.root
         order by 2 desc limit $3",
    );
    let rows = tx.list(followed.bind(person).bind(MOST_MINE)).await?;
    let ids = rows.iter().map(|row| row.id("id")).collect::<Result<Vec<_>>>()?;
    let mut followed = super::cards(tx, &ids).await?;
    let is_voted = |card: &IdeaCard| voted.iter().any(|other| other.id == card.id);
    followed.retain(|card| is_public(card) && card.author != person && !is_voted(card));
    let count = tx.query(
        "select count(*) as comments, cast(coalesce(sum(c.thanks), 0) as bigint) as thanks
         from idea_comment c where c.organisation = $1 and c.person = $2
           and c.withdrawn_at is null and c.hidden_at is null",
    );
    let row = tx.one(count.bind(person)).await?;
    let (comments, thanks) = (row.number("comments")?, row.number("thanks")?);
    Ok(MyPart { ideas, voted, followed, comments, thanks })
}
