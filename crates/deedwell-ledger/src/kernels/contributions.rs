//! What the grid stands on: each programme's contributions, and what became of them.

use std::ops::Range;

use deedwell_core::Part;
use deedwell_core::behaviour::Window;

use super::{fold, is_counted};
use crate::columns::{NO_FACT, Row, by_machine, cut, is_left_out, part};
use crate::roles::{A_NO, role};
use crate::snapshot::{Slice, Snapshot, Sort};

/// One contribution action of a person who counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contribution {
    pub at: i64,
    pub sequence: i64,
    pub owner: u32,
    /// 0 for none: then nothing can happen to it.
    pub about: u32,
    pub unit: u16,
    /// Where its fate stands plus one, at the first contribution about this thing; 0 for none yet.
    fate: u32,
}

/// An answer of a peer, or booked money, within the window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub roles: u16,
    pub owner: u32,
    pub row: Row,
}

/// What became of a contribution; moments are `i64::MAX` where it never did.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fate {
    /// The latest voiding or restoring: moment, sequence, and whether it was a voiding.
    turned: Option<(i64, i64, bool)>,
    pub company: i64,
    pub official: i64,
    pub evaluated: i64,
    pub decided: i64,
    pub implemented: i64,
    /// The last grade before the window's end: moment, sequence, grade.
    graded: Option<(i64, i64, i32)>,
    /// The first decision that is no no.
    pub yes: i64,
    /// The latest of each; `i64::MIN` where there was none.
    pub explained: i64,
    pub told: i64,
    pub broken: i64,
    /// Whatever we did with it in public.
    pub ours: i64,
    pub ended: bool,
    /// A machine answered officially.
    pub by_machine: bool,
    /// Somebody else took part, in the window.
    pub others: bool,
}

impl Fate {
    pub const NONE: Self = Self {
        turned: None,
        company: i64::MAX,
        official: i64::MAX,
        evaluated: i64::MAX,
        decided: i64::MAX,
        implemented: i64::MAX,
        graded: None,
        yes: i64::MAX,
        explained: i64::MIN,
        told: i64::MIN,
        broken: i64::MIN,
        ours: i64::MIN,
        ended: false,
        by_machine: false,
        others: false,
    };

    pub fn is_valid(&self) -> bool {
        self.turned.is_none_or(|(_, _, void)| !void)
    }

    pub fn grade(&self) -> Option<i32> {
        self.graded.map(|(_, _, grade)| grade)
    }

    fn add(&mut self, event: &Event, to: i64) {
        let (roles, row) = (event.roles, &event.row);
        let has = |role: u16| roles & role != 0;
        if has(role::VOID | role::RESTORE) {
            let turn = (row.at, row.sequence, has(role::VOID));
            self.turned = self.turned.max(Some(turn));
        }
        if row.at >= to {
            return;
        }
        if has(role::GRADE) && row.fact != NO_FACT {
            self.graded = self.graded.max(Some((row.at, row.sequence, row.fact)));
        }
        let by_staff = part(row.act) == Part::Staff;
        if has(role::OFFICIAL) && (by_machine(row.act) || part(row.act) == Part::System) {
            self.by_machine = true;
        }
        if by_machine(row.act) {
            return;
        }
        let firsts = [
            (by_staff && has(role::COMPANY | role::OFFICIAL), &mut self.company),
            (by_staff && has(role::OFFICIAL), &mut self.official),
            (has(role::EVALUATED), &mut self.evaluated),
            (has(role::DECIDED), &mut self.decided),
            (has(role::IMPLEMENTED), &mut self.implemented),
            (has(role::DECIDED) && row.fact != A_NO, &mut self.yes),
        ];
        for (happened, first) in firsts {
            if happened {
                *first = row.at.min(*first);
            }
        }
        let ours = role::COMPANY | role::OFFICIAL | role::DECIDED | role::IMPLEMENTED | role::ENDED;
        let lasts = [
            (has(role::EXPLAINED), &mut self.explained),
            (has(role::TOLD), &mut self.told),
            (has(role::BROKEN), &mut self.broken),
            (has(ours), &mut self.ours),
        ];
        for (happened, last) in lasts {
            if happened {
                *last = row.at.max(*last);
            }
        }
        self.ended |= has(role::ENDED);
    }
}

/// One programme's contributions and events over a window.
#[derive(Default)]
pub(crate) struct Collected {
    /// Of all time and all units; those of one owner stand together.
    pub contributions: Vec<Contribution>,
    pub events: Vec<Event>,
    fates: Vec<Fate>,
    /// By the number of the thing: the first contribution about it plus one.
    by_about: Vec<u32>,
}

/// What one pass finds, by programme.
type Found = Vec<(Vec<Contribution>, Vec<Event>)>;

/// Walks the columns once. With `only`, other programmes stay empty.
pub(crate) fn collect(snapshot: &Snapshot, window: &Window, only: Option<usize>) -> Vec<Collected> {
    let (from, to) = (window.from.as_microsecond(), window.to.as_microsecond());
    let programmes = snapshot.roles.programmes.len();
    let matters = snapshot.having(u16::MAX);
    let begin = || -> Found { vec![Default::default(); programmes] };
    let visit = |found: &mut Found, owner: u32, slices: &[Slice<'_>]| {
        let is_person = is_counted(snapshot, owner);
        if !is_person && snapshot.owner(owner).is_none_or(|o| o.sort == Sort::Person) {
            return;
        }
        let mut keep = |row: Row| {
            for (programme, roles) in snapshot.roles.of(snapshot.names.kind_code(row.name)) {
                if let Some(found) = found.get_mut(*programme)
                    && only.is_none_or(|only| only == *programme)
                {
                    // Of what machines do it is only known that they answered.
                    let roles = if by_machine(row.act) { roles & role::OFFICIAL } else { *roles };
                    sort_out(found, row, roles, owner, is_person, from..to);
                }
            }
        };
        for slice in slices {
            let names = cut(&slice.columns.name, &slice.rows);
            for (row, name) in slice.rows.clone().zip(names) {
                if matters.get(usize::from(*name)).is_some_and(|m| *m)
                    && let Some(row) = slice.columns.row(row)
                    && (!is_left_out(row.act) || by_machine(row.act))
                {
                    keep(row);
                }
            }
        }
    };
    let mut all: Vec<Collected> = (0..programmes).map(|_| Collected::default()).collect();
    for found in fold(snapshot, begin, visit) {
        for (all, (mut contributions, mut events)) in all.iter_mut().zip(found) {
            all.contributions.append(&mut contributions);
            all.events.append(&mut events);
        }
    }
    all.iter_mut().for_each(|collected| collected.join(snapshot, to));
    all
}

