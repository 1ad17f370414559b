//! What staff do with one complaint. Each does it and goes back to the desk, or shows the desk again with
//! what was typed.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Money, Result, Who};
use deedwell_store::Tx as Work;
use deedwell_web::answer::{Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::desk::{Page, Typed};
use super::{CARE, authority};
use crate::acts;
use crate::complaint::Complaint;
use crate::redress::{NewOffer, Redress, Upheld};
use crate::words::Wrong;

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintDeskTextForm)]
pub(crate) struct TextForm {
    text: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintDeskAssessForm)]
pub(crate) struct AssessForm {
    /// 1 to 4.
    severity: String,
    /// `true`: whoever complains needs care. Heard only of those who may see it.
    vulnerable: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintDeskToForm)]
pub(crate) struct ToForm {
    /// The id of a colleague; '' for nobody.
    to: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintDeskCauseForm)]
pub(crate) struct CauseForm {
    /// The id of a cause; '' for none.
    cause: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintDeskProblemForm)]
pub(crate) struct ProblemForm {
    /// The id of a problem; '' for none.
    problem: String,
    /// Of a new one.
    title: String,
    text: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintDeskEvidenceForm)]
pub(crate) struct EvidenceForm {
    evidence: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintDeskOfferForm)]
pub(crate) struct OfferForm {
    /// `yes`, `partly` or `no`.
    upheld: String,
    /// `refund`, `credit`, `points`, `replacement`, `repair`, `apology` or `explanation`.
    redress: String,
    amount: String,
    points: String,
    /// The id of the order of which money is given back.
    order: String,
    text: String,
}

/// What every verb needs of its request.
struct Desk {
    me: StaffMember,
    frame: Frame,
    id: Id<Complaint>,
    tx: Work,
}

impl Desk {
    async fn done(
        mut self,
        form: &'static str,
        first: &str,
        typed: Typed,
        acted: Result<&'static str>,
    ) -> Answer<Response> {
        let Self { me, frame, id, .. } = self;
        match acted {
            Ok(said) => {
                self.tx.commit().await?;
                Ok(on_with(&format!("/console/complaints/{id}"), said))
            }
            Err(error) => {
                let wrong = Wrong::of(&frame, form, first, error)?;
                let status = wrong.status;
                let page = Page::load(&mut self.tx, frame, me, id, typed, wrong).await?;
                Ok(page.respond_with(status))
            }
        }
    }
}

type Of = Path<Id<Complaint>>;

pub(crate) async fn write(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
    Form(form): Form<TextForm>,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let acted = acts::write(&mut desk.tx, desk.me.id, id, &form.text).await;
    let typed = Typed::from([("text", form.text)]);
    desk.done("write", "text", typed, acted.map(|()| "complaints-said-written")).await
}

pub(crate) async fn note(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
    Form(form): Form<TextForm>,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let acted = acts::note(&mut desk.tx, desk.me.id, id, &form.text).await;
    let typed = Typed::from([("text", form.text)]);
    desk.done("note", "text", typed, acted.map(|()| "said-saved")).await
}

pub(crate) async fn assess(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
    Form(form): Form<AssessForm>,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let severity = form.severity.trim().parse().unwrap_or(0);
    let vulnerable = desk.me.may(CARE).then_some(form.vulnerable == "true");
    let acted = acts::assess(&mut desk.tx, desk.me.id, id, severity, vulnerable).await;
    desk.done("assess", "severity", Typed::new(), acted.map(|()| "said-saved")).await
}

pub(crate) async fn investigate(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let acted = acts::investigate(&mut desk.tx, desk.me.id, id).await;
    desk.done("assess", "severity", Typed::new(), acted.map(|()| "said-saved")).await
}

pub(crate) async fn assign(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
    Form(form): Form<ToForm>,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let acted = match chosen(&form.to, "to") {
        Ok(to) => acts::assign(&mut desk.tx, desk.me.id, id, to).await,
        Err(error) => Err(error),
    };
    desk.done("assign", "to", Typed::new(), acted.map(|()| "said-saved")).await
}

/// An id of a list; '' for none.
fn chosen<T>(text: &str, field: &'static str) -> Result<Option<Id<T>>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let unknown = |_| Error::invalid(field, "Please choose from the list.");
    text.parse().map(Some).map_err(unknown)
}

pub(crate) async fn link_cause(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
    Form(form): Form<CauseForm>,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let acted = match chosen(&form.cause, "cause") {
        Ok(cause) => acts::link_cause(&mut desk.tx, desk.me.id, id, cause).await,
        Err(error) => Err(error),
    };
    desk.done("cause", "cause", Typed::new(), acted.map(|()| "said-saved")).await
}

