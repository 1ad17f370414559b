//! Complaints that were kept elsewhere.

use deedwell_core::Timestamp;

use super::world::{RUTH, does, worlds};
use crate::importer::{Became, Line, bring};
use crate::promise::Promised;
use crate::redress::Outcome;
use crate::stage::Stage;
use crate::store;

fn line(cells: &[(&'static str, &'static str)], now: Timestamp) -> Line {
    let text =
        |name: &'static str| cells.iter().find(|(n, _)| *n == name).map_or("", |(_, value)| *value);
    let moment = |text: &str| text.parse::<Timestamp>().map_err(|e| e.to_string());
    Line::read(text, moment, "GBP".parse().unwrap(), now).unwrap()
}

#[tokio::test]
async fn the_past_is_brought_once_and_stands_at_its_own_moments() {
    for world in worlds().await {
        let mut cells = vec![
            ("id", "7"),
            ("email", "ada@home.example"),
            ("text", "It broke."),
            ("received_at", "2025-10-01T10:00:00Z"),
            ("acknowledged_at", "2025-10-01T12:00:00Z"),
            ("answered_at", "2025-12-09T10:00:00Z"),
            ("accepted_at", "2025-12-10T10:00:00Z"),
            ("paid_at", "2025-12-11T10:00:00Z"),
            ("amount", "12.50"),
            ("severity", "3"),
            ("rating", "2"),
        ];
        let past = line(&cells, world.clock.now());
        let became = does!(world, tx, bring(tx, "desk", RUTH, &past)).unwrap();
        assert!(matches!(became, Became::Added { people: 1 }));
        let again = does!(world, tx, bring(tx, "desk", RUTH, &past)).unwrap();
        assert!(matches!(again, Became::Already));
        let mut tx = world.tx().await;
        let id = store::complaint_by_reference(&mut tx, "desk/7").await.unwrap().unwrap();
        let broken = store::breaches(&mut tx, id).await.unwrap();
        assert_eq!(broken, [Promised::Answer, Promised::End]);
        let offers = store::offers(&mut tx, id).await.unwrap();
        assert_eq!(
            (offers[0].outcome, offers[0].amount.unwrap().minor),
            (Outcome::Accepted, 1_250)
        );
        drop(tx);
        let kept = world.complaint(id).await;
        assert_eq!((kept.stage, kept.rating, kept.severity), (Stage::PutRight, Some(2), Some(3)));
        assert_eq!(world.keeps().await, 0, "what broke then was counted then");
        assert_eq!(
            world.ledger().await,
            [
                "customer received",
                "staff acknowledged",
                "staff assessed",
                "staff offered",
                "staff decided",
                "customer accepted",
                "staff redress_paid",
                "customer rated",
                "system promise_broken",
                "system promise_broken",
            ]
        );
        cells.retain(|(name, _)| *name != "id");
        cells.push(("id", "8"));
        cells.retain(|(name, _)| *name != "acknowledged_at");
        cells.push(("acknowledged_at", "2025-09-01T12:00:00Z"));
        let odd = line(&cells, world.clock.now());
        let refused = does!(world, tx, bring(tx, "desk", RUTH, &odd)).unwrap();
        let Became::Refused(wrong) = refused else { panic!("{refused:?}") };
        assert_eq!(wrong.column, Some("acknowledged_at"));
    }
}
