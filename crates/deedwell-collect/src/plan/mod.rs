//! The organisation's own plan: what the names that its programs send mean, and which facts they carry.
//!
//! [`rule`] is what may stand in it and how a message is held against it; [`store`] its rows; [`acts`]
//! what staff and programs do to it; [`file`] the plan as a file that can live in a repository. What
//! names may mean at all is `deedwell_core::plan::own`; applying it is the affair of whoever reads the
//! ledger.
pub mod acts;
pub mod file;
pub mod rule;
pub mod store;

pub use acts::{Actor, change, remove};
pub use file::PlanFile;
pub use rule::{FactRule, Plan, PlannedName};
