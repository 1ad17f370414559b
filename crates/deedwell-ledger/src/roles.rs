//! What the programmes declare, by the code of the kind.

use deedwell_core::behaviour::{CANCELLED, PLACED, REFUNDED, UPDATED};
use deedwell_core::meaning::Basis;
use deedwell_core::{Meaning, Quality};

use crate::columns::NO_FACT;

/// The parts that one kind can play in one programme.
pub(crate) mod role {
    pub const CONTRIBUTION: u16 = 1;
    pub const VOID: u16 = 1 << 1;
    pub const RESTORE: u16 = 1 << 2;
    pub const GRADE: u16 = 1 << 3;
    pub const PEER: u16 = 1 << 4;
    pub const COMPANY: u16 = 1 << 5;
    pub const OFFICIAL: u16 = 1 << 6;
    pub const EVALUATED: u16 = 1 << 7;
    pub const DECIDED: u16 = 1 << 8;
    pub const IMPLEMENTED: u16 = 1 << 9;
    pub const MONEY: u16 = 1 << 10;
    pub const COST: u16 = 1 << 11;
    pub const EXPLAINED: u16 = 1 << 12;
    pub const TOLD: u16 = 1 << 13;
    pub const BROKEN: u16 = 1 << 14;
    pub const ENDED: u16 = 1 << 15;
    /// What happens to a contribution, as opposed to money and answers of peers.
    pub const FATE: u16 = VOID
        | RESTORE
        | GRADE
        | COMPANY
        | OFFICIAL
        | EVALUATED
        | DECIDED
        | IMPLEMENTED
        | EXPLAINED
        | TOLD
        | BROKEN
        | ENDED;
}

/// Codes that every organisation's dictionary begins with.
pub(crate) const PLACED_CODE: u16 = 0;
pub(crate) const REFUNDED_CODE: u16 = 1;
pub(crate) const CANCELLED_CODE: u16 = 2;
pub(crate) const UPDATED_CODE: u16 = 3;

/// The meanings of all programmes. Declared kinds have fixed codes, the same in every organisation.
#[derive(Debug)]
pub(crate) struct Roles {
    pub programmes: Vec<(&'static str, Meaning)>,
    kinds: Vec<&'static str>,
    /// By kind: which programme sees what in it. Mostly one.
    roles: Vec<Vec<(usize, u16)>>,
    /// By kind: where its declared fact is found.
    facts: Vec<Option<Fact>>,
}

#[derive(Clone, Copy, Debug)]
enum Fact {
    Grade(&'static str),
    Basis,
    /// Whether it says one of the words of a no.
    No(&'static str, &'static [&'static str]),
}

/// The fact of a decision that is a no.
pub(crate) const A_NO: i32 = NO_FACT + 1;

impl Roles {
    pub fn new(programmes: Vec<(&'static str, Meaning)>) -> Self {
        let kinds = vec![PLACED, REFUNDED, CANCELLED, UPDATED];
        let (roles, facts) = (vec![vec![]; kinds.len()], vec![None; kinds.len()]);
        let mut all = Self { programmes: Vec::new(), kinds, roles, facts };
        for (number, (_, meaning)) in programmes.iter().enumerate() {
            all.add_meaning(number, meaning);
        }
        Self { programmes, ..all }
    }

    fn add_meaning(&mut self, programme: usize, meaning: &Meaning) {
        let lists = [
            (meaning.contributions, role::CONTRIBUTION),
            (meaning.voided_by, role::VOID),
            (meaning.restored_by, role::RESTORE),
            (meaning.peer_responses, role::PEER),
            (meaning.company_responses, role::COMPANY),
            (meaning.official_answers, role::OFFICIAL),
            (meaning.evaluated, role::EVALUATED),
            (meaning.decided, role::DECIDED),
            (meaning.implemented, role::IMPLEMENTED),
            (meaning.owes.explained_by, role::EXPLAINED),
            (meaning.owes.told_by, role::TOLD),
            (meaning.owes.broken_by, role::BROKEN),
            (meaning.owes.ended_by, role::ENDED),
        ];
        for (kinds, role) in lists {
            for kind in kinds {
                self.add(programme, kind, role, None);
            }
        }
        if let Quality::Grade { kind, fact, .. } = meaning.quality {
            self.add(programme, kind, role::GRADE, Some(Fact::Grade(fact)));
        }
        if let Some(no) = meaning.owes.no {
            self.add(programme, no.kind, 0, Some(Fact::No(no.fact, no.words)));
        }
        for booking in meaning.money {
            let cost = if booking.cost { role::COST } else { 0 };
            self.add(programme, booking.kind, role::MONEY | cost, Some(Fact::Basis));
        }
    }

    fn add(&mut self, programme: usize, kind: &'static str, role: u16, fact: Option<Fact>) {
        let code = self.kinds.iter().position(|k| *k == kind).unwrap_or_else(|| {
            self.kinds.push(kind);
            self.roles.push(Vec::new());
            self.facts.push(None);
            self.kinds.len() - 1
        });
        if let Some(roles) = self.roles.get_mut(code) {
            match roles.iter_mut().find(|(p, _)| *p == programme) {
                Some((_, all)) => *all |= role,
                None => roles.push((programme, role)),
            }
        }
        if let Some(place) = self.facts.get_mut(code) {
            *place = place.or(fact);
        }
    }

    /// The declared kinds in the order of their codes.
    pub fn kinds(&self) -> &[&'static str] {
        &self.kinds
    }

    /// Which programme sees what in a kind.
    pub fn of(&self, kind: u16) -> &[(usize, u16)] {
        self.roles.get(usize::from(kind)).map_or(&[], Vec::as_slice)
    }

    /// The fact that the kind declares, out of an action's facts.
    pub fn fact(&self, kind: u16, facts: &str) -> i32 {
        let declared = self.facts.get(usize::from(kind)).copied().flatten();
        let Some(declared) = declared.filter(|_| !facts.is_empty()) else { return NO_FACT };
        let Ok(facts) = serde_json::from_str::<serde_json::Value>(facts) else { return NO_FACT };
        let found = match declared {
            Fact::Grade(name) => facts.get(name).and_then(|v| v.as_i64()),
            Fact::Basis => {
                let basis = facts.get("basis").and_then(|v| v.as_str()).and_then(Basis::parse);
                basis.and_then(|b| Basis::ALL.iter().position(|a| *a == b)).map(|n| n as i64)
            }
            Fact::No(name, words) => {
                let said = facts.get(name).map(|v| match v.as_str() {
                    Some(text) => text.to_owned(),
                    None => v.to_string(),
                });
                let is_no = said.is_some_and(|said| words.contains(&said.as_str()));
                is_no.then_some(i64::from(A_NO))
            }
        };
        found.and_then(|n| i32::try_from(n).ok()).unwrap_or(NO_FACT)
    }

    /// Changes whenever codes or extracted facts would: a checkpoint of other meanings is not read.
    pub fn hash(&self) -> u64 {
        let text = format!("{:?} {:?}", self.kinds, self.facts);
        xxhash_rust::xxh3::xxh3_64(text.as_bytes())
    }
}
