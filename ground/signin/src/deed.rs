//! What happens at the door, as the ledger keeps it.

use deedwell_core::{Deed, Kind};
use serde::Serialize;

/// How somebody proved who they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// They answered a code sent to their address.
    Code,
    /// The shop vouched for them.
    Token,
}

#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[serde(untagged)]
pub enum SigninDeed {
    SignedIn { by: By },
}

impl Deed for SigninDeed {
    fn kind(&self) -> Kind {
        match self {
            Self::SignedIn { .. } => "customers.signed_in",
        }
    }

    /// About nobody else: the subject says who.
    fn about(&self) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line ever written still reads: the past is kept in `ledger/`.
    #[test]
    fn the_past_is_written_as_ever() {
        let deed = SigninDeed::SignedIn { by: By::Code };
        let sample: serde_json::Value =
            serde_json::from_str(include_str!("../ledger/customers.signed_in.1.json")).unwrap();
        assert_eq!(serde_json::to_value(deed).unwrap(), sample);
    }
}
