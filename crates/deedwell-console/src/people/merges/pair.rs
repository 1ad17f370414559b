//! Two people side by side, before somebody makes them one or says that they are two.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use deedwell_core::behaviour::Activity;
use deedwell_core::{Deed, Error, Id, Person};
use deedwell_people::person::Profile;
use deedwell_people::{MergeNoun, PeopleAsk, PersonRow, head_of, list, merge, why};
use deedwell_web::address::Address;
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Deedwell, Form, Frame, Query, Right, Site, StaffMember, Tx, View};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use crate::acts::note::audit;
use crate::look::line::{href, name_or_number};

/// People whom the search proposes.
const PROPOSED: usize = 10;

#[derive(Deserialize, IntoParams, Default)]
#[serde(default)]
pub(in crate::people) struct PairAsk {
    /// The other person.
    with: Option<String>,
    /// Looks for the other person: name, e-mail, number or id.
    q: String,
}

/// One of the two.
struct Side {
    profile: Profile,
    name: String,
    activity: Option<Activity>,
}

#[derive(Template)]
#[template(path = "people/merges/pair.html")]
pub(in crate::people) struct Page {
    frame: Frame,
    ask: PairAsk,
    one: Side,
    other: Option<Side>,
    found: Vec<PersonRow>,
}

pub(in crate::people) async fn pair(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Query(ask): Query<PairAsk>,
) -> Answer<View<Page>> {
    let one = side(&app, &site, &frame, &mut tx, id).await?;
    let with = ask.with.as_deref().filter(|w| !w.is_empty()).map(str::parse).transpose()?;
    let other = match with {
        Some(with) => Some(side(&app, &site, &frame, &mut tx, with).await?),
        None => None,
    };
    let other = other.filter(|other| other.profile.id != one.profile.id);
    let mut found = Vec::new();
    if !ask.q.trim().is_empty() {
        let search = PeopleAsk { search: ask.q.clone(), ..PeopleAsk::default() };
        found = list(&mut tx, &search, 1).await?.people;
        found.retain(|p| p.id != one.profile.id);
        found.truncate(PROPOSED);
    }
    Ok(View(Page { frame, ask, one, other, found }))
}

async fn side(
    app: &Deedwell,
    site: &Site,
    frame: &Frame,
    tx: &mut deedwell_store::Tx,
    id: Id<Person>,
) -> Result<Side, Error> {
    let id = head_of(tx, id).await?;
    let profile = deedwell_people::person(tx, id).await?;
    let activity = app.behaviour().activity(site.organisation, &[id])?.into_iter().next();
    Ok(Side { name: name_or_number(frame, &profile.name, id), profile, activity })
}

impl Page {
    fn may_change(&self) -> bool {
        self.frame.may(Right::ChangePeople)
    }

    fn name_of(&self, row: &PersonRow) -> String {
        name_or_number(&self.frame, &row.name, row.id)
    }

    fn with_href(&self, row: &PersonRow) -> String {
        let to = format!("/console/people/{}/merge", self.one.profile.id);
        Address::to(&to).with("with", row.id.to_string()).to_string()
    }

    /// The same two, the other one kept.
    fn turned_href(&self, other: &Side) -> String {
        let to = format!("/console/people/{}/merge", other.profile.id);
        Address::to(&to).with("with", self.one.profile.id.to_string()).to_string()
    }

    fn kind(&self, row: &deedwell_people::person::IdentityRow) -> String {
        self.frame.t(&format!("people-kind-{}", row.kind.name()))
    }

    fn spent(&self, side: &Side) -> String {
        let spent = side.activity.iter().flat_map(|a| &a.spent);
        spent.map(|m| self.frame.money(m)).collect::<Vec<_>>().join(", ")
    }

    fn actions(&self, side: &Side) -> String {
        self.frame.number(side.activity.as_ref().map_or(0, |a| a.actions))
    }

    fn purchases(&self, side: &Side) -> String {
        self.frame.number(side.activity.as_ref().map_or(0, |a| a.purchases))
    }

    fn sides(&self) -> Vec<&Side> {
        std::iter::once(&self.one).chain(&self.other).collect()
    }

    /// What they would be together.
    fn together(&self, other: &Side) -> String {
        let signs = self.one.profile.identities.len() + other.profile.identities.len();
        let actions = |side: &Side| side.activity.as_ref().map_or(0, |a| a.actions);
        let all = self.frame.number(actions(&self.one) + actions(other));
        let signs = self.frame.number(signs);
        self.frame.m("people-merge-what", &[("signs", signs), ("actions", all)])
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct Other {
    /// The other person.
    other: String,
    reason: String,
}

pub(in crate::people) async fn merge(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(form): Form<Other>,
) -> Answer<Response> {
    let deed = merge::merge(&mut tx, id, form.other.parse()?, &form.reason, staff.id).await?;
    tx.record(staff.who(), &deed).await?;
    audit(&mut tx, Some(staff.id), deed.kind(), deed.about().as_deref(), &json!({})).await?;
    let kept = head_of(&mut tx, id).await?;
    tx.commit().await?;
    Ok(on_with(&href(kept), "people-merged"))
}

pub(in crate::people) async fn apart(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(form): Form<Other>,
) -> Answer<Response> {
    let deed = why::tell_apart(&mut tx, id, form.other.parse()?, &form.reason, staff.id).await?;
    tx.record(staff.who(), &deed).await?;
    tx.commit().await?;
    Ok(on_with("/console/people/merges", "people-told-apart"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct Reason {
    reason: String,
}

pub(in crate::people) async fn undo(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<MergeNoun>>,
    Form(form): Form<Reason>,
) -> Answer<Response> {
    let deed = merge::unmerge(&mut tx, id, &form.reason, staff.id).await?;
    tx.record(staff.who(), &deed).await?;
    audit(&mut tx, Some(staff.id), deed.kind(), deed.about().as_deref(), &json!({})).await?;
    tx.commit().await?;
    Ok(on_with("/console/people/merges", "people-unmerged"))
}
