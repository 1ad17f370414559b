//! What an organisation says that names mean, beyond the specifications: which names may be planned,
//! and which kinds they may mean. Pure; who reads applies it, so that the ledger keeps what was sent.
//!
//! Two walls. A name may not become a deed of ours: those are done here, never reported. And a kind
//! that earns is read only of those who are known: what a visitor did, which is all that a public key
//! can report, stays a claim whatever the plan says.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::deed::{is_kind, kind_from_name};
use crate::error::{Error, Result};
use crate::plan::{PLANNED, planned};
use crate::who::Part;

/// Names that an organisation may plan, and facts of each.
pub const MOST_NAMES: usize = 500;
pub const MOST_FACTS: usize = 30;

/// Areas in which we speak: of the specifications, of our own parts, of programmes there are and that
/// there will be. A house test looks that each area in which a deed is recorded stands here.
pub const AREAS: [&str; 100] = [
    "accounts",
    "advocacy",
    "answers",
    "apps",
    "audiences",
    "audit",
    "bids",
    "boards",
    "campaigns",
    "carts",
    "challenges",
    "channels",
    "chat",
    "checkouts",
    "claimed",
    "collaborations",
    "complaints",
    "consents",
    "contacts",
    "contests",
    "conversations",
    "costs",
    "coupons",
    "customers",
    "deedwell",
    "deliveries",
    "email",
    "emails",
    "events",
    "evidence",
    "experiments",
    "fields",
    "forecasts",
    "games",
    "groups",
    "holdings",
    "huddles",
    "ideas",
    "identities",
    "imported",
    "inbox",
    "indicators",
    "journeys",
    "keys",
    "knowledge",
    "ledger",
    "letters",
    "links",
    "markets",
    "measures",
    "messages",
    "messenger",
    "moderation",
    "money",
    "notices",
    "orders",
    "organisation",
    "organisations",
    "pages",
    "payments",
    "payouts",
    "people",
    "persons",
    "pilots",
    "plan",
    "points",
    "practices",
    "predictions",
    "preferences",
    "products",
    "profiles",
    "programmes",
    "promotions",
    "purchases",
    "push",
    "pushes",
    "questions",
    "quests",
    "recognition",
    "referrals",
    "refunds",
    "remixes",
    "reviews",
    "rewards",
    "screens",
    "services",
    "sms",
    "sources",
    "staff",
    "standings",
    "surveys",
    "telegram",
    "trust",
    "units",
    "voice",
    "webhook",
    "webhooks",
    "webinars",
    "whatsapp",
    "wishlists",
];

/// Kinds whose doer is decided when they come, by their specified name: mapped, a machine's doing
/// would pass for a customer's.
const BY_MACHINES: [&str; 3] = ["emails.bounced", "emails.delivered", "emails.opened"];

fn is_ours(area: &str) -> bool {
    AREAS.binary_search(&area).is_ok()
}

/// The name under which the ledger keeps what is sent under a name: one that looks like a kind stands
/// there as a claim, which is what a plan then speaks of.
pub fn ledger_name(sent: &str) -> Cow<'_, str> {
    if planned(sent).is_none() && is_kind(sent) && !sent.starts_with(CLAIMED) {
        return Cow::Owned(format!("{CLAIMED}{}", sent.replace('.', "_")));
    }
    Cow::Borrowed(sent)
}

const CLAIMED: &str = "claimed.";

/// Whether a kind is what somebody with a public key says happened: kept apart, and used by nothing.
pub fn is_claim(kind: &str) -> bool {
    kind.starts_with(CLAIMED)
}

/// Whether a plan may say what this name of the ledger means. `order completed` may; `Order Completed`
/// has its meaning, `ideas.voted` is a deed of ours, and `claimed.ideas_voted` pretended to be one.
pub fn is_free(name: &str) -> bool {
    if planned(name).is_some() || name.is_empty() {
        return false;
    }
    match name.strip_prefix(CLAIMED) {
        Some(rest) => {
            let begins = |area: &&str| {
                rest.strip_prefix(*area).is_some_and(|r| r.is_empty() || r.starts_with('_'))
            };
            !AREAS.iter().any(begins)
        }
        None => !is_kind(name),
    }
}

/// Whether a kind is one that anybody may report: behaviour of the specifications, or of an area of the
/// organisation's own. Orders and what is like them are not.
pub fn is_public(kind: &str) -> bool {
    let mut known = PLANNED.iter().filter(|p| p.kind == kind).peekable();
    match known.peek() {
        Some(_) => known.all(|p| p.public),
        None => kind.split_once('.').is_some_and(|(area, _)| !is_ours(area)),
    }
}

