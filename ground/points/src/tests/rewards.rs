//! What points are spent on, and paid out as.

use deedwell_core::Id;

use super::{paying, plain, who};
use crate::acts::{self, PayOut, PayTo};
use crate::reward::{HonouredBy, Reward, RewardTerms, Stage};
use crate::store;
use crate::tests::Shop;

fn lamp() -> RewardTerms {
    RewardTerms {
        name: "A lamp".to_owned(),
        words: "For the bicycle".to_owned(),
        cost: 30,
        stock: Some(2),
        honoured_by: HonouredBy::Staff,
    }
}

async fn reward(shop: &Shop, terms: &RewardTerms) -> Id<Reward> {
    let mut tx = shop.tx().await;
    let id = acts::setup::open_reward(&mut tx, shop.mary, shop.points, terms).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_reward_is_asked_for_handed_over_and_taken_back() {
    for shop in plain().await {
        let ada = shop.customer("Ada");
        let (person, ada) = (ada.person().await, who(&ada).await);
        let lamp = reward(&shop, &lamp()).await;
        shop.earns(ada, 100, "idea").await;
        let mut tx = shop.tx().await;
        let first = acts::redeem(&mut tx, ada, lamp, "press-1").await.unwrap();
        assert_eq!(
            acts::redeem(&mut tx, ada, lamp, "press-1").await.unwrap(),
            first,
            "pressed twice"
        );
        let second = acts::redeem(&mut tx, ada, lamp, "press-2").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = shop.tx().await;
        let sold_out = acts::redeem(&mut tx, ada, lamp, "press-3").await.unwrap_err();
        assert_eq!(sold_out.code(), "points.sold_out");
        drop(tx);
        assert_eq!(shop.sums(ada).await, [0, 40, 0, 0, 0], "spent, and not handed over");
        let mut tx = shop.tx().await;
        acts::honour(&mut tx, shop.mary, first.id).await.unwrap();
        let twice = acts::honour(&mut tx, shop.mary, first.id).await.unwrap_err();
        assert_eq!(twice.code(), "points.honoured_already");
        let hers = acts::undo(&mut tx, None, first.id, "").await.unwrap_err();
        assert_eq!(hers.code(), "points.honoured_already");
        acts::undo(&mut tx, None, second.id, "").await.unwrap();
        let again = acts::undo(&mut tx, None, second.id, "").await.unwrap_err();
        assert_eq!(again.code(), "points.undone_already");
        tx.commit().await.unwrap();
        assert_eq!(shop.sums(ada).await, [0, 70, 30, 0, 0]);
        let mut tx = shop.tx().await;
        assert_eq!(store::reward(&mut tx, lamp).await.unwrap().left, Some(1), "one is there again");
        assert!(acts::undo(&mut tx, Some(shop.mary), first.id, "").await.is_err(), "with a reason");
        acts::undo(&mut tx, Some(shop.mary), first.id, "It was broken").await.unwrap();
        let asked = store::redemptions_of(&mut tx, person, 9).await.unwrap();
        let stages: Vec<_> = asked.into_iter().map(|redemption| redemption.stage).collect();
        assert_eq!(stages, [Stage::Undone; 2]);
        tx.commit().await.unwrap();
        assert_eq!(shop.sums(ada).await, [0, 100, 0, 0, 0]);
        shop.adds_up().await;
    }
}

#[tokio::test]
async fn a_code_is_given_to_one() {
    for shop in plain().await {
        let (ada, grace) = (who(&shop.customer("Ada")).await, who(&shop.customer("Grace")).await);
        let terms = RewardTerms { honoured_by: HonouredBy::Code, ..lamp() };
        let voucher = reward(&shop, &terms).await;
        shop.earns(ada, 100, "idea").await;
        shop.earns(grace, 100, "other").await;
        let mut tx = shop.tx().await;
        let none = acts::redeem(&mut tx, ada, voucher, "early").await.unwrap_err();
        assert_eq!(none.code(), "points.sold_out");
        drop(tx);
        let mut tx = shop.tx().await;
        let codes = ["A1".to_owned(), "B2".to_owned()];
        assert_eq!(acts::setup::add_codes(&mut tx, shop.mary, voucher, &codes).await.unwrap(), 2);
        assert_eq!(acts::setup::add_codes(&mut tx, shop.mary, voucher, &codes).await.unwrap(), 0);
        let hers = acts::redeem(&mut tx, ada, voucher, "a").await.unwrap();
        let graces = acts::redeem(&mut tx, grace, voucher, "g").await.unwrap();
        assert_eq!((hers.code.as_deref(), graces.code.as_deref()), (Some("A1"), Some("B2")));
        assert_eq!(acts::redeem(&mut tx, ada, voucher, "a").await.unwrap(), hers);
        acts::undo(&mut tx, Some(shop.mary), hers.id, "Not valid").await.unwrap();
        assert_eq!(
            store::reward(&mut tx, voucher).await.unwrap().left,
            Some(0),
            "it may have been used"
        );
        tx.commit().await.unwrap();
        assert_eq!(shop.sums(ada).await, [0, 100, 0, 0, 0]);
        assert_eq!(shop.sums(grace).await, [0, 70, 30, 0, 0]);
        shop.adds_up().await;
    }
}

#[tokio::test]
async fn points_become_credit_or_a_gift() {
    for shop in paying().await {
        let ada = who(&shop.customer("Ada")).await;
        shop.earns(ada, 1_000, "idea").await;
        let ask = |amount, to, key: &str| PayOut {
            who: ada,
            scheme: shop.points,
            amount,
            to,
            key: key.to_owned(),
        };
        let mut tx = shop.tx().await;
        let little = acts::pay_out(&mut tx, &ask(199, PayTo::Credit, "little")).await.unwrap_err();
        assert_eq!(little.code(), "points.too_little");
        let paid = acts::pay_out(&mut tx, &ask(250, PayTo::Credit, "credit")).await.unwrap();
        assert_eq!((paid.took, paid.gave), (250, 250));
        let again = acts::pay_out(&mut tx, &ask(250, PayTo::Credit, "credit")).await.unwrap();
        assert_eq!((again.took, again.gave, again.is_new), (250, 250, false));
        let gift = acts::pay_out(&mut tx, &ask(300, PayTo::Charity, "gift")).await.unwrap();
        assert_eq!((gift.took, gift.gave), (300, 600), "pound for pound");
        let again = acts::pay_out(&mut tx, &ask(300, PayTo::Charity, "gift")).await.unwrap();
        assert_eq!((again.took, again.gave), (300, 600));
        let last = acts::reverse(&mut tx, "gift", "").await.unwrap_err();
        assert_eq!(last.code(), "points.final");
        tx.commit().await.unwrap();
        let mut tx = shop.tx().await;
        let much = acts::pay_out(&mut tx, &ask(451, PayTo::Credit, "much")).await.unwrap_err();
        assert_eq!(much.code(), "points.not_enough");
        drop(tx);
        let mut tx = shop.tx().await;
        let credit = store::scheme_by_key(&mut tx, "credit").await.unwrap();
        let balance = acts::balance(&mut tx, credit.id, ada).await.unwrap();
        assert_eq!(credit.terms.words(balance.balance()), "£2.50");
        assert_eq!(acts::usual_scheme(&mut tx).await.unwrap().id, shop.points);
        drop(tx);
        assert_eq!(shop.sums(ada).await, [0, 450, 250, 0, 0]);
        shop.adds_up().await;
    }
}
