//! The codes of refusals are stable: programs and translations rely on them.

use std::collections::BTreeSet;
use std::path::Path;

const CODES: [&str; 24] = [
    "complaints.causes",
    "complaints.fixed_already",
    "complaints.has_problem",
    "complaints.is_open",
    "complaints.move",
    "complaints.no_open_offer",
    "complaints.nobody_outside",
    "complaints.not_fixed",
    "complaints.not_given",
    "complaints.not_over",
    "complaints.not_spam",
    "complaints.not_waiting",
    "complaints.offer_over",
    "complaints.own_fix",
    "complaints.own_offer",
    "complaints.own_problem",
    "complaints.problem_over",
    "complaints.promised",
    "complaints.templates",
    "complaints.too_early",
    "complaints.too_long_ago",
    "complaints.two_levels",
    "complaints.verified_already",
    "complaints.waits_for_approval",
];

#[test]
fn every_refusal_has_a_code_that_stays() {
    let mut found = BTreeSet::new();
    for folder in ["src", "src/acts", "src/store", "src/importer"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|e| e != "rs") {
                continue;
            }
            let source = std::fs::read_to_string(path).unwrap();
            for after in source.split("Error::refused(").skip(1) {
                found.extend(after.split('"').nth(1).map(str::to_owned));
            }
        }
    }
    let listed: BTreeSet<String> = CODES.iter().map(|code| (*code).to_owned()).collect();
    assert_eq!(found, listed);
    assert!(CODES.iter().all(|code| !crate::deed::KINDS.contains(code)), "a refusal is no deed");
}
