//! What was said beside what was done: who recommended us, and who brought somebody.

use deedwell_core::{Error, Id, Organisation, Result, Timestamp, text};
use deedwell_measure::Estimate;
use deedwell_measure::wilson;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// So long after somebody said it, it counts as done.
pub const DAYS_TO_DO: i64 = 90;
pub const CONFIDENCE: f64 = 0.95;
/// Letters of a channel's name, of what was recommended, of an address.
pub const LONGEST_CHANNEL: usize = 40;
pub const LONGEST_ABOUT: usize = 255;
pub const LONGEST_ADDRESS: usize = 254;

/// How we know that somebody recommended us, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Somebody followed it.
    ClickThrough,
    /// The friend says so.
    FriendsStatement,
    /// It can be read.
    PublicPost,
    /// They say so themselves.
    SelfReport,
}

impl Evidence {
    pub const ALL: [Self; 4] =
        [Self::ClickThrough, Self::FriendsStatement, Self::PublicPost, Self::SelfReport];

    pub const fn name(self) -> &'static str {
        match self {
            Self::ClickThrough => "click_through",
            Self::FriendsStatement => "friends_statement",
            Self::PublicPost => "public_post",
            Self::SelfReport => "self_report",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.name() == text)
    }
}

/// A recommendation as it is told.
#[derive(Clone, PartialEq, Debug)]
pub struct NewRecommendation {
    /// What was recommended; '' for all of us.
    pub about: String,
    /// To whom: an address or a name, of which only a hash is kept; '' for everybody.
    pub to: String,
    pub channel: String,
    pub evidence: Evidence,
}

impl NewRecommendation {
    /// # Errors
    /// `Invalid`, naming the field.
    pub fn checked(&self) -> Result<Self> {
        let fits = |field: &'static str, said: &str, most: usize| {
            let said = text::line(said);
            if said.chars().count() > most {
                return Err(Error::invalid(field, format!("At most {most} letters, please.")));
            }
            Ok(said)
        };
        let channel = fits("channel", &self.channel, LONGEST_CHANNEL)?;
        if channel.is_empty() {
            return Err(Error::invalid("channel", "Please say by which way, such as chat."));
        }
        Ok(Self {
            about: fits("about", &self.about, LONGEST_ABOUT)?,
            to: fits("to", &self.to, LONGEST_ADDRESS)?,
            channel,
            evidence: self.evidence,
        })
    }

    /// To whom, as it is kept: nobody reads an address from it, nor finds the same person in the tables of
    /// another organisation.
    pub fn to_hash(&self, organisation: Id<Organisation>) -> String {
        if self.to.is_empty() {
            return String::new();
        }
        let mut hash = Sha256::new();
        hash.update(organisation.to_string().as_bytes());
        hash.update(b"/recommended/");
        hash.update(self.to.to_lowercase().as_bytes());
        hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// When somebody first said it in the time in question, and when they brought friends who bought.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Record {
    pub said_at: Option<Timestamp>,
    pub did_at: Vec<Timestamp>,
}

/// People by what they said and what they did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct SaidAndDone {
    pub said_and_did: u64,
    pub said_only: u64,
    pub did_only: u64,
    pub neither: u64,
    /// They said it less than [`DAYS_TO_DO`] ago and did nothing yet: in none of the four.
    pub too_early: u64,
}

impl SaidAndDone {
    /// Of everybody whom we know: `people` of them, of whom those of `records` said or did something.
    /// Who said nothing counts as having done it when they did it in the time in question.
    pub fn count(people: u64, records: &[Record], now: Timestamp) -> Self {
        let mut all = Self::default();
        let within = jiff::SignedDuration::from_hours(24 * DAYS_TO_DO);
        for record in records {
            let Some(said_at) = record.said_at else {
                all.did_only += u64::from(!record.did_at.is_empty());
                continue;
            };
            let after = |at: &Timestamp| {
                (0..=within.as_secs()).contains(&(at.duration_since(said_at).as_secs()))
            };
            if record.did_at.iter().any(after) {
                all.said_and_did += 1;
            } else if now.duration_since(said_at) < within {
                all.too_early += 1;
            } else {
                all.said_only += 1;
            }
        }
        let told = all.said_and_did + all.said_only + all.did_only + all.too_early;
        all.neither = people.saturating_sub(told);
        all
    }

