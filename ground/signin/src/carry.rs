//! How a code gets to its address: by a letter, if somebody carries one; by the operator's log otherwise.
//!
//! Who carries is handed in: the door does not know by what channel letters go.

use std::sync::Arc;

use deedwell_core::Result;
use deedwell_core::behaviour::Later;
use deedwell_store::Tx;
use jiff::Timestamp;

/// A letter of the door: with a code, or telling that a way in was changed; in the language of whoever asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeLetter {
    pub to: String,
    pub subject: String,
    pub text: String,
    /// Afterwards it is of no use.
    pub until: Timestamp,
}

/// Takes a letter on, in the transaction that keeps the code. False where nobody carries letters for this
/// organisation.
pub type Carry =
    Arc<dyn for<'a> Fn(&'a mut Tx, CodeLetter) -> Later<'a, Result<bool>> + Send + Sync>;

/// Nobody carries anything.
pub fn by_the_log() -> Carry {
    Arc::new(|_, _| Box::pin(async { Ok(false) }))
}
