//! Whether somebody may be sent a letter, now: asked at hand-over, of what then stands. Pure.

use deedwell_core::Result;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::budget::{self, Cap, Sent, Span};
use crate::letter::{Service, Sort};
use crate::quiet::Quiet;
use crate::suppression::Why;
use crate::topic::{Basis, Topic};

/// How much less somebody wants than others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fewer {
    #[default]
    AsUsual,
    /// One a week.
    Week,
    /// One a month.
    Month,
}

impl Fewer {
    pub const ALL: [Self; 3] = [Self::AsUsual, Self::Week, Self::Month];

    pub const fn name(self) -> &'static str {
        match self {
            Self::AsUsual => "as_usual",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == text)
    }

    fn cap(self) -> Option<Cap> {
        let hours = match self {
            Self::AsUsual => return None,
            Self::Week => 24 * 7,
            Self::Month => 24 * 30,
        };
        Some(Cap { id: None, channel: String::new(), most: 1, span: Span::Hours(hours) })
    }
}

/// What somebody said of a topic last, and how it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    pub given: bool,
    /// They answered a link or a code, or said it where they were signed in.
    pub is_confirmed: bool,
}

/// What there is to know of one letter and its recipient.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    pub now: Timestamp,
    pub channel: &'a str,
    pub sort: &'a Sort,
    pub until: Option<Timestamp>,
    /// Of the topic it is about, where it is about one and there is such a one.
    pub topic: Option<&'a Topic>,
    pub word: Option<Word>,
    /// Why nothing is sent to this address.
    pub suppressed: &'a [Why],
    pub fewer: Fewer,
    pub paused_until: Option<Timestamp>,
    pub zone: &'a TimeZone,
    pub quiet: Option<Quiet>,
    pub caps: &'a [Cap],
    /// What they were sent that counts, service letters left out.
    pub sent: &'a [Sent],
}

/// Why a letter is not sent, ever.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Never {
    Suppressed(Why),
    /// There is no such topic, nothing is sent about it any more, or not by this channel.
    NoTopic,
    /// They were asked and said no, or took it back.
    Refused,
    /// They were never asked, or never answered the link.
    NoConsent,
    /// Its time was over before it could be sent.
    TooLate,
    /// Whoever it was for is not here any more.
    Forgotten,
}

impl Never {
    /// The code that stands in the row.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Suppressed(why) => why.name(),
            Self::NoTopic => "no_topic",
            Self::Refused => "unsubscribed",
            Self::NoConsent => "no_consent",
            Self::TooLate => "too_late",
            Self::Forgotten => "forgotten",
        }
    }
}

/// Why a letter waits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Wait {
    QuietHours,
    Frequency,
    /// They want nothing for a while.
    Paused,
}

impl Wait {
    pub const ALL: [Self; 3] = [Self::QuietHours, Self::Frequency, Self::Paused];

