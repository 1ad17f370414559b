//! How a sign finds or makes its person.
//!
//! The rules, in one place:
//! * A sign that nobody has yet makes a person, or joins the person whom its companions name.
//! * Proof can rise and never falls.
//! * A *claimed* sign never reaches a known person, that is, one with anything proven: neither by
//!   naming theirs nor by being added to them.
//! * A claimed sign binds nobody. Whoever proves it takes it along; only where it was all that its
//!   person had does that person become known. So nobody can lie in wait with another's address.
//! * Two known people are never joined.

use std::collections::HashMap;

use deedwell_core::{Error, Id, Identity, Person, Result, Unit, Who};
use deedwell_store::{Bulk, Tx};
use jiff::Timestamp;

use crate::flush::flush;
use crate::person::clean_name;
use crate::sign::{IdentityKind, Proof, Sign};

/// Identities of one person at most. More would be a shared address or a loop, not a person.
pub const MOST_SIGNS: usize = 100;
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
    /// Who they are said to be by something better than these signs: a session.
    pub(crate) person: Option<Id<Person>>,
}

impl Arrival {
    pub fn new(sign: Sign, proof: Proof) -> Self {
        let signs = vec![sign];
        Self { signs, proof, name: String::new(), unit: None, met_at: None, person: None }
    }

    /// A sign of somebody of whom something better than the sign says who they are.
    pub fn of(person: Id<Person>, sign: Sign, proof: Proof) -> Self {
        Self { person: Some(person), ..Self::new(sign, proof) }
    }
}

/// Finds or makes the person of one sign.
///
/// # Errors
/// `people.prove_it` when a claim names somebody whom we know.
pub async fn ensure(tx: &mut Tx, sign: &Sign, proof: Proof, name: &str) -> Result<Known> {
    let arrival = Arrival { name: name.to_owned(), ..Arrival::new(sign.clone(), proof) };
    one(meet_many(tx, &[arrival]).await?)
}

/// Adds a sign to a person of whom something better than the sign says who they are: a session.
///
/// # Errors
/// `people.prove_it` for a claim, once the person is known; `people.two_people` when the sign is
/// proven to be another's.
pub async fn attach(tx: &mut Tx, person: Id<Person>, sign: &Sign, proof: Proof) -> Result<Known> {
    let arrival = Arrival::of(person, sign.clone(), proof);
    one(meet_many(tx, &[arrival]).await?)
}

/// [`ensure`] for many; the first that is refused refuses them all.
pub async fn ensure_many(tx: &mut Tx, arrivals: &[Arrival]) -> Result<Vec<Known>> {
    meet_many(tx, arrivals).await?.into_iter().collect()
}

/// Each arrival by itself, in this order, in a handful of statements for a thousand. What is refused
/// changes nothing.
pub async fn meet_many(tx: &mut Tx, arrivals: &[Arrival]) -> Result<Vec<Result<Known>>> {
    for _ in 0..ATTEMPTS {
        let mut book = load(tx, arrivals).await?;
        let met = arrivals.iter().map(|a| book.meet(tx, a)).collect();
        if flush(tx, &book).await? {
            return Ok(met);
        }
    }
    Err(Error::TooMany {
        sentence: "Somebody else was adding the same people at the same moment. Nothing was changed; please try again.".into(),
        retry_after_s: 1,
    })
}

/// Whose these signs are, of those that are somebody's.
pub async fn find_signs<'a>(
    tx: &mut Tx,
    signs: impl Iterator<Item = &'a Sign>,
) -> Result<HashMap<Sign, Known>> {
    Ok(book_of(tx, signs).await?.signs)
}

async fn book_of<'a>(tx: &mut Tx, signs: impl Iterator<Item = &'a Sign>) -> Result<Book> {
    let mut wanted: HashMap<(IdentityKind, &str), Vec<&str>> = HashMap::new();
    for sign in signs {
        wanted.entry((sign.kind(), sign.scope())).or_default().push(sign.value());
    }
    let mut book = Book::default();
    for ((kind, scope), mut values) in wanted {
        values.sort_unstable();
        values.dedup();
        load_signs(tx, &mut book, kind, scope, &values).await?;
    }
    Ok(book)
}

