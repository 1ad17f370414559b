//! Places in which stories happen, one on each database that there is.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_orders::OrderNoun;
use deedwell_store::log::block;
use deedwell_store::{Db, Options, Tx};

use super::place::{Place, mail};
use crate::referral::Referral;
use crate::stage::Stage;
use crate::store;

pub const EDSGER: Id<Staff> = Id::from_uuid(uuid::Uuid::from_u128(0xab));

pub struct World {
    place: Place,
    folder: Option<PathBuf>,
}

impl std::ops::Deref for World {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.place
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            drop(std::fs::remove_dir_all(folder));
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "stories are told which databases there are")]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn name() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    format!("{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::SeqCst))
}

/// Without a promise yet.
pub async fn bare() -> Vec<World> {
    let (place, folder) = Place::on_sqlite(&name()).await.unwrap();
    let mut worlds = vec![World { place, folder: Some(folder) }];
    if let Some(url) = environment("DEEDWELL_TEST_POSTGRES") {
        worlds.push(World { place: postgres(&url).await, folder: None });
    }
    worlds
}

async fn postgres(url: &str) -> Place {
    let schema = format!("referrals_{}", name());
    let plain = Db::open(url, Options { durable: false, ..Options::default() }).await.unwrap();
    let mut tx = plain.system().await.unwrap();
    for sql in ["drop schema if exists SCHEMA cascade", "create schema SCHEMA"] {
        let sql: &'static str = sql.replace("SCHEMA", &schema).leak();
        tx.run(tx.query_all(sql)).await.unwrap();
    }
    tx.commit().await.unwrap();
    plain.close().await;
    Place::open(url, Some(schema)).await.unwrap()
}

/// With the usual promise: 1,000 points for who brings a friend, 500 for the friend.
pub async fn worlds() -> Vec<World> {
    let worlds = bare().await;
    for world in &worlds {
        world.promises(&world.usual_terms()).await.unwrap();
    }
    worlds
}

/// Does something in a transaction of its own, which is committed only when it succeeded.
macro_rules! does {
    ($world:expr, $tx:ident, $act:expr) => {{
        let mut transaction = $world.tx().await;
        let $tx = &mut transaction;
        let done = $act.await;
        if done.is_ok() {
            transaction.commit().await.unwrap();
        }
        done
    }};
}
pub(crate) use does;

impl World {
    pub async fn tx(&self) -> Tx {
        self.db.write(self.organisation).await.unwrap()
    }

    pub async fn who(&self, address: &str) -> Who {
        self.known(address).await.unwrap().who()
    }

    /// One brings the other by a link, and what we know of that.
    pub async fn brings(&self, referrer: &str, friend: &str) -> Id<Referral> {
        let code = self.code_of(referrer).await.unwrap();
        self.follows(&code, &format!("screen of {friend}"), "").await.unwrap();
        self.signs_in(friend, &format!("screen of {friend}")).await.unwrap();
        self.keeps().await.unwrap();
        self.one_of(friend).await.id
    }

    pub async fn one_of(&self, friend: &str) -> Referral {
        let person = self.known(friend).await.unwrap().person;
        let mut tx = self.tx().await;
        store::referrals_of_friend(&mut tx, person).await.unwrap().pop().unwrap()
    }

    pub async fn pays(&self, address: &str, reference: &str, pence: i64) -> Id<OrderNoun> {
        let order = self.buys(vec![mail(address).unwrap()], reference, pence).await.unwrap();
        self.keeps().await.unwrap();
        order
    }

    pub async fn waits(&self, days: i64) {
        self.days(days);
        self.keeps().await.unwrap();
    }

    pub async fn stage(&self, id: Id<Referral>) -> Stage {
        self.referral(id).await.stage
    }

    pub async fn referral(&self, id: Id<Referral>) -> Referral {
        store::referral(&mut self.tx().await, id).await.unwrap()
    }

    /// pending, active, owed
    pub async fn sums(&self, address: &str) -> [i64; 3] {
        let who = self.who(address).await;
        let mut tx = self.tx().await;
        let balance = deedwell_points::acts::balance(&mut tx, self.scheme, who);
        let balance = balance.await.unwrap();
        [balance.pending, balance.active, balance.owed]
    }

    /// The books of points add up; every story ends with it.
    pub async fn adds_up(&self) {
        let problems = deedwell_points::check::problems(&mut self.tx().await).await.unwrap();
        assert_eq!(problems, Vec::<String>::new());
    }

    /// The ledger read aloud: in what part somebody did what.
    pub async fn ledger(&self) -> Vec<String> {
        let mut tx = self.tx().await;
        let list = tx.query("select bytes from block where organisation = $1 order by tx, id");
        let mut lines = Vec::new();
        for row in tx.list(list).await.unwrap() {
            for action in block::decode(&row.bytes("bytes").unwrap()).unwrap() {
                if let Some(deed) = action.name.strip_prefix("referrals.") {
                    lines.push(format!("{} {deed}", action.part.name()));
                }
            }
        }
        lines
    }
}

pub fn code<T>(result: Result<T>) -> String {
    result.err().map(|e: Error| e.code().into_owned()).unwrap_or_else(|| "ok".to_owned())
}
