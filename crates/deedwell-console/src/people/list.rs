//! The list of people.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use deedwell_core::behaviour::Activity;
use deedwell_core::{Money, Result, Timestamp};
use deedwell_people::person::tags_in_use;
use deedwell_people::{IdentityKind, PersonRow, View as KeptView, some, view};
use deedwell_web::answer::{Choice, Pages};
use deedwell_web::{Answer, Deedwell, Frame, Query, Right, Site, StaffMember, Tx, View};

use super::ask::{ListAsk, Sort, WITHIN};
use super::{find, keep};
use crate::look::line::{href, name_or_number};
use deedwell_web::address::Address;

/// Tags that the filter offers.
const MOST_TAGS: usize = 200;
/// Tags of one person that a row shows.
const TAGS_IN_ROW: usize = 4;

#[derive(Template)]
#[template(path = "people/list.html")]
pub(super) struct Page {
    pub frame: Frame,
    pub ask: ListAsk,
    pub sort: Sort,
    pub rows: Vec<Row>,
    pub total: u64,
    pub pages: Pages,
    pub tags: Vec<(String, i64)>,
    pub views: Vec<KeptView>,
    pub done: Option<keep::Done>,
    /// Whether there is anybody at all, filters apart.
    pub anybody: bool,
}

pub(super) struct Row {
    pub id: String,
    /// What is shown; for the nameless, a number.
    pub name: String,
    /// What is known: empty for the nameless.
    pub known: String,
    pub href: String,
    /// The identity that names them best.
    pub sign: String,
    pub tags: Vec<String>,
    pub is_test: bool,
    pub last_at: Option<Timestamp>,
    pub actions: u64,
    pub purchases: u64,
    pub spent: String,
}

pub(super) async fn list(
    app: State<Deedwell>,
    site: Arc<Site>,
    staff: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<ListAsk>,
) -> Answer<View<Page>> {
    let question = ask.question(&frame)?;
    let found = find::page(app.behaviour(), &mut tx, site.organisation, &question).await?;
    let people = some(&mut tx, &found.ids).await?;
    let activity = app.behaviour().activity(site.organisation, &found.ids)?;
    let rows = people.iter().map(|p| row(&frame, p, &activity)).collect();
    let base = ask.address("/console/people").to_string();
    let pages = Pages::new(found.page, found.total, find::PAGE as u64, base);
    let tags = tags_in_use(&mut tx, MOST_TAGS).await?;
    let views = view::views(&mut tx, staff.id).await?;
    let done = keep::Done::of(&mut tx, ask.done.as_deref()).await?;
    let anybody = found.total > 0 || anybody(&mut tx, &ask).await?;
    let sort = question.sort;
    Ok(View(Page { ask, sort, rows, total: found.total, pages, tags, views, done, anybody, frame }))
}

async fn anybody(tx: &mut deedwell_store::Tx, ask: &ListAsk) -> Result<bool> {
    if !ask.is_filtered() {
        return Ok(false);
    }
    let one = deedwell_people::matching_ids(tx, &deedwell_people::PeopleAsk::default(), 1).await?;
    Ok(!one.is_empty())
}

fn row(frame: &Frame, person: &PersonRow, activity: &[Activity]) -> Row {
    let did = activity.iter().find(|a| a.person == person.id);
    Row {
        id: person.id.to_string(),
        name: name_or_number(frame, &person.name, person.id),
        known: person.name.clone(),
        href: href(person.id),
        sign: person.signs.first().map(|(s, _)| s.value().to_owned()).unwrap_or_default(),
        tags: person.tags.clone(),
        is_test: person.is_test,
        last_at: did.and_then(|d| d.last_at),
        actions: did.map_or(0, |d| d.actions),
        purchases: did.map_or(0, |d| d.purchases),
        spent: did.map(|d| amounts(frame, &d.spent)).unwrap_or_default(),
    }
}

/// Amounts of several currencies beside each other: they are never added up.
pub fn amounts(frame: &Frame, spent: &[Money]) -> String {
    spent.iter().map(|m| frame.money(m)).collect::<Vec<_>>().join(" + ")
}

impl Row {
    fn tags_shown(&self) -> &[String] {
        self.tags.get(..TAGS_IN_ROW).unwrap_or(&self.tags)
    }

    fn tags_more(&self) -> usize {
        self.tags.len().saturating_sub(TAGS_IN_ROW)
    }
}

/// A column's head: where a click leads, and whether it rules already.
struct Head {
    href: String,
    words: String,
    rules: bool,
    /// `descending` for what runs from most to least.
    way: &'static str,
    class: &'static str,
}

