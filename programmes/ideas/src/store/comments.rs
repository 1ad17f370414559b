//! Comments, thanks, and the public log of what was removed.

use std::collections::BTreeSet;

use deedwell_core::{Error, Id, Part, Person, Result, Staff, Timestamp};
use deedwell_store::{List, Row, Tx};

use super::{PAGE, Page, page_of, part};
use crate::comment::{Audience, Comment, Speaker};
use crate::idea::{Idea, Voice};

/// Comments of one idea that a page shows.
pub const MOST_COMMENTS: usize = 500;

pub async fn comment(tx: &mut Tx, id: Id<Comment>) -> Result<Comment> {
    let find = tx.query(
        "select id, idea, reply_to, part, person, identity, staff, internal, body, at, withdrawn_at,
                hidden_at, thanks
         from idea_comment where organisation = $1 and id = $2",
    );
    let row = tx.find(find.bind(id)).await?.ok_or(Error::Missing("comment"))?;
    read_comment(&row)
}

pub(super) fn read_comment(row: &Row) -> Result<Comment> {
    let by = match part(row, "part")? {
        Part::Staff | Part::System => Speaker::Staff(row.id("staff")?),
        part => Speaker::Person(Voice {
            person: row.id("person")?,
            identity: row.id("identity")?,
            part,
        }),
    };
    Ok(Comment {
        id: row.id("id")?,
        idea: row.id("idea")?,
        reply_to: row.id_or_null("reply_to")?,
        by,
        internal: row.number("internal")? == 1,
        body: row.text("body")?,
        at: row.moment("at")?,
        withdrawn_at: row.moment_or_null("withdrawn_at")?,
        hidden_at: row.moment_or_null("hidden_at")?,
        thanks: row.number("thanks")?,
    })
}

/// The comments on an idea and on all it speaks for, each followed by its replies, the oldest first.
/// Everybody sees what is shown; staff see notes, and what is hidden, too. Where `comment.idea` is not
/// the idea asked for, it was made on one merged since (see [`super::merged_into`] for its title).
pub async fn comments(tx: &mut Tx, root: Id<Idea>, audience: Audience) -> Result<Vec<Comment>> {
    let mut list = List::new(
        tx,
        "select c.id as id, c.idea as idea, c.reply_to as reply_to, c.part as part,
                c.person as person, c.identity as identity, c.staff as staff, c.internal as internal,
                c.body as body, c.at as at, c.withdrawn_at as withdrawn_at,
                c.hidden_at as hidden_at, c.thanks as thanks
         from idea_comment c join idea i on i.organisation = $1 and i.id = c.idea
         left join idea_comment p on p.organisation = $1 and p.id = c.reply_to
         where c.organisation = $1",
    );
    list =
        list.and("(i.root = ? or i.id = ?) and c.withdrawn_at is null", [root.into(), root.into()]);
    if audience == Audience::Everybody {
        list = list.and("c.internal = 0 and c.hidden_at is null", []);
    }
    let list = list.then(
        "order by coalesce(p.at, c.at), coalesce(p.id, c.id), case when p.id is null then 0 else 1 end,
                  c.at, c.id",
    );
    let rows = tx.list(list.page(MOST_COMMENTS, 0)).await?;
    rows.iter().map(read_comment).collect()
}

pub async fn add_comment(tx: &mut Tx, comment: &Comment) -> Result<()> {
    let insert = tx.query(
        "insert into idea_comment (organisation, id, idea, reply_to, part, person, identity, staff,
             internal, body, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    );
    let (voice, staff) = match comment.by {
        Speaker::Person(voice) => (Some(voice), None),
        Speaker::Staff(staff) => (None, Some(staff)),
    };
    let insert = insert.bind(comment.id).bind(comment.idea).bind(comment.reply_to);
    let insert = insert.bind(comment.by.part().name()).bind(voice.map(|v| v.person));
    let insert = insert.bind(voice.map(|v| v.identity)).bind(staff);
    let insert = insert.bind(i64::from(comment.internal)).bind(&comment.body).bind(comment.at);
    tx.run(insert).await.map(drop)
}

/// Its words go; that it was there stays.
pub async fn withdraw_comment(tx: &mut Tx, id: Id<Comment>) -> Result<()> {
    let update = tx.query(
        "update idea_comment set withdrawn_at = $3, body = '' where organisation = $1 and id = $2",
    );
    let now = tx.now();
    tx.run(update.bind(id).bind(now)).await.map(drop)
}

