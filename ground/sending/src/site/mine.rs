//! What somebody is sent, and was: behind the link of a letter, and within my part. The link shows nothing
//! but what it is for: no name, no whole address, no letters.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use deedwell_core::{Error, Id, Person, Result};
use deedwell_people::IdentityKind;
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Me, Peer, Tx};

use super::choice::{Standing, Wanted, Whom, choose as make, fewer_choices, standings, wish};
use super::seen;
use super::stop::{Behind, behind};
use crate::acts::{LONGEST_PAUSE_DAYS, Says, Seen};
use crate::letter::State;
use crate::store::{self, LetterRow};
use crate::token::For;

/// Letters on the page.
const NEWEST: usize = 50;

/// A letter that somebody was sent.
struct Line {
    subject: String,
    about: String,
    at: jiff::Timestamp,
    state: State,
    bounced: bool,
}

#[derive(Template)]
#[template(path = "site/mine.html")]
struct MinePage {
    frame: Frame,
    errors: Errors,
    action: String,
    /// As much of it as may be shown; '' for none.
    address: String,
    standings: Vec<Standing>,
    fewer: Vec<Choice>,
    paused_until: Option<jiff::Timestamp>,
    /// None where a link shows the page.
    letters: Option<Vec<Line>>,
}

impl MinePage {
    fn state(&self, line: &Line) -> String {
        let key = match line.state {
            _ if line.bounced => "sending-mine-bounced",
            State::Accepted => "sending-mine-accepted",
            State::Reserved => "sending-mine-reserved",
            State::HandedOver | State::Ambiguous => "sending-mine-on-its-way",
            State::Refused => "sending-mine-refused",
            State::Suppressed | State::Cancelled => "sending-mine-not-sent",
        };
        self.frame.t(key)
    }

    fn longest_pause(&self) -> i64 {
        LONGEST_PAUSE_DAYS
    }
}

async fn page(
    tx: &mut Transaction,
    frame: Frame,
    person: Id<Person>,
    (action, address): (String, String),
    letters: Option<Vec<Line>>,
    errors: Errors,
) -> Result<MinePage> {
    let now = wish(tx, person).await?;
    let paused_until = now.paused_until.filter(|until| *until > tx.now());
    let fewer = fewer_choices(&frame, now.fewer);
    let standings = standings(tx, person).await?;
    Ok(MinePage { frame, errors, action, address, standings, fewer, paused_until, letters })
}

pub(crate) async fn show(me: Me, frame: Frame, Tx(mut tx): Tx) -> Answer<Response> {
    Ok(portal(&mut tx, &me, frame, Errors::none()).await?.respond())
}

async fn portal(tx: &mut Transaction, me: &Me, frame: Frame, errors: Errors) -> Result<MinePage> {
    let address = store::people::address_of(tx, me.person, IdentityKind::Email).await?;
    let address = address.map(|a| a.address).unwrap_or_default();
    let letters = lines(tx, &frame, me.person).await?;
    page(tx, frame, me.person, ("/my-part/sent".to_owned(), address), Some(letters), errors).await
}

async fn lines(tx: &mut Transaction, frame: &Frame, person: Id<Person>) -> Result<Vec<Line>> {
    let topics = store::topics(tx).await?;
    let mut lines = Vec::new();
    for row in store::letters_of(tx, person, NEWEST).await? {
        // That a rule kept us from writing is nothing that they were sent.
        if matches!(row.state, State::Suppressed | State::Cancelled) {
            continue;
        }
        let about = match (&row.topic, row.service) {
            (Some(key), _) => topics.iter().find(|t| t.key == *key).map(|t| t.name.clone()),
            (None, Some(service)) => Some(frame.t(service.key())),
            (None, None) => None,
        };
        lines.push(line(tx, row, about.unwrap_or_default()).await?);
    }
    Ok(lines)
}

async fn line(tx: &mut Transaction, row: LetterRow, about: String) -> Result<Line> {
    let subject = match store::content(tx, row.content).await? {
        Some(crate::Content::Own(words)) => words.subject,
        _ => String::new(),
    };
    let at = row.handed_over_at.unwrap_or(row.created_at);
    Ok(Line { subject, about, at, state: row.state, bounced: row.bounced_at.is_some() })
}

pub(crate) async fn choose(
    me: Me,
    frame: Frame,
    peer: Peer,
    headers: HeaderMap,
    Tx(mut tx): Tx,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let seen = seen("/my-part/sent", peer, &headers);
    let kind = IdentityKind::Email;
    let known = store::people::address_of(&mut tx, me.person, kind).await?;
    let no_address = || Error::refused("sending.no_address", "We know no address of yours.");
    let known = known.ok_or_else(no_address)?;
    let whom = Whom {
        identity: known.identity,
        person: me.person,
        address: crate::Address::email(&known.address)?,
        proof: known.proof,
        says: Says::Portal,
    };
    match chosen(&mut tx, &frame, &whom, pairs, &seen).await {
        Ok(said) => {
            tx.commit().await?;
            Ok(on_with("/my-part/sent", said))
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            let page = portal(&mut tx, &me, frame, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

async fn chosen(
    tx: &mut Transaction,
    frame: &Frame,
    whom: &Whom,
    pairs: Vec<(String, String)>,
    seen: &Seen,
) -> Result<&'static str> {
    let asked = make(tx, frame, whom, &Wanted::of(pairs)?, seen).await?;
    Ok(if asked.is_empty() { "said-saved" } else { "sending-said-asked" })
}

pub(crate) async fn by_link(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(token): Path<String>,
) -> Answer<Response> {
    let behind = behind(&mut tx, For::Preferences, &token).await?;
    Ok(linked(&mut tx, frame, &behind, &token, Errors::none()).await?.respond())
}

async fn linked(
    tx: &mut Transaction,
    frame: Frame,
    behind: &Behind,
    token: &str,
    errors: Errors,
) -> Result<MinePage> {
    let (_, person) = behind.whose.ok_or(Error::Missing("link"))?;
    let here = (format!("/sent/{token}"), behind.address.masked());
    page(tx, frame, person, here, None, errors).await
}

pub(crate) async fn choose_by_link(
    frame: Frame,
    peer: Peer,
    headers: HeaderMap,
    Tx(mut tx): Tx,
    Path(token): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let behind = behind(&mut tx, For::Preferences, &token).await?;
    let (identity, person) = behind.whose.ok_or(Error::Missing("link"))?;
    let seen = Seen { letter: Some(behind.letter), ..seen("/sent", peer, &headers) };
    let proof = store::people::proof_of(&mut tx, identity).await?;
    let address = behind.address.clone();
    let whom = Whom { identity, person, address, proof, says: Says::Link };
    match chosen(&mut tx, &frame, &whom, pairs, &seen).await {
        Ok(said) => {
            tx.commit().await?;
            Ok(on_with(&format!("/sent/{token}"), said))
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            let page = linked(&mut tx, frame, &behind, &token, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}
