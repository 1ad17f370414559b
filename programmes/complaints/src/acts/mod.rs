//! The verbs. Each loads, lets a rule decide, writes, and records what was done, in the transaction it
//! is given; the caller commits. Site, console, API, importer and demo all call these.
//!
//! [`customer`] is what customers do with their own, [`desk`] what staff do with it, [`offer`] what is
//! offered and done, [`cause`] and [`problem`] what several have in common, [`setup`] promises and limits,
//! [`keep`] what time alone changes.
mod cause;
mod customer;
mod desk;
mod keep;
mod offer;
mod problem;
mod setup;

pub use cause::{add_cause, fix_cause, link_cause, rename_cause, unfix_cause, verify_cause};
pub use customer::{Heard, Reply, add, answer_offer, complain, rate, withdraw};
pub use desk::{
    acknowledge, assess, assign, clear, close, escalate, investigate, mark_spam, note, reopen,
    write,
};
pub use keep::{keep, keep_people, keep_promises};
pub use offer::{approve, offer, put_right, take_back_offer};
pub use problem::{edit_problem, end_problem, join, leave, link_problem, open_problem};
pub use setup::{keep_template, remove_template, set_promise, set_settings};

use deedwell_core::{Error, Id, Result, Staff, Timestamp, Who};
use deedwell_store::Tx;
use deedwell_store::quota::Together;
use jiff::SignedDuration;

use crate::complaint::Complaint;
use crate::deed::{ComplaintDeed, Done, Of};
use crate::stage::Stage;
use crate::store::{self, Message, Said};
use crate::words::{self, LONGEST_TEXT};

const HOUR_S: u32 = 3_600;
const DAY_S: u32 = 86_400;
/// So long the same thing said again is the same.
const WITHIN: SignedDuration = SignedDuration::from_mins(2);

/// What all customers of an organisation complain about, and say beside that, in a day.
pub const COMPLAINTS_A_DAY: Together =
    Together { key: "complaints.complaint", what: "complaints", most: 5_000, window_s: DAY_S };
pub const WORDS_A_DAY: Together =
    Together { key: "complaints.word", what: "messages", most: 50_000, window_s: DAY_S };

async fn record(tx: &mut Tx, who: Who, of: Of, deed: ComplaintDeed) -> Result<()> {
    tx.record(who, &Done { of, deed }).await
}

fn a_moment_ago(tx: &Tx) -> Result<Timestamp> {
    tx.now().checked_sub(WITHIN).map_err(Error::fault)
}

/// Moves it, and keeps the moments that follow.
async fn advance(tx: &mut Tx, complaint: &mut Complaint, stage: Stage) -> Result<()> {
    let now = tx.now();
    if complaint.stage.is_over() && !stage.is_over() {
        complaint.ended_at = None;
        complaint.reopened += 1;
    }
    complaint.stage = stage;
    if stage.is_over() {
        complaint.ended_at.get_or_insert(now);
    }
    store::set_stage(tx, complaint).await
}

/// Adds what was said; none where it was said a moment ago in the same words.
async fn say(
    tx: &mut Tx,
    complaint: &Complaint,
    said: Said,
    staff: Option<Id<Staff>>,
    text: &str,
) -> Result<Option<Id<Message>>> {
    let most = if said == Said::Note { words::LONGEST_NOTE } else { LONGEST_TEXT };
    let body = words::required_text("text", "something", text, most)?;
    let message = Message { id: tx.new_id(), said, staff, body, at: tx.now() };
    let since = a_moment_ago(tx)?;
    if store::same_message(tx, complaint.id, &message, since).await?.is_some() {
        return Ok(None);
    }
    store::add_message(tx, complaint.id, &message).await?;
    Ok(Some(message.id))
}
