//! What a customer sees of themselves: [`page`] groups what every part has of them, [`lines`] is what they
//! did, [`data`] all of it as a file, [`names`] how they are called, [`sessions`] where they are signed in,
//! [`ways_in`] how they
//! come in, [`leaving`] the way out.
pub(crate) mod data;
pub(crate) mod held;
pub(crate) mod leaving;
pub(crate) mod lines;
pub(crate) mod names;
pub(crate) mod page;
pub(crate) mod passkeys;
pub(crate) mod sessions;
pub(crate) mod ways_in;
