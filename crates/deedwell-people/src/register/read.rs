//! Reads of whom something was heard. A page comes as one text: a million rows by themselves would take
//! longer than all the rest.

use deedwell_core::{Error, Id, Person, Result};
use deedwell_store::Tx;

use super::awaited;
use super::leaf::{Heard, Leaf, bit};
use crate::sign::IdentityKind;

/// People in one page.
const PAGE: usize = 5_000;
/// What stands between fields, between lines and between the tags of one: no name, address, number or
/// tag has any of them.
const FIELD: &str = "\t";
const LINE: &str = "\n";
const TAG: &str = "\r";

/// Everybody of whom something was heard from `from` on, before `to`.
pub(super) async fn heard(tx: &mut Tx, from: i64, to: i64) -> Result<Leaf> {
    let mut leaf = Leaf::default();
    let mut last = (from, String::new());
    loop {
        let page = tx.query(
            "select string_agg(l.line, $7) as text from
               (select cast(p.heard_at as text) || $6 || p.id || $6
                       || case when p.head = p.id and p.known > 0 then '1' else '0' end || $6
                       || coalesce(p.unit, '') || $6 || cast(p.created_at as text) || $6
                       || coalesce((select string_agg(i.kind, $8) from identity i
                                    where i.organisation = $1 and i.person = p.id), '') || $6
                       || coalesce((select string_agg(t.tag, $8) from person_tag t
                                    where t.organisation = $1 and t.person in
                                      (select m.id from person m
                                       where m.organisation = $1 and m.head = p.id)), '') || $6
                       || p.name || $6 || p.search as line
                from person p
                where p.organisation = $1 and p.heard_at >= $2 and p.heard_at < $3
                  and (p.heard_at, p.id) > ($2, $4)
                order by p.heard_at, p.id limit $5) l",
        );
        let page = page.bind(last.0).bind(to).bind(&last.1).bind(PAGE);
        let page = page.bind(FIELD).bind(LINE).bind(TAG);
        let text = tx.one(page).await?.text_or_null("text")?.unwrap_or_default();
        let mut count = 0;
        for line in text.split_terminator(LINE) {
            let (at, id, heard) = read(line).ok_or_else(|| Error::fault("half a person"))?;
            last = last.max((at, id.to_string()));
            leaf.add(heard);
            count += 1;
        }
        if count < PAGE {
            return ordered(tx, leaf).await;
        }
    }
}

/// A million are put in order beside the runtime, so that nobody waits for it meanwhile.
async fn ordered(tx: &mut Tx, leaf: Leaf) -> Result<Leaf> {
    if leaf.len() < PAGE {
        return Ok(leaf.ordered());
    }
    let ordering = tokio::task::spawn_blocking(|| leaf.ordered());
    awaited(tx, ordering).await?.map_err(Error::fault)
}

fn read(line: &str) -> Option<(i64, Id<Person>, Heard)> {
    let mut fields = line.splitn(9, FIELD);
    let mut next = || fields.next();
    let (heard_at, id) = (next()?.parse().ok()?, next()?.parse::<Id<Person>>().ok()?);
    let (is_shown, unit, created_at) = (next()? == "1", next()?, next()?.parse().ok()?);
    let (kinds, tags) = (next()?, next()?);
    let kinds = kinds.split(TAG).filter_map(IdentityKind::parse);
    let mut tags: Vec<&str> = tags.split_terminator(TAG).filter(|_| is_shown).collect();
    tags.sort_unstable();
    tags.dedup();
    let heard = Heard {
        id: id.uuid().as_u128(),
        created_at,
        is_shown,
        unit: if unit.is_empty() { None } else { Some(unit.parse().ok()?) },
        kinds: kinds.fold(0, |all, kind| all | bit(kind)),
        tags: tags.into_iter().map(str::to_owned).collect(),
        name: next()?.to_owned(),
        search: next()?.to_owned(),
    };
    Some((heard_at, id, heard))
}
