//! Where the tests happen: a database, a folder, some organisations with people.

use std::path::PathBuf;
use std::sync::Arc;

use deedwell_core::meaning::{Booking, No, Owes};
use deedwell_core::{
    Action, Channel, Clock, Id, Identity, Initiator, Meaning, Organisation, Part, Person, Position,
    Quality, Timestamp,
};
use deedwell_store::{Db, Options};
use tempfile::TempDir;
use uuid::Uuid;

use crate::Ledger;

pub const IDEAS: Meaning = Meaning {
    contributions: &["ideas.put_forward"],
    voided_by: &["ideas.merged", "ideas.hidden"],
    restored_by: &["ideas.restored"],
    quality: Quality::Grade { kind: "ideas.evaluated", fact: "grade", worst: 1, best: 5 },
    peer_responses: &["ideas.voted", "ideas.commented"],
    company_responses: &["ideas.noted", "ideas.answered"],
    official_answers: &["ideas.answered"],
    evaluated: &["ideas.evaluated"],
    decided: &["ideas.decided"],
    implemented: &["ideas.delivered"],
    owes: Owes {
        answer_h: 240,
        decision_h: 720,
        done_h: 2_160,
        no: Some(No { kind: "ideas.decided", fact: "yes", words: &["false", "never"] }),
        explained_by: &["ideas.answered", "ideas.noted"],
        told_by: &["ideas.told"],
        broken_by: &["ideas.promise_broken"],
        ended_by: &["ideas.ended"],
    },
    money: &[
        Booking { kind: "ideas.earned", cost: false },
        Booking { kind: "ideas.cost", cost: true },
    ],
};

/// Another programme, which sees money and peers in kinds that the first sees too.
pub const BUYING: Meaning = Meaning {
    contributions: &["orders.placed"],
    voided_by: &["orders.cancelled"],
    restored_by: &[],
    quality: Quality::Unknown,
    peer_responses: &["ideas.commented"],
    company_responses: &[],
    official_answers: &["ideas.answered"],
    evaluated: &[],
    decided: &[],
    implemented: &["orders.sent"],
    owes: Owes { answer_h: 24, ..Owes::NOTHING },
    money: &[Booking { kind: "ideas.earned", cost: false }],
};

pub fn meanings() -> Vec<(&'static str, Meaning)> {
    vec![("ideas", IDEAS), ("buying", BUYING)]
}

pub struct World {
    pub db: Db,
    pub clock: Clock,
    pub folder: TempDir,
}

pub fn noon() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

pub async fn sqlite() -> World {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::held(noon());
    let url = format!("sqlite:{}/state.db", folder.path().display());
    let options = Options { clock: clock.clone(), durable: false, schema: None };
    let db = Db::open(&url, options).await.unwrap();
    migrate(&db).await;
    World { db, clock, folder }
}

/// On a schema of its own, where a server is named.
pub async fn postgres() -> Option<World> {
    #[expect(clippy::disallowed_methods, reason = "the one switch of these tests")]
    let url = std::env::var("DEEDWELL_TEST_POSTGRES").ok()?;
    #[expect(clippy::disallowed_methods, reason = "two runs must not share a schema")]
    let schema = format!("ledger_{}", Uuid::now_v7().simple());
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::held(noon());
    let options = Options { clock: clock.clone(), durable: false, schema: Some(schema.clone()) };
    let db = Db::open(&url, options).await.unwrap();
    let mut tx = db.system().await.unwrap();
    let make: &'static str = Box::leak(format!("create schema {schema}").into_boxed_str());
    tx.run(tx.query_all(make)).await.unwrap();
    tx.commit().await.unwrap();
    migrate(&db).await;
    Some(World { db, clock, folder })
}

pub async fn worlds() -> Vec<World> {
    let mut worlds = vec![sqlite().await];
    worlds.extend(postgres().await);
    worlds
}

async fn migrate(db: &Db) {
    let all = [deedwell_store::MIGRATIONS, deedwell_people::MIGRATIONS, crate::MIGRATIONS].concat();
    db.migrate(&all).await.unwrap();
}

