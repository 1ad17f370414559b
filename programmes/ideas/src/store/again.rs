//! What was said a moment ago in the same words.

use deedwell_core::{Id, Result, Staff, Timestamp};
use deedwell_store::Tx;

use crate::answer::Answered;
use crate::board::Release;
use crate::comment::{Comment, Speaker};
use crate::idea::Idea;
use crate::money::Entry;

/// By the same author on the same board.
pub async fn same_idea(tx: &mut Tx, new: &Idea, since: Timestamp) -> Result<Option<Id<Idea>>> {
    let find = tx.query(
        "select id from idea
         where organisation = $1 and author = $2 and board = $3 and created_at >= $4
           and title = $5 and body = $6 and stage <> 'withdrawn'
         order by created_at limit 1",
    );
    let find = find.bind(new.author.person).bind(new.board).bind(since);
    let row = tx.find(find.bind(&new.title).bind(&new.body)).await?;
    row.map(|row| row.id("id")).transpose()
}

/// By the same speaker below the same idea, in reply to the same.
pub async fn same_comment(
    tx: &mut Tx,
    new: &Comment,
    since: Timestamp,
) -> Result<Option<Id<Comment>>> {
    let find = tx.query(
        "select id from idea_comment
         where organisation = $1 and idea = $2 and at >= $3 and body = $4
           and coalesce(person, staff) = $5 and internal = $6 and coalesce(reply_to, '') = $7
           and withdrawn_at is null
         order by at limit 1",
    );
    let speaker = match new.by {
        Speaker::Person(voice) => voice.person.to_string(),
        Speaker::Staff(id) => id.to_string(),
    };
    let reply_to = new.reply_to.map(|id| id.to_string()).unwrap_or_default();
    let find = find.bind(new.idea).bind(since).bind(&new.body).bind(speaker);
    let row = tx.find(find.bind(i64::from(new.internal)).bind(reply_to)).await?;
    row.map(|row| row.id("id")).transpose()
}

/// By the same member of staff, of the same amount, with the same note; not taken back since.
pub async fn same_entry(tx: &mut Tx, new: &Entry, since: Timestamp) -> Result<Option<Id<Entry>>> {
    let find = tx.query(
        "select m.id as id from idea_money m
         where m.organisation = $1 and m.idea = $2 and m.at >= $3 and m.kind = $4
           and m.amount_minor = $5 and m.currency = $6 and m.basis = $7 and m.note = $8
           and m.staff = $9 and m.reverses is null
           and not exists (select 1 from idea_money b
                           where b.organisation = $1 and b.reverses = m.id)
         order by m.at limit 1",
    );
    let find = find.bind(new.idea).bind(since).bind(new.kind.name());
    let find = find.bind(new.amount.minor).bind(new.amount.currency);
    let find = find.bind(new.basis.name()).bind(&new.note);
    let row = tx.find(find.bind(new.staff)).await?;
    row.map(|row| row.id("id")).transpose()
}

/// By the same member of staff on the same idea.
pub async fn same_answer(
    tx: &mut Tx,
    new: &super::OfficialAnswer,
    since: Timestamp,
) -> Result<Option<Id<Answered>>> {
    let find = tx.query(
        "select id from idea_answer
         where organisation = $1 and idea = $2 and staff = $3 and body = $4 and at >= $5
         order by at limit 1",
    );
    let find = find.bind(new.idea).bind(new.staff).bind(&new.body);
    let row = tx.find(find.bind(since)).await?;
    row.map(|row| row.id("id")).transpose()
}

pub async fn same_release(
    tx: &mut Tx,
    new: &Release,
    staff: Id<Staff>,
    since: Timestamp,
) -> Result<Option<Id<Release>>> {
    let find = tx.query(
        "select id from idea_release
         where organisation = $1 and staff = $2 and created_at >= $3 and title = $4 and body = $5
         order by created_at limit 1",
    );
    let row = tx.find(find.bind(staff).bind(since).bind(&new.title).bind(&new.body)).await?;
    row.map(|row| row.id("id")).transpose()
}
