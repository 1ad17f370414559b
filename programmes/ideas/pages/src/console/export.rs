//! The list as a file that no spreadsheet takes for a program.

use std::sync::Arc;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use deedwell_core::{Error, Result};
use deedwell_web::{Answer, Deedwell, Frame, Query, Right, Site, StaffMember, Tx};

use super::ask::ListAsk;
use super::words;
use crate::store::{self, IdeaCard};

/// Rows of an export. A larger one is for the command line.
const MOST_ROWS: usize = 20_000;
/// Rows read at once.
const BATCH: usize = 500;

const HEADS: [&str; 17] = [
    "id",
    "title",
    "beginning",
    "board",
    "stage",
    "tags",
    "author",
    "votes",
    "customer_votes",
    "visitor_votes",
    "comments",
    "grade",
    "created_at",
    "due_at",
    "answered_at",
    "revisit_on",
    "reason",
];

pub(super) async fn show(
    app: axum::extract::State<Deedwell>,
    site: Arc<Site>,
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<ListAsk>,
) -> Answer<Response> {
    note(&app, &site, &me).await?;
    let boards = store::boards(&mut tx).await?;
    let question = ask.question(&frame, &boards)?;
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(HEADS).map_err(Error::fault)?;
    for batch in 0..MOST_ROWS / BATCH {
        let cards = store::desk_cards(&mut tx, &question, BATCH, batch * BATCH).await?;
        let ids: Vec<_> = cards.iter().map(|card| card.author).collect();
        let people = words::people(&mut tx, &frame, &ids).await?;
        for card in &cards {
            let board = boards.iter().find(|b| b.id == card.board).map(|b| b.key.as_str());
            // Names leave the house only with those who may take people out.
            let named = me.may(Right::ExportPeople);
            let author = people.get(&card.author).filter(|_| named).map(String::as_str);
            let row = row(card, board.unwrap_or_default(), author.unwrap_or_default());
            csv.write_record(row.iter().map(|cell| guarded(cell))).map_err(Error::fault)?;
        }
        if cards.len() < BATCH {
            break;
        }
    }
    let body = csv.into_inner().map_err(|e| Error::fault(e.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"ideas.csv\""),
        ),
    ];
    Ok((headers, body).into_response())
}

/// Who took the list away. A GET only reads, so this has a transaction of its own, closed before the
/// file is made.
async fn note(app: &Deedwell, site: &Site, me: &StaffMember) -> Result<()> {
    let mut tx = app.db().write(site.organisation).await?;
    store::add_audit(&mut tx, me.id, "ideas.list_exported", "ideas").await?;
    tx.commit().await.map(drop)
}

fn row(card: &IdeaCard, board: &str, author: &str) -> [String; 17] {
    let or_none = |text: Option<String>| text.unwrap_or_default();
    [
        card.id.to_string(),
        card.title.clone(),
        card.excerpt.clone(),
        board.to_owned(),
        card.stage.name().to_owned(),
        card.tags.join("; "),
        author.to_owned(),
        card.votes.to_string(),
        card.customer_votes.to_string(),
        card.visitor_votes().to_string(),
        card.comments.to_string(),
        or_none(card.grade.map(|n| n.to_string())),
        card.created_at.to_string(),
        card.due_at.to_string(),
        or_none(card.answered_at.map(|at| at.to_string())),
        or_none(card.revisit_on.map(|on| on.to_string())),
        or_none(card.reason.clone()),
    ]
}

/// A spreadsheet runs what begins like a formula; an apostrophe in front makes it a text.
fn guarded(cell: &str) -> String {
    let runs = |c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    };
    if cell.starts_with(runs) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_spreadsheet_finds_nothing_to_run() {
        for formula in ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert!(guarded(formula).starts_with('\''), "{formula}");
        }
        assert_eq!(guarded("Lockers, please"), "Lockers, please");
    }
}
