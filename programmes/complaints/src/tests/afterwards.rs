//! What people did after something was put right. A recovery that changes what they do is found; one that
//! changes only what they say is no effect on what they do.

use deedwell_core::{Id, Identity, Part, Person, Timestamp};
use deedwell_measure::Afterwards;
use jiff::SignedDuration;

use super::world::{RUTH, World, sqlite};
use crate::complaint::{NewComplaint, Voice};
use crate::importer::past::{Past, PastAnswer, bring};
use crate::redress::{Redress, Upheld};
use crate::report;

/// splitmix64: the same shop on every run.
struct Chance(u64);

impl Chance {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn day(n: f64) -> Timestamp {
    let from: Timestamp = "2024-06-01T09:00:00Z".parse().unwrap();
    from.checked_add(SignedDuration::from_secs((n * 86_400.0) as i64)).unwrap()
}

/// Six hundred buyers, a tenth of whom complained of something and were helped. `lift` buy again because
/// of it; all of them say that they are delighted.
async fn shop(world: &World, seed: u64, lift: f64) {
    let mut chance = Chance(seed);
    let mut tx = world.tx().await;
    for n in 0..700_u128 {
        let by = Voice {
            person: Id::<Person>::from_uuid(uuid::Uuid::from_u128(0x9_0000 + n)),
            identity: Id::<Identity>::from_uuid(uuid::Uuid::from_u128(0x9_0000 + n)),
            part: Part::Customer,
        };
        let insert = tx.query(
            "insert into person (organisation, id, name, search, created_at) values ($1, $2, '', '', $3)",
        );
        tx.run(insert.bind(by.person).bind(day(0.0))).await.unwrap();
        let insert = tx.query(
            "insert into identity (organisation, id, person, kind, scope, value, proof, created_at)
             values ($1, $2, $3, 'login', 'till', $4, 'server', $5)",
        );
        let insert = insert.bind(by.identity).bind(by.person).bind(n.to_string());
        tx.run(insert.bind(day(0.0))).await.unwrap();
        let gap = 20.0 + 100.0 * chance.share();
        let mut orders = Vec::new();
        let mut at = gap * chance.share();
        while at < 560.0 {
            orders.push(at);
            at += gap * (0.5 + chance.share());
        }
        let helped_at = 300.0 + 100.0 * chance.share();
        if n % 7 == 0 {
            complaint(&mut tx, by, helped_at).await;
            if chance.share() < lift {
                orders.push(helped_at + 1.0 + 60.0 * chance.share());
            }
        }
        for (i, at) in orders.into_iter().enumerate() {
            buy(&mut tx, by, &format!("{n}-{i}"), day(at)).await;
        }
    }
    tx.commit().await.unwrap();
}

async fn buy(tx: &mut deedwell_store::Tx, by: Voice, reference: &str, at: Timestamp) {
    let id: Id<deedwell_orders::OrderNoun> = tx.new_id();
    let insert = tx.query(
        "insert into shop_order (organisation, id, reference, number, identity, stage, placed_at, currency,
            total, channel, word_rank, word_at, word_hash, was_placed, changed_at)
         values ($1, $2, $3, $3, $4, 'placed', $5, 'GBP', 3000, 'shop', 3, $5, '', 1, $5)",
    );
    tx.run(insert.bind(id).bind(reference).bind(by.identity).bind(at)).await.unwrap();
}

async fn complaint(tx: &mut deedwell_store::Tx, by: Voice, accepted: f64) {
    let past = Past {
        new: NewComplaint { text: "It broke.".to_owned(), ..NewComplaint::default() },
        came_by: "site".to_owned(),
        received_at: day(accepted - 3.0),
        acknowledged_at: Some(day(accepted - 2.9)),
        acknowledgement: String::new(),
        severity: Some(2),
        answered: Some(PastAnswer {
            at: day(accepted - 2.0),
            upheld: Upheld::Yes,
            redress: Redress::Apology,
            amount: None,
            points: 0,
            text: "Sorry.".to_owned(),
            accepted_at: Some(day(accepted)),
            refused_at: None,
            paid_at: None,
            evidence: String::new(),
        }),
        withdrawn_at: None,
        closed_at: Some(day(accepted)),
        rating: Some(5),
        cause: None,
        assigned_to: None,
    };
    bring(tx, by, Some(RUTH), None, &past).await.unwrap();
}

/// What is said of a shop, and how satisfied its customers say they are.
async fn told(seed: u64, lift: f64) -> (Afterwards, f64) {
    let world = sqlite().await;
    shop(&world, seed, lift).await;
    let mut tx = world.tx().await;
    let found = report::afterwards(&mut tx, "GBP").await.unwrap().unwrap();
    let said = report::report(&mut tx, day(0.0)).await.unwrap().satisfied.unwrap();
    assert_eq!(said.n, 100);
    (found, said.value)
}

/// Six shops of each sort: how many more are measured with numbers alone (`e2e/checks/39-planted`).
const SHOPS: u64 = 6;

#[tokio::test]
async fn a_recovery_that_changes_what_people_do_is_found() {
    let mut found = 0;
    for seed in 0..SHOPS {
        found += u64::from(matches!(told(42 + seed, 0.7).await.0, Afterwards::More(_)));
    }
    println!("found in {found} of {SHOPS} shops");
    assert!(found >= 5, "{found} of {SHOPS}");
}

#[tokio::test]
async fn one_that_changes_only_what_they_say_is_no_effect_on_what_they_do() {
    let mut claimed = 0;
    for seed in 0..SHOPS {
        let (found, satisfied) = told(42 + seed, 0.0).await;
        assert!(satisfied > 0.99, "all of them are delighted: {satisfied}");
        claimed += u64::from(!matches!(found, Afterwards::NoDifference(_)));
    }
    println!("claimed in {claimed} of {SHOPS} shops");
    // At 95 % one in twenty is due by chance alone.
    assert!(claimed <= 1, "{claimed} of {SHOPS}");
}

#[tokio::test]
async fn where_nobody_bought_anything_nothing_is_said() {
    let world = sqlite().await;
    assert!(report::afterwards(&mut world.tx().await, "GBP").await.unwrap().is_none());
}
