//! The world in which stories are told.
//!
//! ```ignore
//! for world in worlds(&PROGRAMME).await {
//!     let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
//!     let idea = ada.posts("/ideas", "title=Lockers").await.location();
//!     let once = grace.swaps(&format!("{idea}/votes"), "").await;
//!     assert!(once.html().contains("<output>1</output>"), "{}", once.html());
//!     assert_eq!(world.ledger().await, ["Ada ideas.put_forward", "Grace ideas.voted"]);
//!     assert_eq!(world.grid().await.peers, 1);
//! }
//! ```
//!
//! Read [`world`] first: what a world holds, and what may be asked of it. Then [`person`], who acts
//! in it and how; [`reply`], what they are answered; [`walk`], the plain answer to every question of
//! the ledger, with which the kernels are compared. `place` finds a database for each world, `making`
//! puts people into it.
mod making;
pub mod person;
mod place;
pub mod reply;
#[cfg(test)]
mod tests;
pub mod walk;
pub mod world;

pub use person::Somebody;
pub use reply::Reply;
pub use uuid::Uuid;
pub use walk::{Told, Walk};
pub use world::{Counted, KeyTo, Setting, World, worlds};
