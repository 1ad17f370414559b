//! How a sign finds or makes its person, one at a time or a hundred thousand. What decides is in
//! [`crate::book`]; here it is read and written.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use deedwell_core::{Error, Id, Identity, Person, Result, Unit, Who};
use deedwell_store::{Bulk, Row, Tx};
use jiff::Timestamp;

use crate::again::{met_again, said_again, whose};
use crate::book::{Book, Order, Standing, Why};
use crate::flush::flush;
use crate::person::clean_name;
use crate::rules::{Rules, rules};
use crate::sign::{IdentityKind, Proof, Sign};
use crate::{fold, link};

/// How often a meeting is tried again when another transaction met the same person first.
const ATTEMPTS: usize = 3;

/// A person and the identity by which they were seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Known {
    pub person: Id<Person>,
    pub identity: Id<Identity>,
    pub proof: Proof,
    /// Whether this meeting made the person.
    pub is_new: bool,
}

impl Known {
    /// A customer once the identity is proven, until then a visitor.
    pub fn who(self) -> Who {
        let Self { person, identity, proof, .. } = self;
        if proof.proves() {
            Who::Customer { identity, person }
        } else {
            Who::Visitor { identity, person }
        }
    }
}

/// Somebody with the signs that they bring, all believed for the same reason.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The first is the identity seen.
    pub signs: Vec<Sign>,
    pub proof: Proof,
    /// Given to a person who has none; '' for unknown.
    pub name: String,
    pub unit: Option<Id<Unit>>,
    /// When they were first met, where that is not now.
    pub met_at: Option<Timestamp>,
    /// When it reached us and with which message, where that is not now and with none.
    pub said: Option<(Timestamp, String)>,
    /// Who says so: `source/…`, `staff/…`; '' for the person themselves.
    pub told_by: String,
    /// A sign that cannot be theirs is left out, instead of refusing them all.
    pub lenient: bool,
    /// Whether somebody made sure that the signs beside the first are theirs. What nobody confirmed joins
    /// nobody who has shown more, and gives way to whoever does.
    pub confirmed: bool,
}

impl Arrival {
    pub fn new(sign: Sign, proof: Proof) -> Self {
        Self {
            signs: vec![sign],
            proof,
            name: String::new(),
            unit: None,
            met_at: None,
            said: None,
            told_by: String::new(),
            lenient: false,
            confirmed: true,
        }
    }
}

/// What became of an arrival.
#[derive(Debug)]
pub struct Met {
    pub known: Result<Known>,
    /// Signs that were left out, and why.
    pub refused: Vec<(Sign, Why)>,
}

/// Finds or makes the person of one sign.
///
/// # Errors
/// `people.prove_it` when a claim names somebody whom we know.
pub async fn ensure(tx: &mut Tx, sign: &Sign, proof: Proof, name: &str) -> Result<Known> {
    let arrival = Arrival { name: name.to_owned(), ..Arrival::new(sign.clone(), proof) };
    let mut met = meet_many(tx, &[arrival]).await?;
    met.pop().unwrap_or_else(|| Err(Error::fault("one arrival, no meeting")))
}

/// [`ensure`] for many; the first that is refused refuses them all.
pub async fn ensure_many(tx: &mut Tx, arrivals: &[Arrival]) -> Result<Vec<Known>> {
    meet_many(tx, arrivals).await?.into_iter().collect()
}

/// [`meet_all`] without what was left out.
pub async fn meet_many(tx: &mut Tx, arrivals: &[Arrival]) -> Result<Vec<Result<Known>>> {
    Ok(meet_all(tx, arrivals).await?.into_iter().map(|met| met.known).collect())
}

