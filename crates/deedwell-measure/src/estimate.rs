//! What an answer looks like: a value, how sure we are, and how much it rests on.

/// A range that holds the truth with the confidence that was asked for; both ends belong to it.
/// In the unit of the value it surrounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// A number with its interval and the count it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub interval: Interval,
    /// How many observations were looked at.
    pub n: u64,
}
