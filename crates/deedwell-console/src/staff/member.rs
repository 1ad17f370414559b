//! One member: role, title, unit; links for them; closing and reopening.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use deedwell_core::{Id, Result, Staff};
use deedwell_web::answer::{Choice, Errors, on_with};
use deedwell_web::{Answer, Deedwell, Form, Frame, Site, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{ForWhom, link_page};
use crate::acts::members::{self, MemberChange};
use crate::acts::{By, Member, factor, fields, links, units};
use crate::address;
use crate::forms::{self, errors_of, put_right};
use crate::wrong;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeForm {
    name: String,
    #[serde(default)]
    title: String,
    role: String,
    #[serde(default)]
    unit: String,
}

#[derive(Template)]
#[template(path = "staff/member.html")]
pub(super) struct Page {
    frame: Frame,
    member: Member,
    errors: Errors,
    typed: ChangeForm,
    roles: Vec<Choice>,
    units: Vec<Choice>,
    /// This reader's role is not below theirs.
    may_change: bool,
}

impl Page {
    fn new(
        frame: Frame,
        me: &StaffMember,
        member: Member,
        typed: ChangeForm,
        errors: Errors,
    ) -> Self {
        let roles = forms::roles(&frame, me, &typed.role);
        let units = forms::units(&frame, &typed.unit);
        let may_change = me.role.may_give(member.role);
        Self { frame, member, errors, typed, roles, units, may_change }
    }

    fn state(&self) -> (&'static str, String) {
        super::state(&self.frame, &self.member)
    }

    fn role(&self) -> String {
        self.frame.role(self.member.role)
    }

    fn has_units(&self) -> bool {
        !self.frame.units.is_empty()
    }

    fn is_closed(&self) -> bool {
        self.member.closed_at.is_some()
    }
}

fn page_of(id: Id<Staff>) -> String {
    format!("/console/staff/{id}")
}

pub(super) async fn show(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Staff>>,
) -> Answer<View<Page>> {
    let member = members::member(&mut tx, id).await?;
    let typed = ChangeForm {
        name: member.name.clone(),
        title: member.title.clone(),
        role: member.role.name().to_owned(),
        unit: member.unit.map(|u| u.to_string()).unwrap_or_default(),
    };
    Ok(View(Page::new(frame, &me, member, typed, Errors::none())))
}

pub(super) async fn change(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Staff>>,
    Form(form): Form<ChangeForm>,
) -> Answer<Response> {
    let member = members::member(&mut tx, id).await?;
    let changed = match checked(&mut tx, &member, &form).await {
        Ok(new) => members::change_member(&mut tx, By::Member(&me), id, &new).await,
        Err(error) => Err(error),
    };
    if let Err(error) = changed {
        let errors = errors_of(&frame, error)?;
        return put_right(Page::new(frame, &me, member, form, errors));
    }
    tx.commit().await?;
    Ok(on_with(&page_of(id), "console-said-member-changed"))
}

async fn checked(
    tx: &mut deedwell_store::Tx,
    old: &Member,
    form: &ChangeForm,
) -> Result<MemberChange> {
    let unchanged = old.unit.map(|u| u.to_string()).unwrap_or_default() == form.unit;
    // A unit that was closed since may stay as it is.
    let unit = if unchanged { old.unit } else { units::chosen(tx, &form.unit).await? };
    Ok(MemberChange {
        name: fields::line(&form.name, wrong::NAME)?,
        title: fields::optional_line(&form.title, wrong::TITLE)?,
        role: fields::role(&form.role)?,
        unit,
    })
}

pub(super) async fn invite_again(
    State(app): State<Deedwell>,
    me: StaffMember,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Staff>>,
) -> Answer<Response> {
    let token = links::invitation_link(&mut tx, By::Member(&me), id).await?;
    let name = members::member(&mut tx, id).await?.name;
    tx.commit().await?;
    let link = address::invitation(app.settings(), &site, token.reveal());
    let hours = links::INVITATION_LASTS.as_hours();
    Ok(link_page(frame, "invitation", &ForWhom { name: &name, id }, link, hours))
}

pub(super) async fn reset(
    State(app): State<Deedwell>,
    me: StaffMember,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Staff>>,
) -> Answer<Response> {
    let token = links::reset_link(&mut tx, By::Member(&me), id).await?;
    let name = members::member(&mut tx, id).await?.name;
    tx.commit().await?;
    let link = address::reset(app.settings(), &site, token.reveal());
    let hours = links::RESET_LASTS.as_hours();
    Ok(link_page(frame, "reset", &ForWhom { name: &name, id }, link, hours))
}

pub(super) async fn close(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Staff>>,
) -> Answer<Response> {
    members::close(&mut tx, By::Member(&me), id).await?;
    tx.commit().await?;
    Ok(on_with(&page_of(id), "console-said-member-closed"))
}

pub(super) async fn reopen(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Staff>>,
) -> Answer<Response> {
    members::reopen(&mut tx, By::Member(&me), id).await?;
    tx.commit().await?;
    Ok(on_with(&page_of(id), "console-said-member-reopened"))
}

pub(super) async fn remove_factor(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Staff>>,
) -> Answer<Response> {
    if me.id == id {
        // One's own is turned off on the account page, which asks for the password.
        return Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to(
            "/console/me",
        )));
    }
    factor::turn_off(&mut tx, By::Member(&me), id).await?;
    tx.commit().await?;
    Ok(on_with(&page_of(id), "console-said-factor-off"))
}
