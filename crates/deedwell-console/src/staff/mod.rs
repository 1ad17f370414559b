//! Staff: who of ours may come in and do what. Invitations, roles, closing and reopening.
mod member;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use deedwell_core::{Id, Result, Staff};
use deedwell_web::answer::{Choice, Errors};
use deedwell_web::{
    Answer, Deedwell, Form, Frame, Needs, Right, Routes, Site, StaffMember, Tx, View,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::acts::members::NewMember;
use crate::acts::{By, Member, fields, links, members, units};
use crate::address;
use crate::forms::{self, Looked, put_right};
use crate::wrong;

pub(crate) fn routes() -> Routes {
    let (see, manage) = (Needs::Staff(Right::SeeStaff), Needs::Staff(Right::ManageStaff));
    Routes::new("console")
        .get("/console/staff", see, "Who of ours may do what", show)
        .post("/console/staff/invitations", manage, "Invite somebody", invite)
        .form::<InviteForm>()
        .get("/console/staff/{id}", manage, "One member", member::show)
        .post("/console/staff/{id}", manage, "Change name, title, role, unit", member::change)
        .form::<member::ChangeForm>()
        .post("/console/staff/{id}/invitation", manage, "Another invitation", member::invite_again)
        .post("/console/staff/{id}/reset", manage, "A link to set a password", member::reset)
        .post("/console/staff/{id}/closing", manage, "Close a member", member::close)
        .post("/console/staff/{id}/reopening", manage, "Reopen a member", member::reopen)
        .post(
            "/console/staff/{id}/factor/removal",
            manage,
            "Turn off the second factor of somebody who lost it",
            member::remove_factor,
        )
}

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
struct InviteForm {
    name: String,
    email: String,
    #[serde(default)]
    title: String,
    role: String,
    #[serde(default)]
    unit: String,
}

#[derive(Template)]
#[template(path = "staff/staff.html")]
struct Page {
    frame: Frame,
    members: Vec<Member>,
    errors: Errors,
    typed: InviteForm,
    roles: Vec<Choice>,
    units: Vec<Choice>,
}

impl Page {
    async fn load(
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        me: &StaffMember,
        typed: InviteForm,
        errors: Errors,
    ) -> Result<Self> {
        let members = members(tx).await?;
        let roles = forms::roles(&frame, me, &typed.role);
        let units = forms::units(&frame, &typed.unit);
        Ok(Self { frame, members, errors, typed, roles, units })
    }

    fn may_manage(&self) -> bool {
        self.frame.may(Right::ManageStaff)
    }

    fn open(&self) -> usize {
        self.members.iter().filter(|m| m.closed_at.is_none()).count()
    }

    fn role(&self, member: &Member) -> String {
        self.frame.role(member.role)
    }

    fn has_units(&self) -> bool {
        !self.frame.units.is_empty()
    }

    /// A state that asks for attention, with its tone; empty for the usual.
    fn state(&self, member: &Member) -> (&'static str, String) {
        state(&self.frame, member)
    }
}

fn state(frame: &Frame, member: &Member) -> (&'static str, String) {
    match member {
        Member { closed_at: Some(_), .. } => ("line", frame.t("console-staff-closed")),
        Member { joined: false, .. } => ("wait", frame.t("console-staff-invited")),
        _ => ("", String::new()),
    }
}

/// A link, shown once to whoever made it.
#[derive(Template)]
#[template(path = "staff/link.html")]
struct LinkPage {
    frame: Frame,
    heading: String,
    lead: String,
    link: String,
    back: String,
}

/// For whom a link was made.
struct ForWhom<'a> {
    name: &'a str,
    id: Id<Staff>,
}

/// `what` is `invitation` or `reset`: it names the messages.
fn link_page(frame: Frame, what: &str, whom: &ForWhom<'_>, link: String, hours: i64) -> Response {
    let heading = frame.w(&format!("console-{what}-made"), whom.name);
    let days = frame.n("console-link-lasts", hours / 24);
    let lead = frame.m(&format!("console-{what}-made-lead"), &[("lasts", days)]);
    let back = format!("/console/staff/{}", whom.id);
    View(LinkPage { frame, heading, lead, link, back }).into_response()
}

async fn show(me: StaffMember, frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    let typed = InviteForm { role: "host".to_owned(), ..InviteForm::default() };
    Ok(View(Page::load(&mut tx, frame, &me, typed, Errors::none()).await?))
}

async fn invite(
    State(app): State<Deedwell>,
    me: StaffMember,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<InviteForm>,
) -> Answer<Response> {
    let mut looked = Looked::new(&frame);
    let invited = match look_at(&mut looked, &mut tx, &form).await? {
        Some(new) => looked.at(links::invite(&mut tx, By::Member(&me), &new).await)?,
        None => None,
    };
    let Some((id, token)) = invited else {
        let errors = looked.errors;
        return put_right(Page::load(&mut tx, frame, &me, form, errors).await?);
    };
    tx.commit().await?;
    let link = address::invitation(app.settings(), &site, token.reveal());
    let whom = ForWhom { name: form.name.trim(), id };
    Ok(link_page(frame, "invitation", &whom, link, links::INVITATION_LASTS.as_hours()))
}

async fn look_at(
    looked: &mut Looked<'_>,
    tx: &mut deedwell_store::Tx,
    form: &InviteForm,
) -> Result<Option<NewMember>> {
    let name = looked.at(fields::line(&form.name, wrong::NAME))?;
    let email = looked.at(fields::email(&form.email))?;
    let title = looked.at(fields::optional_line(&form.title, wrong::TITLE))?;
    let role = looked.at(fields::role(&form.role))?;
    let unit = looked.at(units::chosen(tx, &form.unit).await)?;
    let good = (name, email, title, role, unit);
    let (Some(name), Some(email), Some(title), Some(role), Some(unit)) = good else {
        return Ok(None);
    };
    Ok(Some(NewMember { name, email, title, role, unit, language: None }))
}
