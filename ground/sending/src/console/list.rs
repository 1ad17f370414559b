//! Letters, the latest first, by state and topic.

use askama::Template;
use deedwell_core::{Error, Result};
use deedwell_web::address::Address;
use deedwell_web::answer::Choice;
use deedwell_web::{Answer, Frame, Query, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use super::letter::state_words;
use crate::letter::State;
use crate::store::{self, LetterRow, LettersAsk};

const ON_A_PAGE: usize = 50;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListAsk {
    /// `reserved`, `accepted`, …
    state: Option<String>,
    /// The key of a topic.
    topic: Option<String>,
    /// A run.
    run: Option<String>,
    /// A person: what they were sent.
    person: Option<String>,
    /// Letters that were reserved before this one.
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "console/list.html")]
pub(crate) struct ListPage {
    frame: Frame,
    letters: Vec<LetterRow>,
    states: Vec<Choice>,
    topics: Vec<Choice>,
    run: String,
    person: String,
    older: String,
    is_filtered: bool,
}

impl ListPage {
    fn state(&self, letter: &LetterRow) -> (&'static str, String) {
        state_words(&self.frame, letter)
    }
}

pub(crate) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(asked): Query<ListAsk>,
) -> Answer<View<ListPage>> {
    let ask = read(&asked)?;
    let mut letters = store::letters(&mut tx, &ask, ON_A_PAGE + 1).await?;
    let more = letters.len() > ON_A_PAGE;
    letters.truncate(ON_A_PAGE);
    let last = letters.last().filter(|_| more).map(|letter| letter.id);
    let here = Address::to("/console/letters/all")
        .with_some("state", asked.state.as_deref())
        .with_some("topic", asked.topic.as_deref())
        .with_some("run", asked.run.as_deref())
        .with_some("person", asked.person.as_deref());
    let older = last.map(|id| here.with("before", id).to_string()).unwrap_or_default();
    let all = || (String::new(), frame.t("sending-all"));
    let state = |s: State| {
        (s.name().to_owned(), frame.t(&format!("sending-state-{}", s.name().replace('_', "-"))))
    };
    let states = std::iter::once(all()).chain(State::ALL.map(state));
    let states = Choice::list(states, asked.state.as_deref().unwrap_or_default());
    let topics = store::topics(&mut tx).await?;
    let topics = std::iter::once(all()).chain(topics.into_iter().map(|t| (t.key, t.name)));
    let topics = Choice::list(topics, asked.topic.as_deref().unwrap_or_default());
    let is_filtered =
        ask.state.is_some() || ask.topic.is_some() || ask.run.is_some() || ask.person.is_some();
    let (run, person) = (asked.run.unwrap_or_default(), asked.person.unwrap_or_default());
    Ok(View(ListPage { frame, letters, states, topics, run, person, older, is_filtered }))
}

fn read(asked: &ListAsk) -> Result<LettersAsk> {
    let some = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let wrong = || Error::invalid("state", "There is no such state of a letter.");
    let state = some(&asked.state).map(|s| State::parse(&s).ok_or_else(wrong)).transpose()?;
    Ok(LettersAsk {
        state,
        topic: some(&asked.topic),
        run: some(&asked.run).map(|run| run.parse()).transpose()?,
        person: some(&asked.person).map(|person| person.parse()).transpose()?,
        before: some(&asked.before).map(|before| before.parse()).transpose()?,
        ..LettersAsk::default()
    })
}
