//! What staff decide of one. Each does it and goes back, or shows the page again with what was typed.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_store::Tx as Work;
use deedwell_web::answer::{Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::one::{Page, Typed};
use crate::acts;
use crate::judge::Reason;
use crate::referral::Referral;
use crate::words::Wrong;

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ReferralDeskWhyForm)]
pub(super) struct WhyForm {
    /// Both of the two read it. Needed for a no.
    why: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ReferralDeskClawBackForm)]
pub(super) struct ClawBackForm {
    /// `chargeback` or `by_staff`.
    reason: String,
    /// Both of the two read it.
    why: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ReferralDeskAnswerForm)]
pub(super) struct AnswerForm {
    /// `yes` or `no`.
    granted: String,
    answer: String,
}

type Of = Path<Id<Referral>>;

async fn done(
    mut tx: Work,
    (frame, me): (Frame, StaffMember),
    (id, form, first): (Id<Referral>, &str, &str),
    typed: Typed,
    acted: Result<&'static str>,
) -> Answer<Response> {
    match acted {
        Ok(said) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/referrals/{id}"), said))
        }
        Err(error) => {
            let wrong = Wrong::of(&frame, form, first, error)?;
            let status = wrong.status;
            let page = Page::load(&mut tx, (frame, me), id, typed, wrong).await?;
            Ok(page.respond_with(status))
        }
    }
}

pub(super) async fn approve(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(mut tx): Tx,
    Form(form): Form<WhyForm>,
) -> Answer<Response> {
    let acted = acts::approve(&mut tx, me.id, id, &form.why).await;
    let typed = Typed { why: form.why, ..Typed::default() };
    let acted = acted.map(|()| "referrals-said-approved");
    done(tx, (frame, me), (id, "decide", "why"), typed, acted).await
}

pub(super) async fn reject(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(mut tx): Tx,
    Form(form): Form<WhyForm>,
) -> Answer<Response> {
    let acted = acts::reject(&mut tx, me.id, id, &form.why).await;
    let typed = Typed { why: form.why, ..Typed::default() };
    let acted = acted.map(|()| "referrals-said-rejected");
    done(tx, (frame, me), (id, "decide", "why"), typed, acted).await
}

pub(super) async fn claw_back(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(mut tx): Tx,
    Form(form): Form<ClawBackForm>,
) -> Answer<Response> {
    let acted = match reason(&form.reason) {
        Ok(reason) => acts::claw_back(&mut tx, me.id, id, (reason, &form.why)).await,
        Err(error) => Err(error),
    };
    let typed = Typed { why: form.why, reason: form.reason };
    let acted = acted.map(|()| "referrals-said-clawed-back");
    done(tx, (frame, me), (id, "claw-back", "why"), typed, acted).await
}

/// Why staff may take something back.
pub(crate) fn reason(said: &str) -> Result<Reason> {
    let reason = Reason::parse(said.trim());
    let reason = reason.filter(|r| matches!(r, Reason::ByStaff | Reason::Chargeback));
    reason.ok_or_else(|| Error::invalid("reason", "Please choose one of these reasons."))
}

pub(super) async fn answer(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(mut tx): Tx,
    Form(form): Form<AnswerForm>,
) -> Answer<Response> {
    let granted = match form.granted.trim() {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Error::invalid("answer", "Please say whether the appeal is granted.")),
    };
    let acted = match granted {
        Ok(granted) => acts::answer_appeal(&mut tx, me.id, id, (granted, &form.answer)).await,
        Err(error) => Err(error),
    };
    let typed = Typed { why: form.answer, ..Typed::default() };
    let acted = acted.map(|()| "referrals-said-answered");
    done(tx, (frame, me), (id, "answer", "answer"), typed, acted).await
}
