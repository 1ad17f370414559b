//! One file a command.
pub mod backup;
pub mod demo;
pub mod doctor;
pub mod export;
pub mod import;
pub mod key;
pub mod mail;
pub mod organisation;
pub mod plan;
pub mod report;
pub mod restore;
pub mod seal;
pub mod serve;
pub mod source;
pub mod staff;
