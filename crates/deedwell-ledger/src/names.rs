//! Names as they were sent, and what each of them means now: the one place where a plan is applied.
//!
//! A row holds the number of its name. So a plan that changes costs a look at each name, and none at
//! the rows.

use std::collections::HashMap;
use std::sync::Arc;

use deedwell_core::Part;
use deedwell_core::plan::{OwnPlan, own, planned};
use tracing::warn;

use crate::columns::{by_machine, by_people, is_of_people};
use crate::words::Codes;

/// Different names that have numbers of their own. The lake knows them all.
const MOST_FREE: u16 = 60_000;
/// The same for names that somebody has planned, so that made-up ones cannot crowd them out.
const MOST_PLANNED: u16 = 65_000;
/// Stands for names beyond these.
const TOO_MANY: &str = "imported.too_many_kinds";
const NO_CODE: u16 = u16::MAX;

/// What readers hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    list: Arc<Vec<Name>>,
    /// By the number of a name: the code of its kind.
    kind_of: Arc<Vec<u16>>,
    /// By the number of a name: whether it is what a public key says happened, and no more.
    is_claim: Arc<Vec<bool>>,
    kinds: Arc<Codes<Arc<str>>>,
    plan: Arc<OwnPlan>,
}

/// A name, and whether a visitor did it: a plan may mean another kind then.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Name {
    pub text: Arc<str>,
    pub by_visitor: bool,
}

impl Names {
    pub fn kind_code(&self, name: u16) -> u16 {
        self.kind_of.get(usize::from(name)).copied().unwrap_or(NO_CODE)
    }

    /// Whether somebody did it: a customer or a visitor, asked or not, and nobody merely says so. The one
    /// rule of what counts in the sums over people.
    pub fn is_done(&self, name: u16, act: u8) -> bool {
        by_people(act) && !self.is_claim(name)
    }

    /// Whether it happened to a customer or visitor, whoever did it, and nobody merely says so: what money
    /// goes by.
    pub fn is_believed(&self, name: u16, act: u8) -> bool {
        is_of_people(act) && !by_machine(act) && !self.is_claim(name)
    }

    fn is_claim(&self, name: u16) -> bool {
        self.is_claim.get(usize::from(name)).is_some_and(|claim| *claim)
    }

    /// What a name means.
    pub fn kind(&self, name: u16) -> Arc<str> {
        self.kind_at(self.kind_code(name))
    }

    pub fn kind_at(&self, code: u16) -> Arc<str> {
        self.kinds.at(code).cloned().unwrap_or_default()
    }

    /// How many kinds there are.
    pub fn kinds(&self) -> usize {
        self.kinds.list().len()
    }

    /// By the number of a name: whether its kind has this property, looked at once for each kind.
    pub fn where_kind(&self, has: impl Fn(u16, &str) -> bool) -> Vec<bool> {
        let kinds: Vec<bool> =
            (0..).zip(self.kinds.list()).map(|(code, kind)| has(code, kind)).collect();
        let of = |code: &u16| kinds.get(usize::from(*code)).is_some_and(|k| *k);
        self.kind_of.iter().map(of).collect()
    }

    /// What a name means of those who are known, whoever sent it so far.
    pub fn kind_if_known(&self, name: &str) -> Arc<str> {
        self.plan.kind(name, Part::Customer).into()
    }

    pub fn list(&self) -> &[Name] {
        &self.list
    }
}

/// The writer's side.
#[derive(Debug, Default)]
pub(crate) struct NameBook {
    shown: Names,
    /// Of those who are known, and of visitors.
    numbers: HashMap<Arc<str>, [u16; 2]>,
    /// Said once: anybody with a public key can make it true, and must not fill the log with it.
    has_warned: bool,
}

impl NameBook {
    /// The kinds that every organisation begins with have the codes of their order.
    pub fn new(kinds: &[&str]) -> Self {
        let mut book = Self::default();
        for kind in kinds {
            book.code_of_kind(kind);
        }
        book.add(TOO_MANY.into(), false, MOST_FREE);
        book
    }

    pub fn kind_code(&self, name: u16) -> u16 {
        self.shown.kind_code(name)
    }

    pub fn shown(&self) -> Names {
        self.shown.clone()
    }

