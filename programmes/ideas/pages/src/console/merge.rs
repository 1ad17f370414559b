//! Merging: find the idea to merge into, see whose votes become one, confirm. And taken out again.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use deedwell_core::{Id, Result};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Render, on_with};
use deedwell_web::{Answer, Form, Frame, Query, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::desk;
use super::words::Wrong;
use crate::acts;
use crate::idea::Idea;
use crate::rank::Tally;
use crate::store::{self, DeskAsk, IdeaCard};

/// Ideas that a search shows.
const MOST_FOUND: usize = 10;

#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct MergeAsk {
    /// Words of the idea to merge into.
    q: Option<String>,
    /// The id of the idea to merge into.
    #[param(value_type = Option<String>)]
    into: Option<Id<Idea>>,
}

#[derive(Template)]
#[template(path = "console/merge.html")]
pub(super) struct Page {
    frame: Frame,
    idea: Idea,
    q: String,
    found: Vec<IdeaCard>,
    preview: Option<Preview>,
    wrong: Wrong,
}

/// Who wants either, before anything is done.
pub(super) struct Preview {
    into: Idea,
    /// Distinct persons, the author of the idea that will speak aside: as it will count.
    together: Tally,
    /// Persons who want both.
    both: usize,
}

impl Preview {
    async fn of(tx: &mut Transaction, idea: &Idea, into: Id<Idea>) -> Result<Self> {
        let into = store::idea(tx, into).await?;
        let ours = store::wishes(tx, idea.id).await?;
        let theirs = store::wishes(tx, into.id).await?;
        let persons = |wishes: &[crate::rank::Wish]| -> BTreeSet<_> {
            wishes.iter().map(|wish| wish.person).collect()
        };
        let both = persons(&ours).intersection(&persons(&theirs)).count();
        let all: Vec<_> = ours.into_iter().chain(theirs).collect();
        Ok(Self { together: Tally::of(into.author.person, &all), both, into })
    }
}

impl Page {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        id: Id<Idea>,
        ask: MergeAsk,
        wrong: Wrong,
    ) -> Result<Self> {
        let idea = store::idea(tx, id).await?;
        let q = ask.q.unwrap_or_default().trim().to_owned();
        let mut found = if q.is_empty() {
            store::similar_to(tx, &idea).await?
        } else {
            let search = DeskAsk { search: Some(q.clone()), ..DeskAsk::default() };
            store::desk_cards(tx, &search, MOST_FOUND + 1, 0).await?
        };
        found.retain(|card| card.id != id && card.held_at.is_none() && card.stage.is_listed());
        found.truncate(MOST_FOUND);
        let preview = match ask.into {
            Some(into) => Some(Preview::of(tx, &idea, into).await?),
            None => None,
        };
        Ok(Self { frame, idea, q, found, preview, wrong })
    }

    fn votes(&self, n: &i64) -> String {
        self.frame.n("ideas-staff-votes", *n)
    }

    fn errors(&self) -> deedwell_web::answer::Errors {
        self.wrong.at("merge")
    }

    /// `Together 4 different people want it, 3 of them customers.`
    fn together(&self, preview: &Preview) -> String {
        let customers = self.frame.number(preview.together.customer_votes);
        let people = self.frame.n("ideas-staff-together", preview.together.votes);
        format!("{people} {}", self.frame.w("ideas-staff-together-customers", customers))
    }
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Query(ask): Query<MergeAsk>,
) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, id, ask, Wrong::default()).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MergeForm {
    /// The id of the idea that speaks from now on.
    #[schema(value_type = String)]
    into: Id<Idea>,
}

pub(super) async fn merge(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Form(form): Form<MergeForm>,
) -> Answer<Response> {
    let Err(error) = acts::merge(&mut tx, me.id, id, form.into).await else {
        tx.commit().await?;
        return Ok(on_with(&desk::path(form.into), "ideas-staff-said-merged"));
    };
    let wrong = Wrong::of(&frame, "merge", &[("into", "q")], error)?;
    let status = wrong.status;
    let ask = MergeAsk { q: None, into: Some(form.into) };
    Ok(Page::load(&mut tx, frame, id, ask, wrong).await?.respond_with(status).into_response())
}

pub(super) async fn unmerge(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
) -> Answer<Response> {
    acts::unmerge(&mut tx, me.id, id).await?;
    tx.commit().await?;
    Ok(on_with(&desk::path(id), "ideas-staff-said-unmerged"))
}
