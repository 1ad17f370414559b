//! What an idea earned, saved and cost, and whose merit that is.

use deedwell_core::meaning::Basis;
use deedwell_core::{Error, Id, Money, Person, Result, Timestamp};
use deedwell_measure::largest_remainder;

use crate::deed::{Booked, IdeaDeed};
use crate::idea::Idea;
use crate::stage::Stage;
use crate::words;

/// The whole credit for an outcome.
pub const WHOLE: i64 = 1_000_000;
/// Persons among whom it is shared.
pub const MOST_SHARES: usize = 100;
/// Above this somebody has mistyped.
pub const MOST_MINOR: i64 = 1_000_000_000_000;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryKind {
    Earned,
    Saved,
    Cost,
}

impl EntryKind {
    pub const ALL: [Self; 3] = [Self::Earned, Self::Saved, Self::Cost];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Earned => "earned",
            Self::Saved => "saved",
            Self::Cost => "cost",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }

    const fn deed(self, booked: Booked) -> IdeaDeed {
        match self {
            Self::Earned => IdeaDeed::Earned(booked),
            Self::Saved => IdeaDeed::Saved(booked),
            Self::Cost => IdeaDeed::CostBooked(booked),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub id: Id<Entry>,
    pub idea: Id<Idea>,
    pub kind: EntryKind,
    /// Below nought in a counter-entry.
    pub amount: Money,
    pub basis: Basis,
    pub note: String,
    pub staff: Id<deedwell_core::Staff>,
    /// The entry that this one takes back.
    pub reverses: Option<Id<Entry>>,
    pub at: Timestamp,
}

#[derive(Clone, Debug)]
pub struct NewEntry {
    pub kind: EntryKind,
    pub amount: Money,
    pub basis: Basis,
    /// Where the figure comes from.
    pub note: String,
}

impl Idea {
    /// Costs once there is a plan; what it brought, once it is there.
    pub fn book(
        &self,
        id: Id<Entry>,
        new: &NewEntry,
        staff: Id<deedwell_core::Staff>,
        now: Timestamp,
    ) -> Result<(Entry, IdeaDeed)> {
        self.speaks_for_itself()?;
        let there = matches!(self.stage, Stage::Shipped | Stage::Measured);
        let begun = there || matches!(self.stage, Stage::Planned | Stage::InProgress);
        if !(there || (begun && new.kind == EntryKind::Cost)) {
            return Err(Error::refused(
                "ideas.too_early",
                "Costs are booked once an idea is planned, what it earned or saved once it has shipped.",
            ));
        }
        if !(1..=MOST_MINOR).contains(&new.amount.minor) {
            return Err(Error::invalid("amount", "An amount is above nought; costs are, too."));
        }
        let entry = Entry {
            id,
            idea: self.id,
            kind: new.kind,
            amount: new.amount,
            basis: new.basis,
            note: words::required_text(
                "note",
                "where the figure comes from",
                &new.note,
                words::LONGEST_NOTE,
            )?,
            staff,
            reverses: None,
            at: now,
        };
        let deed = entry.deed();
        Ok((entry, deed))
    }
}

impl Entry {
    /// The counter-entry. Nothing is erased.
    pub fn take_back(
        &self,
        id: Id<Self>,
        note: &str,
        staff: Id<deedwell_core::Staff>,
        now: Timestamp,
    ) -> Result<(Self, IdeaDeed)> {
        if self.reverses.is_some() {
            return Err(Error::refused(
                "ideas.counter_entry",
                "This is itself a counter-entry. Please book the amount anew instead.",
            ));
        }
        let note = words::required_text("note", "why it is taken back", note, words::LONGEST_NOTE)?;
        let amount = Money::new(-self.amount.minor, self.amount.currency);
        let entry =
            Self { id, amount, note, staff, reverses: Some(self.id), at: now, ..self.clone() };
        let deed = entry.deed();
        Ok((entry, deed))
    }

    fn deed(&self) -> IdeaDeed {
        let Self { id: entry, basis, reverses, amount, .. } = *self;
        self.kind.deed(Booked { entry, basis, reverses, amount: Some(amount) })
    }
}

/// A person's share in what an idea brought, in millionths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Credit {
    pub person: Id<Person>,
    pub share: i64,
}

/// Unless staff said otherwise, the authors of an idea and of those merged into it share equally,
/// each person once, and what cannot be divided goes to the earliest.
pub fn equal_credits(authors: &[Id<Person>]) -> Vec<Credit> {
    let mut persons: Vec<Id<Person>> = Vec::new();
    for author in authors {
        if !persons.contains(author) {
            persons.push(*author);
        }
    }
    let shares = largest_remainder(WHOLE, &vec![1.0; persons.len()]);
    persons.into_iter().zip(shares).map(|(person, share)| Credit { person, share }).collect()
}

