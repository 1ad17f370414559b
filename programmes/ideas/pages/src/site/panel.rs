//! What customers see of their ideas on the page that they see of themselves: the last, how far each has come,
//! and what others made of it.

use deedwell_core::{Id, Person, Result};
use deedwell_store::Tx;
use deedwell_web::programme::Later;
use deedwell_web::{Frame, Panel};

use super::card::Shelf;
use super::words;
use crate::store;

/// Of their own ideas, the latest.
const NEWEST: usize = 5;
const LONGEST_TITLE: usize = 80;

pub(crate) fn of_me<'a>(
    tx: &'a mut Tx,
    me: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let part = store::my_part(tx, me).await?;
        let shelf = Shelf::read(tx, None).await?;
        let ideas = part.ideas.iter().take(NEWEST);
        let mut facts: Vec<_> = ideas
            .map(|idea| {
                let clock = idea.clock(frame.now);
                let badge = words::badge(frame, &shelf.stages, idea.stage, clock);
                (words::excerpt(&idea.title, LONGEST_TITLE), badge.words)
            })
            .collect();
        let rest =
            [("votes", part.voted.len()), ("thanks", usize::try_from(part.thanks).unwrap_or(0))];
        let some = rest.into_iter().filter(|(_, count)| *count > 0);
        facts
            .extend(some.map(|(key, n)| (frame.t(&format!("ideas-panel-{key}")), frame.number(n))));
        if facts.is_empty() && part.followed.is_empty() && part.comments == 0 {
            return Ok(None);
        }
        Ok(Some(Panel {
            title: frame.t("ideas-panel"),
            facts,
            note: String::new(),
            href: "/ideas/mine".to_owned(),
            more: frame.t("ideas-panel-more"),
        }))
    })
}
