//! A year in which friends are brought: most honestly, some by every trick that is known, and of each trick
//! some that leave no trace. What the rules made of each is compared with what it was.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use deedwell_core::{Id, Result, Who};
use deedwell_measure::wilson;
use deedwell_orders::OrderNoun;
use deedwell_people::account::AccountKind;
use deedwell_people::{Known, merge};
use deedwell_referrals::judge::Reason;
use deedwell_referrals::stage::Stage;
use deedwell_referrals::{Referral, acts, store};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::place::{MARY, Place, mail, phone};

/// What it was.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Class {
    Honest,
    /// Honest, and all of it came back: nobody is paid, and nobody is blamed.
    CameBack,
    SelfMade,
    Household,
    Ring,
    Coupon,
    Velocity,
    RefundAfterReward,
}

impl Class {
    pub const FRAUD: [Self; 6] = [
        Self::SelfMade,
        Self::Household,
        Self::Ring,
        Self::Coupon,
        Self::Velocity,
        Self::RefundAfterReward,
    ];

    /// By which reasons it is known.
    fn reasons(self) -> &'static [Reason] {
        match self {
            Self::Honest | Self::CameBack => &[],
            Self::SelfMade => &[Reason::SamePerson, Reason::SharedSign],
            Self::Household => &[Reason::Household],
            Self::Ring => &[Reason::Ring],
            Self::Coupon => &[Reason::Coupon],
            Self::Velocity => &[Reason::Velocity],
            Self::RefundAfterReward => &[Reason::Refunded, Reason::TakenBackBefore],
        }
    }
}

/// How many of each.
#[derive(Clone, Copy)]
pub struct Size {
    pub honest: usize,
    pub each: usize,
}

/// Who brings whom, when, and how.
struct Case {
    class: Class,
    variant: usize,
    referrer: String,
    friend: String,
    /// The day on which they come, that on which they buy.
    comes: i64,
    buys: i64,
    order: Option<Id<OrderNoun>>,
}

const DAYS: i64 = 365;
/// All is decided by then: a visit counts so long, and goods come back so long, and a little more.
const AFTER: i64 = 110;
const RETURN_DAYS: i64 = 30;

fn plan(dice: &mut StdRng, size: Size) -> Vec<Case> {
    let mut cases = Vec::new();
    let referrers = (size.honest / 4).max(1);
    for n in 0..size.honest {
        // Of a hundred: plain, sent round in a chat, colleagues, part of it given back, all of it, a friend
        // of a friend, one roof, said aloud.
        let variant = match dice.random_range(0..100) {
            0..57 => 0,
            57..67 => 1,
            67..72 => 2,
            72..77 => 3,
            77..85 => 4,
            85..91 => 5,
            91..94 => 6,
            _ => 7,
        };
        let class = if variant == 4 { Class::CameBack } else { Class::Honest };
        let mut case = one(dice, class, (variant, n));
        case.referrer = format!("customer{}@example.com", dice.random_range(0..referrers));
        cases.push(case);
    }
    for n in 0..size.each {
        let variant = n % 10;
        let mut case = one(dice, Class::SelfMade, (variant, n));
        if variant < 3 {
            case.friend = format!("selfmade{n}+x@example.com");
            case.referrer = format!("selfmade{n}@example.com");
        }
        cases.push(case);
        cases.push(one(dice, Class::Household, (variant, n)));
        cases.push(one(dice, Class::RefundAfterReward, (variant, n)));
    }
    for n in 0..size.each / 3 {
        let day = dice.random_range(1..DAYS);
        for k in 0..3 {
            let member = |k: usize| format!("ring{n}-{}@example.com", k % 3);
            let mut case = one(dice, Class::Ring, (0, n));
            (case.referrer, case.friend) = (member(k), member(k + 1));
            (case.comes, case.buys) = (day, day + 1);
            cases.push(case);
        }
    }
    for (class, of_one) in [(Class::Coupon, 5), (Class::Velocity, 10)] {
        for n in 0..size.each / of_one {
            let day = dice.random_range(1..DAYS);
            for k in 0..of_one {
                let mut case = one(dice, class, (k, n * of_one + k));
                case.referrer = format!("{class:?}{n}@example.com").to_lowercase();
                (case.comes, case.buys) = (day, day + dice.random_range(0..5));
                cases.push(case);
            }
        }
    }
    cases
}

fn one(dice: &mut StdRng, class: Class, (variant, n): (usize, usize)) -> Case {
    let name = format!("{class:?}").to_lowercase();
    let comes = dice.random_range(1..DAYS);
    Case {
        class,
        variant,
        referrer: format!("{name}{n}@example.com"),
        friend: format!("{name}{n}-friend@example.net"),
        comes,
        buys: comes + dice.random_range(0..20),
        order: None,
    }
}

