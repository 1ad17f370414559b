//! The send ledger: a row for each recipient and message.

use std::collections::HashMap;

use deedwell_core::{Error, Id, Identity, Person, Result};
use deedwell_store::{Bulk, List, Row, Tx};
use jiff::Timestamp;
use serde::Serialize;

use crate::address::Address;
use crate::letter::{Content, ContentNoun, Lane, Letter, NewLetter, Service, Sort, State, Words};
use crate::run::Run;

/// A letter as it stands, for pages and programs.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LetterRow {
    pub id: Id<Letter>,
    pub key: String,
    pub channel: String,
    pub service: Option<Service>,
    pub topic: Option<String>,
    pub run: Option<Id<Run>>,
    pub identity: Option<Id<Identity>>,
    pub address: String,
    pub message_id: String,
    pub about: Option<String>,
    pub source: String,
    pub state: State,
    /// Why it waits, or why it was not sent.
    pub reason: String,
    pub detail: String,
    pub created_at: Timestamp,
    pub next_at: Timestamp,
    pub until: Option<Timestamp>,
    pub attempts: i64,
    pub handed_over_at: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    pub bounced_at: Option<Timestamp>,
    /// `hard`, `soft`.
    pub bounce: Option<String>,
    pub complained_at: Option<Timestamp>,
    pub left_at: Option<Timestamp>,
    #[serde(skip)]
    pub content: Id<ContentNoun>,
    #[serde(skip)]
    pub fingerprint: String,
}

impl LetterRow {
    pub fn sort(&self) -> Result<Sort> {
        sort_of(self.service, self.topic.clone())
    }

    pub fn to(&self) -> Address {
        Address::stored(self.address.clone())
    }
}

pub(crate) fn sort_of(service: Option<Service>, topic: Option<String>) -> Result<Sort> {
    match (service, topic) {
        (Some(service), _) => Ok(Sort::Service(service)),
        (None, Some(topic)) => Ok(Sort::Topic(topic)),
        (None, None) => Err(Error::fault("a letter of no sort")),
    }
}

pub(crate) fn service_of(row: &Row) -> Result<Option<Service>> {
    let Some(text) = row.text_or_null("service")? else { return Ok(None) };
    let wrong = || Error::fault(format!("no letter is of the sort {text}"));
    Service::parse(&text).ok_or_else(wrong).map(Some)
}

fn letter_of(row: &Row) -> Result<LetterRow> {
    let state = row.text("state")?;
    Ok(LetterRow {
        id: row.id("id")?,
        key: row.text("key")?,
        channel: row.text("channel")?,
        service: service_of(row)?,
        topic: row.text_or_null("topic")?,
        run: row.id_or_null("run")?,
        identity: row.id_or_null("identity")?,
        address: row.text("address")?,
        message_id: row.text("message_id")?,
        about: row.text_or_null("about")?,
        source: row.text("source")?,
        state: State::parse(&state).ok_or_else(|| Error::fault(format!("no letter is {state}")))?,
        reason: row.text("reason")?,
        detail: row.text("detail")?,
        created_at: row.moment("created_at")?,
        next_at: row.moment("next_at")?,
        until: row.moment_or_null("until_at")?,
        attempts: row.number("attempts")?,
        handed_over_at: row.moment_or_null("handed_over_at")?,
        answered_at: row.moment_or_null("answered_at")?,
        bounced_at: row.moment_or_null("bounced_at")?,
        bounce: row.text_or_null("bounce")?,
        complained_at: row.moment_or_null("complained_at")?,
        left_at: row.moment_or_null("left_at")?,
        content: row.id("content")?,
        fingerprint: row.text("fingerprint")?,
    })
}

/// # Errors
/// `Missing`.
pub async fn letter(tx: &mut Tx, id: Id<Letter>) -> Result<LetterRow> {
    let find = tx.query(
        "select id, key, channel, service, topic, run, identity, address, message_id, about, source,
           state, reason, detail, created_at, next_at, until_at, attempts, handed_over_at,
           answered_at, bounced_at, bounce, complained_at, left_at, content, fingerprint
         from letter where organisation = $1 and id = $2",
    );
    letter_of(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("letter"))?)
}

pub async fn letter_by_key(tx: &mut Tx, key: &str) -> Result<Option<LetterRow>> {
    let find = tx.query("select id from letter where organisation = $1 and key = $2");
    match tx.find(find.bind(key)).await? {
        Some(row) => letter(tx, row.id("id")?).await.map(Some),
        None => Ok(None),
    }
}

