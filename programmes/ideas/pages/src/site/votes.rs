//! Voting, taking it back, and hearing what becomes of an idea.

use askama::Template;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use deedwell_core::{Id, Result};
use deedwell_signin::seen;
use deedwell_store::Tx as Work;
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Asked, Form, Frame, Me, Peer, Tx, own_path};
use serde::Deserialize;
use utoipa::ToSchema;

use super::idea::readable;
use crate::acts;
use crate::idea::Idea;
use crate::store;

/// How the reader stands to an idea.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum VoteState {
    /// Nobody we know: the door first.
    Stranger,
    Open,
    Given,
    /// Their own idea: they spoke when they put it forward.
    Own,
    /// Counted without a vote, as author of one that was merged into it.
    Counted,
    /// Votes are no longer taken.
    Closed {
        given: bool,
    },
}

impl VoteState {
    pub fn of(known: bool, own: bool, open: bool, wanted: bool, wrote: bool) -> Self {
        match (known, open) {
            _ if own => Self::Own,
            (_, false) => Self::Closed { given: wanted },
            (false, true) => Self::Stranger,
            (true, true) if wrote => Self::Counted,
            (true, true) if wanted => Self::Given,
            (true, true) => Self::Open,
        }
    }
}

/// The button with the number: the piece that is swapped.
pub(crate) struct Vote {
    pub idea: Id<Idea>,
    pub title: String,
    pub votes: i64,
    pub state: VoteState,
    /// The page to come back to.
    pub to: String,
}

impl Vote {
    pub fn acts(&self) -> bool {
        matches!(self.state, VoteState::Open | VoteState::Given)
    }

    pub fn is_stranger(&self) -> bool {
        self.state == VoteState::Stranger
    }

    pub fn given(&self) -> bool {
        matches!(
            self.state,
            VoteState::Given | VoteState::Counted | VoteState::Closed { given: true }
        )
    }

    pub fn action(&self) -> String {
        let verb = if self.state == VoteState::Given { "votes/withdrawal" } else { "votes" };
        format!("/ideas/{}/{verb}", self.idea)
    }

    pub fn door(&self) -> String {
        format!("/sign-in?to=/ideas/{}", self.idea)
    }

    pub fn icon(&self) -> &'static str {
        if self.given() { "check" } else { "arrow-up" }
    }

    /// Below the number.
    pub fn words(&self, frame: &Frame) -> String {
        match self.state {
            VoteState::Own => frame.t("ideas-vote-own"),
            _ if self.given() => frame.t("ideas-vote-given"),
            _ => frame.n("ideas-votes-word", self.votes),
        }
    }

    /// The whole of it, for who does not see where it stands.
    pub fn label(&self, frame: &Frame) -> String {
        let key = match self.state {
            VoteState::Stranger => "ideas-vote-label-door",
            VoteState::Open => "ideas-vote-label",
            VoteState::Given => "ideas-vote-label-given",
            VoteState::Own => "ideas-vote-label-own",
            VoteState::Counted => "ideas-vote-label-counted",
            VoteState::Closed { .. } => "ideas-vote-label-closed",
        };
        // What is seen stands in what is said, word for word.
        let count = frame.number(self.votes);
        let votes = format!("{count} {}", frame.n("ideas-votes-word", self.votes));
        frame.m(key, &[("votes", votes), ("count", count), ("title", self.title.clone())])
    }
}

#[derive(Template)]
#[template(path = "site/vote.html")]
struct Piece {
    frame: Frame,
    vote: Vote,
}

/// Where the button stood.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct From {
    to: Option<String>,
}

impl From {
    /// Back to the same place of the same page.
    fn back(&self, id: Id<Idea>) -> String {
        let page = format!("/ideas/{id}");
        let back = own_path(self.to.as_deref(), &page);
        if back == page { page } else { format!("{back}#vote-{id}") }
    }
}

/// Voting twice is not an error; it is counted once.
pub(crate) async fn vote(
    me: Me,
    asked: Asked,
    (headers, peer): (HeaderMap, Peer),
    frame: Frame,
    Path(id): Path<Id<Idea>>,
    Tx(mut tx): Tx,
    Form(from): Form<From>,
) -> Answer<Response> {
    readable(&mut tx, id, Some(me.person)).await?;
    let voted = acts::vote(&mut tx, me.who(), id).await?;
    seen::here(&mut tx, frame.app().settings(), &headers, peer, me.identity).await?;
    let piece = piece(&mut tx, frame, &me, voted, &from).await?;
    tx.commit().await?;
    let back = from.back(piece.vote.idea);
    Ok(asked.answer(piece, &back))
}

pub(crate) async fn take_back(
    me: Me,
    asked: Asked,
    frame: Frame,
    Path(id): Path<Id<Idea>>,
    Tx(mut tx): Tx,
    Form(from): Form<From>,
) -> Answer<Response> {
    readable(&mut tx, id, Some(me.person)).await?;
    let voted = acts::take_back_vote(&mut tx, me.who(), id).await?;
    let piece = piece(&mut tx, frame, &me, voted, &from).await?;
    tx.commit().await?;
    let back = from.back(piece.vote.idea);
    Ok(asked.answer(piece, &back))
}

async fn piece(
    tx: &mut Work,
    frame: Frame,
    me: &Me,
    voted: acts::Voted,
    from: &From,
) -> Result<Piece> {
    let idea = store::idea(tx, voted.idea).await?;
    let standing = store::standing(tx, idea.id, me.person).await?;
    let wrote = standing.is_some_and(|s| s.author);
    let own = idea.author.person == me.person;
    let to = own_path(from.to.as_deref(), &format!("/ideas/{}", idea.id));
    let state = VoteState::of(true, own, true, standing.is_some(), wrote);
    let vote = Vote { idea: idea.id, title: idea.title, votes: idea.votes, state, to };
    Ok(Piece { frame, vote })
}

pub(crate) async fn follow(me: Me, Path(id): Path<Id<Idea>>, Tx(mut tx): Tx) -> Answer<Response> {
    readable(&mut tx, id, Some(me.person)).await?;
    acts::follow(&mut tx, me.who(), id).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/ideas/{id}"), "ideas-said-follow"))
}

pub(crate) async fn unfollow(me: Me, Path(id): Path<Id<Idea>>, Tx(mut tx): Tx) -> Answer<Response> {
    readable(&mut tx, id, Some(me.person)).await?;
    acts::unfollow(&mut tx, me.who(), id).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/ideas/{id}"), "ideas-said-unfollow"))
}
