//! Marks from real orders, levels from the ledger, and what somebody may then do.

use deedwell_core::behaviour::Behaviour;
use deedwell_core::{Currency, Deed, Id, Identity, Kind, Position, Who};
use deedwell_orders::acts::{From, NewRefund, refund, tell};
use deedwell_orders::order::{Rank, ToldLine, ToldOrder};
use deedwell_orders::{OrderNoun, Stage};
use deedwell_people::{IdentityKind, Proof, Sign};
use deedwell_testing::{Somebody, World};
use serde::Serialize;

use super::{who, worlds};
use crate::acts::quarantine::{decide, suspect};
use crate::acts::{Counts, keep, mark, spend, trust_of};
use crate::level::Level;
use crate::limits::{Doing, limit};
use crate::mark::{Unproven, Wanted};
use crate::quarantine::{Grounds, Suspected};

const COUNTS: Counts<'_> = Counts {
    taking_part: &["ideas.put_forward", "ideas.voted"],
    thanks: &["ideas.voted"],
    flags: &["ideas.flagged"],
};

/// Something that a programme would record.
#[derive(Serialize)]
pub struct Told {
    #[serde(skip)]
    pub kind: Kind,
    #[serde(skip)]
    pub about: String,
    #[serde(skip)]
    pub whose: Option<Id<Identity>>,
}

impl Deed for Told {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn about(&self) -> Option<String> {
        Some(self.about.clone())
    }

    fn counterpart(&self) -> Option<Id<Identity>> {
        self.whose
    }
}

