//! What somebody takes along: the facts of their own acts, from files and from the log.

use std::collections::HashSet;

use deedwell_core::behaviour::Behaviour;
use deedwell_core::{Action, Id, Identity};

use super::world::{World, worlds};

/// An act of whom, with a fact.
fn act(world: &World, whom: Id<Identity>, order: &str) -> Action {
    let facts = format!(r#"{{"order":"{order}"}}"#);
    Action { facts, ..world.action(whom, "orders.placed") }
}

#[tokio::test]
async fn facts_are_found_in_files_and_in_the_log_and_nobody_elses_are() {
    for world in worlds().await {
        let (of, other) = (world.organisation(), world.organisation());
        let [ada, adas, eve]: [Id<Identity>; 3] = std::array::from_fn(|_| world.clock.new_id());
        let sealed = [act(&world, ada, "a1"), act(&world, eve, "e1"), act(&world, adas, "a2")];
        let plain = world.action(ada, "ideas.voted");
        let after = [act(&world, ada, "a3"), act(&world, eve, "e2"), plain];
        let foreign = [act(&world, ada, "f1")];
        world.record(of, &sealed).await;
        world.record(other, &foreign).await;
        let ledger = world.caught_up().await;
        world.seal(&ledger, of).await;
        world.seal(&ledger, other).await;
        world.record(of, &after).await;

        let every = sealed.iter().chain(&after).chain(&foreign).map(|action| action.id);
        let every: HashSet<Id<Action>> = every.collect();
        let said = async |whom: &[Id<Identity>], acts: &HashSet<Id<Action>>| {
            let mut said: Vec<String> =
                ledger.facts(of, whom, acts).await.unwrap().into_values().collect();
            said.sort_unstable();
            said
        };
        let order = |n: &str| format!(r#"{{"order":"{n}"}}"#);
        assert_eq!(said(&[ada, adas], &every).await, ["a1", "a2", "a3"].map(order));
        assert_eq!(said(&[eve], &every).await, ["e1", "e2"].map(order));
        let one = HashSet::from([after[0].id]);
        assert_eq!(said(&[ada, adas], &one).await, [order("a3")], "only of what is asked for");
        assert_eq!(said(&[eve], &one).await, [""; 0], "and only of those who did it");
    }
}