    pub const fn code(self) -> &'static str {
        match self {
            Self::QuietHours => "quiet_hours",
            Self::Frequency => "frequency",
            Self::Paused => "paused_by_them",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    Send,
    Later(Timestamp, Wait),
    Never(Never),
}

/// What is to be done with a letter now.
///
/// # Errors
/// `Fault` for moments beyond any calendar.
pub fn decide(case: &Case<'_>) -> Result<Verdict> {
    if case.until.is_some_and(|until| until <= case.now) {
        return Ok(Verdict::Never(Never::TooLate));
    }
    if let Some(why) = case.suppressed.iter().copied().find(|why| stops(*why, case.sort)) {
        return Ok(Verdict::Never(Never::Suppressed(why)));
    }
    if let Sort::Service(_) = case.sort {
        return Ok(Verdict::Send);
    }
    if let Some(never) = consent(case) {
        return Ok(Verdict::Never(never));
    }
    let waits = [
        (case.paused_until.filter(|until| *until > case.now), Wait::Paused),
        (frequency(case)?, Wait::Frequency),
        (
            case.quiet.map(|quiet| quiet.wait(case.now, case.zone)).transpose()?.flatten(),
            Wait::QuietHours,
        ),
    ];
    let longest = waits.into_iter().filter_map(|(until, why)| Some((until?, why))).max();
    Ok(match longest {
        None => Verdict::Send,
        Some((then, _)) if case.until.is_some_and(|until| then >= until) => {
            Verdict::Never(Never::TooLate)
        }
        Some((then, why)) => Verdict::Later(then, why),
    })
}

/// A dead address gets nothing. Whoever complained gets what they ask for themselves: a code, a receipt, an
/// answer. What staff switched off is off; they can switch it on again.
fn stops(why: Why, sort: &Sort) -> bool {
    match (why, sort) {
        (Why::HardBounce | Why::Staff, _) => true,
        // A mailbox that was full yesterday may take a code today.
        (Why::SoftBounce | Why::Complaint, Sort::Topic(_)) => true,
        (Why::SoftBounce | Why::Complaint, Sort::Service(_)) => false,
    }
}

fn consent(case: &Case<'_>) -> Option<Never> {
    let Some(topic) = case.topic.filter(|topic| topic.is_open() && topic.goes_by(case.channel))
    else {
        return Some(Never::NoTopic);
    };
    match (case.word, topic.basis) {
        (Some(word), _) if !word.given => Some(Never::Refused),
        (None, Basis::OptIn) => Some(Never::NoConsent),
        (Some(word), Basis::OptIn) if topic.is_confirmed_twice && !word.is_confirmed => {
            Some(Never::NoConsent)
        }
        (Some(_), _) | (None, Basis::OptOut) => None,
    }
}

fn frequency(case: &Case<'_>) -> Result<Option<Timestamp>> {
    let own = case.fewer.cap();
    let own = budget::wait(own.as_slice(), case.channel, case.sent, case.now, case.zone)?;
    Ok(own.max(budget::wait(case.caps, case.channel, case.sent, case.now, case.zone)?))
}

/// Since when letters have to be known for limits and for what somebody may have asked for.
pub fn since(caps: &[Cap], fewer: Fewer, now: Timestamp) -> Option<Timestamp> {
    let own = fewer.cap();
    let own = budget::since(own.as_slice(), now);
    match (own, budget::since(caps, now)) {
        (Some(own), Some(all)) => Some(own.min(all)),
        (own, all) => own.or(all),
    }
}

/// How long a letter about a topic waits at most, where nobody says otherwise: news of last month is none.
pub const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Whether a program may send this sort of service letter: who signs in somewhere is our own business.
pub fn may_be_asked_by_programs(service: Service) -> bool {
    matches!(service, Service::Receipt | Service::Answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-18T09:00:00Z";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn topic(basis: Basis) -> Topic {
        Topic {
            basis,
            channels: vec![("email".to_owned(), "news.email".to_owned())],
            ..Topic::example("news")
        }
    }

    struct Told {
        sort: Sort,
        topic: Option<Topic>,
        word: Option<Word>,
        suppressed: Vec<Why>,
        sent: Vec<Sent>,
        caps: Vec<Cap>,
    }

    fn about(basis: Basis) -> Told {
        Told {
            sort: Sort::Topic("news".to_owned()),
            topic: Some(topic(basis)),
            word: None,
            suppressed: Vec::new(),
            sent: Vec::new(),
            caps: Vec::new(),
        }
    }

    fn service(service: Service) -> Told {
        Told { sort: Sort::Service(service), topic: None, ..about(Basis::OptIn) }
    }

    fn verdict(told: &Told, change: impl FnOnce(&mut Case<'_>)) -> Verdict {
        let mut case = Case {
            now: at(NOW),
            channel: "email",
            sort: &told.sort,
            until: None,
            topic: told.topic.as_ref(),
            word: told.word,
            suppressed: &told.suppressed,
            fewer: Fewer::AsUsual,
            paused_until: None,
            zone: &TimeZone::UTC,
            quiet: None,
            caps: &told.caps,
            sent: &told.sent,
        };
        change(&mut case);
        decide(&case).unwrap()
    }

    const YES: Word = Word { given: true, is_confirmed: true };

    #[test]
    fn nobody_is_written_to_who_did_not_ask_and_nobody_who_said_no() {
        let mut asked = about(Basis::OptIn);
        assert_eq!(verdict(&asked, |_| ()), Verdict::Never(Never::NoConsent));
        asked.word = Some(YES);
        assert_eq!(verdict(&asked, |_| ()), Verdict::Send);
        asked.word = Some(Word { is_confirmed: false, ..YES });
        assert_eq!(verdict(&asked, |_| ()), Verdict::Send);
        asked.topic = Some(Topic { is_confirmed_twice: true, ..topic(Basis::OptIn) });
        assert_eq!(verdict(&asked, |_| ()), Verdict::Never(Never::NoConsent));
        asked.word = Some(YES);
        assert_eq!(verdict(&asked, |_| ()), Verdict::Send);
        asked.word = Some(Word { given: false, ..YES });
        assert_eq!(verdict(&asked, |_| ()), Verdict::Never(Never::Refused));

        let mut told = about(Basis::OptOut);
        assert_eq!(verdict(&told, |_| ()), Verdict::Send);
        told.word = Some(Word { given: false, is_confirmed: false });
        assert_eq!(verdict(&told, |_| ()), Verdict::Never(Never::Refused));
    }

    #[test]
    fn a_topic_that_is_closed_or_goes_elsewhere_sends_nothing() {
        let mut told = about(Basis::OptOut);
        assert_eq!(verdict(&told, |case| case.channel = "sms"), Verdict::Never(Never::NoTopic));
        told.topic = Some(Topic { closed_at: Some(at(NOW)), ..topic(Basis::OptOut) });
        assert_eq!(verdict(&told, |_| ()), Verdict::Never(Never::NoTopic));
        told.topic = None;
        assert_eq!(verdict(&told, |_| ()), Verdict::Never(Never::NoTopic));
    }

    #[test]
    fn service_letters_pass_all_but_a_dead_address() {
        let quiet = Quiet::new(0, 23 * 60).unwrap();
        for (why, goes) in [
            (Why::HardBounce, false),
            (Why::Staff, false),
            (Why::Complaint, true),
            (Why::SoftBounce, true),
        ] {
            for sort in Service::ALL {
                let cap = Cap { id: None, channel: String::new(), most: 1, span: Span::Day };
                let sent = Sent { at: at(NOW), channel: "email".to_owned() };
                let (caps, sent) = (vec![cap], vec![sent]);
                let told = Told { suppressed: vec![why], caps, sent, ..service(sort) };
                let came = verdict(&told, |case| {
                    case.quiet = Some(quiet);
                    case.paused_until = Some(at("2027-01-01T00:00:00Z"));
                });
                let no = Verdict::Never(Never::Suppressed(why));
                assert_eq!(came, if goes { Verdict::Send } else { no }, "{why:?} {sort:?}");
            }
            let told = Told { suppressed: vec![why], word: Some(YES), ..about(Basis::OptIn) };
            assert_eq!(verdict(&told, |_| ()), Verdict::Never(Never::Suppressed(why)));
        }
        let code = service(Service::SignIn);
        let late = |case: &mut Case<'_>| case.until = Some(at(NOW));
        assert_eq!(verdict(&code, late), Verdict::Never(Never::TooLate));
    }

    #[test]
    fn the_longest_wait_counts_and_what_would_come_too_late_does_not_come() {
        let mut told = about(Basis::OptOut);
        told.caps = vec![Cap { id: None, channel: String::new(), most: 1, span: Span::Day }];
        told.sent = vec![Sent { at: at("2026-11-18T08:00:00Z"), channel: "sms".to_owned() }];
        let midnight = at("2026-11-19T00:00:00Z");
        assert_eq!(verdict(&told, |_| ()), Verdict::Later(midnight, Wait::Frequency));
        let quiet = Quiet::new(8 * 60, 10 * 60).unwrap();
        assert_eq!(
            verdict(&told, |case| case.quiet = Some(quiet)),
            Verdict::Later(midnight, Wait::Frequency)
        );
        let fewer = verdict(&told, |case| case.fewer = Fewer::Week);
        assert_eq!(fewer, Verdict::Later(at("2026-11-25T08:00:00Z"), Wait::Frequency));
        let paused = at("2026-12-24T00:00:00Z");
        let waits = verdict(&told, |case| case.paused_until = Some(paused));
        assert_eq!(waits, Verdict::Later(paused, Wait::Paused));
        let late = verdict(&told, |case| {
            case.paused_until = Some(paused);
            case.until = Some(at("2026-11-30T00:00:00Z"));
        });
        assert_eq!(late, Verdict::Never(Never::TooLate));
        told.sent.clear();
        let ten = at("2026-11-18T10:00:00Z");
        let waits = verdict(&told, |case| case.quiet = Some(quiet));
        assert_eq!(waits, Verdict::Later(ten, Wait::QuietHours));
    }
}
