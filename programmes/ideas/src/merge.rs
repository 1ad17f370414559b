//! Merging an idea into another, and taking it out again.
//!
//! Nothing is moved: votes and comments stay on the idea on which they were given, and `merged_into`
//! says which idea speaks for them. So un-merging has nothing to put back but the stage. Who voted for
//! the idea that speaks is counted over the whole tree ([`crate::rank`]).

use std::collections::BTreeMap;

use deedwell_core::{Error, Id, Result};

use crate::deed::IdeaDeed;
use crate::idea::Idea;
use crate::stage::Stage;

/// Ideas that one idea may speak for.
pub const MOST_IN_ONE: usize = 1_000;

impl Idea {
    /// The deed is about the idea that is merged: it counts no longer for itself.
    pub fn merge(&self, into: &Self) -> Result<IdeaDeed> {
        if self.id == into.id {
            return Err(Error::refused(
                "ideas.merge_itself",
                "An idea cannot be merged into itself.",
            ));
        }
        if into.root == self.id {
            return Err(Error::refused(
                "ideas.merge_circle",
                "That idea was merged into this one. Take it out first, then merge the other way.",
            ));
        }
        if self.is_merged() {
            return Err(Error::refused(
                "ideas.is_merged",
                "This idea was merged already. Take it out first.",
            ));
        }
        if into.is_merged() {
            return Err(Error::refused(
                "ideas.merge_target",
                "That idea was itself merged into another. Please merge into that one.",
            ));
        }
        if self.held_at.is_some() || !self.stage.is_listed() {
            return Err(Error::refused(
                "ideas.not_public",
                "Only a public idea can be merged; this one is held, withdrawn or spam.",
            ));
        }
        if into.held_at.is_some() || !into.stage.is_listed() {
            return Err(Error::refused(
                "ideas.not_public",
                "An idea can be merged only into a public one; that one is held, withdrawn or spam.",
            ));
        }
        Ok(IdeaDeed::Merged { into: into.id })
    }

    /// The stage it returns to, and the deed.
    pub fn unmerge(&self) -> Result<(Stage, IdeaDeed)> {
        match (self.merged_into, self.stage_before) {
            (Some(from), Some(stage)) => Ok((stage, IdeaDeed::Unmerged { from })),
            _ => Err(Error::refused("ideas.not_merged", "This idea is not merged into another.")),
        }
    }
}

/// An idea and all that was merged into it, in turn. `links` are the ideas of the tree, each with the
/// one it was merged into.
pub fn subtree(of: Id<Idea>, links: &[(Id<Idea>, Option<Id<Idea>>)]) -> Vec<Id<Idea>> {
    let mut children: BTreeMap<Id<Idea>, Vec<Id<Idea>>> = BTreeMap::new();
    for (child, parent) in links {
        if let Some(parent) = parent {
            children.entry(*parent).or_default().push(*child);
        }
    }
    let mut found = vec![of];
    let mut next = 0;
    while let Some(id) = found.get(next).copied() {
        found.extend(children.remove(&id).unwrap_or_default());
        next += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::idea::sample::{id, idea};

    #[test]
    fn an_idea_is_merged_once_and_never_in_a_circle() {
        let (a, b) = (idea(1, 1), idea(2, 2));
        assert_eq!(a.merge(&b).unwrap(), IdeaDeed::Merged { into: b.id });
        assert_eq!(a.merge(&a).unwrap_err().code(), "ideas.merge_itself");
        let merged = Idea {
            stage: Stage::Merged,
            stage_before: Some(Stage::Planned),
            merged_into: Some(b.id),
            root: b.id,
            ..a
        };
        assert_eq!(b.merge(&merged).unwrap_err().code(), "ideas.merge_circle");
        assert_eq!(idea(3, 3).merge(&merged).unwrap_err().code(), "ideas.merge_target");
        assert_eq!(merged.merge(&idea(3, 3)).unwrap_err().code(), "ideas.is_merged");
        let (stage, deed) = merged.unmerge().unwrap();
        assert_eq!((stage, deed), (Stage::Planned, IdeaDeed::Unmerged { from: b.id }));
        assert_eq!(b.unmerge().unwrap_err().code(), "ideas.not_merged");
    }

    #[test]
    fn what_nobody_sees_is_not_merged() {
        let spam = Idea { stage: Stage::Spam, ..idea(1, 1) };
        assert_eq!(spam.merge(&idea(2, 2)).unwrap_err().code(), "ideas.not_public");
        assert_eq!(idea(2, 2).merge(&spam).unwrap_err().code(), "ideas.not_public");
    }

    #[test]
    fn a_subtree_is_what_came_with_an_idea() {
        let links =
            [(id(1), None), (id(2), Some(id(1))), (id(3), Some(id(2))), (id(4), Some(id(1)))];
        assert_eq!(subtree(id(2), &links), [id(2), id(3)]);
        assert_eq!(subtree(id(1), &links), [id(1), id(2), id(4), id(3)]);
        assert_eq!(subtree(id(4), &links), [id(4)]);
    }
}
