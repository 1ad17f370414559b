//! Which part of a list a program asks for.

use deedwell_core::{Error, Result};

/// Given unless said otherwise, and at most.
const USUAL: usize = 20;
const MOST: usize = 100;
/// No list is read further than that.
const FURTHEST: usize = 100_000_000;

#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub skip: usize,
    pub most: usize,
}

impl Part {
    /// `cursor` says how many were given before.
    pub fn of(cursor: Option<&str>, limit: Option<usize>) -> Result<Self> {
        let wrong = || Error::invalid("cursor", "Please send what the page before gave as next.");
        let number = |text: &str| text.parse().ok().filter(|n| *n <= FURTHEST).ok_or_else(wrong);
        let skip = cursor.map_or(Ok(0), number)?;
        let most = limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&most) {
            return Err(Error::invalid("limit", format!("A limit is from 1 to {MOST}.")));
        }
        Ok(Self { skip, most })
    }

    /// What the next part is asked for with; none after the last of `total`.
    pub fn next(self, total: usize) -> Option<String> {
        let given = self.skip + self.most;
        (given < total).then(|| given.to_string())
    }
}
