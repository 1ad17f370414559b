//! What the specification knows: every name, what it means here, and what it carries.

use askama::Template;
use deedwell_core::plan::{PLANNED, Planned, facts_of};
use deedwell_web::{Answer, Frame, Query, View};
use serde::Deserialize;
use utoipa::IntoParams;

use super::list::href;
use super::name::type_words;

#[derive(Deserialize, IntoParams, Default)]
#[serde(default)]
pub(in crate::console) struct SpecAsk {
    /// A part of a name, of a kind, of a fact.
    q: String,
}

#[derive(Template)]
#[template(path = "console/plan/spec.html")]
pub(super) struct Page {
    frame: Frame,
    q: String,
    names: Vec<&'static Planned>,
}

impl Page {
    fn facts(&self, planned: &Planned) -> Vec<(&'static str, String)> {
        let facts = facts_of(planned.name).into_iter();
        facts.map(|(name, is)| (name, type_words(&self.frame, is))).collect()
    }

    fn href(&self, planned: &Planned) -> String {
        href(planned.name)
    }

    fn words(&self, planned: &Planned) -> String {
        self.frame.kind(planned.kind)
    }
}

pub(super) async fn show(frame: Frame, Query(ask): Query<SpecAsk>) -> Answer<View<Page>> {
    let q = ask.q.trim().to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&q);
    let fits = |p: &&Planned| {
        has(p.name) || has(p.kind) || facts_of(p.name).iter().any(|(name, _)| has(name))
    };
    let names = PLANNED.iter().filter(fits).collect();
    Ok(View(Page { frame, q: ask.q, names }))
}
