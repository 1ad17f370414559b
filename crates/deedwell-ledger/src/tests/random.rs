//! Random ledgers: whatever happened, the kernels say what the oracle says.

use deedwell_core::behaviour::*;
use deedwell_core::{
    Action, Channel, Currency, Id, Identity, Initiator, Money, Organisation, Part, Person,
    Timestamp, Unit,
};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::oracle::Oracle;
use super::world::{World, noon, worlds};
use crate::Ledger;

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;
/// Each with how often it happens; staff's begin at the eleventh.
const KINDS: [&str; 25] = [
    "ideas.put_forward",
    "ideas.put_forward",
    "ideas.voted",
    "ideas.voted",
    "ideas.commented",
    "orders.placed",
    "orders.refunded",
    "orders.updated",
    "orders.cancelled",
    "shop.viewed",
    "ideas.merged",
    "ideas.hidden",
    "ideas.restored",
    "ideas.evaluated",
    "ideas.evaluated",
    "ideas.noted",
    "ideas.answered",
    "ideas.decided",
    "ideas.delivered",
    "ideas.earned",
    "ideas.cost",
    "orders.sent",
    "ideas.told",
    "ideas.promise_broken",
    "ideas.ended",
];
const STAFF_FROM: usize = 10;

pub struct Cast {
    pub organisation: Id<Organisation>,
    pub oracle: Oracle,
    people: Vec<Id<Person>>,
    identities: Vec<Id<Identity>>,
    pub units: [Id<Unit>; 2],
    staff: Vec<Id<Identity>>,
    dice: StdRng,
}

