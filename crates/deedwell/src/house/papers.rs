//! What documents point at is there: a newcomer who follows a link must not fall into a hole.

use std::path::PathBuf;

use super::{Source, root, walk};

/// Documents at the root and in these folders.
const FOLDERS: &[&str] = &["bench", "crates", "docs", "ground", "programmes"];

fn documents() -> Vec<Source> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        walk(&root(), &PathBuf::from(folder), ".md", &mut found);
    }
    for entry in std::fs::read_dir(root()).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") {
            found.push(Source { text: std::fs::read_to_string(entry.path()).unwrap(), path: name });
        }
    }
    found
}

/// The targets of `[words](target)`, without anchors, links to the web left out.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let targets = targets.map(|t| t.split('#').next().unwrap_or(t));
    targets.filter(|t| !t.is_empty() && !t.contains("://") && !t.starts_with("mailto:")).collect()
}

#[test]
fn every_link_of_a_document_leads_somewhere() {
    let mut seen = 0;
    for document in documents() {
        let folder = root().join(&document.path).parent().unwrap().to_path_buf();
        for link in links(&document.text) {
            seen += 1;
            assert!(
                folder.join(link).exists(),
                "{} links to {link}, which is not there",
                document.path
            );
        }
    }
    assert!(seen > 40, "only {seen} links were found: is the reader of links right?");
}