/// Each arrival by itself, in a handful of statements for a thousand: those that say something new in this
/// order, then those that say what was said before. What is refused changes nothing.
pub async fn meet_all(tx: &mut Tx, arrivals: &[Arrival]) -> Result<Vec<Met>> {
    let mut again = said_again(tx, arrivals).await?;
    let mut met: Vec<Option<Met>> = Vec::new();
    met.resize_with(arrivals.len(), || None);
    if again.len() < arrivals.len() {
        let new = (0..arrivals.len()).filter(|place| !again.contains(place)).collect();
        meet_these(tx, arrivals, new, &mut met).await?;
    }
    if !again.is_empty() {
        let mut places: Vec<usize> = again.drain().collect();
        places.sort_unstable();
        let those: Vec<&Arrival> = places.iter().filter_map(|at| arrivals.get(*at)).collect();
        let found = met_again(tx, &those).await?;
        let mut rest = Vec::new();
        for (place, found) in places.into_iter().zip(found) {
            match (found, met.get_mut(place)) {
                (Some(found), Some(slot)) => *slot = Some(found),
                _ => rest.push(place),
            }
        }
        meet_these(tx, arrivals, rest, &mut met).await?;
    }
    met.into_iter().collect::<Option<_>>().ok_or_else(|| Error::fault("somebody was not met"))
}

/// Meets those at these places.
async fn meet_these(
    tx: &mut Tx,
    arrivals: &[Arrival],
    places: Vec<usize>,
    met: &mut [Option<Met>],
) -> Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    let those = if places.len() == arrivals.len() {
        Cow::Borrowed(arrivals)
    } else {
        Cow::Owned(places.iter().filter_map(|at| arrivals.get(*at)).cloned().collect::<Vec<_>>())
    };
    for (place, one) in places.into_iter().zip(work_out(tx, &those).await?) {
        if let Some(slot) = met.get_mut(place) {
            *slot = Some(one);
        }
    }
    Ok(())
}

/// Works out who they are by what was said of them and of everybody who shares a sign with them.
async fn work_out(tx: &mut Tx, arrivals: &[Arrival]) -> Result<Vec<Met>> {
    for _ in 0..ATTEMPTS {
        let mut desk = Desk::open(tx, arrivals).await?;
        let met: Vec<Met> = arrivals.iter().map(|a| desk.meet(tx, a)).collect();
        if !desk.late.is_empty() {
            return fold::meet_late(tx, arrivals).await;
        }
        if flush(tx, &desk.book).await? {
            link::keep(tx, &desk.said).await?;
            return Ok(met);
        }
    }
    Err(Error::TooMany {
        sentence: "Somebody else was adding the same people at the same moment. Nothing was changed; please try again.".into(),
        retry_after_s: 1,
    })
}

struct Desk<'a> {
    book: Book,
    /// What was said before, and whether staff took it back.
    before: HashMap<String, (Order, bool)>,
    said: Vec<link::New<'a>>,
    /// Links that belong before others that were taken already.
    late: Vec<Order>,
}

impl<'a> Desk<'a> {
    async fn open(tx: &mut Tx, arrivals: &[Arrival]) -> Result<Self> {
        let book = book_of(tx, arrivals.iter().flat_map(|a| &a.signs)).await?;
        let names: HashSet<String> = arrivals.iter().map(link::name_of).collect();
        let names: Vec<String> = names.into_iter().collect();
        let before = link::said_before(tx, &names).await?;
        Ok(Self { book, before, said: Vec::new(), late: Vec::new() })
    }

    fn meet(&mut self, tx: &Tx, arrival: &'a Arrival) -> Met {
        self.try_meet(tx, arrival)
            .unwrap_or_else(|error| Met { known: Err(error), refused: Vec::new() })
    }

    fn try_meet(&mut self, tx: &Tx, arrival: &'a Arrival) -> Result<Met> {
        check(arrival, &self.book.rules)?;
        let name = clean_name(&arrival.name)?;
        let order = order(tx, arrival, &self.book);
        if let Some((_, true)) = self.before.get(&order.link) {
            return self.taken_back(tx, arrival, &order);
        }
        if self.before.get(&order.link).is_some_and(|(before, _)| *before <= order) {
            if let Some(known) = self.again(arrival)? {
                self.book.name(known.person, name);
                return Ok(self.met(known, &[], arrival));
            }
        } else if self.book.last_of(arrival).is_some_and(|last| *last > order) {
            self.late.push(order);
            return Err(Error::fault("taken with the late ones"));
        }
        let verdict = self.book.take(&|| tx.new_id(), arrival, &order);
        let met = match verdict.known {
            Ok(known) => {
                self.book.name(known.person, name);
                Ok(self.met(known, &verdict.refused, arrival))
            }
            Err((why, kind)) => Err(why.error(kind)),
        };
        if met.is_ok() || arrival.lenient {
            self.before.insert(order.link.clone(), (order.clone(), false));
            self.said.push(link::New { arrival, order, refused: verdict.refused });
        }
        met
    }

