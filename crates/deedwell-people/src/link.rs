//! What was said to belong together, as it is kept: links and their signs.

use std::collections::{BTreeMap, HashMap, HashSet};

use deedwell_core::{Error, Result, Secret};
use deedwell_store::{Bulk, Row, Tx};
use jiff::Timestamp;

use crate::book::{Order, Why};
use crate::meet::Arrival;
use crate::sign::{IdentityKind, Proof, Sign};

/// Links that are taken anew at once. More hang together only where something is badly wrong.
pub const MOST_LINKS: usize = 20_000;

/// The name of what an arrival says: said again, it is the same link.
pub(crate) fn name_of(arrival: &Arrival) -> String {
    let mut text = arrival.proof.name().to_owned();
    if !arrival.confirmed && arrival.signs.len() > 1 {
        text.push_str(" unconfirmed");
    }
    for sign in &arrival.signs {
        for part in ["\n", sign.kind().name(), "\t", sign.scope(), "\t", sign.value()] {
            text.push_str(part);
        }
    }
    Secret::hash_of(&text)
}

/// A link as it is kept.
#[derive(Debug)]
pub(crate) struct Kept {
    pub order: Order,
    pub arrival: Arrival,
    /// As decided when it was last taken.
    pub refused: Vec<(usize, Why)>,
    pub is_void: bool,
}

/// Which of these links were said before, where they stand, and whether staff took them back.
pub(crate) async fn said_before(
    tx: &mut Tx,
    names: &[String],
) -> Result<HashMap<String, (Order, bool)>> {
    let mut find = Bulk::new(
        tx,
        "select id, said_at, message, void_at from link where organisation = $1 and id in (",
        [],
        "?",
        ")",
    );
    names.iter().for_each(|name| find.add([name.as_str().into()]));
    if find.is_empty() {
        return Ok(HashMap::new());
    }
    let order = |row: &Row| {
        let link = row.text("id")?;
        let (at, message) = (row.number("said_at")?, row.text("message")?);
        let is_void = row.number_or_null("void_at")?.is_some();
        Ok((link.clone(), (Order { at, message, link }, is_void)))
    };
    find.list(tx).await?.iter().map(order).collect()
}

/// A link that is new, and what became of its signs.
pub(crate) struct New<'a> {
    pub arrival: &'a Arrival,
    pub order: Order,
    pub refused: Vec<(usize, Why)>,
}

