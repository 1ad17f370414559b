//! A place in which stories happen: an organisation, a clock that is held, and people.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use deedwell_core::{Clock, Error, Id, Organisation, Person, Result, Staff, Who};
use deedwell_orders::order::ToldOrder;
use deedwell_people::{IdentityKind, Known, Proof, Sign, ensure};
use deedwell_store::log::block;
use deedwell_store::{Db, Options, Tx};

use crate::complaint::{Complaint, NewComplaint, Voice};
use crate::redress::{NewOffer, Redress, Upheld};
use crate::{acts, store};

/// When stories begin: a Monday morning.
pub const START: &str = "2026-03-02T09:00:00Z";
pub const HOUR_S: i64 = 3_600;
pub const DAY_S: i64 = 24 * HOUR_S;
pub const RUTH: Id<Staff> = Id::from_uuid(uuid::Uuid::from_u128(0xaa));
pub const EDSGER: Id<Staff> = Id::from_uuid(uuid::Uuid::from_u128(0xab));

pub struct World {
    pub db: Db,
    pub clock: Clock,
    pub organisation: Id<Organisation>,
    folder: Option<PathBuf>,
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

/// One on each database that there is.
pub async fn worlds() -> Vec<World> {
    let mut worlds = vec![sqlite().await];
    if let Some(url) = environment("DEEDWELL_TEST_POSTGRES") {
        worlds.push(postgres(&url).await);
    }
    worlds
}

fn name() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let n = MADE.fetch_add(1, Ordering::SeqCst);
    format!("complaints_{}_{n}", std::process::id())
}

