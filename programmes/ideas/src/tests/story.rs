//! A random story, told three times: to the programme, to a plain model, and to a twin organisation in
//! which nothing is ever merged.

use std::collections::{BTreeMap, BTreeSet};

use deedwell_store::Tx;

use crate::idea::Voice;

use super::model::{Chance, Model, ModelIdea, Person};
use super::side::{Side, assert_same, dump, who};
use super::world::{RUTH, World, code, does, person};
use crate::{acts, store};

pub struct Story<'w> {
    world: &'w World,
    pub chance: Chance,
    model: Model,
    /// Where things are merged, and where they never are.
    side: Side,
    twin: Side,
    /// Of each comment: the idea it stands on, whether it is a reply, its author, whether it is shown,
    /// how many replied.
    said: Vec<(usize, bool, Person, bool, usize)>,
}

const PERSONS: usize = 7;

impl<'w> Story<'w> {
    pub async fn new(world: &'w World, seed: u64) -> Self {
        let (side, twin) = (Side::new(world).await, Side::new(world).await);
        let mut story = Self {
            world,
            chance: Chance(seed),
            model: Model::default(),
            side,
            twin,
            said: Vec::new(),
        };
        for _ in 0..3 + story.chance.below(3) {
            let author = story.chance.below(PERSONS) as Person;
            story.side.put_forward(world, author).await;
            story.twin.put_forward(world, author).await;
            story.model.ideas.push(ModelIdea {
                author,
                created_s: story.now_s(),
                merged_into: None,
                votes: BTreeMap::new(),
                comments: 0,
            });
            story.pause();
        }
        story
    }

    fn now_s(&self) -> f64 {
        self.world.now().as_microsecond() as f64 / 1e6
    }

    fn pause(&mut self) {
        let seconds = [0, 1, 3_600, 86_400][self.chance.below(4)];
        self.world.clock.advance(seconds);
    }

    async fn tx(&self) -> Tx {
        self.world.db.write(self.side.organisation).await.unwrap()
    }

    async fn twin_tx(&self) -> Tx {
        self.world.db.write(self.twin.organisation).await.unwrap()
    }

    pub async fn step(&mut self) {
        let idea = self.chance.below(self.model.ideas.len());
        match self.chance.below(12) {
            0..=3 => self.vote(idea).await,
            4 => self.unvote(idea).await,
            5 | 6 => self.comment(idea).await,
            7 => self.uncomment().await,
            8..=10 => self.merge(idea).await,
            _ => self.unmerge(idea).await,
        }
        self.check().await;
        self.pause();
    }