/// Of signs of one kind and scope that are nobody's: the last link that named them and was not believed.
/// What is said of them earlier changes what that link meant. Claims tie nothing, so they are left out.
pub(crate) async fn refused(
    tx: &mut Tx,
    kind: IdentityKind,
    scope: &str,
    values: &[&str],
) -> Result<HashMap<Sign, Order>> {
    let mut find = Bulk::new(
        tx,
        "select s.value, l.id, l.said_at, l.message
         from link_sign s join link l on l.organisation = $1 and l.id = s.link
         where s.organisation = $1 and s.kind = ? and s.scope = ? and s.refused <> ''
           and l.proof <> 'claimed' and s.value in (",
        [kind.name().into(), scope.into()],
        "?",
        ")",
    );
    values.iter().for_each(|value| find.add([(*value).into()]));
    let mut last: HashMap<Sign, Order> = HashMap::new();
    if find.is_empty() {
        return Ok(last);
    }
    for row in find.list(tx).await? {
        let sign = Sign::stored(kind, row.text("value")?, scope.to_owned());
        let (at, message) = (row.number("said_at")?, row.text("message")?);
        let order = Order { at, message, link: row.text("id")? };
        let known = last.entry(sign).or_default();
        *known = order.max(std::mem::take(known));
    }
    Ok(last)
}

/// Keeps links that are new.
pub(crate) async fn keep(tx: &mut Tx, links: &[New<'_>]) -> Result<()> {
    let mut heads = Bulk::new(
        tx,
        "insert into link (organisation, id, said_at, message, proof, told_by, confirmed) values",
        [],
        "($1, ?, ?, ?, ?, ?, ?)",
        "on conflict do nothing",
    );
    let mut signs = Bulk::new(
        tx,
        "insert into link_sign (organisation, link, place, kind, value, scope, refused) values",
        [],
        "($1, ?, ?, ?, ?, ?, ?)",
        "on conflict do nothing",
    );
    for New { arrival, order, refused } in links {
        heads.add([
            order.link.as_str().into(),
            order.at.into(),
            order.message.as_str().into(),
            arrival.proof.name().into(),
            arrival.told_by.as_str().into(),
            i64::from(arrival.confirmed).into(),
        ]);
        for (place, sign) in arrival.signs.iter().enumerate() {
            let why = refused.iter().find(|(at, _)| *at == place).map_or("", |(_, w)| w.name());
            signs.add([
                order.link.as_str().into(),
                place.into(),
                sign.kind().name().into(),
                sign.value().into(),
                sign.scope().into(),
                why.into(),
            ]);
        }
    }
    heads.run(tx).await?;
    signs.run(tx).await.map(drop)
}

/// A link that was said earlier than we knew.
pub(crate) async fn move_up(tx: &mut Tx, order: &Order) -> Result<()> {
    let update = tx.query(
        "update link set said_at = $3, message = $4
         where organisation = $1 and id = $2 and (said_at > $3 or (said_at = $3 and message > $4))",
    );
    tx.run(update.bind(&order.link).bind(order.at).bind(&order.message)).await.map(drop)
}

/// All links that hang together with these signs, in their order.
///
/// # Errors
/// `people.too_many_links` when there are more than [`MOST_LINKS`].
pub(crate) async fn around(tx: &mut Tx, seeds: &[Sign]) -> Result<Vec<Kept>> {
    let mut links: BTreeMap<String, Kept> = BTreeMap::new();
    let mut seen: HashSet<Sign> = HashSet::new();
    let mut next: Vec<Sign> = seeds.to_vec();
    while !next.is_empty() {
        next.retain(|sign| seen.insert(sign.clone()));
        let mut found: HashSet<String> = HashSet::new();
        for sign in &next {
            found.extend(naming(tx, sign).await?);
        }
        found.retain(|link| !links.contains_key(link));
        if links.len() + found.len() > MOST_LINKS {
            return Err(Error::refused(
                "people.too_many_links",
                format!(
                    "More than {MOST_LINKS} links hang together here. Please block the sign that ties them."
                ),
            ));
        }
        let found: Vec<String> = found.into_iter().collect();
        let new = these(tx, &found).await?;
        next = new.iter().flat_map(|k| &k.arrival.signs).cloned().collect();
        links.extend(new.into_iter().map(|k| (k.order.link.clone(), k)));
    }
    let mut links: Vec<Kept> = links.into_values().collect();
    links.sort_by(|a, b| a.order.cmp(&b.order));
    Ok(links)
}

/// The links that name a sign. Claims that did not reach it tie it to nothing, and anybody can make them.
async fn naming(tx: &mut Tx, sign: &Sign) -> Result<Vec<String>> {
    let find = tx.query(
        "select s.link from link_sign s
           join link l on l.organisation = $1 and l.id = s.link
         where s.organisation = $1 and s.kind = $2 and s.value = $3 and s.scope = $4
           and (s.refused = '' or l.proof <> 'claimed')",
    );
    let find = find.bind(sign.kind().name()).bind(sign.value()).bind(sign.scope());
    tx.list(find).await?.iter().map(|row| row.text("link")).collect()
}

/// These links, with their signs.
pub(crate) async fn these(tx: &mut Tx, names: &[String]) -> Result<Vec<Kept>> {
    let mut find = Bulk::new(
        tx,
        "select l.id, l.said_at, l.message, l.proof, l.told_by, l.confirmed, l.void_at,
                s.place, s.kind, s.value, s.scope, s.refused
         from link l join link_sign s on s.organisation = $1 and s.link = l.id
         where l.organisation = $1 and l.id in (",
        [],
        "?",
        ") order by l.id, s.place",
    );
    names.iter().for_each(|name| find.add([name.as_str().into()]));
    let mut links: Vec<Kept> = Vec::with_capacity(names.len());
    if find.is_empty() {
        return Ok(links);
    }
    for row in find.list(tx).await? {
        let name = row.text("id")?;
        let Some(kind) = IdentityKind::parse(&row.text("kind")?) else { continue };
        let sign = Sign::stored(kind, row.text("value")?, row.text("scope")?);
        let why = Why::parse(&row.text("refused")?);
        let kept = match links.last_mut() {
            Some(kept) if kept.order.link == name => {
                kept.arrival.signs.push(sign);
                kept
            }
            _ => {
                links.push(read(&row, name, sign)?);
                let Some(kept) = links.last_mut() else { continue };
                kept
            }
        };
        let place = kept.arrival.signs.len() - 1;
        kept.refused.extend(why.map(|why| (place, why)));
    }
    Ok(links)
}

fn read(row: &Row, name: String, first: Sign) -> Result<Kept> {
    let proof = Proof::parse(&row.text("proof")?).unwrap_or(Proof::Claimed);
    let (at, message) = (row.number("said_at")?, row.text("message")?);
    let mut arrival = Arrival::new(first, proof);
    arrival.lenient = true;
    arrival.told_by = row.text("told_by")?;
    arrival.confirmed = row.number("confirmed")? == 1;
    arrival.met_at = Timestamp::from_microsecond(at).ok();
    Ok(Kept {
        order: Order { at, message, link: name },
        arrival,
        refused: Vec::new(),
        is_void: row.number_or_null("void_at")?.is_some(),
    })
}

/// Writes anew what became of the signs of a link.
pub(crate) async fn decide(tx: &mut Tx, link: &str, refused: &[(usize, Why)]) -> Result<()> {
    let clear = tx.query(
        "update link_sign set refused = '' where organisation = $1 and link = $2 and refused <> ''",
    );
    tx.run(clear.bind(link)).await?;
    for (place, why) in refused {
        let update = tx.query(
            "update link_sign set refused = $4 where organisation = $1 and link = $2 and place = $3",
        );
        tx.run(update.bind(link).bind(*place).bind(why.name())).await?;
    }
    Ok(())
}
