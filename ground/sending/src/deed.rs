//! What happened to letters, and what people and staff decided about them.
//!
//! That a letter was accepted stands on the page of whoever it was for and is no act of theirs: we wrote.
//! What they do with it (ask for less, object, complain) is.

use deedwell_core::{Deed, Id, Identity, Initiator, Kind, Person, Result, Staff, Who};
use deedwell_store::{Tx, audit};
use serde::Serialize;
use serde_json::Value;

use crate::letter::Letter;
use crate::run::Run;

#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(untagged)]
pub enum LetterDeed {
    Accepted(About),
    Refused {
        #[serde(flatten)]
        about: About,
        why: String,
    },
    Bounced {
        #[serde(flatten)]
        about: About,
        how: &'static str,
    },
    Complained(About),
    /// They want no more about a topic.
    Unsubscribed {
        #[serde(skip)]
        letter: Option<Id<Letter>>,
        topic: String,
        channel: String,
        by: By,
    },
    Subscribed {
        topic: String,
        channel: String,
        by: By,
    },
    /// They want less for a while, or as usual again.
    Preferred {
        fewer: &'static str,
        paused: bool,
    },
    TopicSet {
        topic: String,
    },
    TopicClosed {
        topic: String,
    },
    AddressSuppressed {
        channel: String,
        why: &'static str,
        addresses: u64,
    },
    AddressReleased {
        channel: String,
        why: &'static str,
    },
    RunPlanned {
        #[serde(skip)]
        run: Id<Run>,
        topic: String,
    },
    RunStarted {
        #[serde(skip)]
        run: Id<Run>,
    },
    RunPaused {
        #[serde(skip)]
        run: Id<Run>,
    },
    RunResumed {
        #[serde(skip)]
        run: Id<Run>,
    },
    RunRated {
        #[serde(skip)]
        run: Id<Run>,
        rate_per_s: Option<f64>,
    },
    RunFinished {
        #[serde(skip)]
        run: Id<Run>,
        accepted: u64,
        ambiguous: u64,
    },
    RunCancelled {
        #[serde(skip)]
        run: Id<Run>,
        letters: u64,
    },
    /// What came of a hand-over will never be known; staff said what to do.
    Decided {
        #[serde(skip)]
        letter: Id<Letter>,
        again: bool,
    },
    Cancelled {
        #[serde(skip)]
        letter: Id<Letter>,
    },
    /// What was held after a restore goes, or does not.
    Released {
        letters: u64,
        sent: bool,
    },
    LimitsChanged {},
}

/// Which letter, and what sort of one.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct About {
    #[serde(skip)]
    pub letter: Id<Letter>,
    pub channel: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<Id<Run>>,
}

/// By which way somebody said what they want.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The button of their mail program, or the page behind the link of a letter.
    Link,
    /// Signed in.
    Portal,
    /// A form that anybody may fill in, and the link in the letter that answers it.
    Form,
    Staff,
    Program,
}

impl Deed for LetterDeed {
    fn kind(&self) -> Kind {
        match self {
            Self::Accepted(_) => "letters.accepted",
            Self::Refused { .. } => "letters.refused",
            Self::Bounced { .. } => "letters.bounced",
            Self::Complained(_) => "letters.complained",
            Self::Unsubscribed { .. } => "letters.unsubscribed",
            Self::Subscribed { .. } => "letters.subscribed",
            Self::Preferred { .. } => "letters.preferred",
            Self::TopicSet { .. } => "letters.topic_set",
            Self::TopicClosed { .. } => "letters.topic_closed",
            Self::AddressSuppressed { .. } => "letters.address_suppressed",
            Self::AddressReleased { .. } => "letters.address_released",
            Self::RunPlanned { .. } => "letters.run_planned",
            Self::RunStarted { .. } => "letters.run_started",
            Self::RunPaused { .. } => "letters.run_paused",
            Self::RunResumed { .. } => "letters.run_resumed",
            Self::RunRated { .. } => "letters.run_rated",
            Self::RunFinished { .. } => "letters.run_finished",
            Self::RunCancelled { .. } => "letters.run_cancelled",
            Self::Decided { .. } => "letters.decided",
            Self::Cancelled { .. } => "letters.cancelled",
            Self::Released { .. } => "letters.released",
            Self::LimitsChanged {} => "letters.limits_changed",
        }
    }