/// A filter that is on, and the address without it.
struct On {
    words: String,
    href: String,
}

impl Page {
    fn here(&self) -> Address {
        self.ask.address("/console/people")
    }

    fn head(&self, sort: &'static str, key: &str, class: &'static str) -> Head {
        Head {
            href: self.here().with("sort", sort).to_string(),
            words: self.frame.t(key),
            rules: self.sort.name() == sort,
            way: if sort == "name" { "ascending" } else { "descending" },
            class,
        }
    }

    fn name_head(&self) -> Head {
        self.head("name", "people-name", "")
    }

    fn number_heads(&self) -> Vec<Head> {
        vec![
            self.head("seen", "people-last-seen", "num"),
            self.head("actions", "people-actions", "num"),
        ]
    }

    fn spent_head(&self) -> Head {
        self.head("spent", "people-spent", "num")
    }

    fn sorts(&self) -> Vec<Choice> {
        let words = |s: Sort| (s.name(), self.frame.t(&format!("people-sort-{}", s.name())));
        Choice::list(Sort::ALL.into_iter().map(words), self.sort.name())
    }

    fn any_first(&self, key: &str) -> (String, String) {
        (String::new(), self.frame.t(key))
    }

    fn kinds(&self) -> Vec<Choice> {
        let words = |k: IdentityKind| {
            (k.name().to_owned(), self.frame.t(&format!("people-kind-{}", k.name())))
        };
        let all = std::iter::once(self.any_first("people-any-kind"));
        let all = all.chain(IdentityKind::ALL.into_iter().map(words));
        Choice::list(all, self.ask.kind.as_deref().unwrap_or_default())
    }

    fn tag_choices(&self) -> Vec<Choice> {
        let all = std::iter::once(self.any_first("people-any-tag"));
        let words =
            |(tag, n): &(String, i64)| (tag.clone(), format!("{tag} ({})", self.frame.number(*n)));
        let all = all.chain(self.tags.iter().map(words));
        Choice::list(all, self.ask.tag.as_deref().unwrap_or_default())
    }

    fn units(&self) -> Vec<Choice> {
        let all = std::iter::once(self.any_first("people-any-unit"));
        let all = all.chain(self.frame.units.iter().map(|u| (u.key.clone(), u.name.clone())));
        Choice::list(all, self.ask.unit.as_deref().unwrap_or_default())
    }

    fn within(&self, any: &str, chosen: &Option<String>) -> Vec<Choice> {
        let words = |p: crate::look::period::Period| {
            (p.name().to_owned(), self.frame.t(&format!("people-within-{}", p.name())))
        };
        let all = std::iter::once(self.any_first(any)).chain(WITHIN.into_iter().map(words));
        Choice::list(all, chosen.as_deref().unwrap_or_default())
    }

    fn met(&self) -> Vec<Choice> {
        self.within("people-met-any", &self.ask.met)
    }

    fn seen(&self) -> Vec<Choice> {
        self.within("people-seen-any", &self.ask.seen)
    }

    fn q(&self) -> &str {
        self.ask.q.as_deref().unwrap_or_default()
    }

    /// The filters that are on.
    fn on(&self) -> Vec<On> {
        let chosen = |choices: Vec<Choice>| {
            let chosen = choices.into_iter().find(|c| c.chosen && !c.value.is_empty());
            chosen.map(|c| c.words).unwrap_or_default()
        };
        let all = [
            ("q", self.q().trim().to_owned()),
            ("tag", self.ask.tag.clone().unwrap_or_default()),
            ("unit", chosen(self.units())),
            ("kind", chosen(self.kinds())),
            ("met", chosen(self.met())),
            ("seen", chosen(self.seen())),
        ];
        let on = |(name, words): (&str, String)| On {
            href: self.here().without(name).to_string(),
            words,
        };
        all.into_iter().filter(|(_, words)| !words.is_empty()).map(on).collect()
    }

    fn question(&self) -> String {
        self.here().question()
    }

    fn export_href(&self) -> String {
        self.ask.address("/console/people/export").to_string()
    }

    fn view_href(&self, view: &KeptView) -> String {
        format!("/console/people?{}", view.question)
    }

    fn is_view(&self, view: &KeptView) -> bool {
        view.question == self.question()
    }

    fn may_change(&self) -> bool {
        self.frame.may(Right::ChangePeople)
    }

    fn may_export(&self) -> bool {
        self.frame.may(Right::ExportPeople)
    }

    fn may_erase(&self) -> bool {
        self.frame.may(Right::ErasePeople)
    }
}
