//! What there is of each scheme, what waits for approval, and what is to be handed over.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Id, Person, Result, Timestamp};
use deedwell_people::names;
use deedwell_points::account::Entry;
use deedwell_points::reward::Stage;
use deedwell_points::store::{self, RedemptionNoun};
use deedwell_points::{acts, liability};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Form, Frame, Right, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

/// Rows of each list.
const MOST: usize = 50;

struct SchemeShown {
    href: String,
    name: String,
    closed: bool,
    pending: String,
    active: String,
    owed: String,
    worth: String,
}

struct Waits {
    id: String,
    person: String,
    href: String,
    amount: String,
    because: String,
    at: Timestamp,
    own: bool,
}

struct Asked {
    id: String,
    person: String,
    href: String,
    name: String,
    cost: String,
    at: Timestamp,
    stage: Stage,
    why: String,
}

#[derive(Template)]
#[template(path = "console/overview.html")]
pub(super) struct Page {
    frame: Frame,
    schemes: Vec<SchemeShown>,
    waits: Vec<Waits>,
    asked: Vec<Asked>,
    done: Vec<Asked>,
}

impl Page {
    fn may_manage(&self) -> bool {
        self.frame.may(Right::ManageProgrammes)
    }

    fn may_book(&self) -> bool {
        self.frame.may(Right::BookMoney)
    }

    fn stage(&self, asked: &Asked) -> String {
        self.frame.t(&format!("points-stage-{}", asked.stage.name()))
    }

    fn can_undo(&self, asked: &Asked) -> bool {
        asked.stage != Stage::Undone && self.may_book()
    }
}

pub(super) async fn show(me: StaffMember, frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    let now = tx.now();
    let mut schemes = Vec::new();
    for scheme in store::schemes(&mut tx).await? {
        let sums = store::sums(&mut tx, scheme.id, now).await?;
        let of = |account| sums.get(&account).copied().unwrap_or_default();
        let owed = liability::outstanding(&sums);
        let worth = scheme.terms.worth.and_then(|_| liability::worth_of(&scheme, owed));
        schemes.push(SchemeShown {
            href: format!("/console/points/schemes/{}", scheme.id),
            closed: scheme.closed_at.is_some(),
            pending: scheme.terms.words(of(deedwell_points::Account::Pending)),
            active: scheme.terms.words(of(deedwell_points::Account::Active)),
            owed: scheme.terms.words(owed),
            worth: worth.map(|money| frame.money(&money)).unwrap_or_default(),
            name: scheme.terms.name,
        });
    }
    let waits = waits(&mut tx, &frame, &me).await?;
    let asked = asked(&mut tx, &frame, Stage::Asked).await?;
    let done = [Stage::Honoured, Stage::Undone];
    let mut over = Vec::new();
    for stage in done {
        over.extend(self::asked(&mut tx, &frame, stage).await?);
    }
    Ok(View(Page { frame, schemes, waits, asked, done: over }))
}

async fn named(
    tx: &mut Transaction,
    frame: &Frame,
    people: &[Id<Person>],
) -> Result<HashMap<Id<Person>, String>> {
    let mut names = names(tx, people).await?;
    names.values_mut().filter(|n| n.is_empty()).for_each(|n| *n = frame.t("points-somebody"));
    Ok(names)
}

fn href(person: Option<Id<Person>>) -> String {
    person.map(|id| format!("/console/points/members/{id}")).unwrap_or_default()
}

async fn waits(tx: &mut Transaction, frame: &Frame, me: &StaffMember) -> Result<Vec<Waits>> {
    let mut found = Vec::new();
    for lot in store::held(tx, MOST).await? {
        let person = store::member(tx, lot.identity).await.ok().map(|member| member.person);
        found.push((person, lot));
    }
    let people: Vec<_> = found.iter().filter_map(|(person, _)| *person).collect();
    let names = named(tx, frame, &people).await?;
    let mut waits = Vec::new();
    for (person, lot) in found {
        let scheme = store::scheme(tx, lot.scheme).await?;
        let Some(entry) = store::entry(tx, lot.entry).await? else { continue };
        let because = if entry.why.is_empty() { frame.kind(&entry.kind) } else { entry.why };
        waits.push(Waits {
            id: lot.entry.to_string(),
            person: person.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            href: href(person),
            amount: scheme.terms.words(lot.remains),
            because,
            at: entry.at,
            own: entry.staff == Some(me.id),
        });
    }
    Ok(waits)
}

async fn asked(tx: &mut Transaction, frame: &Frame, stage: Stage) -> Result<Vec<Asked>> {
    let most = if stage == Stage::Asked { MOST } else { 10 };
    let found = store::redemptions(tx, stage, most).await?;
    let people: Vec<_> = found.iter().filter_map(|one| one.person).collect();
    let names = named(tx, frame, &people).await?;
    let mut asked = Vec::new();
    for one in found {
        let scheme = store::scheme(tx, one.scheme).await?;
        asked.push(Asked {
            id: one.id.to_string(),
            person: one.person.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            href: href(one.person),
            name: one.name,
            cost: scheme.terms.words(one.cost),
            at: one.changed_at,
            stage: one.stage,
            why: one.why,
        });
    }
    Ok(asked)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WhyForm {
    /// The reason: the customer reads it.
    why: String,
}

const BACK: &str = "/console/points";

pub(super) async fn approve(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Entry>>,
) -> Answer<Response> {
    acts::approve(&mut tx, me.id, id).await?;
    tx.commit().await?;
    Ok(on_with(BACK, "points-said-approved"))
}

pub(super) async fn refuse(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Entry>>,
    Form(form): Form<WhyForm>,
) -> Answer<Response> {
    acts::refuse(&mut tx, me.id, id, &form.why).await?;
    tx.commit().await?;
    Ok(on_with(BACK, "points-said-refused"))
}

pub(super) async fn honour(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<RedemptionNoun>>,
) -> Answer<Response> {
    acts::honour(&mut tx, me.id, id).await?;
    tx.commit().await?;
    Ok(on_with(BACK, "points-said-honoured"))
}

pub(super) async fn undo(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<RedemptionNoun>>,
    Form(form): Form<WhyForm>,
) -> Answer<Response> {
    acts::undo(&mut tx, Some(me.id), id, &form.why).await?;
    tx.commit().await?;
    Ok(on_with(BACK, "points-said-undone"))
}
