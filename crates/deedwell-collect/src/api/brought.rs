//! What a request brought, taken apart; then what of it can be recorded, and what cannot and why.

use std::sync::Arc;

use axum::http::header;
use deedwell_web::Deedwell;
use serde_json::value::RawValue;

use super::AskedBy;
use crate::address::{cleaned, forms_of};
use crate::machine;
use crate::message::{Around, Call, Message, Problem};
use crate::record::{Sent, Taken};
use crate::source::{Source, SourceKind};
use crate::wire::Messages;
use crate::wrongs::Wrong;

/// What a body holds, taken apart.
pub(super) struct Brought {
    pub messages: Vec<Box<RawValue>>,
    /// Messages beyond those that a batch may have.
    pub more: usize,
    pub sent_at: Option<Box<RawValue>>,
    pub context: Option<Box<RawValue>>,
    pub call: Option<Call>,
    /// Into the words that are understood; what is kept are the words that were sent.
    pub translate: Option<fn(&RawValue) -> Box<RawValue>>,
}

impl Brought {
    pub fn new(messages: &Messages<'_>, sent_at: Option<&RawValue>) -> Self {
        Self {
            messages: messages.first.iter().map(|m| (*m).to_owned()).collect(),
            more: messages.more,
            sent_at: sent_at.map(RawValue::to_owned),
            context: None,
            call: None,
            translate: None,
        }
    }

    /// What can be recorded, and what cannot and why.
    pub fn sort(
        mut self,
        app: &Deedwell,
        asked: &AskedBy,
        (source, key): (&Arc<Source>, &str),
    ) -> Sent {
        self.clean(source, key);
        let received_at = app.clock().now();
        let around = Around {
            received_at,
            sent_at: self.sent_at.as_deref(),
            context: self.context.as_deref(),
            call: self.call,
        };
        let agent = asked.header(header::USER_AGENT).unwrap_or_default();
        let from_here =
            source.kind == SourceKind::Server || source.is_from_here(asked.header(header::ORIGIN));
        let mut sent = Sent {
            source: Arc::clone(source),
            received_at,
            address: asked.kept_address(source),
            // A server speaks for people; what it says of itself is not about them.
            machine: asked.is_picture
                || (source.kind == SourceKind::Browser && machine::says_so(agent)),
            taken: Vec::new(),
            wrong: Vec::new(),
        };
        for raw in self.messages {
            let read = match self.translate {
                _ if !from_here => Err(Problem::OriginForeign),
                Some(translate) => Message::read(&translate(&raw), &around),
                None => Message::read(&raw, &around),
            };
            match read {
                // Nothing of it is kept, but that it came.
                Ok(message) if !is_allowed(source, &message) => {
                    sent.wrong.push(Wrong::new(Problem::NoConsent, None, ""));
                }
                Ok(message) => sent.taken.push(Taken { message, raw }),
                Err(problem) => {
                    // It cannot say yes: nothing of it is kept where somebody has to.
                    let sample = if source.consent.is_empty() { raw.get() } else { "" };
                    sent.wrong.push(Wrong::new(problem, None, sample));
                }
            }
        }
        if self.more > 0 {
            sent.wrong.push(Wrong::of_many(Problem::TooMany, self.more));
        }
        sent
    }

    /// Before anything is understood, so that nothing holds more of them than may be kept.
    fn clean(&mut self, source: &Source, key: &str) {
        // That of a site everybody can read in its pages.
        let secret = source.kind == SourceKind::Server && !key.is_empty();
        let secret = if secret { forms_of(key) } else { Vec::new() };
        for raw in self.messages.iter_mut().chain(&mut self.context) {
            if let Some(clean) = cleaned(raw, source.keeps_addresses, &secret) {
                *raw = clean;
            }
        }
    }
}

/// Whether the source may take it: it asks for no consent, or has it.
fn is_allowed(source: &Source, message: &Message) -> bool {
    source.consent.is_empty() || message.consents_to(&source.consent) == Some(true)
}
