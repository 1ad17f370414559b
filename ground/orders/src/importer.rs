//! Orders of the past, from files.