/// The numbers, valid everywhere, by which these people sign in somewhere; who has none is not there.
pub async fn logins_of(
    tx: &mut Tx,
    people: &[Id<Person>],
) -> Result<HashMap<Id<Person>, Vec<String>>> {
    let mut find = Bulk::new(
        tx,
        "select person, value from identity
         where organisation = $1 and kind = 'login' and scope = '' and person in (",
        [],
        "?",
        ")",
    );
    people.iter().for_each(|person| find.add([(*person).into()]));
    let mut logins: HashMap<Id<Person>, Vec<String>> = HashMap::new();
    if find.is_empty() {
        return Ok(logins);
    }
    for row in find.list(tx).await? {
        logins.entry(row.id("person")?).or_default().push(row.text("value")?);
    }
    Ok(logins)
}

fn one(met: Vec<Result<Known>>) -> Result<Known> {
    met.into_iter().next().unwrap_or_else(|| Err(Error::fault("one arrival, no meeting")))
}

/// What is known of the people concerned, and what is to be written.
#[derive(Default)]
pub(crate) struct Book {
    pub signs: HashMap<Sign, Known>,
    people: HashMap<Id<Person>, Standing>,
    pub new_people: Vec<NewPerson>,
    pub new_signs: Vec<Sign>,
    /// Signs that were there and now are better proven, or another's.
    pub changed: Vec<Sign>,
    pub named: Vec<(Id<Person>, String)>,
    /// People who were there and are now to be found by other words.
    pub touched: Vec<Id<Person>>,
}

pub(crate) struct NewPerson {
    pub id: Id<Person>,
    pub name: String,
    pub values: Vec<String>,
    pub unit: Option<Id<Unit>>,
    pub met_at: Timestamp,
}

#[derive(Default)]
struct Standing {
    nameless: bool,
    signs: usize,
    proven: usize,
    /// The place among the new people.
    new: Option<usize>,
}

async fn load(tx: &mut Tx, arrivals: &[Arrival]) -> Result<Book> {
    let mut book = book_of(tx, arrivals.iter().flat_map(|a| &a.signs)).await?;
    for person in arrivals.iter().filter_map(|a| a.person) {
        load_person(tx, &mut book, person).await?;
    }
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
        "select i.id, i.person, i.value, i.proof, case when p.name = '' then 1 else 0 end as nameless,
           (select count(*) from identity k
            where k.organisation = $1 and k.person = i.person) as signs,
           (select count(*) from identity k
            where k.organisation = $1 and k.person = i.person and k.proven_at is not null) as proven
         from identity i join person p on p.organisation = $1 and p.id = i.person
         where i.organisation = $1 and i.kind = ? and i.scope = ? and i.value in (",
        [kind.name().into(), scope.into()],
        "?",
        ")",
    );
    values.iter().for_each(|value| find.add([(*value).into()]));
    for row in find.list(tx).await? {
        let person = row.id("person")?;
        let proof = Proof::parse(&row.text("proof")?).unwrap_or(Proof::Claimed);
        let known = Known { person, identity: row.id("id")?, proof, is_new: false };
        book.signs.insert(Sign::stored(kind, row.text("value")?, scope.to_owned()), known);
        book.people.insert(person, standing(&row)?);
    }
    Ok(())
}

async fn load_person(tx: &mut Tx, book: &mut Book, person: Id<Person>) -> Result<()> {
    let find = tx.query(
        "select case when p.name = '' then 1 else 0 end as nameless,
           (select count(*) from identity k
            where k.organisation = $1 and k.person = p.id) as signs,
           (select count(*) from identity k
            where k.organisation = $1 and k.person = p.id and k.proven_at is not null) as proven
         from person p where p.organisation = $1 and p.id = $2",
    );
    let row = tx.find(find.bind(person)).await?.ok_or(Error::Missing("person"))?;
    book.people.insert(person, standing(&row)?);
    Ok(())
}

fn standing(row: &deedwell_store::Row) -> Result<Standing> {
    let count = |column| Ok(usize::try_from(row.number(column)?).unwrap_or_default());
    Ok(Standing {
        nameless: row.number("nameless")? == 1,
        signs: count("signs")?,
        proven: count("proven")?,
        new: None,
    })
}

impl Book {
    /// Decides about one arrival and writes it down here. Refuses before anything is written.
    fn meet(&mut self, tx: &Tx, arrival: &Arrival) -> Result<Known> {
        let first = arrival.signs.first().ok_or_else(|| {
            Error::refused("people.no_sign", "There is nothing here by which to know this person.")
        })?;
        let name = clean_name(&arrival.name)?;
        let chosen = self.choose(arrival)?;
        let held = chosen.and_then(|p| self.people.get(&p)).map_or(0, |s| s.signs);
        let fresh = arrival.signs.iter().filter(|s| !self.signs.contains_key(*s)).count();
        if held + fresh > MOST_SIGNS {
            return Err(Error::refused(
                "people.too_many_signs",
                format!("A person is known by at most {MOST_SIGNS} signs."),
            ));
        }
        let person = chosen.unwrap_or_else(|| self.make(tx, arrival));
        for sign in &arrival.signs {
            match self.signs.get(sign).copied() {
                Some(known) => self.strengthen(sign, known, person, arrival.proof),
                None => self.add(tx, sign, person, arrival.proof),
            }
        }
        self.name(person, name);
        let seen = self.signs.get(first).copied().ok_or_else(|| Error::fault("a sign was lost"))?;
        Ok(Known { is_new: chosen.is_none(), ..seen })
    }

    /// The person whom an arrival means; `None` for somebody new.
    fn choose(&self, arrival: &Arrival) -> Result<Option<Id<Person>>> {
        let seen = || arrival.signs.iter().filter_map(|s| self.signs.get(s));
        let is_known = |p: Id<Person>| self.people.get(&p).is_some_and(|s| s.proven > 0);
        if !arrival.proof.proves() {
            let named = arrival.person.or_else(|| seen().next().map(|k| k.person));
            let elsewhere = |p: Id<Person>| arrival.person.is_some_and(|here| here != p);
            let reaches =
                seen().map(|k| k.person).chain(named).any(|p| is_known(p) || elsewhere(p));
            return if reaches { Err(prove_it()) } else { Ok(named) };
        }
        let mut people = seen().filter(|k| k.proof.proves()).map(|k| k.person);
        let proven = arrival.person.or_else(|| people.next());
        if let Some(person) = proven {
            return if people.any(|p| p != person) { Err(two_people()) } else { Ok(proven) };
        }
        let alone = |p: &Id<Person>| self.people.get(p).is_some_and(|s| s.signs == 1);
        Ok(seen().map(|k| k.person).find(alone))
    }

    fn make(&mut self, tx: &Tx, arrival: &Arrival) -> Id<Person> {
        let id = tx.new_id();
        let new = Some(self.new_people.len());
        self.new_people.push(NewPerson {
            id,
            name: String::new(),
            values: Vec::new(),
            unit: arrival.unit,
            met_at: arrival.met_at.unwrap_or(tx.now()),
        });
        self.people.insert(id, Standing { nameless: true, new, ..Standing::default() });
        id
    }

    fn add(&mut self, tx: &Tx, sign: &Sign, person: Id<Person>, proof: Proof) {
        let known = Known { person, identity: tx.new_id(), proof, is_new: false };
        self.signs.insert(sign.clone(), known);
        self.new_signs.push(sign.clone());
        self.gain(person, proof, sign);
    }

    /// A proven sign comes along to whoever proved it; a claim changes nothing that is there.
    fn strengthen(&mut self, sign: &Sign, known: Known, person: Id<Person>, proof: Proof) {
        if proof <= known.proof {
            return;
        }
        self.signs.insert(sign.clone(), Known { person, proof, ..known });
        self.changed.push(sign.clone());
        if let Some(before) = self.people.get_mut(&known.person) {
            before.signs = before.signs.saturating_sub(1);
            before.proven = before.proven.saturating_sub(usize::from(known.proof.proves()));
        }
        self.touched.push(known.person);
        self.gain(person, proof, sign);
    }

    fn gain(&mut self, person: Id<Person>, proof: Proof, sign: &Sign) {
        let standing = self.people.entry(person).or_default();
        standing.signs += 1;
        standing.proven += usize::from(proof.proves());
        match standing.new.and_then(|place| self.new_people.get_mut(place)) {
            Some(new) => new.values.push(sign.value().to_owned()),
            None => self.touched.push(person),
        }
    }

    /// Only who has no name is given one: what staff wrote is not undone by a file.
    fn name(&mut self, person: Id<Person>, name: String) {
        let Some(standing) = self.people.get_mut(&person) else { return };
        if name.is_empty() || !standing.nameless {
            return;
        }
        standing.nameless = false;
        match standing.new.and_then(|place| self.new_people.get_mut(place)) {
            Some(new) => new.name = name,
            None => {
                self.named.push((person, name));
                self.touched.push(person);
            }
        }
    }
}

fn prove_it() -> Error {
    Error::refused(
        "people.prove_it",
        "This belongs to somebody we know. Please sign in, or prove that it is yours.",
    )
}

fn two_people() -> Error {
    Error::refused(
        "people.two_people",
        "These signs belong to two people whom we know apart, and nothing here says that they are one.",
    )
}
