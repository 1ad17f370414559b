//! The codes of refusals are stable: programs and translations rely on them.

use std::collections::BTreeSet;
use std::path::Path;

const CODES: [&str; 33] = [
    "ideas.already_answered",
    "ideas.board_closed",
    "ideas.boards",
    "ideas.comment_answered",
    "ideas.comments_closed",
    "ideas.counter_entry",
    "ideas.holds_others",
    "ideas.is_merged",
    "ideas.is_spam",
    "ideas.merge_circle",
    "ideas.merge_itself",
    "ideas.merge_target",
    "ideas.merged_too_many",
    "ideas.move",
    "ideas.no_such_move",
    "ideas.not_held",
    "ideas.not_hidden",
    "ideas.not_merged",
    "ideas.not_public",
    "ideas.not_shipped",
    "ideas.on_hold",
    "ideas.own_comment",
    "ideas.own_idea",
    "ideas.published",
    "ideas.reply_to_reply",
    "ideas.stage_in_use",
    "ideas.stage_needed",
    "ideas.taken_back",
    "ideas.too_early",
    "ideas.too_late",
    "ideas.vote_in_person",
    "ideas.voting_closed",
    "ideas.was_withdrawn",
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
    assert!(CODES.iter().all(|code| !crate::deed::KINDS.contains(code)), "a refusal is no deed");
}
