//! How far friends come, what that costs and brings; and every one of them, as a list and as a file.

use askama::Template;
use axum::response::Response;
use deedwell_core::{Error, Id, Person, Result};
use deedwell_store::Tx as Work;
use deedwell_web::address::Address;
use deedwell_web::answer::{Choice, Pages};
use deedwell_web::file::Csv;
use deedwell_web::{Answer, Frame, Query, Right, StaffMember, Tx, View};
use jiff::SignedDuration;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::acts::{self, Overview};
use crate::referral::Referral;
use crate::stage::Stage;
use crate::store::{self, LAST_PAGE, PAGE, ReferralsAsk, Which};
use crate::words::{self, Badge};

/// Rows of a file.
const MOST_ROWS: usize = 10_000;
const LONGEST_SEARCH: usize = 100;
const SPANS: [i64; 3] = [30, 90, 365];

/// What stands in the address. What cannot be used is left out.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(super) struct ListAsk {
    /// `waiting`, `running`, `paid`, `over` or `all`.
    which: Option<String>,
    stage: Option<String>,
    /// The id of one of the two.
    person: Option<String>,
    q: Option<String>,
    /// 30, 90 or 365: of how many days the numbers on top are.
    days: Option<String>,
    /// From 1.
    page: Option<String>,
}

impl ListAsk {
    fn ask(&self) -> ReferralsAsk {
        let search: String =
            self.q.as_deref().unwrap_or_default().trim().chars().take(LONGEST_SEARCH).collect();
        ReferralsAsk {
            which: self.which.as_deref().and_then(Which::parse).unwrap_or_default(),
            stage: self.stage.as_deref().and_then(Stage::parse),
            search: (!search.is_empty()).then_some(search),
            person: self.person.as_deref().and_then(|id| id.parse().ok()),
        }
    }

    fn page(&self) -> usize {
        let page: usize = self.page.as_deref().and_then(|n| n.parse().ok()).unwrap_or(1);
        page.clamp(1, LAST_PAGE + 1) - 1
    }

    fn days(&self) -> i64 {
        let days = self.days.as_deref().and_then(|n| n.parse().ok()).unwrap_or(90);
        if SPANS.contains(&days) { days } else { 90 }
    }

    fn address(&self, path: &str, which: Which) -> String {
        let kept = |text: &Option<String>| text.clone().filter(|t| !t.is_empty());
        Address::to(path)
            .with_some("which", Some(which.name()).filter(|_| which != Which::default()))
            .with_some("stage", kept(&self.stage))
            .with_some("person", kept(&self.person))
            .with_some("q", kept(&self.q))
            .with_some("days", kept(&self.days))
            .to_string()
    }
}

pub(super) struct Tab {
    href: String,
    words: String,
    here: bool,
    count: String,
}

pub(super) struct Row {
    referral: Referral,
    friend: String,
    by: String,
    stage: Badge,
    reward: String,
}

#[derive(Template)]
#[template(path = "console/list.html")]
pub(super) struct Page {
    frame: Frame,
    asked: ListAsk,
    ask: ReferralsAsk,
    rows: Vec<Row>,
    counts: Vec<(Which, i64)>,
    pages: Pages,
    total: i64,
    overview: Option<Overview>,
    has_terms: bool,
}

const LIST: &str = "/console/referrals";

impl Page {
    fn tabs(&self) -> Vec<Tab> {
        let tab = |(which, n): &(Which, i64)| Tab {
            href: ListAsk::default().address(LIST, *which),
            words: self.frame.t(&words::key("referrals-tab", which.name())),
            here: *which == self.ask.which,
            count: self.frame.number(*n),
        };
        self.counts.iter().map(tab).collect()
    }

    fn stages(&self) -> Vec<Choice> {
        let all = (String::new(), self.frame.t("referrals-any"));
        let stage =
            |s: Stage| (s.name().to_owned(), words::stage_badge(&self.frame, s).words.clone());
        let chosen = self.ask.stage.map_or("", Stage::name);
        Choice::list(std::iter::once(all).chain(Stage::ALL.map(stage)), chosen)
    }

    fn spans(&self) -> Vec<Choice> {
        let one = |days: i64| (days.to_string(), self.frame.n("referrals-last-days", days));
        Choice::list(SPANS.map(one), &self.asked.days().to_string())
    }

    /// Each step, how many came so far, and what share of the step before.
    fn funnel(&self) -> Vec<(String, String, String)> {
        let Some(overview) = &self.overview else { return Vec::new() };
        let f = &overview.funnel;
        let steps = [
            ("shared", f.shared),
            ("landed", f.landed),
            ("identified", f.identified),
            ("qualified", f.qualified),
            ("paid", f.paid),
        ];
        let mut before = 0;
        let mut all = Vec::with_capacity(steps.len());
        for (i, (step, n)) in steps.into_iter().enumerate() {
            // Whoever lands need not have been counted as shared with.
            let share = if i > 1 && before > 0 {
                let share = n as f64 / before as f64;
                self.frame.w("referrals-of-before", self.frame.percent(share))
            } else {
                String::new()
            };
            let words = self.frame.t(&words::key("referrals-step", step));
            all.push((words, self.frame.number(n), share));
            before = n;
        }
        all
    }

    fn cost(&self) -> String {
        let Some(overview) = &self.overview else { return String::new() };
        match (overview.cost.is_empty(), overview.is_cost_unknown) {
            (true, true) => self.frame.t("referrals-cost-unknown"),
            (true, false) => self.frame.t("referrals-nothing"),
            _ => words::sums(&self.frame, &overview.cost),
        }
    }

