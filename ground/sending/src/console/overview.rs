//! Everything at a glance: what is held, what runs, what waits and why, what nobody knows of.

use askama::Template;
use axum::response::Response;
use deedwell_core::{Error, Result};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Form, Frame, Right, StaffMember, Tx, View};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::letter::{UnclearForm, state_words};
use super::run::Progress;
use crate::acts::{self, HeldLetters};
use crate::store::{self, Held, HeldWhy, LetterRow, LettersAsk};

/// Of what nobody knows of, on the page; and decided at once.
pub(super) const MOST_UNCLEAR: usize = 200;
/// Each is counted through.
const MOST_RUNS: usize = 5;
const MOST_LETTERS: usize = 20;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeldForm {
    /// `send` or `cancel`.
    what: String,
}

#[derive(Template)]
#[template(path = "console/overview.html")]
pub(crate) struct OverviewPage {
    frame: Frame,
    held: Option<Held>,
    held_letters: u64,
    runs: Vec<Progress>,
    /// Reason, how many, when the first is due.
    waiting: Vec<(String, u64, Timestamp)>,
    unclear: Vec<LetterRow>,
    letters: Vec<LetterRow>,
}

impl OverviewPage {
    fn may_change(&self) -> bool {
        self.frame.may(Right::ChangePeople)
    }

    fn may_manage(&self) -> bool {
        self.frame.may(Right::ManageSettings)
    }

    fn held_words(&self) -> String {
        let why = self.held.map_or(HeldWhy::Restored, |held| held.why).name();
        self.frame.n(&format!("sending-held-{why}"), self.held_letters)
    }

    fn reason(&self, reason: &str) -> String {
        reason_words(&self.frame, reason)
    }

    fn state(&self, letter: &LetterRow) -> (&'static str, String) {
        state_words(&self.frame, letter)
    }

    fn is_live(&self) -> bool {
        self.runs.iter().any(|run| run.run.state == crate::RunState::Running)
    }
}

/// Why something waits, or was not sent.
pub(super) fn reason_words(frame: &Frame, reason: &str) -> String {
    if reason.is_empty() {
        return frame.t("sending-reason-turn");
    }
    let key = format!("sending-reason-{}", reason.replace('_', "-"));
    frame.try_t(&key).unwrap_or_else(|| reason.to_owned())
}

async fn load(tx: &mut Transaction, frame: Frame) -> Result<OverviewPage> {
    let held = store::settings(tx).await?.held;
    let held_letters = match held {
        Some(held) => store::count_until(tx, held.at).await?,
        None => 0,
    };
    let mut runs = Vec::new();
    for run in store::runs(tx, MOST_RUNS).await? {
        runs.push(Progress::of(tx, run).await?);
    }
    Ok(OverviewPage {
        held,
        held_letters,
        runs,
        waiting: store::waiting(tx).await?,
        unclear: store::unclear(tx, MOST_UNCLEAR).await?,
        letters: store::letters(tx, &LettersAsk::default(), MOST_LETTERS).await?,
        frame,
    })
}

pub(crate) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<OverviewPage>> {
    Ok(View(load(&mut tx, frame).await?))
}

pub(crate) async fn release(
    me: StaffMember,
    Tx(mut tx): Tx,
    Form(form): Form<HeldForm>,
) -> Answer<Response> {
    let (what, said) = match form.what.as_str() {
        "send" => (HeldLetters::Send, "sending-said-released"),
        "cancel" => (HeldLetters::Cancel, "sending-said-withdrawn"),
        _ => return Err(Error::invalid("what", "Please choose what becomes of it.").into()),
    };
    acts::release(&mut tx, Some(me.id), what).await?;
    tx.commit().await?;
    Ok(on_with("/console/letters", said))
}

pub(crate) async fn decide(
    me: StaffMember,
    Tx(mut tx): Tx,
    Form(form): Form<UnclearForm>,
) -> Answer<Response> {
    let unclear = form.read()?;
    acts::decide_all(&mut tx, Some(me.id), unclear, MOST_UNCLEAR).await?;
    tx.commit().await?;
    Ok(on_with("/console/letters", "said-saved"))
}
