//! A file that says what another system's headings mean.
//!
//! ```toml
//! source = "shop"                     # where the file is from; its name without the ending
//! separator = ";"                     # found by itself
//! zone = "Europe/London"              # of moments without one; the organisation's
//! time = "%d/%m/%Y %H:%M"             # or "unix", "unix_ms"; RFC 3339, 2026-03-02 09:30, 2026-03-02
//! person = "email"                    # email, phone, login, card or import; e-mail where it is one, else import
//! country = "44"                      # for telephone numbers written without theirs
//! ids = "everywhere"                  # message ids as they stand; "source": they count within the source
//! ignore = ["Notes"]                  # columns that are not to become facts
//!
//! [columns]                           # ours = theirs
//! person = "Customer"
//! at = "Ordered"
//!
//! [constants]                         # where the column is absent or empty
//! kind = "orders.placed"
//! currency = "GBP"
//!
//! [names]                             # their names = our kinds
//! "Order Completed" = "orders.placed"
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use deedwell_core::deed::is_kind;
use deedwell_core::{Error, Result};
use deedwell_people::IdentityKind;
use serde::Deserialize;

use super::moment::{Format, Zone};

/// Bytes of a mapping.
const LARGEST: u64 = 1024 * 1024;

/// What the headings of a file mean. The default takes ours as they stand.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    pub source: Option<String>,
    pub separator: Option<String>,
    pub zone: Option<String>,
    pub time: Option<String>,
    pub person: Option<String>,
    pub country: Option<String>,
    pub ids: Option<String>,
    pub ignore: Vec<String>,
    pub columns: BTreeMap<String, String>,
    pub constants: BTreeMap<String, String>,
    pub names: BTreeMap<String, String>,
}

impl Mapping {
    /// # Errors
    /// `Invalid` when there is no such file, it is not TOML, or it says something that means nothing.
    pub fn read(path: &Path) -> Result<Self> {
        let cannot = |e: std::io::Error| {
            wrong(format!("The mapping {} cannot be read: {e}.", path.display()))
        };
        if std::fs::metadata(path).map_err(cannot)?.len() > LARGEST {
            return Err(wrong("The mapping is larger than a megabyte."));
        }
        Self::parse(&std::fs::read_to_string(path).map_err(cannot)?)
    }

    /// # Errors
    /// As [`Mapping::read`].
    pub fn parse(text: &str) -> Result<Self> {
        let mapping: Self = toml::from_str(text)
            .map_err(|e| wrong(format!("The mapping cannot be understood: {e}")))?;
        mapping.check()?;
        Ok(mapping)
    }

    fn check(&self) -> Result<()> {
        self.separator()?;
        self.zone()?;
        self.person_kind()?;
        self.ids_are_everywhere()?;
        if let Some((name, kind)) = self.names.iter().find(|(_, kind)| !is_kind(kind)) {
            return Err(wrong(format!(
                "“{name}” is mapped to “{kind}”, which is not a kind such as orders.placed."
            )));
        }
        if self
            .country
            .as_ref()
            .is_some_and(|c| !(1..=3).contains(&c.len()) || !c.bytes().all(|b| b.is_ascii_digit()))
        {
            return Err(wrong("The country is the one to three digits after the +, such as 44."));
        }
        Ok(())
    }

    pub(super) fn separator(&self) -> Result<Option<u8>> {
        match self.separator.as_deref().map(str::as_bytes) {
            None => Ok(None),
            Some([one]) if *one != b'"' && *one != b'\n' && *one != b'\r' => Ok(Some(*one)),
            Some(_) => Err(wrong("The separator is one sign, such as a semicolon.")),
        }
    }

    pub(super) fn zone(&self) -> Result<Option<Zone>> {
        let named = |name: &String| {
            Zone::named(name)
                .ok_or_else(|| wrong(format!("“{name}” is not a time zone such as Europe/London.")))
        };
        self.zone.as_ref().map(named).transpose()
    }

    pub(super) fn time(&self) -> Format {
        match self.time.as_deref() {
            None | Some("rfc3339") => Format::Usual,
            Some("unix") => Format::Unix,
            Some("unix_ms") => Format::UnixMillis,
            Some(pattern) => Format::Pattern(pattern.to_owned()),
        }
    }

    /// `None`: an e-mail address where it is one, an id of the source otherwise.
    pub(super) fn person_kind(&self) -> Result<Option<IdentityKind>> {
        match self.person.as_deref() {
            None | Some("auto") => Ok(None),
            Some(name) => IdentityKind::parse(name)
                .map(Some)
                .ok_or_else(|| wrong("A person is known by email, phone, login, card or import.")),
        }
    }

    pub(super) fn ids_are_everywhere(&self) -> Result<bool> {
        match self.ids.as_deref() {
            None | Some("source") => Ok(false),
            Some("everywhere") => Ok(true),
            Some(_) => Err(wrong("Ids count within the “source” or “everywhere”.")),
        }
    }

    /// A number without its country, with the one of this file.
    pub(super) fn phone(&self, text: &str) -> String {
        let text = text.trim();
        match &self.country {
            Some(country) if !text.starts_with('+') && !text.starts_with("00") => {
                format!("+{country}{}", text.strip_prefix('0').unwrap_or(text))
            }
            _ => text.to_owned(),
        }
    }
}

pub(super) fn wrong(sentence: impl Into<String>) -> Error {
    Error::invalid("mapping", sentence.into())
}
