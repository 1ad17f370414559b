//! What was wrong with what came in, newest first, with how to mend it.

use askama::Template;
use deedwell_core::{Id, Result, Timestamp};
use deedwell_store::List;
use deedwell_store::list::containing;
use deedwell_web::answer::Choice;
use deedwell_web::{Answer, Frame, Query, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::message::Problem;
use crate::source::{self, Source};

/// Rows of one page; what is wrong in the same way is one row.
const MOST: usize = 200;

#[derive(Deserialize, IntoParams, Default)]
#[serde(default)]
pub(super) struct WrongAsk {
    /// A part of an event's name, of the library's, of what was sent.
    q: String,
    source: String,
    problem: String,
}

struct Row {
    source: String,
    problem: Problem,
    name: String,
    library: String,
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
    sources: Vec<Choice>,
    problems: Vec<Choice>,
}

impl Page {
    fn is_filtered(&self) -> bool {
        [&self.ask.q, &self.ask.source, &self.ask.problem].iter().any(|w| !w.is_empty())
    }

    fn what(&self, row: &Row) -> String {
        self.frame.t(&format!("collect-problem-{}", row.problem.code().replace('_', "-")))
    }

    fn mend(&self, row: &Row) -> String {
        self.frame.t(&format!("collect-problem-{}-mend", row.problem.code().replace('_', "-")))
    }
}

pub(super) async fn list(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<WrongAsk>,
) -> Answer<View<Page>> {
    let sources = source::sources(&mut tx).await?;
    let rows = rows(&mut tx, &ask, &sources).await?;
    let any = |key: &str| (String::new(), frame.t(key));
    let names = sources.iter().map(|s| (s.id.to_string(), s.name.clone()));
    let sources =
        Choice::list(std::iter::once(any("collect-any-source")).chain(names), &ask.source);
    let problems = Problem::ALL.map(|p| {
        (p.code().to_owned(), frame.t(&format!("collect-problem-{}", p.code().replace('_', "-"))))
    });
    let problems = std::iter::once(any("collect-any-problem")).chain(problems);
    let problems = Choice::list(problems, &ask.problem);
    Ok(View(Page { frame, ask, rows, sources, problems }))
}

async fn rows(tx: &mut deedwell_store::Tx, ask: &WrongAsk, sources: &[Source]) -> Result<Vec<Row>> {
    let mut list = List::new(
        tx,
        "select w.source, w.problem, w.name, w.library, w.count, w.first_at, w.last_at, w.sample
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
        list = list.and(
            "(lower(w.name) like ? escape '\\' or lower(w.library) like ? escape '\\'
              or lower(w.sample) like ? escape '\\')",
            [like.as_str().into(), like.as_str().into(), like.as_str().into()],
        );
    }
    let list = list.then("order by w.last_at desc, w.problem, w.name").page(MOST, 0);
    let mut rows = Vec::new();
    for row in tx.list(list).await? {
        let id: Id<Source> = row.id("source")?;
        let Some(problem) = Problem::parse(&row.text("problem")?) else { continue };
        rows.push(Row {
            source: sources.iter().find(|s| s.id == id).map(|s| s.name.clone()).unwrap_or_default(),
            problem,
            name: row.text("name")?,
            library: row.text("library")?,
            count: row.number("count")?,
            first_at: row.moment("first_at")?,
            last_at: row.moment("last_at")?,
            sample: row.text("sample")?,
        });
    }
    Ok(rows)
}
