//! How people are told apart: how many signs of a kind somebody may have, and which values name nobody.

use std::collections::HashMap;

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::Tx;

use crate::sign::{IdentityKind, Sign};

/// Identities of one person at most. More would be a shared address or a loop, not a person.
pub const MOST_SIGNS: usize = 100;
/// Values of one organisation that name nobody.
pub const MOST_BLOCKED: i64 = 1_000;

impl IdentityKind {
    /// How many somebody has at most, where the organisation says nothing else. Of logins: for each
    /// system into which they sign in.
    pub const fn most(self) -> usize {
        match self {
            Self::Login => 1,
            Self::Email | Self::Phone => 5,
            Self::Card => 10,
            Self::Import | Self::Browser => MOST_SIGNS,
        }
    }

    /// Whether one of these says who somebody is. A browser does not: a hundred people may share it.
    pub const fn names_a_person(self) -> bool {
        !matches!(self, Self::Browser)
    }
}

/// The rules of one organisation.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Rules {
    /// Where it is not ours, and since when: microseconds.
    pub limits: HashMap<IdentityKind, (usize, i64)>,
    /// With when it was blocked.
    pub blocked: HashMap<(IdentityKind, String), i64>,
}

impl Rules {
    /// What holds now.
    pub fn most(&self, kind: IdentityKind) -> usize {
        self.most_at(kind, i64::MAX)
    }

    /// What holds for what is said at a moment: a rule speaks of what comes after it.
    pub fn most_at(&self, kind: IdentityKind, at: i64) -> usize {
        let own = self.limits.get(&kind).filter(|(_, since)| *since <= at);
        own.map_or(kind.most(), |(most, _)| *most)
    }

    /// Whether it names nobody in what is said at a moment.
    pub fn blocks(&self, sign: &Sign, at: i64) -> bool {
        !self.blocked.is_empty()
            && self
                .blocked
                .get(&(sign.kind(), sign.value().to_lowercase()))
                .is_some_and(|since| *since <= at)
    }
}

pub async fn rules(tx: &mut Tx) -> Result<Rules> {
    let mut rules = Rules::default();
    let both = tx.query(
        "select kind, most, at, '' as value from sign_limit where organisation = $1
         union all
         select kind, 0 as most, at, value from sign_blocked where organisation = $1",
    );
    for row in tx.list(both).await? {
        let Some(kind) = IdentityKind::parse(&row.text("kind")?) else { continue };
        let at = row.number("at")?;
        match usize::try_from(row.number("most")?).unwrap_or(MOST_SIGNS) {
            0 => drop(rules.blocked.insert((kind, row.text("value")?), at)),
            most => drop(rules.limits.insert(kind, (most, at))),
        }
    }
    Ok(rules)
}

/// # Errors
/// `Invalid` outside 1 to [`MOST_SIGNS`].
pub async fn limit(tx: &mut Tx, kind: IdentityKind, most: usize) -> Result<()> {
    if !(1..=MOST_SIGNS).contains(&most) {
        return Err(Error::invalid("most", format!("Please choose 1 to {MOST_SIGNS}.")));
    }
    let now = tx.now();
    let insert = tx.query(
        "insert into sign_limit (organisation, kind, most, at) values ($1, $2, $3, $4)
         on conflict (organisation, kind) do update set most = excluded.most, at = excluded.at",
    );
    tx.run(insert.bind(kind.name()).bind(most).bind(now)).await.map(drop)
}

/// From now on this value names nobody. What it tied together before stays; take the link back for that.
///
/// # Errors
/// `Invalid` for a value that could not name anybody; `people.too_many_blocked`.
pub async fn block(tx: &mut Tx, kind: IdentityKind, value: &str, staff: Id<Staff>) -> Result<()> {
    let sign = Sign::new(kind, value, "")?;
    let count = tx.query("select count(*) as blocked from sign_blocked where organisation = $1");
    if tx.one(count).await?.number("blocked")? >= MOST_BLOCKED {
        return Err(Error::refused(
            "people.too_many_blocked",
            format!("At most {MOST_BLOCKED} values can be blocked. Please remove one first."),
        ));
    }
    let now = tx.now();
    let insert = tx.query(
        "insert into sign_blocked (organisation, kind, value, staff, at) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
    );
    let insert = insert.bind(kind.name()).bind(sign.value().to_lowercase());
    tx.run(insert.bind(staff).bind(now)).await.map(drop)
}

pub async fn unblock(tx: &mut Tx, kind: IdentityKind, value: &str) -> Result<()> {
    let delete =
        tx.query("delete from sign_blocked where organisation = $1 and kind = $2 and value = $3");
    tx.run(delete.bind(kind.name()).bind(value.to_lowercase())).await.map(drop)
}