/// What is asked of the list of letters.
#[derive(Clone, Debug, Default)]
pub struct LettersAsk {
    pub state: Option<State>,
    pub run: Option<Id<Run>>,
    pub topic: Option<String>,
    pub about: Option<String>,
    pub person: Option<Id<Person>>,
    /// Those that wait for something else than their turn.
    pub deferred: bool,
    /// What was reserved before this one.
    pub before: Option<Id<Letter>>,
}

/// The newest first.
pub async fn letters(tx: &mut Tx, ask: &LettersAsk, limit: usize) -> Result<Vec<LetterRow>> {
    let mut list = List::new(
        tx,
        "select id, key, channel, service, topic, run, identity, address, message_id, about, source,
           state, reason, detail, created_at, next_at, until_at, attempts, handed_over_at,
           answered_at, bounced_at, bounce, complained_at, left_at, content, fingerprint
         from letter where organisation = $1",
    );
    if let Some(state) = ask.state {
        list = match state {
            State::Ambiguous => list.and("state = 'ambiguous'", []),
            State::Reserved => list.and("state = 'reserved'", []),
            state => list.and("state = ?", [state.name().into()]),
        };
    }
    if let Some(run) = ask.run {
        list = list.and("run = ?", [run.into()]);
    }
    if let Some(topic) = &ask.topic {
        list = list.and("topic = ?", [topic.into()]);
    }
    if let Some(about) = &ask.about {
        list = list.and("about = ?", [about.into()]);
    }
    if let Some(person) = ask.person {
        list = list.and(
            "identity in (select i.id from identity i
               where i.organisation = $1 and i.person = ?)",
            [person.into()],
        );
    }
    if ask.deferred {
        list = list.and("reason <> ''", []);
    }
    if let Some(before) = ask.before {
        list = list.and("id < ?", [before.into()]);
    }
    let list = list.then("order by id desc").page(limit, 0);
    tx.list(list).await?.iter().map(letter_of).collect()
}

/// Those of which nobody knows what came of them and nobody decided, the oldest first. That they were handed
/// over at some moment is said so that they are found by it.
pub async fn unclear(tx: &mut Tx, limit: usize) -> Result<Vec<LetterRow>> {
    let list = tx.query(
        "select id, key, channel, service, topic, run, identity, address, message_id, about, source,
           state, reason, detail, created_at, next_at, until_at, attempts, handed_over_at,
           answered_at, bounced_at, bounce, complained_at, left_at, content, fingerprint
         from letter where organisation = $1 and state = 'ambiguous' and left_at is null
           and handed_over_at > 0 order by handed_over_at, id limit $2",
    );
    tx.list(list.bind(limit)).await?.iter().map(letter_of).collect()
}

/// What somebody was sent and will be, the newest first, by all their signs.
pub async fn letters_of(tx: &mut Tx, person: Id<Person>, limit: usize) -> Result<Vec<LetterRow>> {
    let list = tx.query(
        "select l.id, l.key, l.channel, l.service, l.topic, l.run, l.identity, l.address,
           l.message_id, l.about, l.source, l.state, l.reason, l.detail, l.created_at, l.next_at,
           l.until_at, l.attempts, l.handed_over_at, l.answered_at, l.bounced_at, l.bounce,
           l.complained_at, l.left_at, l.content, l.fingerprint
         from identity i join letter l on l.organisation = $1 and l.identity = i.id
         where i.organisation = $1 and i.person = $2 order by l.created_at desc, l.id desc limit $3",
    );
    tx.list(list.bind(person).bind(limit)).await?.iter().map(letter_of).collect()
}

/// How many letters are in each state; of a run, or of all that belong to none.
pub async fn counts(tx: &mut Tx, run: Option<Id<Run>>) -> Result<HashMap<State, u64>> {
    let rows = match run {
        Some(run) => {
            let count = tx.query(
                "select state, count(*) as n from letter
                 where organisation = $1 and run = $2 group by state",
            );
            tx.list(count.bind(run)).await?
        }
        None => {
            let count = tx.query(
                "select state, count(*) as n from letter
                 where organisation = $1 and run is null group by state",
            );
            tx.list(count).await?
        }
    };
    let mut counts = HashMap::new();
    for row in rows {
        let state = State::parse(&row.text("state")?)
            .ok_or_else(|| Error::fault("a letter in no state"))?;
        counts.insert(state, row.number("n")?.unsigned_abs());
    }
    Ok(counts)
}

