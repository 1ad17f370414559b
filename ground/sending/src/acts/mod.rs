//! The verbs: load, decide, write, record; the caller commits.
mod letters;
mod limits;
mod list;
mod reserve;
mod runs;
mod topics;
mod wishes;
mod words;

pub use letters::{HeldLetters, Unclear, cancel, decide, decide_all, release};
pub use limits::{add_cap, remove_cap, set_quiet};
pub use list::{Brought, LONGEST_NOTE, bring, release_address, suppress};
pub use reserve::{Reserved, reserve};
pub use runs::{
    NewRun, To, add_recipients, cancel_run, listed, pause, plan_run, resume, set_speed, start,
};
pub use topics::{close_topic, set_topic};
pub use wishes::{LONGEST_PAUSE_DAYS, wish};
pub use words::{CONFIRM_WITHIN, Says, Seen, ask, asked, confirm, say};
