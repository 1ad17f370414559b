//! What SQLite's planner is told.

use super::places;
use crate::Query;

const TABLES: [&str; 3] = [
    "create table thing (organisation text not null, id text not null, owner text not null,
       primary key (organisation, id))",
    "create index thing_owner on thing (organisation, owner)",
    "create table word (organisation text not null, thing text not null, key text not null,
       primary key (organisation, thing, key))",
];

/// Words of things that belong to a hundred owners: through the owners, not through all words.
fn words_of_a_hundred() -> String {
    let owners = (0..100).map(|n| format!("'{n}'")).collect::<Vec<_>>().join(",");
    format!(
        "explain query plan select w.key from word w join thing t on t.organisation = $1 and t.id = w.thing
         where w.organisation = $1 and t.owner in ({owners})"
    )
}

#[tokio::test]
async fn a_long_list_is_looked_up_and_nothing_is_walked() {
    let places = places().await;
    let place = places.iter().find(|place| place.db.is_sqlite()).unwrap();
    let mut tx = place.db.system().await.unwrap();
    for table in TABLES {
        tx.run(Query::new(table)).await.unwrap();
    }
    for n in 0..300 {
        let thing = "insert into thing (organisation, id, owner) values ('a', $1, $1)";
        let word = "insert into word (organisation, thing, key) values ('a', $1, 'key')";
        for insert in [thing, word] {
            tx.run(Query::new(insert).bind(n.to_string())).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    // Also where SQLite has counted these few for itself, and again and again.
    for _ in 0..2 {
        place.db.take_stock().await.unwrap();
        let mut tx = place.db.system().await.unwrap();
        let plan = tx.list(Query::new(words_of_a_hundred()).bind("a")).await.unwrap();
        let steps: Vec<String> = plan.iter().map(|row| row.text("detail").unwrap()).collect();
        assert_eq!(steps.len(), 2, "{steps:?}");
        assert!(steps[0].contains("(organisation=? AND owner=?)"), "{steps:?}");
        assert!(steps[1].contains("(organisation=? AND thing=?)"), "{steps:?}");
        tx.run(Query::new("analyze")).await.unwrap();
        tx.commit().await.unwrap();
    }
}
