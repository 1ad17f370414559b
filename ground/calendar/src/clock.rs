//! Business time: added to a moment, and between two. Exact where the wall clock jumps.

use std::ops::ControlFlow;

use deedwell_core::Timestamp;
use jiff::SignedDuration;
use jiff::civil::Date;

use crate::hours::{Calendar, number_of};

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;
const MINUTE: i64 = 60 * SECOND;
/// So far ahead is looked for business time.
const FURTHEST: i64 = 20 * 366 * DAY;

/// Business time of one day, in microseconds; the day by its number.
struct Open {
    day: i64,
    from: i64,
    to: i64,
}

impl Calendar {
    pub fn is_open(&self, at: Timestamp) -> bool {
        let local = at.as_microsecond() + self.offset(at);
        let minute = local.rem_euclid(DAY);
        let within =
            |span: &crate::Span| (span.opens() * MINUTE..span.closes() * MINUTE).contains(&minute);
        self.hours_of(local.div_euclid(DAY)).iter().any(within)
    }

    /// Business time from one moment to a later one; below nought where it is earlier.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        if to < from {
            return -self.between(to, from);
        }
        let mut sum = 0;
        self.walk(from.as_microsecond(), to.as_microsecond(), |open| {
            sum += open.to - open.from;
            ControlFlow::Continue(())
        });
        SignedDuration::from_micros(sum)
    }

    /// The first moment by which so much business time has passed. None within twenty years: nobody is
    /// here, or not for so long.
    pub fn after(&self, from: Timestamp, length: SignedDuration) -> Option<Timestamp> {
        let mut left = i64::try_from(length.as_micros()).ok()?.max(0);
        if left == 0 {
            return Some(from);
        }
        let start = from.as_microsecond();
        let mut found = None;
        self.walk(start, start.saturating_add(FURTHEST), |open| {
            let here = open.to - open.from;
            if here >= left {
                found = Some(open.from + left);
                return ControlFlow::Break(());
            }
            left -= here;
            ControlFlow::Continue(())
        });
        Timestamp::from_microsecond(found?).ok()
    }

    /// The end of business on the `days`-th business day after the day of `from`, which does not count
    /// itself. With 0, of that day, or of the next business day when it is over.
    pub fn after_days(&self, from: Timestamp, days: u32) -> Option<Timestamp> {
        let start = from.as_microsecond();
        let today = (start + self.offset(from)).div_euclid(DAY);
        let mut wanted = days;
        // The day that is being looked at, and where its business ends.
        let mut last: Option<(i64, i64)> = None;
        self.walk(start, start.saturating_add(FURTHEST), |open| {
            match &mut last {
                // A clock put back over midnight lets a day come again.
                Some((day, end)) if open.day <= *day => {
                    *end = (*end).max(open.to);
                    return ControlFlow::Continue(());
                }
                Some(_) if wanted == 0 => return ControlFlow::Break(()),
                _ => {}
            }
            if days == 0 {
                last = Some((open.day, open.to));
            } else if open.day > today {
                wanted -= 1;
                last = Some((open.day, open.to));
            }
            ControlFlow::Continue(())
        });
        let (_, end) = last.filter(|_| wanted == 0)?;
        Timestamp::from_microsecond(end).ok()
    }

    /// When somebody is here next: now, or at the next opening.
    pub fn opening(&self, from: Timestamp) -> Option<Timestamp> {
        let start = from.as_microsecond();
        let mut found = None;
        self.walk(start, start.saturating_add(FURTHEST), |open| {
            found = Some(open.from);
            ControlFlow::Break(())
        });
        Timestamp::from_microsecond(found?).ok()
    }

    /// The day it is here.
    pub fn day_of(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    /// Business days from the first to the last, both counted.
    pub fn business_days(&self, from: Date, to: Date) -> u64 {
        let days = number_of(from)..=number_of(to);
        days.filter(|day| !self.hours_of(*day).is_empty()).count() as u64
    }

    fn offset(&self, at: Timestamp) -> i64 {
        i64::from(self.zone.to_offset(at).seconds()) * SECOND
    }

    /// Gives business time from `from` to `to` in order, piece by piece. Between two jumps of the wall
    /// clock local time is UTC and an offset, so each stretch of one offset is walked by itself.
    fn walk(&self, from: i64, to: i64, mut give: impl FnMut(Open) -> ControlFlow<()>) {
        let Ok(start) = Timestamp::from_microsecond(from) else { return };
        let (mut at, mut offset) = (from, self.offset(start));
        let mut jumps = self.zone.following(start);
        while at < to {
            let jump = jumps.next();
            let end = jump.as_ref().map_or(to, |j| j.timestamp().as_microsecond().min(to));
            if self.walk_even(at, end, offset, &mut give).is_break() {
                return;
            }
            at = end;
            if let Some(jump) = jump {
                offset = i64::from(jump.offset().seconds()) * SECOND;
            }
        }
    }

    /// The same where the offset does not change.
    fn walk_even(
        &self,
        from: i64,
        to: i64,
        offset: i64,
        give: &mut impl FnMut(Open) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let (from, to) = (from + offset, to + offset);
        for day in from.div_euclid(DAY)..=to.div_euclid(DAY) {
            for span in self.hours_of(day) {
                let opens = (day * DAY + span.opens() * MINUTE).max(from);
                let closes = (day * DAY + span.closes() * MINUTE).min(to);
                if opens < closes {
                    give(Open { day, from: opens - offset, to: closes - offset })?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::hours::{Span, Week};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn calendar(zone: &str, each_day: &str) -> Calendar {
        let day = Span::parse_day(each_day).unwrap();
        let week = Week::new(std::array::from_fn(|_| day.clone())).unwrap();
        Calendar::new(zone, week, BTreeMap::new()).unwrap()
    }

    fn london() -> Calendar {
        let closed = ["2026-12-25", "2026-12-28"].map(|day| (day.parse().unwrap(), Vec::new()));
        Calendar::new("Europe/London", Week::usual(), BTreeMap::from(closed)).unwrap()
    }

    #[test]
    fn a_clock_stops_when_nobody_is_here() {
        let london = london();
        // Thursday before Christmas, an hour before the end; the next business day is Tuesday.
        let asked = at("2026-12-24T16:00:00Z");
        let due = london.after(asked, SignedDuration::from_hours(4)).unwrap();
        assert_eq!(due, at("2026-12-29T12:00:00Z"));
        assert_eq!(london.between(asked, due), SignedDuration::from_hours(4));
        assert_eq!(london.between(due, asked), SignedDuration::from_hours(-4));
        assert!(london.is_open(asked) && !london.is_open(at("2026-12-25T12:00:00Z")));
        assert!(!london.is_open(at("2026-12-24T17:00:00Z")), "the end is not part of it");
        assert_eq!(london.opening(at("2026-12-24T17:00:00Z")), Some(at("2026-12-29T09:00:00Z")));
    }

    #[test]
    fn an_exact_end_is_an_end_and_not_the_next_opening() {
        let due = london().after(at("2026-12-23T09:00:00Z"), SignedDuration::from_hours(8));
        assert_eq!(due, Some(at("2026-12-23T17:00:00Z")));
    }

    #[test]
    fn the_day_itself_does_not_count() {
        let london = london();
        for asked in ["2026-12-23T00:10:00Z", "2026-12-23T10:00:00Z", "2026-12-23T23:00:00Z"] {
            assert_eq!(london.after_days(at(asked), 1), Some(at("2026-12-24T17:00:00Z")));
            assert_eq!(london.after_days(at(asked), 2), Some(at("2026-12-29T17:00:00Z")));
        }
        let saturday = at("2026-12-19T10:00:00Z");
        assert_eq!(london.after_days(saturday, 1), Some(at("2026-12-21T17:00:00Z")));
        assert_eq!(london.after_days(saturday, 0), Some(at("2026-12-21T17:00:00Z")));
        let late = at("2026-12-21T17:00:00Z");
        assert_eq!(london.after_days(late, 0), Some(at("2026-12-22T17:00:00Z")));
    }

    #[test]
    fn hours_that_do_not_happen_do_not_count() {
        // In London clocks went from one to two on 29 March 2026, and from two to one on 25 October.
        let night = calendar("Europe/London", "0-4");
        let (spring, autumn) = ("2026-03-28T23:00:00Z", "2026-10-24T22:00:00Z");
        let hours = |from: &str, to: &str| night.between(at(from), at(to)).as_hours();
        assert_eq!(hours(spring, "2026-03-29T12:00:00Z"), 3);
        assert_eq!(hours(autumn, "2026-10-25T12:00:00Z"), 5);
        let due = night.after(at(autumn), SignedDuration::from_hours(3)).unwrap();
        assert_eq!(due, at("2026-10-25T02:00:00Z"), "one to two came twice");
        let gap = calendar("Europe/London", "1:15-1:45");
        assert_eq!(gap.between(at(spring), at("2026-03-29T12:00:00Z")).as_secs(), 0);
    }

    #[test]
    fn a_day_that_was_never_is_no_business_day() {
        // Samoa went from 29 to 31 December 2011.
        let apia = calendar("Pacific/Apia", "9-17");
        let asked = at("2011-12-29T20:00:00Z");
        assert_eq!(apia.day_of(asked), "2011-12-29".parse().unwrap());
        let due = apia.after_days(asked, 1).unwrap();
        assert_eq!(apia.day_of(due), "2011-12-31".parse().unwrap());
    }

    #[test]
    fn where_nobody_is_ever_here_nothing_is_due() {
        let never = calendar("UTC", "");
        let now = at("2026-01-01T00:00:00Z");
        assert_eq!(never.after(now, SignedDuration::from_secs(1)), None);
        assert_eq!(never.after_days(now, 1), None);
        assert_eq!(never.opening(now), None);
        assert_eq!(never.after(now, SignedDuration::ZERO), Some(now));
    }
}
