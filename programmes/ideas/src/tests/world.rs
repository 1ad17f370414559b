//! A place in which stories happen: an organisation with one board, a clock that is held, and people.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use deedwell_core::{Clock, Error, Id, Organisation, Result, Staff, Timestamp, Who};
use deedwell_store::log::block;
use deedwell_store::{Db, Options, Tx};

use crate::board::{Board, NewBoard};
use crate::idea::{Idea, NewIdea};
use crate::{acts, store};

/// When stories begin: a Monday morning.
pub const START: &str = "2026-03-02T09:00:00Z";
pub const DAY_S: i64 = 86_400;
pub const RUTH: Id<Staff> = Id::from_uuid(uuid::Uuid::from_u128(0xaa));

pub struct World {
    pub db: Db,
    pub clock: Clock,
    pub organisation: Id<Organisation>,
    pub board: Id<Board>,
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
    format!("ideas_{}_{n}", std::process::id())
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
        deedwell_orders::MIGRATIONS,
        deedwell_trust::MIGRATIONS,
        crate::MIGRATIONS,
    ];
    db.migrate(&migrations.concat()).await.unwrap();
    let organisation = new_organisation(&db).await;
    let board = new_board(&db, organisation, "hire").await;
    World { db, clock, organisation, board, folder }
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

pub async fn new_board(db: &Db, organisation: Id<Organisation>, key: &str) -> Id<Board> {
    let mut tx = db.write(organisation).await.unwrap();
    let new = NewBoard { key: key.to_owned(), name: key.to_uppercase(), ..NewBoard::default() };
    let board = acts::open_board(&mut tx, RUTH, &new).await.unwrap();
    tx.commit().await.unwrap();
    board
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

pub fn person(who: Who) -> Id<deedwell_core::Person> {
    crate::idea::Voice::of(who).unwrap().person
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

    pub fn days(&self, days: i64) {
        self.clock.advance(days * DAY_S);
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn new_idea(&self, title: &str) -> NewIdea {
        NewIdea {
            board: self.board,
            unit: None,
            title: title.to_owned(),
            body: format!("{title}, please."),
            tags: Vec::new(),
        }
    }

    pub async fn put_forward(&self, who: Who, title: &str) -> Id<Idea> {
        does!(self, tx, acts::put_forward(tx, who, self.new_idea(title))).unwrap()
    }

    pub async fn vote(&self, who: Who, idea: Id<Idea>) -> Result<acts::Voted> {
        does!(self, tx, acts::vote(tx, who, idea))
    }

    pub async fn idea(&self, id: Id<Idea>) -> Idea {
        store::idea(&mut self.tx().await, id).await.unwrap()
    }

    /// The ledger read aloud: who (a number for customers, else the part) did what.
    pub async fn ledger(&self) -> Vec<String> {
        let mut tx = self.tx().await;
        let list = tx.query("select bytes from block where organisation = $1 order by tx, id");
        let mut lines = Vec::new();
        for row in tx.list(list).await.unwrap() {
            for action in block::decode(&row.bytes("bytes").unwrap()).unwrap() {
                let who = match action.part {
                    deedwell_core::Part::Customer | deedwell_core::Part::Visitor => {
                        (action.subject.uuid().as_u128() - 0x1000).to_string()
                    }
                    part => part.name().to_owned(),
                };
                lines.push(format!("{who} {}", action.name));
            }
        }
        lines
    }
}

pub fn code<T>(result: Result<T>) -> String {
    result.err().map(|e: Error| e.code().into_owned()).unwrap_or_else(|| "ok".to_owned())
}

/// Runs futures side by side on this task, as far as each can go.
pub async fn together<F: Future + Unpin>(mut tasks: Vec<F>) -> Vec<F::Output> {
    let mut done: Vec<Option<F::Output>> = tasks.iter().map(|_| None).collect();
    std::future::poll_fn(move |context| {
        for (task, place) in tasks.iter_mut().zip(&mut done) {
            if place.is_none()
                && let std::task::Poll::Ready(output) = std::pin::Pin::new(task).poll(context)
            {
                *place = Some(output);
            }
        }
        if done.iter().all(Option::is_some) {
            return std::task::Poll::Ready(done.iter_mut().filter_map(Option::take).collect());
        }
        std::task::Poll::Pending
    })
    .await
}
