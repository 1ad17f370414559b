//! Topics: what letters are about, what is shown to whoever is asked, and the proof of what they said.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Result};
use deedwell_store::{Tx as Transaction, audit};
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::file::{Csv, MOST_ROWS};
use deedwell_web::{Answer, Form, Frame, Right, StaffMember, Tx, View};
use jiff::Timestamp;
use serde_json::json;
use utoipa::ToSchema;

use super::errors;
use crate::topic::{Basis, CHANNELS, NewTopic, Topic};
use crate::{EMAIL, acts, store};

/// Words with their proof, read at once.
const AT_ONCE: usize = 1_000;

/// What the form sends; `channel` once for each one.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the fields, which are read as pairs because they repeat"
)]
pub(crate) struct TopicForm {
    /// Of a new one: small letters, digits and _.
    key: Option<String>,
    name: String,
    about: Option<String>,
    /// `opt_in` or `opt_out`.
    basis: String,
    /// Set: a link in a letter has to be answered.
    twice: Option<String>,
    /// What is shown to whoever is asked.
    words: String,
    /// `email`, …
    channel: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub key: String,
    pub name: String,
    pub about: String,
    pub basis: String,
    pub twice: bool,
    pub words: String,
    pub channels: Vec<String>,
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            key: String::new(),
            name: String::new(),
            about: String::new(),
            basis: Basis::OptIn.name().to_owned(),
            twice: true,
            words: String::new(),
            channels: vec![EMAIL.to_owned()],
        }
    }
}

impl Typed {
    fn of(pairs: Vec<(String, String)>) -> Result<Self> {
        let mut typed = Self { twice: false, channels: Vec::new(), ..Self::default() };
        for (name, value) in pairs {
            match name.as_str() {
                "key" => typed.key = value,
                "name" => typed.name = value,
                "about" => typed.about = value,
                "basis" => typed.basis = value,
                "twice" => typed.twice = true,
                "words" => typed.words = value,
                "channel" if typed.channels.len() < CHANNELS.len() => typed.channels.push(value),
                _ => {
                    return Err(Error::invalid("form", "This form has a field that is not known."));
                }
            }
        }
        Ok(typed)
    }

    fn now(topic: &Topic) -> Self {
        Self {
            key: topic.key.clone(),
            name: topic.name.clone(),
            about: topic.about.clone(),
            basis: topic.basis.name().to_owned(),
            twice: topic.is_confirmed_twice,
            words: topic.words.clone(),
            channels: topic.channels.iter().map(|(channel, _)| channel.clone()).collect(),
        }
    }

    fn checked(&self) -> Result<NewTopic> {
        let wrong = || Error::invalid("basis", "Please choose whether people are asked first.");
        let new = NewTopic {
            key: self.key.clone(),
            name: self.name.clone(),
            about: self.about.clone(),
            basis: Basis::parse(&self.basis).ok_or_else(wrong)?,
            is_confirmed_twice: self.twice,
            words: self.words.clone(),
            channels: self.channels.clone(),
        };
        new.checked()
    }

    fn bases(&self, frame: &Frame) -> Vec<Choice> {
        let choice = |basis: Basis| {
            let key = basis.name().replace('_', "-");
            Choice {
                value: basis.name().to_owned(),
                words: frame.t(&format!("sending-basis-{key}")),
                help: frame.t(&format!("sending-basis-{key}-help")),
                chosen: self.basis == basis.name(),
            }
        };
        Basis::ALL.into_iter().map(choice).collect()
    }

    fn channel_choices(&self, frame: &Frame) -> Vec<Choice> {
        let choice = |channel: &str| Choice {
            value: channel.to_owned(),
            words: frame.t(&format!("sending-channel-{channel}")),
            help: String::new(),
            chosen: self.channels.iter().any(|c| c == channel),
        };
        CHANNELS.into_iter().map(choice).collect()
    }
}

#[derive(Template)]
#[template(path = "console/topics.html")]
pub(crate) struct TopicsPage {
    frame: Frame,
    errors: Errors,
    topics: Vec<Topic>,
    typed: Typed,
    bases: Vec<Choice>,
    channels: Vec<Choice>,
    /// A new one has a key to be chosen.
    is_new: bool,
}

impl TopicsPage {
    fn may_manage(&self) -> bool {
        self.frame.may(Right::ManageSettings)
    }

    fn basis(&self, topic: &Topic) -> String {
        let words =
            self.frame.t(&format!("sending-basis-{}", topic.basis.name().replace('_', "-")));
        if topic.basis == Basis::OptIn && topic.is_confirmed_twice {
            return format!("{words} · {}", self.frame.t("sending-twice-short"));
        }
        words
    }

    fn by(&self, topic: &Topic) -> String {
        let name = |channel: &String| self.frame.t(&format!("sending-channel-{channel}"));
        topic.channels.iter().map(|(c, _)| name(c)).collect::<Vec<_>>().join(", ")
    }
}