pub async fn sqlite() -> World {
    let folder = std::env::temp_dir().join(format!("deedwell_{}", name()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = format!("sqlite:{}", folder.join("state.db").display());
    world(&url, None, Some(folder)).await
}

pub async fn postgres(url: &str) -> World {
    let schema = name();
    let plain = Db::open(url, Options { durable: false, ..Options::default() }).await.unwrap();
    let mut tx = plain.system().await.unwrap();
    for sql in ["drop schema if exists SCHEMA cascade", "create schema SCHEMA"] {
        let sql: &'static str = sql.replace("SCHEMA", &schema).leak();
        tx.run(tx.query_all(sql)).await.unwrap();
    }
    tx.commit().await.unwrap();
    plain.close().await;
    world(url, Some(schema), None).await
}

async fn world(url: &str, schema: Option<String>, folder: Option<PathBuf>) -> World {
    let clock = Clock::held(START.parse().unwrap());
    let options = Options { clock: clock.clone(), durable: false, schema };
    let db = Db::open(url, options).await.unwrap();
    let migrations = [
        deedwell_store::MIGRATIONS,
        deedwell_people::MIGRATIONS,
        deedwell_web::MIGRATIONS,
        deedwell_calendar::MIGRATIONS,
        deedwell_orders::MIGRATIONS,
        deedwell_points::MIGRATIONS,
        crate::MIGRATIONS,
    ];
    db.migrate(&migrations.concat()).await.unwrap();
    let organisation = new_organisation(&db).await;
    World { db, clock, organisation, folder }
}

pub async fn new_organisation(db: &Db) -> Id<Organisation> {
    let organisation: Id<Organisation> = db.clock().new_id();
    let mut tx = db.write(organisation).await.unwrap();
    let insert = tx.query(
        "insert into organisation (organisation, name, slug, currency, zone, language, created_at)
         values ($1, 'Fell & Vale', $2, 'GBP', 'Europe/London', 'en', 0)",
    );
    tx.run(insert.bind(organisation.to_string())).await.unwrap();
    tx.commit().await.unwrap();
    organisation
}

/// Customer number `n`; her name is a letter of the alphabet.
pub fn customer(n: u128) -> Who {
    Who::Customer {
        identity: Id::from_uuid(uuid::Uuid::from_u128(0x1000 + n)),
        person: Id::from_uuid(uuid::Uuid::from_u128(0x2000 + n)),
    }
}

pub fn visitor(n: u128) -> Who {
    match customer(n) {
        Who::Customer { identity, person } => Who::Visitor { identity, person },
        other => other,
    }
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

    pub fn hours(&self, hours: i64) {
        self.clock.advance(hours * HOUR_S);
    }

    pub fn days(&self, days: i64) {
        self.clock.advance(days * DAY_S);
    }

    /// Somebody whose address is proven.
    pub async fn known(&self, address: &str) -> Known {
        let sign = Sign::new(IdentityKind::Email, address, "").unwrap();
        does!(self, tx, ensure(tx, &sign, Proof::Code, "")).unwrap()
    }

    pub async fn complains(&self, who: Who, text: &str) -> Id<Complaint> {
        let new = NewComplaint { text: text.to_owned(), ..NewComplaint::default() };
        does!(self, tx, acts::complain(tx, who, None, &new)).unwrap()
    }

    /// As far as an offer that the customer can answer.
    pub async fn offers(&self, id: Id<Complaint>, offer: &NewOffer) -> Id<crate::redress::Offer> {
        does!(self, tx, acts::acknowledge(tx, RUTH, id, "We have it.")).unwrap();
        does!(self, tx, acts::assess(tx, RUTH, id, 2, None)).unwrap();
        let manager = crate::promise::Authority::Manager;
        does!(self, tx, acts::offer(tx, RUTH, manager, id, offer)).unwrap()
    }

    pub async fn complaint(&self, id: Id<Complaint>) -> Complaint {
        store::complaint(&mut self.tx().await, id).await.unwrap()
    }

    /// What time alone changes.
    pub async fn keeps(&self) -> u64 {
        acts::keep(&self.db, self.organisation).await.unwrap()
    }

    /// An order of somebody's that was placed now.
    pub async fn buys(
        &self,
        address: &str,
        reference: &str,
        pence: i64,
    ) -> Id<deedwell_orders::OrderNoun> {
        let now = self.clock.now();
        let order = ToldOrder {
            reference: reference.to_owned(),
            number: reference.to_owned(),
            stage: deedwell_orders::Stage::Placed,
            was_placed: true,
            placed_at: now,
            cancelled_at: None,
            currency: "GBP".parse().unwrap(),
            total: Some(pence),
            shipping: 0,
            tax: 0,
            tax_included: true,
            discount: 0,
            extra: 0,
            lines: Vec::new(),
            refunds: Vec::new(),
            aliases: Vec::new(),
            buyer: vec![Sign::new(IdentityKind::Email, address, "").unwrap()],
            buyer_name: String::new(),
            at: now,
            channel: None,
        };
        let from = deedwell_orders::acts::From {
            rank: deedwell_orders::order::Rank::Shop,
            shop: None,
            unit: None,
            prefix: String::new(),
            told_by: "key/till".to_owned(),
            channel: "shop",
            proof: Proof::Server,
        };
        does!(self, tx, deedwell_orders::acts::tell(tx, &from, &order)).unwrap()
    }

    /// The ledger read aloud: in what part somebody did what.
    pub async fn ledger(&self) -> Vec<String> {
        let mut tx = self.tx().await;
        let list = tx.query("select bytes from block where organisation = $1 order by tx, id");
        let mut lines = Vec::new();
        for row in tx.list(list).await.unwrap() {
            for action in block::decode(&row.bytes("bytes").unwrap()).unwrap() {
                if let Some(deed) = action.name.strip_prefix("complaints.") {
                    lines.push(format!("{} {deed}", action.part.name()));
                }
            }
        }
        lines
    }
}

pub fn offer(redress: Redress, pence: i64) -> NewOffer {
    let money = deedwell_core::Money::new(pence, "GBP".parse().unwrap());
    NewOffer {
        upheld: Upheld::Yes,
        redress,
        amount: (pence != 0).then_some(money),
        points: 0,
        order: None,
        text: "We are sorry. Here is what we offer.".to_owned(),
    }
}

pub fn person(who: Who) -> Id<Person> {
    Voice::of(who).unwrap().person
}

pub fn code<T>(result: Result<T>) -> String {
    result.err().map(|e: Error| e.code().into_owned()).unwrap_or_else(|| "ok".to_owned())
}
