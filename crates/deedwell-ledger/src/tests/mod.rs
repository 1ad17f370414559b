//! The tail and the kernels, on both databases.
mod facts;
mod grid_oracle;
mod many_messages;
mod oracle;
mod owed_oracle;
mod plan;
mod random;
mod tail;
mod world;
