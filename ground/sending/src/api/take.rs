//! What programs send.

use deedwell_core::{Error, Result, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use crate::letter::{Content, Service, Sort, State, Words};
use crate::store::{LettersAsk, SuppressionsAsk};
use crate::suppression::Why;

/// Rows of a list that are given unless said otherwise, and at most.
const USUAL: usize = 20;
const MOST: usize = 100;
/// Bytes of where somebody was asked.
const LONGEST_SEEN: usize = 500;

fn email() -> String {
    crate::EMAIL.to_owned()
}

/// A letter: a receipt or an answer, or about a topic; ready words, or a template with its data.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LetterNew {
    /// Your own name for it, of 1 to 200 letters. The same again is the same letter.
    pub key: String,
    /// `email` unless said otherwise.
    #[serde(default = "email")]
    pub channel: String,
    /// To whom; or `person`.
    pub address: Option<String>,
    /// The id of a person: the letter goes to their best address.
    pub person: Option<String>,
    /// `receipt` or `answer`; or `topic`.
    service: Option<String>,
    /// The key of a topic: it goes only to whoever wants it.
    topic: Option<String>,
    subject: Option<String>,
    text: Option<String>,
    html: Option<String>,
    /// The name of a template of the channel, in place of ready words.
    template: Option<String>,
    /// For the template.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub data: Map<String, Value>,
    /// What it is about with you: `order/7`.
    pub about: Option<String>,
    /// Not before: `2026-11-18T09:00:00Z`.
    pub due_at: Option<String>,
    /// Afterwards it is of no use.
    pub until: Option<String>,
}

impl LetterNew {
    pub fn sort(&self) -> Result<Sort> {
        match (&self.service, &self.topic) {
            (Some(service), None) => {
                let wrong =
                    || Error::invalid("service", "A service letter is a receipt or an answer.");
                Service::parse(service).map(Sort::Service).ok_or_else(wrong)
            }
            (None, Some(topic)) => Ok(Sort::Topic(topic.clone())),
            _ => Err(Error::invalid(
                "topic",
                "A letter is a service, or about a topic: one of them.",
            )),
        }
    }

    pub fn content(&self) -> Result<Content> {
        let some = |text: &Option<String>| text.clone().unwrap_or_default();
        let own = self.subject.is_some() || self.text.is_some() || self.html.is_some();
        match (&self.template, own) {
            (Some(_), true) => {
                let sentence = "A letter has ready words, or a template: not both.";
                Err(Error::invalid("template", sentence))
            }
            (Some(template), false) => Ok(Content::Template(template.clone())),
            (None, _) => Ok(Content::Own(Words {
                subject: some(&self.subject),
                text: some(&self.text),
                html: some(&self.html),
                headers: Vec::new(),
            })),
        }
    }
}

/// # Errors
/// `Invalid` with the field.
pub(super) fn moment(field: &'static str, text: Option<&str>) -> Result<Option<Timestamp>> {
    let wrong = |_| Error::invalid(field, "A moment is written as 2026-11-18T09:00:00Z.");
    text.map(|text| text.parse().map_err(wrong)).transpose()
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct LettersQuery {
    /// Your own name for one: then that one, or none.
    pub key: Option<String>,
    /// `reserved`, `handed_over`, `accepted`, `refused`, `suppressed`, `ambiguous`, `cancelled`.
    state: Option<String>,
    topic: Option<String>,
    /// The id of a run.
    run: Option<String>,
    about: Option<String>,
    /// What the page before gave as `next`; none: from the beginning.
    cursor: Option<String>,
    /// 1 to 100; 20 unless said otherwise.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

fn limit(limit: Option<usize>) -> Result<usize> {
    let most = limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&most) {
        return Err(Error::invalid("limit", format!("A limit is from 1 to {MOST}.")));
    }
    Ok(most)
}

impl LettersQuery {
    pub fn read(self) -> Result<(LettersAsk, usize)> {
        let wrong = || Error::invalid("state", "There is no such state of a letter.");
        let ask = LettersAsk {
            state: self.state.map(|s| State::parse(&s).ok_or_else(wrong)).transpose()?,
            run: self.run.map(|run| run.parse()).transpose()?,
            topic: self.topic,
            about: self.about,
            before: self.cursor.map(|before| before.parse()).transpose()?,
            ..LettersAsk::default()
        };
        Ok((ask, limit(self.limit)?))
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct SuppressionsQuery {
    /// Part of an address.
    q: Option<String>,
    /// `hard_bounce`, `soft_bounce`, `complaint` or `staff`.
    reason: Option<String>,
    /// From 1.
    #[param(minimum = 1, maximum = 100_000)]
    page: Option<usize>,
    /// 1 to 100; 20 unless said otherwise.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

impl SuppressionsQuery {
    pub fn read(self) -> Result<(SuppressionsAsk, usize, usize)> {
        let wrong = || Error::invalid("reason", "There is no such reason.");
        let reason = self.reason.map(|r| Why::parse(&r).ok_or_else(wrong)).transpose()?;
        let page = self.page.unwrap_or(1);
        if !(1..=100_000).contains(&page) {
            return Err(Error::invalid("page", "Pages count from 1 to 100,000."));
        }
        let search = self.q.unwrap_or_default().chars().take(254).collect();
        Ok((SuppressionsAsk { reason, search }, page, limit(self.limit)?))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddressTaken {
    pub address: String,
    #[serde(default = "email")]
    pub channel: String,
    /// Why.
    pub note: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddressReleased {
    pub address: String,
    #[serde(default = "email")]
    pub channel: String,
    /// Which of the reasons holds no more: `hard_bounce`, `soft_bounce`, `complaint` or `staff`.
    pub reason: String,
    /// Why.
    pub note: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SubscriptionTaken {
    /// The key of a topic.
    pub topic: String,
    #[serde(default = "email")]
    pub channel: String,
    pub given: bool,
    /// Where they were asked.
    #[serde(default)]
    pub page: String,
    /// The network address they answered from.
    #[serde(default)]
    pub peer: String,
    /// What their browser called itself.
    #[serde(default)]
    pub agent: String,
}

impl SubscriptionTaken {
    pub fn check(&self) -> Result<()> {
        let fields = [("page", &self.page), ("peer", &self.peer), ("agent", &self.agent)];
        for (field, text) in fields {
            if text.len() > LONGEST_SEEN || text.chars().any(char::is_control) {
                let sentence = format!("This is one line of at most {LONGEST_SEEN} bytes.");
                return Err(Error::invalid(field, sentence));
            }
        }
        Ok(())
    }
}
