//! The queue, and every complaint.

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::list::containing;
use deedwell_store::{List, Tx};

use super::complaints::read_complaint;
use crate::cause::Cause;
use crate::complaint::Complaint;
use crate::problem::Problem;
use crate::stage::Stage;

/// Rows on a page.
pub const PAGE: usize = 20;
/// The furthest page that is shown: beyond it people search.
pub const LAST_PAGE: usize = 500;

/// Which complaints.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Which {
    /// Those in which the customer waits for us, what is due first on top.
    #[default]
    Ours,
    /// Those in which we wait for the customer, or for somebody outside.
    Theirs,
    /// Past what was promised next.
    Late,
    /// An offer waits for somebody's word.
    Approval,
    All,
}

impl Which {
    pub const ALL: [Self; 5] = [Self::Ours, Self::Late, Self::Approval, Self::Theirs, Self::All];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Theirs => "theirs",
            Self::Late => "late",
            Self::Approval => "approval",
            Self::All => "all",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

/// The words of a search that are used.
const MOST_SEARCHED: usize = 5;

#[derive(Clone, Debug, Default)]
pub struct Ask {
    pub which: Which,
    pub stage: Option<Stage>,
    pub severity: Option<i64>,
    pub assigned_to: Option<Id<Staff>>,
    pub cause: Option<Id<Cause>>,
    pub problem: Option<Id<Problem>>,
    /// Words of the title, the text, or the number.
    pub search: Option<String>,
}

impl Ask {
    fn narrow(&self, tx: &Tx, list: List) -> List {
        let mut list = match self.which {
            Which::Ours => list.and(
                "c.stage in ('received', 'acknowledged', 'assessed', 'investigating', 'countered',
                    'accepted', 'refused')",
                [],
            ),
            Which::Theirs => list.and("c.stage in ('offered', 'escalated')", []),
            Which::Late => list.and("c.next_due < ?", [tx.now().into()]),
            Which::Approval => list.and(
                "exists (select 1 from complaint_offer o where o.organisation = $1
                    and o.complaint = c.id and o.outcome = 'awaits_approval')",
                [],
            ),
            Which::All => list,
        };
        if let Some(stage) = self.stage {
            list = list.and("c.stage = ?", [stage.name().into()]);
        }
        if let Some(severity) = self.severity {
            list = list.and("c.severity = ?", [severity.into()]);
        }
        if let Some(staff) = self.assigned_to {
            list = list.and("c.assigned_to = ?", [staff.into()]);
        }
        if let Some(cause) = self.cause {
            list = list.and(
                "(c.cause = ? or exists (select 1 from complaint_cause a where a.organisation = $1
                    and a.id = c.cause and a.parent = ?))",
                [cause.into(), cause.into()],
            );
        }
        if let Some(problem) = self.problem {
            list = list.and("c.problem = ?", [problem.into()]);
        }
        let words = self.search.iter().flat_map(|text| text.split_whitespace());
        for word in words.take(MOST_SEARCHED) {
            list = list.and("c.search like ? escape '\\'", [containing(word).into()]);
        }
        list
    }
}

/// Part of a list, and how many there are in all. Pages begin at 0.
pub async fn list(tx: &mut Tx, ask: &Ask, page: usize) -> Result<(Vec<Complaint>, i64)> {
    let total = count(tx, ask).await?;
    let found = some(tx, ask, PAGE, page.min(LAST_PAGE) * PAGE).await?;
    Ok((found, total))
}

pub async fn count(tx: &mut Tx, ask: &Ask) -> Result<i64> {
    let count = List::new(tx, "select count(*) as n from complaint c where c.organisation = $1");
    let count = ask.narrow(tx, count).done();
    tx.one(count).await?.number("n")
}

pub async fn some(tx: &mut Tx, ask: &Ask, most: usize, skip: usize) -> Result<Vec<Complaint>> {
    let list = List::new(
        tx,
        "select c.id as id, c.number as number, c.unit as unit, c.person as person,
            c.identity as identity, c.part as part, c.title as title, c.body as body, c.wish as wish,
            c.order_reference as order_reference, c.came_by as came_by, c.recorded_by as recorded_by,
            c.from_about as from_about, c.stage as stage, c.promise as promise, c.ack_due as ack_due,
            c.answer_due as answer_due, c.end_due as end_due, c.received_at as received_at,
            c.acknowledged_at as acknowledged_at, c.answered_at as answered_at,
            c.ended_at as ended_at, c.severity as severity, c.vulnerable_at as vulnerable_at,
            c.assigned_to as assigned_to, c.cause as cause, c.problem as problem, c.rating as rating,
            c.reopened as reopened
         from complaint c where c.organisation = $1",
    );
    let list = ask.narrow(tx, list);
    let list = match ask.which {
        Which::All => list.then("order by c.received_at desc, c.id desc"),
        _ => list.then(
            "order by case when c.next_due is null then 1 else 0 end, c.next_due, c.severity desc, c.id",
        ),
    };
    let rows = tx.list(list.page(most, skip)).await?;
    rows.iter().map(read_complaint).collect()
}

/// For programs: the latest first, after the one that came last.
pub async fn after(tx: &mut Tx, last: Option<i64>, most: usize) -> Result<Vec<Complaint>> {
    let list = List::new(
        tx,
        "select c.id as id, c.number as number, c.unit as unit, c.person as person,
            c.identity as identity, c.part as part, c.title as title, c.body as body, c.wish as wish,
            c.order_reference as order_reference, c.came_by as came_by, c.recorded_by as recorded_by,
            c.from_about as from_about, c.stage as stage, c.promise as promise, c.ack_due as ack_due,
            c.answer_due as answer_due, c.end_due as end_due, c.received_at as received_at,
            c.acknowledged_at as acknowledged_at, c.answered_at as answered_at,
            c.ended_at as ended_at, c.severity as severity, c.vulnerable_at as vulnerable_at,
            c.assigned_to as assigned_to, c.cause as cause, c.problem as problem, c.rating as rating,
            c.reopened as reopened
         from complaint c where c.organisation = $1",
    );
    let list = list.and("c.number < ?", [last.unwrap_or(i64::MAX).into()]);
    let rows = tx.list(list.then("order by c.number desc").page(most, 0)).await?;
    rows.iter().map(read_complaint).collect()
}

/// By the number that people call it by.
pub async fn by_number(tx: &mut Tx, number: i64) -> Result<Id<Complaint>> {
    let find = tx.query("select id from complaint where organisation = $1 and number = $2");
    tx.find(find.bind(number)).await?.ok_or(Error::Missing("complaint"))?.id("id")
}