    /// Staff took this link back: said again, it names its first sign and ties nothing.
    fn taken_back(&mut self, tx: &Tx, arrival: &'a Arrival, order: &Order) -> Result<Met> {
        let mut alone = arrival.clone();
        alone.signs.truncate(1);
        let seen = alone.signs.first().and_then(|s| self.book.signs.get(s)).copied();
        let known = match seen {
            Some(known) => Known { is_new: false, ..known },
            None => {
                let verdict = self.book.take(&|| tx.new_id(), &alone, order);
                verdict.known.map_err(|(why, kind)| why.error(kind))?
            }
        };
        Ok(self.met(known, &[], arrival))
    }

    /// Somebody who says what was said before. `None` where that did not make them known.
    fn again(&self, arrival: &Arrival) -> Result<Option<Known>> {
        let first = arrival.signs.first().and_then(|s| self.book.signs.get(s));
        let Some(first) = first else { return Ok(None) };
        if !arrival.proof.proves() && self.book.is_known(first.person) {
            return Err(Why::ProveIt.error(IdentityKind::Import));
        }
        let others = arrival.signs.iter().filter(|s| {
            let known = self.book.signs.get(*s);
            known.is_none_or(|k| self.book.head(k.person) != self.book.head(first.person))
        });
        match others.map(Sign::kind).next() {
            Some(kind) if !arrival.lenient => Err(Why::TwoPeople.error(kind)),
            _ => Ok(Some(Known { is_new: false, ..*first })),
        }
    }

    fn met(&self, known: Known, refused: &[(usize, Why)], arrival: &Arrival) -> Met {
        let known = Known { person: self.book.head(known.person), ..known };
        let sign = |(at, why): &(usize, Why)| Some((arrival.signs.get(*at)?.clone(), *why));
        Met { known: Ok(known), refused: refused.iter().filter_map(sign).collect() }
    }
}

/// Whether there is anything here by which to know somebody.
pub(crate) fn check(arrival: &Arrival, rules: &Rules) -> Result<()> {
    let Some(first) = arrival.signs.first() else {
        return Err(Error::refused(
            "people.no_sign",
            "There is nothing here by which to know this person.",
        ));
    };
    if rules.blocks(first, i64::MAX) {
        return Err(Error::refused(
            "people.blocked_sign",
            format!("“{}” names nobody here: it is on the list of blocked values.", first.value()),
        ));
    }
    Ok(())
}

/// Where an arrival stands. What is said now comes after all that was said of these people, however
/// clocks of servers differ.
pub(crate) fn order(tx: &Tx, arrival: &Arrival, book: &Book) -> Order {
    let link = link::name_of(arrival);
    match &arrival.said {
        Some((at, message)) => Order { at: at.as_microsecond(), message: message.clone(), link },
        None => {
            let last = book.last_of(arrival).map_or(0, |last| last.at + 1);
            Order { at: tx.now().as_microsecond().max(last), message: String::new(), link }
        }
    }
}

/// Whose these signs are, of those that are somebody's.
pub async fn find_signs<'a>(
    tx: &mut Tx,
    signs: impl Iterator<Item = &'a Sign>,
) -> Result<HashMap<Sign, Known>> {
    let found = whose(tx, signs).await?;
    Ok(found.into_iter().map(|(sign, whose)| (sign, whose.known())).collect())
}