pub async fn set_hidden(tx: &mut Tx, id: Id<Comment>, at: Option<Timestamp>) -> Result<()> {
    let update =
        tx.query("update idea_comment set hidden_at = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(at)).await.map(drop)
}

/// Replies that are still there.
pub async fn replies(tx: &mut Tx, id: Id<Comment>) -> Result<i64> {
    let find = tx.query(
        "select count(*) as n from idea_comment
         where organisation = $1 and reply_to = $2 and withdrawn_at is null",
    );
    tx.one(find.bind(id)).await?.number("n")
}

/// False when this person had thanked for it before.
pub async fn add_thanks(tx: &mut Tx, id: Id<Comment>, voice: Voice) -> Result<bool> {
    let before = tx.query(
        "select 1 as yes from idea_thanks where organisation = $1 and comment = $2 and person = $3",
    );
    if tx.find(before.bind(id).bind(voice.person)).await?.is_some() {
        return Ok(false);
    }
    let insert = tx.query(
        "insert into idea_thanks (organisation, comment, person, identity, at)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
    );
    let now = tx.now();
    let insert = insert.bind(id).bind(voice.person).bind(voice.identity);
    Ok(tx.run(insert.bind(now)).await? == 1)
}

/// Counts the thanks of a comment anew, each person once.
pub async fn recount_thanks(tx: &mut Tx, id: Id<Comment>) -> Result<()> {
    let update = tx.query(
        "update idea_comment set thanks = (select count(distinct t.person) from idea_thanks t
             where t.organisation = $1 and t.comment = $2)
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id)).await.map(drop)
}

pub async fn count_thanks(tx: &mut Tx, id: Id<Comment>) -> Result<()> {
    let update =
        tx.query("update idea_comment set thanks = thanks + 1 where organisation = $1 and id = $2");
    tx.run(update.bind(id)).await.map(drop)
}

/// The comments below an idea for which the person has thanked.
pub async fn thanked_by(
    tx: &mut Tx,
    root: Id<Idea>,
    person: Id<Person>,
) -> Result<BTreeSet<Id<Comment>>> {
    let list = tx.query(
        "select t.comment as comment from idea_thanks t
         join idea_comment c on c.organisation = $1 and c.id = t.comment
         join idea i on i.organisation = $1 and i.id = c.idea
         where t.organisation = $1 and t.person = $3 and (i.root = $2 or i.id = $2)",
    );
    let rows = tx.list(list.bind(root).bind(person)).await?;
    rows.iter().map(|row| row.id("comment")).collect()
}

/// Marks the ids of removals.
#[derive(Debug)]
pub enum Removed {}

/// Something staff took from public view, and why.
#[derive(Clone, Debug)]
pub struct Removal {
    pub id: Id<Removed>,
    pub idea: Id<Idea>,
    /// None: the idea itself.
    pub comment: Option<Id<Comment>>,
    pub reason: String,
    pub staff: Id<Staff>,
    pub at: Timestamp,
    pub restored_at: Option<Timestamp>,
}

pub async fn add_removal(
    tx: &mut Tx,
    idea: Id<Idea>,
    comment: Option<Id<Comment>>,
    reason: &str,
    staff: Id<Staff>,
) -> Result<()> {
    let insert = tx.query(
        "insert into idea_removal (organisation, id, idea, comment, reason, staff, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let (id, now): (Id<Removed>, _) = (tx.new_id(), tx.now());
    let insert = insert.bind(id).bind(idea).bind(comment).bind(reason).bind(staff).bind(now);
    tx.run(insert).await.map(drop)
}

/// What was removed is back: the removals of a comment, or of the idea itself.
pub async fn end_removals(tx: &mut Tx, idea: Id<Idea>, comment: Option<Id<Comment>>) -> Result<()> {
    let update = tx.query(
        "update idea_removal set restored_at = $4
         where organisation = $1 and idea = $2 and coalesce(comment, '') = $3
           and restored_at is null",
    );
    let comment = comment.map(|id| id.to_string()).unwrap_or_default();
    let now = tx.now();
    tx.run(update.bind(idea).bind(comment).bind(now)).await.map(drop)
}

/// The public log of removals, the latest first.
pub async fn removals(tx: &mut Tx, page: usize) -> Result<Page<Removal>> {
    let page = page.min(super::LAST_PAGE);
    let count = tx.query("select count(*) as n from idea_removal where organisation = $1");
    let total = tx.one(count).await?.number("n")?;
    let list = List::new(
        tx,
        "select id, idea, comment, reason, staff, at, restored_at from idea_removal
         where organisation = $1",
    );
    let rows = tx.list(list.then("order by at desc, id desc").page(PAGE + 1, page * PAGE)).await?;
    Ok(page_of(rows.iter().map(read_removal).collect::<Result<_>>()?, page, total))
}

pub(super) fn read_removal(row: &Row) -> Result<Removal> {
    Ok(Removal {
        id: row.id("id")?,
        idea: row.id("idea")?,
        comment: row.id_or_null("comment")?,
        reason: row.text("reason")?,
        staff: row.id("staff")?,
        at: row.moment("at")?,
        restored_at: row.moment_or_null("restored_at")?,
    })
}
