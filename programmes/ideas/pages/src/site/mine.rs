//! What I put forward, voted for, follow and said here, and what came of it.

use askama::Template;
use deedwell_web::{Answer, Frame, Me, Tx, View};

use super::card::{Card, Shelf};
use super::words;
use crate::store::{self, MyComment};

/// Comments of one's own that are shown.
const MOST_COMMENTS: usize = 50;
const LONGEST_COMMENT: usize = 300;

#[derive(Template)]
#[template(path = "site/mine.html")]
pub(crate) struct Page {
    frame: Frame,
    ideas: Vec<Card>,
    voted: Vec<Card>,
    followed: Vec<Card>,
    comments: Vec<MyComment>,
    /// Thanks for those.
    thanks: i64,
}

impl Page {
    fn is_empty(&self) -> bool {
        self.ideas.is_empty()
            && self.voted.is_empty()
            && self.followed.is_empty()
            && self.comments.is_empty()
    }

    fn excerpt(&self, comment: &MyComment) -> String {
        words::excerpt(&comment.body, LONGEST_COMMENT)
    }

    /// Held ideas are the author's alone until somebody has looked.
    fn is_held(&self, card: &Card) -> bool {
        card.idea.held_at.is_some()
    }
}

pub(crate) async fn show(me: Me, frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    let shelf = Shelf::read(&mut tx, Some(&me)).await?;
    let part = store::my_part(&mut tx, me.person).await?;
    let ideas = shelf.dress(&mut tx, &frame, part.ideas).await?;
    let voted = shelf.dress(&mut tx, &frame, part.voted).await?;
    let followed = shelf.dress(&mut tx, &frame, part.followed).await?;
    let comments = store::my_comments(&mut tx, me.person, MOST_COMMENTS).await?;
    Ok(View(Page { frame, ideas, voted, followed, comments, thanks: part.thanks }))
}
