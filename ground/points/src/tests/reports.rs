//! What follows from the postings: statements, what is owed, the books.

use super::{paying, who};
use crate::account::Account;
use crate::acts::{self, PayOut, PayTo};
use crate::{beancount, liability, statement, store};

/// A month that is over reads the same for ever, and one month ends as the next begins.
#[tokio::test]
async fn a_statement_follows_from_the_postings() {
    for shop in paying().await {
        let ada = shop.customer("Ada");
        let (person, ada) = (ada.person().await, who(&ada).await);
        shop.earns(ada, 100, "november").await;
        shop.waits_until("2026-12-05T00:00:00Z").await;
        shop.earns(ada, 30, "december").await;
        shop.spends(ada, 110, "lamp").await;
        let mut tx = shop.tx().await;
        let of = async |tx: &mut deedwell_store::Tx, month: &str| {
            let month = statement::month(month).unwrap();
            statement::statement(tx, shop.points, person, month).await.unwrap()
        };
        let november = of(&mut tx, "2026-11").await;
        let december = of(&mut tx, "2026-12").await;
        assert_eq!((november.before.active, november.after.active), (0, 100));
        assert_eq!(november.after, december.before);
        assert_eq!((december.after.active, december.after.spent), (20, 110));
        let moved: Vec<_> =
            december.lines.iter().map(|l| (l.entry.verb.as_str(), l.account, l.amount)).collect();
        assert_eq!(
            moved,
            [
                ("earned", Account::Active, 30),
                ("spent", Account::Active, -110),
                ("spent", Account::Spent, 110)
            ]
        );
        drop(tx);
        shop.takes_back("november").await;
        let mut tx = shop.tx().await;
        assert_eq!(of(&mut tx, "2026-11").await, november, "what came later changes nothing");
        drop(tx);
        shop.adds_up().await;
    }
}

#[tokio::test]
async fn what_is_owed_is_told_of_a_day() {
    for shop in paying().await {
        let ada = who(&shop.customer("Ada")).await;
        shop.earns(ada, 1_050, "november").await;
        shop.waits_until("2026-12-05T00:00:00Z").await;
        shop.spends(ada, 50, "lamp").await;
        let mut tx = shop.tx().await;
        let scheme = store::scheme(&mut tx, shop.points).await.unwrap();
        let of = async |tx: &mut deedwell_store::Tx, day: &str| {
            liability::report(tx, &scheme, day.parse().unwrap()).await.unwrap()
        };
        assert_eq!(of(&mut tx, "2026-11-17").await.outstanding, 0);
        let then = of(&mut tx, "2026-11-30").await;
        assert_eq!(
            (then.outstanding, then.worth.unwrap().to_string()),
            (1_050, "£10.50".to_owned())
        );
        let now = of(&mut tx, "2026-12-05").await;
        assert_eq!(now.outstanding, 1_000);
        assert_eq!(now.months.len(), 13);
        assert_eq!(
            now.months[11..],
            [("2026-11".to_owned(), 1_050), ("2026-12".to_owned(), 1_000)]
        );
        assert_eq!(now.ending, [(String::new(), 1_000)]);
        let sum: i64 = now.sums.iter().map(|(_, amount)| amount).sum();
        assert_eq!(sum, 0);
    }
}

/// The books are whole whatever months are chosen; `bean-check` reads them in e2e/checks.
#[tokio::test]
async fn books_open_with_what_was_before() {
    for shop in paying().await {
        let ada = who(&shop.customer("Ada")).await;
        shop.earns(ada, 1_000, "november").await;
        shop.waits_until("2026-12-05T00:00:00Z").await;
        let mut tx = shop.tx().await;
        let ask = PayOut {
            who: ada,
            scheme: shop.points,
            amount: 300,
            to: PayTo::Credit,
            key: "c".into(),
        };
        acts::pay_out(&mut tx, &ask).await.unwrap();
        let all = beancount::books(&mut tx, None, None).await.unwrap();
        assert_eq!(all.matches(" * \"").count(), 2);
        assert!(all.contains("Expenses:Points  1000 POINTS") && all.contains("-3.00 GBP"), "{all}");
        let day = Some("2026-12-01".parse().unwrap());
        let december = beancount::books(&mut tx, day, None).await.unwrap();
        assert!(december.contains("2026-12-01 * \"What there was before\""));
        let closing = |books: &str| {
            books.lines().filter(|l| l.contains(" balance ")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(closing(&all), closing(&december), "however it is cut, it comes to the same");
        assert_eq!(closing(&all).len(), 5);
        let november =
            beancount::books(&mut tx, None, Some("2026-11-30".parse().unwrap())).await.unwrap();
        assert_eq!(november.matches(" * \"").count(), 1);
        assert!(!november.contains(&ada_name()), "no word of anybody");
    }
}

fn ada_name() -> String {
    "Ada".to_owned()
}
