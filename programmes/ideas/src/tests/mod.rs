//! Stories about the verbs, on both databases. Read [`world`] first.
mod again;
mod answers;
mod apart;
mod codes;
mod holding;
mod lists;
mod long;
mod merges;
mod model;
mod people;
mod side;
mod story;
mod voices;
mod world;
