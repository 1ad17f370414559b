//! What is found and what is kept: one function per statement. Nothing here decides.
//!
//! [`complaints`] holds the complaint, [`messages`] and [`offers`] what was said and offered, [`causes`] and
//! [`problems`] what several have in common, [`settings`] promises, limits and templates, [`lists`] the
//! queue, [`figures`] what reports are made of.
mod causes;
mod complaints;
mod figures;
mod forget;
mod lists;
mod messages;
mod offers;
mod people;
mod problems;
mod settings;

pub use causes::*;
pub use complaints::*;
pub use figures::*;
pub use forget::*;
pub use lists::*;
pub use messages::*;
pub use offers::*;
pub use people::*;
pub use problems::*;
pub use settings::*;
