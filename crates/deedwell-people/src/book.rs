//! Who is who, worked out from what was said, one link after the other. No IO.
//!
//! The rules, in one place:
//! * A sign that nobody has yet makes a person, or joins the person whom its companions name.
//! * Proof can rise and never falls.
//! * A *claimed* sign never reaches a known person, that is, one with anything proven: neither by
//!   naming theirs nor by being added to them.
//! * A claimed sign binds nobody. Whoever proves it takes it along; only where it was all that its
//!   person had does that person become known. So nobody can lie in wait with another's address.
//! * Two known people are never joined, and a browser names nobody: a hundred people at one screen
//!   stay a hundred.
//! * Nobody has more signs of a kind than the rules of the organisation allow.
//!
//! What people are is a fold of this over all links in their [`Order`]. Said in another order, the
//! same links make the same people: [`crate::fold`].

use std::collections::{HashMap, HashSet};

use deedwell_core::{Error, Id, Identity, Person, Unit};
use jiff::Timestamp;

use crate::meet::{Arrival, Known};
use crate::rules::{MOST_SIGNS, Rules};
use crate::sign::{IdentityKind, Proof, Sign};

/// Where a link stands among all others: by when it reached us, then by its message, then by what it
/// says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Order {
    /// Microseconds.
    pub at: i64,
    pub message: String,
    pub link: String,
}

/// Why a sign was not believed to be somebody's.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Why {
    /// It is proven to be somebody else's.
    TwoPeople,
    /// They have as many of the kind as anybody may have.
    TooMany,
    /// It is only claimed, and belongs to somebody we know.
    ProveIt,
    /// It is on the organisation's list of values that name nobody.
    Blocked,
}

impl Why {
    pub const ALL: [Self; 4] = [Self::TwoPeople, Self::TooMany, Self::ProveIt, Self::Blocked];

    pub const fn name(self) -> &'static str {
        match self {
            Self::TwoPeople => "two_people",
            Self::TooMany => "too_many",
            Self::ProveIt => "prove_it",
            Self::Blocked => "blocked",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.name() == text)
    }

    pub fn error(self, kind: IdentityKind) -> Error {
        match self {
            Self::TwoPeople => Error::refused(
                "people.two_people",
                "These signs belong to two people whom we know apart, and nothing here says that they are one.",
            ),
            Self::TooMany => Error::refused(
                "people.too_many_signs",
                format!("Nobody is known by more signs of this kind ({}).", kind.name()),
            ),
            Self::ProveIt => Error::refused(
                "people.prove_it",
                "This belongs to somebody we know. Please sign in, or prove that it is yours.",
            ),
            Self::Blocked => Error::refused(
                "people.blocked_sign",
                "This is on the list of values that name nobody here.",
            ),
        }
    }
}

/// What became of a link.
pub(crate) struct Verdict {
    /// The sign that was seen; refused where the link as a whole was.
    pub known: Result<Known, (Why, IdentityKind)>,
    /// The places of signs that were not believed.
    pub refused: Vec<(usize, Why)>,
}

/// Makes ids; handed in, as chance is.
pub(crate) type Ids<'a> = &'a dyn Fn() -> Id<()>;

/// What is known of the people concerned, and what is to be written. Persons here are those that links
/// make; with whom staff made them one is in `head`.
#[derive(Default)]
pub(crate) struct Book {
    pub signs: HashMap<Sign, Known>,
    pub people: HashMap<Id<Person>, Standing>,
    pub rules: Rules,
    /// Of signs that are nobody's: the last link that named them and was not believed.
    pub named_before: HashMap<Sign, Order>,
    /// Of signs that were there before: their identity, and the person that was made for them.
    pub kept: HashMap<Sign, (Id<Identity>, Option<Id<Person>>)>,
    pub new_people: Vec<NewPerson>,
    pub new_signs: Vec<Sign>,
    /// Whose they were, and how proven.
    pub before: HashMap<Sign, (Id<Person>, Proof)>,
    /// The sign for which each new person was made.
    pub founders: HashMap<Sign, Id<Person>>,
    /// Signs that were there and now are better proven, or another's.
    pub changed: HashSet<Sign>,
    /// Signs that were there and that no link holds any more.
    pub loose: HashSet<Sign>,
    /// Signs that are somebody's by a word that nobody confirmed.
    pub weak: HashSet<Sign>,
    /// Signs that the link at hand brought or proved.
    pub fresh: HashSet<Sign>,
    /// Those of them that came to another person.
    pub moved: HashSet<Sign>,
    pub named: Vec<(Id<Person>, String)>,
    /// People who were there and are now known by other signs.
    pub touched: HashSet<Id<Person>>,
    /// People whom a link concerned that was not there before.
    pub linked: HashSet<Id<Person>>,
}

