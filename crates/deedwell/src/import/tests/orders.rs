//! Files of orders.

use deedwell_orders::store::{self, OrdersAsk};

use super::{counts, worlds};
use crate::import::{Import, Mapping, orders};

const FILE: &str =
    "order,placed_at,email,name,currency,total,shipping,refunded,sku,item,quantity,price
1001,2026-02-01T10:00:00Z,ada@example.com,Ada,GBP,24.98,5.00,,MUG,Mug,2,9.99
1002,2026-02-02T10:00:00Z,ada@example.com,Ada,GBP,,,10.00,LAMP,Lamp,1,24.99
1002,,,,,,,,MUG,Mug,1,9.99
1003,2026-02-03T10:00:00Z,,,GBP,5.00,,,,,,
1004,yesterday,ada@example.com,Ada,GBP,5.00,,,,,,
1005,2026-02-03T10:00:00Z,grace@example.com,Grace,GBP,5.001,,,,,,
";

#[tokio::test]
async fn orders_come_with_their_lines_and_once() {
    for world in worlds().await {
        let path = world.file("shop.csv", FILE);
        let mapping = Mapping::default();
        let dry = Import { dry_run: true, ..world.import(&|_| false) };
        let report = orders(&dry, &path, &mapping).await.unwrap();
        assert_eq!(counts(&report), [5, 3, 0, 2, 1], "{:?}", report.refusals);
        assert!(world.ledger().await.is_empty(), "a dry run keeps nothing");
        let report = orders(&world.import(&|_| false), &path, &mapping).await.unwrap();
        assert_eq!(counts(&report), [5, 3, 0, 2, 1]);
        let again = orders(&world.import(&|_| false), &path, &mapping).await.unwrap();
        assert_eq!(counts(&again), [5, 0, 3, 2, 0]);
        let mut tx = world.db.read(world.ours).await.unwrap();
        let (count, sums) = store::sums(&mut tx, &OrdersAsk::default()).await.unwrap();
        // 24.98, then 24.99 and 9.99 less 10.00, then 5.00 of nobody.
        assert_eq!((count, sums[0].1), (3, 2_498 + 2_498 + 500));
        let id = store::find(&mut tx, "1002").await.unwrap().unwrap();
        let lines = store::lines(&mut tx, id).await.unwrap();
        let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
        assert_eq!(names, ["Lamp", "Mug"]);
        let first = store::find(&mut tx, "1001").await.unwrap().unwrap();
        assert_eq!(store::order(&mut tx, first).await.unwrap().differs, 0);
        drop(tx);
        let said: Vec<String> = world.ledger().await.iter().map(|a| a.name.to_string()).collect();
        let placed = said.iter().filter(|name| *name == "orders.placed").count();
        assert_eq!((placed, said.len()), (3, 4), "{said:?}");
    }
}

#[tokio::test]
async fn what_a_shop_told_stays_when_a_file_says_otherwise() {
    for world in worlds().await {
        let path = world.file("shop.csv", FILE);
        orders(&world.import(&|_| false), &path, &Mapping::default()).await.unwrap();
        let other = FILE.replace("24.98", "99.00");
        let path = world.file("other.csv", other);
        orders(&world.import(&|_| false), &path, &Mapping::default()).await.unwrap();
        let mut tx = world.db.read(world.ours).await.unwrap();
        let id = store::find(&mut tx, "1001").await.unwrap().unwrap();
        assert_eq!(store::order(&mut tx, id).await.unwrap().total, 2_498);
    }
}
