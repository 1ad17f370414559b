//! Who wants an idea.

use std::collections::BTreeSet;

use deedwell_core::{Id, Identity, Part, Person, Result, Staff, Timestamp};
use deedwell_store::{List, Tx};

use super::{part, twenty};
use crate::board::Board;
use crate::idea::{Idea, Voice};
use crate::rank::{Tally, Wish};

/// What a member of staff was told, where.
#[derive(Clone, Debug)]
pub struct Heard {
    pub staff: Id<Staff>,
    pub channel: String,
    pub note: String,
}

/// False when this person had voted for this very idea before.
pub async fn add_vote(
    tx: &mut Tx,
    id: Id<Idea>,
    voter: Voice,
    heard: Option<&Heard>,
    apart: bool,
) -> Result<bool> {
    // The idea is held for change: nobody else of the same person votes in between.
    let before = tx.query(
        "select 1 as yes from idea_vote where organisation = $1 and idea = $2 and person = $3",
    );
    if tx.find(before.bind(id).bind(voter.person)).await?.is_some() {
        return Ok(false);
    }
    let insert = tx.query(
        "insert into idea_vote (organisation, idea, person, identity, part, at, recorded_by, heard_on,
             note, apart)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
    );
    let now = tx.now();
    let insert = insert.bind(id).bind(voter.person).bind(voter.identity).bind(voter.part.name());
    let insert = insert.bind(now).bind(heard.map(|h| h.staff));
    let insert = insert.bind(heard.map(|h| h.channel.clone())).bind(heard.map(|h| h.note.clone()));
    let insert = insert.bind(i64::from(apart));
    Ok(tx.run(insert).await? == 1)
}

/// Takes a person's vote from an idea and all it speaks for. The ideas on which it was cast.
pub async fn remove_votes(
    tx: &mut Tx,
    root: Id<Idea>,
    person: Id<Person>,
) -> Result<BTreeSet<Id<Idea>>> {
    let delete = tx.query(
        "delete from idea_vote where organisation = $1 and person = $3
           and idea in (select i.id from idea i where i.organisation = $1 and i.root = $2)
         returning idea",
    );
    let rows = tx.list(delete.bind(root).bind(person)).await?;
    rows.iter().map(|row| row.id("idea")).collect()
}

/// What is known of a person's vote: by whom it was recorded, if it was.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Author of an idea merged into this one, who is counted without a vote.
    pub author: bool,
    /// Recorded by staff, and by the person never.
    pub only_recorded: bool,
}

/// Whether the person is counted as wanting this idea, its own author aside.
pub async fn standing(tx: &mut Tx, root: Id<Idea>, person: Id<Person>) -> Result<Option<Standing>> {
    let find = tx.query(
        "select (select count(*) from idea a where a.organisation = $1 and a.root = $2
                   and a.id <> $2 and a.author = $3) as wrote,
                count(*) as votes, count(v.recorded_by) as recorded
         from idea_vote v join idea i on i.organisation = $1 and i.id = v.idea
         where v.organisation = $1 and v.person = $3 and i.root = $2",
    );
    let row = tx.one(find.bind(root).bind(person)).await?;
    let (wrote, votes) = (row.number("wrote")?, row.number("votes")?);
    let only_recorded = votes > 0 && votes == row.number("recorded")?;
    Ok((wrote + votes > 0).then_some(Standing { author: wrote > 0, only_recorded }))
}

/// One more vote, by somebody not counted so far.
pub async fn count_vote(tx: &mut Tx, root: Id<Idea>, customer: bool, hot: f64) -> Result<()> {
    let update = tx.query(
        "update idea set votes = votes + 1, customer_votes = customer_votes + $3, hot = $4
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(root).bind(i64::from(customer)).bind(hot)).await.map(drop)
}

/// Everybody who wants the idea: authors and voters, of it and, where it speaks for others, of those.
pub async fn wishes(tx: &mut Tx, id: Id<Idea>) -> Result<Vec<Wish>> {
    let list = tx.query(
        "select v.person as person, v.part as part, v.at as at, v.apart as apart
         from idea_vote v join idea i on i.organisation = $1 and i.id = v.idea
         where v.organisation = $1 and (i.root = $2 or i.id = $2)
         union all
         select a.author as person, a.author_part as part, a.created_at as at, 0 as apart
         from idea a where a.organisation = $1 and (a.root = $2 or a.id = $2)",
    );
    let rows = tx.list(list.bind(id)).await?;
    let wish = |row: &deedwell_store::Row| {
        Ok(Wish {
            person: row.id("person")?,
            customer: part(row, "part")? == Part::Customer,
            at: row.moment("at")?,
            apart: row.number("apart")? == 1,
        })
    };
    rows.iter().map(wish).collect()
}