/// Makes sure that a name may mean a kind.
///
/// # Errors
/// `plan.name_ours`, `plan.name_planned`, `plan.kind_shape`, `plan.kind_ours`, `plan.kind_by_machines`.
pub fn may_mean(name: &str, kind: &str) -> Result<()> {
    if let Some(known) = planned(name) {
        return if known.kind == kind {
            Ok(())
        } else {
            Err(Error::refused(
                "plan.name_planned",
                "This name is one of the specification and means the same everywhere. You may say which facts it carries.",
            ))
        };
    }
    if !is_free(name) {
        return Err(Error::refused(
            "plan.name_ours",
            "This is the name of a deed of Deedwell’s own. It means what it says.",
        ));
    }
    if !is_kind(kind) {
        return Err(Error::refused(
            "plan.kind_shape",
            "A kind is an area and what was done, in small letters: bookings.made.",
        ));
    }
    if BY_MACHINES.contains(&kind) {
        return Err(Error::refused(
            "plan.kind_by_machines",
            "That an e-mail arrived or was opened is said by machines. Send it under its name of the specification.",
        ));
    }
    let area = kind.split_once('.').map_or(kind, |(area, _)| area);
    let specified = PLANNED.iter().any(|p| p.kind == kind) || kind == crate::behaviour::RETURNED;
    if is_ours(area) && !specified {
        return Err(Error::refused(
            "plan.kind_ours",
            "This area is Deedwell’s own. Choose a kind of the specification, or an area of your own such as bookings.",
        ));
    }
    Ok(())
}

/// What names mean to one organisation. Those of the specifications are not in it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct OwnPlan(HashMap<Box<str>, Box<str>>);

impl OwnPlan {
    /// Takes what may stand in a plan; what may not (a row that somebody wrote by hand, a rule that has
    /// grown stricter) is left out, and its name means what it meant without a plan.
    pub fn new(rows: impl IntoIterator<Item = (String, String)>) -> Self {
        let good = |(name, kind): &(String, String)| is_free(name) && may_mean(name, kind).is_ok();
        let rows = rows.into_iter().filter(good);
        Self(rows.map(|(name, kind)| (name.into(), kind.into())).collect())
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The kind of an action of this name, done in this part.
    pub fn kind<'a>(&'a self, name: &'a str, part: Part) -> Cow<'a, str> {
        match self.0.get(name) {
            None => kind_from_name(name),
            Some(kind) if part == Part::Visitor && !is_public(kind) => {
                Cow::Owned(format!("{CLAIMED}{}", kind.replace('.', "_")))
            }
            Some(kind) => Cow::Borrowed(kind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str, kind: &str) -> Option<String> {
        may_mean(name, kind).err().map(|error| match error {
            Error::Refused { code, .. } => code.to_owned(),
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn a_plan_makes_nobody_a_deed_of_ours() {
        for kind in [
            "ideas.voted",
            "points.earned",
            "people.merged",
            "staff.joined",
            "customers.signed_in",
            "claimed.x",
            "imported.x",
            "events.attended",
            "orders.sent",
            "products.touched",
        ] {
            assert_eq!(code("Lamp Lit", kind).as_deref(), Some("plan.kind_ours"), "{kind}");
        }
        for kind in ["", "bookings", "Bookings.Made", "a.b.c", "bookings.made ", "b\u{e9}.x"] {
            assert_eq!(code("Lamp Lit", kind).as_deref(), Some("plan.kind_shape"), "{kind}");
        }
        for kind in BY_MACHINES {
            assert_eq!(code("mail seen", kind).as_deref(), Some("plan.kind_by_machines"));
        }
        for kind in [
            "bookings.made",
            "orders.placed",
            "orders.returned",
            "products.viewed",
            "emails.unsubscribed",
        ] {
            assert_eq!(code("Lamp Lit", kind), None, "{kind}");
        }
        assert!(AREAS.is_sorted());
    }

    #[test]
    fn a_name_that_has_a_meaning_keeps_it() {
        assert_eq!(code("Order Completed", "bookings.made").as_deref(), Some("plan.name_planned"));
        assert_eq!(code("Order Completed", "orders.placed"), None, "its facts may be said");
        for name in [
            "",
            "ideas.voted",
            "claimed.ideas_voted",
            "claimed.orders_placed",
            "claimed.orders",
            "orders.placed",
        ] {
            assert_eq!(code(name, "bookings.made").as_deref(), Some("plan.name_ours"), "{name}");
            assert_eq!(
                OwnPlan::new([(name.to_owned(), "bookings.made".to_owned())]),
                OwnPlan::default()
            );
        }
        assert_eq!(ledger_name("lamp.lit"), "claimed.lamp_lit");
        assert_eq!(ledger_name("Lamp Lit"), "Lamp Lit");
        assert_eq!(code(&ledger_name("lamp.lit"), "lamps.lit"), None);
    }

    #[test]
    fn what_earns_is_read_of_those_who_are_known() {
        let row = |name: &str, kind: &str| (name.to_owned(), kind.to_owned());
        let plan = OwnPlan::new([
            row("Kauf", "orders.placed"),
            row("Licht", "lamps.lit"),
            row("Bad", "ideas.voted"),
        ]);
        assert_eq!(plan.kind("Kauf", Part::Customer), "orders.placed");
        assert_eq!(plan.kind("Kauf", Part::Visitor), "claimed.orders_placed");
        assert_eq!(plan.kind("Licht", Part::Visitor), "lamps.lit");
        assert_eq!(plan.kind("Bad", Part::Customer), "imported.bad");
        assert_eq!(plan.kind("Order Completed", Part::Customer), "orders.placed");
        assert!(is_public("carts.viewed") && is_public("lamps.lit"));
        for kind in [
            "orders.placed",
            "orders.returned",
            "products.reviewed",
            "emails.unsubscribed",
            "ideas.voted",
        ] {
            assert!(!is_public(kind), "{kind}");
        }
    }
}
