//! How people are recognised: how many signs of a kind somebody may have, and which values name nobody.

use askama::Template;
use axum::response::Response;
use deedwell_core::{Deed, Error, Kind, Result};
use deedwell_people::{IdentityKind, Rules, rules as in_force};
use deedwell_web::answer::{Choice, on_with};
use deedwell_web::{Answer, Form, Frame, Right, StaffMember, Tx, View};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::acts::note::audit;

/// The rules by which people are recognised were changed.
#[derive(Serialize)]
struct RulesChanged {}

impl Deed for RulesChanged {
    fn kind(&self) -> Kind {
        "people.rules_changed"
    }
    fn about(&self) -> Option<String> {
        None
    }
}

#[derive(Template)]
#[template(path = "people/merges/rules.html")]
pub(in crate::people) struct Page {
    frame: Frame,
    rules: Rules,
    blocked: Vec<(IdentityKind, String)>,
    kinds: Vec<Choice>,
}

pub(in crate::people) async fn rules(frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    let rules = in_force(&mut tx).await?;
    let mut blocked: Vec<(IdentityKind, String)> = rules.blocked.keys().cloned().collect();
    blocked.sort();
    let words =
        |k: IdentityKind| (k.name().to_owned(), frame.t(&format!("people-kind-{}", k.name())));
    let kinds = Choice::list(IdentityKind::ALL.into_iter().map(words), "email");
    Ok(View(Page { frame, rules, blocked, kinds }))
}

impl Page {
    fn may_set(&self) -> bool {
        self.frame.may(Right::ManageSettings)
    }

    fn all(&self) -> [IdentityKind; 6] {
        IdentityKind::ALL
    }

    fn kind(&self, kind: &IdentityKind) -> String {
        self.frame.t(&format!("people-kind-{}", kind.name()))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct Limit {
    kind: String,
    /// 1 to 100.
    most: usize,
}

fn kind_of(text: &str) -> Result<IdentityKind> {
    IdentityKind::parse(text)
        .ok_or_else(|| Error::invalid("kind", "This is no kind of sign that we know."))
}

pub(in crate::people) async fn limit(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Form(form): Form<Limit>,
) -> Answer<Response> {
    deedwell_people::rules::limit(&mut tx, kind_of(&form.kind)?, form.most).await?;
    note(&mut tx, &staff, &json!({ "kind": form.kind, "most": form.most })).await?;
    tx.commit().await?;
    Ok(on_with("/console/people/rules", "people-rules-set"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct Blocked {
    kind: String,
    value: String,
}

pub(in crate::people) async fn block(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Form(form): Form<Blocked>,
) -> Answer<Response> {
    deedwell_people::rules::block(&mut tx, kind_of(&form.kind)?, &form.value, staff.id).await?;
    note(&mut tx, &staff, &json!({ "blocked": form.kind })).await?;
    tx.commit().await?;
    Ok(on_with("/console/people/rules", "people-blocked"))
}

pub(in crate::people) async fn unblock(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Form(form): Form<Blocked>,
) -> Answer<Response> {
    deedwell_people::rules::unblock(&mut tx, kind_of(&form.kind)?, &form.value).await?;
    note(&mut tx, &staff, &json!({ "unblocked": form.kind })).await?;
    tx.commit().await?;
    Ok(on_with("/console/people/rules", "people-unblocked"))
}

async fn note(
    tx: &mut deedwell_store::Tx,
    staff: &StaffMember,
    detail: &serde_json::Value,
) -> Result<()> {
    let deed = RulesChanged {};
    tx.record(staff.who(), &deed).await?;
    audit(tx, Some(staff.id), Deed::kind(&deed), None, detail).await
}
