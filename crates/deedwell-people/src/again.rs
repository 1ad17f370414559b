//! Whoever says what they said before, as most of what comes in does: found in two statements for a
//! thousand. Nothing of them has to be worked out, and nothing is written.

use std::collections::{HashMap, HashSet};

use deedwell_core::{Id, Person, Result};
use deedwell_store::{Bulk, Tx};

use crate::book::{Order, Why};
use crate::link;
use crate::meet::{Arrival, Known, Met, check};
use crate::person::clean_name;
use crate::rules::rules;
use crate::sign::{IdentityKind, Proof, Sign};

/// Whose a sign is.
pub(crate) struct Whose {
    /// The person is the one that links made.
    known: Known,
    /// With whom that one is one.
    head: Id<Person>,
    is_known: bool,
    nameless: bool,
}

/// The places of the arrivals that say, later, what was said before and still counts.
pub(crate) async fn said_again(tx: &mut Tx, arrivals: &[Arrival]) -> Result<HashSet<usize>> {
    let mut orders: Vec<(usize, Order)> = Vec::new();
    for (place, arrival) in arrivals.iter().enumerate() {
        let Some((at, message)) = &arrival.said else { continue };
        let (at, message) = (at.as_microsecond(), message.clone());
        orders.push((place, Order { at, message, link: link::name_of(arrival) }));
    }
    let mut names: Vec<String> = orders.iter().map(|(_, order)| order.link.clone()).collect();
    names.sort_unstable();
    names.dedup();
    let before = link::said_before(tx, &names).await?;
    let is_again = |(_, order): &&(usize, Order)| {
        before.get(&order.link).is_some_and(|(before, is_void)| !is_void && before <= order)
    };
    Ok(orders.iter().filter(is_again).map(|(place, _)| *place).collect())
}

/// Whom these arrivals show; `None` for one of which more has to be looked at.
pub(crate) async fn met_again(tx: &mut Tx, arrivals: &[&Arrival]) -> Result<Vec<Option<Met>>> {
    let rules = rules(tx).await?;
    let signs = whose(tx, arrivals.iter().flat_map(|a| &a.signs)).await?;
    let met = arrivals.iter().map(|arrival| {
        let known = match check(arrival, &rules) {
            Err(error) => Err(error),
            Ok(()) => again(arrival, &signs)?,
        };
        Some(Met { known, refused: Vec::new() })
    });
    Ok(met.collect())
}

fn again(arrival: &Arrival, signs: &HashMap<Sign, Whose>) -> Option<Result<Known>> {
    let first = signs.get(arrival.signs.first()?)?;
    let brings_a_name = !clean_name(&arrival.name).ok()?.is_empty();
    if brings_a_name && first.nameless {
        return None;
    }
    if !arrival.proof.proves() && first.is_known {
        return Some(Err(Why::ProveIt.error(IdentityKind::Import)));
    }
    let others = |sign: &&Sign| signs.get(*sign).is_none_or(|whose| whose.head != first.head);
    match arrival.signs.iter().find(others) {
        Some(other) if !arrival.lenient => Some(Err(Why::TwoPeople.error(other.kind()))),
        _ => Some(Ok(first.known())),
    }
}

impl Whose {
    /// As everybody sees them.
    pub fn known(&self) -> Known {
        Known { person: self.head, ..self.known }
    }
}

/// Whose these signs are, of those that are somebody's.
pub(crate) async fn whose<'a>(
    tx: &mut Tx,
    signs: impl Iterator<Item = &'a Sign>,
) -> Result<HashMap<Sign, Whose>> {
    let mut wanted: HashMap<(IdentityKind, &str), Vec<&str>> = HashMap::new();
    for sign in signs {
        wanted.entry((sign.kind(), sign.scope())).or_default().push(sign.value());
    }
    let mut found = HashMap::new();
    for ((kind, scope), mut values) in wanted {
        values.sort_unstable();
        values.dedup();
        // SQLite joins in the order in which it is told to cross; left to itself it walks all people for a
        // long list of signs.
        let mut find = Bulk::new(
            tx,
            "select i.id, i.origin, i.value, i.proof, p.head,
                    case when h.name = '' then 1 else 0 end as nameless,
                    case when (p.head <> p.id and h.known = 2) or exists
                      (select 1 from identity k where k.organisation = $1 and k.origin = i.origin
                         and k.loose = 0 and k.proof <> 'claimed') then 1 else 0 end as known
             from identity i cross join person p cross join person h
             where p.organisation = $1 and p.id = i.origin
               and h.organisation = $1 and h.id = p.head
               and i.organisation = $1 and i.loose = 0 and i.kind = ? and i.scope = ?
               and i.value in (",
            [kind.name().into(), scope.into()],
            "?",
            ")",
        );
        values.iter().for_each(|value| find.add([(*value).into()]));
        for row in find.list(tx).await? {
            let proof = Proof::parse(&row.text("proof")?).unwrap_or(Proof::Claimed);
            let (person, identity) = (row.id("origin")?, row.id("id")?);
            let whose = Whose {
                known: Known { person, identity, proof, is_new: false },
                head: row.id("head")?,
                is_known: row.number("known")? == 1,
                nameless: row.number("nameless")? == 1,
            };
            found.insert(Sign::stored(kind, row.text("value")?, scope.to_owned()), whose);
        }
    }
    Ok(found)
}
