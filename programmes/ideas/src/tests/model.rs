//! A plain answer to who votes for what, kept beside the programme: sets, and no cleverness.

use std::collections::{BTreeMap, BTreeSet};

/// A person, by number; even ones are customers, odd ones visitors.
pub type Person = u128;

#[derive(Clone, Debug)]
pub struct ModelIdea {
    pub author: Person,
    pub created_s: f64,
    pub merged_into: Option<usize>,
    /// Cast on this very idea, when.
    pub votes: BTreeMap<Person, f64>,
    /// Shown, made on this very idea.
    pub comments: usize,
}

#[derive(Clone, Debug, Default)]
pub struct Model {
    pub ideas: Vec<ModelIdea>,
}

impl Model {
    pub fn root(&self, idea: usize) -> usize {
        self.ideas[idea].merged_into.map_or(idea, |into| self.root(into))
    }

    /// Those that an idea speaks for, itself included; a merged one speaks for itself only.
    fn spoken_for(&self, idea: usize) -> Vec<usize> {
        if self.root(idea) != idea {
            return vec![idea];
        }
        (0..self.ideas.len()).filter(|other| self.root(*other) == idea).collect()
    }

    pub fn tree(&self, idea: usize) -> Vec<usize> {
        self.spoken_for(self.root(idea))
    }

    /// Each person who wants it, since when.
    pub fn wishes(&self, idea: usize) -> BTreeMap<Person, f64> {
        let mut wishes: BTreeMap<Person, f64> = BTreeMap::new();
        for i in self.spoken_for(idea) {
            let one = &self.ideas[i];
            for (person, at) in one.votes.iter().chain([(&one.author, &one.created_s)]) {
                let since = wishes.entry(*person).or_insert(*at);
                *since = since.min(*at);
            }
        }
        wishes
    }

    pub fn voters(&self, idea: usize) -> BTreeSet<Person> {
        let author = self.ideas[idea].author;
        self.wishes(idea).into_keys().filter(|person| *person != author).collect()
    }

    pub fn customer_votes(&self, idea: usize) -> usize {
        self.voters(idea).into_iter().filter(|person| is_customer(*person)).count()
    }

    pub fn comments(&self, idea: usize) -> usize {
        self.spoken_for(idea).into_iter().map(|i| self.ideas[i].comments).sum()
    }

    /// The sum itself, from the earliest moment on.
    pub fn hot(&self, idea: usize) -> f64 {
        const TAU_S: f64 = 7.0 * 86_400.0;
        let wishes = self.wishes(idea);
        let first = wishes.values().copied().fold(f64::INFINITY, f64::min);
        let sum: f64 = wishes.values().map(|at| ((at - first) / TAU_S).exp()).sum();
        first / TAU_S + sum.ln()
    }
}

pub fn is_customer(person: Person) -> bool {
    person.is_multiple_of(2)
}

/// SplitMix64: the same seed tells the same story.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}
