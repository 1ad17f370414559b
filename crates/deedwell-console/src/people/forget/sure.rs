//! Asks once more before somebody is forgotten.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use deedwell_core::behaviour::Activity;
use deedwell_core::{Error, Id, Person};
use deedwell_people::account::members::{Membership, of_person};
use deedwell_people::erase::{self, By, Reason};
use deedwell_people::person::Profile;
use deedwell_people::{head_of, person as profile_of};
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Deedwell, Form, Frame, Right, Site, StaffMember, Tx, View};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::acts::note::audit;
use crate::look::line::{href, name_or_number};

#[derive(Template)]
#[template(path = "people/forget/sure.html")]
pub(in crate::people) struct Page {
    frame: Frame,
    profile: Profile,
    name: String,
    activity: Option<Activity>,
    accounts: Vec<Membership>,
}

pub(in crate::people) async fn page(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
) -> Answer<View<Page>> {
    let id = head_of(&mut tx, id).await?;
    let profile = profile_of(&mut tx, id).await?;
    let accounts = of_person(&mut tx, id).await?;
    let activity = app.behaviour().activity(site.organisation, &[id])?.into_iter().next();
    let name = name_or_number(&frame, &profile.name, id);
    Ok(View(Page { frame, profile, name, activity, accounts }))
}

impl Page {
    fn person_href(&self) -> String {
        href(self.profile.id)
    }

    fn may_export(&self) -> bool {
        self.frame.may(Right::ExportPeople)
    }

    fn signs(&self) -> String {
        self.frame.n("people-forget-signs", self.profile.identities.len())
    }

    fn actions(&self) -> String {
        let actions = self.activity.as_ref().map_or(0, |a| a.actions);
        self.frame.n("people-forget-actions", usize::try_from(actions).unwrap_or(usize::MAX))
    }

    fn reasons(&self) -> Vec<(&'static str, String)> {
        let words = |r: Reason| self.frame.t(&format!("people-forget-why-{}", r.name()));
        Reason::ALL.into_iter().map(|r| (r.name(), words(r))).collect()
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct Forget {
    /// `asked`, `not_needed` or `mistake`.
    why: String,
    /// `yes`: it was understood that nobody can take it back.
    #[serde(default)]
    sure: String,
}

pub(in crate::people) async fn forget(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(form): Form<Forget>,
) -> Answer<Response> {
    let why = Reason::parse(&form.why)?;
    if form.sure != "yes" {
        let sentence = "Please tick that you know this cannot be taken back.";
        return Err(Error::invalid("sure", sentence).into());
    }
    let erasure = erase::ask(&mut tx, id, why, By::Staff(staff.id)).await?;
    let about = format!("erasure/{erasure}");
    let detail = json!({ "why": why.name() });
    audit(&mut tx, Some(staff.id), "people.erased", Some(&about), &detail).await?;
    tx.commit().await?;
    Ok(on_with("/console/people/forgotten", "people-forgetting"))
}
