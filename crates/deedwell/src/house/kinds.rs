//! Whatever is recorded, in the ledger or in the audit, has words in every language: nobody reads
//! `ideas.board_opened` on a page.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};

use deedwell_core::deed::is_kind;

use super::pages::messages;
use super::samples::kinds;
use super::{assert_none, sources};

/// Kinds that are handed to the audit: literals among the arguments of `audit`, `add_audit`, `note`.
#[derive(Default)]
struct Audited(BTreeSet<String>);

impl<'ast> Visit<'ast> for Audited {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let audits = |path: &syn::Path| {
            let last = path.segments.last().map(|s| s.ident.to_string());
            last.is_some_and(|name| ["audit", "add_audit", "note"].contains(&name.as_str()))
        };
        if matches!(&*call.func, syn::Expr::Path(callee) if audits(&callee.path)) {
            for argument in &call.args {
                if let syn::Expr::Lit(literal) = argument
                    && let syn::Lit::Str(text) = &literal.lit
                    && is_kind(&text.value())
                {
                    self.0.insert(text.value());
                }
            }
        }
        visit::visit_expr_call(self, call);
    }
}

fn audited(text: &str) -> BTreeSet<String> {
    let mut found = Audited::default();
    if let Ok(file) = syn::parse_file(text) {
        found.visit_file(&file);
    }
    found.0
}

/// Every kind that is recorded, with a place where that is said.
fn catalogue() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for source in sources(".rs").iter().filter(|s| s.is_program()) {
        let deeds = kinds(&source.text).into_iter().map(|(kind, _)| kind);
        for kind in deeds.chain(audited(&source.text)) {
            all.insert(kind, source.path.clone());
        }
    }
    for sample in sources(".1.json").iter().filter(|s| s.path.contains("/ledger/")) {
        let name = sample.path.rsplit('/').next().unwrap_or_default();
        let kind = name.strip_suffix(".1.json").unwrap_or_default();
        if is_kind(kind) {
            all.insert(kind.to_owned(), sample.path.clone());
        }
    }
    all
}

#[test]
fn every_kind_has_words_in_every_language() {
    let catalogue = catalogue();
    assert!(catalogue.len() > 60, "only {} kinds were found", catalogue.len());
    let mut complaints = Vec::new();
    for (language, keys) in messages() {
        for (kind, place) in &catalogue {
            let key = format!("kind-{}", kind.replace(['.', '_'], "-"));
            if !keys.contains(&key) {
                complaints.push(format!(
                    "{place}: {kind} is recorded, but {key} is missing in {language}"
                ));
            }
        }
    }
    assert_none(&complaints);
}

/// An organisation may give names kinds of areas of its own. One in which we speak must be closed to it, or
/// a name that anybody sends could become a deed of ours.
#[test]
fn every_area_in_which_we_speak_is_closed_to_plans() {
    let open = |kind: &&String| {
        let area = kind.split_once('.').map_or(kind.as_str(), |(area, _)| area);
        !deedwell_core::plan::own::AREAS.contains(&area)
    };
    let catalogue = catalogue();
    let complaint = |kind: &String| {
        format!(
            "{kind} is recorded; its area has to stand in AREAS of deedwell-core/src/plan/own.rs"
        )
    };
    let programmes = crate::programmes::PROGRAMMES.iter().map(|p| format!("{}.x", p.name));
    let kinds: Vec<String> = catalogue.into_keys().chain(programmes).collect();
    assert_none(&kinds.iter().filter(open).map(complaint).collect::<Vec<_>>());
}

#[test]
fn a_kind_that_is_only_audited_is_noticed() {
    let text = "async fn f() { store::add_audit(tx, staff, \"a.opened\", \"b.shut\").await;
                audit(&mut tx, None, \"a.paused\", None).await; other(\"a.said\"); note(\"no kind\"); }";
    let found: Vec<String> = audited(text).into_iter().collect();
    assert_eq!(found, ["a.opened", "a.paused", "b.shut"]);
}
