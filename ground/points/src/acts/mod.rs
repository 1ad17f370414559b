//! The verbs: load, decide, write, record; the caller commits. Each is done once for its key: asked again
//! it tells what came of it, and asked for something else under that key it refuses (`points.key_used`).
//!
//! [`earn()`], [`confirm()`], [`reverse()`], [`spend()`], [`pay_out()`] are for programmes, in the transaction
//! of what earned it. Who earns for several people in one transaction takes them in the order of their
//! identities, or two such transactions may wait for each other. [`adjust()`], [`approve()`], [`redeem()`]
//! and [`setup`] are what staff and members do, [`keep()`] what time does.
mod adjust;
mod confirm;
mod earn;
mod forget;
mod keep;
mod pay_out;
mod redeem;
mod reverse;
mod settle;
pub mod setup;
mod spend;

pub use adjust::{Adjust, adjust, approve, refuse};
pub use confirm::confirm;
pub use earn::month_of;
pub use earn::{Earn, Earned, UNTIL_CONFIRMED, WhyNot, earn};
pub(crate) use earn::{Extra, earn_with};
pub use forget::forget;
pub use keep::keep;
pub use pay_out::{PaidOut, PayOut, PayTo, pay_out};
pub use redeem::{Redeemed, honour, redeem, undo};
pub(crate) use reverse::undo_to;
pub use reverse::{Reversed, give_back, reverse, reverse_part};
pub use spend::{Spend, Spent, spend};

use deedwell_core::deed::is_kind;
use deedwell_core::{Error, Id, Identity, Result, Who, text};
use deedwell_store::Tx;
use sha2::{Digest, Sha256};

use crate::account::{Balance, Entry, Postings};
use crate::scheme::Scheme;
use crate::store::{self, EntryRow};

/// Letters of a key.
pub const LONGEST_KEY: usize = 200;
/// Letters of a reason.
pub const LONGEST_WHY: usize = 300;

/// Because of what: the kind of the deed, and what it is about: `referrals.qualified`, `referral/<id>`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Because {
    pub kind: String,
    pub about: String,
}

impl Because {
    pub fn new(kind: impl Into<String>, about: impl Into<String>) -> Self {
        Self { kind: kind.into(), about: about.into() }
    }

    /// # Errors
    /// `Invalid`.
    fn checked(&self) -> Result<()> {
        if !is_kind(&self.kind)
            || self.about.len() > 255
            || self.about.chars().any(char::is_control)
        {
            return Err(Error::invalid(
                "because",
                "Please say because of what: a kind such as orders.placed, and what it is about.",
            ));
        }
        Ok(())
    }

    /// Whose budget it is: the area of the deed.
    fn programme(&self) -> &str {
        self.kind.split_once('.').map_or("", |(area, _)| area)
    }
}

/// The customer who acts.
///
/// # Errors
/// `points.not_a_customer` for everybody else.
fn identity_of(who: Who) -> Result<Id<Identity>> {
    match who {
        Who::Customer { identity, .. } => Ok(identity),
        Who::Visitor { .. } | Who::Staff(_) | Who::System => {
            Err(Error::refused("points.not_a_customer", "Only a customer whom we know has points."))
        }
    }
}

/// # Errors
/// `Invalid` for an empty or too long key.
fn check_key(key: &str) -> Result<()> {
    if key.is_empty() || key.len() > LONGEST_KEY || key.chars().any(char::is_control) {
        return Err(Error::invalid("key", "A key is 1 to 200 letters, digits and signs."));
    }
    Ok(())
}

/// # Errors
/// `Invalid` when it is too long, or empty where it may not be.
pub fn clean_why(why: &str, must: bool) -> Result<String> {
    let why = text::line(why);
    if must && why.is_empty() {
        return Err(Error::invalid("why", "Please say why, in a few words."));
    }
    if why.chars().count() > LONGEST_WHY {
        return Err(Error::invalid("why", "A reason has at most 300 letters."));
    }
    Ok(why)
}

/// By what a request is told from another under the same key.
fn print(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// What was booked under this key before, if it is the same.
///
/// # Errors
/// `points.key_used`.
async fn booked_before(tx: &mut Tx, key: &str, print: &str) -> Result<Option<EntryRow>> {
    let Some(before) = store::entry_by_key(tx, key, "").await? else { return Ok(None) };
    if before.print != print {
        return Err(Error::refused(
            "points.key_used",
            "This key was used for something else. Please send a new key.",
        ));
    }
    Ok(Some(before))
}

/// Writes the postings of an entry, and what they add up to.
async fn post(tx: &mut Tx, entry: Id<Entry>, postings: &Postings) -> Result<()> {
    let postings = postings.balanced()?;
    store::add_postings(tx, entry, &postings).await?;
    store::move_sums(tx, &postings).await
}

/// In the name of whom something is recorded that concerns this identity.
async fn customer(tx: &mut Tx, identity: Id<Identity>) -> Result<Who> {
    let member = store::member(tx, identity).await?;
    Ok(Who::Customer { identity, person: member.person })
}

/// What somebody has in one scheme.
pub async fn balance(tx: &mut Tx, scheme: Id<Scheme>, who: Who) -> Result<Balance> {
    let identity = identity_of(who)?;
    let person = store::member(tx, identity).await?.person;
    store::balance(tx, scheme, person).await
}

/// The scheme that is meant where nobody names one: the oldest of points that is open.
///
/// # Errors
/// `points.no_scheme`.
pub async fn usual_scheme(tx: &mut Tx) -> Result<Scheme> {
    let schemes = store::schemes(tx).await?;
    let usual = schemes.into_iter().find(|s| s.closed_at.is_none() && s.terms.currency.is_none());
    usual.ok_or_else(|| {
        Error::refused(
            "points.no_scheme",
            "There are no points here yet. Please make a scheme first.",
        )
    })
}

/// Two of us decided about one lot at once; who came first has it.
fn overtaken() -> Error {
    Error::TooMany {
        sentence: "These points are being moved at this moment. Please try again.".into(),
        retry_after_s: 1,
    }
}
