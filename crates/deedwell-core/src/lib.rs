//! The nouns of Deedwell: ids, time, who, action, deed, kind, money, errors. No IO.
//!
//! Read [`who`] and [`action`] first: they say what the ledger keeps. Then [`deed`], what a rule
//! returns, and [`meaning`], what a programme declares of its deeds. [`behaviour`] is what pages ask
//! of the ledger.
pub mod action;
pub mod behaviour;
pub mod clock;
pub mod deed;
pub mod error;
pub mod id;
pub mod meaning;
pub mod money;
pub mod plan;
pub mod secret;
pub mod text;
pub mod who;

pub use action::{Action, Channel, Initiator, Position};
pub use clock::{Clock, Moment};
pub use deed::{Deed, Kind};
pub use error::{Error, Result};
pub use id::{Account, Id, IdMap, IdSet, Organisation, Person, Staff, Unit};
pub use jiff::Timestamp;
pub use meaning::{Meaning, Quality};
pub use money::{Currency, Money};
pub use secret::Secret;
pub use who::{Identity, Part, Who};
