//! One who was brought, with everything the decider needs: how it went, what speaks against it and what shows
//! that, what both are worth, and what can be decided now.

use askama::Template;
use axum::extract::Path;
use deedwell_core::{Id, Person, Result, Timestamp};
use deedwell_orders::store::bought_by;
use deedwell_store::Tx as Work;
use deedwell_web::answer::{Choice, Errors};
use deedwell_web::{Answer, Frame, Right, StaffMember, Tx, View};

use crate::acts;
use crate::code::shown;
use crate::judge::Reason;
use crate::referral::{Party, Referral};
use crate::stage::Stage;
use crate::store;
use crate::value::Value;
use crate::words::{self, Badge, FindingShown, Wrong};

/// What was typed into a form that could not be used.
#[derive(Default)]
pub(super) struct Typed {
    pub why: String,
    pub reason: String,
}

/// One of the two, with what they are worth to us.
pub(super) struct Side {
    id: Id<Person>,
    name: String,
    orders: u64,
    spent: String,
    value: Option<Value>,
    reward: String,
}

#[derive(Template)]
#[template(path = "console/one.html")]
pub(super) struct Page {
    frame: Frame,
    me: StaffMember,
    referral: Referral,
    by: Side,
    friend: Side,
    code: String,
    order: Option<(String, String)>,
    findings: Vec<FindingShown>,
    decided_by: String,
    typed: Typed,
    wrong: Wrong,
}

impl Page {
    pub async fn load(
        tx: &mut Work,
        (frame, me): (Frame, StaffMember),
        id: Id<Referral>,
        typed: Typed,
        wrong: Wrong,
    ) -> Result<Self> {
        let referral = store::referral(tx, id).await?;
        let terms = store::terms(tx, referral.terms).await?.terms;
        let scheme = deedwell_points::store::scheme(tx, terms.scheme).await?;
        let link = store::link(tx, referral.link).await?;
        let of = |paid: i64| if paid > 0 { scheme.terms.words(paid) } else { String::new() };
        let by = side(tx, &frame, referral.referrer, of(referral.referrer_paid)).await?;
        let friend = side(tx, &frame, referral.friend, of(referral.friend_paid)).await?;
        let order = match referral.bought {
            Some(bought) => {
                let order = deedwell_orders::store::order(tx, bought.order).await?;
                let worth = deedwell_core::Money::new(bought.worth, terms.least.currency);
                let words = format!("{} · {}", order.number, frame.money(&worth));
                Some((format!("/console/orders/{}", bought.order), words))
            }
            None => None,
        };
        let decided_by = match referral.decided_by {
            Some(staff) => store::staff_name(tx, staff).await?,
            None => String::new(),
        };
        Ok(Self {
            findings: words::findings(tx, &frame, &referral.findings).await?,
            code: shown(&link.code),
            frame,
            me,
            referral,
            by,
            friend,
            order,
            decided_by,
            typed,
            wrong,
        })
    }

    fn stage(&self) -> Badge {
        words::stage_badge(&self.frame, self.referral.stage)
    }

    /// Both, under their headings.
    fn sides(&self) -> [(String, &Side); 2] {
        let heading = |key: &str| self.frame.t(key);
        [
            (heading("referrals-the-referrer"), &self.by),
            (heading("referrals-the-friend"), &self.friend),
        ]
    }

    fn way(&self) -> String {
        words::way(&self.frame, self.referral.way)
    }

    /// What happened, in its order; what is still to come last.
    fn timeline(&self) -> Vec<(Timestamp, String)> {
        let r = &self.referral;
        let bought = r.bought.map(|b| b.at);
        let decided = match r.stage {
            Stage::Rejected => "rejected",
            _ => "approved",
        };
        let ended = match r.stage {
            Stage::ClawedBack => "clawed-back",
            Stage::Lapsed => "lapsed",
            _ => "",
        };
        let steps = [
            ("came", Some(r.came_at)),
            ("identified", Some(r.identified_at)),
            ("bought", bought),
            ("qualified", r.qualified_at),
            ("held", r.hold_until),
            (decided, r.decided_at),
            ("appealed", r.appealed_at),
            ("appeal-answered", r.appeal_answered_at),
            ("paid", r.paid_at),
            (ended, r.ended_at.filter(|_| !ended.is_empty())),
        ];
        let step = |(key, at): (&str, Option<Timestamp>)| {
            Some((at?, self.frame.t(&words::key("referrals-happened", key))))
        };
        let mut all: Vec<(Timestamp, String)> = steps.into_iter().filter_map(step).collect();
        all.sort_by_key(|(at, _)| *at);
        all
    }

    fn may_decide(&self) -> bool {
        self.referral.stage == Stage::Review
    }

    fn may_answer(&self) -> bool {
        let r = &self.referral;
        r.appealed_at.is_some()
            && r.appeal_answered_at.is_none()
            && r.decided_by != Some(self.me.id)
    }

    /// Whoever said no does not answer the appeal.
    fn is_own_decision(&self) -> bool {
        let r = &self.referral;
        r.appealed_at.is_some()
            && r.appeal_answered_at.is_none()
            && r.decided_by == Some(self.me.id)
    }

    fn may_claw_back(&self) -> bool {
        self.frame.may(Right::ManageProgrammes) && self.referral.stage.may_become(Stage::ClawedBack)
    }

    fn claw_back_reasons(&self) -> Vec<Choice> {
        let one = |r: Reason| (r.name(), self.frame.t(&words::key("referrals-reason", r.name())));
        Choice::list([Reason::Chargeback, Reason::ByStaff].map(one), &self.typed.reason)
    }

    fn errors(&self, form: &str) -> Errors {
        self.wrong.at(form)
    }

    /// What went wrong with a form that is no longer there.
    fn stray(&self) -> Errors {
        let is_there = match self.wrong.form.as_str() {
            "decide" => self.may_decide(),
            "answer" => self.may_answer(),
            "claw-back" => self.may_claw_back(),
            _ => true,
        };
        if is_there { Errors::none() } else { self.wrong.errors.clone() }
    }

    fn typed(&self, form: &str) -> &str {
        if self.wrong.form == form { &self.typed.why } else { "" }
    }
}

async fn side(tx: &mut Work, frame: &Frame, party: Party, reward: String) -> Result<Side> {
    let id = party.person;
    let names = words::named(tx, frame, &[id]).await?;
    let bought = bought_by(tx, id).await?;
    let spent: Vec<_> = bought.sums.iter().map(deedwell_orders::value::Sum::net).collect();
    let has_brought = !store::referrals_by(tx, id, 1).await?.is_empty();
    let value = if has_brought { acts::brought(tx, id).await? } else { None };
    Ok(Side {
        id,
        name: names.get(&id).cloned().unwrap_or_default(),
        orders: bought.orders,
        spent: words::sums(frame, &spent),
        value,
        reward,
    })
}

pub(super) async fn show(
    me: StaffMember,
    frame: Frame,
    Path(id): Path<Id<Referral>>,
    Tx(mut tx): Tx,
) -> Answer<View<Page>> {
    let page = Page::load(&mut tx, (frame, me), id, Typed::default(), Wrong::default()).await?;
    Ok(View(page))
}
