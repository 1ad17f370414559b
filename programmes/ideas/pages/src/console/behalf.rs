//! Votes that somebody gave by telephone or in the shop: recorded by us with what was heard, and
//! revoked.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Person, Result, Timestamp, Who};
use deedwell_people::person::identities;
use deedwell_people::{IdentityKind, PeopleAsk, PersonRow, Proof, Sign, ensure, some};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Query, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::words::{Names, Wrong};
use crate::acts::{self, Evidence};
use crate::idea::Idea;
use crate::store;

/// People that a search shows.
const MOST_FOUND: usize = 10;
const CHANNELS: [&str; 6] = ["phone", "shop", "email", "letter", "chat", "in_person"];

#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct VotesAsk {
    /// Words of a name, an address, a number.
    q: Option<String>,
}

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct VoteForm {
    /// The id of a person; empty for somebody new, by e-mail address.
    #[serde(default)]
    person: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    name: String,
    /// Where it was heard: `phone`, `shop`, `email`, …
    channel: String,
    /// What the customer said.
    #[serde(default)]
    note: String,
    /// What was searched for.
    #[serde(default)]
    q: String,
}

struct Recorded {
    person: Id<Person>,
    name: String,
    by: String,
    channel: String,
    note: String,
    at: Timestamp,
}

#[derive(Template)]
#[template(path = "console/behalf.html")]
pub(super) struct Page {
    frame: Frame,
    idea: Idea,
    people: Vec<Choice>,
    recorded: Vec<Recorded>,
    typed: VoteForm,
    wrong: Wrong,
}

impl Page {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        id: Id<Idea>,
        typed: VoteForm,
        wrong: Wrong,
    ) -> Result<Self> {
        let idea = store::root(tx, id).await?;
        let votes = store::recorded_votes(tx, idea.id, None).await?;
        let persons: Vec<Id<Person>> = votes.iter().map(|vote| vote.person).collect();
        let names = Names::of(tx, &frame, &persons).await?;
        let recorded = votes.into_iter().map(|vote| Recorded {
            person: vote.person,
            name: names.person(vote.person),
            by: names.staff(vote.heard.staff),
            channel: frame.channel(&vote.heard.channel),
            note: vote.heard.note,
            at: vote.at,
        });
        let recorded = recorded.collect();
        let people = found(tx, &typed).await?;
        Ok(Self { frame, idea, people, recorded, typed, wrong })
    }

    fn errors(&self) -> Errors {
        self.wrong.at("vote")
    }

    fn channels(&self) -> Vec<Choice> {
        let words = |name: &'static str| (name, self.frame.channel(name));
        Choice::list(CHANNELS.map(words), &self.typed.channel)
    }

    fn takes_votes(&self) -> bool {
        self.idea.takes_votes().is_ok()
    }
}

/// The people searched for, and whoever was chosen before.
async fn found(tx: &mut Transaction, typed: &VoteForm) -> Result<Vec<Choice>> {
    let mut ids = Vec::new();
    if !typed.q.trim().is_empty() {
        let ask = PeopleAsk { search: typed.q.clone(), ..PeopleAsk::default() };
        ids = deedwell_people::matching_ids(tx, &ask, MOST_FOUND).await?;
    }
    let chosen: Option<Id<Person>> = typed.person.parse().ok();
    ids.extend(chosen.filter(|id| !ids.contains(id)));
    let people = some(tx, &ids).await?;
    let mut choices = Choice::list(people.iter().map(|p| (p.id, name_of(p))), &typed.person);
    for (choice, person) in choices.iter_mut().zip(&people) {
        let signs: Vec<&str> = person.signs.iter().map(|(sign, _)| sign.value()).take(3).collect();
        choice.help = signs.join(" · ");
    }
    Ok(choices)
}

fn name_of(person: &PersonRow) -> String {
    let sign = || person.signs.first().map(|(sign, _)| sign.value().to_owned());
    if person.name.is_empty() { sign().unwrap_or_default() } else { person.name.clone() }
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Query(ask): Query<VotesAsk>,
) -> Answer<View<Page>> {
    let typed = VoteForm {
        q: ask.q.unwrap_or_default(),
        channel: "phone".to_owned(),
        ..VoteForm::default()
    };
    Ok(View(Page::load(&mut tx, frame, id, typed, Wrong::default()).await?))
}

fn path(id: Id<Idea>) -> String {
    format!("/console/ideas/{id}/votes")
}

pub(super) async fn vote(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Form(form): Form<VoteForm>,
) -> Answer<Response> {
    match recorded(&mut tx, &me, id, &form).await {
        Ok(voted) => {
            tx.commit().await?;
            let said = if voted.changed {
                "ideas-staff-said-voted"
            } else {
                "ideas-staff-said-voted-before"
            };
            Ok(on_with(&path(id), said))
        }
        Err(error) => {
            let names = [("person", "person"), ("channel", "channel"), ("note", "vote_note")];
            let wrong = Wrong::of(&frame, "vote", &names, error)?;
            let status = wrong.status;
            let page = Page::load(&mut tx, frame, id, form, wrong).await?;
            Ok(page.respond_with(status))
        }
    }
}

async fn recorded(
    tx: &mut Transaction,
    me: &StaffMember,
    id: Id<Idea>,
    form: &VoteForm,
) -> Result<acts::Voted> {
    let who = customer(tx, form).await?;
    let evidence = Evidence { channel: form.channel.clone(), note: form.note.clone() };
    acts::vote_for(tx, me.id, who, id, &evidence).await
}

/// Whom the form means: somebody we know, or somebody whom a colleague vouches for.
async fn customer(tx: &mut Transaction, form: &VoteForm) -> Result<Who> {
    if form.person.is_empty() && !form.email.trim().is_empty() {
        let sign = Sign::new(IdentityKind::Email, &form.email, "")?;
        return Ok(ensure(tx, &sign, Proof::Staff, &form.name).await?.who());
    }
    let nobody = || Error::invalid("person", "Please choose who it was.");
    let person: Id<Person> = form.person.parse().map_err(|_| nobody())?;
    let known = identities(tx, person).await?;
    let proven = known.iter().find(|identity| identity.proof.proves());
    match (proven, known.first()) {
        (Some(identity), _) => Ok(Who::Customer { identity: identity.id, person }),
        (None, Some(identity)) => Ok(Who::Visitor { identity: identity.id, person }),
        (None, None) => Err(nobody()),
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RevokeForm {
    #[schema(value_type = String)]
    person: Id<Person>,
}

pub(super) async fn revoke(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Form(form): Form<RevokeForm>,
) -> Answer<Response> {
    acts::revoke_vote(&mut tx, me.id, id, form.person).await?;
    tx.commit().await?;
    Ok(on_with(&path(id), "ideas-staff-said-revoked"))
}
