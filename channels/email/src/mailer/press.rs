//! What was pressed once and is filled in for each recipient: kept for as long as it is asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use deedwell_core::{Error, Result};
use deedwell_store::Tx;
use sha2::{Digest, Sha256};

use super::Whose;
use crate::store;
use crate::template::Version;
use crate::write::page::{Format, LAYOUT, Pressed, Source};

/// Kept at one time, of one server: each is some tens of kilobytes.
const MOST_KEPT: usize = 300;

/// By what was written and the layout around it: so a change is another, and nothing has to be thrown away
/// to be seen.
#[derive(Default)]
pub struct Press {
    kept: Mutex<HashMap<[u8; 32], Arc<Pressed>>>,
}

impl Press {
    /// # Errors
    /// `Invalid` where no letter can be made of it.
    pub fn pressed(&self, source: &Source, layout: &str) -> Result<Arc<Pressed>> {
        let layout = if layout.is_empty() { LAYOUT } else { layout };
        let mut hash = Sha256::new();
        for part in [&source.subject, &source.body, &source.text, layout, source.format.name()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let key: [u8; 32] = hash.finalize().into();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pressed) = kept.get(&key) {
            return Ok(Arc::clone(pressed));
        }
        let pressed = Arc::new(Pressed::of(source, layout).map_err(crate::template::of_fault)?);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&pressed));
        Ok(pressed)
    }
}

/// What templates say, while one round of letters is made: read once for many.
#[derive(Default)]
pub struct Versions {
    read: Mutex<HashMap<Named, Arc<Vec<Version>>>>,
}

/// A template of an organisation, by its key.
type Named = (Whose, String);

impl Versions {
    /// # Errors
    /// When the database cannot be read.
    pub async fn of(&self, tx: &mut Tx, key: &str) -> Result<Arc<Vec<Version>>> {
        let whose = (tx.organisation(), key.to_owned());
        let found = {
            let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            read.get(&whose).cloned()
        };
        if let Some(found) = found {
            return Ok(found);
        }
        let versions = Arc::new(store::versions_now(tx, key).await?);
        self.read
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(whose, Arc::clone(&versions));
        Ok(versions)
    }
}

/// What it says in this language; failing that in the organisation's, in English, in any.
///
/// # Errors
/// `Missing` for a template that says nothing.
pub fn in_language<'a>(
    versions: &'a [Version],
    language: Option<&str>,
    own: &str,
) -> Result<&'a Version> {
    let find = |wanted: &str| versions.iter().find(|v| v.language == wanted);
    let short = |wanted: &str| wanted.split('-').next().unwrap_or_default().to_owned();
    let theirs = language.and_then(|l| find(l).or_else(|| find(&short(l))));
    let found = theirs.or_else(|| find(own)).or_else(|| find("en")).or_else(|| versions.first());
    found.ok_or(Error::Missing("template"))
}

/// Ready words of a letter that has no page of its own, in the layout.
pub fn own_words() -> Source {
    Source {
        subject: "{{ letter_subject }}".to_owned(),
        format: Format::Html,
        body: "<p>{{ letter_text | newline_to_br }}</p>".to_owned(),
        text: "{{ letter_text }}".to_owned(),
    }
}
