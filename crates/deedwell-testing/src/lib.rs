//! The world in which stories are told.
