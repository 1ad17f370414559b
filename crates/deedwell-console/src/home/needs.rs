//! What waits for an answer of ours, of every programme, soonest promise first.

use deedwell_core::Result;
use deedwell_store::Tx;
use deedwell_web::programme::WaitingItem;
use deedwell_web::{Frame, Right};
use jiff::Timestamp;

/// Rows on Home; the rest is a click away, in its programme.
pub const MOST_SHOWN: usize = 6;
/// A promise that ends within this many seconds is pressing.
const PRESSING_S: i64 = 24 * 3600;

pub struct Needs {
    pub count: u64,
    pub first: Vec<Need>,
    /// How many have a promise that ends before the organisation's day does.
    pub today: u64,
    /// How many have one that has ended.
    pub overdue: u64,
    /// Where the rest is, if there is more.
    pub rest: Vec<Rest>,
}

/// A programme in which more waits.
pub struct Rest {
    pub words: String,
    pub href: &'static str,
}

pub struct Need {
    pub item: WaitingItem,
    pub icon: &'static str,
    pub badge: Option<Badge>,
    pub person_href: String,
}

pub struct Badge {
    pub tone: &'static str,
    pub words: String,
}

impl Needs {
    pub async fn of(tx: &mut Tx, frame: &Frame) -> Result<Self> {
        let (mut count, mut first, mut rest) = (0, Vec::new(), Vec::new());
        // What waits may not be public yet: it is for those who may work on it.
        let hosts = frame.may(Right::HostProgrammes);
        for programme in frame.app().clone().programmes().iter().filter(|_| hosts) {
            let waiting = (programme.waiting)(tx, MOST_SHOWN, frame.language).await?;
            count += waiting.count;
            let shown = waiting.first.len() as u64;
            if waiting.count > shown {
                let words = frame.m(
                    "home-needs-more",
                    &[
                        ("count", frame.number(waiting.count - shown)),
                        ("what", frame.programme_name(programme)),
                    ],
                );
                rest.push(Rest { words, href: programme.console });
            }
            first.extend(waiting.first.into_iter().map(|item| need(frame, programme.icon, item)));
        }
        // Those without a promise come last, in the order in which their programme gave them.
        first.sort_by_key(|need| need.item.due_at.unwrap_or(Timestamp::MAX));
        let end = end_of_day(frame);
        let until = |moment: Timestamp| {
            first.iter().filter(|need| need.item.due_at.is_some_and(|due| due < moment)).count()
                as u64
        };
        let overdue = until(frame.now);
        let today = until(end) - overdue;
        first.truncate(MOST_SHOWN);
        Ok(Self { count, first, today, overdue, rest })
    }
}

fn need(frame: &Frame, icon: &'static str, item: WaitingItem) -> Need {
    let may_see = frame.may(Right::SeePeople);
    let person_href = match item.person {
        Some(person) if may_see => crate::look::line::href(person),
        _ => String::new(),
    };
    Need { badge: item.due_at.map(|due| badge(frame, due)), icon, person_href, item }
}

/// Honey while there is time, rowan once the promise is broken.
pub fn badge(frame: &Frame, due: Timestamp) -> Badge {
    let left = due.duration_since(frame.now).as_secs();
    let span = frame.span(left.unsigned_abs() as f64);
    match left {
        ..0 => Badge { tone: "down", words: frame.w("home-overdue", span) },
        0..PRESSING_S => Badge { tone: "wait", words: frame.w("home-due-in", span) },
        _ => Badge { tone: "", words: frame.w("home-due-in", span) },
    }
}

fn end_of_day(frame: &Frame) -> Timestamp {
    let today = frame.now.to_zoned(frame.zone.clone());
    let tomorrow = today.tomorrow().and_then(|t| t.start_of_day());
    tomorrow.map_or(frame.now, |t| t.timestamp())
}