async fn all(
    tx: &mut Transaction,
    frame: Frame,
    typed: Typed,
    errors: Errors,
) -> Result<TopicsPage> {
    let topics = store::topics(tx).await?;
    let (bases, channels) = (typed.bases(&frame), typed.channel_choices(&frame));
    Ok(TopicsPage { frame, errors, topics, typed, bases, channels, is_new: true })
}

pub(crate) async fn list(frame: Frame, Tx(mut tx): Tx) -> Answer<View<TopicsPage>> {
    Ok(View(all(&mut tx, frame, Typed::default(), Errors::none()).await?))
}

async fn set(tx: &mut Transaction, me: &StaffMember, typed: &Typed) -> Result<()> {
    acts::set_topic(tx, Some(me.id), typed.checked()?).await.map(drop)
}

pub(crate) async fn add(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let typed = Typed::of(pairs)?;
    let there = store::topics(&mut tx).await?.iter().any(|t| t.key == typed.key.trim());
    let set = if there {
        Err(Error::invalid("key", frame.t("sending-wrong-key-taken")))
    } else {
        set(&mut tx, &me, &typed).await
    };
    match set {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with("/console/letters/topics", "said-saved"))
        }
        Err(error) => {
            let taken = there.then(|| frame.t("sending-wrong-key-taken"));
            let errors = match taken {
                Some(words) => Errors::none().and("key", &words),
                None => errors(&frame, error)?,
            };
            let page = all(&mut tx, frame, typed, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

#[derive(Template)]
#[template(path = "console/topic.html")]
pub(crate) struct TopicPage {
    frame: Frame,
    errors: Errors,
    topic: Topic,
    typed: Typed,
    bases: Vec<Choice>,
    channels: Vec<Choice>,
    versions: Vec<(i64, String, Timestamp)>,
    is_new: bool,
}

impl TopicPage {
    fn may_manage(&self) -> bool {
        self.frame.may(Right::ManageSettings)
    }

    fn may_export(&self) -> bool {
        self.frame.may(Right::ExportPeople)
    }
}

async fn one(
    tx: &mut Transaction,
    frame: Frame,
    topic: Topic,
    typed: Typed,
    errors: Errors,
) -> Result<TopicPage> {
    let versions = store::versions(tx, &topic.key).await?;
    let (bases, channels) = (typed.bases(&frame), typed.channel_choices(&frame));
    Ok(TopicPage { frame, errors, topic, typed, bases, channels, versions, is_new: false })
}

pub(crate) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(key): Path<String>,
) -> Answer<View<TopicPage>> {
    let topic = store::topic(&mut tx, &key).await?;
    let typed = Typed::now(&topic);
    Ok(View(one(&mut tx, frame, topic, typed, Errors::none()).await?))
}

pub(crate) async fn change(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(key): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let topic = store::topic(&mut tx, &key).await?;
    let typed = Typed { key: topic.key.clone(), ..Typed::of(pairs)? };
    match set(&mut tx, &me, &typed).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/letters/topics/{key}"), "said-saved"))
        }
        Err(error) => {
            let errors = errors(&frame, error)?;
            let page = one(&mut tx, frame, topic, typed, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

pub(crate) async fn close(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(key): Path<String>,
) -> Answer<Response> {
    acts::close_topic(&mut tx, Some(me.id), &key).await?;
    tx.commit().await?;
    Ok(on_with("/console/letters/topics", "said-saved"))
}

const HEADS: [&str; 15] = [
    "topic",
    "channel",
    "address",
    "given",
    "at",
    "believed_by",
    "source",
    "version",
    "shown",
    "asked_at",
    "page",
    "network_address",
    "browser",
    "letter",
    "identity",
];

/// Every word with what was shown, when, and from where: noted before the first byte goes out.
pub(crate) async fn proof(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(key): Path<String>,
) -> Answer<Response> {
    let topic = store::topic(&mut tx, &key).await?;
    let mut noted = frame.app().db().write(tx.organisation()).await?;
    let about = format!("topic/{key}");
    audit(&mut noted, Some(me.id), "letters.proof_exported", Some(&about), &json!({})).await?;
    noted.commit().await?;
    let mut csv = Csv::new(&HEADS);
    let (mut after, mut rows) = ((Timestamp::UNIX_EPOCH, String::new()), 0);
    while rows < MOST_ROWS {
        let (some, next) = store::proofs(&mut tx, &topic.key, after, AT_ONCE).await?;
        rows += some.len();
        for one in some {
            csv.row([
                one.topic,
                one.channel,
                one.value,
                if one.given { "yes" } else { "no" }.to_owned(),
                one.at.to_string(),
                one.proof,
                one.source,
                one.version.to_string(),
                one.shown,
                one.asked_at.to_string(),
                one.page,
                one.peer,
                one.agent,
                one.letter.map(|id| id.to_string()).unwrap_or_default(),
                one.identity.to_string(),
            ]);
        }
        match next {
            Some(next) => after = next,
            None => break,
        }
    }
    Ok(csv.answer("consents.csv"))
}
