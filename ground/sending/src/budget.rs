//! How much somebody is sent at most: within the last hours, and within a day, week or month of their own
//! calendar. All limits hold at once. A day by the calendar alone would let two go at midnight, a rolling
//! one alone would let none go on a Monday because of Sunday evening; so both can be set.

use deedwell_core::{Error, Id, Result};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// Marks the ids of limits.
#[derive(Debug)]
pub enum CapNoun {}

pub const MOST_CAPS: usize = 12;
pub const MOST_LETTERS: i64 = 1_000;
pub const LONGEST_HOURS: i64 = 24 * 92;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Span {
    /// The last so many hours.
    Hours(i64),
    /// From midnight, by their clock.
    Day,
    /// From Monday's.
    Week,
    /// From that of the first.
    Month,
}

impl Span {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hours(_) => "hours",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    pub fn parse(name: &str, hours: i64) -> Option<Self> {
        match name {
            "hours" => (1..=LONGEST_HOURS).contains(&hours).then_some(Self::Hours(hours)),
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            _ => None,
        }
    }

    /// How far back letters have to be known.
    fn reach(self) -> SignedDuration {
        match self {
            Self::Hours(hours) => SignedDuration::from_hours(hours),
            // Clocks that are put back make some days longer.
            Self::Day => SignedDuration::from_hours(26),
            Self::Week => SignedDuration::from_hours(24 * 8),
            Self::Month => SignedDuration::from_hours(24 * 32),
        }
    }

    /// When the stretch of their calendar began that is now, and when the next does.
    fn stretch(self, now: Timestamp, zone: &TimeZone) -> Result<(Timestamp, Timestamp)> {
        let today = now.to_zoned(zone.clone()).start_of_day().map_err(Error::fault)?;
        let (first, next) = match self {
            Self::Hours(hours) => {
                let hours = SignedDuration::from_hours(hours);
                let first = now.saturating_sub(hours).map_err(Error::fault)?;
                return Ok((first, now));
            }
            Self::Day => (today.clone(), today.checked_add(1.day())),
            Self::Week => {
                let since = i64::from(today.weekday().to_monday_zero_offset());
                let monday = today.checked_sub(since.days()).map_err(Error::fault)?;
                let monday = monday.start_of_day().map_err(Error::fault)?;
                (monday.clone(), monday.checked_add(7.days()))
            }
            Self::Month => {
                let first = today.first_of_month().map_err(Error::fault)?;
                let first = first.start_of_day().map_err(Error::fault)?;
                (first.clone(), first.checked_add(1.month()))
            }
        };
        let next = next.and_then(|next| next.start_of_day()).map_err(Error::fault)?;
        Ok((first.timestamp(), next.timestamp()))
    }
}

/// A limit, of one channel or of all together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cap {
    pub id: Option<Id<CapNoun>>,
    /// '' for all.
    pub channel: String,
    pub most: usize,
    pub span: Span,
}

/// A letter that somebody was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    pub at: Timestamp,
    pub channel: String,
}

impl Cap {
    fn counts(&self, channel: &str) -> bool {
        self.channel.is_empty() || self.channel == channel
    }

    /// When the next may go by this channel: `None` for now.
    fn wait(
        &self,
        channel: &str,
        sent: &[Sent],
        now: Timestamp,
        zone: &TimeZone,
    ) -> Result<Option<Timestamp>> {
        if !self.counts(channel) {
            return Ok(None);
        }
        let (first, next) = self.span.stretch(now, zone)?;
        let within = |s: &&Sent| {
            self.counts(&s.channel)
                && if let Span::Hours(_) = self.span { s.at > first } else { s.at >= first }
        };
        let mut times: Vec<Timestamp> = sent.iter().filter(within).map(|s| s.at).collect();
        if times.len() < self.most {
            return Ok(None);
        }
        let Span::Hours(hours) = self.span else { return Ok(Some(next)) };
        times.sort_unstable();
        // Free once so many of them are old that there is room for one.
        let oldest = times[times.len() - self.most];
        oldest.saturating_add(SignedDuration::from_hours(hours)).map(Some).map_err(Error::fault)
    }
}

