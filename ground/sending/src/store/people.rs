//! What is known of whoever is written to: consents, wishes, zones. Kept by identity elsewhere; here it is
//! read for many people at once.

use std::collections::HashMap;

use deedwell_core::{Id, Identity, Person, Result};
use deedwell_people::Proof;
use deedwell_store::{Bulk, Tx};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::budget::Sent;
use crate::rules::{Fewer, Word};
use crate::store::settings::zone;

/// The keys under which a zone stands in a profile; the first that can be read counts.
pub const ZONE_KEYS: [&str; 3] = ["zone", "timezone", "time_zone"];

/// What somebody wants less of: the most careful of all their signs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wish {
    pub fewer: Fewer,
    pub paused_until: Option<Timestamp>,
}

pub async fn wishes(tx: &mut Tx, people: &[Id<Person>]) -> Result<HashMap<Id<Person>, Wish>> {
    let mut find = Bulk::new(
        tx,
        "select i.person, p.fewer, p.paused_until from sending_preference p
           join identity i on i.organisation = $1 and i.id = p.identity
         where p.organisation = $1 and i.person in (",
        [],
        "?",
        ")",
    );
    people.iter().for_each(|person| find.add([(*person).into()]));
    let mut wishes: HashMap<Id<Person>, Wish> = HashMap::new();
    if find.is_empty() {
        return Ok(wishes);
    }
    for row in find.list(tx).await? {
        let wish = wishes.entry(row.id("person")?).or_default();
        wish.fewer = wish.fewer.max(Fewer::parse(&row.text("fewer")?).unwrap_or_default());
        wish.paused_until = wish.paused_until.max(row.moment_or_null("paused_until")?);
    }
    Ok(wishes)
}

/// For these signs, each of them: a wish is taken back for all by which it was made.
pub async fn set_wish(tx: &mut Tx, identities: &[Id<Identity>], wish: Wish) -> Result<()> {
    let mut upsert = Bulk::new(
        tx,
        "insert into sending_preference (organisation, identity, fewer, paused_until, at) values",
        [],
        "($1, ?, ?, ?, ?)",
        "on conflict (organisation, identity) do update set fewer = excluded.fewer,
           paused_until = excluded.paused_until, at = excluded.at",
    );
    let now = tx.now();
    for identity in identities {
        let paused = wish.paused_until;
        upsert.add([(*identity).into(), wish.fewer.name().into(), paused.into(), now.into()]);
    }
    upsert.run(tx).await.map(drop)
}

/// By which of somebody's signs a wish was made.
pub async fn wished_by(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Id<Identity>>> {
    let find = tx.query(
        "select p.identity from sending_preference p
           join identity i on i.organisation = $1 and i.id = p.identity
         where p.organisation = $1 and i.person = $2",
    );
    tx.list(find.bind(person)).await?.iter().map(|row| row.id("identity")).collect()
}

/// What people last said of purposes, by person and purpose: the last word of each sign, and of those a
/// refusal before a consent, as `deedwell_people::profile::consents` has it.
pub async fn words(
    tx: &mut Tx,
    people: &[Id<Person>],
) -> Result<HashMap<(Id<Person>, String), Word>> {
    let mut find = Bulk::new(
        tx,
        "select i.person, c.identity, c.purpose, c.given, c.proof
         from identity i join consent c on c.organisation = $1 and c.identity = i.id
         where i.organisation = $1 and i.person in (",
        [],
        "?",
        ") order by c.at, c.id",
    );
    people.iter().for_each(|person| find.add([(*person).into()]));
    let mut words = HashMap::new();
    if find.is_empty() {
        return Ok(words);
    }
    // In the order in which they were said, so that the last of each sign stays.
    let mut last: HashMap<(Id<Identity>, String), (Id<Person>, Word)> = HashMap::new();
    for row in find.list(tx).await? {
        let proof = Proof::parse(&row.text("proof")?).unwrap_or(Proof::Claimed);
        let is_confirmed = proof >= Proof::Token;
        let word = Word { given: row.number("given")? == 1, is_confirmed };
        last.insert((row.id("identity")?, row.text("purpose")?), (row.id("person")?, word));
    }
    for ((_, purpose), (person, word)) in last {
        let stands = words.entry((person, purpose)).or_insert(word);
        *stands = strictest(*stands, word);
    }
    Ok(words)
}

fn strictest(a: Word, b: Word) -> Word {
    match (a.given, b.given) {
        (true, true) => Word { given: true, is_confirmed: a.is_confirmed || b.is_confirmed },
        (false, _) => a,
        (_, false) => b,
    }
}

/// The zones of those who have one.
pub async fn zones(tx: &mut Tx, people: &[Id<Person>]) -> Result<HashMap<Id<Person>, TimeZone>> {
    let mut find = Bulk::new(
        tx,
        "select i.person, t.key, t.value, t.proof, t.said_at
         from identity i join trait t on t.organisation = $1 and t.identity = i.id
         where i.organisation = $1 and t.key in (?, ?, ?) and i.person in (",
        ZONE_KEYS.map(Into::into),
        "?",
        ")",
    );
    people.iter().for_each(|person| find.add([(*person).into()]));
    let mut best: HashMap<Id<Person>, ((bool, Timestamp), TimeZone)> = HashMap::new();
    if find.is_empty() {
        return Ok(HashMap::new());
    }
    for row in find.list(tx).await? {
        let value: serde_json::Value =
            serde_json::from_str(&row.text("value")?).unwrap_or_default();
        let Some(zone) = value.as_str().and_then(zone) else { continue };
        let proven = Proof::parse(&row.text("proof")?).is_some_and(Proof::proves);
        let rank = (proven, row.moment("said_at")?);
        let person = row.id("person")?;
        if best.get(&person).is_none_or(|(before, _)| rank > *before) {
            best.insert(person, (rank, zone));
        }
    }
    Ok(best.into_iter().map(|(person, (_, zone))| (person, zone)).collect())
}

/// What people were sent since then that counts: handed over, and no service letter.
pub async fn sent(
    tx: &mut Tx,
    people: &[Id<Person>],
    since: Timestamp,
) -> Result<HashMap<Id<Person>, Vec<Sent>>> {
    let mut find = Bulk::new(
        tx,
        "select i.person, l.handed_over_at, l.channel
         from identity i join letter l on l.organisation = $1 and l.identity = i.id
         where i.organisation = $1 and l.service is null and l.handed_over_at > ?
           and l.state in ('handed_over', 'accepted', 'ambiguous') and i.person in (",
        [since.into()],
        "?",
        ")",
    );
    people.iter().for_each(|person| find.add([(*person).into()]));
    let mut sent: HashMap<Id<Person>, Vec<Sent>> = HashMap::new();
    if find.is_empty() {
        return Ok(sent);
    }
    for row in find.list(tx).await? {
        let one = Sent { at: row.moment("handed_over_at")?, channel: row.text("channel")? };
        sent.entry(row.id("person")?).or_default().push(one);
    }
    Ok(sent)
}

/// Takes the turn of these people, in one order: whoever counts their letters at the same time waits until
/// this transaction ends, and then sees what it sent.
pub async fn take_turns(tx: &mut Tx, people: &[Id<Person>]) -> Result<()> {
    let mut sorted = people.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut upsert = Bulk::new(
        tx,
        "insert into letter_turn (organisation, person, at) values",
        [],
        "($1, ?, ?)",
        "on conflict (organisation, person) do update set at = excluded.at",
    );
    let now = tx.now();
    sorted.into_iter().for_each(|person| upsert.add([person.into(), now.into()]));
    upsert.run(tx).await.map(drop)
}

/// Somebody who can be written to.
#[derive(Clone, PartialEq, Debug)]
pub struct Reachable {
    pub person: Id<Person>,
    pub identity: Id<Identity>,
    pub address: String,
}

/// People who have an address of this kind, by their id, each with their best: proven before claimed, old
/// before new. Test accounts are left out.
pub async fn reachable(
    tx: &mut Tx,
    kind: deedwell_people::IdentityKind,
    after: Option<Id<Person>>,
    limit: usize,
) -> Result<Vec<Reachable>> {
    let list = tx.query(
        "select p.id as person, (select i.id from identity i
             where i.organisation = $1 and i.person = p.id and i.kind = $2
             order by case when i.proven_at is null then 1 else 0 end, i.created_at, i.id limit 1)
             as identity
         from person p
         where p.organisation = $1 and p.head = p.id and p.known > 0 and p.tests = 0 and p.id > $3
           and exists (select 1 from identity e where e.organisation = $1 and e.person = p.id
             and e.kind = $2)
         order by p.id limit $4",
    );
    let after = after.map_or_else(String::new, |id| id.to_string());
    let rows = tx.list(list.bind(kind.name()).bind(after).bind(limit)).await?;
    let pairs: Vec<(Id<Person>, Id<Identity>)> = rows
        .iter()
        .map(|row| Ok((row.id("person")?, row.id("identity")?)))
        .collect::<Result<_>>()?;
    let identities: Vec<Id<Identity>> = pairs.iter().map(|(_, identity)| *identity).collect();
    let values = addresses(tx, &identities).await?;
    let read = |(person, identity): (Id<Person>, Id<Identity>)| {
        Some(Reachable { person, identity, address: values.get(&identity)?.clone() })
    };
    Ok(pairs.into_iter().filter_map(read).collect())
}

async fn addresses(
    tx: &mut Tx,
    identities: &[Id<Identity>],
) -> Result<HashMap<Id<Identity>, String>> {
    let mut find = Bulk::new(
        tx,
        "select id, value from identity where organisation = $1 and id in (",
        [],
        "?",
        ")",
    );
    identities.iter().for_each(|identity| find.add([(*identity).into()]));
    if find.is_empty() {
        return Ok(HashMap::new());
    }
    find.list(tx).await?.iter().map(|row| Ok((row.id("id")?, row.text("value")?))).collect()
}

/// Whose these signs are, with the name and the language of whoever that is.
#[derive(Clone, PartialEq, Debug)]
pub struct Recipient {
    pub person: Id<Person>,
    /// '' while unknown.
    pub name: String,
    pub language: Option<String>,
    pub is_proven: bool,
}

pub async fn recipients(
    tx: &mut Tx,
    identities: &[Id<Identity>],
) -> Result<HashMap<Id<Identity>, Recipient>> {
    let mut find = Bulk::new(
        tx,
        "select i.id, i.person, i.proven_at, p.name, p.language
         from identity i join person p on p.organisation = $1 and p.id = i.person
         where i.organisation = $1 and i.id in (",
        [],
        "?",
        ")",
    );
    let mut sorted = identities.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.iter().for_each(|identity| find.add([(*identity).into()]));
    if find.is_empty() {
        return Ok(HashMap::new());
    }
    let mut all = HashMap::new();
    for row in find.list(tx).await? {
        let recipient = Recipient {
            person: row.id("person")?,
            name: row.text("name")?,
            language: row.text_or_null("language")?,
            is_proven: row.moment_or_null("proven_at")?.is_some(),
        };
        all.insert(row.id("id")?, recipient);
    }
    Ok(all)
}

/// The address at which somebody is written to, and how it is believed to be theirs.
#[derive(Clone, PartialEq, Debug)]
pub struct Known {
    pub identity: Id<Identity>,
    pub address: String,
    pub proof: Proof,
}

/// Proven before claimed, old before new.
pub async fn address_of(
    tx: &mut Tx,
    person: Id<Person>,
    kind: deedwell_people::IdentityKind,
) -> Result<Option<Known>> {
    let find = tx.query(
        "select id, value, proof from identity
         where organisation = $1 and person = $2 and kind = $3
         order by case when proven_at is null then 1 else 0 end, created_at, id limit 1",
    );
    let Some(row) = tx.find(find.bind(person).bind(kind.name())).await? else { return Ok(None) };
    Ok(Some(Known {
        identity: row.id("id")?,
        address: row.text("value")?,
        proof: Proof::parse(&row.text("proof")?).unwrap_or(Proof::Claimed),
    }))
}

/// How it is believed that a sign is theirs.
///
/// # Errors
/// `Missing`.
pub async fn proof_of(tx: &mut Tx, identity: Id<Identity>) -> Result<Proof> {
    let find = tx.query("select proof from identity where organisation = $1 and id = $2");
    let row = tx.find(find.bind(identity)).await?;
    let row = row.ok_or(deedwell_core::Error::Missing("identity"))?;
    Ok(Proof::parse(&row.text("proof")?).unwrap_or(Proof::Claimed))
}

/// The identity that a sign is, if anybody has it.
pub async fn identity_of(
    tx: &mut Tx,
    sign: &deedwell_people::Sign,
) -> Result<Option<Id<Identity>>> {
    let find = tx.query(
        "select id from identity where organisation = $1 and kind = $2 and value = $3 and scope = $4",
    );
    let find = find.bind(sign.kind().name()).bind(sign.value()).bind(sign.scope());
    tx.find(find).await?.map(|row| row.id("id")).transpose()
}
