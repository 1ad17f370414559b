//! Complaints that were kept elsewhere, brought here with their past.
//!
//! How a file is read, under which headings, and what becomes of the lines that are refused is the
//! business of whoever reads it (`deedwell import complaints`); here stands what a line means. [`COLUMNS`]
//! are its columns, [`Line::read`] checks one before anything is written, [`bring`] writes it; [`past`] is
//! a complaint with everything that happened to it, for the demo too.
//!
//! What happened then stands in the ledger at the moment at which it happened. The same line again adds
//! nothing.
mod line;
pub mod past;

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_people::{Arrival, Proof, ensure_many};
use deedwell_store::Tx;

pub use self::line::{COLUMNS, Column, Line, Wrong};
pub use self::past::Past;
use crate::complaint::Voice;
use crate::store;

/// What became of a line.
#[derive(Debug)]
pub enum Became {
    Added {
        people: u64,
    },
    /// It was brought here before.
    Already,
    /// A rule says no, and nothing of it was written.
    Refused(Wrong),
}

/// Writes a line, unless it is here or a rule refuses it. `source` is the system that it came from;
/// answers stand in the name of `staff`.
///
/// # Errors
/// What is not the line's fault.
pub async fn bring(tx: &mut Tx, source: &str, staff: Id<Staff>, line: &Line) -> Result<Became> {
    let reference = format!("{source}/{}", line.id);
    if store::complaint_by_reference(tx, &reference).await?.is_some() {
        return Ok(Became::Already);
    }
    if let Err(error) = line.past.check(tx.now()) {
        return line::refused(error).map(Became::Refused);
    }
    let arrival = Arrival {
        name: line.by_name.clone(),
        met_at: Some(line.past.received_at),
        ..Arrival::new(line.by.clone(), Proof::Import)
    };
    let known = ensure_many(tx, &[arrival]).await?;
    let Some(known) = known.first() else {
        return Err(Error::fault("a complaint of nobody"));
    };
    let part = match known.proof.proves() {
        true => deedwell_core::Part::Customer,
        false => deedwell_core::Part::Visitor,
    };
    let by = Voice { person: known.person, identity: known.identity, part };
    let people = u64::from(known.is_new);
    match past::bring(tx, by, Some(staff), Some(&reference), &line.past).await {
        Ok(_) => Ok(Became::Added { people }),
        Err(error) => line::refused(error).map(Became::Refused),
    }
}