impl World {
    pub fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A tail that has read nothing yet: a process that starts.
    pub fn open(&self) -> Arc<Ledger> {
        Ledger::open(self.db.clone(), self.data_dir(), meanings()).unwrap()
    }

    pub async fn caught_up(&self) -> Arc<Ledger> {
        let ledger = self.open();
        self.read_all(&ledger).await;
        ledger
    }

    /// Reads what is committed by now. On PostgreSQL that is not safe to read while an older
    /// transaction runs, be it of another test.
    pub async fn read_all(&self, ledger: &Ledger) {
        let mut tx = self.db.system_read().await.unwrap();
        let last = tx.query_all("select tx, id from block order by tx desc, id desc limit 1");
        let last = tx.find(last).await.unwrap().map_or_else(Position::default, |row| Position {
            tx: row.number("tx").unwrap(),
            block: row.number("id").unwrap(),
        });
        drop(tx);
        loop {
            ledger.catch_up().await.unwrap();
            if ledger.position() >= last {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }

    pub fn organisation(&self) -> Id<Organisation> {
        self.clock.new_id()
    }

    /// Puts an organisation into the table of organisations.
    pub async fn register(&self, of: Id<Organisation>) {
        let mut tx = self.db.write(of).await.unwrap();
        let insert = tx.query(
            "insert into organisation (organisation, name, slug, currency, zone, language,
                                       created_at)
             values ($1, 'Penfold', $2, 'GBP', 'Europe/London', 'en', 0)",
        );
        tx.run(insert.bind(of.to_string())).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn person(&self, of: Id<Organisation>, created_at: i64, tests: bool) -> Id<Person> {
        let mut tx = self.db.write(of).await.unwrap();
        let id = tx.new_id();
        let insert = tx.query(
            "insert into person
               (organisation, id, head, name, search, tests, known, created_at, heard_at)
             values ($1, $2, $2, '', '', $3, 2, $4, $5)",
        );
        let insert = insert.bind(id).bind(i64::from(tests)).bind(created_at).bind(tx.now());
        tx.run(insert).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn identity(&self, of: Id<Organisation>, person: Id<Person>) -> Id<Identity> {
        let mut tx = self.db.write(of).await.unwrap();
        let id: Id<Identity> = tx.new_id();
        let insert = tx.query(
            "insert into identity (organisation, id, person, origin, kind, value, proof, created_at)
             values ($1, $2, $3, $3, 'browser', $4, 'claimed', 0)",
        );
        tx.run(insert.bind(id).bind(person).bind(id.to_string())).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Gives an identity to another person, as merging does.
    pub async fn give(&self, of: Id<Organisation>, identity: Id<Identity>, to: Id<Person>) {
        let mut tx = self.db.write(of).await.unwrap();
        let update = tx.query(
            "update identity set person = $2, moved_at = $4 where organisation = $1 and id = $3",
        );
        let now = tx.now();
        tx.run(update.bind(to).bind(identity).bind(now)).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn record(&self, of: Id<Organisation>, actions: &[Action]) -> Position {
        let mut tx = self.db.write(of).await.unwrap();
        tx.record_many(actions.to_vec()).unwrap();
        tx.commit().await.unwrap().unwrap()
    }

    pub fn action(&self, subject: Id<Identity>, name: &'static str) -> Action {
        Action {
            id: self.clock.new_id(),
            message: None,
            unit: None,
            part: Part::Customer,
            subject,
            at: self.clock.now(),
            received_at: self.clock.now(),
            zone: None,
            channel: Channel::SITE,
            initiator: Initiator::Customer,
            name: name.into(),
            about: None,
            counterpart: None,
            value: None,
            facts: String::new(),
        }
    }

    /// What a sealer does: as far as the tail has read, without the duplicates.
    pub async fn seal(&self, ledger: &Ledger, of: Id<Organisation>) {
        let reach = ledger.reach(of);
        ledger.lake().seal(of, reach.position, &reach.dropped).await.unwrap();
    }
}
