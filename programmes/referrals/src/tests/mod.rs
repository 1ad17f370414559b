//! Stories about the verbs, on both databases. Read [`world`] first, and `examples/corpus/place.rs`.
mod codes;
#[path = "../../examples/corpus/corpus.rs"]
mod corpus;
mod course;
mod fraud;
mod people;
#[path = "../../examples/corpus/place.rs"]
mod place;
mod value;
mod world;
