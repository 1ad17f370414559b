//! What each of some people did in sum.

use std::collections::BTreeMap;

use deedwell_core::behaviour::Activity;
use deedwell_core::{Id, Money, Person, Timestamp};

use crate::columns::currency;
use crate::names::Names;
use crate::roles::{CANCELLED_CODE, PLACED_CODE, REFUNDED_CODE, UPDATED_CODE};
use crate::snapshot::{Slice, Snapshot};

/// A test account's own sums are shown on its own page like anybody's.
pub(crate) fn activity(snapshot: &Snapshot, people: &[Id<Person>]) -> Vec<Activity> {
    let of = |person: &Id<Person>| {
        let number = snapshot.number_of(*person);
        let slices = number.map_or_else(Vec::new, |n| snapshot.slices(n));
        Sum::of(&slices, &snapshot.names).told(*person)
    };
    people.iter().map(of).collect()
}

/// What one person did.
#[derive(Default)]
pub(crate) struct Sum {
    pub first_at: Option<i64>,
    pub last_at: Option<i64>,
    pub actions: u64,
    pub purchases: u64,
    last_purchase_at: Option<i64>,
    /// Minor units by currency: orders less refunds, whichever sign a refund was sent with, and what
    /// changed or cancelled orders made of it. What was returned is no money until it is refunded.
    pub spent: BTreeMap<u16, i64>,
}

impl Sum {
    pub fn of(slices: &[Slice<'_>], names: &Names) -> Self {
        let mut sum = Self::default();
        for slice in slices {
            slice.rows.clone().for_each(|row| sum.add(slice, row, names));
        }
        sum
    }

    fn add(&mut self, slice: &Slice<'_>, row: usize, names: &Names) {
        let columns = slice.columns;
        let seen = columns.at.get(row).zip(columns.act.get(row)).zip(columns.name.get(row));
        let Some(((at, act), name)) = seen else { return };
        let kind = names.kind_code(*name);
        if names.is_done(*name, *act) {
            self.actions += 1;
            self.first_at = Some(self.first_at.map_or(*at, |first| first.min(*at)));
            self.last_at = self.last_at.max(Some(*at));
            if kind == PLACED_CODE {
                self.purchases += 1;
                self.last_purchase_at = self.last_purchase_at.max(Some(*at));
            }
        } else if kind == PLACED_CODE || !names.is_believed(*name, *act) {
            return;
        }
        let money = columns.value.get(row).zip(columns.currency.get(row));
        if let Some((value, currency)) = money.filter(|(_, currency)| **currency != 0) {
            self.pay(kind, *value, *currency);
        }
    }

    /// Money counts whoever moved it: a refund is mostly our doing.
    fn pay(&mut self, kind: u16, value: i64, currency: u16) {
        let change = match kind {
            PLACED_CODE | CANCELLED_CODE | UPDATED_CODE => value,
            REFUNDED_CODE => value.checked_abs().unwrap_or(i64::MAX).saturating_neg(),
            _ => return,
        };
        let spent = self.spent.entry(currency).or_default();
        *spent = spent.saturating_add(change);
    }

    fn told(self, person: Id<Person>) -> Activity {
        let moment = |at: Option<i64>| at.and_then(|at| Timestamp::from_microsecond(at).ok());
        let money = |(code, minor): (u16, i64)| currency(code).map(|c| Money::new(minor, c));
        Activity {
            person,
            first_at: moment(self.first_at),
            last_at: moment(self.last_at),
            actions: self.actions,
            purchases: self.purchases,
            last_purchase_at: moment(self.last_purchase_at),
            spent: self.spent.into_iter().filter_map(money).collect(),
        }
    }
}