/// Lets a year pass, and looks at what the rules found.
pub async fn year(place: &Place, seed: u64, size: Size) -> Result<Found> {
    let mut dice = StdRng::seed_from_u64(seed);
    let terms = place.usual_terms();
    assert_eq!(terms.return_days, RETURN_DAYS);
    place.promises(&terms).await?;
    let mut cases = plan(&mut dice, size);
    for day in 1..DAYS + AFTER {
        place.days(1);
        for (n, case) in cases.iter_mut().enumerate() {
            if case.comes == day {
                comes(place, case, n).await?;
            }
            if case.buys == day {
                buys(place, case, (n, &mut dice)).await?;
            }
            afterwards(place, case, day).await?;
        }
        place.keeps().await?;
    }
    Found::of(place, &cases).await
}

fn screen(n: usize) -> String {
    format!("screen-{n}")
}

/// The referrer has a link, and the friend follows it.
async fn comes(place: &Place, case: &Case, n: usize) -> Result<()> {
    let referrer = place.signs_in(&case.referrer, &format!("own-{}", case.referrer)).await?;
    let code = place.code_of(&case.referrer).await?;
    let round = match (case.class, case.variant) {
        // Strangers who do not buy.
        (Class::Honest, 1) => 12,
        (Class::Coupon, 0) => 40,
        _ => 0,
    };
    let host = if case.class == Class::Coupon { "coupons.example" } else { "" };
    for k in 0..round {
        place.follows(&code, &format!("round-{n}-{k}"), host).await?;
    }
    if (case.class, case.variant) == (Class::Honest, 7) {
        let friend = place.known(&case.friend).await?;
        let mut tx = place.db.write(place.organisation).await?;
        acts::name_referrer(&mut tx, friend.who(), &code).await?;
        tx.commit().await?;
        return Ok(());
    }
    if case.class == Class::SelfMade && case.variant < 5 && case.variant >= 3 {
        // Their own telephone number, at the till.
        place.meets(vec![mail(&case.referrer)?, number(n)?], deedwell_people::Proof::Code).await?;
    }
    place.follows(&code, &screen(n), host).await?;
    if case.class == Class::Ring {
        return Ok(());
    }
    let friend = place.signs_in(&case.friend, &screen(n)).await?;
    ties(place, case, (&referrer, &friend), n).await
}

/// What else is known of both.
async fn ties(place: &Place, case: &Case, both: (&Known, &Known), n: usize) -> Result<()> {
    let people = [both.0.person, both.1.person];
    let street = format!("{n} Market Street, Ambleside");
    match (case.class, case.variant) {
        (Class::Honest, 2) => place.lives_with(AccountKind::Company, &people).await,
        (Class::Household, 0..4) => place.lives_with(AccountKind::Household, &people).await,
        // Of every ten two leave no trace: they said nothing of where they live.
        (Class::Household, 4..8) | (Class::Honest, 6) => {
            place.is_said(both.0, "address", &street).await?;
            place.is_said(both.1, "address", &street).await
        }
        _ => Ok(()),
    }
}

fn number(n: usize) -> Result<deedwell_people::Sign> {
    phone(&format!("+4420794{n:05}"))
}

async fn buys(place: &Place, case: &mut Case, (n, dice): (usize, &mut StdRng)) -> Result<()> {
    let mut signs = vec![mail(&case.friend)?];
    if case.class == Class::SelfMade && (3..5).contains(&case.variant) {
        signs.push(number(n)?);
    }
    if case.class == Class::Ring {
        place.signs_in(&case.friend, &screen(n)).await?;
    }
    let pence = dice.random_range(2_500..12_000);
    case.order = Some(place.buys(signs, &format!("order-{n}"), pence).await?);
    Ok(())
}

/// What happens after they bought: something comes back, or staff find that two are one.
async fn afterwards(place: &Place, case: &Case, day: i64) -> Result<()> {
    let Some(order) = case.order else { return Ok(()) };
    let since = day - case.buys;
    match (case.class, case.variant) {
        (Class::Honest, 3) if since == 10 => place.gives_back(order, 400).await,
        (Class::CameBack, _) if since == 12 => all_back(place, order).await,
        (Class::RefundAfterReward, _) if since == RETURN_DAYS + 5 => all_back(place, order).await,
        // Of every ten two are never found to be one.
        (Class::SelfMade, 5..8) if since == 20 => {
            let (one, other) =
                (place.known(&case.referrer).await?, place.known(&case.friend).await?);
            let mut tx = place.db.write(place.organisation).await?;
            merge::merge(&mut tx, one.person, other.person, "One card, one voice", MARY).await?;
            tx.commit().await.map(drop)
        }
        _ => Ok(()),
    }
}

