//! One letter: what it says, to whom, what came of it, and what staff can still do.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Person, Result};
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Form, Frame, Right, StaffMember, Tx, View};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::overview::reason_words;
use crate::acts::{self, Unclear};
use crate::letter::{Content, Letter, State};
use crate::store::{self, LetterRow};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnclearForm {
    /// `again` or `leave`.
    what: String,
}

impl UnclearForm {
    pub fn read(&self) -> Result<Unclear> {
        match self.what.as_str() {
            "again" => Ok(Unclear::Again),
            "leave" => Ok(Unclear::Leave),
            _ => Err(Error::invalid("what", "Please choose: send again, or leave.")),
        }
    }
}

#[derive(Template)]
#[template(path = "console/letter.html")]
pub(crate) struct LetterPage {
    frame: Frame,
    letter: LetterRow,
    content: Option<Content>,
    person: Option<(Id<Person>, String)>,
    topic: String,
    notes: Vec<(Timestamp, String, String)>,
}

/// How far a letter is: a tone and words.
pub(super) fn state_words(frame: &Frame, letter: &LetterRow) -> (&'static str, String) {
    if letter.bounced_at.is_some() {
        return ("down", frame.t("sending-state-bounced"));
    }
    let tone = match letter.state {
        State::Accepted => "up",
        State::Refused => "down",
        State::Ambiguous => "wait",
        State::HandedOver => "info",
        State::Reserved | State::Suppressed | State::Cancelled => "line",
    };
    (tone, frame.t(&format!("sending-state-{}", letter.state.name().replace('_', "-"))))
}

impl LetterPage {
    fn state(&self) -> (&'static str, String) {
        state_words(&self.frame, &self.letter)
    }

    fn reason(&self) -> String {
        if self.letter.reason.is_empty() {
            return String::new();
        }
        reason_words(&self.frame, &self.letter.reason)
    }

    fn title(&self) -> String {
        match &self.content {
            Some(Content::Own(words)) => words.subject.clone(),
            Some(Content::Template(name)) => self.frame.w("sending-template", name),
            None => self.frame.t("sending-secret"),
        }
    }

    fn text(&self) -> &str {
        match &self.content {
            Some(Content::Own(words)) => &words.text,
            _ => "",
        }
    }

    fn sort(&self) -> String {
        match self.letter.service {
            Some(service) => self.frame.t(service.key()),
            None => self.topic.clone(),
        }
    }

    fn is_unclear(&self) -> bool {
        self.letter.state == State::Ambiguous
            && self.letter.left_at.is_none()
            && self.frame.may(Right::ChangePeople)
    }

    fn can_be_cancelled(&self) -> bool {
        self.letter.state == State::Reserved && self.frame.may(Right::ChangePeople)
    }

    fn is_waiting(&self) -> bool {
        self.letter.state == State::Reserved
    }

    fn note(&self, what: &str) -> String {
        self.frame.t(&format!("sending-note-{what}"))
    }
}

pub(crate) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Letter>>,
) -> Answer<View<LetterPage>> {
    let letter = store::letter(&mut tx, id).await?;
    let content = store::content(&mut tx, letter.content).await?;
    let identities: Vec<_> = letter.identity.into_iter().collect();
    let known = store::people::recipients(&mut tx, &identities).await?;
    let person = known.into_values().next().map(|known| {
        let name = if known.name.is_empty() { letter.address.clone() } else { known.name };
        (known.person, name)
    });
    let topics = store::topics(&mut tx).await?;
    let topic = topics.into_iter().find(|t| Some(&t.key) == letter.topic.as_ref());
    let topic = topic.map(|t| t.name).unwrap_or_default();
    let notes = store::notes(&mut tx, id).await?;
    Ok(View(LetterPage { frame, letter, content, person, topic, notes }))
}

pub(crate) async fn decide(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Letter>>,
    Form(form): Form<UnclearForm>,
) -> Answer<Response> {
    acts::decide(&mut tx, Some(me.id), id, form.read()?).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/console/letters/all/{id}"), "said-saved"))
}

pub(crate) async fn cancel(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Letter>>,
) -> Answer<Response> {
    acts::cancel(&mut tx, Some(me.id), id).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/console/letters/all/{id}"), "sending-said-withdrawn"))
}
