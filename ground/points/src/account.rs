//! Where amounts stand, and how they move: in entries whose postings are 0 together.

use std::collections::BTreeMap;

use deedwell_core::{Error, Id, Identity, Result};
use serde::Serialize;

use crate::scheme::Scheme;

/// Something that happened to points, with its postings.
#[derive(Debug)]
pub enum Entry {}

/// Where amounts stand. Those of a member are theirs; the others are the company's. What a member has is
/// positive, what the company gave for it negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Earned, and not to be spent yet.
    Pending,
    Active,
    Spent,
    Expired,
    /// Taken back after it was spent: never more than 0.
    Owed,
    /// Spent on something that was not handed over yet.
    Liability,
    /// What was given, but for what came to nothing.
    Expense,
    /// What was given and expired.
    Breakage,
    /// What was given on, with what we added.
    Charity,
}

impl Account {
    pub const ALL: [Self; 9] = [
        Self::Pending,
        Self::Active,
        Self::Spent,
        Self::Expired,
        Self::Owed,
        Self::Liability,
        Self::Expense,
        Self::Breakage,
        Self::Charity,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "member.pending",
            Self::Active => "member.active",
            Self::Spent => "member.spent",
            Self::Expired => "member.expired",
            Self::Owed => "member.owed",
            Self::Liability => "programme.liability",
            Self::Expense => "programme.expense",
            Self::Breakage => "breakage",
            Self::Charity => "charity",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|account| account.name() == text)
    }

    pub const fn is_of_member(self) -> bool {
        matches!(self, Self::Pending | Self::Active | Self::Spent | Self::Expired | Self::Owed)
    }
}

/// One amount in one account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Posting {
    pub scheme: Id<Scheme>,
    pub account: Account,
    /// Whose account; none for the company's own.
    pub identity: Option<Id<Identity>>,
    pub amount: i64,
}

/// Which account of whom; of the company's own, of nobody.
type Place = (Id<Scheme>, Account, Option<Id<Identity>>);

/// The postings of an entry, gathered while it is decided.
#[derive(Clone, Debug, Default)]
pub struct Postings(BTreeMap<Place, i64>);

impl Postings {
    /// Moves an amount from one account of a member or of the company to another.
    pub fn shift(
        &mut self,
        scheme: Id<Scheme>,
        from: (Account, Id<Identity>),
        to: (Account, Id<Identity>),
        amount: i64,
    ) -> Result<()> {
        self.add(scheme, from, amount.checked_neg().ok_or_else(too_large)?)?;
        self.add(scheme, to, amount)
    }

    /// What was gathered in an account so far.
    pub fn gathered(&self, scheme: Id<Scheme>, account: Account, identity: Id<Identity>) -> i64 {
        let whose = account.is_of_member().then_some(identity);
        self.0.get(&(scheme, account, whose)).copied().unwrap_or_default()
    }

    fn add(
        &mut self,
        scheme: Id<Scheme>,
        (account, identity): (Account, Id<Identity>),
        amount: i64,
    ) -> Result<()> {
        let whose = account.is_of_member().then_some(identity);
        let place = self.0.entry((scheme, account, whose)).or_default();
        *place = place.checked_add(amount).ok_or_else(too_large)?;
        Ok(())
    }

    /// All that is not nothing.
    ///
    /// # Errors
    /// `Fault` where they are not 0 together in each scheme: that would be an error of ours.
    pub fn balanced(&self) -> Result<Vec<Posting>> {
        let mut sums: BTreeMap<Id<Scheme>, i128> = BTreeMap::new();
        for ((scheme, _, _), amount) in &self.0 {
            *sums.entry(*scheme).or_default() += i128::from(*amount);
        }
        if let Some((scheme, sum)) = sums.iter().find(|(_, sum)| **sum != 0) {
            return Err(Error::fault(format!("the postings in {scheme} are {sum} together")));
        }
        let postings = self.0.iter().filter(|(_, amount)| **amount != 0);
        Ok(postings
            .map(|((scheme, account, identity), amount)| Posting {
                scheme: *scheme,
                account: *account,
                identity: *identity,
                amount: *amount,
            })
            .collect())
    }
}

fn too_large() -> Error {
    Error::fault("an amount is larger than can be counted")
}

/// What somebody has in one scheme.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Balance {
    pub pending: i64,
    pub active: i64,
    pub spent: i64,
    pub expired: i64,
    /// Taken back after it was spent: 0 or less.
    pub owed: i64,
}

impl Balance {
    /// What can be spent now; less than nothing where more was taken back than was left.
    pub const fn balance(&self) -> i64 {
        self.active + self.owed
    }

    pub fn of(&mut self, account: Account) -> Option<&mut i64> {
        match account {
            Account::Pending => Some(&mut self.pending),
            Account::Active => Some(&mut self.active),
            Account::Spent => Some(&mut self.spent),
            Account::Expired => Some(&mut self.expired),
            Account::Owed => Some(&mut self.owed),
            Account::Liability | Account::Expense | Account::Breakage | Account::Charity => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deedwell_core::{Clock, Timestamp};

    #[test]
    fn postings_are_nothing_together() {
        let clock = Clock::held(Timestamp::UNIX_EPOCH);
        let (scheme, ada) = (clock.new_id(), clock.new_id());
        let mut postings = Postings::default();
        postings.shift(scheme, (Account::Expense, ada), (Account::Active, ada), 70).unwrap();
        postings.shift(scheme, (Account::Active, ada), (Account::Spent, ada), 70).unwrap();
        let all = postings.balanced().unwrap();
        let told: Vec<_> = all.iter().map(|p| (p.account, p.identity, p.amount)).collect();
        assert_eq!(told, [(Account::Spent, Some(ada), 70), (Account::Expense, None, -70)]);
        postings.add(scheme, (Account::Active, ada), 1).unwrap();
        assert!(postings.balanced().is_err(), "a point from nowhere");
        assert!(postings.add(scheme, (Account::Spent, ada), i64::MAX).is_err());
    }

    #[test]
    fn every_account_is_found_by_its_name() {
        for account in Account::ALL {
            assert_eq!(Account::parse(account.name()), Some(account));
        }
    }
}
