//! What speaks against a referral, each with a code and with what shows it, and what follows by a rule that
//! is published: [`Reason::ruling`]. Judged on all that is known of both when the goods can no longer come
//! back: of all their signs, those that came by a merge too.
//!
//! Evidence names kinds, ids and numbers, never the sign itself: it may be shown to whoever appeals.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use deedwell_core::{Account, Id, Person, Timestamp};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::referral::Referral;
use crate::terms::Terms;

/// People in a ring that is looked for.
pub const LONGEST_RING: usize = 6;
/// Rewards that had to be taken back before, from which on staff look at the next.
pub const MANY_TAKEN_BACK: i64 = 2;

/// Why somebody should look, or why it is no.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Both are one person.
    SamePerson,
    /// A sign of one was told with the other: an address, a number, a card.
    SharedSign,
    /// They live together, as far as we were told.
    Household,
    /// Who was brought brought, over others, who brought them.
    Ring,
    /// The link was followed by many strangers from pages elsewhere in a short time.
    Coupon,
    /// One referrer brought more friends in a day than people do.
    Velocity,
    /// They bought before they came by the link.
    BoughtBefore,
    /// We knew them before they came by the link.
    KnownBefore,
    /// Somebody of the staff, or a test account.
    Ours,
    /// Somebody else had brought them already.
    BroughtAlready,
    /// The order was given back, cancelled, or is not worth enough any more.
    Refunded,
    /// Rewards of this referrer had to be taken back before.
    TakenBackBefore,
    /// The rewards could not be booked.
    NotBooked,
    /// The referrer had as many rewards in this month as there are.
    Cap,
    /// Staff said so; why stands beside it.
    ByStaff,
    /// A bank took the money back.
    Chargeback,
}

/// What a reason leads to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// Both are rewarded, the referrer up to the month's limit.
    Approve,
    /// Staff decide.
    Review,
    Reject,
}

impl Reason {
    pub const ALL: [Self; 16] = [
        Self::SamePerson,
        Self::SharedSign,
        Self::Household,
        Self::Ring,
        Self::Coupon,
        Self::Velocity,
        Self::BoughtBefore,
        Self::KnownBefore,
        Self::Ours,
        Self::BroughtAlready,
        Self::Refunded,
        Self::TakenBackBefore,
        Self::NotBooked,
        Self::Cap,
        Self::ByStaff,
        Self::Chargeback,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::SamePerson => "same_person",
            Self::SharedSign => "shared_sign",
            Self::Household => "household",
            Self::Ring => "ring",
            Self::Coupon => "coupon",
            Self::Velocity => "velocity",
            Self::BoughtBefore => "bought_before",
            Self::KnownBefore => "known_before",
            Self::Ours => "ours",
            Self::BroughtAlready => "brought_already",
            Self::Refunded => "refunded",
            Self::TakenBackBefore => "taken_back_before",
            Self::NotBooked => "not_booked",
            Self::Cap => "cap",
            Self::ByStaff => "by_staff",
            Self::Chargeback => "chargeback",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.name() == text)
    }

    /// The rule that is published: facts decide, likelihoods are looked at by people.
    pub const fn ruling(self) -> Ruling {
        match self {
            Self::Cap => Ruling::Approve,
            Self::Household
            | Self::Coupon
            | Self::Velocity
            | Self::KnownBefore
            | Self::TakenBackBefore
            | Self::NotBooked => Ruling::Review,
            Self::SamePerson
            | Self::SharedSign
            | Self::Ring
            | Self::BoughtBefore
            | Self::Ours
            | Self::BroughtAlready
            | Self::Refunded
            | Self::ByStaff
            | Self::Chargeback => Ruling::Reject,
        }
    }
}

/// What shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// It speaks for itself.
    None,
    /// Kinds of signs, or keys of what was said of both: `phone`, `address`.
    Kinds(Vec<String>),
    Accounts(Vec<Id<Account>>),
    /// Who brought whom, the friend first.
    People(Vec<Id<Person>>),
    /// So many, where so many are allowed.
    Count {
        n: i64,
        most: i64,
    },
    Since(Timestamp),
    Referral(Id<Referral>),
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Finding {
    pub reason: Reason,
    pub shows: Evidence,
}

