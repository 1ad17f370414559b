//! What becomes due, and that it does so once.

use deedwell_web::Role;

use super::*;

const ANYWHERE: &str = "https://hooks.example/";

#[tokio::test]
async fn an_action_becomes_due_once() {
    for world in shops().await {
        happen(&world, &["ideas.put_forward"]).await;
        let (id, _) = told_all(&world, ANYWHERE).await;
        let first = action(&world, "orders.placed", Part::Customer, Some("m-1"));
        let again = action(&world, "orders.placed", Part::Customer, Some("m-1"));
        let other = action(&world, "orders.placed", Part::Customer, Some("m-2"));
        let kept = [first.id, other.id];
        // The same message in one block, and again in a later one.
        recorded(&world, vec![first.clone(), again.clone()]).await;
        recorded(&world, vec![action(&world, "orders.placed", Part::Customer, Some("m-1")), other])
            .await;
        assert_eq!(decide(&world).await, 2);
        assert_eq!(decide(&world).await, 0, "what was decided stays decided");
        let rows = deliveries(&world, id).await;
        let actions: Vec<_> = rows.iter().filter_map(|row| row.action).collect();
        assert_eq!(actions, kept);
        // One action before, the opening itself, then five of which three were dropped.
        let numbers: Vec<_> =
            [body(&world, id, rows[0].id).await, body(&world, id, rows[1].id).await]
                .iter()
                .map(|b| b["data"]["sequence"].as_i64().unwrap())
                .collect();
        assert_eq!(numbers, [3, 6]);
    }
}

#[tokio::test]
async fn an_endpoint_is_told_what_it_chose_and_nobody_has_to_doubt() {
    for world in shops().await {
        let (all, _) = told_all(&world, ANYWHERE).await;
        let some = new(ANYWHERE, &["ideas.voted", "orders.placed"], Believes::Proven);
        let (some, _) = opened(&world, &some).await;
        let (every, _) = opened(&world, &new(ANYWHERE, &[], Believes::All)).await;
        let claimed = new(ANYWHERE, &["claimed.orders_placed"], Believes::Proven);
        let (claimed, _) = opened(&world, &claimed).await;
        happen(&world, &["ideas.voted", "ideas.commented", "Order Completed"]).await;
        let visits = action(&world, "page", Part::Visitor, None);
        let claims = action(&world, "claimed.orders_placed", Part::Visitor, None);
        recorded(&world, vec![visits, claims]).await;
        recorded(&world, vec![action(&world, "webhooks.tested", Part::Staff, None)]).await;
        decide(&world).await;
        assert_eq!(kinds(&world, all).await, ["ideas.voted", "ideas.commented", "orders.placed"]);
        assert_eq!(kinds(&world, some).await, ["ideas.voted", "orders.placed"]);
        assert_eq!(kinds(&world, every).await.len(), 5, "what is about the wire is never told");
        assert_eq!(kinds(&world, claimed).await.len(), 0, "whoever wants claims has to say so");
    }
}

#[tokio::test]
async fn what_happens_before_and_while_it_is_off_is_not_told() {
    for world in shops().await {
        happen(&world, &["ideas.put_forward"]).await;
        let (id, _) = told_all(&world, ANYWHERE).await;
        let mary = world.staff("Mary Two", Role::Owner).staff().await;
        happen(&world, &["ideas.voted"]).await;
        decide(&world).await;
        let mut tx = world.tx().await;
        acts::switch_off(&mut tx, mary, id).await.unwrap();
        tx.commit().await.unwrap();
        happen(&world, &["ideas.commented"]).await;
        decide(&world).await;
        let mut tx = world.tx().await;
        let place = log::end(&mut tx).await.unwrap();
        acts::switch_on(&mut tx, mary, id, place).await.unwrap();
        tx.commit().await.unwrap();
        happen(&world, &["ideas.withdrawn"]).await;
        decide(&world).await;
        assert_eq!(kinds(&world, id).await, ["ideas.voted", "ideas.withdrawn"]);
    }
}

#[tokio::test]
async fn several_servers_decide_as_one() {
    for world in shops().await {
        let (id, _) = told_all(&world, ANYWHERE).await;
        let (other, _) = told_all(&world, ANYWHERE).await;
        for round in 1..=5 {
            for _ in 0..4 {
                let voted = || action(&world, "ideas.voted", Part::Customer, None);
                recorded(&world, (0..25).map(|_| voted()).collect()).await;
            }
            let (position, sequence, dropped) = read(&world).await;
            let reached = Reached { position, sequence, dropped: &dropped };
            let server = || crate::due::catch_up(world.db(), world.organisation(), reached);
            let (a, b, c) = tokio::join!(server(), server(), server());
            assert_eq!(a.unwrap() + b.unwrap() + c.unwrap(), 200);
            for endpoint in [id, other] {
                let rows = deliveries(&world, endpoint).await;
                let actions: HashSet<_> = rows.iter().map(|row| row.action).collect();
                assert_eq!((rows.len(), actions.len()), (100 * round, 100 * round));
            }
        }
    }
}

#[tokio::test]
async fn what_is_told_says_who_and_how_much() {
    for world in shops().await {
        let (id, _) = told_all(&world, ANYWHERE).await;
        let ada = world.customer("Ada");
        let mut placed = action(&world, "orders.placed", Part::Customer, None);
        placed.subject = ada.identity().await;
        placed.counterpart = Some(ada.identity().await);
        placed.value = Some(deedwell_core::Money::new(5_997, deedwell_core::Currency::GBP));
        let edsger = world.staff("Edsger", Role::Host).staff().await;
        let mut answered = action(&world, "ideas.answered", Part::Staff, None);
        answered.subject = edsger.cast();
        recorded(&world, vec![placed, answered]).await;
        decide(&world).await;
        let rows = deliveries(&world, id).await;
        let told = body(&world, id, rows[0].id).await;
        assert_eq!(told["type"], "orders.placed");
        assert_eq!(told["timestamp"], world.now().to_string());
        let data = &told["data"];
        assert_eq!(data["person"], ada.person().await.to_string());
        assert_eq!(data["counterpart"], ada.person().await.to_string());
        assert_eq!(data["value"], serde_json::json!({ "minor": 5_997, "currency": "GBP" }));
        assert_eq!((&data["channel"], &data["part"]), (&"site".into(), &"customer".into()));
        assert_eq!(data["facts"], serde_json::json!({ "grade": 3 }));
        assert_eq!(data["about"], "idea/1");
        let told = body(&world, id, rows[1].id).await;
        assert_eq!(told["data"]["staff"], edsger.to_string());
        assert!(told["data"]["person"].is_null());
    }
}

/// Sealed is what the tail no longer calls a duplicate.
#[tokio::test]
async fn what_is_sealed_waits_for_the_slowest() {
    for world in shops().await {
        let mut tx = world.tx().await;
        assert_eq!(store::place_of_slowest(&mut tx).await.unwrap(), None);
        drop(tx);
        let (_id, _) = told_all(&world, ANYWHERE).await;
        happen(&world, &["ideas.voted"]).await;
        let slowest = || async {
            let mut tx = world.tx().await;
            store::place_of_slowest(&mut tx).await.unwrap().unwrap()
        };
        let end = world.db().log_end().await.unwrap();
        assert!(slowest().await < end);
        decide(&world).await;
        assert_eq!(slowest().await, end);
    }
}
