//! Every deed that was ever recorded can be read for ever: a stored sample of each kind.

use std::collections::BTreeMap;

use syn::visit::{self, Visit};

use deedwell_core::deed::is_kind;

use super::{assert_none, root, sources};

/// The kinds that a file's deeds spell out: literals in the `kind` of an `impl Deed for …`.
#[derive(Default)]
struct Kinds {
    in_deed: bool,
    kinds: Vec<(String, usize)>,
}

impl<'ast> Visit<'ast> for Kinds {
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let of_deed = |path: &syn::Path| path.segments.last().is_some_and(|s| s.ident == "Deed");
        if item.trait_.as_ref().is_some_and(|(_, path, _)| of_deed(path)) {
            for inner in &item.items {
                if let syn::ImplItem::Fn(function) = inner
                    && function.sig.ident == "kind"
                {
                    self.in_deed = true;
                    visit::visit_block(self, &function.block);
                    self.in_deed = false;
                }
            }
        }
    }

    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        if self.in_deed && is_kind(&literal.value()) {
            self.kinds.push((literal.value(), literal.span().start().line));
        }
    }
}

pub(super) fn kinds(text: &str) -> Vec<(String, usize)> {
    let mut kinds = Kinds::default();
    if let Ok(file) = syn::parse_file(text) {
        kinds.visit_file(&file);
    }
    kinds.kinds
}

/// `ledger/ideas.voted.1.json` or, where a crate has one area, `ledger/voted.1.json`.
fn has_sample(files: &[String], kind: &str) -> bool {
    let deed = kind.split_once('.').map_or(kind, |(_, deed)| deed);
    let of = |file: &String, name: &str| {
        let rest = file.strip_prefix(name).and_then(|r| r.strip_prefix('.'));
        let version = rest.and_then(|r| r.strip_suffix(".json"));
        version.is_some_and(|v| !v.is_empty() && v.bytes().all(|b| b.is_ascii_digit()))
    };
    files.iter().any(|file| of(file, kind) || of(file, deed))
}

#[test]
fn every_deed_has_a_stored_sample() {
    let mut complaints = Vec::new();
    let mut samples: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut seen = 0;
    for source in sources(".rs").iter().filter(|s| s.is_program()) {
        let folder = source.of_crate();
        let files = samples.entry(folder.clone()).or_insert_with(|| {
            let entries = std::fs::read_dir(root().join(&folder).join("ledger"));
            let names = entries.into_iter().flatten().flatten().map(|e| e.file_name());
            names.map(|n| n.to_string_lossy().into_owned()).collect()
        });
        for (kind, line) in kinds(&source.text) {
            seen += 1;
            if !has_sample(files, &kind) {
                let path = &source.path;
                complaints.push(format!("{path}:{line}: {kind} has no stored sample; add {folder}/ledger/{kind}.1.json and a test that reads it"));
            }
        }
    }
    assert!(seen > 0, "no deed was found");
    assert_none(&complaints);
}

/// A sample is a JSON object without a line of anybody's words.
#[test]
fn every_sample_is_an_object() {
    let mut complaints = Vec::new();
    for sample in sources(".json").iter().filter(|s| s.path.contains("/ledger/")) {
        let read = serde_json::from_str::<serde_json::Value>(&sample.text);
        if !read.is_ok_and(|v| v.is_object() || v.is_null() || v.is_array()) {
            complaints.push(format!("{} is no JSON object", sample.path));
        }
    }
    assert_none(&complaints);
}

#[test]
fn a_deed_without_a_sample_is_noticed() {
    let text = "impl Deed for A { fn kind(&self) -> Kind { match self { _ => \"a.done\" } } }
                impl Other for A { fn kind(&self) -> &str { \"b.done\" } }";
    assert_eq!(kinds(text), [("a.done".to_owned(), 1)]);
    let files = ["done.1.json".to_owned(), "c.d.2.json".to_owned(), "e.json".to_owned()];
    assert!(has_sample(&files, "a.done") && has_sample(&files, "c.d"));
    assert!(!has_sample(&files, "a.e") && !has_sample(&files, "a.gone"));
}
