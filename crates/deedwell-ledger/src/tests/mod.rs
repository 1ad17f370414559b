//! The tail and the kernels, on both databases.
mod grid_oracle;
mod many_messages;
mod oracle;
mod plan;
mod random;
mod tail;
mod world;
