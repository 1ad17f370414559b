//! What staff took from public view, and why. The reason is public; what was taken away is not.

use std::collections::HashMap;

use askama::Template;
use deedwell_core::Id;
use deedwell_web::answer::Pages;
use deedwell_web::{Answer, Frame, Query, Tx, View};

use super::news::PageQuery;
use super::words::{self, Names};
use crate::idea::Idea;
use crate::store::{self, PAGE, Removal};

#[derive(Template)]
#[template(path = "site/removed.html")]
pub(crate) struct Page {
    frame: Frame,
    lines: Vec<Line>,
    pages: Pages,
}

struct Line {
    removal: Removal,
    /// Where it stands or stood: path and title, where everybody can read it.
    on: Option<(String, String)>,
    by: String,
}

impl Line {
    /// An idea, or a comment.
    fn what(&self, frame: &Frame) -> String {
        let key = match self.removal.comment {
            None => "ideas-removed-idea",
            Some(_) => "ideas-removed-comment",
        };
        frame.t(key)
    }
}

impl Page {
    fn canonical(&self) -> String {
        words::address(&self.frame, "/ideas/removed")
    }
}

pub(crate) async fn show(
    frame: Frame,
    Query(query): Query<PageQuery>,
    Tx(mut tx): Tx,
) -> Answer<View<Page>> {
    let here = query.number();
    let found = store::removals(&mut tx, usize::try_from(here - 1).unwrap_or(0)).await?;
    let ids: Vec<Id<Idea>> = found.items.iter().map(|removal| removal.idea).collect();
    let staff: Vec<_> = found.items.iter().map(|removal| removal.staff).collect();
    let titles: HashMap<Id<Idea>, String> = store::public_titles(&mut tx, &ids).await?;
    let names = Names::of(&mut tx, &[], &staff).await?;
    let total = u64::try_from(found.total).unwrap_or(0);
    let line = |removal: Removal| Line {
        on: titles.get(&removal.idea).map(|t| (format!("/ideas/{}", removal.idea), t.clone())),
        by: names.staff(&frame, removal.staff).name,
        removal,
    };
    let lines = found.items.into_iter().map(line).collect();
    let pages = Pages::new(here, total, PAGE as u64, "/ideas/removed");
    Ok(View(Page { frame, lines, pages }))
}
