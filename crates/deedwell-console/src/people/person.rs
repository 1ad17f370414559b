//! One person: who they are, how they are known, everything in order, what they bought.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::behaviour::{Activity, Entries, EntryPage};
use deedwell_core::{Error, Id, Person, Result};
use deedwell_people::account::members::{Membership, of_person};
use deedwell_people::person::{IdentityRow, Profile, tags_in_use};
use deedwell_people::profile::{fields, holdings, traits};
use deedwell_people::{IdentityKind, head_of, person as profile_of};
use deedwell_web::answer::Choice;
use deedwell_web::{Answer, Deedwell, Frame, Panel, Query, Right, Site, Tx, View};

use super::purchases::Purchases;
use super::timeline::{Group, PersonAsk, Show, groups};
use crate::look::line::{Names, href, name_or_number};

/// Entries in which the filters look for kinds and channels: the newest.
const LOOKED_THROUGH: usize = 300;
/// Tags that the field proposes.
const PROPOSED: usize = 100;
/// Traits, and things they have, that the page shows; the profile has all.
const SHOWN: usize = 12;

#[derive(Template)]
#[template(path = "people/person.html")]
pub(super) struct Page {
    frame: Frame,
    ask: PersonAsk,
    profile: Profile,
    name: String,
    activity: Option<Activity>,
    purchases: Purchases,
    groups: Vec<Group>,
    total: u64,
    older: String,
    newer: String,
    kinds: Vec<Choice>,
    channels: Vec<Choice>,
    tags: Vec<(String, i64)>,
    /// What is said of them, the fields first; at most so many as fit beside the rest.
    told: Vec<Fact>,
    holds: Vec<String>,
    accounts: Vec<Membership>,
    /// What other parts know of them.
    panels: Vec<Panel>,
}

pub(super) async fn person(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Query(ask): Query<PersonAsk>,
) -> Answer<Response> {
    // Who was made one with somebody is found where that one is.
    let head = head_of(&mut tx, id).await?;
    if head != id {
        return Ok(Redirect::to(&href(head)).into_response());
    }
    let profile = profile_of(&mut tx, id).await?;
    let behaviour = app.behaviour();
    let entries = behaviour.entries(site.organisation, &ask.entries(id, &frame)?)?;
    let everything = Entries {
        person: Some(id),
        answers_too: true,
        limit: LOOKED_THROUGH,
        ..Entries::default()
    };
    let everything = behaviour.entries(site.organisation, &everything)?;
    let activity = behaviour.activity(site.organisation, &[id])?.into_iter().next();
    let purchases = Purchases::of(behaviour, site.organisation, &frame, id, activity.as_ref())?;
    let lines = Names::of(&mut tx, &frame, &entries.entries).await?.lines(&frame, &entries.entries);
    let lines = lines.into_iter().map(|l| l.of_their_own()).collect();
    let (newer, older) = onward(&ask, id, &entries)?;
    let panels = app.panels_of_person(&mut tx, id, &frame).await?;
    Ok(View(Page {
        name: name_or_number(&frame, &profile.name, id),
        groups: groups(&frame, lines),
        total: entries.total,
        kinds: kinds(&frame, &ask, &everything),
        channels: channels(&frame, &ask, &everything),
        tags: tags_in_use(&mut tx, PROPOSED).await?,
        told: told(&mut tx, id).await?,
        holds: holds(&mut tx, id).await?,
        accounts: of_person(&mut tx, id).await?,
        ask,
        profile,
        activity,
        purchases,
        panels,
        older,
        newer,
        frame,
    })
    .into_response())
}

/// What is said of somebody: fields in their places, then other traits by key.
async fn told(tx: &mut deedwell_store::Tx, id: Id<Person>) -> Result<Vec<Fact>> {
    let mut said = traits::of(tx, id).await?;
    let mut told = Vec::new();
    let shown = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    for field in fields::fields(tx).await? {
        if let Some(place) = said.iter().position(|t| t.key == field.key) {
            told.push(Fact { words: field.name, value: shown(&said.remove(place).value) });
        }
    }
    told.extend(said.into_iter().map(|t| Fact { value: shown(&t.value), words: t.key }));
    told.truncate(SHOWN);
    Ok(told)
}

/// What they have now.
async fn holds(tx: &mut deedwell_store::Tx, id: Id<Person>) -> Result<Vec<String>> {
    let all = holdings::of(tx, id).await?;
    Ok(all.into_iter().filter(|h| h.until.is_none()).map(|h| h.name).take(SHOWN).collect())
}

