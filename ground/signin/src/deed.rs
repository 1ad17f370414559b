//! What happens at the door, as the ledger keeps it.

use deedwell_core::{Deed, Error, Kind, Result};
use serde::Serialize;

/// How somebody proved who they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// They answered a code sent to their address.
    Code,
    /// They opened the link in the letter with the code, in the browser that asked for it.
    Link,
    /// The shop vouched for them.
    Token,
    /// They typed the password that they had set.
    Password,
    /// A passkey of theirs signed.
    Passkey,
}

/// Why somebody leaves. A choice, so that the ledger keeps no words of theirs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// They did not say.
    Unsaid,
    TooMuchMail,
    NotUseful,
    NothingCameOfIt,
    Privacy,
    AnotherAddress,
    Otherwise,
}

impl Why {
    pub const ALL: [Self; 7] = [
        Self::Unsaid,
        Self::TooMuchMail,
        Self::NotUseful,
        Self::NothingCameOfIt,
        Self::Privacy,
        Self::AnotherAddress,
        Self::Otherwise,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Unsaid => "unsaid",
            Self::TooMuchMail => "too_much_mail",
            Self::NotUseful => "not_useful",
            Self::NothingCameOfIt => "nothing_came_of_it",
            Self::Privacy => "privacy",
            Self::AnotherAddress => "another_address",
            Self::Otherwise => "otherwise",
        }
    }

    /// # Errors
    /// `Invalid` for another word.
    pub fn parse(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|why| why.name() == text);
        found.ok_or_else(|| Error::invalid("left_why", "Please choose one of the reasons."))
    }
}

#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[serde(untagged)]
pub enum SigninDeed {
    SignedIn {
        by: By,
    },
    /// They ended so many of the places where they were signed in.
    SessionsEnded {
        ended: u64,
    },
    /// They take no part any more: signed out everywhere, sent nothing.
    Left {
        why: Why,
    },
    /// They set a password for an address of theirs, the first or another.
    PasswordSet {
        #[serde(skip_serializing_if = "is_false")]
        anew: bool,
    },
    PasswordRemoved {},
    /// A device of theirs may let them in.
    PasskeyAdded {},
    PasskeyRemoved {},
    /// Others see another name of theirs, or their own again.
    PseudonymChosen {
        #[serde(skip_serializing_if = "is_false")]
        own_name: bool,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl Deed for SigninDeed {
    fn kind(&self) -> Kind {
        match self {
            Self::SignedIn { .. } => "customers.signed_in",
            Self::SessionsEnded { .. } => "customers.sessions_ended",
            Self::Left { .. } => "customers.left",
            Self::PasswordSet { .. } => "customers.password_set",
            Self::PasswordRemoved {} => "customers.password_removed",
            Self::PasskeyAdded {} => "customers.passkey_added",
            Self::PasskeyRemoved {} => "customers.passkey_removed",
            Self::PseudonymChosen { .. } => "customers.pseudonym_chosen",
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
        for (deed, sample) in [
            (
                SigninDeed::SignedIn { by: By::Code },
                include_str!("../ledger/customers.signed_in.1.json"),
            ),
            (
                SigninDeed::SessionsEnded { ended: 2 },
                include_str!("../ledger/customers.sessions_ended.1.json"),
            ),
            (
                SigninDeed::Left { why: Why::TooMuchMail },
                include_str!("../ledger/customers.left.1.json"),
            ),
            (
                SigninDeed::PasswordSet { anew: true },
                include_str!("../ledger/customers.password_set.1.json"),
            ),
            (
                SigninDeed::PasswordRemoved {},
                include_str!("../ledger/customers.password_removed.1.json"),
            ),
            (SigninDeed::PasskeyAdded {}, include_str!("../ledger/customers.passkey_added.1.json")),
            (
                SigninDeed::PasskeyRemoved {},
                include_str!("../ledger/customers.passkey_removed.1.json"),
            ),
            (
                SigninDeed::PseudonymChosen { own_name: false },
                include_str!("../ledger/customers.pseudonym_chosen.1.json"),
            ),
        ] {
            let sample: serde_json::Value = serde_json::from_str(sample).unwrap();
            assert_eq!(serde_json::to_value(deed).unwrap(), sample);
        }
    }

    #[test]
    fn every_reason_reads_back() {
        for why in Why::ALL {
            assert_eq!(Why::parse(why.name()).unwrap(), why);
            assert_eq!(serde_json::to_value(why).unwrap(), why.name());
        }
        assert!(Why::parse("because of Mary").is_err());
    }
}
