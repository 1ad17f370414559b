//! What names mean may change at any time, for the past too: every answer is then the one that would
//! have been given had it been sent under its kind, and taking it back gives the answers of before.

use deedwell_core::behaviour::*;
use deedwell_core::{Action, Currency, Id, Identity, Money, Organisation, Part, Person};
use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::world::{World, noon, worlds};
use crate::Ledger;

/// Names as they were sent, and what they turn out to mean.
const MEANT: [(&str, &str); 4] = [
    ("Kauf", "orders.placed"),
    ("legacy purchase", "orders.placed"),
    ("Storno", "orders.refunded"),
    ("claimed.lamp_lit", "lamps.lit"),
];

async fn plan(world: &World, of: Id<Organisation>, rows: &[(&str, &str)]) {
    let mut tx = world.db.write(of).await.unwrap();
    tx.run(tx.query("delete from plan_name where organisation = $1")).await.unwrap();
    for (name, kind) in rows {
        let insert = tx.query(
            "insert into plan_name (organisation, name, kind, changed_at) values ($1, $2, $3, 0)",
        );
        tx.run(insert.bind(*name).bind(*kind)).await.unwrap();
    }
    let staff = world.action(world.clock.new_id(), "plan.changed");
    tx.record_many(vec![Action { part: Part::Staff, ..staff }]).unwrap();
    tx.commit().await.unwrap();
}

/// Everything that pages ask, as text. The sequence of what was not done by people is left out: both
/// organisations have the same acts of theirs.
fn all_answers(ledger: &Ledger, of: Id<Organisation>, people: &[Id<Person>]) -> String {
    let window = Window { from: noon(), to: noon() + SignedDuration::from_hours(24), unit: None };
    let entries = |kinds: &[&str], parts: Vec<Part>| {
        let kinds = kinds.iter().map(|k| (*k).to_owned()).collect();
        let page = Entries { kinds, parts, limit: 10_000, ..Entries::default() };
        serde_json::to_string(&ledger.entries(of, &page).unwrap()).unwrap()
    };
    let theirs = || vec![Part::Customer, Part::Visitor];
    let mut counts = ledger.counts(of, &window).unwrap();
    counts.kinds.retain(|k| k.part != Part::Staff);
    let text = |value: &dyn erased::Text| value.text();
    [
        entries(&[], theirs()),
        entries(&["orders.placed", "lamps.lit"], theirs()),
        entries(&["claimed.orders_placed"], theirs()),
        text(&counts),
        text(&ledger.activity(of, people).unwrap()),
        text(&ledger.ranking(of, Ranking::Spent).unwrap().to_vec()),
        text(&ledger.grid(of, &window).unwrap().rows),
    ]
    .join("\n")
}

mod erased {
    pub trait Text {
        fn text(&self) -> String;
    }
    impl<T: serde::Serialize> Text for T {
        fn text(&self) -> String {
            serde_json::to_string(self).unwrap()
        }
    }
}

/// The same acts twice: as they were sent, and as they would have been sent had everybody known.
fn acts(world: &World, people: &[Id<Identity>], seed: u64) -> (Vec<Action>, Vec<Action>) {
    let mut dice = StdRng::seed_from_u64(seed);
    let one = |dice: &mut StdRng| {
        let (sent, kind) = MEANT[dice.random_range(0..MEANT.len())];
        let subject = people[dice.random_range(0..people.len())];
        let at = noon() + SignedDuration::from_secs(dice.random_range(0..80_000));
        let value = Some(Money::new(dice.random_range(1..9_000), Currency::GBP));
        let part = if dice.random_bool(0.3) { Part::Visitor } else { Part::Customer };
        let about = Some(format!("order/{}", dice.random_range(0..40)));
        let action = Action { at, part, value, about, ..world.action(subject, sent) };
        let earns = kind.starts_with("orders.") && part == Part::Visitor;
        let kind = if earns { format!("claimed.{}", kind.replace('.', "_")) } else { kind.into() };
        (action.clone(), Action { name: kind.into(), ..action })
    };
    (0..400).map(|_| one(&mut dice)).unzip()
}

#[tokio::test]
async fn a_plan_is_applied_to_the_past_and_taken_back() {
    for world in worlds().await {
        let (of, twin) = (world.organisation(), world.organisation());
        world.register(of).await;
        let people: Vec<Id<Identity>> = (0..12).map(|_| world.clock.new_id()).collect();
        let persons: Vec<Id<Person>> = people.iter().map(|p| p.cast()).collect();
        let (sent, meant) = acts(&world, &people, 7);
        world.record(of, &sent).await;
        world.record(twin, &meant).await;
        let ledger = world.caught_up().await;
        let before = all_answers(&ledger, of, &persons);
        let due = all_answers(&ledger, twin, &persons);
        assert_ne!(before, due);
        assert!(before.contains("imported.kauf") && due.contains("claimed.orders_placed"));

        // What is sealed, and what a checkpoint holds, is mapped as well as what is not.
        world.seal(&ledger, of).await;
        world.read_all(&ledger).await;
        ledger.write_checkpoints(1).await.unwrap();
        let revision = ledger.revision(of);
        plan(&world, of, &MEANT).await;
        world.read_all(&ledger).await;
        assert!(ledger.revision(of) > revision + 1, "pages that wait hear of it");
        assert_eq!(all_answers(&ledger, of, &persons), due);
        assert_eq!(all_answers(&*world.caught_up().await, of, &persons), due, "from a checkpoint");
        let path = world.data_dir().join(format!("ledger/{of}/checkpoint.bin"));
        std::fs::remove_file(path).unwrap();
        assert_eq!(all_answers(&*world.caught_up().await, of, &persons), due, "from files");

        // What is written by hand and may not be, changes nothing.
        plan(&world, of, &[("Kauf", "ideas.voted"), ("orders.placed", "lamps.lit")]).await;
        world.read_all(&ledger).await;
        assert_eq!(all_answers(&ledger, of, &persons), before);
        plan(&world, of, &MEANT[..1]).await;
        plan(&world, of, &[]).await;
        world.read_all(&ledger).await;
        assert_eq!(all_answers(&ledger, of, &persons), before, "as if it had never been");
        assert_eq!(all_answers(&*world.caught_up().await, of, &persons), before);
    }
}

#[tokio::test]
async fn names_are_counted_as_they_were_sent() {
    for world in worlds().await {
        let of = world.organisation();
        world.register(of).await;
        let (ada, eve): (Id<Identity>, Id<Identity>) = (world.clock.new_id(), world.clock.new_id());
        let value = Some(Money::new(500, Currency::GBP));
        let sold = Action { value, ..world.action(ada, "Kauf") };
        let claim = Action { part: Part::Visitor, ..world.action(eve, "Kauf") };
        world.record(of, &[sold.clone(), sold, claim, world.action(ada, "Product Viewed")]).await;
        plan(&world, of, &MEANT[..1]).await;
        let names = world.caught_up().await.names(of).unwrap();
        let said: Vec<_> = names
            .iter()
            .map(|n| format!("{} {} {} {} {}", n.name, n.kind, n.people, n.actions, n.of_visitors))
            .collect();
        assert_eq!(
            said,
            [
                "Kauf orders.placed 2 3 1",
                "Product Viewed products.viewed 1 1 0",
                "plan.changed plan.changed 0 1 0"
            ]
        );
        assert_eq!(names[0].values, [Money::new(1_000, Currency::GBP)]);
    }
}
