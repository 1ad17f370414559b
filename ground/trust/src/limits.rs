//! How often somebody may do what, by how far they are trusted.

use crate::level::Level;

const HOUR_S: u32 = 3_600;
const DAY_S: u32 = 86_400;

/// A kind of act.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Doing {
    /// Something new: an idea, a review.
    Contribute,
    /// A word on somebody else's.
    Comment,
    /// A vote, a thank.
    Vote,
    Flag,
    /// Others are written to because of it.
    Invite,
}

impl Doing {
    pub const ALL: [Self; 5] =
        [Self::Contribute, Self::Comment, Self::Vote, Self::Flag, Self::Invite];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Contribute => "contribute",
            Self::Comment => "comment",
            Self::Vote => "vote",
            Self::Flag => "flag",
            Self::Invite => "invite",
        }
    }
}

/// So many within each window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    pub most: u32,
    pub window_s: u32,
}

pub const fn limit(doing: Doing, level: Level) -> Limit {
    let place = level as usize;
    let (most, window_s) = match doing {
        Doing::Contribute => ([3, 10, 20, 40], DAY_S),
        Doing::Comment => ([5, 20, 40, 80], HOUR_S),
        Doing::Vote => ([30, 100, 150, 300], HOUR_S),
        Doing::Flag => ([3, 10, 20, 50], DAY_S),
        Doing::Invite => ([2, 10, 20, 30], DAY_S),
    };
    Limit { most: most[place], window_s }
}

/// Forms that one person, one network may send in an hour.
pub const FORMS_OF_PERSON: Limit = Limit { most: 10, window_s: HOUR_S };
pub const FORMS_OF_NETWORK: Limit = Limit { most: 60, window_s: HOUR_S };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_grow_with_trust() {
        for doing in Doing::ALL {
            let most = Level::ALL.map(|level| limit(doing, level).most);
            assert!(most[0] > 0 && most.is_sorted() && most[0] < most[3], "{doing:?} {most:?}");
        }
    }
}
