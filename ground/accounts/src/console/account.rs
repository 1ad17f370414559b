//! One account: what is said of it, who belongs to it, what they did.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use deedwell_core::behaviour::Activity;
use deedwell_core::{Account, Id, Money, Person, Result, Timestamp};
use deedwell_people::account::members::{Member, of_account};
use deedwell_people::account::{Card, LONGEST_ROLE, card, traits};
use deedwell_people::{PeopleAsk, PeopleOrder, matching_ids, some};
use deedwell_web::address::Address;
use deedwell_web::answer::Pages;
use deedwell_web::{Answer, Deedwell, Frame, Query, Right, Site, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{called, href, kind_words, told};
use crate::figures::RollUp;
use crate::store::{activities, colleagues};
use crate::timeline::{Day, cursor, days, newest, person_href};

/// Members on a page.
const MEMBERS: usize = 50;
/// People whom a search for a new member shows.
const FOUND: usize = 8;
/// Letters of a trait's value that a page shows.
const SHOWN: usize = 300;

#[derive(Deserialize, IntoParams, Clone, Debug, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountPageAsk {
    /// The page of members.
    pub page: Option<u64>,
    /// Acts older than this one only: the cursor that the page before gave.
    pub before: Option<String>,
    /// Words by which to find who else belongs to it.
    pub find: Option<String>,
}

#[derive(Template)]
#[template(path = "console/account.html")]
pub(super) struct Page {
    frame: Frame,
    card: Card,
    name: String,
    sum: RollUp,
    traits: Vec<TraitRow>,
    members: Vec<MemberRow>,
    pages: Pages,
    former: usize,
    found: Vec<Found>,
    ask: AccountPageAsk,
    days: Vec<Day>,
    newer: String,
    older: String,
}

struct TraitRow {
    key: String,
    value: String,
    /// Who said it, and when.
    told: String,
    said_at: Timestamp,
}

struct MemberRow {
    id: Id<Person>,
    name: String,
    known: String,
    href: String,
    role: String,
    is_test: bool,
    since: Timestamp,
    until: Option<Timestamp>,
    told: String,
    last_at: Option<Timestamp>,
    actions: u64,
    purchases: u64,
    spent: String,
}

/// Somebody who could be added.
struct Found {
    id: Id<Person>,
    name: String,
    sign: String,
    /// They belong to it already.
    belongs: bool,
}

pub(super) async fn show(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
    Query(ask): Query<AccountPageAsk>,
) -> Answer<Response> {
    let card = card(&mut tx, id).await?;
    let members = of_account(&mut tx, id).await?;
    let did = activities(app.behaviour(), site.organisation, &members)?;
    let before = cursor(ask.before.as_deref())?;
    let (entries, next) = newest(app.behaviour(), site.organisation, &did, before)?;
    let names = members.iter().map(|m| (m.person, name_or_number(&frame, &m.name, m.person)));
    let days = days(&mut tx, &frame, &entries, &names.collect()).await?;
    let colleagues = colleagues(&mut tx).await?;
    let traits = traits::of(&mut tx, id).await?;
    let traits = traits.iter().map(|t| trait_row(&frame, t, &colleagues)).collect();
    let found = found(&mut tx, &frame, ask.find.as_deref(), &members).await?;
    let pages = Pages::new(ask.page.unwrap_or(1), members.len() as u64, MEMBERS as u64, href(id));
    let skip = (pages.here as usize - 1) * MEMBERS;
    let shown = members.iter().skip(skip).take(MEMBERS);
    let page = Page {
        name: called(&frame, card.called(), id),
        sum: RollUp::of(&did, frame.now),
        members: shown.map(|m| member_row(&frame, m, &did, &colleagues)).collect(),
        former: members.iter().filter(|m| m.until.is_some()).count(),
        newer: ask.before.as_ref().map(|_| href(id)).unwrap_or_default(),
        older: next
            .map(|next| Address::to(href(id)).with("before", next.text()).to_string())
            .unwrap_or_default(),
        card,
        traits,
        pages,
        found,
        ask,
        days,
        frame,
    };
    Ok(View(page).into_response())
}