pub(crate) struct NewPerson {
    pub id: Id<Person>,
    pub name: String,
    pub values: Vec<String>,
    pub unit: Option<Id<Unit>>,
    /// None for now.
    pub met_at: Option<Timestamp>,
}

#[derive(Default)]
pub(crate) struct Standing {
    pub nameless: bool,
    pub signs: usize,
    pub proven: usize,
    /// Signs of a kind, in a scope where that matters.
    pub kinds: HashMap<(IdentityKind, String), usize>,
    /// With whom they are one, if not themselves; whether that one is known.
    pub head: Option<Id<Person>>,
    pub head_is_known: bool,
    /// The last link that concerned them.
    pub last: Order,
    /// The place among the new people.
    pub new: Option<usize>,
}

impl Standing {
    pub fn gain(&mut self, sign: &Sign, proven: bool) {
        self.signs += 1;
        self.proven += usize::from(proven);
        *self.kinds.entry(slot(sign)).or_default() += 1;
    }

    fn lose(&mut self, sign: &Sign, proven: bool) {
        self.signs = self.signs.saturating_sub(1);
        self.proven = self.proven.saturating_sub(usize::from(proven));
        if let Some(count) = self.kinds.get_mut(&slot(sign)) {
            *count = count.saturating_sub(1);
        }
    }
}

/// Where signs are counted together: one login in each system, five addresses in all.
fn slot(sign: &Sign) -> (IdentityKind, String) {
    let scope = if sign.kind() == IdentityKind::Login { sign.scope() } else { "" };
    (sign.kind(), scope.to_owned())
}

type Chosen = (Option<Id<Person>>, usize);
type Refused = (Why, usize);

impl Book {
    /// With whom this person is one.
    pub fn head(&self, person: Id<Person>) -> Id<Person> {
        self.people.get(&person).and_then(|s| s.head).unwrap_or(person)
    }

    pub fn is_known(&self, person: Id<Person>) -> bool {
        self.people.get(&person).is_some_and(|s| s.proven > 0 || s.head_is_known)
    }

    /// The last link that concerned whomever these signs belong to, or named them where they are nobody's.
    pub fn last_of(&self, arrival: &Arrival) -> Option<&Order> {
        let last = arrival.signs.iter().filter_map(|sign| match self.signs.get(sign) {
            Some(known) => self.people.get(&known.person).map(|s| &s.last),
            None => self.named_before.get(sign),
        });
        last.max()
    }

    /// Takes a link. What is refused changes nothing.
    pub fn take(&mut self, ids: Ids<'_>, arrival: &Arrival, order: &Order) -> Verdict {
        let signs = arrival.signs.iter().enumerate();
        let (blocked, mut left): (Vec<_>, Vec<_>) =
            signs.partition(|(at, sign)| *at > 0 && self.rules.blocks(sign, order.at));
        let mut refused: Vec<_> = blocked.iter().map(|(at, _)| (*at, Why::Blocked)).collect();
        let chosen = loop {
            match self.choose(&left, arrival, order) {
                Ok(chosen) => break chosen,
                Err((why, at)) => {
                    let kind = left.get(at).map_or(IdentityKind::Import, |(_, s)| s.kind());
                    if !arrival.lenient || at == 0 {
                        if arrival.lenient && arrival.proof.proves() {
                            self.concern(&self.concerned(arrival), order);
                        }
                        return Verdict { known: Err((why, kind)), refused: vec![(0, why)] };
                    }
                    refused.push((left.remove(at).0, why));
                }
            }
        };
        // A claim concerns nobody whom it does not reach.
        let is_claim = !arrival.proof.proves();
        let reached = left.iter().filter_map(|(_, s)| Some(self.signs.get(*s)?.person));
        let mut concerned: Vec<Id<Person>> =
            if is_claim { reached.collect() } else { self.concerned(arrival) };
        let person = chosen.unwrap_or_else(|| self.make(ids, arrival));
        for (_, sign) in &left {
            match self.signs.get(*sign).copied() {
                Some(known) => self.strengthen(sign, known, person, arrival.proof),
                None => self.add(ids, sign, person, arrival.proof),
            }
        }
        self.weigh(&left, arrival);
        concerned.push(person);
        self.concern(&concerned, order);
        let seen = arrival.signs.first().and_then(|s| self.signs.get(s)).copied();
        let known = seen.map(|k| Known { is_new: chosen.is_none(), ..k });
        Verdict { known: known.ok_or((Why::ProveIt, IdentityKind::Import)), refused }
    }

    /// Whose the signs of an arrival are.
    fn concerned(&self, arrival: &Arrival) -> Vec<Id<Person>> {
        arrival.signs.iter().filter_map(|s| Some(self.signs.get(s)?.person)).collect()
    }