/// Somebody who came by the link: when, and from which page elsewhere.
#[derive(Clone, PartialEq, Debug)]
pub struct Came {
    pub person: Id<Person>,
    pub at: Timestamp,
    pub is_from_outside: bool,
}

/// Who brought whom.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Brought {
    pub by: Id<Person>,
    pub friend: Id<Person>,
}

/// All that is known of both.
#[derive(Clone, Debug)]
pub struct Facts {
    pub referrer: Id<Person>,
    pub friend: Id<Person>,
    pub came_at: Timestamp,
    /// Since then an order counts as bought after they came.
    pub counts_from: Timestamp,
    /// Either is of the staff, or a test account.
    pub is_ours: bool,
    /// Kinds of signs of one that were told with signs of the other.
    pub shared_signs: Vec<String>,
    /// The addresses of each.
    pub referrer_mail: Vec<String>,
    pub friend_mail: Vec<String>,
    pub households: Vec<Id<Account>>,
    /// What was said alike of both: address, telephone, means of payment, a browser.
    pub shared_traits: Vec<String>,
    /// Around both: whom the friend brought, whom those brought, and so on.
    pub brought: Vec<Brought>,
    pub visits: Vec<Came>,
    /// When each friend of the referrer came.
    pub friends_came: Vec<Timestamp>,
    pub first_bought_at: Option<Timestamp>,
    /// When any sign of the friend was first proven.
    pub known_since: Option<Timestamp>,
    /// An earlier referral of the same friend that was not turned down.
    pub earlier: Option<Id<Referral>>,
    /// The order is still worth what was asked.
    pub is_kept: bool,
    pub taken_back: i64,
    pub rewarded_this_month: i64,
    pub is_booked: bool,
}

/// Everything that speaks against it.
pub fn judge(facts: &Facts, terms: &Terms) -> Vec<Finding> {
    let checks = [
        same_person(facts),
        shared_sign(facts),
        household(facts),
        ring(facts),
        coupon(facts, terms),
        velocity(facts, terms),
        bought_before(facts),
        known_before(facts),
        facts.is_ours.then(|| finding(Reason::Ours, Evidence::None)),
        facts.earlier.map(|id| finding(Reason::BroughtAlready, Evidence::Referral(id))),
        (!facts.is_kept).then(|| finding(Reason::Refunded, Evidence::None)),
        taken_back_before(facts),
        (!facts.is_booked).then(|| finding(Reason::NotBooked, Evidence::None)),
        cap(facts, terms),
    ];
    checks.into_iter().flatten().collect()
}

/// What follows of it.
pub fn ruling(findings: &[Finding]) -> Ruling {
    findings.iter().map(|f| f.reason.ruling()).max().unwrap_or(Ruling::Approve)
}

fn finding(reason: Reason, shows: Evidence) -> Finding {
    Finding { reason, shows }
}

fn same_person(facts: &Facts) -> Option<Finding> {
    (facts.referrer == facts.friend).then(|| finding(Reason::SamePerson, Evidence::None))
}

fn shared_sign(facts: &Facts) -> Option<Finding> {
    let mut kinds: BTreeSet<String> = facts.shared_signs.iter().cloned().collect();
    let theirs: BTreeSet<String> = facts.referrer_mail.iter().map(|m| mailbox(m)).collect();
    if facts.friend_mail.iter().any(|mail| theirs.contains(&mailbox(mail))) {
        kinds.insert("mailbox".to_owned());
    }
    let kinds: Vec<String> = kinds.into_iter().collect();
    (!kinds.is_empty() && facts.referrer != facts.friend)
        .then(|| finding(Reason::SharedSign, Evidence::Kinds(kinds)))
}

