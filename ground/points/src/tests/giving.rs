//! Who earns, how much, and who does not.

use deedwell_core::{Id, Who};

use super::{plain, who, with};
use crate::acts::{self, Adjust, WhyNot};
use crate::scheme::{Scheme, Terms};
use crate::store;

/// The same key is the same earning; for another it is refused.
#[tokio::test]
async fn a_key_is_used_once() {
    for shop in plain().await {
        let (ada, grace) = (who(&shop.customer("Ada")).await, who(&shop.customer("Grace")).await);
        shop.earns(ada, 40, "idea").await;
        let mut tx = shop.tx().await;
        let again = acts::earn(&mut tx, &shop.earning(ada, 40, "idea")).await.unwrap();
        assert!(!again.is_new && again.amount == 40 && again.entry.is_some());
        let mut other = shop.earning(ada, 40, "idea");
        other.because.about = "idea/other".to_owned();
        for wrong in [shop.earning(ada, 41, "idea"), shop.earning(grace, 40, "idea"), other] {
            let refused = acts::earn(&mut tx, &wrong).await.unwrap_err();
            assert_eq!(refused.code(), "points.key_used");
        }
        let spending = acts::spend(&mut tx, &shop.spending(ada, 40, "idea")).await.unwrap_err();
        assert_eq!(spending.code(), "points.key_used", "nor for something else");
        tx.commit().await.unwrap();
        assert_eq!(shop.sums(ada).await, [0, 40, 0, 0, 0]);
        shop.adds_up().await;
    }
}

#[tokio::test]
async fn visitors_staff_and_test_accounts_earn_nothing() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        let Who::Customer { identity, person } = ada else { unreachable!() };
        let mut tx = shop.tx().await;
        for nobody in [Who::Visitor { identity, person }, Who::Staff(shop.mary), Who::System] {
            let refused = acts::earn(&mut tx, &shop.earning(nobody, 5, "x")).await.unwrap_err();
            assert_eq!(refused.code(), "points.not_a_customer");
        }
        deedwell_people::person::mark_as_test(&mut tx, person, true).await.unwrap();
        let nothing = acts::earn(&mut tx, &shop.earning(ada, 5, "y")).await.unwrap();
        assert_eq!((nothing.entry, nothing.why_not), (None, Some(WhyNot::Ours)));
        // Mary of the staff is a customer too, by the same address.
        tx.commit().await.unwrap();
        let mary = who(&shop.customer("Mary")).await;
        let mut tx = shop.tx().await;
        let nothing = acts::earn(&mut tx, &shop.earning(mary, 5, "z")).await.unwrap();
        assert_eq!(nothing.why_not, Some(WhyNot::Ours));
        drop(tx);
        assert_eq!(shop.sums(mary).await, [0; 5]);
        shop.adds_up().await;
    }
}

