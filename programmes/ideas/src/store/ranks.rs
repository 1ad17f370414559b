//! Where each idea stands in the orders that depend on others: what was kept of it, and what is to be
//! changed.
//!
//! A vote changes its own idea's place at once ([`rank_again`]), and, as one more person who took
//! part, the share of every idea of the board a little: those are worked out together, a while later
//! ([`ranks_to_change`]).

use std::collections::{BTreeMap, BTreeSet};

use deedwell_core::{Id, Result, Timestamp};
use deedwell_store::{Row, Tx};
use jiff::civil::Date;

use crate::board::Board;
use crate::idea::Idea;
use crate::rank;

/// Ideas that are read at a time.
const AT_A_TIME: usize = 5_000;

/// The place of an idea, to be kept.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rank {
    pub idea: Id<Idea>,
    pub board: Id<Board>,
    pub top: f64,
    pub lot: i64,
    /// Of so many votes.
    pub votes: i64,
}

/// Up to when all ranks were worked out: the day of the lots, and when somebody last took part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ranked {
    pub day: Date,
    pub active_at: Option<Timestamp>,
}

impl Ranked {
    /// Before any day on which they were.
    pub const NEVER: Self = Self { day: Date::ZERO, active_at: None };

    fn moment(self) -> Timestamp {
        self.active_at.unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Works out where these ideas stand as far as their own votes go. To be called last: whoever holds
/// one rank asks for nothing but later ones, so that nobody waits in a circle.
pub async fn rank_again(tx: &mut Tx, ids: &BTreeSet<Id<Idea>>) -> Result<()> {
    let day = super::today(tx).await?;
    for id in ids {
        let idea = super::idea(tx, *id).await?;
        let active = active_since(tx, idea.board, idea.created_at).await?;
        let top = rank::top(idea.votes, active);
        let lot = rank::lot(day, *id);
        let rank = Rank { idea: *id, board: idea.board, top, lot, votes: idea.votes };
        keep_rank(tx, rank).await?;
    }
    Ok(())
}

/// A lot once drawn is the day's.
async fn keep_rank(tx: &mut Tx, rank: Rank) -> Result<()> {
    let insert = tx.query(
        "insert into idea_rank (organisation, idea, board, top, lot) values ($1, $2, $3, $4, $5)
         on conflict (organisation, idea) do update set board = excluded.board, top = excluded.top",
    );
    tx.run(insert.bind(rank.idea).bind(rank.board).bind(rank.top).bind(rank.lot)).await.map(drop)
}

/// All of it, the lot too; nothing when the idea got or lost votes or moved since it was worked out,
/// for then its place was kept by whoever did that.
pub async fn set_rank(tx: &mut Tx, rank: Rank) -> Result<()> {
    let insert = tx.query(
        "insert into idea_rank (organisation, idea, board, top, lot)
         select $1, i.id, i.board, $4, $5 from idea i
         where i.organisation = $1 and i.id = $2 and i.board = $3 and i.votes = $6
         on conflict (organisation, idea) do update set board = excluded.board, top = excluded.top,
             lot = excluded.lot",
    );
    let insert = insert.bind(rank.idea).bind(rank.board).bind(rank.top).bind(rank.lot);
    tx.run(insert.bind(rank.votes)).await.map(drop)
}

async fn active_since(tx: &mut Tx, board: Id<Board>, since: Timestamp) -> Result<usize> {
    let find = tx.query(
        "select count(distinct person) as n from idea_active
         where organisation = $1 and board = $2 and last_at >= $3",
    );
    let n = tx.one(find.bind(board).bind(since)).await?.number("n")?;
    Ok(usize::try_from(n).unwrap_or(0))
}

pub async fn ranked(tx: &mut Tx) -> Result<Option<Ranked>> {
    let find = tx.query("select day, active_at from idea_ranked where organisation = $1");
    let row = tx.find(find).await?;
    row.map(|row| {
        let day = row.text("day")?.parse().map_err(deedwell_core::Error::fault)?;
        let active_at = Some(row.moment("active_at")?);
        Ok(Ranked { day, active_at: active_at.filter(|at| *at != Timestamp::UNIX_EPOCH) })
    })
    .transpose()
}

/// Writes down that they were never worked out, if nothing is.
pub async fn begin_ranked(tx: &mut Tx) -> Result<()> {
    let insert = tx.query(
        "insert into idea_ranked (organisation, day, active_at) values ($1, $2, $3)
         on conflict do nothing",
    );
    let never = Ranked::NEVER;
    tx.run(insert.bind(never.day.to_string()).bind(never.moment())).await.map(drop)
}

/// They are worked out up to `now`, unless something else is written since they were `begun`.
pub async fn set_ranked(tx: &mut Tx, begun: Ranked, now: Ranked) -> Result<()> {
    let update = tx.query(
        "update idea_ranked set day = $4, active_at = $5
         where organisation = $1 and day = $2 and active_at = $3",
    );
    let update = update.bind(begun.day.to_string()).bind(begun.moment());
    tx.run(update.bind(now.day.to_string()).bind(now.moment())).await.map(drop)
}

/// All of them are worked out anew when next somebody looks: much was brought in at once.
pub async fn rank_all(tx: &mut Tx) -> Result<()> {
    let delete = tx.query("delete from idea_ranked where organisation = $1");
    tx.run(delete).await.map(drop)
}

/// How things stand now.
pub async fn ranked_now(tx: &mut Tx) -> Result<Ranked> {
    let find = tx.query(
        "select max(m.last_at) as last_at from (
             select (select max(a.last_at) from idea_active a
                     where a.organisation = $1 and a.board = b.id) as last_at
             from idea_board b where b.organisation = $1) m",
    );
    let active_at = tx.one(find).await?.moment_or_null("last_at")?;
    Ok(Ranked { day: super::today(tx).await?, active_at })
}

/// Those whose place has moved so far that it shows, and all of them when new lots are drawn.
pub async fn ranks_to_change(tx: &mut Tx, day: Date) -> Result<Vec<Rank>> {
    let active = active(tx).await?;
    let mut changed = Vec::new();
    let mut after = String::new();
    loop {
        let list = tx.query(
            "select i.id as id, i.board as board, i.votes as votes, i.created_at as created_at,
                    r.board as ranked_board, r.top as top, r.lot as lot
             from idea i left join idea_rank r on r.organisation = $1 and r.idea = i.id
             where i.organisation = $1 and i.id > $2 order by i.id limit $3",
        );
        let rows = tx.list(list.bind(&after).bind(AT_A_TIME)).await?;
        for row in &rows {
            changed.extend(change(row, &active, day)?);
        }
        match rows.last() {
            Some(row) if rows.len() == AT_A_TIME => after = row.text("id")?,
            _ => return Ok(changed),
        }
    }
}

fn change(row: &Row, active: &Active, day: Date) -> Result<Option<Rank>> {
    let (idea, board) = (row.id("id")?, row.id("board")?);
    let since = row.moment("created_at")?;
    let active = active.get(&board).map_or(0, |m| m.len() - m.partition_point(|at| *at < since));
    let votes = row.number("votes")?;
    let (top, lot) = (rank::top(votes, active), rank::lot(day, idea));
    let stands = row.id_or_null("ranked_board")? == Some(board)
        && row.number_or_null("lot")? == Some(lot)
        && row.real_or_null("top")?.is_some_and(|before| rank::is_about(before, top));
    Ok((!stands).then_some(Rank { idea, board, top, lot, votes }))
}

/// Per board, when each person last took part, in order.
type Active = BTreeMap<Id<Board>, Vec<Timestamp>>;

async fn active(tx: &mut Tx) -> Result<Active> {
    let list = tx.query(
        "select board, max(last_at) as last_at from idea_active where organisation = $1
         group by board, person order by board, max(last_at)",
    );
    let mut found = Active::new();
    for row in tx.list(list).await? {
        found.entry(row.id("board")?).or_default().push(row.moment("last_at")?);
    }
    Ok(found)
}