    fn about(&self) -> Option<String> {
        let letter = |id: &Id<Letter>| Some(format!("letter/{id}"));
        let run = |id: &Id<Run>| Some(format!("run/{id}"));
        match self {
            Self::Accepted(about)
            | Self::Refused { about, .. }
            | Self::Bounced { about, .. }
            | Self::Complained(about) => letter(&about.letter),
            Self::Unsubscribed { letter: id, topic, .. } => {
                id.as_ref().and_then(letter).or_else(|| Some(format!("topic/{topic}")))
            }
            Self::Subscribed { topic, .. }
            | Self::TopicSet { topic }
            | Self::TopicClosed { topic } => Some(format!("topic/{topic}")),
            Self::Preferred { .. }
            | Self::AddressSuppressed { .. }
            | Self::AddressReleased { .. }
            | Self::Released { .. }
            | Self::LimitsChanged {} => None,
            Self::RunPlanned { run: id, .. }
            | Self::RunStarted { run: id }
            | Self::RunPaused { run: id }
            | Self::RunResumed { run: id }
            | Self::RunRated { run: id, .. }
            | Self::RunFinished { run: id, .. }
            | Self::RunCancelled { run: id, .. } => run(id),
            Self::Decided { letter: id, .. } | Self::Cancelled { letter: id } => letter(id),
        }
    }
}

/// What we did to somebody: it stands on their page and is no act of theirs. Of nobody known, it is the
/// system's.
pub(crate) fn record_of_recipient(
    tx: &mut Tx,
    recipient: Option<(Id<Identity>, Id<Person>, bool)>,
    deed: &LetterDeed,
) -> Result<()> {
    let who = match recipient {
        Some((identity, person, true)) => Who::Customer { identity, person },
        Some((identity, person, false)) => Who::Visitor { identity, person },
        None => Who::System,
    };
    let mut action = tx.action(who, deed)?;
    action.initiator = Initiator::Company;
    tx.record_many(vec![action])
}

/// What staff or a program of theirs did: for everybody in the ledger, and in the audit log.
pub(crate) async fn note(
    tx: &mut Tx,
    staff: Option<Id<Staff>>,
    deed: &LetterDeed,
    detail: &Value,
) -> Result<()> {
    tx.record(staff.map_or(Who::System, Who::Staff), deed).await?;
    audit(tx, staff, deed.kind(), deed.about().as_deref(), detail).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what_happened_to_letters() -> Vec<LetterDeed> {
        let letter: Id<Letter> = Id::from_uuid(Default::default());
        let (topic, channel) = ("news".to_owned(), "email".to_owned());
        let run = Some(letter.cast());
        let about = About {
            letter,
            channel: channel.clone(),
            topic: Some(topic.clone()),
            service: None,
            run,
        };
        let single = About { topic: None, service: Some("receipt"), run: None, ..about.clone() };
        let (by, letter) = (By::Link, Some(letter));
        vec![
            LetterDeed::Accepted(about.clone()),
            LetterDeed::Refused { about: single.clone(), why: "550".to_owned() },
            LetterDeed::Bounced { about, how: "hard" },
            LetterDeed::Complained(single),
            LetterDeed::Unsubscribed { letter, topic: topic.clone(), channel: channel.clone(), by },
            LetterDeed::Subscribed { topic, channel, by: By::Form },
            LetterDeed::Preferred { fewer: "week", paused: true },
        ]
    }

    fn what_staff_did() -> Vec<LetterDeed> {
        let run: Id<Run> = Id::from_uuid(Default::default());
        let letter: Id<Letter> = run.cast();
        let (topic, channel) = ("news".to_owned(), "email".to_owned());
        vec![
            LetterDeed::TopicSet { topic: topic.clone() },
            LetterDeed::TopicClosed { topic: topic.clone() },
            LetterDeed::AddressSuppressed { channel: channel.clone(), why: "staff", addresses: 1 },
            LetterDeed::AddressReleased { channel, why: "hard_bounce" },
            LetterDeed::RunPlanned { run, topic },
            LetterDeed::RunStarted { run },
            LetterDeed::RunPaused { run },
            LetterDeed::RunResumed { run },
            LetterDeed::RunRated { run, rate_per_s: Some(2.5) },
            LetterDeed::RunFinished { run, accepted: 7, ambiguous: 1 },
            LetterDeed::RunCancelled { run, letters: 3 },
            LetterDeed::Decided { letter, again: true },
            LetterDeed::Cancelled { letter },
            LetterDeed::Released { letters: 4, sent: false },
            LetterDeed::LimitsChanged {},
        ]
    }

    #[test]
    fn every_deed_reads_as_its_sample() {
        let deeds = [what_happened_to_letters(), what_staff_did()].concat();
        assert_eq!(deeds.len(), 22);
        for deed in deeds {
            let kind = deed.kind();
            let file = format!("{}/ledger/{kind}.1.json", env!("CARGO_MANIFEST_DIR"));
            let sample = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{file}: {e}"));
            assert_eq!(serde_json::to_string(&deed).unwrap(), sample.trim(), "{kind}");
            assert!(deedwell_core::deed::is_kind(kind));
        }
    }
}
