//! Why a call came to nothing, in a sentence and a stable code. Neither says what stands inside.

use std::borrow::Cow;

use deedwell_core::Error;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Failure {
    Unreadable,
    Userinfo,
    Scheme,
    Port,
    /// It has no address, or one that is not public. Which of both is not told: names of a network
    /// would be found out by asking.
    NotPublic,
    Unreachable,
    Untrusted,
    TooSlow,
    Broken,
    TooLarge,
}

impl Failure {
    pub const ALL: [Self; 10] = [
        Self::Unreadable,
        Self::Userinfo,
        Self::Scheme,
        Self::Port,
        Self::NotPublic,
        Self::Unreachable,
        Self::Untrusted,
        Self::TooSlow,
        Self::Broken,
        Self::TooLarge,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "outbound.unreadable",
            Self::Userinfo => "outbound.userinfo",
            Self::Scheme => "outbound.scheme",
            Self::Port => "outbound.port",
            Self::NotPublic => "outbound.not_public",
            Self::Unreachable => "outbound.unreachable",
            Self::Untrusted => "outbound.untrusted",
            Self::TooSlow => "outbound.too_slow",
            Self::Broken => "outbound.broken",
            Self::TooLarge => "outbound.too_large",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.code() == code)
    }

    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Unreadable => "Please write a whole address, such as https://example.com/hooks.",
            Self::Userinfo => "An address must not hold a name and a password.",
            Self::Scheme => "The address has to begin with https://.",
            Self::Port => "The port has to be 80, 443 or one from 8000 to 9999.",
            Self::NotPublic => {
                "This address leads to no public place. Addresses inside a network are called only if the operator allows it."
            }
            Self::Unreachable => "Nobody could be reached at this address.",
            Self::Untrusted => "The certificate at this address does not prove whose it is.",
            Self::TooSlow => "The answer did not come in time.",
            Self::Broken => "What came back was no whole answer.",
            Self::TooLarge => "This is too large to be sent.",
        }
    }

    /// Of an address that somebody wrote into a field.
    pub fn of_field(self, field: &'static str) -> Error {
        Error::Invalid { field: Cow::Borrowed(field), sentence: Cow::Borrowed(self.sentence()) }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.sentence())
    }
}
impl std::error::Error for Failure {}
