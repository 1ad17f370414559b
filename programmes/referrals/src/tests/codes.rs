//! The codes of refusals are stable: programs and translations rely on them.

use std::collections::BTreeSet;
use std::path::Path;

const CODES: [&str; 17] = [
    "referrals.appealed",
    "referrals.link_closed",
    "referrals.move",
    "referrals.named_already",
    "referrals.no_appeal",
    "referrals.not_a_customer",
    "referrals.not_kept",
    "referrals.not_open",
    "referrals.not_paid",
    "referrals.not_rejected",
    "referrals.not_waiting",
    "referrals.own_code",
    "referrals.own_decision",
    "referrals.own_referral",
    "referrals.scheme_closed",
    "referrals.too_late",
    "referrals.too_many_versions",
];

#[test]
fn every_refusal_has_a_code_that_stays() {
    let mut found = BTreeSet::new();
    for folder in ["src", "src/acts", "src/store"] {
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
}
