//! What staff do to the organisation itself, as the ledger keeps it: ids, roles, no names.

use deedwell_core::{Deed, Id, Kind, Organisation, Staff, Unit};
use deedwell_web::{ApiKey, Role};
use serde::Serialize;

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum StaffDeed {
    SetUp {
        #[serde(skip)]
        organisation: Id<Organisation>,
    },
    OrganisationChanged {
        #[serde(skip)]
        organisation: Id<Organisation>,
    },
    Invited {
        #[serde(skip)]
        staff: Id<Staff>,
        role: Role,
    },
    /// Took up the invitation.
    Joined {
        #[serde(skip)]
        staff: Id<Staff>,
    },
    SignedIn {
        #[serde(skip)]
        staff: Id<Staff>,
        second_factor: bool,
    },
    RoleChanged {
        #[serde(skip)]
        staff: Id<Staff>,
        from: Role,
        to: Role,
    },
    Changed {
        #[serde(skip)]
        staff: Id<Staff>,
    },
    Closed {
        #[serde(skip)]
        staff: Id<Staff>,
    },
    Reopened {
        #[serde(skip)]
        staff: Id<Staff>,
    },
    /// A link to set a new password was made.
    ResetOffered {
        #[serde(skip)]
        staff: Id<Staff>,
    },
    PasswordChanged {
        #[serde(skip)]
        staff: Id<Staff>,
    },
    SecondFactorAdded {
        #[serde(skip)]
        staff: Id<Staff>,
    },
    SecondFactorRemoved {
        #[serde(skip)]
        staff: Id<Staff>,
    },
    CodesRenewed {
        #[serde(skip)]
        staff: Id<Staff>,
    },
    SessionsEnded {
        #[serde(skip)]
        staff: Id<Staff>,
        ended: u64,
    },
    UnitAdded {
        #[serde(skip)]
        unit: Id<Unit>,
    },
    UnitChanged {
        #[serde(skip)]
        unit: Id<Unit>,
    },
    UnitClosed {
        #[serde(skip)]
        unit: Id<Unit>,
    },
    UnitReopened {
        #[serde(skip)]
        unit: Id<Unit>,
    },
    KeyMade {
        #[serde(skip)]
        key: Id<ApiKey>,
        may_write: bool,
    },
    KeyRotated {
        #[serde(skip)]
        key: Id<ApiKey>,
        by: Id<ApiKey>,
    },
    KeyRevoked {
        #[serde(skip)]
        key: Id<ApiKey>,
    },
}

impl Deed for StaffDeed {
    fn kind(&self) -> Kind {
        match self {
            Self::SetUp { .. } => "organisation.set_up",
            Self::OrganisationChanged { .. } => "organisation.changed",
            Self::Invited { .. } => "staff.invited",
            Self::Joined { .. } => "staff.joined",
            Self::SignedIn { .. } => "staff.signed_in",
            Self::RoleChanged { .. } => "staff.role_changed",
            Self::Changed { .. } => "staff.changed",
            Self::Closed { .. } => "staff.closed",
            Self::Reopened { .. } => "staff.reopened",
            Self::ResetOffered { .. } => "staff.reset_offered",
            Self::PasswordChanged { .. } => "staff.password_changed",
            Self::SecondFactorAdded { .. } => "staff.second_factor_added",
            Self::SecondFactorRemoved { .. } => "staff.second_factor_removed",
            Self::CodesRenewed { .. } => "staff.codes_renewed",
            Self::SessionsEnded { .. } => "staff.sessions_ended",
            Self::UnitAdded { .. } => "units.added",
            Self::UnitChanged { .. } => "units.changed",
            Self::UnitClosed { .. } => "units.closed",
            Self::UnitReopened { .. } => "units.reopened",
            Self::KeyMade { .. } => "keys.made",
            Self::KeyRotated { .. } => "keys.rotated",
            Self::KeyRevoked { .. } => "keys.revoked",
        }
    }

    fn about(&self) -> Option<String> {
        Some(match self {
            Self::SetUp { organisation } | Self::OrganisationChanged { organisation } => {
                format!("organisation/{organisation}")
            }
            Self::Invited { staff, .. }
            | Self::Joined { staff }
            | Self::SignedIn { staff, .. }
            | Self::RoleChanged { staff, .. }
            | Self::Changed { staff }
            | Self::Closed { staff }
            | Self::Reopened { staff }
            | Self::ResetOffered { staff }
            | Self::PasswordChanged { staff }
            | Self::SecondFactorAdded { staff }
            | Self::SecondFactorRemoved { staff }
            | Self::CodesRenewed { staff }
            | Self::SessionsEnded { staff, .. } => format!("staff/{staff}"),
            Self::UnitAdded { unit }
            | Self::UnitChanged { unit }
            | Self::UnitClosed { unit }
            | Self::UnitReopened { unit } => format!("unit/{unit}"),
            Self::KeyMade { key, .. } | Self::KeyRotated { key, .. } | Self::KeyRevoked { key } => {
                format!("key/{key}")
            }
        })
    }
}