    /// Of those who said it, the share who did it.
    pub fn did_of_said(&self) -> Option<Estimate> {
        share(self.said_and_did, self.said_and_did + self.said_only)
    }

    /// Of those who did it, the share who had not said it.
    pub fn silent_of_did(&self) -> Option<Estimate> {
        share(self.did_only, self.did_only + self.said_and_did)
    }

    /// Of those who said nothing, the share who did it: what saying adds is seen against this.
    pub fn did_of_silent(&self) -> Option<Estimate> {
        share(self.did_only, self.did_only + self.neither)
    }

    /// How closely saying and doing go together: from −1 to 1; none where one of them never varies.
    pub fn phi(&self) -> Option<f64> {
        let [a, b, c, d] =
            [self.said_and_did, self.said_only, self.did_only, self.neither].map(|n| n as f64);
        let below = ((a + b) * (c + d) * (a + c) * (b + d)).sqrt();
        (below > 0.0).then(|| (a * d - b * c) / below)
    }
}

fn share(some: u64, of: u64) -> Option<Estimate> {
    wilson(some as f64, of, CONFIDENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).unwrap()
    }

    #[test]
    fn what_was_done_counts_within_ninety_days_of_saying_it() {
        let record = |said: Option<i64>, did: &[i64]| Record {
            said_at: said.map(at),
            did_at: did.iter().map(|d| at(*d)).collect(),
        };
        let records = [
            record(Some(0), &[90]),
            record(Some(0), &[91]),
            record(Some(10), &[5]),
            record(Some(100), &[]),
            record(None, &[7]),
        ];
        let all = SaidAndDone::count(10, &records, at(150));
        let expected =
            SaidAndDone { said_and_did: 1, said_only: 2, did_only: 1, neither: 5, too_early: 1 };
        assert_eq!(all, expected);
        assert_eq!(all.did_of_said().unwrap().n, 3);
    }

    /// Kumar and others: of 68 who said it, 33 did. Interval: statsmodels, method "wilson".
    #[test]
    fn shares_come_with_wilson_s_interval() {
        let all = SaidAndDone { said_and_did: 33, said_only: 35, ..SaidAndDone::default() };
        let share = all.did_of_said().unwrap();
        assert!((share.value - 0.485_294).abs() < 1e-6, "{share:?}");
        assert!((share.interval.low - 0.370_408).abs() < 1e-3, "{share:?}");
        assert!((share.interval.high - 0.601_752).abs() < 1e-3, "{share:?}");
        assert_eq!(all.phi(), None);
        assert_eq!(SaidAndDone::default().did_of_said(), None);
        let alike = SaidAndDone { said_and_did: 5, neither: 5, ..SaidAndDone::default() };
        assert_eq!(alike.phi(), Some(1.0));
        let table = SaidAndDone {
            said_and_did: 20,
            said_only: 10,
            did_only: 15,
            neither: 55,
            too_early: 0,
        };
        assert!(
            (table.phi().unwrap() - 950.0 / (30.0 * 70.0 * 35.0 * 65.0_f64).sqrt()).abs() < 1e-12
        );
    }

    #[test]
    fn to_whom_is_kept_as_a_hash_of_this_organisation() {
        let clock = deedwell_core::Clock::held(at(0));
        let said = NewRecommendation {
            about: String::new(),
            to: "Grace@example.com".into(),
            channel: "chat".into(),
            evidence: Evidence::SelfReport,
        };
        let (ours, theirs) = (clock.new_id(), clock.new_id());
        assert_eq!(said.to_hash(ours).len(), 32);
        assert_ne!(said.to_hash(ours), said.to_hash(theirs));
        let same = NewRecommendation { to: "grace@example.com".into(), ..said.clone() };
        assert_eq!(said.to_hash(ours), same.to_hash(ours));
        let wrong = NewRecommendation { channel: " ".into(), ..said };
        assert_eq!(wrong.checked().unwrap_err().code(), "invalid.channel");
        for one in Evidence::ALL {
            assert_eq!(Evidence::parse(one.name()), Some(one));
        }
    }
}