fn trait_row(
    frame: &Frame,
    one: &traits::AccountTrait,
    colleagues: &HashMap<String, String>,
) -> TraitRow {
    let value = match &one.value {
        serde_json::Value::String(text) => deedwell_core::text::line(text),
        other => other.to_string(),
    };
    let cut: String = value.chars().take(SHOWN).collect();
    TraitRow {
        key: one.key.clone(),
        value: if cut.len() < value.len() { format!("{cut}…") } else { cut },
        told: told(frame, &one.source, one.proof, colleagues),
        said_at: one.said_at,
    }
}

fn member_row(
    frame: &Frame,
    member: &Member,
    did: &[Activity],
    colleagues: &HashMap<String, String>,
) -> MemberRow {
    let did = did.iter().find(|did| did.person == member.person);
    MemberRow {
        id: member.person,
        name: name_or_number(frame, &member.name, member.person),
        known: member.name.clone(),
        href: person_href(member.person),
        role: member.role.clone(),
        is_test: member.is_test,
        since: member.since,
        until: member.until,
        told: told(frame, &member.source, member.proof, colleagues),
        last_at: did.and_then(|d| d.last_at),
        actions: did.map_or(0, |d| d.actions),
        purchases: did.map_or(0, |d| d.purchases),
        spent: did.map(|d| amounts(frame, &d.spent)).unwrap_or_default(),
    }
}

/// Amounts of several currencies beside each other: they are never added up.
pub(super) fn amounts(frame: &Frame, spent: &[Money]) -> String {
    spent.iter().map(|m| frame.money(m)).collect::<Vec<_>>().join(" + ")
}

fn name_or_number(frame: &Frame, name: &str, id: Id<Person>) -> String {
    called(frame, name, id.cast())
}

/// Who could be added, by words.
async fn found(
    tx: &mut deedwell_store::Tx,
    frame: &Frame,
    words: Option<&str>,
    members: &[Member],
) -> Result<Vec<Found>> {
    let words = words.map(str::trim).unwrap_or_default();
    if words.is_empty() || !frame.may(Right::ChangePeople) {
        return Ok(Vec::new());
    }
    let search = words.to_owned();
    let ask = PeopleAsk { search, order: PeopleOrder::Name, ..PeopleAsk::default() };
    let ids = matching_ids(tx, &ask, FOUND).await?;
    let belongs = |id: Id<Person>| members.iter().any(|m| m.person == id && m.until.is_none());
    let people = some(tx, &ids).await?;
    let found = people.iter().map(|person| Found {
        id: person.id,
        name: name_or_number(frame, &person.name, person.id),
        sign: person.signs.first().map(|(s, _)| s.value().to_owned()).unwrap_or_default(),
        belongs: belongs(person.id),
    });
    Ok(found.collect())
}

impl Page {
    fn id(&self) -> String {
        self.card.id.to_string()
    }

    fn kind(&self) -> String {
        kind_words(&self.frame, self.card.kind)
    }

    fn unit(&self) -> String {
        self.frame.unit_name(&self.card.unit)
    }

    fn find(&self) -> &str {
        self.ask.find.as_deref().unwrap_or_default().trim()
    }

    fn is_closed(&self) -> bool {
        self.card.closed_at.is_some()
    }

    fn spent(&self) -> String {
        amounts(&self.frame, &self.sum.spent)
    }

    fn share(&self, active: &u64) -> String {
        let values = [
            ("active", self.frame.number(*active)),
            ("members", self.frame.number(self.sum.members)),
        ];
        self.frame.m("accounts-of-members", &values)
    }

    fn longest_role(&self) -> usize {
        LONGEST_ROLE
    }

    /// Roles that the field proposes; any word will do.
    fn roles(&self) -> [String; 3] {
        ["member", "owner", "contact"].map(|role| self.frame.t(&format!("accounts-role-{role}")))
    }

    fn may_change(&self) -> bool {
        self.frame.may(Right::ChangePeople)
    }

    fn may_export(&self) -> bool {
        self.frame.may(Right::ExportPeople)
    }
}