/// 0 is a value: nothing earned is no mistake, a limit of nothing is a limit, and none is none.
#[tokio::test]
async fn zero_is_a_value() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        let mut tx = shop.tx().await;
        let nothing = acts::earn(&mut tx, &shop.earning(ada, 0, "nought")).await.unwrap();
        assert_eq!((nothing.entry, nothing.why_not), (None, Some(WhyNot::Nothing)));
        let less = acts::earn(&mut tx, &shop.earning(ada, -1, "less")).await.unwrap_err();
        assert_eq!(less.code(), "invalid.amount");
        let zero = acts::spend(&mut tx, &shop.spending(ada, 0, "spend")).await.unwrap_err();
        assert_eq!(zero.code(), "invalid.amount");
        acts::setup::set_budget(&mut tx, shop.mary, shop.points, "ideas", Some(0)).await.unwrap();
        let none = acts::earn(&mut tx, &shop.earning(ada, 1, "budget")).await.unwrap();
        assert_eq!(none.why_not, Some(WhyNot::Budget));
        let month = acts::month_of(&mut tx, shop.now()).await.unwrap();
        let kept = store::budgets(&mut tx, shop.points, &month).await.unwrap();
        assert_eq!((kept[0].a_month, kept[0].given), (0, 0), "nought is kept as nought");
        acts::setup::set_budget(&mut tx, shop.mary, shop.points, "ideas", None).await.unwrap();
        let terms = Terms { approve_above: Some(0), ..Terms::default() };
        acts::setup::change_scheme(&mut tx, shop.mary, shop.points, &terms).await.unwrap();
        assert_eq!(super::terms_of(&mut tx, shop.points).await.approve_above, Some(0));
        let held = acts::earn(&mut tx, &shop.earning(ada, 1, "held")).await.unwrap();
        assert!(held.held && held.pending, "more than nothing waits");
        let terms = Terms { approve_above: None, ..terms };
        acts::setup::change_scheme(&mut tx, shop.mary, shop.points, &terms).await.unwrap();
        let free = acts::earn(&mut tx, &shop.earning(ada, 1, "free")).await.unwrap();
        assert!(!free.held);
        tx.commit().await.unwrap();
        assert_eq!(shop.sums(ada).await, [1, 1, 0, 0, 0]);
        shop.adds_up().await;
    }
}

#[tokio::test]
async fn a_programme_gives_away_what_it_may() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        let mut tx = shop.tx().await;
        acts::setup::set_budget(&mut tx, shop.mary, shop.points, "ideas", Some(100)).await.unwrap();
        tx.commit().await.unwrap();
        shop.earns(ada, 60, "one").await;
        let mut tx = shop.tx().await;
        let over = acts::earn(&mut tx, &shop.earning(ada, 41, "two")).await.unwrap();
        assert_eq!(over.why_not, Some(WhyNot::Budget));
        let mut other = shop.earning(ada, 41, "reviews");
        other.because.kind = "reviews.written".to_owned();
        assert!(acts::earn(&mut tx, &other).await.unwrap().is_new, "another programme's");
        tx.commit().await.unwrap();
        // What was taken back can be given again; the key that got nothing is free.
        shop.takes_back("one").await;
        shop.earns(ada, 41, "two").await;
        shop.waits_until("2026-12-01T00:00:00Z").await;
        shop.earns(ada, 100, "december").await;
        shop.adds_up().await;
    }
}

#[tokio::test]
async fn much_waits_for_staff() {
    for shop in with(Terms { approve_above: Some(500), ..Terms::default() }).await {
        let ada = who(&shop.customer("Ada")).await;
        let mut tx = shop.tx().await;
        let earned = acts::earn(&mut tx, &shop.earning(ada, 501, "much")).await.unwrap();
        assert!(earned.held);
        let mut later = shop.earning(ada, 600, "later");
        later.pending_until = Some(super::at("2026-12-18T09:00:00Z"));
        let later = acts::earn(&mut tx, &later).await.unwrap().entry.unwrap();
        let bad = acts::earn(&mut tx, &shop.earning(ada, 700, "bad")).await.unwrap().entry.unwrap();
        assert_eq!(
            acts::confirm(&mut tx, "much").await.unwrap_err().code(),
            "points.waits_for_staff"
        );
        tx.commit().await.unwrap();
        shop.waits_days(1).await;
        assert_eq!(shop.sums(ada).await, [1_801, 0, 0, 0, 0]);
        let mut tx = shop.tx().await;
        assert_eq!(store::held(&mut tx, 10).await.unwrap().len(), 3);
        acts::approve(&mut tx, shop.mary, earned.entry.unwrap()).await.unwrap();
        acts::approve(&mut tx, shop.mary, later).await.unwrap();
        assert!(acts::refuse(&mut tx, shop.mary, bad, " ").await.is_err(), "with a reason");
        acts::refuse(&mut tx, shop.mary, bad, "Not hers.").await.unwrap();
        let twice = acts::approve(&mut tx, shop.mary, bad).await.unwrap_err();
        assert_eq!(twice.code(), "points.decided_already");
        tx.commit().await.unwrap();
        assert_eq!(shop.sums(ada).await, [600, 501, 0, 0, 0]);
        shop.waits_days(40).await;
        assert_eq!(shop.sums(ada).await, [0, 1_101, 0, 0, 0]);
        shop.adds_up().await;
    }
}