    async fn vote(&mut self, idea: usize) {
        let voter = self.chance.below(PERSONS) as Person;
        let root = self.model.root(idea);
        let mut tx = self.tx().await;
        let voted = acts::vote(&mut tx, who(voter), self.side.ideas[idea]).await;
        if self.model.ideas[root].author == voter {
            assert_eq!(code(voted), "ideas.own_idea");
            return;
        }
        let new = !self.model.voters(root).contains(&voter);
        let voted = voted.unwrap();
        assert_eq!((voted.changed, voted.idea), (new, self.side.ideas[root]));
        tx.commit().await.unwrap();
        if new {
            let now = self.now_s();
            self.model.ideas[root].votes.insert(voter, now);
            let mut tx = self.twin_tx().await;
            acts::vote(&mut tx, who(voter), self.twin.ideas[root]).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(voted.votes as usize, self.model.voters(root).len());
    }

    async fn unvote(&mut self, idea: usize) {
        let voter = self.chance.below(PERSONS) as Person;
        let mut tx = self.tx().await;
        acts::take_back_vote(&mut tx, who(voter), self.side.ideas[idea]).await.unwrap();
        tx.commit().await.unwrap();
        for i in self.model.tree(idea) {
            if self.model.ideas[i].votes.remove(&voter).is_some() {
                let mut tx = self.twin_tx().await;
                acts::take_back_vote(&mut tx, who(voter), self.twin.ideas[i]).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
    }

    async fn comment(&mut self, idea: usize) {
        let by = self.chance.below(PERSONS) as Person;
        let root = self.model.root(idea);
        let open = |(i, (on, reply, _, shown, _)): (usize, &(usize, bool, Person, bool, usize))| {
            (self.model.root(*on) == root && !reply && *shown).then_some(i)
        };
        let parents: Vec<usize> = self.said.iter().enumerate().filter_map(open).collect();
        let parent = match parents.as_slice() {
            [] => None,
            some => Some(some[self.chance.below(some.len())]).filter(|_| self.chance.below(2) == 0),
        };
        let on = parent.map_or(root, |p| self.said[p].0);
        // The same words at the same moment would be the same comment.
        let words = format!("Yes, number {}", self.side.comments.len());
        let mut tx = self.tx().await;
        let below = parent.map(|p| self.side.comments[p]);
        let id = acts::comment(&mut tx, who(by), self.side.ideas[idea], &words, below).await;
        if code_of(&id) == "too_many" {
            return;
        }
        self.side.comments.push(id.unwrap());
        tx.commit().await.unwrap();
        let mut tx = self.twin_tx().await;
        let below = parent.map(|p| self.twin.comments[p]);
        // Activity is that of the board whose idea speaks; the twin is told on the same board.
        let id = acts::comment(&mut tx, who(by), self.twin.ideas[on], &words, below).await.unwrap();
        self.twin.comments.push(id);
        tx.commit().await.unwrap();
        self.same_activity(on, root, by).await;
        if let Some(p) = parent {
            self.said[p].4 += 1;
        }
        self.said.push((on, parent.is_some(), by, true, 0));
        self.model.ideas[on].comments += 1;
    }

    /// A reply to a comment on a merged idea takes part on the board of the idea that speaks for it.
    async fn same_activity(&self, on: usize, root: usize, by: Person) {
        let (made, meant) = (self.twin.boards[on % 2], self.twin.boards[root % 2]);
        if made != meant {
            let mut tx = self.twin_tx().await;
            store::mark_active(&mut tx, meant, Voice::of(who(by)).unwrap()).await.unwrap();
            tx.commit().await.unwrap();
            let mut tx = self.tx().await;
            store::mark_active(&mut tx, self.side.boards[on % 2], Voice::of(who(by)).unwrap())
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
    }

    async fn uncomment(&mut self) {
        let Some(n) = (!self.said.is_empty()).then(|| self.chance.below(self.said.len())) else {
            return;
        };
        let (on, _, by, shown, replies) = self.said[n];
        let mut tx = self.tx().await;
        let gone = acts::withdraw_comment(&mut tx, who(by), self.side.comments[n]).await;
        if !shown || replies > 0 {
            assert!(gone.is_err());
            return;
        }
        gone.unwrap();
        tx.commit().await.unwrap();
        let mut tx = self.twin_tx().await;
        acts::withdraw_comment(&mut tx, who(by), self.twin.comments[n]).await.unwrap();
        tx.commit().await.unwrap();
        self.said[n].3 = false;
        self.model.ideas[on].comments -= 1;
        if let Some(parent) = self.parent_of(n).await {
            self.said[parent].4 -= 1;
        }
    }

    async fn parent_of(&self, n: usize) -> Option<usize> {
        let comment = store::comment(&mut self.tx().await, self.side.comments[n]).await.unwrap();
        let parent = comment.reply_to?;
        self.side.comments.iter().position(|id| *id == parent)
    }

    async fn merge(&mut self, idea: usize) {
        let into = self.chance.below(self.model.ideas.len());
        let (a, b) = (self.side.ideas[idea], self.side.ideas[into]);
        let mut tx = self.tx().await;
        let merged = acts::merge(&mut tx, RUTH, a, b).await;
        let roots = self.model.ideas[idea].merged_into.is_none()
            && self.model.ideas[into].merged_into.is_none();
        if !roots || idea == into {
            assert!(merged.is_err(), "{idea} into {into}");
            return;
        }
        merged.unwrap();
        drop(tx);
        // Merged and taken out again at once, nothing has changed: first so, then for good.
        let before = dump(&mut self.tx().await).await;
        does!(self, tx, acts::merge(tx, RUTH, a, b)).unwrap();
        does!(self, tx, acts::unmerge(tx, RUTH, a)).unwrap();
        assert_same(&dump(&mut self.tx().await).await, &before);
        does!(self, tx, acts::merge(tx, RUTH, a, b)).unwrap();
        self.model.ideas[idea].merged_into = Some(into);
    }

    async fn unmerge(&mut self, idea: usize) {
        let mut tx = self.tx().await;
        let taken_out = acts::unmerge(&mut tx, RUTH, self.side.ideas[idea]).await;
        if self.model.ideas[idea].merged_into.is_none() {
            assert_eq!(code(taken_out), "ideas.not_merged");
            return;
        }
        taken_out.unwrap();
        tx.commit().await.unwrap();
        self.model.ideas[idea].merged_into = None;
    }

    /// Every idea has the counts of the model, and they are what counting again gives.
    async fn check(&self) {
        let mut tx = self.tx().await;
        for (n, id) in self.side.ideas.iter().enumerate() {
            let idea = store::idea(&mut tx, *id).await.unwrap();
            let voters = self.model.voters(n);
            assert_eq!(idea.votes as usize, voters.len(), "votes of {n}");
            assert_eq!(idea.customer_votes as usize, self.model.customer_votes(n), "of {n}");
            assert_eq!(idea.comments as usize, self.model.comments(n), "comments of {n}");
            assert!((idea.hot - self.model.hot(n)).abs() < 1e-9, "hot of {n}");
            assert_eq!(idea.root, self.side.ideas[self.model.root(n)]);
            if idea.root == *id {
                let found = store::voters(&mut tx, *id, 100).await.unwrap();
                let found: BTreeSet<_> = found.iter().map(|v| v.person).collect();
                assert_eq!(found, voters.into_iter().map(|v| person(who(v))).collect());
            }
            store::recount(&mut tx, *id).await.unwrap();
            let again = store::idea(&mut tx, *id).await.unwrap();
            assert_eq!(
                (again.votes, again.customer_votes, again.comments, again.hot),
                (idea.votes, idea.customer_votes, idea.comments, idea.hot)
            );
        }
    }

    /// Takes everything out again, in some order, and compares with the twin.
    pub async fn end(mut self) {
        loop {
            let merged: Vec<usize> = (0..self.model.ideas.len())
                .filter(|n| self.model.ideas[*n].merged_into.is_some())
                .collect();
            if merged.is_empty() {
                break;
            }
            let n = merged[self.chance.below(merged.len())];
            self.unmerge(n).await;
        }
        self.check().await;
        assert_same(&self.side.told(self.world).await, &self.twin.told(self.world).await);
    }
}

fn code_of<T>(result: &deedwell_core::Result<T>) -> String {
    result.as_ref().err().map(|e| e.code().into_owned()).unwrap_or_default()
}
