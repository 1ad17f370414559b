//! What is found and what is kept: one function per statement. [`schemes`] and [`rules`] hold what staff
//! set; [`entries`], [`lots`] and [`accounts`] what moved; [`budgets`], [`rewards`]; [`members`] whose it
//! is; [`reports`] what pages and files show; [`reader`] how far rules have read. Nothing here decides.
mod accounts;
mod budgets;
mod entries;
mod lots;
mod members;
mod reader;
mod reports;
mod rewards;
mod rules;
mod schemes;

pub use accounts::*;
pub use budgets::*;
pub use entries::*;
pub use lots::*;
pub use members::*;
pub use reader::*;
pub use reports::*;
pub use rewards::*;
pub use rules::*;
pub use schemes::*;