fn onward(ask: &PersonAsk, id: Id<Person>, page: &EntryPage) -> Result<(String, String), Error> {
    let top = ask.address(id);
    let newer = ask.before.as_ref().map(|_| top.to_string()).unwrap_or_default();
    let older = page.next.map(|next| top.with("before", next.text()).to_string());
    Ok((newer, older.unwrap_or_default()))
}

fn kinds(frame: &Frame, ask: &PersonAsk, page: &EntryPage) -> Vec<Choice> {
    let kinds: BTreeSet<&str> = page.entries.iter().map(|e| &*e.kind).collect();
    let words = kinds.iter().map(|kind| ((*kind).to_owned(), frame.kind(kind)));
    let any = (String::new(), frame.t("people-any-deed"));
    Choice::list(std::iter::once(any).chain(words), ask.kind.as_deref().unwrap_or_default())
}

fn channels(frame: &Frame, ask: &PersonAsk, page: &EntryPage) -> Vec<Choice> {
    let channels: BTreeSet<&str> = page.entries.iter().map(|e| &*e.channel).collect();
    let words = channels.iter().map(|channel| ((*channel).to_owned(), frame.channel(channel)));
    let any = (String::new(), frame.t("people-any-channel"));
    Choice::list(std::iter::once(any).chain(words), ask.channel.as_deref().unwrap_or_default())
}

/// One choice among a few, by address.
struct Chip {
    href: String,
    words: String,
    here: bool,
}

/// A fact and its value.
struct Fact {
    words: String,
    value: String,
}

impl Page {
    fn id(&self) -> String {
        self.profile.id.to_string()
    }

    fn since(&self) -> String {
        self.frame.w("people-since", self.frame.day(&self.profile.created_at))
    }

    fn shows(&self) -> Vec<Chip> {
        let chip = |show: Show| Chip {
            href: self.ask.address(self.profile.id).with("show", show.name()).to_string(),
            words: self.frame.t(show.key()),
            here: self.ask.show() == show,
        };
        Show::ALL.into_iter().map(chip).collect()
    }

    fn show_name(&self) -> &'static str {
        self.ask.show().name()
    }

    fn from(&self) -> &str {
        self.ask.from.as_deref().unwrap_or_default()
    }

    fn to(&self) -> &str {
        self.ask.to.as_deref().unwrap_or_default()
    }

    fn top_href(&self) -> String {
        href(self.profile.id)
    }

    fn icon_of(&self, identity: &IdentityRow) -> &'static str {
        match identity.kind {
            IdentityKind::Email => "mail",
            IdentityKind::Phone => "smartphone",
            IdentityKind::Login => "log-in",
            IdentityKind::Card => "id-card",
            IdentityKind::Browser => "globe",
            IdentityKind::Import => "upload",
        }
    }

    fn kind_of(&self, identity: &IdentityRow) -> String {
        let kind = self.frame.t(&format!("people-kind-{}", identity.kind.name()));
        if identity.scope.is_empty() { kind } else { format!("{kind}, {}", identity.scope) }
    }

    /// Claimed and proven are spelled out: the one is a word, the other is shown.
    fn proof_of(&self, identity: &IdentityRow) -> String {
        let at = identity.proven_at.unwrap_or(identity.created_at);
        self.frame.w(&format!("people-proof-{}", identity.proof.name()), self.frame.day(&at))
    }

    fn is_proven(&self, identity: &IdentityRow) -> bool {
        identity.proof.proves()
    }

    fn facts(&self) -> Vec<Fact> {
        let fact = |key: &str, value: String| Fact { words: self.frame.t(key), value };
        let mut facts = vec![fact("people-fact-met", self.frame.day(&self.profile.created_at))];
        let unit = self.frame.unit_name(&self.profile.unit);
        if !unit.is_empty() {
            facts.push(fact("people-fact-unit", unit));
        }
        if let Some(language) = &self.profile.language {
            facts.push(fact("people-fact-language", language.clone()));
        }
        if let Some(activity) = &self.activity {
            facts.push(fact("people-fact-actions", self.frame.number(activity.actions)));
            let last = activity.last_at.map(|at| self.frame.ago(&at));
            facts.push(fact(
                "people-fact-last",
                last.unwrap_or_else(|| self.frame.t("people-never")),
            ));
        }
        facts
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
