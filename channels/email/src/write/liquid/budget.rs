//! What filling in one template may cost.

use std::io::{self, Write};

use liquid_core::runtime::Runtime;
use liquid_core::{Error, Result};

/// Turns of loops and filters, of one letter.
pub const MOST_STEPS: u32 = 20_000;
/// Bytes that filters may look at and make, of one letter.
const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Bytes of one value.
pub const LARGEST_VALUE: usize = 64 * 1024;
/// Bytes that one part of a letter may come to.
pub const LARGEST_OUTPUT: usize = 512 * 1024;

/// Kept in the registers of the run, so that every block and filter sees the same one.
#[derive(Debug)]
pub struct Budget {
    steps: u32,
    bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { steps: MOST_STEPS, bytes: MOST_BYTES }
    }
}

/// Spends a step, and so many bytes.
///
/// # Errors
/// When nothing is left.
pub(super) fn spend(runtime: &dyn Runtime, bytes: usize) -> Result<()> {
    let mut budget = runtime.registers().get_mut::<Budget>();
    let steps = budget.steps.checked_sub(1);
    let left = budget.bytes.checked_sub(bytes);
    let (Some(steps), Some(left)) = (steps, left) else {
        let sentence = "This template takes too long: it loops or repeats too much";
        return Err(Error::with_msg(sentence));
    };
    (budget.steps, budget.bytes) = (steps, left);
    Ok(())
}

pub(super) fn too_large() -> Error {
    Error::with_msg(format!("A value became larger than {LARGEST_VALUE} bytes"))
}

/// Takes so many bytes and no more.
pub(super) struct Bounded {
    taken: Vec<u8>,
    most: usize,
}

impl Bounded {
    pub fn new(most: usize) -> Self {
        Self { taken: Vec::new(), most }
    }

    pub fn text(self) -> std::result::Result<String, std::string::FromUtf8Error> {
        String::from_utf8(self.taken)
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.taken.len() + bytes.len() > self.most {
            return Err(io::Error::other("too long"));
        }
        self.taken.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