#[tokio::test]
async fn by_hand_needs_a_reason_and_much_of_it_somebody_else() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        let Who::Customer { identity, .. } = ada else { unreachable!() };
        let edsger = shop.staff("Edsger", deedwell_web::Role::Manager).staff().await;
        let by_hand = |amount, key: &str, why: &str| Adjust {
            staff: shop.mary,
            identity,
            scheme: shop.points,
            amount,
            why: why.to_owned(),
            key: key.to_owned(),
        };
        let mut tx = shop.tx().await;
        for (amount, key, why, code) in [
            (5, "a", " ", "invalid.why"),
            (0, "b", "Nothing", "invalid.amount"),
            (-1, "c", "Too much", "points.not_enough"),
            (-1_001, "d", "Far too much", "points.too_much_by_hand"),
        ] {
            let refused = acts::adjust(&mut tx, &by_hand(amount, key, why)).await.unwrap_err();
            assert_eq!(refused.code(), code);
        }
        drop(tx);
        let mut tx = shop.tx().await;
        acts::adjust(&mut tx, &by_hand(50, "sorry", "For the long wait")).await.unwrap();
        acts::adjust(&mut tx, &by_hand(-20, "oops", "Twenty too many")).await.unwrap();
        acts::adjust(&mut tx, &by_hand(-20, "oops", "Twenty too many")).await.unwrap();
        let much = acts::adjust(&mut tx, &by_hand(1_001, "much", "A great help")).await.unwrap();
        let own = acts::approve(&mut tx, shop.mary, much).await.unwrap_err();
        assert_eq!(own.code(), "points.own_adjustment");
        tx.commit().await.unwrap();
        assert_eq!(shop.sums(ada).await, [1_001, 30, 0, 0, 0]);
        let mut tx = shop.tx().await;
        acts::approve(&mut tx, edsger, much).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(shop.sums(ada).await, [0, 1_031, 0, 0, 0]);
        shop.takes_back("oops").await;
        assert_eq!(shop.sums(ada).await, [0, 1_051, 0, 0, 0], "what was taken by hand came back");
        let told: Vec<_> =
            shop.ledger().await.into_iter().filter(|l| !l.starts_with("Ada")).collect();
        assert_eq!(
            told,
            [
                "Mary points.scheme_changed",
                "Mary points.adjusted",
                "Mary points.adjusted",
                "Mary points.adjusted",
                "Edsger points.approved"
            ]
        );
        shop.adds_up().await;
    }
}

/// Nothing comes from nowhere: not into another's scheme, not from a closed one, not in another organisation.
#[tokio::test]
async fn nothing_comes_from_nowhere() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        let kurt = who(&shop.outsider("Kurt")).await;
        let mut tx = shop.tx().await;
        let unknown: Id<Scheme> = tx.new_id();
        let mut earn = shop.earning(ada, 5, "unknown");
        earn.scheme = unknown;
        assert_eq!(acts::earn(&mut tx, &earn).await.unwrap_err().code(), "missing.scheme");
        let foreign = acts::earn(&mut tx, &shop.earning(kurt, 5, "foreign")).await.unwrap_err();
        assert_eq!(foreign.code(), "missing.person");
        let most = acts::earn(&mut tx, &shop.earning(ada, i64::MAX, "most")).await.unwrap_err();
        assert_eq!(most.code(), "invalid.amount");
        acts::setup::close_scheme(&mut tx, shop.mary, shop.points, true).await.unwrap();
        let closed = acts::earn(&mut tx, &shop.earning(ada, 5, "closed")).await.unwrap_err();
        assert_eq!(closed.code(), "points.scheme_closed");
        drop(tx);
        shop.adds_up().await;
    }
}
