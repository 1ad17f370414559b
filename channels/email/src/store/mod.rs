//! One function per statement.
mod keys;
mod returns;
mod settings;
mod templates;

pub use keys::*;
pub use returns::*;
pub use settings::*;
pub use templates::*;
