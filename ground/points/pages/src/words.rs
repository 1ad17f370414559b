//! What is said of amounts, entries and lots, on site and console alike.

use deedwell_core::Timestamp;
use deedwell_points::account::Account;
use deedwell_points::scheme::{Expiry, Scheme};
use deedwell_points::store::{EntryRow, Line, Lot};
use deedwell_web::Frame;

/// A line of somebody's account.
pub(crate) struct LineShown {
    pub at: Timestamp,
    pub what: String,
    pub because: String,
    pub account: String,
    pub amount: String,
}

impl LineShown {
    pub fn of(frame: &Frame, scheme: &Scheme, line: &Line) -> Self {
        Self {
            at: line.entry.at,
            what: verb(frame, &line.entry),
            because: because(frame, &line.entry),
            account: account(frame, line.account),
            amount: signed(scheme, line.amount),
        }
    }
}

/// With its sign, for it is what was added or taken.
pub(crate) fn signed(scheme: &Scheme, amount: i64) -> String {
    let words = scheme.terms.words(amount);
    if amount > 0 { format!("+{words}") } else { words }
}

pub(crate) fn verb(frame: &Frame, entry: &EntryRow) -> String {
    frame.t(&format!("points-verb-{}", entry.verb.replace('_', "-")))
}

/// Why: the words of staff, else the kind of deed.
fn because(frame: &Frame, entry: &EntryRow) -> String {
    if !entry.why.is_empty() {
        return entry.why.clone();
    }
    if entry.kind.is_empty() || entry.kind.starts_with("points.") {
        return String::new();
    }
    frame.kind(&entry.kind)
}

pub(crate) fn account(frame: &Frame, account: Account) -> String {
    frame.t(&format!("points-account-{}", account.name().replace('.', "-")))
}

/// A lot that is not used up.
pub(crate) struct LotShown {
    pub amount: String,
    pub earned_at: Timestamp,
    pub tone: &'static str,
    pub state: String,
}

impl LotShown {
    pub fn of(frame: &Frame, scheme: &Scheme, lot: &Lot) -> Self {
        let far = |at: &Timestamp| *at >= deedwell_points::acts::UNTIL_CONFIRMED;
        let (tone, state) = match (lot.active, lot.held_at, lot.pending_until, lot.expires_at) {
            (false, Some(_), _, _) => ("wait", frame.t("points-lot-held")),
            (false, None, Some(until), _) if !far(&until) => {
                ("wait", frame.w("points-lot-until", frame.day(&until)))
            }
            (false, None, _, _) => ("wait", frame.t("points-lot-pending")),
            (true, _, _, Some(at)) => ("line", frame.w("points-lot-ends", last_day(frame, at))),
            (true, _, _, None) => ("up", frame.t("points-lot-stays")),
        };
        let amount = scheme.terms.words(lot.remains);
        Self { amount, earned_at: lot.earned_at, tone, state }
    }
}

/// The last day on which something can be spent that ends at this moment.
pub(crate) fn last_day(frame: &Frame, at: Timestamp) -> String {
    let last = at.checked_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(at);
    frame.day(&last)
}

pub(crate) fn expiry(frame: &Frame, expiry: Expiry) -> String {
    match expiry {
        Expiry::Never => frame.t("points-expiry-never-words"),
        Expiry::After { days } => frame.n("points-expiry-after-words", days),
        Expiry::Periods { months, roll_over, .. } => frame.m(
            "points-expiry-periods-words",
            &[("months", frame.number(i64::from(months))), ("more", frame.number(roll_over))],
        ),
    }
}

/// The scheme of this short word, else the first of points, else the first.
pub(crate) fn chosen<'a>(all: &'a [Scheme], key: &str) -> Option<&'a Scheme> {
    let points = || all.iter().find(|s| s.terms.currency.is_none());
    all.iter().find(|s| s.key == key).or_else(points).or(all.first())
}
