//! What was wrong with what came in, newest first, with how to mend it. The page fetches its rows again
//! while it is open.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use deedwell_core::plan::own::ledger_name;
use deedwell_core::plan::{FactType, facts_of};
use deedwell_core::{Id, Result, Timestamp};
use deedwell_store::List;
use deedwell_store::list::containing;
use deedwell_web::address::Address;
use deedwell_web::answer::{Choice, on_with};
use deedwell_web::{Answer, Form, Frame, Query, Right, Tx, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::mend::Mend;
use super::plan::alike;
use crate::message::Problem;
use crate::plan::{Plan, store};
use crate::source::{self, Source};

/// Rows of one page; what is wrong in the same way is one row.
const MOST: usize = 200;
const HERE: &str = "/console/sources/wrong";

#[derive(Deserialize, IntoParams, Default, Clone)]
#[serde(default)]
pub(super) struct WrongAsk {
    /// A part of an event's name, of the library's, of the source's, of what was wrong, of what was sent.
    q: String,
    source: String,
    problem: String,
    /// What the reader has before them; where nothing has changed since, nothing is answered.
    stamp: String,
}

struct Row {
    source_id: Id<Source>,
    source: String,
    problem: Problem,
    name: String,
    library: String,
    fact: String,
    count: i64,
    first_at: Timestamp,
    last_at: Timestamp,
    sample: String,
}

#[derive(Template)]
#[template(path = "console/wrong.html")]
pub(super) struct Page {
    frame: Frame,
    ask: WrongAsk,
    rows: Vec<Row>,
    plan: Plan,
    sources: Vec<Choice>,
    problems: Vec<Choice>,
}

/// The rows alone, for a page that stays open.
#[derive(Template)]
#[template(path = "console/wrong.html", block = "rows")]
pub(super) struct Piece {
    frame: Frame,
    ask: WrongAsk,
    rows: Vec<Row>,
    plan: Plan,
}

/// What page and piece say of their rows.
trait Told {
    fn frame(&self) -> &Frame;
    fn ask(&self) -> &WrongAsk;
    fn rows(&self) -> &[Row];
    fn plan(&self) -> &Plan;

    fn is_filtered(&self) -> bool {
        let ask = self.ask();
        [&ask.q, &ask.source, &ask.problem].iter().any(|w| !w.is_empty())
    }

    fn what(&self, row: &Row) -> String {
        what(self.frame(), row.problem)
    }

    fn mend(&self, row: &Row) -> String {
        let code = row.problem.code().replace('_', "-");
        let is = self.fact_type(row).map(|is| super::plan::type_words(self.frame(), is));
        self.frame().m(
            &format!("collect-problem-{code}-mend"),
            &[("fact", row.fact.clone()), ("type", is.unwrap_or_else(|| "–".to_owned()))],
        )
    }

    fn fact_type(&self, row: &Row) -> Option<FactType> {
        let name = ledger_name(&row.name);
        let planned = self.plan().get(&name);
        let own = planned.and_then(|p| p.facts.iter().find(|f| f.name == row.fact)).map(|f| f.is);
        let specified = || facts_of(&name).into_iter().find(|(fact, _)| *fact == row.fact);
        own.or_else(|| specified().map(|(_, is)| is))
    }

    /// The line of the library that sent it, as it should be.
    fn line(&self, row: &Row) -> Option<String> {
        let meant = alike(&row.name, 1).first().map(|p| p.name);
        let fact = self.fact_type(row).map(|is| (row.fact.as_str(), is));
        let (problem, library, name) = (row.problem, row.library.as_str(), row.name.as_str());
        Mend { problem, library, name, fact, meant }.line()
    }

    /// Where somebody may say what the name means; '' where that is not the matter.
    fn to_plan(&self, row: &Row) -> String {
        let unplanned =
            matches!(row.problem, Problem::NotPlanned | Problem::HeldOut | Problem::HeldFull);
        let may = self.frame().may(Right::ManageSettings) && !row.name.is_empty();
        if !unplanned || !may {
            return String::new();
        }
        Address::to("/console/plan/name").with("name", &row.name).to_string()
    }

    /// Where the rows are fetched again.
    fn again(&self) -> String {
        let (ask, rows) = (self.ask(), self.rows());
        let address = Address::to("/console/sources/wrong/rows").with("q", &ask.q);
        let address = address.with("source", &ask.source).with("problem", &ask.problem);
        address.with("stamp", stamp(rows)).to_string()
    }
}

macro_rules! told {
    ($page:ty) => {
        impl Told for $page {
            fn frame(&self) -> &Frame {
                &self.frame
            }
            fn ask(&self) -> &WrongAsk {
                &self.ask
            }
            fn rows(&self) -> &[Row] {
                &self.rows
            }
            fn plan(&self) -> &Plan {
                &self.plan
            }
        }
    };
}
told!(Page);
told!(Piece);

fn what(frame: &Frame, problem: Problem) -> String {
    frame.t(&format!("collect-problem-{}", problem.code().replace('_', "-")))
}

/// Differs whenever a row does.
fn stamp(rows: &[Row]) -> String {
    let last = rows.iter().map(|r| r.last_at.as_microsecond()).max().unwrap_or_default();
    let count: i64 = rows.iter().map(|r| r.count).sum();
    format!("{}.{count}.{last}", rows.len())
}

pub(super) async fn list(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<WrongAsk>,
) -> Answer<View<Page>> {
    let sources = source::sources(&mut tx).await?;
    let rows = rows(&mut tx, &frame, &ask, &sources).await?;
    let plan = Plan::new(store::names(&mut tx).await?);
    let any = |key: &str| (String::new(), frame.t(key));
    let names = sources.iter().map(|s| (s.id.to_string(), s.name.clone()));
    let sources =
        Choice::list(std::iter::once(any("collect-any-source")).chain(names), &ask.source);
    let words = |p: Problem| what(&frame, p).trim_end_matches(':').to_owned();
    let problems = Problem::ALL.map(|p| (p.code().to_owned(), words(p)));
    let problems = std::iter::once(any("collect-any-problem")).chain(problems);
    let problems = Choice::list(problems, &ask.problem);
    Ok(View(Page { frame, ask, rows, plan, sources, problems }))
}

pub(super) async fn again(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<WrongAsk>,
) -> Answer<Response> {
    let sources = source::sources(&mut tx).await?;
    let rows = rows(&mut tx, &frame, &ask, &sources).await?;
    if stamp(&rows) == ask.stamp {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let plan = Plan::new(store::names(&mut tx).await?);
    Ok(View(Piece { frame, ask, rows, plan }).into_response())
}

async fn rows(
    tx: &mut deedwell_store::Tx,
    frame: &Frame,
    ask: &WrongAsk,
    sources: &[Source],
) -> Result<Vec<Row>> {
    let mut list = List::new(
        tx,
        "select w.source, w.problem, w.name, w.library, w.fact, w.count, w.first_at, w.last_at,
           w.sample
         from sent_wrong w where w.organisation = $1",
    );
    if let Ok(id) = ask.source.parse::<Id<Source>>() {
        list = list.and("w.source = ?", [id.into()]);
    }
    if let Some(problem) = Problem::parse(&ask.problem) {
        list = list.and("w.problem = ?", [problem.code().into()]);
    }
    let q = ask.q.trim().to_lowercase();
    if !q.is_empty() {
        let like = containing(&q);
        // Problems and sources are found by the words that the reader sees.
        let problems = Problem::ALL.iter().filter(|p| what(frame, **p).to_lowercase().contains(&q));
        let problems = listed(problems.map(|p| p.code().to_owned()));
        let named = sources.iter().filter(|s| s.name.to_lowercase().contains(&q));
        let named = listed(named.map(|s| s.id.to_string()));
        list = list.and(
            "(lower(w.name) like ? escape '\\' or lower(w.library) like ? escape '\\'
              or lower(w.fact) like ? escape '\\' or lower(w.sample) like ? escape '\\'
              or cast(? as text) like '%,' || w.problem || ',%'
              or cast(? as text) like '%,' || w.source || ',%')",
            [
                like.as_str().into(),
                like.as_str().into(),
                like.as_str().into(),
                like.as_str().into(),
                problems.into(),
                named.into(),
            ],
        );
    }
    let list = list.then("order by w.last_at desc, w.problem, w.name, w.fact").page(MOST, 0);
    let mut rows = Vec::new();
    for row in tx.list(list).await? {
        let id: Id<Source> = row.id("source")?;
        let Some(problem) = Problem::parse(&row.text("problem")?) else { continue };
        rows.push(Row {
            source_id: id,
            source: sources.iter().find(|s| s.id == id).map(|s| s.name.clone()).unwrap_or_default(),
            problem,
            name: row.text("name")?,
            library: row.text("library")?,
            fact: row.text("fact")?,
            count: row.number("count")?,
            first_at: row.moment("first_at")?,
            last_at: row.moment("last_at")?,
            sample: row.text("sample")?,
        });
    }
    Ok(rows)
}

/// `,a,b,`; '' for none.
fn listed(words: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = words.collect();
    if all.is_empty() { String::new() } else { format!(",{},", all.join(",")) }
}

/// A row, by what makes it one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MendedForm {
    source: String,
    problem: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    library: String,
    #[serde(default)]
    fact: String,
}

/// Somebody has mended it: it is told again when it happens again.
pub(super) async fn mended(Tx(mut tx): Tx, Form(form): Form<MendedForm>) -> Answer<Response> {
    let source = source::source(&mut tx, form.source.parse()?).await?;
    let delete = tx.query(
        "delete from sent_wrong where organisation = $1 and source = $2 and problem = $3
           and name = $4 and library = $5 and fact = $6",
    );
    let delete = delete.bind(source.id).bind(form.problem).bind(form.name);
    tx.run(delete.bind(form.library).bind(form.fact)).await?;
    tx.commit().await?;
    Ok(on_with(HERE, "collect-said-mended"))
}
