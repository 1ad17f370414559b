//! Reads of whom something was heard. A page comes as one text: a million rows by themselves would take
//! longer than all the rest.

use std::collections::HashMap;

use deedwell_core::{Error, Id, Person, Result};
use deedwell_store::{Bulk, Tx};

use super::leaf::{Heard, Leaf, bit};
use crate::list::tags_of;
use crate::sign::IdentityKind;

/// People in one page.
const PAGE: usize = 5_000;
/// What stands between fields and between lines: no name, address or number has either.
const FIELD: &str = "\t";
const LINE: &str = "\n";

/// Everybody of whom something was heard from `from` on, before `to`.
pub(super) async fn heard(tx: &mut Tx, from: i64, to: i64) -> Result<Leaf> {
    let mut leaf = Leaf::default();
    let mut last = (from, String::new());
    loop {
        let page = tx.query(
            "select string_agg(p.line, $7) as text from
               (select cast(heard_at as text) || $6 || id || $6
                       || case when head = id and known > 0 then '1' else '0' end || $6
                       || coalesce(unit, '') || $6 || cast(created_at as text) || $6 || name || $6
                       || search as line
                from person
                where organisation = $1 and (heard_at, id) > ($2, $4) and heard_at < $3
                order by heard_at, id limit $5) p",
        );
        let page = page.bind(last.0).bind(to).bind(&last.1).bind(PAGE).bind(FIELD).bind(LINE);
        let text = tx.one(page).await?.text_or_null("text")?.unwrap_or_default();
        let read = text.split_terminator(LINE).map(line);
        let read = read.collect::<Option<Vec<(i64, Id<Person>, Heard)>>>();
        let mut people = read.ok_or_else(|| Error::fault("half a person"))?;
        people.sort_unstable_by_key(|(at, id, _)| (*at, *id));
        if let Some((at, id, _)) = people.last() {
            last = (*at, id.to_string());
        }
        let is_last = people.len() < PAGE;
        add(tx, &mut leaf, people).await?;
        if is_last {
            return ordered(leaf).await;
        }
    }
}

/// A million are put in order beside the runtime, so that nobody waits for it meanwhile.
async fn ordered(leaf: Leaf) -> Result<Leaf> {
    if leaf.len() < PAGE {
        return Ok(leaf.ordered());
    }
    tokio::task::spawn_blocking(|| leaf.ordered()).await.map_err(Error::fault)
}

fn line(line: &str) -> Option<(i64, Id<Person>, Heard)> {
    let mut fields = line.splitn(7, FIELD);
    let mut next = || fields.next();
    let (heard_at, id) = (next()?.parse().ok()?, next()?.parse::<Id<Person>>().ok()?);
    let (is_shown, unit) = (next()? == "1", next()?);
    let heard = Heard {
        id: id.uuid().as_u128(),
        is_shown,
        unit: if unit.is_empty() { None } else { Some(unit.parse().ok()?) },
        created_at: next()?.parse().ok()?,
        name: next()?.to_owned(),
        search: next()?.to_owned(),
        kinds: 0,
        tags: Vec::new(),
    };
    Some((heard_at, id, heard))
}

async fn add(tx: &mut Tx, leaf: &mut Leaf, people: Vec<(i64, Id<Person>, Heard)>) -> Result<()> {
    let shown = people.iter().filter(|(.., heard)| heard.is_shown);
    let ids: Vec<Id<Person>> = shown.map(|(_, id, _)| *id).collect();
    let (kinds, mut tags) = (kinds(tx, &ids).await?, tags_of(tx, &ids).await?);
    for (_, id, heard) in people {
        let kinds = kinds.get(&id).copied().unwrap_or_default();
        let tags = tags.remove(&id).unwrap_or_default().into_iter().collect();
        leaf.add(Heard { kinds, tags, ..heard });
    }
    Ok(())
}

/// By what kinds of signs these people are known, a bit for each.
async fn kinds(tx: &mut Tx, ids: &[Id<Person>]) -> Result<HashMap<Id<Person>, u8>> {
    let mut find = Bulk::new(
        tx,
        "select string_agg(i.line, ?) as text from
           (select person || ? || kind as line from identity
            where organisation = $1 and person in (",
        [LINE.into(), FIELD.into()],
        "?",
        ")) i",
    );
    ids.iter().for_each(|id| find.add([(*id).into()]));
    let mut kinds: HashMap<Id<Person>, u8> = HashMap::with_capacity(ids.len());
    for row in find.list(tx).await? {
        let text = row.text_or_null("text")?.unwrap_or_default();
        for (person, kind) in text.split_terminator(LINE).filter_map(|l| l.split_once(FIELD)) {
            let kind = IdentityKind::parse(kind).map_or(0, bit);
            *kinds.entry(person.parse()?).or_default() |= kind;
        }
    }
    Ok(kinds)
}
