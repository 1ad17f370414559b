//! Stories about the verbs, on both databases. Read [`world`] first.
mod afterwards;
mod causes;
mod codes;
mod course;
mod offers;
mod past;
mod people;
mod promises;
mod world;
