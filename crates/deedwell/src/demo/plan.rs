//! When each thing happened on the boards: votes thin out, answers mostly keep the promise, what
//! ships takes months.

use deedwell_core::Timestamp;
use deedwell_ideas::stage::Stage;
use jiff::SignedDuration;
use rand::RngExt;
use rand::rngs::StdRng;

use super::customers::after;
use super::ideas::{Story, somebody};
use super::seed::Idea;

const DAY_S: f64 = 86_400.0;
/// Votes of the most popular idea, in a shop of 3,000 customers.
const MOST_VOTES: f64 = 187.0;
/// The newest ideas all fall into the last days, so that the boards look lived in.
const NEWEST: usize = 16;
const NEWEST_DAYS: f64 = 26.0;
/// Until an idea has the votes that its popularity promises.
const RIPE_DAYS: f64 = 45.0;
/// Official answers within the promise of ten days.
const IN_TIME: f64 = 0.87;
/// The newest ideas that nobody has answered yet; older ones have at least a holding answer.
const UNANSWERED: usize = 8;
/// A no is looked at again for so many months more.
const AGAIN_MONTHS: i32 = 14;
/// The last days' revisits are still on the list.
const REVISITS_LEFT_DAYS: f64 = 12.0;

#[derive(Debug)]
pub struct Event {
    pub at: Timestamp,
    pub idea: usize,
    pub what: What,
}

#[derive(Debug)]
pub enum What {
    PutForward {
        by: usize,
    },
    Vote {
        by: usize,
    },
    Comment {
        number: usize,
        by: usize,
    },
    Move(Stage),
    /// Says officially that somebody is at it.
    Holding,
    /// A no whose day has come, looked at again: still no, for so many months.
    LookAgain(Stage, i32),
    Grade,
    Merge,
    Spam,
    Withdraw,
    Book,
    Release(usize),
}

impl What {
    /// Customers may try what a rule then refuses; what staff do is planned.
    pub fn is_a_try(&self) -> bool {
        matches!(self, Self::Vote { .. } | Self::Comment { .. })
    }
}

/// Words of the moment when something is decided that ships later.
pub fn promise(idea: usize) -> &'static str {
    const WORDS: [&str; 6] = [
        "Yes. It is on the list for this season; we shall say here when it is done.",
        "We would like this too. Somebody has been asked to work out what it takes.",
        "Agreed at Monday’s round. It will take a while; you will hear from us either way.",
        "Yes, in a small way first. If it helps, everywhere.",
        "This we can do. The first step is ordered.",
        "We talked it over and the answer is yes. Bear with us for the date.",
    ];
    WORDS[idea % WORDS.len()]
}

/// Words of an answer that settles nothing yet.
pub fn holding(idea: usize) -> &'static str {
    const WORDS: [&str; 4] = [
        "Read, and passed to the person who would have to do it. You will hear a yes or a no from us.",
        "We like it and do not know yet what it would take. Somebody is finding out.",
        "This one is on the table for the next round in the workshop; until then, please keep voting.",
        "We have tried something like it before and are looking up how it went.",
    ];
    WORDS[idea % WORDS.len()]
}

/// Every event, in order.
pub fn events(story: &Story<'_>, from: Timestamp, rng: &mut StdRng) -> Vec<Event> {
    let mut events = Vec::new();
    let mut done_at = Vec::new();
    for (place, idea) in story.seed.ideas.iter().enumerate() {
        let at = put_forward_at(story, from, place);
        let unit = story.seed.shop.units.iter().position(|u| u.key == idea.unit);
        let Some(by) = somebody(story, unit, at, rng) else { continue };
        let mut add = |at: Timestamp, what: What| events.push(Event { at, idea: place, what });
        add(at, What::PutForward { by });
        let settled = steps(story, idea, place, at, rng, &mut add);
        done_at.push((place, settled.done));
        votes(story, idea, unit, at, settled.closed, rng, &mut add);
        comments(story, idea, unit, at, &settled, rng, &mut add);
    }
    releases(story, &done_at, &mut events);
    events.retain(|e| e.at < story.to);
    // What was put forward comes before what follows from it, also within one moment.
    events.sort_by_key(|e| (e.at, !matches!(e.what, What::PutForward { .. })));
    events
}

