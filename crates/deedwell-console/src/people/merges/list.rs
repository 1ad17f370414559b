//! Who may be one person, for somebody to decide; and what was decided.

use std::collections::HashMap;

use askama::Template;
use deedwell_core::{Id, Person, Staff};
use deedwell_people::why::{Because, Pair, pairs};
use deedwell_people::{Merge, PersonRow, merge, some};
use deedwell_web::address::Address;
use deedwell_web::answer::Pages;
use deedwell_web::{Answer, Frame, Query, Right, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::look::line::name_or_number;
use crate::people::store;

/// Pairs that wait at a time; when they are decided, the next come.
const WAITING: usize = 25;
const PAGE: usize = 25;

#[derive(Deserialize, IntoParams, Default)]
#[serde(default)]
pub(in crate::people) struct MergesAsk {
    /// A page of what was decided, from 1.
    page: Option<u64>,
}

#[derive(Template)]
#[template(path = "people/merges/list.html")]
pub(in crate::people) struct Page {
    frame: Frame,
    waiting: Vec<Pair>,
    /// More wait than are shown.
    more_wait: bool,
    done: Vec<Merge>,
    pages: Pages,
    people: HashMap<Id<Person>, PersonRow>,
    staff: HashMap<Id<Staff>, String>,
}

pub(in crate::people) async fn list(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<MergesAsk>,
) -> Answer<View<Page>> {
    let mut waiting = pairs(&mut tx, WAITING + 1).await?;
    let more_wait = waiting.len() > WAITING;
    waiting.truncate(WAITING);
    let (_, total) = merge::newest(&mut tx, 1, 0).await?;
    let base = "/console/people/merges";
    let pages = Pages::new(ask.page.unwrap_or(1), total as u64, PAGE as u64, base);
    let skip = usize::try_from(pages.here - 1).unwrap_or(0).saturating_mul(PAGE);
    let (done, _) = merge::newest(&mut tx, PAGE, skip).await?;
    let mut ids: Vec<Id<Person>> = waiting.iter().flat_map(|p| [p.one, p.other]).collect();
    ids.extend(done.iter().flat_map(|m| [m.kept, m.merged]));
    ids.sort_unstable();
    ids.dedup();
    let people = some(&mut tx, &ids).await?.into_iter().map(|p| (p.id, p)).collect();
    let staff = store::staff_names(&mut tx).await?;
    Ok(View(Page { frame, waiting, more_wait, done, pages, people, staff }))
}

impl Page {
    fn may_change(&self) -> bool {
        self.frame.may(Right::ChangePeople)
    }

    fn name(&self, id: &Id<Person>) -> String {
        let name = self.people.get(id).map_or("", |p| p.name.as_str());
        name_or_number(&self.frame, name, *id)
    }

    fn signs(&self, id: &Id<Person>) -> String {
        let signs = self.people.get(id).map(|p| p.signs.as_slice()).unwrap_or_default();
        let shown = signs.iter().take(3).map(|(sign, _)| sign.value());
        shown.collect::<Vec<_>>().join(" · ")
    }

    fn because(&self, pair: &Pair) -> String {
        match &pair.because {
            Because::Link { kind, value } => {
                let kind = self.frame.t(&format!("people-kind-{}", kind.name()));
                self.frame.m("people-pair-link", &[("kind", kind), ("value", value.clone())])
            }
            Because::Name(name) => self.frame.w("people-pair-name", name),
        }
    }

    fn look_href(&self, pair: &Pair) -> String {
        let to = format!("/console/people/{}/merge", pair.one);
        Address::to(&to).with("with", pair.other.to_string()).to_string()
    }

    fn who(&self, staff: &Id<Staff>) -> String {
        let name = self.staff.get(staff).cloned();
        name.unwrap_or_else(|| self.frame.t("people-colleague"))
    }
}
