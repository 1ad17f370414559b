//! How far a referral has come, and where it may go from there. That a link was made and shared, and that
//! somebody came by it, is told of the link: before we know who came there is no referral yet.

use serde::Serialize;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// We know who came.
    Identified,
    /// They bought, and what they bought may still come back.
    Held,
    /// Staff look at it.
    Review,
    /// Both are to be rewarded; in points something still waits for staff.
    Approved,
    Paid,
    Rejected,
    /// Rewarded, and taken back.
    ClawedBack,
    /// They did not buy in time.
    Lapsed,
}

impl Stage {
    pub const ALL: [Self; 8] = [
        Self::Identified,
        Self::Held,
        Self::Review,
        Self::Approved,
        Self::Paid,
        Self::Rejected,
        Self::ClawedBack,
        Self::Lapsed,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Held => "held",
            Self::Review => "review",
            Self::Approved => "approved",
            Self::Paid => "paid",
            Self::Rejected => "rejected",
            Self::ClawedBack => "clawed_back",
            Self::Lapsed => "lapsed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == text)
    }

    /// Every move there is.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Identified => &[Self::Held, Self::Lapsed],
            Self::Held => &[Self::Approved, Self::Review, Self::Rejected, Self::Lapsed],
            Self::Review => &[Self::Approved, Self::Rejected, Self::Lapsed],
            Self::Approved => &[Self::Paid, Self::ClawedBack, Self::Lapsed],
            Self::Paid => &[Self::ClawedBack],
            // An appeal was granted.
            Self::Rejected => &[Self::Approved],
            Self::ClawedBack | Self::Lapsed => &[],
        }
    }

    pub fn may_become(self, next: Self) -> bool {
        self.next().contains(&next)
    }

    /// The friend bought what was asked.
    pub const fn has_qualified(self) -> bool {
        !matches!(self, Self::Identified | Self::Lapsed)
    }

    /// Something is still to come of it by itself or by staff.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Identified | Self::Held | Self::Review | Self::Approved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_held_is_never_paid() {
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.name()), Some(stage));
            if stage.may_become(Stage::Approved) {
                assert!(stage.has_qualified(), "{stage:?}");
            }
            if stage.may_become(Stage::Paid) {
                assert_eq!(stage, Stage::Approved);
            }
            assert!(!stage.may_become(stage));
        }
        assert!(Stage::ClawedBack.next().is_empty(), "what was taken back stays so");
    }
}
