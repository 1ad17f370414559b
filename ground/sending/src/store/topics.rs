//! Topics, what was shown of them, and by which channels they go.

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_people::profile::consents;
use deedwell_store::{Row, Tx};

use crate::topic::{Basis, MOST_TOPICS, NewTopic, Topic};

/// All of them, closed ones too, in their order.
pub async fn topics(tx: &mut Tx) -> Result<Vec<Topic>> {
    let list = tx.query(
        "select t.key, t.name, t.about, t.basis, t.confirmed, t.words, t.version, t.closed_at,
           c.channel, c.purpose
         from topic t left join topic_channel c on c.organisation = $1 and c.topic = t.key
         where t.organisation = $1 order by t.place, t.key, c.channel",
    );
    let mut topics: Vec<Topic> = Vec::new();
    for row in tx.list(list).await? {
        let key = row.text("key")?;
        if topics.last().is_none_or(|last| last.key != key) {
            topics.push(topic_of(&row)?);
        }
        let by = row.text_or_null("channel")?.zip(row.text_or_null("purpose")?);
        if let Some(topic) = topics.last_mut() {
            topic.channels.extend(by);
        }
    }
    Ok(topics)
}

fn topic_of(row: &Row) -> Result<Topic> {
    Ok(Topic {
        key: row.text("key")?,
        name: row.text("name")?,
        about: row.text("about")?,
        basis: Basis::parse(&row.text("basis")?)
            .ok_or_else(|| Error::fault("a topic of no basis"))?,
        is_confirmed_twice: row.text("confirmed")? == "twice",
        words: row.text("words")?,
        version: row.number("version")?,
        closed_at: row.moment_or_null("closed_at")?,
        channels: Vec::new(),
    })
}

/// # Errors
/// `Missing`.
pub async fn topic(tx: &mut Tx, key: &str) -> Result<Topic> {
    let all = topics(tx).await?;
    all.into_iter().find(|topic| topic.key == key).ok_or(Error::Missing("topic"))
}

/// Adds a topic, or changes one; other words are a new version. False when it was there.
///
/// # Errors
/// `sending.too_many_topics`; what purposes refuse.
pub async fn set_topic(tx: &mut Tx, new: &NewTopic, staff: Option<Id<Staff>>) -> Result<bool> {
    let all = topics(tx).await?;
    let before = all.iter().find(|topic| topic.key == new.key);
    if before.is_none() && all.len() >= MOST_TOPICS {
        let sentence = format!("There are at most {MOST_TOPICS} topics.");
        return Err(Error::refused("sending.too_many_topics", sentence));
    }
    let version = before.map_or(1, |b| b.version + i64::from(b.words != new.words));
    let upsert = tx.query(
        "insert into topic (organisation, key, name, about, basis, confirmed, words, version, place,
           created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (organisation, key) do update set name = excluded.name, about = excluded.about,
           basis = excluded.basis, confirmed = excluded.confirmed, words = excluded.words,
           version = excluded.version, closed_at = null",
    );
    let now = tx.now();
    let confirmed = if new.is_confirmed_twice { "twice" } else { "once" };
    let upsert = upsert.bind(&new.key).bind(&new.name).bind(&new.about).bind(new.basis.name());
    let upsert = upsert.bind(confirmed).bind(&new.words).bind(version).bind(all.len() + 1);
    tx.run(upsert.bind(now)).await?;
    let keep = tx.query(
        "insert into topic_version (organisation, topic, version, words, at, staff)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
    );
    let keep = keep.bind(&new.key).bind(version).bind(&new.words).bind(now).bind(staff);
    tx.run(keep).await?;
    set_channels(tx, new, before).await?;
    Ok(before.is_none())
}

/// Each channel of a topic has a purpose of its own, so that who takes back one keeps the other.
async fn set_channels(tx: &mut Tx, new: &NewTopic, before: Option<&Topic>) -> Result<()> {
    for (channel, purpose) in before.map(|b| b.channels.as_slice()).unwrap_or_default() {
        if !new.channels.contains(channel) {
            let delete = tx.query(
                "delete from topic_channel
                 where organisation = $1 and topic = $2 and channel = $3",
            );
            tx.run(delete.bind(&new.key).bind(channel)).await?;
            consents::close_purpose(tx, purpose).await?;
        }
    }
    for channel in &new.channels {
        let purpose = purpose_of(&new.key, channel);
        let name = format!("{} ({channel})", new.name);
        consents::set_purpose(tx, &purpose, &name, &new.about).await?;
        let insert = tx.query(
            "insert into topic_channel (organisation, topic, channel, purpose)
             values ($1, $2, $3, $4) on conflict do nothing",
        );
        tx.run(insert.bind(&new.key).bind(channel).bind(&purpose)).await?;
    }
    Ok(())
}

/// Under which consents to it stand.
pub fn purpose_of(topic: &str, channel: &str) -> String {
    format!("{topic}.{channel}")
}

/// Nothing is sent about it any more; what was said of it stays.
///
/// # Errors
/// `Missing`.
pub async fn close_topic(tx: &mut Tx, key: &str) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update topic set closed_at = $3
         where organisation = $1 and key = $2 and closed_at is null",
    );
    match tx.run(update.bind(key).bind(now)).await? {
        0 => Err(Error::Missing("topic")),
        _ => Ok(()),
    }
}

/// What was shown of a topic, the newest first: version, words, since when.
pub async fn versions(tx: &mut Tx, key: &str) -> Result<Vec<(i64, String, jiff::Timestamp)>> {
    let list = tx.query(
        "select version, words, at from topic_version
         where organisation = $1 and topic = $2 order by version desc",
    );
    let read = |row: &Row| Ok((row.number("version")?, row.text("words")?, row.moment("at")?));
    tx.list(list.bind(key)).await?.iter().map(read).collect()
}
