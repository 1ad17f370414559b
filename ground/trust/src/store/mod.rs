//! What is found and what is kept: one function per statement. [`signs`] holds what people share, [`quarantines`]
//! what is counted apart, [`levels`] how far people are trusted, [`forms`] which forms came back, [`people`]
//! whose an identity is. Nothing here decides.
mod forget;
mod forms;
mod levels;
mod people;
mod quarantines;
mod signs;

pub use forget::*;
pub use forms::*;
pub use levels::*;
pub use people::*;
pub use quarantines::*;
pub use signs::*;
