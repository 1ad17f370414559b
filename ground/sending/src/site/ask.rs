//! Anybody may ask for a topic at an address; whoever reads mail there says whether it is so. The same answer
//! for every address, known or not.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use deedwell_core::{Error, Result};
use deedwell_store::{Tx as Transaction, quota};
use deedwell_trust::acts::form::{Sent, give_reading, take};
use deedwell_trust::form;
use deedwell_web::answer::{Errors, Render};
use deedwell_web::{Answer, Form, Frame, Peer, Tx};
use utoipa::ToSchema;

use super::{choice, seen};
use crate::topic::{MOST_TOPICS, Topic};
use crate::{Address, EMAIL, acts, store};

/// By which name this form is guarded.
const FORM: &str = "topics";
/// What one place of the net may ask for in an hour.
const FROM_ONE_PLACE_AN_HOUR: u32 = 30;

/// What the form sends; `topic` once for each one.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the fields, which are read as pairs because they repeat"
)]
pub(crate) struct AskForTopics {
    email: String,
    /// The keys of topics.
    topic: Vec<String>,
    /// As the page gave it.
    form: String,
    /// People do not see this field: it stays empty.
    second_subject: String,
}

#[derive(Template)]
#[template(path = "site/topics.html")]
struct TopicsPage {
    frame: Frame,
    errors: Errors,
    topics: Vec<Topic>,
    email: String,
    chosen: Vec<String>,
    is_asked: bool,
    /// What says that the form is ours.
    guard: String,
}

impl TopicsPage {
    fn is_chosen(&self, topic: &Topic) -> bool {
        self.chosen.contains(&topic.key) || self.topics.len() == 1
    }
}

/// Open topics that go by mail.
async fn open(tx: &mut Transaction) -> Result<Vec<Topic>> {
    let topics = store::topics(tx).await?;
    Ok(topics.into_iter().filter(|t| t.is_open() && t.goes_by(EMAIL)).collect())
}

async fn page(tx: &mut Transaction, frame: Frame) -> Result<TopicsPage> {
    let topics = open(tx).await?;
    let guard = give_reading(tx, frame.app().db(), FORM).await?;
    let (errors, email, chosen) = (Errors::none(), String::new(), Vec::new());
    Ok(TopicsPage { frame, errors, topics, email, chosen, is_asked: false, guard })
}

pub(crate) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<Response> {
    Ok(page(&mut tx, frame).await?.respond())
}

pub(crate) async fn ask(
    frame: Frame,
    peer: Peer,
    headers: HeaderMap,
    Tx(mut tx): Tx,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let (mut email, mut chosen) = (String::new(), Vec::new());
    let (mut token, mut honey) = (String::new(), String::new());
    for (name, value) in pairs {
        match name.as_str() {
            "email" => email = value,
            form::TOKEN => token = value,
            form::HONEY => honey = value,
            "topic" if chosen.len() < MOST_TOPICS => chosen.push(value),
            _ => {
                let sentence = "This form has a field that is not known.";
                return Err(Error::invalid("form", sentence).into());
            }
        }
    }
    let mut page = page(&mut tx, frame).await?;
    let wrong = match Address::email(&email) {
        Err(error) => Some(Errors::of(error)?),
        Ok(_) if !page.topics.iter().any(|topic| chosen.contains(&topic.key)) => {
            Some(Errors::none().and("topic", &page.frame.t("sending-topics-choose")))
        }
        Ok(_) => by_people(&mut tx, &token, &honey)
            .await
            .err()
            .map(|error| Errors::none().and("email", &page.frame.sentence(&error))),
    };
    if let Some(errors) = wrong {
        let page = TopicsPage { errors, email, chosen, ..page };
        return Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let key = format!("sending.topics/{}", peer.0);
    quota::spend(&mut tx, &key, FROM_ONE_PLACE_AN_HOUR, 3_600).await?;
    let (address, seen) = (Address::email(&email)?, seen("/topics", peer, &headers));
    for topic in page.topics.iter().filter(|topic| chosen.contains(&topic.key)) {
        match choice::ask(&mut tx, &page.frame, &topic.key, &address, &seen).await {
            // Who is asked often enough has the letter already; it is nobody's business how often.
            Ok(()) | Err(Error::TooMany { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    tx.commit().await?;
    page.is_asked = true;
    page.email = address.as_str().to_owned();
    Ok(page.respond())
}

/// Whether people filled it in.
async fn by_people(tx: &mut Transaction, token: &str, honey: &str) -> Result<()> {
    let sent = Sent {
        what: FORM,
        token,
        honey,
        text: "",
        person: None,
        network: None,
        fastest: form::FASTEST,
    };
    take(tx, &sent).await?.checked().map(drop)
}

#[derive(Template)]
#[template(path = "site/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    topic: Topic,
    address: String,
    action: String,
    is_done: bool,
}

pub(crate) async fn asked(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(token): Path<String>,
) -> Answer<Response> {
    let (topic, address) = acts::asked(&mut tx, &token).await?;
    let action = format!("/topics/confirm/{token}");
    let page = ConfirmPage { frame, topic, address: address.masked(), action, is_done: false };
    Ok(page.respond())
}

pub(crate) async fn confirm(
    frame: Frame,
    peer: Peer,
    headers: HeaderMap,
    Tx(mut tx): Tx,
    Path(token): Path<String>,
) -> Answer<Response> {
    let (_, address) = acts::asked(&mut tx, &token).await?;
    let seen = seen("/topics/confirm", peer, &headers);
    let topic = acts::confirm(&mut tx, &token, &seen.peer, &seen.agent).await?;
    tx.commit().await?;
    let (action, address) = (String::new(), address.masked());
    Ok(ConfirmPage { frame, topic, address, action, is_done: true }.respond())
}
