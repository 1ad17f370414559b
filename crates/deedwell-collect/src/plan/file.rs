//! The plan as a file, so that it can live beside the programs that send the events.

use deedwell_core::plan::own::MOST_NAMES;
use deedwell_core::{Error, Result};
use serde::{Deserialize, Serialize};

use super::rule::PlannedName;

/// Bytes of a file; five hundred names with thirty facts each have room.
pub const LARGEST: usize = 2 * 1024 * 1024;
const VERSION: u32 = 1;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanFile {
    /// The version of this form: 1.
    pub plan: u32,
    pub names: Vec<PlannedName>,
}

impl PlanFile {
    pub fn of(names: Vec<PlannedName>) -> Self {
        Self { plan: VERSION, names }
    }

    /// # Errors
    /// `Invalid`, saying where it cannot be read.
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() > LARGEST {
            return Err(Error::invalid("file", "A plan has at most 2 MB."));
        }
        serde_json::from_str(text).map_err(|error| {
            Error::invalid("file", format!("This is no plan that can be read: {error}."))
        })
    }

    /// # Errors
    /// `Fault` only where memory ends.
    pub fn text(&self) -> Result<String> {
        let mut text = serde_json::to_string_pretty(self).map_err(Error::fault)?;
        text.push('\n');
        Ok(text)
    }

    /// The names as they may stand in a plan.
    ///
    /// # Errors
    /// What is wrong with the first that may not, with its name.
    pub fn checked(self) -> Result<Vec<PlannedName>> {
        if self.plan != VERSION {
            return Err(Error::invalid("file", "This form of a plan is not known here; it is 1."));
        }
        if self.names.len() > MOST_NAMES {
            return Err(Error::invalid("file", "A plan has at most 500 names."));
        }
        let mut names: Vec<PlannedName> = Vec::with_capacity(self.names.len());
        for name in self.names {
            let said: String = name.name.chars().take(100).collect();
            let good = name.checked().map_err(|error| match error {
                Error::Refused { sentence, .. } | Error::Invalid { sentence, .. } => {
                    Error::invalid("file", format!("“{said}”: {sentence}"))
                }
                other => other,
            })?;
            if names.iter().any(|n| n.name == good.name) {
                return Err(Error::invalid("file", format!("“{said}” stands there twice.")));
            }
            names.push(good);
        }
        Ok(names)
    }
}