/// Counts votes, comments and heat anew from the rows. An idea that speaks for itself counts those of
/// all it speaks for; a merged one counts its own.
pub async fn recount(tx: &mut Tx, id: Id<Idea>) -> Result<()> {
    let idea = super::idea(tx, id).await?;
    let tally = Tally::of(idea.author.person, &wishes(tx, id).await?);
    let update = tx.query(
        "update idea set votes = $3, customer_votes = $4, hot = $5, apart = $6
         where organisation = $1 and id = $2",
    );
    let update = update.bind(id).bind(tally.votes).bind(tally.customer_votes).bind(tally.hot);
    let update = update.bind(tally.apart);
    tx.run(update).await?;
    count_comments(tx, id).await
}

/// Those that everybody can read, of the same ideas.
pub async fn count_comments(tx: &mut Tx, id: Id<Idea>) -> Result<()> {
    let update = tx.query(
        "update idea set comments = (
             select count(*) from idea_comment c
             join idea i on i.organisation = $1 and i.id = c.idea
             where c.organisation = $1 and (i.root = $2 or i.id = $2)
               and c.internal = 0 and c.withdrawn_at is null and c.hidden_at is null)
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id)).await.map(drop)
}

/// A person took part on a board at this moment.
pub async fn mark_active(tx: &mut Tx, board: Id<Board>, voice: Voice) -> Result<()> {
    let insert = tx.query(
        "insert into idea_active (organisation, board, person, identity, last_at)
         values ($1, $2, $3, $4, $5)
         on conflict (organisation, board, identity) do update set last_at =
             case when excluded.last_at > idea_active.last_at then excluded.last_at
                  else idea_active.last_at end",
    );
    let now = tx.now();
    let insert = insert.bind(board).bind(voice.person).bind(voice.identity);
    tx.run(insert.bind(now)).await.map(drop)
}

/// Somebody who wants an idea, as its page shows them.
#[derive(Clone, Debug)]
pub struct Voter {
    pub person: Id<Person>,
    pub identity: Id<Identity>,
    /// Counted as a customer.
    pub customer: bool,
    pub at: Timestamp,
    /// Counted apart.
    pub apart: bool,
    /// The member of staff who heard it.
    pub on_behalf_by: Option<Id<Staff>>,
}

/// The voters of an idea and of those it speaks for whose votes are counted, the latest first; its own author
/// is none.
pub async fn voters(tx: &mut Tx, root: Id<Idea>, limit: usize) -> Result<Vec<Voter>> {
    let list = tx.query(
        "select w.person as person, min(w.identity) as identity, min(w.part) as part, min(w.at) as at,
                min(w.apart) as apart, max(w.recorded_by) as recorded_by
         from (select v.person as person, v.identity as identity, v.part as part, v.at as at,
                      v.apart as apart, v.recorded_by as recorded_by
               from idea_vote v join idea i on i.organisation = $1 and i.id = v.idea
               where v.organisation = $1 and (i.root = $2 or i.id = $2)
               union all
               select a.author, a.author_identity, a.author_part, a.created_at, 0, null
               from idea a where a.organisation = $1 and a.root = $2 and a.id <> $2) w
         where w.person <> (select b.author from idea b where b.organisation = $1 and b.id = $2)
         group by w.person having min(w.apart) = 0 order by 4 desc, 1 limit $3",
    );
    let rows = tx.list(list.bind(root).bind(limit)).await?;
    let voter = |row: &deedwell_store::Row| {
        Ok(Voter {
            person: row.id("person")?,
            identity: row.id("identity")?,
            customer: part(row, "part")? == Part::Customer,
            at: row.moment("at")?,
            apart: row.number("apart")? == 1,
            on_behalf_by: row.id_or_null("recorded_by")?,
        })
    };
    rows.iter().map(voter).collect()
}

/// Recorded votes that are listed.
const MOST_RECORDED: usize = 200;

/// A vote that staff recorded: what they heard, where.
#[derive(Clone, Debug)]
pub struct RecordedVote {
    pub idea: Id<Idea>,
    pub person: Id<Person>,
    pub identity: Id<Identity>,
    pub at: Timestamp,
    pub heard: Heard,
}

/// For staff: the votes for an idea, and for those it speaks for, that they recorded; of one person or
/// of all, the latest first.
pub async fn recorded_votes(
    tx: &mut Tx,
    root: Id<Idea>,
    person: Option<Id<Person>>,
) -> Result<Vec<RecordedVote>> {
    let mut list = List::new(
        tx,
        "select v.idea as idea, v.person as person, v.identity as identity, v.at as at,
                v.recorded_by as recorded_by, v.heard_on as heard_on, v.note as note
         from idea_vote v join idea i on i.organisation = $1 and i.id = v.idea
         where v.organisation = $1 and v.recorded_by is not null",
    );
    list = list.and("(i.root = ? or i.id = ?)", [root.into(), root.into()]);
    if let Some(person) = person {
        list = list.and("v.person = ?", [person.into()]);
    }
    let rows = tx.list(list.then("order by v.at desc, v.person").page(MOST_RECORDED, 0)).await?;
    let vote = |row: &deedwell_store::Row| {
        Ok(RecordedVote {
            idea: row.id("idea")?,
            person: row.id("person")?,
            identity: row.id("identity")?,
            at: row.moment("at")?,
            heard: Heard {
                staff: row.id("recorded_by")?,
                channel: row.text("heard_on")?,
                note: row.text("note")?,
            },
        })
    };
    rows.iter().map(vote).collect()
}

