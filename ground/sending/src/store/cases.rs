//! What the rules are asked of letters that are about to go, read for many at once.

use std::collections::HashMap;

use deedwell_core::{Id, Identity, Person, Result};
use deedwell_store::{Bulk, Row, Tx};
use jiff::Timestamp;

use crate::address::Address;
use crate::budget::{Cap, Sent};
use crate::letter::{Letter, Sort};
use crate::rules::{self, Case, Never, Verdict};
use crate::run::Run;
use crate::store::letters::{service_of, sort_of};
use crate::store::people::{self, Wish};
use crate::store::{Settings, caps, settings, suppressed, topics};
use crate::topic::Topic;

/// A letter with all that decides about it but what is known of its recipient.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub id: Id<Letter>,
    pub channel: String,
    pub sort: Sort,
    pub run: Option<Id<Run>>,
    /// Whether it goes only while its run does; not so where staff sent it once more.
    pub is_of_run: bool,
    pub identity: Option<Id<Identity>>,
    /// Whose that identity is now; none for one who is not here any more.
    pub person: Option<Id<Person>>,
    pub is_proven: bool,
    pub address: Address,
    pub until: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// These letters as they stand now, those that are not there left out.
pub(crate) async fn waiting(
    tx: &mut Tx,
    ids: &[Id<Letter>],
) -> Result<HashMap<Id<Letter>, Waiting>> {
    let mut find = Bulk::new(
        tx,
        "select l.id, l.channel, l.service, l.topic, l.run, l.lane, l.identity, l.address, l.until_at,
           l.created_at, i.person, i.proven_at
         from letter l left join identity i on i.organisation = $1 and i.id = l.identity
         where l.organisation = $1 and l.id in (",
        [],
        "?",
        ")",
    );
    ids.iter().for_each(|id| find.add([(*id).into()]));
    if find.is_empty() {
        return Ok(HashMap::new());
    }
    let each = |row: &Row| {
        let lane = row.text("lane")?;
        let one = Waiting {
            id: row.id("id")?,
            channel: row.text("channel")?,
            sort: sort_of(service_of(row)?, row.text_or_null("topic")?)?,
            run: row.id_or_null("run")?,
            is_of_run: row.text_or_null("run")?.is_some_and(|run| lane == run),
            identity: row.id_or_null("identity")?,
            person: row.id_or_null("person")?,
            is_proven: row.moment_or_null("proven_at")?.is_some(),
            address: Address::stored(row.text("address")?),
            until: row.moment_or_null("until_at")?,
            created_at: row.moment("created_at")?,
        };
        Ok((one.id, one))
    };
    find.list(tx).await?.iter().map(each).collect()
}

/// What holds for everybody.
pub(crate) struct Ground {
    pub settings: Settings,
    pub caps: Vec<Cap>,
    pub topics: Vec<Topic>,
}

pub(crate) async fn ground(tx: &mut Tx) -> Result<Ground> {
    Ok(Ground { settings: settings(tx).await?, caps: caps(tx).await?, topics: topics(tx).await? })
}

/// What is known of these people.
#[derive(Default)]
struct Known {
    wishes: HashMap<Id<Person>, Wish>,
    words: HashMap<(Id<Person>, String), rules::Word>,
    zones: HashMap<Id<Person>, jiff::tz::TimeZone>,
    sent: HashMap<Id<Person>, Vec<Sent>>,
}

/// What is to be done with each of these letters, now. With `taking_turns` nobody else counts the letters of
/// these people until this transaction ends.
pub(crate) async fn judge(
    tx: &mut Tx,
    ground: &Ground,
    letters: &[&Waiting],
    taking_turns: bool,
) -> Result<Vec<Verdict>> {
    let mut known = known(tx, ground, letters, taking_turns).await?;
    let mut stops = HashMap::new();
    for channel in channels(letters) {
        let hashes: Vec<String> = letters
            .iter()
            .filter(|l| l.channel == channel)
            .map(|l| l.address.hash(tx.organisation()))
            .collect();
        let found = suppressed(tx, &channel, &hashes).await?;
        stops.extend(found.into_iter().map(|(hash, why)| ((channel.clone(), hash), why)));
    }
    let mut verdicts = Vec::with_capacity(letters.len());
    for one in letters {
        let hash = one.address.hash(tx.organisation());
        let stopped = stops.get(&(one.channel.clone(), hash)).map(Vec::as_slice);
        let verdict = known.verdict(tx.now(), ground, one, stopped.unwrap_or_default())?;
        if verdict == Verdict::Send
            && let (Some(person), Sort::Topic(_)) = (one.person, &one.sort)
        {
            // The next letter to them in the same batch is one more.
            let sent = Sent { at: tx.now(), channel: one.channel.clone() };
            known.sent.entry(person).or_default().push(sent);
        }
        verdicts.push(verdict);
    }
    Ok(verdicts)
}

fn channels(letters: &[&Waiting]) -> Vec<String> {
    let mut channels: Vec<String> = letters.iter().map(|l| l.channel.clone()).collect();
    channels.sort_unstable();
    channels.dedup();
    channels
}

async fn known(
    tx: &mut Tx,
    ground: &Ground,
    letters: &[&Waiting],
    taking_turns: bool,
) -> Result<Known> {
    let about_topics = letters.iter().filter(|l| matches!(l.sort, Sort::Topic(_)));
    let mut people: Vec<Id<Person>> = about_topics.filter_map(|l| l.person).collect();
    people.sort_unstable();
    people.dedup();
    if people.is_empty() {
        return Ok(Known::default());
    }
    let wishes = people::wishes(tx, &people).await?;
    let fewer = wishes.values().map(|wish| wish.fewer).max().unwrap_or_default();
    let since = rules::since(&ground.caps, fewer, tx.now());
    let mut sent = HashMap::new();
    if let Some(since) = since {
        if taking_turns {
            people::take_turns(tx, &people).await?;
        }
        sent = people::sent(tx, &people, since).await?;
    }
    let needs_zones = since.is_some() || ground.settings.quiet.is_some();
    let zones = if needs_zones { people::zones(tx, &people).await? } else { HashMap::new() };
    Ok(Known { words: people::words(tx, &people).await?, wishes, zones, sent })
}

impl Known {
    fn verdict(
        &self,
        now: Timestamp,
        ground: &Ground,
        one: &Waiting,
        suppressed: &[crate::suppression::Why],
    ) -> Result<Verdict> {
        if one.identity.is_some() && one.person.is_none() {
            return Ok(Verdict::Never(Never::Forgotten));
        }
        let topic = match &one.sort {
            Sort::Topic(key) => ground.topics.iter().find(|topic| topic.key == *key),
            Sort::Service(_) => None,
        };
        let purpose = topic.and_then(|topic| topic.purpose(&one.channel));
        let of = one.person;
        let word = of
            .zip(purpose)
            .and_then(|(p, purpose)| self.words.get(&(p, purpose.to_owned())).copied());
        let wish = of.and_then(|p| self.wishes.get(&p)).copied().unwrap_or_default();
        let zone = of.and_then(|p| self.zones.get(&p)).unwrap_or(&ground.settings.zone);
        let sent = of.and_then(|p| self.sent.get(&p)).map(Vec::as_slice).unwrap_or_default();
        rules::decide(&Case {
            now,
            channel: &one.channel,
            sort: &one.sort,
            until: one.until,
            topic,
            word,
            suppressed,
            fewer: wish.fewer,
            paused_until: wish.paused_until,
            zone,
            quiet: ground.settings.quiet,
            caps: &ground.caps,
            sent,
        })
    }
}
