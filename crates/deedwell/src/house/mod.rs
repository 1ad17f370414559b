//! The rules of the house that a machine can keep, each in a test that says why in a sentence.
//!
//! [`layering`]: who may depend on whom. [`sql`]: the wall between organisations. [`glossary`]: words
//! that we do not use. [`pages`]: messages, forms, labels, no inline script. [`sizes`]: files that fit
//! a head. [`samples`]: a stored sample of every deed. [`kinds`]: words for every kind. [`papers`]:
//! links of documents. [`outbound`]: one way out, and who takes it.
mod glossary;
mod kinds;
mod layering;
mod outbound;
mod pages;
mod papers;
mod samples;
mod sizes;
mod sql;
mod sql_reading;
mod wall;

use std::path::{Path, PathBuf};

/// A file of ours.
struct Source {
    /// From the root: `crates/deedwell/src/main.rs`.
    path: String,
    text: String,
}

impl Source {
    /// The folder of the crate: `crates/deedwell`.
    fn of_crate(&self) -> String {
        self.path.split('/').take(2).collect::<Vec<_>>().join("/")
    }

    /// Stories, examples and benches are no part of the program.
    fn is_program(&self) -> bool {
        let parts: Vec<&str> = self.path.split('/').collect();
        let aside = ["tests", "tests.rs", "testing.rs", "examples", "benches", "house", "target"];
        !parts.iter().any(|p| aside.contains(p))
            && !self.path.starts_with("crates/deedwell-testing/")
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file with one of these endings in the folders of crates, in a fixed order.
fn sources(ending: &str) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in ["channels", "crates", "ground", "programmes"] {
        walk(&root(), &PathBuf::from(folder), ending, &mut found);
    }
    found.sort_by(|a: &Source, b: &Source| a.path.cmp(&b.path));
    assert!(!found.is_empty() || ending != ".rs", "no source was found: is this the repository?");
    found
}

fn walk(root: &Path, folder: &Path, ending: &str, found: &mut Vec<Source>) {
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = folder.join(&name);
        if entry.path().is_dir() {
            if name != "target" && !name.starts_with('.') {
                walk(root, &path, ending, found);
            }
        } else if name.ends_with(ending)
            && let Ok(text) = std::fs::read_to_string(entry.path())
        {
            found.push(Source { path: path.to_string_lossy().into_owned(), text });
        }
    }
}

/// The line in which a place of a text stands.
fn line_of(text: &str, place: usize) -> usize {
    text.get(..place).unwrap_or_default().matches('\n').count() + 1
}

/// Fails with every complaint, one a line.
fn assert_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}
