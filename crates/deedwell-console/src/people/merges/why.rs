//! Why this is one person: every link that was said of their signs, what was believed and what was not,
//! and the merges. Each can be taken back.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Deed, Id, Person, Staff};
use deedwell_people::why::{Said, said_of};
use deedwell_people::{Merge, Proof, Why, head_of, merge, names, why};
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Form, Frame, Right, StaffMember, Tx, View};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::acts::note::audit;
use crate::look::line::name_or_number;
use crate::people::store;

#[derive(Template)]
#[template(path = "people/merges/why.html")]
pub(in crate::people) struct Page {
    frame: Frame,
    id: Id<Person>,
    name: String,
    said: Vec<Said>,
    merges: Vec<Merge>,
    people: HashMap<Id<Person>, String>,
    staff: HashMap<Id<Staff>, String>,
}

pub(in crate::people) async fn why(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
) -> Answer<View<Page>> {
    let id = head_of(&mut tx, id).await?;
    let profile = deedwell_people::person(&mut tx, id).await?;
    let said = said_of(&mut tx, id).await?;
    let merges = merge::of_person(&mut tx, id).await?;
    let ids: Vec<Id<Person>> = merges.iter().flat_map(|m| [m.kept, m.merged]).collect();
    let people = names(&mut tx, &ids).await?;
    let staff = store::staff_names(&mut tx).await?;
    let name = name_or_number(&frame, &profile.name, id);
    Ok(View(Page { frame, id, name, said, merges, people, staff }))
}

impl Page {
    fn may_change(&self) -> bool {
        self.frame.may(Right::ChangePeople)
    }

    fn who_said(&self, said: &Said) -> String {
        let key = match said.proof {
            Proof::Claimed => "people-said-claimed",
            Proof::Import => "people-said-import",
            Proof::Staff => "people-said-staff",
            Proof::Server => "people-said-server",
            Proof::Token => "people-said-token",
            Proof::Code => "people-said-code",
        };
        self.frame.t(key)
    }

    fn kind(&self, sign: &deedwell_people::Sign) -> String {
        self.frame.t(&format!("people-kind-{}", sign.kind().name()))
    }

    fn refusal(&self, why: &Why) -> String {
        self.frame.t(&format!("people-refused-{}", why.name().replace('_', "-")))
    }

    fn person(&self, id: &Id<Person>) -> String {
        let name = self.people.get(id).map_or("", String::as_str);
        name_or_number(&self.frame, name, *id)
    }

    fn who(&self, staff: &Id<Staff>) -> String {
        let name = self.staff.get(staff).cloned();
        name.unwrap_or_else(|| self.frame.t("people-colleague"))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct TakeBack {
    link: String,
    reason: String,
}

pub(in crate::people) async fn take_back(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(form): Form<TakeBack>,
) -> Answer<Response> {
    let deed = why::take_back(&mut tx, id, &form.link, &form.reason, staff.id).await?;
    tx.record(staff.who(), &deed).await?;
    audit(&mut tx, Some(staff.id), deed.kind(), deed.about().as_deref(), &json!({})).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/console/people/{id}/why"), "people-link-taken-back"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct CountAgain {
    link: String,
}

pub(in crate::people) async fn count_again(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(form): Form<CountAgain>,
) -> Answer<Response> {
    let deed = why::count_again(&mut tx, id, &form.link).await?;
    tx.record(staff.who(), &deed).await?;
    audit(&mut tx, Some(staff.id), deed.kind(), deed.about().as_deref(), &json!({})).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/console/people/{id}/why"), "people-link-counts-again"))
}