/// Denser towards now; the last ones within days.
fn put_forward_at(story: &Story<'_>, from: Timestamp, place: usize) -> Timestamp {
    let older = story.seed.ideas.len().saturating_sub(NEWEST);
    if place >= older {
        let share = (place - older + 1) as f64 / (NEWEST + 1) as f64;
        return after(story.to, -(1.0 - share) * NEWEST_DAYS * DAY_S);
    }
    let end = after(story.to, -NEWEST_DAYS * DAY_S);
    let span = end.duration_since(from).as_secs_f64();
    let share = (place as f64 + 0.5) / older as f64;
    // The first customers need some months to come together.
    after(from, span * (0.06 + 0.94 * share.powf(0.7)))
}

/// When an idea's fate was settled.
struct Settled {
    /// The official answer.
    answered: Option<Timestamp>,
    /// Voting ends.
    closed: Timestamp,
    /// Shipped.
    done: Option<Timestamp>,
}

fn steps(
    story: &Story<'_>,
    idea: &Idea,
    place: usize,
    at: Timestamp,
    rng: &mut StdRng,
    add: &mut impl FnMut(Timestamp, What),
) -> Settled {
    let left = story.to.duration_since(at).as_secs_f64();
    // A young idea goes through its steps faster than the others, or they would lie in the future.
    let pace = |days: f64, most_of_life: f64| after(at, (days * DAY_S).min(left * most_of_life));
    let seen = pace(0.3 + rng.random::<f64>() * 3.0, 0.25);
    let days = if rng.random::<f64>() < IN_TIME {
        3.6 + rng.random::<f64>() * 6.0
    } else {
        11.0 + rng.random::<f64>() * 14.0
    };
    let decided = pace(days, 0.5);
    let begun = pace(days + 20.0 + rng.random::<f64>() * 50.0, 0.62);
    let shipped = pace(days + 75.0 + rng.random::<f64>() * 110.0, 0.75);
    let measured = pace(days + 230.0 + rng.random::<f64>() * 60.0, 0.9);
    let mut settled = Settled { answered: None, closed: story.to, done: None };
    let review = |add: &mut dyn FnMut(Timestamp, What)| add(seen, What::Move(Stage::UnderReview));
    match idea.stage.as_str() {
        "submitted" | "under_review" if place + UNANSWERED < story.seed.ideas.len() => {
            review(add);
            add(decided, What::Holding);
            settled.answered = Some(decided);
        }
        "under_review" => review(add),
        "needs_info" => {
            review(add);
            add(decided, What::Move(Stage::NeedsInfo));
            settled.answered = Some(decided);
        }
        stage @ ("planned" | "in_progress" | "shipped" | "measured") => {
            review(add);
            add(decided, What::Grade);
            add(after(decided, 60.0), What::Move(Stage::Planned));
            settled.answered = Some(decided);
            if stage != "planned" {
                add(begun, What::Move(Stage::InProgress));
            }
            if matches!(stage, "shipped" | "measured") {
                add(shipped, What::Move(Stage::Shipped));
                settled.done = Some(shipped);
                settled.closed = shipped;
                add(after(shipped, left * 0.05), What::Book);
            }
            if stage == "measured" {
                add(measured, What::Move(Stage::Measured));
            }
        }
        "not_now" | "declined" => {
            review(add);
            let stage = if idea.stage == "not_now" { Stage::NotNow } else { Stage::Declined };
            add(decided, What::Grade);
            add(after(decided, 60.0), What::Move(stage));
            settled.answered = Some(decided);
            settled.closed = decided;
            look_again(story, idea, stage, decided, add);
        }
        "withdrawn" => {
            add(seen, What::Withdraw);
            settled.closed = seen;
        }
        "spam" => {
            add(seen, What::Spam);
            settled.closed = seen;
        }
        "merged" => {
            let merged = merged_at(story, idea, at);
            add(merged, What::Merge);
            settled.closed = merged;
        }
        _ => {}
    }
    settled
}