pub async fn does(world: &World, who: Who, kind: Kind, about: &str, whose: Option<Id<Identity>>) {
    let mut tx = world.tx().await;
    tx.record(who, &Told { kind, about: about.to_owned(), whose }).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn keeps(world: &World) -> usize {
    world.walk().wait(Position { tx: 0, block: 0 }, std::time::Duration::ZERO).await;
    keep(world.db(), world.organisation(), world.walk(), COUNTS).await.unwrap()
}

pub async fn level(world: &World, somebody: &Somebody) -> Level {
    let person = somebody.person().await;
    let mut tx = world.tx().await;
    trust_of(&mut tx, person).await.unwrap().level
}

async fn buys(world: &World, email: &str, reference: &str) -> Id<OrderNoun> {
    let now = world.now();
    let line = ToldLine {
        reference: "1".into(),
        product: "mug".into(),
        quantity: 2,
        gross: 1_998,
        ..ToldLine::default()
    };
    let told = ToldOrder {
        reference: reference.into(),
        number: reference.into(),
        stage: Stage::Placed,
        was_placed: true,
        placed_at: now,
        cancelled_at: None,
        currency: Currency::GBP,
        total: None,
        shipping: 0,
        tax: 0,
        tax_included: false,
        discount: 0,
        extra: 0,
        lines: vec![line],
        refunds: Vec::new(),
        aliases: Vec::new(),
        buyer: vec![Sign::new(IdentityKind::Email, email, "").unwrap()],
        buyer_name: String::new(),
        at: now,
        channel: None,
    };
    let from = From {
        rank: Rank::Shop,
        shop: None,
        unit: None,
        prefix: String::new(),
        told_by: "key/till".into(),
        channel: "api",
        proof: Proof::Server,
    };
    let mut tx = world.tx().await;
    let id = tell(&mut tx, &from, &told).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_mark_is_of_a_real_order_and_goes_with_it() {
    for world in worlds().await {
        let ada = world.customer("Ada");
        let person = ada.person().await;
        let email = {
            let mut tx = world.tx().await;
            let find =
                tx.query("select value from identity where organisation = $1 and person = $2");
            tx.one(find.bind(person)).await.unwrap().text("value").unwrap()
        };
        let marked = async |wanted: Wanted<'_>| {
            let mut tx = world.tx().await;
            mark(&mut tx, person, wanted, None).await.unwrap().map(|mark| mark.order)
        };
        assert_eq!(marked(Wanted::Anything).await, Err(Unproven::NoOrder));
        let order = buys(&world, &email, "1").await;
        assert_eq!(marked(Wanted::Anything).await, Ok(order));
        assert_eq!(marked(Wanted::Product("mug")).await, Ok(order));
        assert_eq!(marked(Wanted::Product("lamp")).await, Err(Unproven::SomethingElse));
        // Who bought is known, and may do more, from the next time that levels are computed.
        does(&world, who(&ada).await, "ideas.put_forward", "idea/1", None).await;
        assert_eq!((keeps(&world).await, level(&world, &ada).await), (1, Level::Known));
        let mut tx = world.tx().await;
        let back = NewRefund {
            reference: "r".into(),
            amount: 1_998,
            reason: String::new(),
            lines: Vec::new(),
            told_by: "key/till".into(),
        };
        refund(&mut tx, order, &back).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(marked(Wanted::Anything).await, Err(Unproven::GivenBack));
        assert_eq!(marked(Wanted::Product("mug")).await, Err(Unproven::GivenBack));
    }
}

#[tokio::test]
async fn a_level_is_gained_kept_and_lost_after_its_grace() {
    for world in worlds().await {
        let ada = world.customer("Ada");
        for idea in ["idea/1", "idea/2", "idea/3"] {
            does(&world, who(&ada).await, "ideas.put_forward", idea, None).await;
            world.advance_days(1);
        }
        assert_eq!((keeps(&world).await, level(&world, &ada).await), (1, Level::Known));
        assert_eq!(keeps(&world).await, 0, "computed again, nothing happens twice");
        world.advance_days(120);
        assert_eq!((keeps(&world).await, level(&world, &ada).await), (0, Level::Known), "grace");
        world.advance_days(13);
        assert_eq!((keeps(&world).await, level(&world, &ada).await), (0, Level::Known));
        world.advance_days(1);
        assert_eq!((keeps(&world).await, level(&world, &ada).await), (1, Level::New));
        let ledger = world.ledger().await;
        assert_eq!(ledger[3..], ["System trust.level_gained", "System trust.level_lost"]);
    }
}

/// 25 days of helping. Thanks of those in quarantine count for nobody.
#[tokio::test]
async fn thanks_of_many_make_a_regular_and_those_in_quarantine_do_not_count() {
    for world in worlds().await {
        let mary = world.staff("Mary", deedwell_web::Role::Owner).staff().await;
        let ada = world.customer("Ada");
        let others: Vec<Somebody> =
            ["Grace", "Alan", "Edith", "Konrad", "Joan", "Jean"].map(|n| world.customer(n)).into();
        let her = ada.identity().await;
        for day in 0..25 {
            does(&world, who(&ada).await, "ideas.put_forward", &format!("idea/{day}"), None).await;
            for n in [day, day + 1] {
                let other = others[n % 6].identity().await;
                does(&world, who(&ada).await, "ideas.voted", &format!("idea/x{n}"), Some(other))
                    .await;
            }
            let thanks = who(&others[day % 4]).await;
            does(&world, thanks, "ideas.voted", &format!("idea/{day}"), Some(her)).await;
            world.advance_days(1);
        }
        keeps(&world).await;
        assert_eq!(level(&world, &ada).await, Level::Regular);
        let suspected = Suspected {
            identity: others[0].identity().await,
            about: String::new(),
            grounds: Grounds::default(),
            note: "Thanks for money".to_owned(),
        };
        let mut tx = world.tx().await;
        let put = suspect(&mut tx, Some(mary), &suspected).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(level(&world, &others[0]).await, Level::New, "in force at once");
        keeps(&world).await;
        let mut tx = world.tx().await;
        let told = trust_of(&mut tx, ada.person().await).await.unwrap();
        assert!(told.held.failing_since.is_some(), "three people thanked, four are needed");
        assert_eq!(told.level, Level::Regular, "grace");
        let short: Vec<_> =
            told.reasons.holds.iter().filter(|asked| !asked.is_met()).map(|a| a.what).collect();
        assert!(short.contains(&"received_people"), "{short:?}");
        decide(&mut tx, mary, put.id, false, "It was a gift").await.unwrap();
        tx.commit().await.unwrap();
        keeps(&world).await;
        let mut tx = world.tx().await;
        let told = trust_of(&mut tx, ada.person().await).await.unwrap();
        assert_eq!(told.held.failing_since, None, "lifted, the thanks count again");
    }
}

#[tokio::test]
async fn who_is_new_may_do_less() {
    for world in worlds().await {
        let kurt = world.customer("Kurt").person().await;
        let most = limit(Doing::Contribute, Level::New).most;
        let mut tx = world.tx().await;
        for _ in 0..most {
            spend(&mut tx, kurt, Doing::Contribute).await.unwrap();
        }
        assert_eq!(spend(&mut tx, kurt, Doing::Contribute).await.unwrap_err().code(), "too_many");
        spend(&mut tx, kurt, Doing::Flag).await.unwrap();
    }
}
