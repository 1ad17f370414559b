//! From what staff wrote to a letter ready to be sent.
//!
//! [`liquid`], the language; [`marks`], its tags while a page is worked on; [`page`], what staff wrote
//! becomes a page and a plain text, once for a run; [`plain`], the text of a page; [`letter`], one
//! letter in the form of the net; [`sign`], by which receivers see that it is from here.
pub mod letter;
pub mod liquid;
pub mod marks;
pub mod page;
pub mod plain;
pub mod sign;