/// Both must be there; the one it goes to may be younger.
fn merged_at(story: &Story<'_>, idea: &Idea, at: Timestamp) -> Timestamp {
    let left = story.to.duration_since(at).as_secs_f64();
    let into = idea.merged_into.as_ref();
    let place = story.seed.ideas.iter().position(|i| Some(&i.key) == into);
    let other = place.map_or(at, |p| put_forward_at(story, story.from, p));
    after(at.max(other), (left * 0.4).min(4.0 * DAY_S) + 60.0)
}

/// Whoever says “not now” says it again when the day has come, or the list would be years long.
fn look_again(
    story: &Story<'_>,
    idea: &Idea,
    stage: Stage,
    decided: Timestamp,
    add: &mut impl FnMut(Timestamp, What),
) {
    const MONTH_S: f64 = 30.5 * DAY_S;
    let kept = after(story.to, -REVISITS_LEFT_DAYS * DAY_S);
    let mut due = after(decided, f64::from(idea.revisit_months.unwrap_or(12)) * MONTH_S + DAY_S);
    while due < kept {
        add(after(due, 3.0 * 3_600.0), What::LookAgain(stage, AGAIN_MONTHS));
        due = after(due, f64::from(AGAIN_MONTHS) * MONTH_S + DAY_S);
    }
}

fn votes(
    story: &Story<'_>,
    idea: &Idea,
    unit: Option<usize>,
    at: Timestamp,
    closed: Timestamp,
    rng: &mut StdRng,
    add: &mut impl FnMut(Timestamp, What),
) {
    let shop = story.customers.len() as f64 / 3_000.0;
    let span = closed.duration_since(at).as_secs_f64();
    let ripe = (span / (RIPE_DAYS * DAY_S)).min(1.0);
    let wanted = (idea.popularity * MOST_VOTES * shop * ripe).round() as usize;
    let mut voters = std::collections::HashSet::new();
    for _ in 0..wanted {
        // Most come in the first weeks, some for as long as it stands.
        let u: f64 = rng.random();
        let when = after(at, 120.0 + (span - 240.0).max(0.0) * u.powf(2.2));
        if let Some(by) = somebody(story, unit, when, rng)
            && voters.insert(by)
        {
            add(when, What::Vote { by });
        }
    }
}

fn comments(
    story: &Story<'_>,
    idea: &Idea,
    unit: Option<usize>,
    at: Timestamp,
    settled: &Settled,
    rng: &mut StdRng,
    add: &mut impl FnMut(Timestamp, What),
) {
    let end = match (settled.done, settled.answered) {
        (Some(done), _) => after(done, 12.0 * DAY_S),
        (None, Some(answered)) => after(answered, 6.0 * DAY_S),
        (None, None) => settled.closed,
    };
    let end = end.min(story.to).min(after(at, 400.0 * DAY_S));
    let span = SignedDuration::as_secs_f64(&end.duration_since(at));
    for number in 0..idea.comments.len() {
        let share = (number as f64 + 0.6) / (idea.comments.len() as f64 + 0.8);
        let when = after(at, 300.0 + (span - 600.0).max(0.0) * share);
        if let Some(by) = somebody(story, unit, when, rng) {
            add(when, What::Comment { number, by });
        }
    }
}

/// Once everything in it has shipped.
fn releases(story: &Story<'_>, done: &[(usize, Option<Timestamp>)], events: &mut Vec<Event>) {
    for (number, release) in story.seed.shop.releases.iter().enumerate() {
        let planned = after(story.to, -f64::from(release.months_ago) * 30.4 * DAY_S);
        let place = |key: &String| story.seed.ideas.iter().position(|i| i.key == *key);
        let places: Vec<usize> = release.ideas.iter().filter_map(place).collect();
        let shipped = done.iter().filter(|(p, _)| places.contains(p)).filter_map(|(_, at)| *at);
        let Some(last) = shipped.max() else { continue };
        let at = planned.max(after(last, 3_600.0));
        if let Some(idea) = places.first() {
            events.push(Event { at, idea: *idea, what: What::Release(number) });
        }
    }
}