/// Which of these ideas the person is counted for, as voter or as author of one merged into it.
pub async fn wanted_among(
    tx: &mut Tx,
    person: Id<Person>,
    ids: &[Id<Idea>],
) -> Result<BTreeSet<Id<Idea>>> {
    let mut found = BTreeSet::new();
    for some in ids.chunks(super::PAGE) {
        let Some(values) = twenty(some) else { continue };
        let list = List::new(tx, "select i.root as root from idea i where i.organisation = $1");
        let list = list.and("i.root in (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", values);
        let list = list.and(
            "(i.author = ? or exists (select 1 from idea_vote v
                 where v.organisation = $1 and v.idea = i.id and v.person = ?))",
            [person.into(), person.into()],
        );
        for row in tx.list(list.done()).await? {
            found.insert(row.id("root")?);
        }
    }
    Ok(found)
}

/// Follows, or begins again after having stopped.
pub async fn add_follower(tx: &mut Tx, id: Id<Idea>, voice: Voice) -> Result<()> {
    let again = tx.query(
        "update idea_follower set stopped_at = null
         where organisation = $1 and idea = $2 and person = $3",
    );
    if tx.run(again.bind(id).bind(voice.person)).await? > 0 {
        return Ok(());
    }
    let insert = tx.query(
        "insert into idea_follower (organisation, idea, person, identity, at)
         values ($1, $2, $3, $4, $5)
         on conflict (organisation, idea, identity) do update set stopped_at = null",
    );
    let now = tx.now();
    tx.run(insert.bind(id).bind(voice.person).bind(voice.identity).bind(now)).await.map(drop)
}

/// Wants to hear no more, as voter or author either.
pub async fn stop_follower(tx: &mut Tx, id: Id<Idea>, voice: Voice) -> Result<()> {
    let now = tx.now();
    let stop = tx.query(
        "update idea_follower set stopped_at = $4
         where organisation = $1 and idea = $2 and person = $3",
    );
    if tx.run(stop.bind(id).bind(voice.person).bind(now)).await? > 0 {
        return Ok(());
    }
    let insert = tx.query(
        "insert into idea_follower (organisation, idea, person, identity, at, stopped_at)
         values ($1, $2, $3, $4, $5, $5)
         on conflict (organisation, idea, identity) do update set stopped_at = excluded.stopped_at",
    );
    tx.run(insert.bind(id).bind(voice.person).bind(voice.identity).bind(now)).await.map(drop)
}

/// Everybody to be told of what becomes of it: authors, voters, followers, of it and of those it speaks
/// for, each person once, without those who stopped.
pub async fn to_be_told(tx: &mut Tx, root: Id<Idea>) -> Result<Vec<(Id<Person>, Id<Identity>)>> {
    let list = tx.query(
        "select w.person as person, min(w.identity) as identity
         from (select v.person as person, v.identity as identity
               from idea_vote v join idea i on i.organisation = $1 and i.id = v.idea
               where v.organisation = $1 and (i.root = $2 or i.id = $2)
               union all
               select a.author, a.author_identity from idea a
               where a.organisation = $1 and (a.root = $2 or a.id = $2)
               union all
               select f.person, f.identity
               from idea_follower f join idea j on j.organisation = $1 and j.id = f.idea
               where f.organisation = $1 and (j.root = $2 or j.id = $2)) w
         where not exists (select 1 from idea_follower s join idea k
                               on k.organisation = $1 and k.id = s.idea
                           where s.organisation = $1 and s.person = w.person
                             and s.stopped_at is not null and (k.root = $2 or k.id = $2))
         group by w.person order by 1",
    );
    let rows = tx.list(list.bind(root)).await?;
    rows.iter().map(|row| Ok((row.id("person")?, row.id("identity")?))).collect()
}

/// Whether the person follows the idea: none when they never said.
pub async fn follows(tx: &mut Tx, id: Id<Idea>, person: Id<Person>) -> Result<Option<bool>> {
    let find = tx.query(
        "select max(stopped_at) as stopped_at, count(*) as n from idea_follower
         where organisation = $1 and idea = $2 and person = $3",
    );
    let row = tx.one(find.bind(id).bind(person)).await?;
    let follows = row.moment_or_null("stopped_at")?.is_none();
    Ok((row.number("n")? > 0).then_some(follows))
}