fn sort_out(
    (contributions, events): &mut (Vec<Contribution>, Vec<Event>),
    row: Row,
    roles: u16,
    owner: u32,
    is_person: bool,
    window: Range<i64>,
) {
    if roles & role::CONTRIBUTION != 0 && is_person {
        contributions.push(Contribution {
            at: row.at,
            sequence: row.sequence,
            owner,
            about: row.about,
            unit: row.unit,
            fate: 0,
        });
    }
    let within = window.contains(&row.at);
    let mut kept = 0;
    if row.about != 0 && (row.at < window.end || roles & (role::VOID | role::RESTORE) != 0) {
        kept |= roles & role::FATE;
    }
    if within && is_person {
        kept |= roles & role::PEER;
    }
    if within && row.currency != 0 {
        kept |= roles & (role::MONEY | role::COST);
    }
    if kept != 0 {
        events.push(Event { roles: kept, owner, row });
    }
}

impl Collected {
    /// Lays what happened to a contribution beside it, and keeps the other events.
    fn join(&mut self, snapshot: &Snapshot, to: i64) {
        if !self.contributions.is_empty() {
            self.by_about = vec![0; snapshot.abouts.len() + 1];
        }
        for (place, contribution) in (1..).zip(&self.contributions) {
            let before = |first: u32| self.contributions.get(first as usize - 1);
            let key = |c: &Contribution| (c.at, c.sequence);
            if let Some(first) = self.by_about.get_mut(contribution.about as usize)
                && (*first == 0 || before(*first).is_some_and(|f| key(contribution) < key(f)))
            {
                *first = place;
            }
        }
        let mut events = std::mem::take(&mut self.events);
        events.retain_mut(|event| {
            if event.roles & role::FATE != 0
                && let Some(fate) = self.fate_mut(event.row.about)
            {
                fate.add(event, to);
            }
            let others = |first: &Contribution| first.owner != event.owner;
            if event.roles & role::PEER != 0
                && self.first(event.row.about).is_some_and(others)
                && let Some(fate) = self.fate_mut(event.row.about)
            {
                fate.others = true;
            }
            event.roles &= !role::FATE;
            event.roles != 0
        });
        self.events = events;
    }

    /// The first contribution about this thing: it says whose it is, and of which unit.
    pub fn first(&self, about: u32) -> Option<&Contribution> {
        let place = self.by_about.get(about as usize).filter(|_| about != 0)?;
        self.contributions.get(place.checked_sub(1)? as usize)
    }

    fn fate_mut(&mut self, about: u32) -> Option<&mut Fate> {
        let place = self.by_about.get(about as usize).filter(|_| about != 0)?;
        let first = self.contributions.get_mut(place.checked_sub(1)? as usize)?;
        if first.fate == 0 {
            self.fates.push(Fate::NONE);
            first.fate = self.fates.len() as u32;
        }
        self.fates.get_mut(first.fate as usize - 1)
    }

    pub fn fate(&self, contribution: &Contribution) -> &Fate {
        let first = self.first(contribution.about).and_then(|f| f.fate.checked_sub(1));
        first.and_then(|place| self.fates.get(place as usize)).unwrap_or(&Fate::NONE)
    }

    /// The valid contributions of a unit, or of all, before a moment.
    pub fn valid(
        &self,
        unit: Option<u16>,
        before: i64,
    ) -> impl Iterator<Item = (&Contribution, &Fate)> {
        let asked = move |c: &&Contribution| c.at < before && unit.is_none_or(|u| u == c.unit);
        let with_fate = self.contributions.iter().filter(asked).map(|c| (c, self.fate(c)));
        with_fate.filter(|(_, fate)| fate.is_valid())
    }

    /// The answers of peers, in the window, to other people's contributions. Where the contribution
    /// is not known the action itself says whom it answers, and of which unit it is.
    pub fn peers<'a>(
        &'a self,
        snapshot: &'a Snapshot,
        unit: Option<u16>,
    ) -> impl Iterator<Item = &'a Event> {
        self.events.iter().filter(move |event| {
            let first = self.first(event.row.about);
            let counted = |owner: &u32| is_counted(snapshot, *owner);
            let answered = || snapshot.answered(event.row.counterpart).filter(counted);
            let author = first.map(|c| c.owner).or_else(answered);
            event.roles & role::PEER != 0
                && author.is_some_and(|author| author != event.owner)
                && unit.is_none_or(|u| u == first.map_or(event.row.unit, |c| c.unit))
        })
    }

    /// Money booked in the window, by the unit of the contribution where it is known.
    pub fn money(&self, unit: Option<u16>) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| {
            let of = self.first(event.row.about).map_or(event.row.unit, |c| c.unit);
            event.roles & role::MONEY != 0 && unit.is_none_or(|u| u == of)
        })
    }
}
