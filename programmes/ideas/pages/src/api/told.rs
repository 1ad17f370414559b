//! What programs are given of voters, removals and releases.

use std::collections::{BTreeMap, HashMap};

use deedwell_core::{Id, Person, Staff};
use serde::Serialize;
use utoipa::ToSchema;

use crate::board::Release;
use crate::store::{IdeaCard, Removal, Voter};

#[derive(Serialize, ToSchema)]
pub(super) struct VotersGiven {
    pub voters: Vec<VoterGiven>,
    /// The cursor of the next page; none on the last.
    pub next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct VoterGiven {
    person: String,
    /// Empty while unknown.
    name: String,
    /// Counted as a customer, not as a visitor.
    customer: bool,
    /// Kept, and counted by nobody: see `/api/trust/apart`.
    counted_apart: bool,
    at: String,
    /// The member of staff who heard it; none when it was given in person.
    heard_by: Option<String>,
}

impl VoterGiven {
    pub fn of(
        voter: &Voter,
        people: &HashMap<Id<Person>, String>,
        staff: &BTreeMap<Id<Staff>, String>,
    ) -> Self {
        Self {
            person: voter.person.to_string(),
            name: people.get(&voter.person).cloned().unwrap_or_default(),
            customer: voter.customer,
            counted_apart: voter.apart,
            at: voter.at.to_string(),
            heard_by: voter.on_behalf_by.map(|id| staff.get(&id).cloned().unwrap_or_default()),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct RemovalsGiven {
    removals: Vec<RemovalGiven>,
    /// The cursor of the next page; none on the last.
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct RemovalGiven {
    id: String,
    idea: String,
    /// None: the idea itself.
    comment: Option<String>,
    reason: String,
    by: String,
    at: String,
    /// When it came back.
    restored_at: Option<String>,
}

impl RemovalsGiven {
    pub fn of(
        found: &[Removal],
        staff: &BTreeMap<Id<Staff>, String>,
        next: Option<String>,
    ) -> Self {
        let removal = |removal: &Removal| RemovalGiven {
            id: removal.id.to_string(),
            idea: removal.idea.to_string(),
            comment: removal.comment.map(|id| id.to_string()),
            reason: removal.reason.clone(),
            by: staff.get(&removal.staff).cloned().unwrap_or_default(),
            at: removal.at.to_string(),
            restored_at: removal.restored_at.map(|at| at.to_string()),
        };
        Self { removals: found.iter().map(removal).collect(), next }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct ChangelogGiven {
    releases: Vec<ReleaseGiven>,
    /// The cursor of the next page; none on the last.
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ReleaseGiven {
    id: String,
    title: String,
    body: String,
    /// None while it is a draft.
    published_at: Option<String>,
    ideas: Vec<ReleasedGiven>,
}

/// An idea that a release came from.
#[derive(Serialize, ToSchema)]
struct ReleasedGiven {
    id: String,
    title: String,
    votes: i64,
}

impl ReleaseGiven {
    pub fn of(release: &Release, cards: &[IdeaCard]) -> Self {
        let idea = |card: &IdeaCard| ReleasedGiven {
            id: card.id.to_string(),
            title: card.title.clone(),
            votes: card.votes,
        };
        Self {
            id: release.id.to_string(),
            title: release.title.clone(),
            body: release.body.clone(),
            published_at: release.published_at.map(|at| at.to_string()),
            ideas: cards.iter().map(idea).collect(),
        }
    }
}

impl ChangelogGiven {
    pub fn of(found: &[(Release, Vec<IdeaCard>)], next: Option<String>) -> Self {
        let release =
            |(release, cards): &(Release, Vec<IdeaCard>)| ReleaseGiven::of(release, cards);
        Self { releases: found.iter().map(release).collect(), next }
    }
}
