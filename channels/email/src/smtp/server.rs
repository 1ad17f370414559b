//! Which mail server, and how one speaks to it.

use std::time::Duration;

use deedwell_outbound::MailHost;

/// When the connection is made private.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tls {
    /// From the first byte (port 465).
    Implicit,
    /// After a word in the clear, or not at all (port 587).
    Required,
    /// After a word in the clear if the server offers it; a password is never said without.
    Offered,
    /// Never: a server beside this one.
    None,
}

impl Tls {
    pub const ALL: [Self; 4] = [Self::Required, Self::Implicit, Self::Offered, Self::None];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Implicit => "implicit",
            Self::Required => "required",
            Self::Offered => "offered",
            Self::None => "none",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == text)
    }
}

/// What ends a conversation.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Each answer but that to the letter itself.
    pub answer: Duration,
    /// The answer to the letter: servers look at it for viruses first.
    pub letter: Duration,
    /// A conversation in which nothing was said for so long is ended.
    pub idle: Duration,
    /// Letters in one conversation.
    pub letters: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(30),
            letter: Duration::from_secs(120),
            idle: Duration::from_secs(20),
            letters: 1_000,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Server {
    pub host: MailHost,
    pub tls: Tls,
    /// Name and password; the latter is never shown.
    pub login: Option<Login>,
    /// How this side calls itself.
    pub hello: String,
}

#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    pub name: String,
    pub password: String,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Login({})", self.name)
    }
}
