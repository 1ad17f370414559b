//! What programs send.

use deedwell_core::{Error, Result};
use deedwell_outbound::Outbound;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::endpoint::{Believes, NewEndpoint};
use crate::store::{DeliveriesAsk, State};

/// Rows of a list that are given unless said otherwise, and at most.
const USUAL: usize = 20;
const MOST: usize = 100;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EndpointNew {
    /// The e-mail address of a member of staff who may manage keys.
    pub staff: String,
    /// `https://example.com/hooks`.
    address: String,
    #[serde(default)]
    description: String,
    /// Kinds such as `ideas.voted`; none: all.
    #[serde(default)]
    kinds: Vec<String>,
    /// Claims and visitors too.
    #[serde(default)]
    doubtful: bool,
}

impl EndpointNew {
    pub fn checked(&self, client: &Outbound) -> Result<NewEndpoint> {
        let believes = if self.doubtful { Believes::All } else { Believes::Proven };
        NewEndpoint::checked(client, &self.address, &self.description, &self.kinds, believes)
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StaffNamed {
    /// The e-mail address of a member of staff who may manage keys.
    pub staff: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SinceNew {
    /// The e-mail address of a member of staff who may manage keys.
    pub staff: String,
    /// `2026-11-18T09:00:00Z`.
    pub since: String,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct DeliveriesQuery {
    /// `waiting`, `delivered` or `failed`.
    state: Option<String>,
    kind: Option<String>,
    /// What the page before gave as `next`; none: from the beginning.
    cursor: Option<String>,
    /// 1 to 100; 20 unless said otherwise.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

impl DeliveriesQuery {
    pub fn read(self) -> Result<(DeliveriesAsk, usize)> {
        let wrong = || Error::invalid("state", "A state is waiting, delivered or failed.");
        let state = self.state.map(|s| State::parse(&s).ok_or_else(wrong)).transpose()?;
        let most = self.limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&most) {
            return Err(Error::invalid("limit", format!("A limit is from 1 to {MOST}.")));
        }
        Ok((DeliveriesAsk { state, kind: self.kind, before: self.cursor }, most))
    }
}
