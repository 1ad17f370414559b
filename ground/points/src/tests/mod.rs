//! Stories of points, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
mod giving;
mod lots;
mod model;
mod people;
mod races;
mod reading;
mod reports;
mod rewards;
mod taking_back;

use deedwell_core::{Currency, Id, Money, Staff, Timestamp, Who};
use deedwell_store::Tx;
use deedwell_testing::{Setting, Somebody, World};
use jiff::SignedDuration;

use crate::account::Balance;
use crate::acts::{self, Because, Earn, Spend};
use crate::scheme::{Scheme, Terms, Worth};
use crate::{check, store};

pub async fn shops() -> Vec<World> {
    let mut setting = Setting::default();
    setting.migrations.push(crate::MIGRATIONS);
    setting.worlds().await
}

/// A story's world in which points are earned.
pub struct Shop {
    pub world: World,
    pub points: Id<Scheme>,
    pub mary: Id<Staff>,
}

impl std::ops::Deref for Shop {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

/// Shops with a scheme of points.
pub async fn with(terms: Terms) -> Vec<Shop> {
    let mut all = Vec::new();
    for world in shops().await {
        let mary = world.staff("Mary", deedwell_web::Role::Owner).staff().await;
        let mut tx = world.tx().await;
        let points = acts::setup::open_scheme(&mut tx, mary, "points", &terms).await.unwrap();
        tx.commit().await.unwrap();
        all.push(Shop { world, points, mary });
    }
    all
}

pub async fn plain() -> Vec<Shop> {
    with(Terms::default()).await
}

/// A hundred points are a pound, held as credit, or given to the lifeboats, who get as much again from us.
pub async fn paying() -> Vec<Shop> {
    let all = plain().await;
    for shop in &all {
        let mut tx = shop.tx().await;
        let terms = Terms::credit("Credit", Currency::GBP);
        let credit = acts::setup::open_scheme(&mut tx, shop.mary, "credit", &terms).await.unwrap();
        let terms = Terms {
            worth: Some(Worth { amount: 100, money: Money::new(100, Currency::GBP) }),
            credit: Some(credit),
            pay_out_least: 200,
            charity: "Lifeboats".to_owned(),
            match_percent: 100,
            ..Terms::default()
        };
        acts::setup::change_scheme(&mut tx, shop.mary, shop.points, &terms).await.unwrap();
        tx.commit().await.unwrap();
    }
    all
}

pub async fn who(somebody: &Somebody) -> Who {
    Who::Customer { identity: somebody.identity().await, person: somebody.person().await }
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

impl Shop {
    pub fn earning(&self, who: Who, amount: i64, key: &str) -> Earn {
        Earn {
            who,
            scheme: self.points,
            amount,
            because: Because::new("ideas.put_forward", format!("idea/{key}")),
            key: key.to_owned(),
            pending_until: None,
            expires_at: None,
        }
    }

    pub fn spending(&self, who: Who, amount: i64, key: &str) -> Spend {
        Spend {
            who,
            scheme: self.points,
            amount,
            because: Because::new("orders.placed", format!("order/{key}")),
            key: key.to_owned(),
            handed_over: true,
            reward: None,
        }
    }

    pub async fn earns(&self, who: Who, amount: i64, key: &str) {
        let mut tx = self.tx().await;
        let earned = acts::earn(&mut tx, &self.earning(who, amount, key)).await.unwrap();
        assert_eq!((earned.amount, earned.is_new), (amount, true));
        tx.commit().await.unwrap();
    }

    pub async fn spends(&self, who: Who, amount: i64, key: &str) {
        let mut tx = self.tx().await;
        assert!(acts::spend(&mut tx, &self.spending(who, amount, key)).await.unwrap().is_new);
        tx.commit().await.unwrap();
    }

    /// Why it is refused.
    pub async fn cannot_spend(&self, who: Who, amount: i64) -> String {
        let mut tx = self.tx().await;
        let refused = acts::spend(&mut tx, &self.spending(who, amount, "cannot")).await;
        refused.unwrap_err().code().into_owned()
    }

    pub async fn takes_back(&self, key: &str) -> acts::Reversed {
        let mut tx = self.tx().await;
        let reversed = acts::reverse(&mut tx, key, "").await.unwrap();
        tx.commit().await.unwrap();
        reversed
    }

    pub async fn has(&self, who: Who) -> Balance {
        let mut tx = self.tx().await;
        acts::balance(&mut tx, self.points, who).await.unwrap()
    }

    /// pending, active, spent, expired, owed
    pub async fn sums(&self, who: Who) -> [i64; 5] {
        let b = self.has(who).await;
        [b.pending, b.active, b.spent, b.expired, b.owed]
    }

    /// Time passes, and what time does is done.
    pub async fn waits_until(&self, moment: &str) {
        let now = self.now();
        self.advance(at(moment).duration_since(now));
        self.keeps().await;
    }

    pub async fn waits_days(&self, days: i64) {
        self.advance(SignedDuration::from_hours(24 * days));
        self.keeps().await;
    }

    pub async fn keeps(&self) -> u64 {
        acts::keep(self.db(), self.organisation()).await.unwrap()
    }

    /// Everything adds up; every story ends with it.
    pub async fn adds_up(&self) {
        let mut tx = self.tx().await;
        assert_eq!(check::problems(&mut tx).await.unwrap(), Vec::<String>::new());
    }
}

pub async fn terms_of(tx: &mut Tx, id: Id<Scheme>) -> Terms {
    store::scheme(tx, id).await.unwrap().terms
}