async fn all_back(place: &Place, order: Id<OrderNoun>) -> Result<()> {
    let mut tx = place.db.read(place.organisation).await?;
    let pence = deedwell_orders::store::order(&mut tx, order).await?.refundable();
    drop(tx);
    place.gives_back(order, pence).await
}

/// What the rules found, beside what it was.
pub struct Found {
    /// Of each class: what it was, what was found of it.
    pub classes: BTreeMap<Class, Of>,
    /// Cases that were not paid, or not for good; and how many of those were fraud.
    pub stopped: u64,
    pub rightly: u64,
    pub fraud: u64,
    pub honest: u64,
    pub honest_paid: u64,
    pub stages: BTreeMap<Stage, u64>,
}

#[derive(Clone, Copy, Default)]
pub struct Of {
    /// Cases of this class, those whose reason was found, those that were stopped for whatever reason.
    pub cases: u64,
    pub found: u64,
    pub stopped: u64,
    /// Cases in which its reasons were found, of any class.
    pub told: u64,
}

impl Of {
    pub fn precision(&self) -> f64 {
        if self.told == 0 { 1.0 } else { self.found as f64 / self.told as f64 }
    }

    pub fn recall(&self) -> f64 {
        if self.cases == 0 { 1.0 } else { self.found as f64 / self.cases as f64 }
    }
}

impl Found {
    pub fn precision(&self) -> f64 {
        self.rightly as f64 / self.stopped.max(1) as f64
    }

    pub fn recall(&self) -> f64 {
        self.rightly as f64 / self.fraud.max(1) as f64
    }

    async fn of(place: &Place, cases: &[Case]) -> Result<Self> {
        let mut found = Self {
            classes: BTreeMap::new(),
            stopped: 0,
            rightly: 0,
            fraud: 0,
            honest: 0,
            honest_paid: 0,
            stages: BTreeMap::new(),
        };
        for case in cases {
            let referral = came_of(place, case).await?;
            let stage = referral.as_ref().map(|r| r.stage);
            if let Some(stage) = stage {
                *found.stages.entry(stage).or_default() += 1;
            }
            let reasons: BTreeSet<Reason> =
                referral.iter().flat_map(|r| &r.findings).map(|f| f.reason).collect();
            // What came back in time is no fraud, and no reward either.
            let told = |class: Class| {
                case.class != Class::CameBack && class.reasons().iter().any(|r| reasons.contains(r))
            };
            let is_stopped = stage != Some(Stage::Paid);
            for class in Class::FRAUD {
                found.classes.entry(class).or_default().told += u64::from(told(class));
            }
            match case.class {
                Class::CameBack => continue,
                Class::Honest => {
                    found.honest += 1;
                    found.honest_paid += u64::from(!is_stopped);
                }
                class => {
                    let of = found.classes.entry(class).or_default();
                    of.cases += 1;
                    of.found += u64::from(told(class));
                    of.stopped += u64::from(is_stopped);
                    found.fraud += 1;
                    found.rightly += u64::from(is_stopped);
                }
            }
            found.stopped += u64::from(is_stopped);
        }
        Ok(found)
    }
}

/// The referral of a case, if there is one.
async fn came_of(place: &Place, case: &Case) -> Result<Option<Referral>> {
    let (one, other) = (place.known(&case.referrer).await?, place.known(&case.friend).await?);
    let mut tx = place.db.read(place.organisation).await?;
    let (Who::Customer { person, .. }, Who::Customer { person: by, .. }) = (other.who(), one.who())
    else {
        return Ok(None);
    };
    let all = store::referrals_of_friend(&mut tx, person).await?;
    Ok(all.into_iter().find(|r| r.referrer.person == by))
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<18} {:>6} {:>6} {:>9} {:>8}  95 % of recall",
            "class", "cases", "found", "precision", "recall"
        )?;
        for (class, of) in &self.classes {
            let interval = wilson(of.found as f64, of.cases, 0.95)
                .map(|e| format!("{:.3} to {:.3}", e.interval.low, e.interval.high))
                .unwrap_or_default();
            writeln!(
                f,
                "{:<18} {:>6} {:>6} {:>9.3} {:>8.3}  {interval}   stopped {}",
                format!("{class:?}"),
                of.cases,
                of.found,
                of.precision(),
                of.recall(),
                of.stopped,
            )?;
        }
        writeln!(
            f,
            "all fraud: {} cases, stopped or taken back: precision {:.3}, recall {:.3}",
            self.fraud,
            self.precision(),
            self.recall()
        )?;
        writeln!(f, "honest: {} cases, paid {}", self.honest, self.honest_paid)?;
        write!(f, "stages: {:?}", self.stages)
    }
}
