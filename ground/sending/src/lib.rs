//! What is sent to whom: the send ledger, and everything that decides whether somebody may be sent something.
//!
//! The nouns and rules, without database or clock: [`letter`] (one message to one recipient, and its
//! course), [`run`] (one message to many), [`topic`] and [`suppression`] (what people may object to, and
//! addresses that get nothing), [`quiet`] (hours), [`budget`] (how much), and [`rules`], which asks all of
//! them. Then `store`, one function a statement; [`acts`], the verbs; [`channel`], how letters get out;
//! [`token`], what the links in letters carry; `site`, `console`, `api`.
//!
//! # To have a letter sent
//!
//! `acts::reserve(tx, &NewLetter::service(Service::Receipt, Address::email(to)?, "order/7", words))`, in the
//! transaction of what it tells of: it is sent if that is committed, and once, for its key is its name. A
//! letter that nobody has to get is about a topic: `NewLetter::about_topic`. One message to many is a run:
//! `acts::plan_run`, `acts::add_recipients` (a few thousand in a transaction), `acts::listed`,
//! `acts::start`.
//!
//! # How a channel takes work
//!
//! A channel has a name (`email`) and sends what this crate says is due. For each letter, in this order:
//!
//! 1. [`channel::take`] leases letters that are due: at most so many, from every organisation. A lease lasts
//!    [`channel::LEASE`]; what is not handed over by then is due again, and nobody was sent anything. The
//!    channel renders `due.content` with `due.data` and `due.recipient`, and writes `due.message_id` as it is.
//!    Where `due.links` is there, both List-Unsubscribe headers are written, behind the site's address.
//! 2. Right before the first byte that the other side may take for the letter (for SMTP: before `DATA`),
//!    [`channel::handed_over`], or [`channel::Desk::hand_over`], which writes those of many connections
//!    together. Every rule is asked again there. Only [`channel::HandOver::Go`] lets the letter go.
//! 3. [`channel::answer`] (or [`channel::Desk::answer`]) with what came of it, within
//!    [`channel::ANSWER_WITHIN`]: accepted, later, refused, or unknown where the line broke after the other
//!    side may have taken it. A letter that was taken and could not even be tried: [`channel::put_back`].
//! 4. Later: [`channel::bounced`] and [`channel::complained`], by Message-ID.
//!
//! [`channel::recover`] runs at the start of a server, before anything is taken; [`channel::sweep`] each
//! minute. What was handed over and never answered is *ambiguous*: it is listed with its Message-ID and not
//! sent again unless staff say so, and then under the same Message-ID.
//!
//! The order of 1 and 2 is what keeps a crash from skipping or doubling anybody: before 2 nobody was sent
//! anything, after 3 everything is known, and what lies between is told as unknown.
pub mod acts;
pub mod address;
mod api;
pub mod budget;
pub mod channel;
mod console;
pub mod deed;
pub mod forget;
pub mod jobs;
pub mod letter;
mod panels;
pub mod quiet;
pub mod restored;
pub mod rules;
pub mod run;
mod site;
pub mod store;
pub mod suppression;
#[cfg(test)]
mod tests;
pub mod token;
pub mod topic;

pub use address::Address;
pub use deed::LetterDeed;
pub use letter::{Content, Letter, NewLetter, Service, Sort, State, Words};
pub use run::{Run, RunState};

use deedwell_store::Migration;
use deedwell_web::Routes;

/// The name of the channel by which mail goes.
pub const EMAIL: &str = "email";

pub const MIGRATIONS: &[Migration] = &[
    Migration {
        owner: "sending",
        name: "0001_sending",
        sql: include_str!("../migrations/0001_sending.sql"),
    },
    Migration {
        owner: "sending",
        name: "0002_indexes",
        sql: include_str!("../migrations/0002_indexes.sql"),
    },
];

/// What these pages say, by language.
pub const MESSAGES: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

pub fn routes() -> Routes {
    site::routes()
        .of_person(panels::of_person)
        .of_me_under(deedwell_web::Under::Sent, panels::of_me)
        .holds(|tx, whom| Box::pin(forget::holds(tx, whom)))
        .and(console::routes())
        .and(api::routes())
}