    fn concern(&mut self, people: &[Id<Person>], order: &Order) {
        for person in people {
            if let Some(standing) = self.people.get_mut(person)
                && standing.last < *order
            {
                standing.last = order.clone();
                self.linked.insert(*person);
            }
        }
    }

    /// The person whom these signs mean; `None` for somebody new. Or the sign that stands in the way.
    fn choose(
        &self,
        signs: &[(usize, &Sign)],
        arrival: &Arrival,
        order: &Order,
    ) -> Result<Option<Id<Person>>, Refused> {
        let (person, by) = if arrival.proof.proves() {
            self.proven(signs, arrival)?
        } else {
            self.claimed(signs)?
        };
        self.has_room(signs, arrival.proof, (person, by), order)?;
        Ok(person)
    }

    fn claimed(&self, signs: &[(usize, &Sign)]) -> Result<Chosen, Refused> {
        let mut named = (None, 0);
        for (at, (_, sign)) in signs.iter().enumerate() {
            let Some(known) = self.signs.get(*sign) else { continue };
            if self.is_known(known.person) {
                return Err((Why::ProveIt, at));
            }
            if named.0.is_none() {
                named = (Some(known.person), at);
            }
        }
        Ok(named)
    }

    fn proven(&self, signs: &[(usize, &Sign)], arrival: &Arrival) -> Result<Chosen, Refused> {
        let proven = |sign: &Sign| {
            let known = self.signs.get(sign).filter(|k| k.proof.proves());
            known.filter(|k| !self.gives_way(sign, k.proof, arrival.proof))
        };
        // Somebody's word names nobody who has shown more than that.
        let outweighs =
            |at: usize, known: &Known| at > 0 && !arrival.confirmed && known.proof > arrival.proof;
        let names = |at: usize, sign: &Sign| at == 0 || sign.kind().names_a_person();
        let named = signs.iter().enumerate().find_map(|(at, (_, sign))| {
            Some((proven(sign).filter(|_| names(at, sign))?.person, at))
        });
        for (at, (_, sign)) in signs.iter().enumerate() {
            let Some(known) = proven(sign) else { continue };
            let is_theirs = named.is_some_and(|(p, _)| self.head(p) == self.head(known.person));
            let first = signs.first().and_then(|(_, first)| self.signs.get(*first));
            let is_new = first.is_none_or(|f| self.head(f.person) != self.head(known.person));
            if !is_theirs || (is_new && outweighs(at, known)) {
                return Err((Why::TwoPeople, at));
            }
        }
        if let Some((person, by)) = named {
            return Ok((Some(person), by));
        }
        let alone = signs.iter().enumerate().find_map(|(at, (_, sign))| {
            let person = self.signs.get(*sign)?.person;
            let is_alone = self.people.get(&person)?.signs == 1;
            (is_alone && self.founded(sign, person)).then_some((person, at))
        });
        Ok(alone.map_or((None, 0), |(person, by)| (Some(person), by)))
    }

    /// Whether a sign that stands by an unconfirmed word goes to whoever shows more.
    fn gives_way(&self, sign: &Sign, stands: Proof, comes: Proof) -> bool {
        comes > stands && comes >= Proof::Token && self.weak.contains(sign)
    }

    /// Whether the person was made for this sign. What somebody else left behind is not theirs.
    fn founded(&self, sign: &Sign, person: Id<Person>) -> bool {
        let before = self.kept.get(sign).and_then(|(_, founded)| *founded);
        before == Some(person) || self.founders.get(sign) == Some(&person)
    }

    /// Whether the person may have all of these. `by` is the sign that named them.
    fn has_room(
        &self,
        signs: &[(usize, &Sign)],
        proof: Proof,
        (person, by): Chosen,
        order: &Order,
    ) -> Result<(), Refused> {
        let standing = person.and_then(|p| self.people.get(&p));
        let mut all = standing.map_or(0, |s| s.signs);
        let mut more: HashMap<(IdentityKind, String), usize> = HashMap::new();
        for (at, (_, sign)) in signs.iter().enumerate() {
            let comes = self.signs.get(*sign).is_none_or(|known| {
                let is_free = !known.proof.proves() || self.gives_way(sign, known.proof, proof);
                proof.proves() && is_free && Some(known.person) != person
            });
            if !comes {
                continue;
            }
            let slot = slot(sign);
            let held = standing.and_then(|s| s.kinds.get(&slot)).copied().unwrap_or_default();
            let new = more.entry(slot).or_default();
            *new += 1;
            all += 1;
            if held + *new > self.rules.most_at(sign.kind(), order.at) || all > MOST_SIGNS {
                // The sign that was seen stays; what tied it to somebody who is full does not.
                return Err((Why::TooMany, if at == 0 { by } else { at }));
            }
        }
        Ok(())
    }

