//! What home, people and measures share: [`address`] (links that keep their filters), [`period`]
//! (which stretch of time, which unit), [`line`] (an entry of the ledger as a line that people read),
//! [`figure`] (a number with its interval), [`file`] (what leaves as CSV or JSON).
pub mod address;
pub mod figure;
pub mod file;
pub mod line;
pub mod period;
#[cfg(test)]
pub mod tests;