pub(crate) async fn link_problem(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
    Form(form): Form<ProblemForm>,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let (tx, staff) = (&mut desk.tx, desk.me.id);
    let acted = if form.title.trim().is_empty() && form.text.trim().is_empty() {
        match chosen(&form.problem, "problem") {
            Ok(problem) => acts::link_problem(tx, staff, id, problem).await,
            Err(error) => Err(error),
        }
    } else {
        acts::open_problem(tx, staff, id, &form.title, &form.text).await.map(drop)
    };
    let typed = Typed::from([("title", form.title), ("text", form.text)]);
    desk.done("problem", "title", typed, acted.map(|()| "said-saved")).await
}

pub(crate) async fn escalate(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let acted = acts::escalate(&mut desk.tx, Who::Staff(desk.me.id), id).await;
    desk.done("write", "text", Typed::new(), acted.map(|()| "complaints-said-escalated")).await
}

pub(crate) async fn close(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
    Form(form): Form<TextForm>,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let acted = acts::close(&mut desk.tx, desk.me.id, id, &form.text).await;
    let typed = Typed::from([("text", form.text)]);
    desk.done("close", "reason", typed, acted.map(|()| "complaints-said-closed")).await
}

pub(crate) async fn reopen(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
    Form(form): Form<TextForm>,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let acted = acts::reopen(&mut desk.tx, Who::Staff(desk.me.id), id, &form.text).await;
    let typed = Typed::from([("text", form.text)]);
    desk.done("reopen", "text", typed, acted.map(|()| "complaints-said-reopened")).await
}

pub(crate) async fn spam(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let acted = acts::mark_spam(&mut desk.tx, desk.me.id, id).await;
    desk.done("write", "text", Typed::new(), acted.map(|()| "said-saved")).await
}

pub(crate) async fn clear(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let acted = acts::clear(&mut desk.tx, desk.me.id, id).await;
    desk.done("write", "text", Typed::new(), acted.map(|()| "said-saved")).await
}

pub(crate) async fn offer(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
    Form(form): Form<OfferForm>,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let by = authority(desk.me.role);
    let acted = match new_offer(&form, desk.frame.currency()) {
        Ok(new) => acts::offer(&mut desk.tx, desk.me.id, by, id, &new).await,
        Err(error) => Err(error),
    };
    let typed = Typed::from([
        ("upheld", form.upheld),
        ("redress", form.redress),
        ("amount", form.amount),
        ("points", form.points),
        ("order", form.order),
        ("text", form.text),
    ]);
    desk.done("offer", "text", typed, acted.map(|_| "complaints-said-offered")).await
}

fn new_offer(form: &OfferForm, currency: deedwell_core::Currency) -> Result<NewOffer> {
    let choose =
        |field: &'static str| move || Error::invalid(field, "Please choose from the list.");
    let amount = match form.amount.trim() {
        "" => None,
        text => Some(
            Money::parse(text, currency)
                .map_err(|e| Error::invalid("amount", e.sentence().into_owned()))?,
        ),
    };
    let points = match form.points.trim() {
        "" => 0,
        text => text.parse().map_err(|_| Error::invalid("points", "Points are a whole number."))?,
    };
    Ok(NewOffer {
        upheld: Upheld::parse(&form.upheld).ok_or_else(choose("upheld"))?,
        redress: Redress::parse(&form.redress).ok_or_else(choose("redress"))?,
        amount: amount.filter(|amount| amount.minor != 0),
        points,
        order: chosen(&form.order, "order")?,
        text: form.text.clone(),
    })
}

pub(crate) async fn approve(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let by = authority(desk.me.role);
    let acted = acts::approve(&mut desk.tx, desk.me.id, by, id).await;
    desk.done("offer", "text", Typed::new(), acted.map(|()| "complaints-said-offered")).await
}

pub(crate) async fn take_back(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let acted = acts::take_back_offer(&mut desk.tx, desk.me.id, id).await;
    desk.done("offer", "text", Typed::new(), acted.map(|()| "said-saved")).await
}

pub(crate) async fn put_right(
    me: StaffMember,
    frame: Frame,
    Path(id): Of,
    Tx(tx): Tx,
    Form(form): Form<EvidenceForm>,
) -> Answer<Response> {
    let mut desk = Desk { me, frame, id, tx };
    let acted = acts::put_right(&mut desk.tx, desk.me.id, id, &form.evidence).await;
    let typed = Typed::from([("evidence", form.evidence)]);
    desk.done("put-right", "evidence", typed, acted.map(|()| "complaints-said-put-right")).await
}
