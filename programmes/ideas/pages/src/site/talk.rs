//! What is said below an idea, for its page. What was taken away is there without its words.

use std::collections::{BTreeMap, BTreeSet};

use deedwell_core::{Id, Person, Result};
use deedwell_store::Tx;
use deedwell_web::Frame;
use jiff::Timestamp;

use super::words::{self, Names};
use crate::comment::{Audience, Comment};
use crate::idea::Idea;
use crate::store::{self, Colleague, TakenAway};

/// A comment, or the place where one was.
pub(crate) struct Line {
    pub id: Id<Comment>,
    pub at: Timestamp,
    pub said: Said,
}

pub(crate) enum Said {
    Words(Words),
    /// By staff, for this reason.
    TakenAway(String),
}

pub(crate) struct Words {
    pub name: String,
    /// A customer with a real order.
    pub bought: bool,
    /// One of ours.
    pub staff: Option<Colleague>,
    pub paragraphs: Vec<String>,
    pub thanks: i64,
    pub thanked: bool,
    pub mine: bool,
    pub can_withdraw: bool,
}

pub(crate) struct Thread {
    pub first: Line,
    pub replies: Vec<Line>,
}

impl Line {
    /// None where it was taken away.
    pub fn words(&self) -> Option<&Words> {
        match &self.said {
            Said::Words(words) => Some(words),
            Said::TakenAway(_) => None,
        }
    }

    pub fn reason(&self) -> &str {
        match &self.said {
            Said::Words(_) => "",
            Said::TakenAway(reason) => reason,
        }
    }
}

impl Words {
    pub fn is_staff(&self) -> bool {
        self.staff.is_some()
    }

    pub fn title(&self) -> &str {
        self.staff.as_ref().map_or("", |staff| staff.title.as_str())
    }

    /// Thanks are for others, once.
    pub fn can_thank(&self) -> bool {
        !self.mine && !self.thanked
    }
}

pub(crate) async fn threads(
    tx: &mut Tx,
    frame: &Frame,
    root: Id<Idea>,
    me: Option<Id<Person>>,
) -> Result<Vec<Thread>> {
    let comments = store::comments(tx, root, Audience::Everybody).await?;
    let taken = store::taken_away(tx, root).await?;
    let thanked = match me {
        Some(me) => store::thanked_by(tx, root, me).await?,
        None => BTreeSet::new(),
    };
    let people: Vec<_> = comments.iter().filter_map(|c| c.by.person()).collect();
    let staff: Vec<_> = comments.iter().filter_map(staff_of).collect();
    let names = Names::of(tx, &people, &staff).await?;
    let replied_to: BTreeSet<Id<Comment>> = (comments.iter().filter_map(|c| c.reply_to))
        .chain(taken.iter().filter_map(|t| t.reply_to))
        .collect();
    let line = |comment: Comment| {
        let mine = me.is_some() && comment.by.person() == me;
        let colleague = staff_of(&comment).map(|id| names.staff(frame, id));
        let person = comment.by.person().map(|id| names.person(frame, id));
        let bought = comment.by.person().is_some_and(|id| names.has_bought(id));
        let name = colleague.as_ref().map(|c| c.name.clone()).or(person).unwrap_or_default();
        let words = Words {
            name,
            bought,
            staff: colleague,
            paragraphs: words::paragraphs(&comment.body),
            thanks: comment.thanks,
            thanked: thanked.contains(&comment.id),
            mine,
            can_withdraw: mine && !replied_to.contains(&comment.id),
        };
        let said = Said::Words(words);
        (comment.reply_to, Line { id: comment.id, at: comment.at, said })
    };
    let gone = |taken: TakenAway| {
        let said = Said::TakenAway(taken.reason);
        (taken.reply_to, Line { id: taken.comment, at: taken.at, said })
    };
    let lines = comments.into_iter().map(line).chain(taken.into_iter().map(gone));
    Ok(threaded(lines.collect()))
}

fn staff_of(comment: &Comment) -> Option<Id<deedwell_core::Staff>> {
    match comment.by {
        crate::comment::Speaker::Staff(id) => Some(id),
        crate::comment::Speaker::Person(_) => None,
    }
}

/// Each followed by its replies, the oldest first. A reply whose beginning is not shown stands alone.
fn threaded(mut lines: Vec<(Option<Id<Comment>>, Line)>) -> Vec<Thread> {
    lines.sort_by_key(|(_, line)| (line.at, line.id));
    let firsts: BTreeSet<Id<Comment>> =
        lines.iter().filter(|(to, _)| to.is_none()).map(|(_, line)| line.id).collect();
    let mut replies: BTreeMap<Id<Comment>, Vec<Line>> = BTreeMap::new();
    let mut threads = Vec::new();
    for (to, line) in lines {
        match to.filter(|to| firsts.contains(to)) {
            Some(to) => replies.entry(to).or_default().push(line),
            None => threads.push(Thread { first: line, replies: Vec::new() }),
        }
    }
    for thread in &mut threads {
        thread.replies = replies.remove(&thread.first.id).unwrap_or_default();
    }
    threads
}
