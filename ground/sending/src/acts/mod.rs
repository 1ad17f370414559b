//! The verbs: load, decide, write, record; the caller commits.
mod reserve;
mod runs;

pub use reserve::{Reserved, reserve};
pub use runs::{
    NewRun, To, add_recipients, cancel_run, listed, pause, plan_run, resume, set_speed, start,
};
