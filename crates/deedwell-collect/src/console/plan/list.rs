//! Every name that was sent, those of which nobody knows the meaning first.

use askama::Template;
use axum::extract::State;
use deedwell_core::plan::Planned;
use deedwell_web::address::{Address, encode};
use deedwell_web::answer::{Errors, Pages};
use deedwell_web::{Answer, Deedwell, Frame, Query, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use super::alike;
use super::seen::{Meant, SeenName, seen_names};
use crate::held;

/// Names of one page.
const PAGE: usize = 50;
/// Sources of a name that are spelt out.
const MOST_FROM: usize = 3;

#[derive(Deserialize, IntoParams, Default)]
#[serde(default)]
pub(in crate::console) struct ListAsk {
    /// A part of a name, of its kind, of the library that sent it.
    q: String,
    /// `unknown`, `own`, `specified` or `claim`; empty for all.
    meant: String,
    page: u64,
}

/// A way to see some of them.
struct Chip {
    href: String,
    words: String,
    here: bool,
    count: String,
}

#[derive(Template)]
#[template(path = "console/plan/list.html")]
pub(super) struct Page {
    frame: Frame,
    q: String,
    meant: String,
    names: Vec<SeenName>,
    chips: Vec<Chip>,
    pages: Pages,
    is_filtered: bool,
    /// Names of what a source holds until they are planned.
    held: Vec<(String, i64)>,
    pub errors: Errors,
    /// What was typed as a file, after it could not be used.
    pub typed: String,
}

impl Page {
    pub async fn load(
        app: &Deedwell,
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        ask: ListAsk,
    ) -> deedwell_core::Result<Self> {
        let all = seen_names(tx, app.behaviour()).await?;
        let q = ask.q.trim().to_lowercase();
        let found: Vec<SeenName> = all.into_iter().filter(|n| fits(n, &q)).collect();
        let base = Address::to("/console/plan");
        let base = if q.is_empty() { base } else { base.with("q", ask.q.trim()) };
        let wanted = Meant::parse(&ask.meant);
        let chips = chips(&frame, &base, &found, wanted);
        let of: Vec<SeenName> =
            found.into_iter().filter(|n| wanted.is_none_or(|w| n.meant == w)).collect();
        let base = wanted.map_or(base.clone(), |w| base.with("meant", w.name()));
        let pages = Pages::new(ask.page, of.len() as u64, PAGE as u64, base.to_string());
        let from = usize::try_from(pages.here - 1).unwrap_or_default() * PAGE;
        let is_filtered = !q.is_empty() || wanted.is_some();
        Ok(Self {
            frame,
            q: ask.q,
            meant: wanted.map_or("", Meant::name).to_owned(),
            names: of.into_iter().skip(from).take(PAGE).collect(),
            chips,
            pages,
            is_filtered,
            held: held::all_names(tx).await?,
            errors: Errors::none(),
            typed: String::new(),
        })
    }

    fn held_href(&self, name: &str) -> String {
        href(name)
    }

    fn state(&self, name: &SeenName) -> String {
        self.frame.t(&format!("plan-meant-{}", name.meant.name()))
    }

    fn tone(&self, name: &SeenName) -> &'static str {
        match name.meant {
            Meant::Unknown => "wait",
            Meant::Own => "up",
            Meant::Specified => "info",
            Meant::Claim => "line",
        }
    }

    fn is_unknown(&self, name: &SeenName) -> bool {
        name.meant == Meant::Unknown
    }

    fn href(&self, name: &SeenName) -> String {
        href(&name.count.name)
    }

    /// The best guess, to be taken with one press.
    fn suggestion(&self, name: &SeenName) -> Option<&'static Planned> {
        alike(&name.count.name, 1).first().copied()
    }

    fn from(&self, name: &SeenName) -> String {
        let words = |f: &crate::seen::From| match f.library.as_str() {
            "" => f.source.clone(),
            library => format!("{} ({library})", f.source),
        };
        let mut said: Vec<String> = name.from.iter().take(MOST_FROM).map(words).collect();
        if name.from.len() > MOST_FROM {
            said.push("…".to_owned());
        }
        said.join(", ")
    }
}

/// Where a name is shown.
pub(super) fn href(name: &str) -> String {
    format!("/console/plan/name?name={}", encode(name))
}

fn fits(name: &SeenName, q: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(q);
    let from = |f: &crate::seen::From| has(&f.source) || has(&f.library);
    has(&name.count.name) || has(&name.count.kind) || name.from.iter().any(from)
}

fn chips(frame: &Frame, base: &Address, found: &[SeenName], here: Option<Meant>) -> Vec<Chip> {
    let chip = |meant: Option<Meant>| Chip {
        href: meant.map_or(base.clone(), |m| base.clone().with("meant", m.name())).to_string(),
        words: frame.t(&format!("plan-meant-{}", meant.map_or("all", Meant::name))),
        here: here == meant,
        count: frame.number(found.iter().filter(|n| meant.is_none_or(|m| n.meant == m)).count()),
    };
    std::iter::once(None).chain(Meant::ALL.map(Some)).map(chip).collect()
}

pub(super) async fn show(
    State(app): State<Deedwell>,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<ListAsk>,
) -> Answer<View<Page>> {
    Ok(View(Page::load(&app, &mut tx, frame, ask).await?))
}
