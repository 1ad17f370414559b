//! The form of an endpoint: read as pairs, because the kinds repeat.

use std::collections::BTreeSet;

use deedwell_core::behaviour::Window;
use deedwell_core::plan::PLANNED;
use deedwell_core::{Error, Id, Organisation, Result, Timestamp};
use deedwell_outbound::Outbound;
use deedwell_web::Frame;
use deedwell_web::answer::{Choice, Errors};
use utoipa::ToSchema;

use crate::endpoint::{Believes, Endpoint, NewEndpoint, OURS};

/// Kinds that a page offers.
const MOST_OFFERED: usize = 200;

/// What the form sends; `kind` once for each one chosen.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the fields, which are read as pairs because they repeat"
)]
pub(super) struct EndpointForm {
    /// `https://example.com/hooks`.
    address: String,
    description: Option<String>,
    /// Kinds such as `ideas.voted`; none: all.
    kind: Vec<String>,
    /// Set: claims and visitors too.
    doubtful: Option<String>,
}

/// What was typed, kept when it cannot be used.
#[derive(Default)]
pub(super) struct Typed {
    pub address: String,
    pub description: String,
    pub kinds: Vec<String>,
    pub doubtful: bool,
}

impl Typed {
    pub fn of(pairs: Vec<(String, String)>) -> Result<Self> {
        let mut typed = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "address" => typed.address = value,
                "description" => typed.description = value,
                "kind" => typed.kinds.push(value),
                "doubtful" => typed.doubtful = true,
                _ => {
                    return Err(Error::invalid("form", "This form has a field that is not known."));
                }
            }
        }
        Ok(typed)
    }

    pub fn now(endpoint: &Endpoint) -> Self {
        Self {
            address: endpoint.address.clone(),
            description: endpoint.description.clone(),
            kinds: endpoint.kinds.clone(),
            doubtful: endpoint.believes == Believes::All,
        }
    }

    pub fn checked(&self, client: &Outbound) -> Result<NewEndpoint> {
        let believes = if self.doubtful { Believes::All } else { Believes::Proven };
        NewEndpoint::checked(client, &self.address, &self.description, &self.kinds, believes)
    }

    /// The kinds that are specified, of which the ledger knows, and those chosen; in words.
    pub fn kinds(&self, frame: &Frame, organisation: Id<Organisation>) -> Result<Vec<Choice>> {
        let window = Window { from: Timestamp::MIN, to: Timestamp::MAX, unit: None };
        let counts = frame.app().behaviour().counts(organisation, &window)?;
        let known = counts.kinds.iter().map(|k| k.kind.to_string());
        let known = known.filter(|k| !k.starts_with(OURS) && deedwell_core::deed::is_kind(k));
        // Also what has not happened yet: who waits for the first order wants to be told of it.
        let specified = PLANNED.iter().map(|planned| planned.kind);
        let meanings = frame.app().programmes().iter().flat_map(|p| p.meaning.kinds());
        let specified = specified.chain(meanings).map(str::to_owned);
        let all = self.kinds.iter().cloned().chain(known.take(MOST_OFFERED)).chain(specified);
        let all: BTreeSet<String> = all.collect();
        let choice = |kind: String| Choice {
            words: frame.kind(&kind),
            chosen: self.kinds.contains(&kind),
            help: kind.clone(),
            value: kind,
        };
        Ok(all.into_iter().map(choice).collect())
    }
}

/// What could not be used, in the reader's language.
pub(super) fn errors(frame: &Frame, error: Error) -> Result<Errors> {
    let failure = match &error {
        Error::Invalid { field, sentence } if field == "address" => {
            let all = deedwell_outbound::Failure::ALL;
            all.into_iter().find(|f| f.sentence() == sentence.as_ref())
        }
        _ => None,
    };
    if let Some(failure) = failure {
        return Ok(Errors::none().and("address", &super::deliveries::failure(frame, failure)));
    }
    match error {
        Error::Invalid { field, sentence } => {
            let known = frame.try_t(&format!("webhooks-wrong-{field}"));
            Ok(Errors::none().and(&field, &known.unwrap_or_else(|| sentence.into_owned())))
        }
        other => Err(other),
    }
}
