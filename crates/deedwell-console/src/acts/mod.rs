//! What can be done with an organisation, its staff and its keys, by pages and the command line
//! alike. Each act checks, writes, and notes what it did in the ledger and in the audit log.
//!
//! Read [`By`] first; then [`setup`], how everything begins; [`members`] and [`links`], who is let
//! in; [`factor`], the second lock; [`organisation`] and [`units`]; [`keys`].
pub mod factor;
pub mod fields;
pub mod keys;
pub mod links;
pub mod members;
pub mod note;
pub mod organisation;
pub mod setup;
pub mod tidy;
pub mod units;

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_web::{Role, StaffMember};

pub use keys::{KeyKind, Scope, make_key, revoke_key, rotate_key};
pub use links::{accept_invitation, invitation_link, invite, reset_link, reset_password};
pub use members::{Member, add_member, close, find_by_email, members, reopen};
pub use organisation::{NewOrganisation, add_organisation};
pub use setup::{SetUp, set_up, setup_link};
pub use tidy::tidy;

/// On whose behalf.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    Member(&'a StaffMember),
    /// Whoever may run the program on the server. They may everything.
    CommandLine,
}

impl By<'_> {
    pub fn who(self) -> Who {
        match self {
            Self::Member(member) => member.who(),
            Self::CommandLine => Who::System,
        }
    }

    pub fn staff(self) -> Option<Id<Staff>> {
        match self {
            Self::Member(member) => Some(member.id),
            Self::CommandLine => None,
        }
    }

    /// Nobody hands out, takes away or gets past a role that may more than their own.
    pub fn must_be_over(self, role: Role) -> Result<()> {
        match self {
            Self::Member(member) if !member.role.may_give(role) => Err(Error::refused(
                "console.role_above",
                "That role may more than yours. Ask an owner.",
            )),
            _ => Ok(()),
        }
    }
}