impl Cast {
    pub async fn new(world: &World, people: usize, seed: u64) -> Self {
        let organisation = world.organisation();
        let mut cast = Self {
            organisation,
            oracle: Oracle::default(),
            people: Vec::new(),
            identities: Vec::new(),
            units: [world.clock.new_id(), world.clock.new_id()],
            staff: (0..3).map(|_| world.clock.new_id()).collect(),
            dice: StdRng::seed_from_u64(seed),
        };
        for _ in 0..people {
            let created = noon().as_microsecond() - cast.dice.random_range(0..400 * DAY);
            let tests = cast.dice.random_ratio(1, 12);
            let person = world.person(organisation, created, tests).await;
            cast.oracle.persons.insert(person, (created, tests));
            cast.people.push(person);
            for _ in 0..cast.dice.random_range(1..=3) {
                let identity = world.identity(organisation, person).await;
                cast.oracle.person_of.insert(identity, person);
                cast.identities.push(identity);
            }
        }
        // Somebody whom no table knows.
        cast.identities.push(world.clock.new_id());
        cast
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.dice.random_range(0..of.len())]
    }

    fn some_action(&mut self, world: &World) -> Action {
        let place = self.dice.random_range(0..KINDS.len());
        let name = KINDS[place];
        let identities = self.identities.clone();
        let (staff, units) = (self.staff.clone(), self.units);
        let subject = self.pick(&identities);
        let mut action = world.action(subject, name);
        let mostly_staff = if place >= STAFF_FROM { 9 } else { 1 };
        if self.dice.random_ratio(mostly_staff, 10) {
            action.subject = self.pick(&staff);
            action.part = Part::Staff;
            action.initiator = Initiator::Company;
        } else if self.dice.random_ratio(1, 20) {
            action.subject = Id::from_uuid(uuid::Uuid::nil());
            action.part = Part::System;
            action.initiator = Initiator::Company;
        } else {
            action.part = self.pick(&[Part::Customer, Part::Customer, Part::Visitor]);
            action.initiator = self.pick(&[Initiator::Customer, Initiator::Prompted]);
            if self.dice.random_ratio(1, 12) {
                action.initiator = Initiator::Company;
            }
            if action.part == Part::Visitor && self.dice.random_ratio(1, 6) {
                action.name = "claimed.orders_placed".into();
            }
        }
        if self.dice.random_ratio(1, 15) {
            action.initiator = Initiator::Machine;
        }
        // Few moments, so that some are the same, and late arrivals all the time.
        let hours = self.dice.random_range(0..450 * 24);
        let at = noon().as_microsecond() - hours * HOUR;
        action.at = Timestamp::from_microsecond(at).unwrap();
        let number = self.dice.random_range(0..40);
        let area = if name.starts_with("orders") { "order" } else { "idea" };
        action.about = self.dice.random_ratio(9, 10).then(|| format!("{area}/{number}"));
        action.unit = self.pick(&[None, Some(units[0]), Some(units[1])]);
        action.channel = if self.dice.random_ratio(1, 3) { Channel::API } else { Channel::SITE };
        if self.dice.random_ratio(1, 3) {
            action.counterpart = Some(self.pick(&identities));
        }
        if self.dice.random_ratio(2, 3) {
            let currency = self.pick(&[Currency::GBP, Currency::GBP, Currency::EUR]);
            action.value = Some(Money::new(self.dice.random_range(-500..5000), currency));
        }
        let grade = self.dice.random_range(1..=5);
        let basis = self.pick(&["experiment", "matched", "claimed", "guessed"]);
        action.facts = match name {
            "ideas.evaluated" if grade < 5 => format!(r#"{{"grade":{grade}}}"#),
            "ideas.decided" if grade < 5 => {
                format!(r#"{{"yes":{}}}"#, ["true", "false", r#""never""#, "1"][grade - 1])
            }
            "ideas.earned" | "ideas.cost" => format!(r#"{{"basis":"{basis}","note":7}}"#),
            _ => String::new(),
        };
        // A third have a message of few, so that many are duplicates.
        if self.dice.random_ratio(1, 3) {
            action.message = Some(format!("message-{}", self.dice.random_range(0..150)));
        }
        action
    }

    /// Records a number of actions in blocks of various sizes.
    pub async fn act(&mut self, world: &World, count: usize) {
        let mut left = count;
        while left > 0 {
            let some = self.dice.random_range(1..=left.min(40));
            let actions: Vec<Action> = (0..some).map(|_| self.some_action(world)).collect();
            world.record(self.organisation, &actions).await;
            self.oracle.log.extend(actions);
            left -= some;
        }
    }

    /// Gives some identities to other people.
    pub async fn merge(&mut self, world: &World) {
        for _ in 0..5 {
            let (identities, people) = (self.identities.clone(), self.people.clone());
            let (identity, person) = (self.pick(&identities), self.pick(&people));
            if self.oracle.person_of.contains_key(&identity) {
                world.give(self.organisation, identity, person).await;
                self.oracle.person_of.insert(identity, person);
            }
        }
    }

    fn window(&mut self) -> Window {
        let to = noon().as_microsecond() - self.dice.random_range(0..200 * 24) * HOUR;
        let from = to - self.dice.random_range(1..90 * 24) * HOUR;
        let moment = |at| Timestamp::from_microsecond(at).unwrap();
        let units = self.units;
        let unit = self.pick(&[None, None, Some(units[0])]);
        Window { from: moment(from), to: moment(to), unit }
    }

    fn question(&mut self) -> Entries {
        let window = self.window();
        let people = self.people.clone();
        let some = |dice: &mut StdRng| dice.random_ratio(1, 3);
        let dice = &mut self.dice;
        let words = |yes: bool, words: &[&str]| {
            if yes { words.iter().map(|w| (*w).to_owned()).collect() } else { vec![] }
        };
        Entries {
            person: some(dice).then(|| people[dice.random_range(0..people.len())]),
            answers_too: dice.random_bool(0.5),
            answer_kinds: words(some(dice), &["ideas.answered", "no.such"]),
            kinds: words(some(dice), &["ideas.voted", "ideas.answered", "no.such"]),
            parts: if some(dice) { vec![Part::Visitor, Part::Staff] } else { vec![] },
            channels: words(some(dice), &["api"]),
            unit: window.unit,
            from: some(dice).then_some(window.from),
            to: some(dice).then_some(window.to),
            counted: some(dice),
            before: some(dice).then(|| Cursor {
                at: window.to.as_microsecond(),
                sequence: dice.random_range(0..300),
            }),
            limit: dice.random_range(0..30),
        }
    }

    /// Everything that can be asked, against the oracle.
    pub fn check(&mut self, ledger: &Ledger) {
        let of = self.organisation;
        assert_eq!(ledger.dropped(of), self.dropped_after(ledger), "dropped");
        for _ in 0..6 {
            let window = self.window();
            assert_eq!(ledger.counts(of, &window).unwrap(), self.oracle.counts(&window));
            let grid = ledger.grid(of, &window).unwrap();
            assert_eq!(grid, self.oracle.grid(&window, noon()));
            let owed = ledger.owed(of, &window).unwrap();
            super::owed_oracle::agrees(&owed, &self.oracle, &window);
            let ask = Weeks { to: window.to, weeks: 9, unit: window.unit };
            assert_eq!(ledger.weeks(of, &ask).unwrap(), self.oracle.weeks(&ask));
            for cell in Cell::ALL {
                let programme = ["ideas", "buying"][usize::from(self.dice.random_bool(0.3))];
                let programme = programme.to_owned();
                let ask = Behind { window, programme, cell, before: None, limit: 20 };
                let found = ledger.behind(of, &ask).unwrap();
                assert_eq!(found, self.oracle.behind(&ask), "{cell:?}");
            }
            let ask = self.question();
            assert_eq!(ledger.entries(of, &ask).unwrap(), self.oracle.entries(&ask), "{ask:?}");
        }
        let activities = ledger.activity(of, &self.people).unwrap();
        for (told, person) in activities.iter().zip(&self.people) {
            assert_eq!(*told, self.oracle.activity(*person));
        }
        for by in [Ranking::LastSeen, Ranking::Actions, Ranking::Spent, Ranking::FirstSeen] {
            assert_eq!(*ledger.ranking(of, by).unwrap(), self.oracle.ranking(by), "{by:?}");
        }
    }

    fn dropped_after(&self, ledger: &Ledger) -> std::collections::BTreeSet<i64> {
        let sealed = ledger.snapshot(self.organisation).unwrap().1.reached.sealed;
        self.oracle.dropped().split_off(&(sealed + 1))
    }
}

/// Two organisations act in turn; people are merged, blocks sealed, tails started in between.
async fn live(world: &World, seed: u64) {
    let mut casts = [Cast::new(world, 12, seed).await, Cast::new(world, 5, seed + 1000).await];
    let follower = world.open();
    for step in 0..4 {
        for cast in &mut casts {
            cast.act(world, 120).await;
            world.read_all(&follower).await;
            cast.act(world, 15).await;
        }
        world.read_all(&follower).await;
        for cast in &mut casts {
            cast.check(&follower);
            if step == 1 {
                cast.merge(world).await;
                follower.reload_people(cast.organisation).await.unwrap();
                cast.check(&follower);
            }
            if step > 0 {
                world.seal(&follower, cast.organisation).await;
            }
        }
        let fresh = world.caught_up().await;
        world.read_all(&follower).await;
        for cast in &mut casts {
            cast.check(&follower);
            cast.check(&fresh);
        }
        assert!(follower.troubles().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kernels_say_what_the_oracle_says() {
    for world in worlds().await {
        live(&world, 0).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::disallowed_methods, reason = "long forms are asked for by the environment")]
async fn the_kernels_say_what_the_oracle_says_of_many_ledgers() {
    // Minutes: for changes of the kernels, and for `bin/test --all`.
    if std::env::var("DEEDWELL_LONG").is_err() {
        return;
    }
    for world in worlds().await {
        for seed in 1..12 {
            live(&world, seed).await;
        }
    }
}

#[tokio::test]
async fn an_organisation_without_actions_has_answers() {
    for world in worlds().await {
        let mut cast = Cast::new(&world, 0, 7).await;
        world.register(cast.organisation).await;
        let person = world.person(cast.organisation, 5, false).await;
        cast.people.push(person);
        cast.oracle.persons.insert(person, (5, false));
        let ledger = world.caught_up().await;
        cast.check(&ledger);
    }
}
