//! The same answers, computed slowly and plainly from a list of actions. Independent of the kernels:
//! it shares with them nothing but the statistics.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use deedwell_core::behaviour::*;
use deedwell_core::{Action, Currency, Id, Identity, Initiator, Money, Part, Person, Timestamp};

use super::grid_oracle::Row;

pub(super) const DAY: i64 = 86_400_000_000;

#[derive(Clone, Default)]
pub struct Oracle {
    /// In log order, duplicates included.
    pub log: Vec<Action>,
    pub person_of: HashMap<Id<Identity>, Id<Person>>,
    /// When they were made, and whether they are test accounts.
    pub persons: HashMap<Id<Person>, (i64, bool)>,
}

pub(super) type Line<'a> = (i64, &'a Action);

impl Oracle {
    pub fn dropped(&self) -> BTreeSet<i64> {
        let kept: HashSet<i64> = self.kept().iter().map(|l| l.0).collect();
        (1..=self.log.len() as i64).filter(|n| !kept.contains(n)).collect()
    }

    pub fn kept(&self) -> Vec<Line<'_>> {
        let mut seen = HashSet::new();
        let first = |(_, a): &Line<'_>| a.message.as_ref().is_none_or(|m| seen.insert(m.clone()));
        (1..).zip(&self.log).filter(first).collect()
    }

    pub(super) fn person(&self, a: &Action) -> Option<Id<Person>> {
        let is_person = matches!(a.part, Part::Customer | Part::Visitor);
        is_person.then(|| self.identity(a.subject))
    }

    pub(super) fn identity(&self, identity: Id<Identity>) -> Id<Person> {
        self.person_of.get(&identity).copied().unwrap_or(identity.cast())
    }

    pub(super) fn is_test(&self, person: Id<Person>) -> bool {
        self.persons.get(&person).is_some_and(|p| p.1)
    }

    /// The person, if this act counts as a person's.
    pub(super) fn counted(&self, a: &Action) -> Option<Id<Person>> {
        self.did(a).filter(|person| !self.is_test(*person))
    }

    /// The person who did it, be it for a test: no machine, none of us, no mere claim.
    fn did(&self, a: &Action) -> Option<Id<Person>> {
        let person = self.person(a)?;
        let by_them = matches!(a.initiator, Initiator::Customer | Initiator::Prompted);
        (by_them && !a.name.starts_with("claimed.")).then_some(person)
    }

    pub fn entries(&self, ask: &Entries) -> EntryPage {
        let all = |list: &[String], word: &str| list.is_empty() || list.iter().any(|w| w == word);
        let kept = self.kept();
        let mut found: Vec<Line<'_>> = kept
            .iter()
            .copied()
            .filter(|(_, a)| {
                all(&ask.kinds, &a.name)
                    && all(&ask.channels, a.channel.as_str())
                    && (ask.parts.is_empty() || ask.parts.contains(&a.part))
                    && (ask.unit.is_none() || a.unit == ask.unit)
                    && (!ask.counted || self.counted(a).is_some())
                    && ask.from.is_none_or(|t| a.at >= t)
                    && ask.to.is_none_or(|t| a.at < t)
                    && ask.person.is_none_or(|p| {
                        self.person(a) == Some(p)
                            || ask.answers_too
                                && a.part == Part::Staff
                                && all(&ask.answer_kinds, &a.name)
                                && self.answers(a, p, &kept)
                    })
            })
            .collect();
        let people: HashSet<_> = found.iter().filter_map(|(_, a)| self.person(a)).collect();
        let total = found.len() as u64;
        found.sort_by_key(|(n, a)| std::cmp::Reverse((a.at, *n)));
        found.retain(|(n, a)| {
            let here = Cursor { at: a.at.as_microsecond(), sequence: *n };
            ask.before.is_none_or(|before| here < before)
        });
        self.page(found, ask.limit, people.len() as u64, total)
    }

    fn answers(&self, a: &Action, person: Id<Person>, kept: &[Line<'_>]) -> bool {
        let contributed = |(_, c): &Line<'_>| {
            self.person(c) == Some(person)
                && super::world::meanings().iter().any(|m| m.1.contributions.contains(&&*c.name))
                && c.about.is_some()
                && c.about == a.about
        };
        a.counterpart.is_some_and(|c| self.identity(c) == person) || kept.iter().any(contributed)
    }

    fn page(&self, mut found: Vec<Line<'_>>, limit: usize, people: u64, total: u64) -> EntryPage {
        let more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().filter(|_| more);
        let next = last.map(|(n, a)| Cursor { at: a.at.as_microsecond(), sequence: *n });
        let entries = found.iter().map(|(n, a)| self.entry(*n, a)).collect();
        EntryPage { entries, next, people, total }
    }

    fn entry(&self, sequence: i64, a: &Action) -> Entry {
        Entry {
            sequence,
            id: a.id,
            at: a.at,
            kind: (&*a.name).into(),
            part: a.part,
            initiator: a.initiator,
            channel: a.channel.as_str().into(),
            person: self.person(a),
            staff: (a.part == Part::Staff).then(|| a.subject.cast()),
            unit: a.unit,
            about: a.about.as_deref().map(Arc::from),
            counterpart: a.counterpart.map(|c| self.identity(c)),
            value: a.value,
        }
    }

    pub fn weeks(&self, ask: &Weeks) -> Vec<Week> {
        let kept = self.kept();
        let first = kept.iter().map(|(_, a)| a.at).min();
        let count = |from: i64| {
            let rows = kept.iter().filter(|(_, a)| {
                let at = a.at.as_microsecond();
                at >= from && at < from + 7 * DAY && (ask.unit.is_none() || a.unit == ask.unit)
            });
            let people: Vec<_> = rows.filter_map(|(_, a)| self.counted(a)).collect();
            (people.iter().collect::<HashSet<_>>().len() as u64, people.len() as u64)
        };
        let to = ask.to.as_microsecond();
        (0..ask.weeks as i64)
            .map(|n| {
                let from = to - (ask.weeks as i64 - n) * 7 * DAY;
                let before = from - 52 * 7 * DAY;
                let reaches = first.is_some_and(|f| f.as_microsecond() <= before);
                Week {
                    from: Timestamp::from_microsecond(from).unwrap(),
                    people: count(from).0,
                    actions: count(from).1,
                    people_a_year_before: reaches.then(|| count(before).0),
                }
            })
            .collect()
    }

    pub fn counts(&self, window: &Window) -> Counts {
        let kept = self.kept();
        let rows: Vec<&Action> = kept
            .iter()
            .map(|(_, a)| *a)
            .filter(|a| a.at >= window.from && a.at < window.to)
            .filter(|a| window.unit.is_none() || a.unit == window.unit)
            .filter(|a| a.initiator != Initiator::Machine)
            .filter(|a| self.person(a).is_none() || a.initiator != Initiator::Company)
            .filter(|a| self.person(a).is_none_or(|p| !self.is_test(p)))
            .collect();
        let distinct = |rows: &[&Action]| {
            rows.iter().filter_map(|a| self.person(a)).collect::<HashSet<_>>().len() as u64
        };
        let keys: HashSet<_> = rows.iter().map(|a| (a.name.clone(), a.part)).collect();
        let mut kinds: Vec<KindCount> = keys
            .into_iter()
            .map(|(name, part)| {
                let of: Vec<_> =
                    rows.iter().copied().filter(|a| a.name == name && a.part == part).collect();
                let mut values: BTreeMap<Currency, i64> = BTreeMap::new();
                for value in of.iter().filter_map(|a| a.value) {
                    *values.entry(value.currency).or_default() += value.minor;
                }
                KindCount {
                    kind: (&*name).into(),
                    part,
                    people: distinct(&of),
                    actions: of.len() as u64,
                    values: values.into_iter().map(|(c, m)| Money::new(m, c)).collect(),
                }
            })
            .collect();
        kinds.sort_by_key(|k| {
            let most = std::cmp::Reverse((k.people, k.actions));
            (most, k.kind.clone(), k.part as u8)
        });
        let doers: Vec<_> = rows.iter().filter_map(|a| self.counted(a)).collect();
        let people = doers.iter().collect::<HashSet<_>>().len() as u64;
        let known = rows.iter().filter(|a| a.part == Part::Customer);
        let customers = known.filter_map(|a| self.counted(a)).collect::<HashSet<_>>().len() as u64;
        Counts { people, customers, actions: doers.len() as u64, kinds }
    }

    pub fn activity(&self, person: Id<Person>) -> Activity {
        let kept = self.kept();
        let own: Vec<&Action> =
            kept.iter().map(|(_, a)| *a).filter(|a| self.did(a) == Some(person)).collect();
        let orders = || own.iter().filter(|a| a.name == PLACED);
        let mut spent: BTreeMap<Currency, i64> = BTreeMap::new();
        for value in orders().filter_map(|a| a.value) {
            *spent.entry(value.currency).or_default() += value.minor;
        }
        // Money of an order counts whoever moved it, machines left out.
        let money = kept.iter().map(|(_, a)| *a).filter(|a| self.person(a) == Some(person));
        for action in money.filter(|a| a.initiator != Initiator::Machine) {
            let Some(value) = action.value else { continue };
            match &*action.name {
                REFUNDED => *spent.entry(value.currency).or_default() -= value.minor.abs(),
                CANCELLED | UPDATED => *spent.entry(value.currency).or_default() += value.minor,
                _ => {}
            }
        }
        Activity {
            person,
            first_at: own.iter().map(|a| a.at).min(),
            last_at: own.iter().map(|a| a.at).max(),
            actions: own.len() as u64,
            purchases: orders().count() as u64,
            last_purchase_at: orders().map(|a| a.at).max(),
            spent: spent.into_iter().map(|(c, m)| Money::new(m, c)).collect(),
        }
    }

    pub fn ranking(&self, by: Ranking) -> Vec<Id<Person>> {
        let kept = self.kept();
        let mut orders: BTreeMap<Currency, i64> = BTreeMap::new();
        let placed = kept.iter().filter(|(_, a)| a.name == PLACED && self.did(a).is_some());
        for value in placed.filter_map(|(_, a)| a.value) {
            *orders.entry(value.currency).or_default() += 1;
        }
        let most = orders.values().max().copied();
        let main = orders.iter().find(|(_, n)| Some(**n) == most).map(|(c, _)| *c);
        let everybody: BTreeSet<_> = kept.iter().filter_map(|(_, a)| self.person(a)).collect();
        let did = everybody.into_iter().map(|p| self.activity(p)).filter(|a| a.actions > 0);
        let mut all: Vec<Activity> = did.collect();
        let spent =
            |a: &Activity| a.spent.iter().find(|m| Some(m.currency) == main).map_or(0, |m| m.minor);
        all.sort_by_key(|a| match by {
            Ranking::LastSeen => -a.last_at.unwrap().as_microsecond(),
            Ranking::Actions => -(a.actions as i64),
            Ranking::Spent => -spent(a),
            Ranking::FirstSeen => a.first_at.unwrap().as_microsecond(),
        });
        all.iter().map(|a| a.person).collect()
    }

    pub fn grid(&self, window: &Window, up_to: Timestamp) -> Grid {
        let made_before = |p: &&(i64, bool)| !p.1 && p.0 < window.to.as_microsecond();
        let eligible = self.persons.values().filter(made_before).count() as u64;
        let rows = super::world::meanings()
            .into_iter()
            .map(|(name, meaning)| Row { oracle: self, window, meaning }.row(name, eligible))
            .collect();
        Grid { window: *window, eligible, up_to, rows }
    }

    pub fn behind(&self, ask: &Behind) -> EntryPage {
        let meanings = super::world::meanings();
        let meaning = meanings.iter().find(|m| m.0 == ask.programme).unwrap().1;
        let row = Row { oracle: self, window: &ask.window, meaning };
        let kept = self.kept();
        let (from, to) = (ask.window.from, ask.window.to);
        let length = to.as_microsecond() - from.as_microsecond();
        let twice = Timestamp::from_microsecond(from.as_microsecond() - length).unwrap();
        let valid: Vec<Line<'_>> = row.valid(&kept, ask.window.unit);
        let since =
            |t: Timestamp| valid.iter().copied().filter(move |(_, c)| c.at >= t && c.at < to);
        let mut found: Vec<Line<'_>> = match ask.cell {
            Cell::Participants | Cell::Contributions | Cell::Company => since(from).collect(),
            Cell::Quality => since(from).filter(|(_, c)| row.grade(&kept, c).is_some()).collect(),
            Cell::Trend => since(twice).collect(),
            Cell::Outcome => since(Timestamp::MIN)
                .filter(|(_, c)| {
                    let m = &meaning;
                    [m.evaluated, m.decided, m.implemented]
                        .iter()
                        .any(|kinds| row.first(&kept, c, kinds, false).is_some())
                })
                .collect(),
            Cell::Peers => row.peers(&kept, ask.window.unit),
            Cell::Money => row.bookings(&kept),
        };
        let people: HashSet<_> = found.iter().filter_map(|(_, a)| self.person(a)).collect();
        let total = found.len() as u64;
        found.sort_by_key(|(n, a)| std::cmp::Reverse((a.at, *n)));
        self.page(found, ask.limit, people.len() as u64, total)
    }
}
