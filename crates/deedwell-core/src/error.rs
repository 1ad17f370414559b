//! Errors are answers, sorted by what the person should do next.

use std::borrow::Cow;
use std::fmt;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A sentence for a person, a stable code for programs, a cause for the log.
#[derive(Debug)]
pub enum Error {
    /// There is no such thing here, or not for you. 404.
    Missing(&'static str),
    /// A rule says no. The code is stable: programs and translations rely on it. 409.
    Refused { code: &'static str, sentence: Cow<'static, str> },
    /// What was entered cannot be used. The field is the input's name. 422.
    Invalid { field: Cow<'static, str>, sentence: Cow<'static, str> },
    /// You may not do this. 403.
    NotAllowed { sentence: Cow<'static, str> },
    /// You must sign in first. 401, or the way to the door.
    NotSignedIn,
    /// Too often; try again after this many seconds. 429.
    TooMany { sentence: Cow<'static, str>, retry_after_s: u32 },
    /// Ours: kept for the log, shown as an apology with a reference. 500.
    Fault(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    pub fn refused(code: &'static str, sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::Refused { code, sentence: sentence.into() }
    }

    pub fn invalid(
        field: impl Into<Cow<'static, str>>,
        sentence: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Invalid { field: field.into(), sentence: sentence.into() }
    }

    pub fn not_allowed(sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::NotAllowed { sentence: sentence.into() }
    }

    /// Visible on purpose at each call: `.map_err(Error::fault)`.
    pub fn fault(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Fault(cause.into())
    }

    /// The stable code that programs see.
    pub fn code(&self) -> Cow<'static, str> {
        match self {
            Self::Missing(what) => Cow::Owned(format!("missing.{what}")),
            Self::Refused { code, .. } => Cow::Borrowed(code),
            Self::Invalid { field, .. } => Cow::Owned(format!("invalid.{field}")),
            Self::NotAllowed { .. } => Cow::Borrowed("not_allowed"),
            Self::NotSignedIn => Cow::Borrowed("not_signed_in"),
            Self::TooMany { .. } => Cow::Borrowed("too_many"),
            Self::Fault(_) => Cow::Borrowed("fault"),
        }
    }

    /// The sentence a person reads.
    pub fn sentence(&self) -> Cow<'static, str> {
        match self {
            Self::Missing(what) => Cow::Owned(format!("There is no such {what}.")),
            Self::Refused { sentence, .. }
            | Self::Invalid { sentence, .. }
            | Self::NotAllowed { sentence }
            | Self::TooMany { sentence, .. } => sentence.clone(),
            Self::NotSignedIn => Cow::Borrowed("Please sign in first."),
            Self::Fault(_) => {
                Cow::Borrowed("Something on our side went wrong. Nothing of yours is lost.")
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(cause) => write!(f, "fault: {cause}"),
            other => f.write_str(&other.sentence()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Fault(cause) => Some(&**cause),
            _ => None,
        }
    }
}