/// What waits, by the reason for which it does; '' for its turn.
///
/// Channel and lane are named so that only what waits is looked at, and not all that ever went.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<(String, u64, Timestamp)>> {
    let list = tx.query(
        "select reason, count(*) as n, min(next_at) as first from letter
         where organisation = $1 and channel in ('email', 'sms', 'whatsapp') and lane > ''
           and state = 'reserved' group by reason order by n desc, reason",
    );
    let read = |row: &Row| {
        Ok((row.text("reason")?, row.number("n")?.unsigned_abs(), row.moment("first")?))
    };
    tx.list(list).await?.iter().map(read).collect()
}

/// What letters say, kept once.
pub async fn add_content(
    tx: &mut Tx,
    content: &Content,
    is_secret: bool,
) -> Result<Id<ContentNoun>> {
    let insert = tx.query(
        "insert into letter_content (organisation, id, subject, text, html, headers, template, keep,
           created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    let (id, now): (Id<ContentNoun>, _) = (tx.new_id(), tx.now());
    let insert = insert.bind(id);
    let insert = match content {
        Content::Own(words) => {
            let headers = serde_json::to_string(&words.headers).map_err(Error::fault)?;
            let insert = insert.bind(&words.subject).bind(&words.text).bind(&words.html);
            insert.bind(headers).bind(None::<&str>)
        }
        Content::Template(name) => {
            insert.bind("").bind("").bind("").bind("[]").bind(Some(name.as_str()))
        }
    };
    let keep = if is_secret { "until_answered" } else { "always" };
    tx.run(insert.bind(keep).bind(now)).await?;
    Ok(id)
}

/// Empties what these letters say, of those that are secrets.
pub async fn wipe(tx: &mut Tx, letters: &[Id<Letter>]) -> Result<()> {
    let mut contents = Bulk::new(
        tx,
        "update letter_content set text = '', html = '', headers = '[]', gone_at = ?
         where organisation = $1 and keep = 'until_answered' and gone_at is null and id in
           (select l.content from letter l where l.organisation = $1 and l.id in (",
        [tx.now().into()],
        "?",
        "))",
    );
    let mut data = Bulk::new(
        tx,
        "update letter set data = ''
         where organisation = $1 and data <> '' and content in
           (select c.id from letter_content c where c.organisation = $1 and c.gone_at is not null)
           and id in (",
        [],
        "?",
        ")",
    );
    for id in letters {
        contents.add([(*id).into()]);
        data.add([(*id).into()]);
    }
    if contents.run(tx).await? > 0 {
        data.run(tx).await?;
    }
    Ok(())
}

/// `None` for a secret that was answered: nothing of it is kept.
///
/// # Errors
/// `Missing`.
pub async fn content(tx: &mut Tx, id: Id<ContentNoun>) -> Result<Option<Content>> {
    let find = tx.query(
        "select subject, text, html, headers, template, gone_at from letter_content
         where organisation = $1 and id = $2",
    );
    let row = tx.find(find.bind(id)).await?.ok_or(Error::Missing("letter"))?;
    if row.moment_or_null("gone_at")?.is_some() {
        return Ok(None);
    }
    if let Some(template) = row.text_or_null("template")? {
        return Ok(Some(Content::Template(template)));
    }
    Ok(Some(Content::Own(Words {
        subject: row.text("subject")?,
        text: row.text("text")?,
        html: row.text("html")?,
        headers: serde_json::from_str(&row.text("headers")?).map_err(Error::fault)?,
    })))
}

/// What is kept of a letter that is new.
pub struct Reservation<'a> {
    pub id: Id<Letter>,
    pub lane: Lane,
    pub run: Option<Id<Run>>,
    pub new: &'a NewLetter,
    pub fingerprint: String,
    pub message_id: String,
    pub content: Id<ContentNoun>,
    pub next_at: Timestamp,
    pub until: Option<Timestamp>,
}

/// Letters whose key was there already are left out. The keys of those that were added.
pub async fn add_letters(tx: &mut Tx, all: &[Reservation<'_>]) -> Result<Vec<String>> {
    let mut insert = Bulk::new(
        tx,
        "insert into letter (organisation, id, key, fingerprint, channel, lane, service, topic, run,
           identity, address, message_id, content, data, about, source, state, created_at, next_at,
           until_at) values",
        [],
        "($1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'reserved', ?, ?, ?)",
        "on conflict (organisation, key) do nothing returning key",
    );
    let now = tx.now();
    for one in all {
        let (service, topic) = match &one.new.sort {
            Sort::Service(service) => (Some(service.name()), None),
            Sort::Topic(topic) => (None, Some(topic.as_str())),
        };
        let data = if one.new.data.is_empty() {
            String::new()
        } else {
            serde_json::Value::Object(one.new.data.clone()).to_string()
        };
        insert.add([
            one.id.into(),
            one.new.key.as_str().into(),
            one.fingerprint.as_str().into(),
            one.new.channel.as_str().into(),
            one.lane.text().into(),
            service.into(),
            topic.into(),
            one.run.into(),
            one.new.identity.into(),
            one.new.to.as_str().into(),
            one.message_id.as_str().into(),
            one.content.into(),
            data.into(),
            one.new.about.clone().into(),
            one.new.source.as_str().into(),
            now.into(),
            one.next_at.into(),
            one.until.into(),
        ]);
    }
    if insert.is_empty() {
        return Ok(Vec::new());
    }
    insert.list(tx).await?.iter().map(|row| row.text("key")).collect()
}

/// One more line of what happened to it.
pub async fn add_note(tx: &mut Tx, letter: Id<Letter>, what: &str, detail: &str) -> Result<()> {
    let insert = tx.query(
        "insert into letter_note (organisation, id, letter, at, what, detail)
         values ($1, $2, $3, $4, $5, $6)",
    );
    let (id, now): (Id<()>, _) = (tx.new_id(), tx.now());
    let detail = deedwell_core::text::cut(detail, LONGEST_DETAIL);
    tx.run(insert.bind(id).bind(letter).bind(now).bind(what).bind(detail)).await.map(drop)
}

/// Bytes that are kept of what the other side says.
pub const LONGEST_DETAIL: usize = 500;

/// What happened to a letter, in its order: when, what, in whose words.
pub async fn notes(tx: &mut Tx, letter: Id<Letter>) -> Result<Vec<(Timestamp, String, String)>> {
    let list = tx.query(
        "select at, what, detail from letter_note
         where organisation = $1 and letter = $2 order by at, id",
    );
    let read = |row: &Row| Ok((row.moment("at")?, row.text("what")?, row.text("detail")?));
    tx.list(list.bind(letter)).await?.iter().map(read).collect()
}

/// Withdraws a letter that was not handed over. False when it was.
pub async fn cancel(tx: &mut Tx, letter: Id<Letter>) -> Result<bool> {
    let update = tx.query(
        "update letter set state = 'cancelled', answered_at = $3, lease = null
         where organisation = $1 and id = $2 and state = 'reserved'",
    );
    let now = tx.now();
    Ok(tx.run(update.bind(letter).bind(now)).await? == 1)
}

/// Withdraws all that was reserved until then. How many.
pub async fn cancel_until(tx: &mut Tx, until: Timestamp) -> Result<u64> {
    let update = tx.query(
        "update letter set state = 'cancelled', answered_at = $3, lease = null, reason = 'restored'
         where organisation = $1 and state = 'reserved' and created_at <= $2",
    );
    let now = tx.now();
    tx.run(update.bind(until).bind(now)).await
}

/// How much was reserved until then and waits.
pub async fn count_until(tx: &mut Tx, until: Timestamp) -> Result<u64> {
    let count = tx.query(
        "select count(*) as n from letter
         where organisation = $1 and channel in ('email', 'sms', 'whatsapp') and lane > ''
           and state = 'reserved' and created_at <= $2",
    );
    Ok(tx.one(count.bind(until)).await?.number("n")?.unsigned_abs())
}

/// A letter of which nobody knows what came of it goes once more, whatever became of its run, and however
/// late it is by now. False when it is known, or decided.
pub async fn send_again(tx: &mut Tx, letter: Id<Letter>) -> Result<bool> {
    let update = tx.query(
        "update letter set state = 'reserved', reason = '', lease = null, next_at = $3,
           until_at = null, lane = case when service is null then 'single' else 'service' end
         where organisation = $1 and id = $2 and state = 'ambiguous' and left_at is null",
    );
    let now = tx.now();
    Ok(tx.run(update.bind(letter).bind(now)).await? == 1)
}

/// It stays as it is. False when it is known what came of it, or decided.
pub async fn leave(tx: &mut Tx, letter: Id<Letter>) -> Result<bool> {
    let update = tx.query(
        "update letter set left_at = $3
         where organisation = $1 and id = $2 and state = 'ambiguous' and left_at is null",
    );
    let now = tx.now();
    Ok(tx.run(update.bind(letter).bind(now)).await? == 1)
}
