//! What programs read a page at a time, from where the last one ended. Each list is in an order that
//! new rows do not disturb.

use deedwell_core::{Id, Part, Result};
use deedwell_store::{Row, Tx};

use super::{After, IdeaCard, Removal, Voter, cards, ideas_of_release, part};
use crate::board::Release;
use crate::comment::{Audience, Comment};
use crate::idea::Idea;

/// A part of a list, and where it ended, if more follow.
pub type Listed<T> = (Vec<T>, Option<After>);

/// The comments below an idea and all it speaks for, the oldest first.
pub async fn comments_after(
    tx: &mut Tx,
    root: Id<Idea>,
    audience: Audience,
    after: After,
    most: usize,
) -> Result<Listed<Comment>> {
    let list = tx.query(
        "select c.id as id, c.idea as idea, c.reply_to as reply_to, c.part as part,
                c.person as person, c.identity as identity, c.staff as staff, c.internal as internal,
                c.body as body, c.at as at, c.withdrawn_at as withdrawn_at,
                c.hidden_at as hidden_at, c.thanks as thanks
         from idea_comment c join idea i on i.organisation = $1 and i.id = c.idea
         where c.organisation = $1 and (i.root = $2 or i.id = $2) and c.withdrawn_at is null
           and (c.internal = 0 or $3 = 1) and (c.hidden_at is null or $3 = 1)
           and (c.at > $4 or (c.at = $4 and c.id > $5))
         order by c.at, c.id limit $6",
    );
    let all = i64::from(audience == Audience::StaffOnly);
    let list = list.bind(root).bind(all).bind(after.key).bind(after.id);
    let rows = tx.list(list.bind(most + 1)).await?;
    let found: Vec<Comment> = rows.iter().map(super::read_comment).collect::<Result<_>>()?;
    Ok(cut(found, most, |c| After::new(c.at.as_microsecond(), c.id)))
}

/// Who wants an idea, each person once, the first first; also those who are counted apart.
pub async fn voters_after(
    tx: &mut Tx,
    root: Id<Idea>,
    after: After,
    most: usize,
) -> Result<Listed<Voter>> {
    let list = tx.query(
        "select g.person as person, g.identity as identity, g.part as part, g.at as at,
                g.apart as apart, g.recorded_by as recorded_by
         from (select w.person as person, min(w.identity) as identity, min(w.part) as part,
                      min(w.at) as at, min(w.apart) as apart,
                      max(w.recorded_by) as recorded_by
               from (select v.person as person, v.identity as identity, v.part as part, v.at as at,
                            v.apart as apart, v.recorded_by as recorded_by
                     from idea_vote v join idea i on i.organisation = $1 and i.id = v.idea
                     where v.organisation = $1 and (i.root = $2 or i.id = $2)
                     union all
                     select a.author, a.author_identity, a.author_part, a.created_at, 0, null
                     from idea a where a.organisation = $1 and a.root = $2 and a.id <> $2) w
               where w.person <> (select b.author from idea b
                                  where b.organisation = $1 and b.id = $2)
               group by w.person) g
         where g.at > $3 or (g.at = $3 and g.person > $4)
         order by g.at, g.person limit $5",
    );
    let list = list.bind(root).bind(after.key).bind(after.id).bind(most + 1);
    let voter = |row: &Row| {
        Ok(Voter {
            person: row.id("person")?,
            identity: row.id("identity")?,
            customer: part(row, "part")? == Part::Customer,
            at: row.moment("at")?,
            apart: row.number("apart")? == 1,
            on_behalf_by: row.id_or_null("recorded_by")?,
        })
    };
    let found: Vec<Voter> = tx.list(list).await?.iter().map(voter).collect::<Result<_>>()?;
    Ok(cut(found, most, |v| After::new(v.at.as_microsecond(), v.person)))
}

/// Releases with the ideas they came from, the latest first; published ones, or drafts.
pub async fn releases_after(
    tx: &mut Tx,
    published: bool,
    after: After,
    most: usize,
) -> Result<Listed<(Release, Vec<IdeaCard>)>> {
    let list = tx.query(
        "select r.id as id, r.title as title, r.body as body, r.created_at as created_at,
                r.published_at as published_at
         from idea_release r
         where r.organisation = $1 and ((r.published_at is not null and $2 = 1)
                                        or (r.published_at is null and $2 = 0))
           and (coalesce(r.published_at, r.created_at) < $3
                or (coalesce(r.published_at, r.created_at) = $3 and r.id < $4))
         order by coalesce(r.published_at, r.created_at) desc, r.id desc limit $5",
    );
    let list = list.bind(i64::from(published)).bind(after.key).bind(after.id);
    let rows = tx.list(list.bind(most + 1)).await?;
    let found: Vec<Release> = rows.iter().map(super::read_release).collect::<Result<_>>()?;
    let (found, next) = cut(found, most, |release| {
        let at = release.published_at.unwrap_or(release.created_at);
        After::new(at.as_microsecond(), release.id)
    });
    let mut releases = Vec::new();
    for release in found {
        let ids = ideas_of_release(tx, release.id).await?;
        releases.push((release, cards(tx, &ids).await?));
    }
    Ok((releases, next))
}

/// The public log of removals, the latest first.
pub async fn removals_after(tx: &mut Tx, after: After, most: usize) -> Result<Listed<Removal>> {
    let list = tx.query(
        "select id, idea, comment, reason, staff, at, restored_at from idea_removal
         where organisation = $1 and (at < $2 or (at = $2 and id < $3))
         order by at desc, id desc limit $4",
    );
    let list = list.bind(after.key).bind(after.id).bind(most + 1);
    let rows = tx.list(list).await?;
    let found: Vec<Removal> = rows.iter().map(super::read_removal).collect::<Result<_>>()?;
    Ok(cut(found, most, |r| After::new(r.at.as_microsecond(), r.id)))
}

/// One more than asked for says that more follow.
fn cut<T>(mut found: Vec<T>, most: usize, after: impl Fn(&T) -> After) -> Listed<T> {
    let more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| more).map(after);
    (found, next)
}
