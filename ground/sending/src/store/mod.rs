//! One function for each statement, by table.
pub(crate) mod cases;
pub mod letters;
pub mod people;
pub mod runs;
pub mod settings;
pub mod suppressions;
pub mod topics;
pub mod words;

pub use letters::*;
pub use runs::*;
pub use settings::*;
pub use suppressions::*;
pub use topics::*;
pub use words::*;
