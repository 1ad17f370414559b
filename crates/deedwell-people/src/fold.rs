//! Links that reach us late. The links that hang together with them are taken again from the first to
//! the last, so that who is one person does not depend on the order in which it was heard.

use std::collections::{BTreeSet, HashMap, HashSet};

use deedwell_core::{Error, Id, Person, Result};
use deedwell_store::{Bulk, Tx};

use crate::book::{Book, Order, Why};
use crate::flush::flush;
use crate::link::{self, Kept};
use crate::meet::{Arrival, Known, Met, book_of, check, order};
use crate::person::clean_name;
use crate::sign::{IdentityKind, Proof, Sign};

/// What became of each link, by its name: whether the sign that was seen was believed, and which others
/// were not.
type Verdicts = HashMap<String, (bool, Vec<(usize, Why)>)>;

/// Meets people of whom something is said that belongs before what we took already.
pub(crate) async fn meet_late(tx: &mut Tx, arrivals: &[Arrival]) -> Result<Vec<Met>> {
    let mut book = book_of(tx, arrivals.iter().flat_map(|a| &a.signs)).await?;
    let mut said = Vec::with_capacity(arrivals.len());
    for arrival in arrivals {
        let fit = check(arrival, &book.rules).and_then(|()| clean_name(&arrival.name));
        let order = order(tx, arrival, &book);
        if fit.is_ok() {
            let new = link::New { arrival, order: order.clone(), refused: Vec::new() };
            link::keep(tx, &[new]).await?;
            link::move_up(tx, &order).await?;
        }
        said.push((order, fit));
    }
    let seeds: Vec<Sign> = arrivals.iter().flat_map(|a| &a.signs).cloned().collect();
    let verdicts = refold(tx, &seeds, &mut book).await?;
    let mut met = Vec::with_capacity(arrivals.len());
    for (arrival, (order, name)) in arrivals.iter().zip(said) {
        let known = name.and_then(|name| {
            let (is_in, refused) = verdicts.get(&order.link).ok_or_else(|| lost(arrival))?;
            let known = arrival.signs.first().and_then(|s| book.signs.get(s)).copied();
            let known = known.filter(|_| *is_in).ok_or_else(|| lost(arrival))?;
            if let (Some((_, why)), false) = (refused.first(), arrival.lenient) {
                return Err(why.error(first_kind(arrival)));
            }
            book.name(known.person, name);
            Ok(Known { person: book.head(known.person), is_new: false, ..known })
        });
        let sign = |(at, why): &(usize, Why)| Some((arrival.signs.get(*at)?.clone(), *why));
        let refused = verdicts.get(&order.link).map(|(_, refused)| refused.as_slice());
        let refused = refused.unwrap_or_default().iter().filter_map(sign).collect();
        met.push(Met { known, refused });
    }
    if !flush(tx, &book).await? {
        return Err(Error::TooMany {
            sentence: "Somebody else was adding the same people at the same moment. Nothing was changed; please try again.".into(),
            retry_after_s: 1,
        });
    }
    Ok(met)
}

fn lost(arrival: &Arrival) -> Error {
    Why::ProveIt.error(first_kind(arrival))
}

fn first_kind(arrival: &Arrival) -> IdentityKind {
    arrival.signs.first().map_or(IdentityKind::Import, Sign::kind)
}

/// Takes all links around these signs again, and writes whose they are now.
pub(crate) async fn again(tx: &mut Tx, seeds: &[Sign]) -> Result<()> {
    let mut book = book_of(tx, seeds.iter()).await?;
    refold(tx, seeds, &mut book).await?;
    if flush(tx, &book).await? {
        return Ok(());
    }
    Err(Error::fault("a sign appeared while links were taken again"))
}

/// Leaves in `book` what is to be written.
async fn refold(tx: &mut Tx, seeds: &[Sign], book: &mut Book) -> Result<Verdicts> {
    let (links, before) = held(tx, seeds).await?;
    let (after, verdicts) = fold(&before, &links, &|| tx.new_id());
    for kept in &links {
        let refused = verdicts.get(&kept.order.link).map(|(_, refused)| refused.as_slice());
        let refused = refused.unwrap_or_default();
        if *refused != kept.refused {
            link::decide(tx, &kept.order.link, refused).await?;
        }
    }
    *book = differences(&before, after);
    Ok(verdicts)
}

/// The links around these signs and the people concerned, held: read again until nothing new came while
/// we waited for somebody else.
async fn held(tx: &mut Tx, seeds: &[Sign]) -> Result<(Vec<Kept>, Book)> {
    let mut locked: BTreeSet<Id<Person>> = BTreeSet::new();
    loop {
        let links = link::around(tx, seeds).await?;
        let signs: HashSet<&Sign> =
            links.iter().flat_map(|k| &k.arrival.signs).chain(seeds).collect();
        let before = book_of(tx, signs.into_iter()).await?;
        let people: BTreeSet<Id<Person>> = before.people.keys().copied().collect();
        if people.is_subset(&locked) {
            return Ok((links, before));
        }
        lock(tx, &before).await?;
        locked.extend(people);
    }
}

/// Nobody else decides about these people until we have written.
async fn lock(tx: &mut Tx, book: &Book) -> Result<()> {
    let people: BTreeSet<Id<Person>> = book.people.keys().copied().collect();
    let mut touch = Bulk::new(
        tx,
        "update person set head = head where organisation = $1 and id in (",
        [],
        "?",
        ")",
    );
    people.iter().for_each(|p| touch.add([(*p).into()]));
    touch.run(tx).await.map(drop)
}

