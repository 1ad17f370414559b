//! Random operations with replays, against a model that knows lots, dates and keys and nothing else. The long
//! form, with writers at once and kills, is in `e2e/checks`.

use deedwell_core::{Error, Who};

use super::{Shop, who, with};
use crate::acts;
use crate::scheme::{Expiry, Terms};

const OPERATIONS: usize = 400;
const DAYS: i64 = 5;

/// A generator of its own, so that a failure can be told again by its seed.
struct Chance(u64);

impl Chance {
    fn of(&mut self, n: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

#[derive(Clone, Debug)]
struct Lot {
    who: usize,
    amount: i64,
    remains: i64,
    expired: i64,
    taken: i64,
    owed: i64,
    /// The day after which it is over.
    ends: i64,
    born: usize,
}

#[derive(Clone, Debug)]
struct Spending {
    who: usize,
    amount: i64,
    given_back: bool,
}

#[derive(Default)]
struct Model {
    day: i64,
    lots: Vec<Lot>,
    spendings: Vec<Spending>,
    owed: [i64; 3],
    spent: [i64; 3],
}

impl Model {
    fn active(&self, who: usize) -> i64 {
        self.lots.iter().filter(|l| l.who == who && l.ends > self.day).map(|l| l.remains).sum()
    }

    fn take(&mut self, who: usize, mut amount: i64) {
        let day = self.day;
        let mut order: Vec<&mut Lot> = self
            .lots
            .iter_mut()
            .filter(|l| l.who == who && l.ends > day && l.remains > 0)
            .collect();
        order.sort_by_key(|l| (l.ends, l.born));
        for lot in order {
            let part = amount.min(lot.remains);
            lot.remains -= part;
            amount -= part;
        }
    }

    fn settle(&mut self, who: usize) {
        let pays = self.owed[who].min(self.active(who));
        self.take(who, pays);
        self.owed[who] -= pays;
    }

    fn sums(&self, who: usize) -> [i64; 5] {
        let of = |f: fn(&Lot) -> i64| self.lots.iter().filter(|l| l.who == who).map(f).sum();
        [0, of(|l| l.remains), self.spent[who], of(|l| l.expired), -self.owed[who]]
    }
}

async fn one(shop: &Shop, people: &[Who; 3], model: &mut Model, chance: &mut Chance) {
    let n = chance.of(3) as usize;
    match chance.of(10) {
        0..4 => {
            let (amount, key) = (chance.of(90) as i64 + 10, format!("earned-{}", model.lots.len()));
            shop.earns(people[n], amount, &key).await;
            let (ends, born) = (model.day + DAYS + 1, model.lots.len());
            model.lots.push(Lot {
                who: n,
                amount,
                remains: amount,
                expired: 0,
                taken: 0,
                owed: 0,
                ends,
                born,
            });
            model.settle(n);
        }
        4..7 => spends(shop, people, model, chance, n).await,
        7 if !model.lots.is_empty() => takes_back(shop, model, chance).await,
        8 => asks_again(shop, people, model).await,
        _ => {
            shop.waits_days(1).await;
            model.day += 1;
            for lot in model.lots.iter_mut().filter(|l| l.ends <= model.day) {
                lot.expired += lot.remains;
                lot.remains = 0;
            }
        }
    }
}

async fn spends(shop: &Shop, people: &[Who; 3], model: &mut Model, chance: &mut Chance, n: usize) {
    let amount = chance.of(120) as i64 + 1;
    let key = format!("spent-{}", model.spendings.len());
    let mut tx = shop.tx().await;
    match acts::spend(&mut tx, &shop.spending(people[n], amount, &key)).await {
        Ok(_) => {
            assert!(model.active(n) >= amount, "it was spent, and was not there");
            tx.commit().await.unwrap();
            model.take(n, amount);
            model.spent[n] += amount;
            model.spendings.push(Spending { who: n, amount, given_back: false });
        }
        Err(Error::Refused { code, .. }) => {
            assert_eq!(code, "points.not_enough");
            assert!(model.active(n) < amount, "it was there, and could not be spent");
        }
        Err(error) => panic!("{error}"),
    }
}

async fn takes_back(shop: &Shop, model: &mut Model, chance: &mut Chance) {
    // Taken back only what was not touched by a spend that came back: that has stories of its own.
    let which = chance.of(model.lots.len() as u64) as usize;
    shop.takes_back(&format!("earned-{which}")).await;
    let lot = &mut model.lots[which];
    let left = lot.amount - lot.taken - lot.owed;
    let remains = left.min(lot.remains);
    let expired = (left - remains).min(lot.expired);
    let spent = left - remains - expired;
    lot.remains -= remains;
    lot.expired -= expired;
    lot.taken += remains + expired;
    lot.owed += spent;
    let n = lot.who;
    model.owed[n] += spent;
    model.settle(n);
}

async fn asks_again(shop: &Shop, people: &[Who; 3], model: &Model) {
    // What was asked before is asked again, and nothing comes of it.
    if let Some(lot) = model.lots.last() {
        let mut tx = shop.tx().await;
        let earn = shop.earning(people[lot.who], lot.amount, &format!("earned-{}", lot.born));
        assert!(!acts::earn(&mut tx, &earn).await.unwrap().is_new);
        tx.commit().await.unwrap();
    }
    if let Some(last) = model.spendings.last().filter(|s| !s.given_back) {
        let mut tx = shop.tx().await;
        let key = format!("spent-{}", model.spendings.len() - 1);
        let again = shop.spending(people[last.who], last.amount, &key);
        assert!(!acts::spend(&mut tx, &again).await.unwrap().is_new);
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn random_operations_do_what_the_model_does() {
    for (seed, shop) in
        (1..).zip(with(Terms { expiry: Expiry::After { days: DAYS }, ..Terms::default() }).await)
    {
        let people = [
            who(&shop.customer("Ada")).await,
            who(&shop.customer("Grace")).await,
            who(&shop.customer("Alan")).await,
        ];
        let (mut model, mut chance) = (Model::default(), Chance(seed));
        for n in 0..OPERATIONS {
            one(&shop, &people, &mut model, &mut chance).await;
            if n % 20 == 19 {
                for (n, who) in people.iter().enumerate() {
                    assert_eq!(shop.sums(*who).await, model.sums(n), "seed {seed}");
                }
            }
        }
        shop.adds_up().await;
    }
}