/// When all limits let the next one go: `None` for now.
///
/// # Errors
/// `Fault` for moments beyond any calendar.
pub fn wait(
    caps: &[Cap],
    channel: &str,
    sent: &[Sent],
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Option<Timestamp>> {
    let mut until = None;
    for cap in caps {
        until = until.max(cap.wait(channel, sent, now, zone)?);
    }
    Ok(until)
}

/// Since when letters have to be known for these limits.
pub fn since(caps: &[Cap], now: Timestamp) -> Option<Timestamp> {
    let reach = caps.iter().map(|cap| cap.span.reach()).max()?;
    now.checked_sub(reach).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn cap(channel: &str, most: usize, span: Span) -> Cap {
        Cap { id: None, channel: channel.to_owned(), most, span }
    }

    fn sent(channel: &str, times: &[&str]) -> Vec<Sent> {
        times.iter().map(|t| Sent { at: at(t), channel: channel.to_owned() }).collect()
    }

    #[test]
    fn a_day_by_the_calendar_and_a_rolling_one_hold_together() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let sent = sent("email", &["2026-11-18T22:00:00Z"]);
        let now = at("2026-11-18T23:30:00Z");
        // In Berlin it is another day by now.
        let day = [cap("", 1, Span::Day)];
        assert_eq!(wait(&day, "email", &sent, now, &berlin).unwrap(), None);
        let utc = wait(&day, "email", &sent, now, &TimeZone::UTC).unwrap();
        assert_eq!(utc, Some(at("2026-11-19T00:00:00Z")));
        let both = [cap("", 1, Span::Day), cap("", 1, Span::Hours(24))];
        let then = wait(&both, "email", &sent, now, &berlin).unwrap();
        assert_eq!(then, Some(at("2026-11-19T22:00:00Z")));
        // To the microsecond a day later there is room.
        let then = at("2026-11-19T22:00:00Z");
        assert_eq!(wait(&both, "email", &sent, then, &berlin).unwrap(), None);
    }

    #[test]
    fn channels_have_limits_of_their_own_and_one_together() {
        let caps = [cap("sms", 1, Span::Week), cap("", 3, Span::Month)];
        let now = at("2026-11-18T09:00:00Z");
        let wait =
            |channel, sent: &[Sent]| wait(&caps, channel, sent, now, &TimeZone::UTC).unwrap();
        let mails = sent("email", &["2026-11-16T09:00:00Z", "2026-11-17T09:00:00Z"]);
        assert_eq!(wait("sms", &mails), None);
        let mut all = mails.clone();
        all.extend(sent("sms", &["2026-11-16T00:00:00Z"]));
        assert_eq!(wait("sms", &all), Some(at("2026-12-01T00:00:00Z")));
        assert_eq!(wait("email", &all), Some(at("2026-12-01T00:00:00Z")));
        assert_eq!(wait("sms", &all[2..]), Some(at("2026-11-23T00:00:00Z")));
        assert_eq!(since(&caps, now), Some(at("2026-10-17T09:00:00Z")));
        assert_eq!(since(&[], now), None);
    }

    /// Whatever comes when, no window of any limit ever holds more than it may.
    #[test]
    fn no_limit_is_ever_broken() {
        let zone = TimeZone::get("America/Havana").unwrap();
        let caps =
            [cap("", 2, Span::Day), cap("", 3, Span::Hours(30)), cap("email", 5, Span::Week)];
        let (mut all, mut seed) = (Vec::<Sent>::new(), 7_u64);
        let mut now = at("2026-03-01T00:00:00Z");
        for _ in 0..4_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let minutes = i64::try_from((seed >> 33) % 200).unwrap();
            now = now.checked_add(SignedDuration::from_mins(minutes)).unwrap();
            if wait(&caps, "email", &all, now, &zone).unwrap().is_none() {
                all.push(Sent { at: now, channel: "email".to_owned() });
            }
        }
        assert!(all.len() > 200);
        for (i, one) in all.iter().enumerate() {
            let local = |s: &Sent| zone.to_datetime(s.at).date();
            let days = all.iter().filter(|s| local(s) == local(one)).count();
            let rolling = all[..=i]
                .iter()
                .filter(|s| one.at.duration_since(s.at) < SignedDuration::from_hours(30));
            assert!(days <= 2 && rolling.count() <= 3);
            let week = |s: &Sent| local(s).iso_week_date();
            let week = |s: &Sent| (week(s).year(), week(s).week());
            assert!(all.iter().filter(|s| week(s) == week(one)).count() <= 5);
        }
    }
}
