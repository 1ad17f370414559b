//! How people are told apart: how many signs of a kind somebody may have, and which values name nobody.

use std::collections::{HashMap, HashSet};

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
    /// Where it is not ours.
    pub limits: HashMap<IdentityKind, usize>,
    pub blocked: HashSet<(IdentityKind, String)>,
}

impl Rules {
    pub fn most(&self, kind: IdentityKind) -> usize {
        self.limits.get(&kind).copied().unwrap_or(kind.most())
    }

    pub fn blocks(&self, sign: &Sign) -> bool {
        !self.blocked.is_empty()
            && self.blocked.contains(&(sign.kind(), sign.value().to_lowercase()))
    }
}

pub async fn rules(tx: &mut Tx) -> Result<Rules> {
    let mut rules = Rules::default();
    let limits = tx.query("select kind, most from sign_limit where organisation = $1");
    for row in tx.list(limits).await? {
        if let Some(kind) = IdentityKind::parse(&row.text("kind")?) {
            rules.limits.insert(kind, usize::try_from(row.number("most")?).unwrap_or(MOST_SIGNS));
        }
    }
    let blocked = tx.query("select kind, value from sign_blocked where organisation = $1");
    for row in tx.list(blocked).await? {
        if let Some(kind) = IdentityKind::parse(&row.text("kind")?) {
            rules.blocked.insert((kind, row.text("value")?));
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
    if most == kind.most() {
        let delete = tx.query("delete from sign_limit where organisation = $1 and kind = $2");
        return tx.run(delete.bind(kind.name())).await.map(drop);
    }
    let insert = tx.query(
        "insert into sign_limit (organisation, kind, most) values ($1, $2, $3)
         on conflict (organisation, kind) do update set most = excluded.most",
    );
    tx.run(insert.bind(kind.name()).bind(most)).await.map(drop)
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
