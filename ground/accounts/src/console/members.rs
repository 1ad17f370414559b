//! Staff say who belongs to an account, and who does so no more.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Account, Id, Person};
use deedwell_people::account::{AccountDeed, members};
use deedwell_people::head_of;
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Form, StaffMember, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::change::word_of;
use super::href;
use crate::store::note;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewMember {
    #[schema(value_type = String)]
    person: Id<Person>,
    /// In the organisation's words: member, owner, contact.
    #[serde(default)]
    role: String,
}

pub(super) async fn add(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
    Form(new): Form<NewMember>,
) -> Answer<Response> {
    let person = head_of(&mut tx, new.person).await?;
    let word = word_of(&staff, tx.now());
    if let Some(member) = members::add(&mut tx, id, person, None, &new.role, &word).await? {
        note(&mut tx, staff.id, &AccountDeed::MemberAdded { account: id, member }).await?;
    }
    tx.commit().await?;
    Ok(on_with(&href(id), "accounts-member-added"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Leaver {
    #[schema(value_type = String)]
    person: Id<Person>,
}

pub(super) async fn remove(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
    Form(leaver): Form<Leaver>,
) -> Answer<Response> {
    let person = head_of(&mut tx, leaver.person).await?;
    if let Some(member) = members::leave(&mut tx, id, person).await? {
        note(&mut tx, staff.id, &AccountDeed::MemberRemoved { account: id, member }).await?;
    }
    tx.commit().await?;
    Ok(on_with(&href(id), "accounts-member-removed"))
}
