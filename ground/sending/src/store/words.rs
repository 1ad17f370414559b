//! How it can be shown that somebody consented, and what they asked for that is not confirmed yet.

use deedwell_core::{Error, Id, Identity, Person, Result};
use deedwell_store::{Row, Tx};
use jiff::Timestamp;
use serde::Serialize;

use crate::letter::Letter;

/// Marks the ids of what somebody asked for.
#[derive(Debug)]
pub enum Request {}

/// Beside a word: what was shown, and from where the answer came.
#[derive(Clone, Debug)]
pub struct ConsentProof<'a> {
    pub identity: Id<Identity>,
    pub purpose: &'a str,
    pub topic: &'a str,
    pub channel: &'a str,
    pub version: i64,
    pub shown: &'a str,
    pub page: &'a str,
    pub peer: &'a str,
    pub agent: &'a str,
    pub letter: Option<Id<Letter>>,
    pub asked_at: Timestamp,
}

/// Beside the last word of this sign, which this transaction has just written.
pub async fn add_proof(tx: &mut Tx, new: &ConsentProof<'_>) -> Result<()> {
    let last = tx.query(
        "select id from consent where organisation = $1 and identity = $2 and purpose = $3
         order by at desc, id desc limit 1",
    );
    let last = tx.one(last.bind(new.identity).bind(new.purpose)).await?;
    let insert = tx.query(
        "insert into consent_proof (organisation, consent, identity, topic, channel, version, shown,
           page, peer, agent, letter, asked_at, answered_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing",
    );
    let now = tx.now();
    let insert = insert.bind(last.text("id")?).bind(new.identity).bind(new.topic);
    let insert = insert.bind(new.channel).bind(new.version).bind(new.shown).bind(new.page);
    let insert = insert.bind(new.peer).bind(new.agent).bind(new.letter).bind(new.asked_at);
    tx.run(insert.bind(now)).await.map(drop)
}

/// A word with all that shows it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Shown {
    pub topic: String,
    pub channel: String,
    pub given: bool,
    pub at: Timestamp,
    /// How it is believed: `code`, `token`, `server`, `staff`.
    pub proof: String,
    pub source: String,
    pub identity: Id<Identity>,
    /// The address, as it stands now.
    pub value: String,
    pub version: i64,
    pub shown: String,
    pub page: String,
    pub peer: String,
    pub agent: String,
    pub letter: Option<Id<Letter>>,
    pub asked_at: Timestamp,
}

fn shown_of(row: &Row) -> Result<Shown> {
    Ok(Shown {
        topic: row.text("topic")?,
        channel: row.text("channel")?,
        given: row.number("given")? == 1,
        at: row.moment("at")?,
        proof: row.text("proof")?,
        source: row.text("source")?,
        identity: row.id("identity")?,
        value: row.text("value")?,
        version: row.number("version")?,
        shown: row.text("shown")?,
        page: row.text("page")?,
        peer: row.text("peer")?,
        agent: row.text("agent")?,
        letter: row.id_or_null("letter")?,
        asked_at: row.moment("asked_at")?,
    })
}

/// Every word of somebody with its proof, the newest first.
pub async fn proofs_of(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Shown>> {
    let list = tx.query(
        "select p.topic, p.channel, c.given, c.at, c.proof, c.source, p.identity, i.value, p.version,
           p.shown, p.page, p.peer, p.agent, p.letter, p.asked_at
         from identity i
         join consent_proof p on p.organisation = $1 and p.identity = i.id
         join consent c on c.organisation = $1 and c.id = p.consent
         where i.organisation = $1 and i.person = $2 order by c.at desc, c.id desc",
    );
    tx.list(list.bind(person)).await?.iter().map(shown_of).collect()
}

/// Every word of a topic with its proof, the oldest first: a page of the file that staff take along.
pub async fn proofs(
    tx: &mut Tx,
    topic: &str,
    after: (Timestamp, String),
    limit: usize,
) -> Result<(Vec<Shown>, Option<(Timestamp, String)>)> {
    let list = tx.query(
        "select p.topic, p.channel, c.given, c.at, c.proof, c.source, p.identity, i.value, p.version,
           p.shown, p.page, p.peer, p.agent, p.letter, p.asked_at, p.consent, p.answered_at
         from consent_proof p
         join consent c on c.organisation = $1 and c.id = p.consent
         join identity i on i.organisation = $1 and i.id = p.identity
         where p.organisation = $1 and p.topic = $2
           and (p.answered_at > $3 or (p.answered_at = $3 and p.consent > $4))
         order by p.answered_at, p.consent limit $5",
    );
    let rows = tx.list(list.bind(topic).bind(after.0).bind(after.1).bind(limit)).await?;
    let next = match rows.last().filter(|_| rows.len() == limit) {
        Some(row) => Some((row.moment("answered_at")?, row.text("consent")?)),
        None => None,
    };
    Ok((rows.iter().map(shown_of).collect::<Result<_>>()?, next))
}

/// Something that somebody asked for, to be kept until the link is answered.
#[derive(Clone, Debug)]
pub struct NewRequest<'a> {
    pub id: Id<Request>,
    pub token: &'a str,
    pub topic: &'a str,
    pub channel: &'a str,
    pub address: &'a str,
    pub version: i64,
    pub shown: &'a str,
    pub page: &'a str,
    pub peer: &'a str,
    pub agent: &'a str,
    pub ends_at: Timestamp,
}

pub async fn add_request(tx: &mut Tx, new: &NewRequest<'_>) -> Result<()> {
    let insert = tx.query(
        "insert into subscription_request (organisation, id, token, topic, channel, address, version,
           shown, page, peer, agent, asked_at, ends_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    );
    let now = tx.now();
    let insert = insert.bind(new.id).bind(new.token).bind(new.topic).bind(new.channel);
    let insert = insert.bind(new.address).bind(new.version).bind(new.shown).bind(new.page);
    tx.run(insert.bind(new.peer).bind(new.agent).bind(now).bind(new.ends_at)).await.map(drop)
}

#[derive(Clone, Debug)]
pub struct RequestRow {
    pub id: Id<Request>,
    pub topic: String,
    pub channel: String,
    pub address: String,
    pub page: String,
    pub asked_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
}

/// # Errors
/// `Missing`, also for one that is over.
pub async fn request(tx: &mut Tx, token: &str) -> Result<RequestRow> {
    let find = tx.query(
        "select id, topic, channel, address, page, asked_at, confirmed_at from subscription_request
         where organisation = $1 and token = $2 and ends_at > $3",
    );
    let now = tx.now();
    let row = tx.find(find.bind(token).bind(now)).await?.ok_or(Error::Missing("link"))?;
    Ok(RequestRow {
        id: row.id("id")?,
        topic: row.text("topic")?,
        channel: row.text("channel")?,
        address: row.text("address")?,
        page: row.text("page")?,
        asked_at: row.moment("asked_at")?,
        confirmed_at: row.moment_or_null("confirmed_at")?,
    })
}

pub async fn confirm_request(tx: &mut Tx, id: Id<Request>) -> Result<()> {
    let update = tx.query(
        "update subscription_request set confirmed_at = $3
         where organisation = $1 and id = $2 and confirmed_at is null",
    );
    let now = tx.now();
    tx.run(update.bind(id).bind(now)).await.map(drop)
}
