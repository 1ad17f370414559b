//! Roles, and what each may do: one table.

use serde::{Deserialize, Serialize};

/// A thing that staff may be allowed to do. A route names the one it needs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    SeeHome,
    SeePeople,
    ChangePeople,
    ExportPeople,
    /// Forgets them for good.
    ErasePeople,
    SeeMeasures,
    /// Triage, answer, merge, moderate, vote on behalf.
    HostProgrammes,
    /// Boards, stages, promises.
    ManageProgrammes,
    BookMoney,
    SeeStaff,
    ManageStaff,
    ManageSettings,
    ManageKeys,
    SeeAudit,
}

impl Right {
    pub const ALL: [Self; 14] = [
        Self::SeeHome,
        Self::SeePeople,
        Self::ChangePeople,
        Self::ExportPeople,
        Self::ErasePeople,
        Self::SeeMeasures,
        Self::HostProgrammes,
        Self::ManageProgrammes,
        Self::BookMoney,
        Self::SeeStaff,
        Self::ManageStaff,
        Self::ManageSettings,
        Self::ManageKeys,
        Self::SeeAudit,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::SeeHome => "see_home",
            Self::SeePeople => "see_people",
            Self::ChangePeople => "change_people",
            Self::ExportPeople => "export_people",
            Self::ErasePeople => "erase_people",
            Self::SeeMeasures => "see_measures",
            Self::HostProgrammes => "host_programmes",
            Self::ManageProgrammes => "manage_programmes",
            Self::BookMoney => "book_money",
            Self::SeeStaff => "see_staff",
            Self::ManageStaff => "manage_staff",
            Self::ManageSettings => "manage_settings",
            Self::ManageKeys => "manage_keys",
            Self::SeeAudit => "see_audit",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Owner,
    Manager,
    Marketer,
    Agent,
    Host,
    Analyst,
    Viewer,
}

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Owner,
        Self::Manager,
        Self::Marketer,
        Self::Agent,
        Self::Host,
        Self::Analyst,
        Self::Viewer,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Marketer => "marketer",
            Self::Agent => "agent",
            Self::Host => "host",
            Self::Analyst => "analyst",
            Self::Viewer => "viewer",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.name() == text)
    }

    /// The whole policy of the console. Owners may everything; nobody else may manage keys.
    pub fn rights(self) -> &'static [Right] {
        use Right::*;
        match self {
            Self::Owner => &Right::ALL,
            Self::Manager => &[
                SeeHome,
                SeePeople,
                ChangePeople,
                ExportPeople,
                ErasePeople,
                SeeMeasures,
                HostProgrammes,
                ManageProgrammes,
                BookMoney,
                SeeStaff,
                ManageStaff,
                ManageSettings,
                SeeAudit,
            ],
            Self::Marketer => &[SeeHome, SeePeople, ChangePeople, SeeMeasures, SeeStaff],
            Self::Agent => &[SeeHome, SeePeople, ChangePeople, HostProgrammes, SeeStaff],
            Self::Host => &[
                SeeHome,
                SeePeople,
                SeeMeasures,
                HostProgrammes,
                ManageProgrammes,
                BookMoney,
                SeeStaff,
            ],
            Self::Analyst => &[SeeHome, SeePeople, ExportPeople, SeeMeasures, BookMoney, SeeStaff],
            Self::Viewer => &[SeeHome, SeeMeasures],
        }
    }

    pub fn may(self, right: Right) -> bool {
        self.rights().contains(&right)
    }

    /// Nobody can hand out a role that may more than their own.
    pub fn may_give(self, other: Self) -> bool {
        self.may(Right::ManageStaff) && other.rights().iter().all(|r| self.may(*r))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gives_more_than_they_have() {
        assert!(Role::Owner.may_give(Role::Owner));
        assert!(!Role::Manager.may_give(Role::Owner));
        assert!(Role::Manager.may_give(Role::Host));
        assert!(!Role::Viewer.may_give(Role::Viewer));
    }
}