    fn bought(&self) -> String {
        let Some(overview) = &self.overview else { return String::new() };
        match overview.bought.is_empty() {
            true => self.frame.t("referrals-nothing"),
            false => words::sums(&self.frame, &overview.bought),
        }
    }

    fn taken_back(&self) -> i64 {
        self.overview.as_ref().map_or(0, |o| o.funnel.clawed_back)
    }

    fn refused(&self) -> i64 {
        self.overview.as_ref().map_or(0, |o| o.funnel.rejected)
    }

    fn q(&self) -> &str {
        self.ask.search.as_deref().unwrap_or_default()
    }

    fn which(&self) -> &'static str {
        self.ask.which.name()
    }

    fn days(&self) -> i64 {
        self.asked.days()
    }

    fn is_any(&self) -> bool {
        self.counts.iter().any(|(_, n)| *n > 0)
    }

    fn export_href(&self) -> String {
        self.asked.address("/console/referrals/export", self.ask.which)
    }

    fn may_manage(&self) -> bool {
        self.frame.may(Right::ManageProgrammes)
    }

    fn may_see(&self) -> bool {
        self.frame.may(Right::SeeMeasures)
    }
}

pub(super) async fn show(
    _: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(asked): Query<ListAsk>,
) -> Answer<View<Page>> {
    let ask = asked.ask();
    let (found, total) = store::list(&mut tx, &ask, asked.page()).await?;
    let mut counts = Vec::new();
    for which in Which::ALL {
        let n = store::count(&mut tx, &ReferralsAsk { which, ..ReferralsAsk::default() }).await?;
        counts.push((which, n));
    }
    let overview = match frame.may(Right::SeeMeasures) {
        true => {
            let since = SignedDuration::from_hours(24 * asked.days());
            let since = frame.now.saturating_sub(since).map_err(Error::fault)?;
            Some(acts::overview(&mut tx, since).await?)
        }
        false => None,
    };
    let has_terms = store::terms_now(&mut tx).await?.is_some();
    let rows = rows(&mut tx, &frame, found).await?;
    let all = u64::try_from(total).unwrap_or(0);
    let base = asked.address(LIST, ask.which);
    let pages = Pages::new(asked.page() as u64 + 1, all, PAGE as u64, base);
    Ok(View(Page { frame, asked, ask, rows, counts, pages, total, overview, has_terms }))
}

/// What both get, or got, of one: `1,000 points + 500 points`.
pub(super) async fn reward(tx: &mut Work, of: &Referral) -> Result<String> {
    let terms = store::terms(tx, of.terms).await?.terms;
    let scheme = deedwell_points::store::scheme(tx, terms.scheme).await?.terms;
    let (one, other) = match of.stage {
        Stage::Paid | Stage::Approved => (of.referrer_paid, of.friend_paid),
        Stage::Rejected | Stage::ClawedBack | Stage::Lapsed => return Ok(String::new()),
        _ => (terms.referrer_reward, terms.friend_reward),
    };
    Ok(format!("{} + {}", scheme.words(one), scheme.words(other)))
}

async fn rows(tx: &mut Work, frame: &Frame, found: Vec<Referral>) -> Result<Vec<Row>> {
    let people: Vec<Id<Person>> =
        found.iter().flat_map(|r| [r.referrer.person, r.friend.person]).collect();
    let names = words::named(tx, frame, &people).await?;
    let name = |id: &Id<Person>| names.get(id).cloned().unwrap_or_default();
    let mut rows = Vec::with_capacity(found.len());
    for referral in found {
        rows.push(Row {
            friend: name(&referral.friend.person),
            by: name(&referral.referrer.person),
            stage: words::stage_badge(frame, referral.stage),
            reward: reward(tx, &referral).await?,
            referral,
        });
    }
    Ok(rows)
}

const HEADS: [&str; 15] = [
    "id",
    "referrer",
    "friend",
    "stage",
    "way",
    "came_at",
    "qualified_at",
    "held_until",
    "decided_at",
    "paid_at",
    "ended_at",
    "order_worth",
    "referrer_reward",
    "friend_reward",
    "reasons",
];

pub(super) async fn export(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(asked): Query<ListAsk>,
) -> Answer<Response> {
    let mut file = Csv::new(&HEADS);
    let found = store::some(&mut tx, &asked.ask(), MOST_ROWS, 0).await?;
    let people: Vec<Id<Person>> =
        found.iter().flat_map(|r| [r.referrer.person, r.friend.person]).collect();
    // Names leave the house only with those who may take people out.
    let names = match me.may(Right::ExportPeople) {
        true => words::named(&mut tx, &frame, &people).await?,
        false => std::collections::HashMap::new(),
    };
    let name = |id: &Id<Person>| names.get(id).cloned().unwrap_or_default();
    let at = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    for one in found {
        let worth = match one.bought {
            Some(bought) => {
                let terms = store::terms(&mut tx, one.terms).await?.terms;
                deedwell_core::Money::new(bought.worth, terms.least.currency).decimal()
            }
            None => String::new(),
        };
        let reasons: Vec<&str> = one.findings.iter().map(|f| f.reason.name()).collect();
        file.row([
            one.id.to_string(),
            name(&one.referrer.person),
            name(&one.friend.person),
            one.stage.name().to_owned(),
            one.way.name().to_owned(),
            one.came_at.to_string(),
            at(one.qualified_at),
            at(one.hold_until),
            at(one.decided_at),
            at(one.paid_at),
            at(one.ended_at),
            worth,
            one.referrer_paid.to_string(),
            one.friend_paid.to_string(),
            reasons.join(" "),
        ]);
    }
    Ok(file.answer("referrals.csv"))
}