    /// A person for the first sign: the one that was made for it before, if nobody else is that now.
    pub fn make(&mut self, ids: Ids<'_>, arrival: &Arrival) -> Id<Person> {
        let founder = arrival.signs.first();
        let before = founder.and_then(|s| self.kept.get(s)?.1);
        let before = before.filter(|p| self.people.get(p).is_none_or(|s| s.signs == 0));
        let (id, new) = match before {
            Some(id) => (id, None),
            None => (ids().cast(), Some(self.new_people.len())),
        };
        if new.is_some() {
            self.new_people.push(NewPerson {
                id,
                name: String::new(),
                values: Vec::new(),
                unit: arrival.unit,
                met_at: arrival.met_at,
            });
            self.founders.extend(founder.map(|sign| (sign.clone(), id)));
        }
        if new.is_some() {
            self.people.insert(id, Standing { nameless: true, new, ..Standing::default() });
        } else {
            self.people.entry(id).or_default();
        }
        id
    }

    fn add(&mut self, ids: Ids<'_>, sign: &Sign, person: Id<Person>, proof: Proof) {
        self.fresh.insert(sign.clone());
        let kept = self.kept.get(sign).map(|(identity, _)| *identity);
        let identity = kept.unwrap_or_else(|| ids().cast());
        self.signs.insert(sign.clone(), Known { person, identity, proof, is_new: false });
        if kept.is_none() {
            self.new_signs.push(sign.clone());
        } else {
            // It was there, and nothing held it any more.
            self.loose.remove(sign);
            self.changed.insert(sign.clone());
            self.moved.insert(sign.clone());
        }
        self.gain(person, proof, sign);
    }

    /// Notes by what the signs stand: what nobody confirmed is weak, what was shown is not.
    fn weigh(&mut self, signs: &[(usize, &Sign)], arrival: &Arrival) {
        let confirms =
            arrival.proof >= Proof::Token || (arrival.confirmed && arrival.signs.len() > 1);
        for (at, (_, sign)) in signs.iter().enumerate() {
            let stands = self.signs.get(*sign).is_some_and(|k| k.proof == arrival.proof);
            let was = self.weak.contains(*sign);
            let is_unsure = at > 0 && !arrival.confirmed && sign.kind().names_a_person();
            let is = if is_unsure {
                was || self.fresh.contains(*sign)
            } else {
                was && !(confirms && stands)
            };
            if is == was {
                continue;
            }
            if is {
                self.weak.insert((*sign).clone());
            } else {
                self.weak.remove(*sign);
            }
            if !self.new_signs.contains(sign) {
                self.changed.insert((*sign).clone());
            }
        }
        self.fresh.clear();
    }

    /// A proven sign comes along to whoever proved it; a claim changes nothing that is there.
    fn strengthen(&mut self, sign: &Sign, known: Known, person: Id<Person>, proof: Proof) {
        if proof <= known.proof {
            return;
        }
        // What is proven stays where it is: with somebody who is one with this person. What stood by a
        // word alone goes to whoever showed that it is theirs.
        let stays = known.proof.proves() && !self.gives_way(sign, known.proof, proof);
        let person = if stays { known.person } else { person };
        if !known.proof.proves() {
            self.fresh.insert(sign.clone());
        }
        self.signs.insert(sign.clone(), Known { person, proof, ..known });
        self.changed.insert(sign.clone());
        if person != known.person {
            self.moved.insert(sign.clone());
        }
        if let Some(before) = self.people.get_mut(&known.person) {
            before.lose(sign, known.proof.proves());
        }
        self.touched.insert(known.person);
        self.gain(person, proof, sign);
    }

    fn gain(&mut self, person: Id<Person>, proof: Proof, sign: &Sign) {
        let standing = self.people.entry(person).or_default();
        standing.gain(sign, proof.proves());
        match standing.new.and_then(|place| self.new_people.get_mut(place)) {
            Some(new) => new.values.push(sign.value().to_owned()),
            None => {
                self.touched.insert(person);
            }
        }
    }

    /// Only who has no name is given one: what staff wrote is not undone by a file.
    pub fn name(&mut self, person: Id<Person>, name: String) {
        let Some(standing) = self.people.get_mut(&person) else { return };
        if name.is_empty() || !standing.nameless {
            return;
        }
        standing.nameless = false;
        match standing.new.and_then(|place| self.new_people.get_mut(place)) {
            Some(new) => new.name = name,
            None => {
                self.named.push((person, name));
                self.touched.insert(person);
            }
        }
    }
}
