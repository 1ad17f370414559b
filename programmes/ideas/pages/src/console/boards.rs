//! Boards: opened, renamed, closed, reopened.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Id, Result};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::words::Wrong;
use crate::board::{Board, NewBoard};
use crate::{acts, store};

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct BoardForm {
    name: String,
    /// A short word for addresses.
    key: String,
    #[serde(default)]
    intro: String,
    /// The id of a unit; empty for the whole organisation.
    #[serde(default)]
    unit: String,
    /// Its place among the boards; a small number stands first.
    #[serde(default)]
    place: String,
}

impl BoardForm {
    fn new_board(&self) -> Result<NewBoard> {
        let unit = match self.unit.as_str() {
            "" => None,
            id => Some(id.parse()?),
        };
        let place = match self.place.trim() {
            "" => 0,
            text => text.parse().map_err(|_| {
                deedwell_core::Error::invalid("place", "Please write a whole number.")
            })?,
        };
        let (key, name) = (self.key.trim().to_owned(), self.name.clone());
        Ok(NewBoard { key, name, intro: self.intro.clone(), unit, place })
    }
}

#[derive(Template)]
#[template(path = "console/boards.html")]
pub(super) struct Page {
    frame: Frame,
    boards: Vec<Board>,
    /// The one that is changed; none adds another.
    board: Option<Board>,
    typed: BoardForm,
    wrong: Wrong,
}

impl Page {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        id: Option<Id<Board>>,
        sent: Option<(BoardForm, Wrong)>,
    ) -> Result<Self> {
        let boards = store::boards(tx).await?;
        let board = match id {
            Some(id) => Some(store::one_board(tx, id).await?),
            None => None,
        };
        let stands = || match &board {
            Some(board) => BoardForm {
                name: board.name.clone(),
                key: board.key.clone(),
                intro: board.intro.clone(),
                unit: board.unit.map(|id| id.to_string()).unwrap_or_default(),
                place: board.place.to_string(),
            },
            None => BoardForm { place: (boards.len() + 1).to_string(), ..BoardForm::default() },
        };
        let (typed, wrong) = sent.unwrap_or_else(|| (stands(), Wrong::default()));
        Ok(Self { frame, boards, board, typed, wrong })
    }

    fn errors(&self) -> Errors {
        self.wrong.at("board")
    }

    fn action(&self) -> String {
        match &self.board {
            Some(board) => format!("/console/ideas/boards/{}", board.id),
            None => "/console/ideas/boards".to_owned(),
        }
    }

    fn units(&self) -> Vec<Choice> {
        let none = (String::new(), self.frame.t("ideas-staff-unit-none"));
        let units = self.frame.units.iter().map(|u| (u.id.to_string(), u.name.clone()));
        Choice::list(std::iter::once(none).chain(units), &self.typed.unit)
    }

    fn unit_of(&self, board: &Board) -> String {
        self.frame.unit_name(&board.unit)
    }
}

const BOARDS: &str = "/console/ideas/boards";

pub(super) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, None, None).await?))
}

pub(super) async fn show_one(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Board>>,
) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, Some(id), None).await?))
}

pub(super) async fn open(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<BoardForm>,
) -> Answer<Response> {
    let opened = match form.new_board() {
        Ok(new) => acts::open_board(&mut tx, me.id, &new).await.map(drop),
        Err(error) => Err(error),
    };
    kept(tx, frame, None, form, opened).await
}

pub(super) async fn change(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Board>>,
    Form(form): Form<BoardForm>,
) -> Answer<Response> {
    let changed = match form.new_board() {
        Ok(new) => acts::edit_board(&mut tx, me.id, id, &new).await,
        Err(error) => Err(error),
    };
    kept(tx, frame, Some(id), form, changed).await
}

async fn kept(
    mut tx: Transaction,
    frame: Frame,
    id: Option<Id<Board>>,
    form: BoardForm,
    done: Result<()>,
) -> Answer<Response> {
    let Err(error) = done else {
        tx.commit().await?;
        return Ok(on_with(BOARDS, "said-saved"));
    };
    let wrong = Wrong::of(&frame, "board", &[("name", "name")], error)?;
    let status = wrong.status;
    Ok(Page::load(&mut tx, frame, id, Some((form, wrong))).await?.respond_with(status))
}

pub(super) async fn close(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Board>>,
) -> Answer<Response> {
    acts::close_board(&mut tx, me.id, id).await?;
    tx.commit().await?;
    Ok(on_with(BOARDS, "ideas-staff-said-closed"))
}

pub(super) async fn reopen(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Board>>,
) -> Answer<Response> {
    acts::reopen_board(&mut tx, me.id, id).await?;
    tx.commit().await?;
    Ok(on_with(BOARDS, "ideas-staff-said-reopened"))
}