/// The fold itself: from nobody, link after link.
pub(crate) fn fold(before: &Book, links: &[Kept], ids: &dyn Fn() -> Id<()>) -> (Book, Verdicts) {
    let mut book = Book { rules: before.rules.clone(), ..Book::default() };
    book.kept = before.kept.clone();
    let mut verdicts = Verdicts::new();
    for kept in links {
        let verdict = (!kept.is_void).then(|| {
            let verdict = book.take(ids, &kept.arrival, &kept.order);
            adopt_heads(&mut book, before);
            verdict
        });
        let said = verdict.map_or_else(Default::default, |v| (v.known.is_ok(), v.refused));
        verdicts.insert(kept.order.link.clone(), said);
    }
    // Signs that no link puts anywhere any more stand alone, and bind nobody.
    let left = book.kept.keys().filter(|s| !book.signs.contains_key(*s));
    let mut left: Vec<Sign> = left.cloned().collect();
    left.sort_unstable();
    for sign in &left {
        let alone = Arrival::new(sign.clone(), Proof::Claimed);
        book.take(ids, &alone, &Order::default());
        adopt_heads(&mut book, before);
    }
    book.loose = left.into_iter().collect();
    keep_persons(&mut book, before);
    (book, verdicts)
}

/// A person whom all signs left for one that this fold made goes on as that one: with name, tags, and with
/// whom staff made them one.
fn keep_persons(book: &mut Book, before: &Book) {
    let mut had: HashMap<Id<Person>, HashMap<Id<Person>, usize>> = HashMap::new();
    for (sign, known) in &book.signs {
        if let Some(was) = before.signs.get(sign) {
            *had.entry(known.person).or_default().entry(was.person).or_default() += 1;
        }
    }
    let taken: HashSet<Id<Person>> = book.signs.values().map(|k| k.person).collect();
    let mut renamed: HashMap<Id<Person>, Id<Person>> = HashMap::new();
    let mut given: HashSet<Id<Person>> = HashSet::new();
    let mut groups: Vec<Id<Person>> =
        taken.iter().copied().filter(|p| !before.signs.values().any(|k| k.person == *p)).collect();
    groups.sort_unstable();
    for group in groups {
        let from = had.get(&group).into_iter().flatten();
        let free = from.filter(|(was, _)| !taken.contains(was) && !given.contains(was));
        let most = free.max_by_key(|(was, signs)| (**signs, std::cmp::Reverse(**was)));
        if let Some((was, _)) = most {
            given.insert(*was);
            renamed.insert(group, *was);
        }
    }
    for known in book.signs.values_mut() {
        known.person = renamed.get(&known.person).copied().unwrap_or(known.person);
    }
    for (group, was) in &renamed {
        if let Some(mut standing) = book.people.remove(group) {
            let old = before.people.get(was);
            standing.new = None;
            standing.head = old.and_then(|o| o.head);
            standing.head_is_known = old.is_some_and(|o| o.head_is_known);
            book.people.insert(*was, standing);
        }
        book.touched.insert(*was);
        book.linked.insert(*was);
    }
    book.new_people.retain(|new| !renamed.contains_key(&new.id));
    for set in [&mut book.touched, &mut book.linked] {
        set.retain(|p| !renamed.contains_key(p));
    }
    for person in book.founders.values_mut() {
        *person = renamed.get(person).copied().unwrap_or(*person);
    }
    for (place, new) in book.new_people.iter().enumerate() {
        if let Some(standing) = book.people.get_mut(&new.id) {
            standing.new = Some(place);
        }
    }
}

/// Whom staff made one stays one: their persons are found again by the ids that they had.
fn adopt_heads(book: &mut Book, before: &Book) {
    for (id, standing) in &mut book.people {
        if let Some(was) = before.people.get(id)
            && standing.head.is_none()
            && was.head.is_some()
        {
            standing.head = was.head;
            standing.head_is_known = was.head_is_known;
        }
    }
}

/// What is other than before.
fn differences(before: &Book, mut after: Book) -> Book {
    let mut changed = HashSet::new();
    let mut moved = HashSet::new();
    let mut touched: HashSet<Id<Person>> = HashSet::new();
    for (sign, known) in &after.signs {
        let was = before.signs.get(sign);
        if was.is_none() && !before.loose.contains(sign) {
            continue;
        }
        let person = was.map(|was| was.person);
        if person != Some(known.person) {
            moved.insert(sign.clone());
            touched.insert(known.person);
            touched.extend(person);
        }
        let is_same = was.is_some_and(|was| was.person == known.person && was.proof == known.proof)
            && after.weak.contains(sign) == before.weak.contains(sign);
        if !is_same || after.loose.contains(sign) != before.loose.contains(sign) {
            changed.insert(sign.clone());
        }
    }
    for (id, was) in &before.people {
        let standing = after.people.entry(*id).or_default();
        standing.nameless = was.nameless;
        standing.head = was.head;
        standing.last = standing.last.clone().max(was.last.clone());
    }
    let new: HashSet<Id<Person>> = after.new_people.iter().map(|n| n.id).collect();
    touched.extend(after.new_signs.iter().filter_map(|s| Some(after.signs.get(s)?.person)));
    touched.retain(|p| !new.contains(p));
    for new in &mut after.new_people {
        let theirs: Vec<_> = after.signs.iter().filter(|(_, k)| k.person == new.id).collect();
        new.values = theirs.iter().map(|(sign, _)| sign.value().to_owned()).collect();
        if let Some(standing) = after.people.get_mut(&new.id) {
            standing.signs = theirs.len();
            standing.proven = theirs.iter().filter(|(_, k)| k.proof.proves()).count();
        }
    }
    Book { changed, moved, touched, before: before.before.clone(), ..after }
}
