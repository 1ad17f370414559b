//! The verbs. Each loads, lets a rule decide, writes, and records what was done, in the transaction it
//! is given; the caller commits. Site, console, API, importer and demo all call these.
//!
//! What customers do to an idea that was merged goes to the one that speaks for it; what staff decide
//! must be said of that one.
mod again;
mod apart;
mod author;
mod desk;
mod forget;
mod outcome;
mod people;
mod ranks;
mod setup;
mod talk;
mod tree;
mod vote;

pub use apart::{about, keep_apart};
pub use author::{edit, put_forward, withdraw};
pub use desk::{clear, evaluate, hold, mark_spam, move_to_board, retag};
pub use forget::forget;
pub use outcome::{
    answer, book, correct_answer, credit, publish_release, release, take_back_entry,
};
pub use people::{keep, keep_people};
pub use ranks::keep_ranks;
pub use setup::{
    close_board, edit_board, open_board, reopen_board, restrict_moves, set_settings, set_stage,
};
pub use talk::{
    comment, comment_by_staff, hide_comment, note, restore_comment, thank, withdraw_comment,
};
pub use tree::{merge, unmerge};
pub use vote::{Evidence, Voted, follow, revoke_vote, take_back_vote, unfollow, vote, vote_for};

use deedwell_core::{Result, Who};
use deedwell_store::Tx;
use deedwell_store::quota::Together;

use crate::deed::{Done, IdeaDeed, Of};

const HOUR_S: u32 = 3_600;
const DAY_S: u32 = 86_400;

/// What all customers of an organisation put forward, say, and do beside that, in a day.
pub const IDEAS_A_DAY: Together =
    Together { key: "ideas.idea", what: "ideas", most: 5_000, window_s: DAY_S };
pub const COMMENTS_A_DAY: Together =
    Together { key: "ideas.comment", what: "comments", most: 50_000, window_s: DAY_S };
pub const VOTES_A_DAY: Together =
    Together { key: "ideas.vote", what: "votes", most: 1_000_000, window_s: DAY_S };

async fn record(tx: &mut Tx, who: Who, of: Of, deed: IdeaDeed) -> Result<()> {
    tx.record(who, &Done { of, deed }).await
}
