//! What happens to accounts, as the ledger keeps it. Words (names, notes, roles) stay out.

use deedwell_core::{Account, Deed, Id, Identity, Kind};
use serde::Serialize;

use super::AccountKind;

/// A change to an account, by staff or by a program.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(untagged)]
pub enum AccountDeed {
    Opened {
        account: Id<Account>,
        is: AccountKind,
    },
    /// `what` says which of name, kind, note, unit, references, traits.
    Changed {
        account: Id<Account>,
        what: Vec<&'static str>,
    },
    Closed {
        account: Id<Account>,
    },
    Reopened {
        account: Id<Account>,
    },
    /// Staff say that somebody belongs to it.
    MemberAdded {
        account: Id<Account>,
        #[serde(skip)]
        member: Id<Identity>,
    },
    /// Staff say that somebody does so no more.
    MemberRemoved {
        account: Id<Account>,
        #[serde(skip)]
        member: Id<Identity>,
    },
    /// Somebody came to belong to it, as a program of ours reports.
    Joined {
        account: Id<Account>,
    },
    /// Somebody left it, as a program of ours reports.
    Left {
        account: Id<Account>,
    },
}

impl AccountDeed {
    fn account(&self) -> Id<Account> {
        let (Self::Opened { account, .. }
        | Self::Changed { account, .. }
        | Self::Closed { account }
        | Self::Reopened { account }
        | Self::MemberAdded { account, .. }
        | Self::MemberRemoved { account, .. }
        | Self::Joined { account }
        | Self::Left { account }) = self;
        *account
    }
}

impl Deed for AccountDeed {
    fn kind(&self) -> Kind {
        match self {
            Self::Opened { .. } => "accounts.opened",
            Self::Changed { .. } => "accounts.changed",
            Self::Closed { .. } => "accounts.closed",
            Self::Reopened { .. } => "accounts.reopened",
            Self::MemberAdded { .. } => "accounts.member_added",
            Self::MemberRemoved { .. } => "accounts.member_removed",
            Self::Joined { .. } => "accounts.joined",
            Self::Left { .. } => "accounts.left",
        }
    }

    fn about(&self) -> Option<String> {
        Some(about(self.account()))
    }

    fn counterpart(&self) -> Option<Id<Identity>> {
        match self {
            Self::MemberAdded { member, .. } | Self::MemberRemoved { member, .. } => Some(*member),
            _ => None,
        }
    }
}

/// What actions about an account are about.
pub fn about(account: Id<Account>) -> String {
    format!("account/{account}")
}