/// Shares as staff set them: each above nought, together the whole.
pub fn set_credits(credits: &[Credit]) -> Result<IdeaDeed> {
    let wrong = |sentence: &'static str| Err(Error::invalid("shares", sentence));
    if credits.is_empty() || credits.len() > MOST_SHARES {
        return wrong("Credit is shared among one to a hundred persons.");
    }
    if credits.iter().any(|c| !(1..=WHOLE).contains(&c.share)) {
        return wrong("Each share is above nought and at most the whole.");
    }
    let sum: i64 = credits.iter().map(|c| c.share).sum();
    if sum != WHOLE {
        return wrong("The shares must add up to the whole, 100 %.");
    }
    let mut persons: Vec<_> = credits.iter().map(|c| c.person).collect();
    persons.sort();
    persons.dedup();
    if persons.len() != credits.len() {
        return wrong("Each person has one share.");
    }
    Ok(IdeaDeed::Credited { persons: credits.len() as i64 })
}

/// An amount split by the shares, to the last penny.
pub fn credited(amount: Money, credits: &[Credit]) -> Vec<(Id<Person>, Money)> {
    let weights: Vec<f64> = credits.iter().map(|c| c.share as f64).collect();
    let parts = largest_remainder(amount.minor, &weights);
    let money = |minor| Money::new(minor, amount.currency);
    credits.iter().zip(parts).map(|(c, minor)| (c.person, money(minor))).collect()
}

#[cfg(test)]
mod tests {
    use deedwell_core::Currency;

    use super::*;
    use crate::idea::sample::{id, idea};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn entry(kind: EntryKind, minor: i64) -> NewEntry {
        let amount = Money::new(minor, Currency::GBP);
        NewEntry { kind, amount, basis: Basis::Claimed, note: "Till".to_owned() }
    }

    #[test]
    fn money_comes_after_the_deed() {
        let planned = Idea { stage: Stage::Planned, ..idea(1, 1) };
        assert!(planned.book(id(5), &entry(EntryKind::Cost, 100), id(9), NOW).is_ok());
        let early = planned.book(id(5), &entry(EntryKind::Earned, 100), id(9), NOW);
        assert_eq!(early.unwrap_err().code(), "ideas.too_early");
        let shipped = Idea { stage: Stage::Shipped, ..planned };
        for wrong in [0, -5, MOST_MINOR + 1] {
            let wrong = shipped.book(id(5), &entry(EntryKind::Saved, wrong), id(9), NOW);
            assert_eq!(wrong.unwrap_err().code(), "invalid.amount");
        }
        let silent = NewEntry { note: " ".to_owned(), ..entry(EntryKind::Earned, 100) };
        assert_eq!(shipped.book(id(5), &silent, id(9), NOW).unwrap_err().code(), "invalid.note");
    }

    #[test]
    fn an_entry_is_taken_back_by_its_opposite() {
        let shipped = Idea { stage: Stage::Shipped, ..idea(1, 1) };
        let (entry, _) = shipped.book(id(5), &entry(EntryKind::Earned, 100), id(9), NOW).unwrap();
        let (counter, deed) = entry.take_back(id(6), "Counted twice", id(9), NOW).unwrap();
        assert_eq!((counter.amount.minor, counter.reverses), (-100, Some(entry.id)));
        assert_eq!(deed.kind(), "ideas.earned");
        assert_eq!(
            counter.take_back(id(7), "x", id(9), NOW).unwrap_err().code(),
            "ideas.counter_entry"
        );
    }

    #[test]
    fn credits_are_one_for_each_outcome() {
        for n in 1..=37 {
            let authors: Vec<_> = (1..=n).map(id).chain([id(1)]).collect();
            let credits = equal_credits(&authors);
            assert_eq!(credits.len(), n as usize);
            assert_eq!(credits.iter().map(|c| c.share).sum::<i64>(), WHOLE);
            assert!(set_credits(&credits).is_ok());
            let parts = credited(Money::new(1_001, Currency::GBP), &credits);
            assert_eq!(parts.iter().map(|(_, m)| m.minor).sum::<i64>(), 1_001);
        }
        let share = |n, share| Credit { person: id(n), share };
        assert!(set_credits(&[share(1, WHOLE - 1)]).is_err());
        assert!(set_credits(&[share(1, WHOLE / 2), share(1, WHOLE / 2)]).is_err());
        assert!(set_credits(&[share(1, WHOLE), share(2, 0)]).is_err());
        assert!(set_credits(&[]).is_err());
    }
}
