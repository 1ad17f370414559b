//! The small world in which the stories of home, people and measures are told.
mod fixed;
mod ideas;
mod sample;
mod world;

pub use sample::{empty_row, estimate, owed, row};
pub use world::{HOSTILE, HOSTILE_TITLE, World, at, frame};
