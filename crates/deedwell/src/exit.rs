//! How a command ends, for scripts.

use deedwell_core::Error;

use crate::stop::Stopped;
use crate::wiring::NoSuch;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    Done,
    Failed,
    Words,
    Refused,
    Missing,
    InPart,
    Later,
    Stopped,
}

impl Exit {
    pub const ALL: [Self; 8] = [
        Self::Done,
        Self::Failed,
        Self::Words,
        Self::Refused,
        Self::Missing,
        Self::InPart,
        Self::Later,
        Self::Stopped,
    ];

    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Words => 2,
            Self::Refused => 3,
            Self::Missing => 4,
            Self::InPart => 5,
            // As sysexits.h has it (EX_TEMPFAIL): mail systems keep what they brought, and bring it again.
            Self::Later => 75,
            // As a shell has it for a command that SIGINT ended.
            Self::Stopped => 130,
        }
    }

    pub fn means(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "something went wrong, or the doctor found something",
            Self::Words => "the words or settings were off",
            Self::Refused => "a rule says no",
            Self::Missing => "there is no such thing",
            Self::InPart => "done in part: some lines were refused",
            Self::Later => "not now: bring it again later",
            Self::Stopped => "it was told to stop (Ctrl-C); nothing is left half done",
        }
    }

    pub fn of(error: &anyhow::Error) -> Self {
        match error.downcast_ref::<Error>() {
            Some(Error::Missing(_)) => Self::Missing,
            Some(Error::Refused { .. } | Error::NotAllowed { .. }) => Self::Refused,
            Some(Error::Invalid { .. }) => Self::Words,
            _ if error.is::<NoSuch>() => Self::Missing,
            _ if error.is::<Stopped>() => Self::Stopped,
            _ => Self::Failed,
        }
    }
}

/// For `--help`.
pub fn table() -> String {
    let line = |exit: &Exit| format!("  {:>3}  {}\n", exit.code(), exit.means());
    Exit::ALL.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn the_handbook_has_every_code() {
        let page = include_str!("../../../docs/handbook/operating.md");
        for exit in Exit::ALL {
            let row = format!("| {} | {} |", exit.code(), exit.means());
            assert!(page.contains(&row), "operating.md lacks: {row}");
        }
        let codes = page.split("## Exit codes").nth(1).unwrap().split("\n## ").next().unwrap();
        assert_eq!(codes.matches("\n| ").count(), Exit::ALL.len() + 1, "a row that is no code");
    }

    #[test]
    fn an_error_keeps_its_code_through_every_context() {
        let of = |error: anyhow::Error| Exit::of(&error.context("while trying").context("again"));
        assert_eq!(of(Error::Missing("person").into()), Exit::Missing);
        assert_eq!(of(Error::refused("a.b", "No.").into()), Exit::Refused);
        assert_eq!(of(Error::invalid("at", "No.").into()), Exit::Words);
        assert_eq!(of(NoSuch("there is no x".into()).into()), Exit::Missing);
        assert_eq!(of(Stopped.into()), Exit::Stopped);
        assert_eq!(Exit::of(&None::<()>.context("lost").unwrap_err()), Exit::Failed);
    }
}
