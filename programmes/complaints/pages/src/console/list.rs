//! The queue by what is due, every complaint, and the list as a file.

use askama::Template;
use axum::response::Response;
use deedwell_core::{Id, Result, Staff};
use deedwell_store::Tx as Work;
use deedwell_web::address::Address;
use deedwell_web::answer::{Choice, Pages};
use deedwell_web::file::Csv;
use deedwell_web::{Answer, Frame, Query, Right, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::complaint::{Complaint, GRAVEST};
use crate::stage::Stage;
use crate::store::{self, Ask, LAST_PAGE, PAGE, Which};
use crate::words::{self, Badge};

/// Rows of a file.
const MOST_ROWS: usize = 10_000;
const LONGEST_SEARCH: usize = 100;

/// What stands in the address. What cannot be used is left out.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct ListAsk {
    /// `ours`, `late`, `approval`, `theirs` or `all`.
    which: Option<String>,
    stage: Option<String>,
    /// 1 to 4.
    severity: Option<String>,
    /// `me`, or the id of a colleague.
    to: Option<String>,
    /// The id of a cause.
    cause: Option<String>,
    /// The id of a problem.
    problem: Option<String>,
    q: Option<String>,
    /// From 1.
    page: Option<String>,
}

impl ListAsk {
    fn ask(&self, me: Id<Staff>) -> Ask {
        let search: String =
            self.q.as_deref().unwrap_or_default().trim().chars().take(LONGEST_SEARCH).collect();
        Ask {
            which: self.which.as_deref().and_then(Which::parse).unwrap_or_default(),
            stage: self.stage.as_deref().and_then(Stage::parse),
            severity: self.severity.as_deref().and_then(|n| n.parse().ok()),
            assigned_to: match self.to.as_deref() {
                Some("me") => Some(me),
                Some(id) => id.parse().ok(),
                None => None,
            },
            cause: self.cause.as_deref().and_then(|id| id.parse().ok()),
            problem: self.problem.as_deref().and_then(|id| id.parse().ok()),
            search: (!search.is_empty()).then_some(search),
        }
    }

    fn page(&self) -> usize {
        let page: usize = self.page.as_deref().and_then(|n| n.parse().ok()).unwrap_or(1);
        page.clamp(1, LAST_PAGE + 1) - 1
    }

    fn address(&self, path: &str, which: Which) -> String {
        let kept = |text: &Option<String>| text.clone().filter(|t| !t.is_empty());
        Address::to(path)
            .with_some("which", Some(which.name()).filter(|_| which != Which::default()))
            .with_some("stage", kept(&self.stage))
            .with_some("severity", kept(&self.severity))
            .with_some("to", kept(&self.to))
            .with_some("cause", kept(&self.cause))
            .with_some("problem", kept(&self.problem))
            .with_some("q", kept(&self.q))
            .to_string()
    }
}

pub(crate) struct Tab {
    href: String,
    words: String,
    here: bool,
    count: String,
}

pub(crate) struct Row {
    complaint: Complaint,
    name: String,
    to: String,
    stage: Badge,
    next: Badge,
}

#[derive(Template)]
#[template(path = "console/list.html")]
pub(crate) struct Page {
    frame: Frame,
    asked: ListAsk,
    ask: Ask,
    rows: Vec<Row>,
    counts: Vec<(Which, i64)>,
    pages: Pages,
    total: i64,
    any: bool,
}

const LIST: &str = "/console/complaints";

impl Page {
    fn tabs(&self) -> Vec<Tab> {
        let tab = |(which, n): &(Which, i64)| Tab {
            href: ListAsk::default().address(LIST, *which),
            words: self.frame.t(&format!("complaints-tab-{}", which.name())),
            here: *which == self.ask.which,
            count: self.frame.number(*n),
        };
        self.counts.iter().map(tab).collect()
    }

    fn stages(&self) -> Vec<Choice> {
        let all = (String::new(), self.frame.t("complaints-any"));
        let stage = |s: Stage| (s.name().to_owned(), words::stage(&self.frame, s));
        let chosen = self.ask.stage.map_or("", Stage::name);
        Choice::list(std::iter::once(all).chain(Stage::ALL.map(stage)), chosen)
    }