/// Two addresses that reach one mailbox are written alike: what follows a plus is a label, and Google's
/// leave dots out.
pub fn mailbox(address: &str) -> String {
    let address = address.to_lowercase();
    let Some((name, host)) = address.rsplit_once('@') else { return address };
    let name = name.split_once('+').map_or(name, |(name, _)| name);
    let host = if host == "googlemail.com" { "gmail.com" } else { host };
    let name = if host == "gmail.com" { name.replace('.', "") } else { name.to_owned() };
    format!("{name}@{host}")
}

fn household(facts: &Facts) -> Option<Finding> {
    if facts.referrer == facts.friend {
        return None;
    }
    if !facts.households.is_empty() {
        return Some(finding(Reason::Household, Evidence::Accounts(facts.households.clone())));
    }
    let kinds = facts.shared_traits.clone();
    (!kinds.is_empty()).then(|| finding(Reason::Household, Evidence::Kinds(kinds)))
}

fn ring(facts: &Facts) -> Option<Finding> {
    if facts.referrer == facts.friend {
        return None;
    }
    let path = path(&facts.brought, facts.friend, facts.referrer)?;
    Some(finding(Reason::Ring, Evidence::People(path)))
}

/// How one brought the other, over at most [`LONGEST_RING`] people; the shortest way.
pub fn path(brought: &[Brought], from: Id<Person>, to: Id<Person>) -> Option<Vec<Id<Person>>> {
    let mut next: BTreeMap<Id<Person>, BTreeSet<Id<Person>>> = BTreeMap::new();
    for edge in brought {
        next.entry(edge.by).or_default().insert(edge.friend);
    }
    let mut came_from: BTreeMap<Id<Person>, Id<Person>> = BTreeMap::new();
    let mut queue = VecDeque::from([(from, 1)]);
    while let Some((person, length)) = queue.pop_front() {
        if person == to {
            let mut path = vec![to];
            let mut at = to;
            while let Some(before) = came_from.get(&at).filter(|_| at != from) {
                path.push(*before);
                at = *before;
            }
            path.reverse();
            return Some(path);
        }
        if length >= LONGEST_RING {
            continue;
        }
        for friend in next.get(&person).into_iter().flatten() {
            if *friend != from && !came_from.contains_key(friend) {
                came_from.insert(*friend, person);
                queue.push_back((*friend, length + 1));
            }
        }
    }
    None
}

/// The most strangers from pages elsewhere within the hours around the friend's own visit.
fn coupon(facts: &Facts, terms: &Terms) -> Option<Finding> {
    let window = SignedDuration::from_hours(terms.stranger_hours);
    let mut first: BTreeMap<Id<Person>, Timestamp> = BTreeMap::new();
    for came in facts.visits.iter().filter(|came| came.is_from_outside) {
        let at = first.entry(came.person).or_insert(came.at);
        *at = came.at.min(*at);
    }
    let mut moments: Vec<Timestamp> = first.into_values().collect();
    moments.sort_unstable();
    let n = most_within(&moments, window, facts.came_at);
    (n >= terms.strangers)
        .then(|| finding(Reason::Coupon, Evidence::Count { n, most: terms.strangers - 1 }))
}

fn velocity(facts: &Facts, terms: &Terms) -> Option<Finding> {
    let mut moments = facts.friends_came.clone();
    moments.sort_unstable();
    let n = most_within(&moments, SignedDuration::from_hours(24), facts.came_at);
    (n > terms.day_limit)
        .then(|| finding(Reason::Velocity, Evidence::Count { n, most: terms.day_limit }))
}

/// Of moments in order, the most that lie within one window that holds this one too.
pub fn most_within(moments: &[Timestamp], window: SignedDuration, holds: Timestamp) -> i64 {
    let mut most = 0;
    let mut last = 0;
    for (first, from) in moments.iter().enumerate() {
        while last < moments.len() && moments[last].duration_since(*from) <= window {
            last += 1;
        }
        // The window may begin anywhere between the moment before and this one.
        let earliest = holds.min(*from);
        let latest = holds.max(moments[last - 1]);
        if latest.duration_since(earliest) <= window {
            most = most.max(last - first);
        }
    }
    i64::try_from(most).unwrap_or(i64::MAX)
}

