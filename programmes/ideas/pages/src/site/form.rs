//! Putting an idea forward, and other words for it.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use deedwell_core::{Error, Id, Result};
use deedwell_store::Tx as Work;
use deedwell_web::answer::{Choice, Errors, on_with};
use deedwell_web::{Answer, Form, Frame, Me, Query, Render, Tx, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::idea::readable;
use super::wrong::Wrong;
use crate::acts;
use crate::board::Board;
use crate::idea::{Idea, NewIdea, Voice};
use crate::store::{self, IdeaCard};
use crate::words::{LONGEST_BODY, LONGEST_TITLE};

/// What was begun elsewhere.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct Begun {
    title: Option<String>,
    /// A board's short word.
    board: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NewForm {
    /// A board's short word; none needed where there is only one.
    board: String,
    title: String,
    body: String,
    /// Separated by commas.
    tags: String,
    /// Similar ideas were shown while the title was typed.
    seen: Option<String>,
    /// Put forward although there are similar ones.
    anyway: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct EditForm {
    title: String,
    body: String,
}

#[derive(Template)]
#[template(path = "site/form.html")]
pub(crate) struct Page {
    frame: Frame,
    typed: NewForm,
    errors: Errors,
    /// Boards that take ideas.
    boards: Vec<Board>,
    /// Said before: shown once, before the idea is put forward all the same.
    similar: Vec<IdeaCard>,
    /// The idea whose words are changed; none for a new one.
    editing: Option<Id<Idea>>,
}

impl Page {
    fn heading(&self) -> String {
        let key = if self.editing.is_some() { "ideas-edit" } else { "ideas-new" };
        self.frame.t(key)
    }

    fn action(&self) -> String {
        self.editing.map_or_else(|| "/ideas".to_owned(), |id| format!("/ideas/{id}/edit"))
    }

    fn back(&self) -> String {
        self.editing.map_or_else(|| "/ideas".to_owned(), |id| format!("/ideas/{id}"))
    }

    fn is_new(&self) -> bool {
        self.editing.is_none()
    }

    /// Said once, it need not be said again.
    fn is_confirmed(&self) -> bool {
        self.typed.anyway.is_some() || self.typed.seen.is_some()
    }

    fn choices(&self) -> Vec<Choice> {
        let known = self.boards.iter().any(|board| board.key == self.typed.board);
        let choose = (!known).then(|| (String::new(), self.frame.t("ideas-choose-board")));
        let boards = self.boards.iter().map(|b| (b.key.clone(), b.name.clone()));
        Choice::list(choose.into_iter().chain(boards), &self.typed.board)
    }

    fn longest_title(&self) -> usize {
        LONGEST_TITLE
    }

    fn longest_body(&self) -> usize {
        LONGEST_BODY
    }
}

pub(crate) async fn new(
    _: Me,
    frame: Frame,
    Query(begun): Query<Begun>,
    Tx(mut tx): Tx,
) -> Answer<View<Page>> {
    let typed = NewForm {
        title: begun.title.unwrap_or_default().chars().take(LONGEST_TITLE).collect(),
        board: begun.board.unwrap_or_default(),
        ..NewForm::default()
    };
    let boards = open_boards(&mut tx).await?;
    let (errors, similar) = (Errors::none(), Vec::new());
    Ok(View(Page { frame, typed, errors, boards, similar, editing: None }))
}

async fn open_boards(tx: &mut Work) -> Result<Vec<Board>> {
    let mut boards = store::boards(tx).await?;
    boards.retain(|board| board.closed_at.is_none());
    Ok(boards)
}

/// What was said before is shown once; then it is for the author to say that theirs is another.
pub(crate) async fn put_forward(
    me: Me,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(typed): Form<NewForm>,
) -> Answer<Response> {
    let boards = open_boards(&mut tx).await?;
    if typed.anyway.is_none() && typed.seen.is_none() {
        let similar = store::similar(&mut tx, &typed.title).await?;
        if !similar.is_empty() {
            let errors = Errors::none();
            let page = Page { frame, typed, errors, boards, similar, editing: None };
            return Ok(page.respond_with(StatusCode::CONFLICT));
        }
    }
    let put_forward = match new_idea(&typed, &boards) {
        Ok(new) => acts::put_forward(&mut tx, me.who(), new).await,
        Err(error) => Err(error),
    };
    match put_forward {
        Ok(id) => {
            let held = store::idea(&mut tx, id).await?.held_at.is_some();
            tx.commit().await?;
            let said = if held { "ideas-said-held" } else { "ideas-said-put-forward" };
            Ok(on_with(&format!("/ideas/{id}"), said))
        }
        Err(error) => {
            let Wrong { errors, status } = Wrong::of(&frame, "title", error)?;
            let similar = Vec::new();
            let page = Page { frame, typed, errors, boards, similar, editing: None };
            Ok(page.respond_with(status))
        }
    }
}

/// With a single board there is nothing to choose.
fn new_idea(typed: &NewForm, boards: &[Board]) -> Result<NewIdea> {
    let board = match (boards, typed.board.as_str()) {
        ([only], "") => Some(only),
        (_, key) => boards.iter().find(|board| board.key == key),
    };
    let board = board.ok_or_else(|| {
        Error::invalid("board", "Please choose a board. Only those listed take new ideas.")
    })?;
    Ok(NewIdea {
        board: board.id,
        unit: None,
        title: typed.title.clone(),
        body: typed.body.clone(),
        tags: typed.tags.split(',').map(str::to_owned).collect(),
    })
}

/// Asks the rule before anything is typed for nothing.
pub(crate) async fn edit(
    me: Me,
    frame: Frame,
    Path(id): Path<Id<Idea>>,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    let idea = readable(&mut tx, id, Some(me.person)).await?;
    idea.edit(Voice::of(me.who())?, &idea.title, &idea.body)?;
    let typed = NewForm { title: idea.title, body: idea.body, ..NewForm::default() };
    Ok(View(edit_page(frame, typed, Errors::none(), id)).into_response())
}

fn edit_page(frame: Frame, typed: NewForm, errors: Errors, id: Id<Idea>) -> Page {
    Page { frame, typed, errors, boards: Vec::new(), similar: Vec::new(), editing: Some(id) }
}

pub(crate) async fn rewrite(
    me: Me,
    frame: Frame,
    Path(id): Path<Id<Idea>>,
    Tx(mut tx): Tx,
    Form(typed): Form<EditForm>,
) -> Answer<Response> {
    readable(&mut tx, id, Some(me.person)).await?;
    match acts::edit(&mut tx, me.who(), id, &typed.title, &typed.body).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(&format!("/ideas/{id}"), "ideas-said-edited"))
        }
        Err(error) => {
            let Wrong { errors, status } = Wrong::of(&frame, "title", error)?;
            let typed = NewForm { title: typed.title, body: typed.body, ..NewForm::default() };
            Ok(edit_page(frame, typed, errors, id).respond_with(status))
        }
    }
}

pub(crate) async fn withdraw(me: Me, Path(id): Path<Id<Idea>>, Tx(mut tx): Tx) -> Answer<Response> {
    readable(&mut tx, id, Some(me.person)).await?;
    acts::withdraw(&mut tx, me.who(), id).await?;
    tx.commit().await?;
    Ok(on_with("/ideas/mine", "ideas-said-withdrawn"))
}