    /// The number of a name, new if need be.
    pub fn number(&mut self, name: &str, part: Part) -> u16 {
        let by_visitor = part == Part::Visitor && own::is_free(name);
        let known = self.numbers.get(name).map(|n| n[usize::from(by_visitor)]);
        if let Some(number) = known.filter(|n| *n != NO_CODE) {
            return number;
        }
        let free = own::is_free(name) || name.starts_with("claimed.");
        let is_free = free && !self.shown.plan.has(name) && planned(name).is_none();
        let most = if is_free { MOST_FREE } else { MOST_PLANNED };
        self.add(name.into(), by_visitor, most).unwrap_or_else(|| {
            if !std::mem::replace(&mut self.has_warned, true) {
                warn!("More names than the hot columns tell apart; the lake has them all");
            }
            0
        })
    }

    /// Adds a name as it stands in a checkpoint, in its order.
    pub fn restore(&mut self, name: &str, by_visitor: bool) {
        let known = self.numbers.get(name).map(|n| n[usize::from(by_visitor)]);
        if known.is_none_or(|n| n == NO_CODE) {
            self.add(name.into(), by_visitor, NO_CODE);
        }
    }

    fn add(&mut self, text: Arc<str>, by_visitor: bool, most: u16) -> Option<u16> {
        let number = u16::try_from(self.shown.list.len()).ok().filter(|n| *n < most)?;
        let name = Name { text, by_visitor };
        let kind = self.meaning(&name);
        let numbers = self.numbers.entry(Arc::clone(&name.text)).or_insert([NO_CODE; 2]);
        numbers[usize::from(by_visitor)] = number;
        Arc::make_mut(&mut self.shown.list).push(name);
        Arc::make_mut(&mut self.shown.kind_of).push(kind);
        let is_claim = own::is_claim(&self.shown.kind_at(kind));
        Arc::make_mut(&mut self.shown.is_claim).push(is_claim);
        Some(number)
    }

    fn meaning(&mut self, name: &Name) -> u16 {
        let part = if name.by_visitor { Part::Visitor } else { Part::Customer };
        let kind = self.shown.plan.kind(&name.text, part).into_owned();
        self.code_of_kind(&kind)
    }

    fn code_of_kind(&mut self, kind: &str) -> u16 {
        match self.shown.kinds.code(kind) {
            Some(code) => code,
            // There is room for more kinds than names; should plans have used it up, it is one of too many.
            None => {
                let added = Arc::make_mut(&mut self.shown.kinds).add(kind.into(), NO_CODE);
                let many = || self.shown.kinds.code(TOO_MANY);
                added.or_else(many).unwrap_or_default()
            }
        }
    }

    /// From now on names mean what this plan says. True when any means something else than before.
    pub fn apply(&mut self, plan: OwnPlan) -> bool {
        if plan == *self.shown.plan {
            return false;
        }
        self.shown.plan = Arc::new(plan);
        let names = Arc::clone(&self.shown.list);
        let kinds: Vec<u16> = names.iter().map(|name| self.meaning(name)).collect();
        if kinds == *self.shown.kind_of {
            return false;
        }
        let claims = kinds.iter().map(|kind| own::is_claim(&self.shown.kind_at(*kind)));
        self.shown.is_claim = Arc::new(claims.collect());
        self.shown.kind_of = Arc::new(kinds);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_names_do_not_crowd_out_what_is_planned() {
        let mut book = NameBook::new(&["orders.placed"]);
        for n in 0..u32::from(MOST_FREE) + 50 {
            book.number(&format!("made up {n}"), Part::Visitor);
        }
        let last = book.number("one more", Part::Visitor);
        assert_eq!(&*book.shown().kind(last), TOO_MANY);
        let order = book.number("Order Completed", Part::Customer);
        assert_eq!(book.shown().kind_code(order), 0);
        book.apply(OwnPlan::new([("Kauf".to_owned(), "orders.placed".to_owned())]));
        let kauf = book.number("Kauf", Part::Customer);
        assert_eq!(book.shown().kind_code(kauf), 0);
    }

    #[test]
    fn a_plan_is_applied_and_taken_back() {
        let mut book = NameBook::new(&["orders.placed"]);
        let (ours, theirs) =
            (book.number("Kauf", Part::Customer), book.number("Kauf", Part::Visitor));
        let before = book.shown();
        assert_eq!(&*before.kind(ours), "imported.kauf");
        assert_eq!(before.kind_code(ours), before.kind_code(theirs));
        assert!(book.apply(OwnPlan::new([("Kauf".to_owned(), "orders.placed".to_owned())])));
        assert_eq!(&*book.shown().kind(ours), "orders.placed");
        assert_eq!(&*book.shown().kind(theirs), "claimed.orders_placed");
        assert_eq!(&*before.kind(ours), "imported.kauf", "who reads keeps what they hold");
        assert!(book.apply(OwnPlan::default()) && !book.apply(OwnPlan::default()));
        assert_eq!(book.shown().kind_of, before.kind_of);
    }
}