pub(crate) async fn book_of<'a>(
    tx: &mut Tx,
    signs: impl Iterator<Item = &'a Sign>,
) -> Result<Book> {
    let mut wanted: HashMap<(IdentityKind, &str), Vec<&str>> = HashMap::new();
    for sign in signs {
        wanted.entry((sign.kind(), sign.scope())).or_default().push(sign.value());
    }
    let mut book = Book { rules: rules(tx).await?, ..Book::default() };
    for ((kind, scope), mut values) in wanted {
        values.sort_unstable();
        values.dedup();
        load_signs(tx, &mut book, kind, scope, &values).await?;
        let nobodys = |value: &&str| {
            let sign = Sign::stored(kind, (*value).to_owned(), scope.to_owned());
            !book.signs.contains_key(&sign)
        };
        let nobodys: Vec<&str> = values.iter().copied().filter(nobodys).collect();
        book.named_before.extend(link::refused(tx, kind, scope, &nobodys).await?);
    }
    let founded = book.kept.values().filter_map(|(_, founded)| *founded);
    let people: HashSet<Id<Person>> =
        book.signs.values().map(|k| k.person).chain(founded).collect();
    load_people(tx, &mut book, &people.into_iter().collect::<Vec<_>>()).await?;
    Ok(book)
}

async fn load_signs(
    tx: &mut Tx,
    book: &mut Book,
    kind: IdentityKind,
    scope: &str,
    values: &[&str],
) -> Result<()> {
    let mut find = Bulk::new(
        tx,
        "select id, origin, founded, value, proof, loose, weak from identity
         where organisation = $1 and kind = ? and scope = ? and value in (",
        [kind.name().into(), scope.into()],
        "?",
        ")",
    );
    values.iter().for_each(|value| find.add([(*value).into()]));
    for row in find.list(tx).await? {
        let proof = Proof::parse(&row.text("proof")?).unwrap_or(Proof::Claimed);
        let (person, identity) = (row.id("origin")?, row.id("id")?);
        let sign = Sign::stored(kind, row.text("value")?, scope.to_owned());
        book.kept.insert(sign.clone(), (identity, row.id_or_null("founded")?));
        if row.number("loose")? == 1 {
            book.loose.insert(sign);
            continue;
        }
        if row.number("weak")? == 1 {
            book.weak.insert(sign.clone());
        }
        book.before.insert(sign.clone(), (person, proof));
        book.signs.insert(sign, Known { person, identity, proof, is_new: false });
    }
    Ok(())
}

/// What is known of these people: with whom they are one, and how many signs they have.
pub(crate) async fn load_people(tx: &mut Tx, book: &mut Book, people: &[Id<Person>]) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let mut find = Bulk::new(
        tx,
        "select p.id, p.head, h.known, p.linked_at, p.linked_by,
                case when h.name = '' then 1 else 0 end as nameless
         from person p join person h on h.organisation = $1 and h.id = p.head
         where p.organisation = $1 and p.id in (",
        [],
        "?",
        ")",
    );
    people.iter().for_each(|id| find.add([(*id).into()]));
    for row in find.list(tx).await? {
        book.people.insert(row.id("id")?, standing(&row)?);
    }
    let mut count = Bulk::new(
        tx,
        "select origin, kind, value, scope, proof from identity
         where organisation = $1 and loose = 0 and origin in (",
        [],
        "?",
        ")",
    );
    people.iter().for_each(|id| count.add([(*id).into()]));
    for row in count.list(tx).await? {
        let Some(kind) = IdentityKind::parse(&row.text("kind")?) else { continue };
        let sign = Sign::stored(kind, row.text("value")?, row.text("scope")?);
        let proof = Proof::parse(&row.text("proof")?).unwrap_or(Proof::Claimed);
        if let Some(standing) = book.people.get_mut(&row.id("origin")?) {
            standing.gain(&sign, proof.proves());
        }
    }
    Ok(())
}

fn standing(row: &Row) -> Result<Standing> {
    let (id, head): (Id<Person>, Id<Person>) = (row.id("id")?, row.id("head")?);
    let by = row.text("linked_by")?;
    let (message, link) = by.rsplit_once('\n').unwrap_or(("", &by));
    let last =
        Order { at: row.number("linked_at")?, message: message.to_owned(), link: link.to_owned() };
    let head = (head != id).then_some(head);
    Ok(Standing {
        nameless: row.number("nameless")? == 1,
        head,
        head_is_known: head.is_some() && row.number("known")? == 2,
        last,
        ..Standing::default()
    })
}
