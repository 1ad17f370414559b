//! What a part shows of somebody on a page that is not its own: on their page in the console, or on the page
//! that they see of themselves.

use deedwell_core::{Id, Person, Result};
use deedwell_store::Tx;

use crate::frame::Frame;
use crate::programme::Later;

/// A few facts under a heading, and where there is more.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Panel {
    pub title: String,
    /// In words, and its value in words.
    pub facts: Vec<(String, String)>,
    /// A sentence below; empty for none.
    pub note: String,
    /// Where there is more, and in words what; empty for nowhere.
    pub href: String,
    pub more: String,
}

/// Under which heading of the page that customers see of themselves a part shows what it knows of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Under {
    /// What they bought, and what they have of ours.
    Orders,
    /// What they asked of us, and what came of it.
    Requests,
    /// What they brought, and what came of it.
    #[default]
    Part,
    Points,
    /// What they are sent.
    Sent,
    /// What is kept of them.
    Data,
}

/// What a part shows of somebody; none where it knows nothing of them.
pub type PanelOf =
    for<'a> fn(&'a mut Tx, Id<Person>, &'a Frame) -> Later<'a, Result<Option<Panel>>>;
