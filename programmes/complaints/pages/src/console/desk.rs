//! One complaint with everything the decider needs: what was said, what they bought, what they complained
//! of before, how promises stand, and what can be done now.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use deedwell_core::{Id, Result, Staff};
use deedwell_orders::Order;
use deedwell_orders::value::Bought;
use deedwell_store::Tx as Work;
use deedwell_web::answer::{Choice, Errors};
use deedwell_web::{Answer, Frame, Query, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{CARE, authority};
use crate::complaint::{Complaint, GRAVEST};
use crate::promise::{Promised, Settings};
use crate::redress::{Offer, Outcome, Redress, Upheld};
use crate::stage::Stage;
use crate::store::{self, CauseCounted, Message, Said};
use crate::template::{self, Template as Letter};
use crate::words::{self, Badge, Wrong};

/// Of what somebody bought and complained of before.
const MOST_BEFORE: usize = 10;
const MOST_PROBLEMS: usize = 100;

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct DeskAsk {
    /// The id of a template to begin a letter with.
    template: Option<String>,
}

/// What was typed into a form that could not be used, by its fields.
pub(super) type Typed = BTreeMap<&'static str, String>;

#[derive(Template)]
#[template(path = "console/desk.html")]
pub(crate) struct Page {
    frame: Frame,
    me: StaffMember,
    complaint: Complaint,
    name: String,
    messages: Vec<Message>,
    offers: Vec<Offer>,
    orders: Vec<Order>,
    bought: Bought,
    before: Vec<Complaint>,
    causes: Vec<CauseCounted>,
    problems: Vec<crate::problem::Problem>,
    colleagues: Vec<(Id<Staff>, String, String)>,
    staff: BTreeMap<Id<Staff>, String>,
    letters: Vec<Letter>,
    settings: Settings,
    typed: Typed,
    wrong: Wrong,
}

impl Page {
    pub(super) async fn load(
        tx: &mut Work,
        frame: Frame,
        me: StaffMember,
        id: Id<Complaint>,
        typed: Typed,
        wrong: Wrong,
    ) -> Result<Self> {
        let complaint = store::complaint(tx, id).await?;
        let person = complaint.by.person;
        let mut before = store::complaints_of(tx, person, MOST_BEFORE + 1).await?;
        before.retain(|one| one.id != id);
        let mut orders = deedwell_orders::store::orders_of(tx, &[person]).await?;
        orders.truncate(MOST_BEFORE);
        Ok(Self {
            name: words::name_of(tx, &frame, person).await?,
            messages: store::messages(tx, id).await?,
            offers: store::offers(tx, id).await?,
            bought: deedwell_orders::store::bought_by(tx, person).await?,
            causes: store::causes(tx).await?,
            problems: store::problems(tx, MOST_PROBLEMS).await?,
            colleagues: store::colleagues(tx).await?,
            staff: store::staff_names(tx).await?,
            letters: store::templates(tx).await?,
            settings: store::settings(tx).await?,
            frame,
            me,
            complaint,
            orders,
            before,
            typed,
            wrong,
        })
    }

    fn stage(&self) -> Badge {
        words::stage_badge(&self.frame, self.complaint.stage)
    }

    fn clocks(&self) -> Vec<(String, Badge)> {
        let clock = |of: Promised| {
            let stands = self.complaint.clock(of, self.frame.now);
            (words::promised(&self.frame, of), words::clock(&self.frame, stands))
        };
        Promised::ALL.map(clock).to_vec()
    }

    fn may_see_care(&self) -> bool {
        self.me.may(CARE)
    }

    fn channel(&self) -> String {
        self.frame.channel(&self.complaint.came_by)
    }

    fn staff_name(&self, id: &Id<Staff>) -> String {
        self.staff.get(id).cloned().unwrap_or_default()
    }

    fn speaker(&self, message: &Message) -> String {
        message.staff.map_or_else(|| self.name.clone(), |id| self.staff_name(&id))
    }

    fn class(&self, message: &Message) -> &'static str {
        match message.said {
            Said::Customer => "",
            Said::Staff => "staff",
            Said::Note => "note",
        }
    }

    fn offered(&self, offer: &Offer) -> String {
        words::offered(&self.frame, offer)
    }

    fn outcome(&self, offer: &Offer) -> String {
        let upheld = words::upheld(&self.frame, offer.upheld);
        let key = format!("complaints-outcome-{}", offer.outcome.name().replace('_', "-"));
        format!("{upheld} · {}", self.frame.t(&key))
    }

    fn can(&self, stage: Stage) -> bool {
        self.complaint.stage.next().contains(&stage)
    }

    fn may_write(&self) -> bool {
        self.complaint.takes_words().is_ok()
    }

    fn is_new(&self) -> bool {
        self.complaint.stage == Stage::Received
    }

    fn may_assess(&self) -> bool {
        self.complaint.stage != Stage::Received && !self.complaint.stage.is_over()
    }

    fn may_investigate(&self) -> bool {
        self.complaint.stage == Stage::Assessed
    }

    fn waiting_offer(&self) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.outcome == Outcome::AwaitsApproval)
    }

    fn may_offer(&self) -> bool {
        self.can(Stage::Offered) && self.waiting_offer().is_none()
    }

    fn may_approve(&self, offer: &Offer) -> bool {
        let by = authority(self.me.role);
        offer.approve(self.me.id, self.settings.may_offer(by, offer.amount, offer.points)).is_ok()
    }

    fn may_take_back(&self) -> bool {
        self.offers.iter().any(|o| matches!(o.outcome, Outcome::Open | Outcome::AwaitsApproval))
    }

    fn may_put_right(&self) -> bool {
        self.can(Stage::PutRight)
    }

    /// What was promised, for whoever does it.
    fn promised_offer(&self) -> String {
        self.offers.last().map(|offer| self.offered(offer)).unwrap_or_default()
    }

    fn may_close(&self) -> bool {
        self.can(Stage::Closed) && self.complaint.stage != Stage::Accepted
    }

    fn may_escalate(&self) -> bool {
        self.can(Stage::Escalated) && !self.settings.ombudsman.is_empty()
    }

    fn may_reopen(&self) -> bool {
        matches!(self.complaint.stage, Stage::Closed | Stage::PutRight)
    }

    fn may_spam(&self) -> bool {
        self.can(Stage::Spam)
    }

    fn is_spam(&self) -> bool {
        self.complaint.stage == Stage::Spam
    }

    fn severities(&self) -> Vec<Choice> {
        let one = |n: i64| (n.to_string(), self.frame.t(&format!("complaints-severity-{n}")));
        let stands = self.complaint.severity.map(|n| n.to_string()).unwrap_or_default();
        Choice::list((1..=GRAVEST).map(one), &self.typed_or("severity", &stands))
    }

    fn upheld_choices(&self) -> Vec<Choice> {
        let one = |u: Upheld| (u.name(), words::upheld(&self.frame, u));
        Choice::list(Upheld::ALL.map(one), &self.typed_or("upheld", "yes"))
    }

    fn redress_choices(&self) -> Vec<Choice> {
        let one = |r: Redress| (r.name(), words::redress(&self.frame, r));
        Choice::list(Redress::ALL.map(one), &self.typed_or("redress", "apology"))
    }

    fn order_choices(&self) -> Vec<Choice> {
        let none = (String::new(), self.frame.t("complaints-no-order"));
        let order = |o: &Order| {
            let left = self.frame.money(&o.money(o.refundable()));
            (o.id.to_string(), format!("{} · {} · {left}", o.number, self.frame.day(&o.placed_at)))
        };
        let all = std::iter::once(none).chain(self.orders.iter().map(order));
        Choice::list(all, &self.typed_or("order", ""))
    }

    fn cause_choices(&self) -> Vec<Choice> {
        let none = (String::new(), self.frame.t("complaints-no-cause"));
        let cause = |c: &CauseCounted| {
            let indent = if c.cause.parent.is_some() { "– " } else { "" };
            (c.cause.id.to_string(), format!("{indent}{}", c.cause.name))
        };
        let stands = self.complaint.cause.map(|id| id.to_string()).unwrap_or_default();
        Choice::list(std::iter::once(none).chain(self.causes.iter().map(cause)), &stands)
    }

    fn problem_choices(&self) -> Vec<Choice> {
        let none = (String::new(), self.frame.t("complaints-no-problem"));
        let problem = |p: &crate::problem::Problem| (p.id.to_string(), p.title.clone());
        let stands = self.complaint.problem.map(|id| id.to_string()).unwrap_or_default();
        Choice::list(std::iter::once(none).chain(self.problems.iter().map(problem)), &stands)
    }

    fn colleague_choices(&self) -> Vec<Choice> {
        let none = (String::new(), self.frame.t("complaints-nobody"));
        let one = |(id, name, _): &(Id<Staff>, String, String)| (id.to_string(), name.clone());
        let stands = self.complaint.assigned_to.map(|id| id.to_string()).unwrap_or_default();
        Choice::list(std::iter::once(none).chain(self.colleagues.iter().map(one)), &stands)
    }

    fn letter_choices(&self) -> Vec<Choice> {
        Choice::list(self.letters.iter().map(|one| (one.id, one.name.clone())), "")
    }

    /// What their buying came to, in each currency.
    fn worth(&self) -> Vec<String> {
        self.bought.sums.iter().map(|sum| self.frame.money(&sum.net())).collect()
    }

    fn order_words(&self, order: &Order) -> String {
        self.frame.money(&order.money(order.worth()))
    }

    fn their_stage(&self, one: &Complaint) -> String {
        words::stage(&self.frame, one.stage)
    }

    fn rating(&self) -> String {
        let words = |n: i64| self.frame.t(&format!("complaints-rating-{n}"));
        self.complaint.rating.map(words).unwrap_or_default()
    }

    fn errors(&self, form: &str) -> Errors {
        self.wrong.at(form)
    }

    /// What went wrong with a form that is no longer there.
    fn stray(&self) -> Errors {
        let is_there = match self.wrong.form {
            "offer" => self.may_offer(),
            "put-right" => self.may_put_right(),
            "close" => self.may_close(),
            "reopen" => self.may_reopen(),
            "assess" => self.may_assess(),
            "write" => self.may_write(),
            "problem" => self.complaint.problem.is_none(),
            _ => true,
        };
        if is_there { Errors::none() } else { self.wrong.errors.clone() }
    }

    /// What was typed into this form, if it was the one that could not be used.
    fn typed(&self, form: &str, field: &'static str) -> String {
        let is_it = self.wrong.form == form || (form == "write" && self.wrong.form.is_empty());
        self.typed.get(field).filter(|_| is_it).cloned().unwrap_or_default()
    }

    fn typed_or(&self, field: &'static str, stands: &str) -> String {
        self.typed.get(field).cloned().unwrap_or_else(|| stands.to_owned())
    }

    /// The words of a letter with its places filled.
    fn filled(&self, letter: &Letter) -> Result<String> {
        let dues = self.complaint.dues;
        template::fill(&letter.body, |place| match place {
            "name" => self.name.clone(),
            "number" => format!("#{}", self.complaint.number),
            "answer_by" => self.frame.day(&dues.answer),
            "end_by" => self.frame.day(&dues.end),
            _ => self.frame.site_name().to_owned(),
        })
    }
}

pub(crate) async fn show(
    me: StaffMember,
    frame: Frame,
    Path(id): Path<Id<Complaint>>,
    Tx(mut tx): Tx,
    Query(ask): Query<DeskAsk>,
) -> Answer<View<Page>> {
    let mut page = Page::load(&mut tx, frame, me, id, Typed::new(), Wrong::default()).await?;
    let chosen = |one: &&Letter| ask.template.as_deref() == Some(one.id.to_string().as_str());
    if let Some(letter) = page.letters.iter().find(chosen).cloned() {
        let filled = page.filled(&letter)?;
        page.typed.insert("text", filled);
    }
    Ok(View(page))
}