    fn severities(&self) -> Vec<Choice> {
        let all = (String::new(), self.frame.t("complaints-any"));
        let one = |n: i64| (n.to_string(), self.frame.t(&format!("complaints-severity-{n}")));
        let chosen = self.ask.severity.map(|n| n.to_string()).unwrap_or_default();
        Choice::list(std::iter::once(all).chain((1..=GRAVEST).map(one)), &chosen)
    }

    fn whose(&self) -> Vec<Choice> {
        let all = (String::new(), self.frame.t("complaints-any"));
        let me = ("me".to_owned(), self.frame.t("complaints-to-me"));
        Choice::list([all, me], self.asked.to.as_deref().unwrap_or_default())
    }

    fn q(&self) -> &str {
        self.ask.search.as_deref().unwrap_or_default()
    }

    fn which(&self) -> &'static str {
        self.ask.which.name()
    }

    fn export_href(&self) -> String {
        self.asked.address("/console/complaints/export", self.ask.which)
    }

    fn may_manage(&self) -> bool {
        self.frame.may(Right::ManageProgrammes)
    }

    fn may_see_report(&self) -> bool {
        self.frame.may(Right::SeeMeasures)
    }

    fn severity(&self, complaint: &Complaint) -> String {
        complaint
            .severity
            .map(|n| self.frame.t(&format!("complaints-severity-{n}")))
            .unwrap_or_default()
    }
}

pub(crate) async fn show(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(asked): Query<ListAsk>,
) -> Answer<View<Page>> {
    let ask = asked.ask(me.id);
    let (found, total) = store::list(&mut tx, &ask, asked.page()).await?;
    let mut counts = Vec::new();
    for which in Which::ALL {
        let n = store::count(&mut tx, &Ask { which, ..Ask::default() }).await?;
        counts.push((which, n));
    }
    let any = counts.iter().any(|(_, n)| *n > 0);
    let rows = rows(&mut tx, &frame, found).await?;
    let all = u64::try_from(total).unwrap_or(0);
    let base = asked.address(LIST, ask.which);
    let pages = Pages::new(asked.page() as u64 + 1, all, PAGE as u64, base);
    Ok(View(Page { frame, asked, ask, rows, counts, pages, total, any }))
}

async fn rows(tx: &mut Work, frame: &Frame, found: Vec<Complaint>) -> Result<Vec<Row>> {
    let staff = store::staff_names(tx).await?;
    let mut rows = Vec::new();
    for complaint in found {
        let name = words::name_of(tx, frame, complaint.by.person).await?;
        let to = complaint.assigned_to.and_then(|id| staff.get(&id).cloned()).unwrap_or_default();
        let (stage, next) =
            (words::stage_badge(frame, complaint.stage), words::next(frame, &complaint));
        rows.push(Row { complaint, name, to, stage, next });
    }
    Ok(rows)
}

const HEADS: [&str; 15] = [
    "number",
    "title",
    "stage",
    "severity",
    "customer",
    "channel",
    "order",
    "received_at",
    "acknowledgement_due_at",
    "acknowledged_at",
    "answer_due_at",
    "answered_at",
    "end_due_at",
    "ended_at",
    "rating",
];

pub(crate) async fn export(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(asked): Query<ListAsk>,
) -> Answer<Response> {
    let mut file = Csv::new(&HEADS);
    for one in store::some(&mut tx, &asked.ask(me.id), MOST_ROWS, 0).await? {
        // Names leave the house only with those who may take people out.
        let name = match me.may(Right::ExportPeople) {
            true => words::name_of(&mut tx, &frame, one.by.person).await?,
            false => String::new(),
        };
        let at = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        file.row([
            one.number.to_string(),
            one.title,
            one.stage.name().to_owned(),
            number(one.severity),
            name,
            one.came_by,
            one.order_reference,
            one.received_at.to_string(),
            one.dues.acknowledgement.to_string(),
            at(one.acknowledged_at),
            one.dues.answer.to_string(),
            at(one.answered_at),
            one.dues.end.to_string(),
            at(one.ended_at),
            number(one.rating),
        ]);
    }
    Ok(file.answer("complaints.csv"))
}
