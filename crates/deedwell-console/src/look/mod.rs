//! What home, people and measures share: [`period`] (which stretch of time, which unit), [`line`] (an
//! entry of the ledger as a line that people read), [`figure`] (a number with its interval), [`file`]
//! (what leaves as CSV or JSON).
pub mod figure;
pub mod line;
pub mod period;
#[cfg(test)]
pub mod tests;

pub use deedwell_web::file;
