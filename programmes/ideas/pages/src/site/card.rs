//! Ideas as lists show them.

use std::collections::BTreeSet;

use deedwell_core::{Id, Person, Result};
use deedwell_store::Tx;
use deedwell_web::{Frame, Me};

use super::votes::{Vote, VoteState};
use super::words::{self, Badge, Names};
use crate::board::Board;
use crate::idea::Idea;
use crate::stage::Stages;
use crate::store::{self, Colleague, IdeaCard};

/// Of an official answer, beside its idea.
const LONGEST_ANSWER: usize = 260;
/// Of an idea's own words.
const LONGEST_WORDS: usize = 220;

/// An idea in a list, dressed.
pub(crate) struct Card {
    pub idea: IdeaCard,
    pub vote: Vote,
    pub badge: Badge,
    pub board: String,
    pub author: String,
    /// The author has bought here.
    pub bought: bool,
    pub words: String,
    pub answer: Option<Brief>,
    /// Where it waits to be looked at again.
    pub revisit: Option<String>,
}

/// The latest official answer, in brief.
pub(crate) struct Brief {
    pub by: Colleague,
    pub words: String,
}

impl Card {
    pub fn path(&self) -> String {
        format!("/ideas/{}", self.idea.id)
    }
}

/// What dressing needs, read once for a page.
pub(crate) struct Shelf {
    pub boards: Vec<Board>,
    pub stages: Stages,
    pub me: Option<Id<Person>>,
}

impl Shelf {
    pub async fn read(tx: &mut Tx, me: Option<&Me>) -> Result<Self> {
        Ok(Self {
            boards: store::boards(tx).await?,
            stages: store::stages(tx).await?,
            me: me.map(|me| me.person),
        })
    }

    pub fn board(&self, id: Id<Board>) -> String {
        self.boards.iter().find(|b| b.id == id).map(|b| b.name.clone()).unwrap_or_default()
    }

    /// Dressed, each with the vote of whoever reads.
    pub async fn dress(
        &self,
        tx: &mut Tx,
        frame: &Frame,
        found: Vec<IdeaCard>,
    ) -> Result<Vec<Card>> {
        let ids: Vec<Id<Idea>> = found.iter().map(|card| card.id).collect();
        let authors: Vec<_> = found.iter().map(|card| card.author).collect();
        let staff: Vec<_> = found.iter().filter_map(|c| Some(c.answer.as_ref()?.0)).collect();
        let names = Names::of(tx, &authors, &staff).await?;
        let (wanted, wrote) = match self.me {
            Some(me) => {
                (store::wanted_among(tx, me, &ids).await?, store::wrote_within(tx, me, &ids).await?)
            }
            None => (BTreeSet::new(), BTreeSet::new()),
        };
        let card = |idea: IdeaCard| {
            let state = self.state(&idea, &wanted, &wrote);
            self.card(frame, &names, idea, state)
        };
        Ok(found.into_iter().map(card).collect())
    }

    fn state(
        &self,
        idea: &IdeaCard,
        wanted: &BTreeSet<Id<Idea>>,
        wrote: &BTreeSet<Id<Idea>>,
    ) -> VoteState {
        let open = idea.stage.takes_votes() && idea.held_at.is_none();
        VoteState::of(
            self.me.is_some(),
            self.me == Some(idea.author),
            open,
            wanted.contains(&idea.id),
            wrote.contains(&idea.id),
        )
    }

    fn card(&self, frame: &Frame, names: &Names, idea: IdeaCard, state: VoteState) -> Card {
        let answer = idea.answer.as_ref().map(|(staff, body)| Brief {
            by: names.staff(frame, *staff),
            words: words::excerpt(body, LONGEST_ANSWER),
        });
        Card {
            vote: Vote {
                idea: idea.id,
                title: idea.title.clone(),
                votes: idea.votes,
                state,
                to: frame.here.clone(),
            },
            badge: words::badge(frame, &self.stages, idea.stage, idea.clock(frame.now)),
            board: self.board(idea.board),
            author: names.person(frame, idea.author),
            bought: names.has_bought(idea.author),
            words: words::excerpt(&idea.excerpt, LONGEST_WORDS),
            answer,
            revisit: idea.revisit_on.map(|on| words::day(frame, on)),
            idea,
        }
    }
}