fn bought_before(facts: &Facts) -> Option<Finding> {
    let at = facts.first_bought_at.filter(|at| *at < facts.counts_from)?;
    Some(finding(Reason::BoughtBefore, Evidence::Since(at)))
}

fn known_before(facts: &Facts) -> Option<Finding> {
    let at = facts.known_since.filter(|at| *at < facts.counts_from)?;
    Some(finding(Reason::KnownBefore, Evidence::Since(at)))
}

fn taken_back_before(facts: &Facts) -> Option<Finding> {
    let n = facts.taken_back;
    let shows = Evidence::Count { n, most: MANY_TAKEN_BACK - 1 };
    (n >= MANY_TAKEN_BACK).then(|| finding(Reason::TakenBackBefore, shows))
}

fn cap(facts: &Facts, terms: &Terms) -> Option<Finding> {
    let (n, most) = (facts.rewarded_this_month, terms.month_cap);
    (most > 0 && n >= most).then(|| finding(Reason::Cap, Evidence::Count { n, most }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use deedwell_core::{Clock, Currency};

    fn clean() -> (Facts, Terms) {
        let clock = Clock::held("2026-03-01T00:00:00Z".parse().unwrap());
        let terms = Terms::usual(clock.new_id(), Currency::GBP);
        let came_at = clock.now();
        let facts = Facts {
            referrer: clock.new_id(),
            friend: clock.new_id(),
            came_at,
            counts_from: came_at,
            is_ours: false,
            shared_signs: Vec::new(),
            referrer_mail: vec!["ada@example.com".into()],
            friend_mail: vec!["grace@example.com".into()],
            households: Vec::new(),
            shared_traits: Vec::new(),
            brought: Vec::new(),
            visits: Vec::new(),
            friends_came: vec![came_at],
            first_bought_at: Some(came_at),
            known_since: Some(came_at),
            earlier: None,
            is_kept: true,
            taken_back: 0,
            rewarded_this_month: 0,
            is_booked: true,
        };
        (facts, terms)
    }

    fn found(facts: &Facts, terms: &Terms) -> (Vec<Reason>, Ruling) {
        let findings = judge(facts, terms);
        (findings.iter().map(|f| f.reason).collect(), ruling(&findings))
    }

    #[test]
    fn an_honest_friend_is_nothing_to_look_at() {
        let (facts, terms) = clean();
        assert_eq!(found(&facts, &terms), (vec![], Ruling::Approve));
    }

    #[test]
    fn each_thing_that_speaks_against_it_has_its_code() {
        let (facts, terms) = clean();
        let before = "2026-02-28T23:59:59Z".parse().unwrap();
        let clock = Clock::held(facts.came_at);
        let with = |change: &dyn Fn(&mut Facts)| {
            let mut facts = facts.clone();
            change(&mut facts);
            found(&facts, &terms)
        };
        let one = |reason: Reason| (vec![reason], reason.ruling());
        assert_eq!(with(&|f| f.friend = f.referrer), one(Reason::SamePerson));
        assert_eq!(with(&|f| f.shared_signs = vec!["phone".into()]), one(Reason::SharedSign));
        let label = |f: &mut Facts| f.friend_mail = vec!["Ada+gift@example.com".into()];
        assert_eq!(with(&label), one(Reason::SharedSign));
        let lives = |f: &mut Facts| f.shared_traits = vec!["address".into()];
        assert_eq!(with(&lives), one(Reason::Household));
        let house = |f: &mut Facts| f.households = vec![clock.new_id()];
        assert_eq!(with(&house), one(Reason::Household));
        let two_way = |f: &mut Facts| {
            f.brought = vec![Brought { by: f.friend, friend: f.referrer }];
        };
        assert_eq!(with(&two_way), one(Reason::Ring));
        assert_eq!(with(&|f| f.first_bought_at = Some(before)), one(Reason::BoughtBefore));
        assert_eq!(with(&|f| f.known_since = Some(before)), one(Reason::KnownBefore));
        assert_eq!(with(&|f| f.is_ours = true), one(Reason::Ours));
        assert_eq!(with(&|f| f.earlier = Some(clock.new_id())), one(Reason::BroughtAlready));
        assert_eq!(with(&|f| f.is_kept = false), one(Reason::Refunded));
        assert_eq!(with(&|f| f.taken_back = 2), one(Reason::TakenBackBefore));
        assert_eq!(with(&|f| f.taken_back = 1).0, []);
        assert_eq!(with(&|f| f.is_booked = false), one(Reason::NotBooked));
        assert_eq!(with(&|f| f.rewarded_this_month = 10), one(Reason::Cap));
        let six = |f: &mut Facts| f.friends_came = vec![f.came_at; 6];
        assert_eq!(with(&six), one(Reason::Velocity));
    }

    #[test]
    fn a_link_on_a_page_of_coupons_is_told_from_one_among_friends() {
        let (mut facts, terms) = clean();
        let clock = Clock::held(facts.came_at);
        let came =
            |is_from_outside| Came { person: clock.new_id(), at: clock.now(), is_from_outside };
        facts.visits = (0..20).map(|_| came(false)).collect();
        assert_eq!(found(&facts, &terms).0, [], "sent round by chat");
        facts.visits = (0..19).map(|_| came(true)).collect();
        assert_eq!(found(&facts, &terms).0, []);
        facts.visits.push(came(true));
        assert_eq!(found(&facts, &terms).0, [Reason::Coupon]);
        let one = facts.visits[0].person;
        facts.visits.iter_mut().for_each(|c| c.person = one);
        assert_eq!(found(&facts, &terms).0, [], "somebody who came often");
    }

    #[test]
    fn a_window_holds_the_moment_in_question() {
        let at = |h: i64| Timestamp::from_second(h * 3_600).unwrap();
        let day = SignedDuration::from_hours(24);
        let moments: Vec<_> = [0, 1, 2, 30, 31, 100].map(at).into();
        assert_eq!(most_within(&moments, day, at(1)), 3);
        assert_eq!(most_within(&moments, day, at(31)), 2);
        assert_eq!(most_within(&moments, day, at(100)), 1);
        assert_eq!(most_within(&moments, day, at(500)), 0);
        assert_eq!(most_within(&[], day, at(0)), 0);
    }

    #[test]
    fn rings_are_found_and_trees_are_none() {
        let clock = Clock::held(Timestamp::UNIX_EPOCH);
        let people: Vec<Id<Person>> = (0..8).map(|_| clock.new_id()).collect();
        let edge = |by: usize, friend: usize| Brought { by: people[by], friend: people[friend] };
        let tree = [edge(0, 1), edge(0, 2), edge(1, 3), edge(3, 4)];
        assert_eq!(path(&tree, people[4], people[0]), None);
        let chain: Vec<Brought> = (0..7).map(|n| edge(n, n + 1)).collect();
        assert_eq!(path(&chain, people[0], people[2]).unwrap(), people[0..3]);
        assert!(path(&chain, people[0], people[5]).is_some());
        assert_eq!(path(&chain, people[0], people[6]), None, "longer than is looked for");
        let knot = [edge(0, 1), edge(1, 0), edge(1, 2), edge(2, 1)];
        assert_eq!(path(&knot, people[0], people[5]), None, "and it ends");
    }

    #[test]
    fn mailboxes_are_one_however_they_are_written() {
        assert_eq!(mailbox("A.da+x@GoogleMail.com"), "ada@gmail.com");
        assert_eq!(mailbox("a.da+x@example.com"), "a.da@example.com");
        assert_eq!(mailbox("nobody"), "nobody");
    }

    #[test]
    fn findings_are_read_as_they_were_written() {
        for reason in Reason::ALL {
            assert_eq!(Reason::parse(reason.name()), Some(reason));
            let one = finding(reason, Evidence::Count { n: 2, most: 1 });
            let text = serde_json::to_string(&one).unwrap();
            assert!(text.contains(&format!("\"{}\"", reason.name())), "{text}");
            assert_eq!(serde_json::from_str::<Finding>(&text).unwrap(), one);
        }
    }
}
