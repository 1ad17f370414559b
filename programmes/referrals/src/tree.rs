//! Who brought whom: everybody whom somebody brought, whom those brought, and so on. Nobody stands in it
//! twice, so that rings end.

use std::collections::BTreeSet;

use deedwell_core::{Id, Person};
use serde::Serialize;

use crate::referral::Referral;
use crate::stage::Stage;

/// Steps from the root that are looked at, and people in all.
pub const DEEPEST: usize = 6;
pub const MOST: usize = 500;

/// Somebody in the tree.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Node {
    pub person: Id<Person>,
    /// Who brought them.
    pub by: Id<Person>,
    pub depth: usize,
    pub referral: Id<Referral>,
    pub stage: Stage,
}

/// One that was brought, as it is kept.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Branch {
    pub by: Id<Person>,
    pub friend: Id<Person>,
    pub referral: Id<Referral>,
    pub stage: Stage,
}

/// A tree that is grown ring by ring.
#[derive(Clone, Debug)]
pub struct Tree {
    pub root: Id<Person>,
    /// The nearest first.
    pub nodes: Vec<Node>,
    /// There are more than [`MOST`], or deeper ones than [`DEEPEST`].
    pub is_cut: bool,
    seen: BTreeSet<Id<Person>>,
    outermost: Vec<Id<Person>>,
    depth: usize,
}

impl Tree {
    pub fn new(root: Id<Person>) -> Self {
        Self {
            root,
            nodes: Vec::new(),
            is_cut: false,
            seen: BTreeSet::from([root]),
            outermost: vec![root],
            depth: 0,
        }
    }

    /// Whose friends are asked for next; none when it is whole.
    pub fn asks(&self) -> &[Id<Person>] {
        if self.is_cut { &[] } else { &self.outermost }
    }

    /// Takes in whom those brought.
    pub fn grow(&mut self, branches: &[Branch]) {
        let mut outermost = Vec::new();
        for branch in branches {
            if self.seen.contains(&branch.friend) {
                continue;
            }
            if self.depth >= DEEPEST || self.nodes.len() >= MOST {
                self.is_cut = true;
                return;
            }
            self.seen.insert(branch.friend);
            outermost.push(branch.friend);
            self.nodes.push(Node {
                person: branch.friend,
                by: branch.by,
                depth: self.depth + 1,
                referral: branch.referral,
                stage: branch.stage,
            });
        }
        self.depth += 1;
        self.outermost = outermost;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deedwell_core::{Clock, Timestamp};

    fn grown(edges: &[(usize, usize)], people: &[Id<Person>]) -> Tree {
        let clock = Clock::held(Timestamp::UNIX_EPOCH);
        let all: Vec<Branch> = edges
            .iter()
            .map(|(by, friend)| Branch {
                by: people[*by],
                friend: people[*friend],
                referral: clock.new_id(),
                stage: Stage::Paid,
            })
            .collect();
        let mut tree = Tree::new(people[0]);
        while !tree.asks().is_empty() {
            let next: Vec<Branch> =
                all.iter().filter(|b| tree.asks().contains(&b.by)).copied().collect();
            tree.grow(&next);
        }
        tree
    }

    #[test]
    fn rings_end_and_depth_does() {
        let clock = Clock::held(Timestamp::UNIX_EPOCH);
        let people: Vec<Id<Person>> = (0..12).map(|_| clock.new_id()).collect();
        let tree = grown(&[(0, 1), (1, 2), (2, 0), (2, 1), (0, 2)], &people);
        let told: Vec<_> = tree.nodes.iter().map(|n| (n.person, n.depth)).collect();
        assert_eq!(told, [(people[1], 1), (people[2], 1)]);
        assert!(!tree.is_cut);
        let chain: Vec<_> = (0..10).map(|n| (n, n + 1)).collect();
        let tree = grown(&chain, &people);
        assert_eq!((tree.nodes.len(), tree.is_cut), (DEEPEST, true));
    }

    #[test]
    fn there_are_no_more_than_there_may_be() {
        let clock = Clock::held(Timestamp::UNIX_EPOCH);
        let people: Vec<Id<Person>> = (0..MOST + 50).map(|_| clock.new_id()).collect();
        let star: Vec<_> = (1..people.len()).map(|n| (0, n)).collect();
        let tree = grown(&star, &people);
        assert_eq!((tree.nodes.len(), tree.is_cut), (MOST, true));
    }
}
