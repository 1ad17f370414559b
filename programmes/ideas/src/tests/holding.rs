//! What we hold of somebody who asks.

use deedwell_core::Who;

use super::world::{customer, does, worlds};
use crate::{acts, store};

#[tokio::test]
async fn whoever_asks_is_given_their_own_words_and_nobody_elses() {
    for world in worlds().await {
        let (ada, grace) = (customer(1), customer(2));
        let own = world.put_forward(ada, "Lockers at the station").await;
        let other = world.put_forward(grace, "A later ferry").await;
        world.vote(ada, other).await.unwrap();
        does!(world, tx, acts::comment(tx, ada, other, "At ten, please", None)).unwrap();
        let shelf = does!(world, tx, acts::comment(tx, grace, own, "With a shelf", None)).unwrap();
        does!(world, tx, acts::thank(tx, ada, shelf)).unwrap();

        let Who::Customer { identity, .. } = ada else { unreachable!("a customer") };
        let held = store::holds(&mut world.tx().await, &[identity]).await.unwrap();

        let words = |list: &str, key: &str| {
            let list = held[list].as_array().unwrap().iter();
            list.map(|one| one[key].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(words("ideas", "title"), ["Lockers at the station"]);
        assert_eq!(words("comments", "body"), ["At ten, please"]);
        assert_eq!(words("votes", "idea"), [other.to_string()]);
        assert_eq!(words("thanks", "comment"), [shelf.to_string()]);
        assert!(!held.to_string().contains("shelf") && !held.to_string().contains("ferry"));
    }
}
