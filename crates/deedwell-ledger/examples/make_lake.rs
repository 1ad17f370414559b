//! Makes lakes of realistic actions for `oracle/lake.py`, and says what must be found in them.
//!
//! `make_lake DATABASE_URL DATA_DIR ACTIONS ORGANISATIONS [PARTS]`: each organisation gets that many
//! actions, sealed in so many parts, the first four of which are then compacted.
//!
//! `make_lake DATABASE_URL DATA_DIR ACTIONS more ORGANISATION` adds to a lake that was made before.

use std::collections::BTreeSet;
use std::path::Path;

use deedwell_core::{
    Action, Channel, Currency, Id, Initiator, Money, Organisation, Part, Timestamp,
};
use deedwell_ledger::lake::{Lake, Limits};
use deedwell_store::{Db, Options};
use uuid::Uuid;

/// Every thousandth action is dropped as a duplicate.
const DROPPED: i64 = 1_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [url, data, actions, organisations, rest @ ..] = args.as_slice() else {
        return Err("make_lake DATABASE_URL DATA_DIR ACTIONS ORGANISATIONS [PARTS]".into());
    };
    let actions = actions.parse::<usize>()?;
    let parts = rest.first().map_or("6", String::as_str);
    std::fs::create_dir_all(data)?;
    let db = Db::open(url, Options::default()).await?;
    let migrations = [deedwell_store::MIGRATIONS, deedwell_ledger::MIGRATIONS].concat();
    db.migrate(&migrations).await?;
    let limits = Limits { fan_in: 4, ..Limits::default() };
    let lake = Lake::new(db.clone(), Path::new(data))?.with_limits(limits);
    let mut found = Vec::new();
    if organisations == "more" {
        found.push(fill(&db, &lake, parts.parse()?, actions, 4, 99).await?);
    } else {
        for n in 0..organisations.parse::<u64>()? {
            let organisation = db.clock().new_id();
            found.push(fill(&db, &lake, organisation, actions, parts.parse()?, n).await?);
        }
    }
    println!("{}", serde_json::to_string_pretty(&found)?);
    db.close().await;
    Ok(())
}

async fn fill(
    db: &Db,
    lake: &Lake,
    organisation: Id<Organisation>,
    actions: usize,
    parts: usize,
    seed: u64,
) -> Result<serde_json::Value, Box<dyn std::error::Error>> {
    let mut world = World::new(actions, seed);
    let (mut kept, mut letters, mut value) = (0i64, 0usize, 0i64);
    let mut from = lake.contents(organisation).await?.sequence;
    // How many actions each snapshot shows, from the one that made the table.
    let mut history = vec![0];
    let mut sealing = 0.0;
    for part in 0..parts {
        let mut dropped = BTreeSet::new();
        let share = (0..actions).skip(part).step_by(parts).count();
        let made: Vec<Action> = (0..share).map(|_| world.action(db)).collect();
        for (seq, action) in (from + 1..).zip(&made) {
            if seq % DROPPED == 0 {
                dropped.insert(seq);
                continue;
            }
            kept += 1;
            letters += action.name.len() + action.message.as_ref().map_or(0, String::len);
            value += action.value.map_or(0, |v| v.minor);
        }
        from += i64::try_from(made.len())?;
        for chunk in made.chunks(2_000) {
            let mut tx = db.write(organisation).await?;
            tx.record_many(chunk.to_vec())?;
            tx.commit().await?;
        }
        let before = std::time::Instant::now();
        let sealed = lake.seal(organisation, db.log_end().await?, &dropped).await?;
        sealing += before.elapsed().as_secs_f64();
        assert!(sealed.published && !sealed.overtaken && sealed.sequence == from, "{sealed:?}");
        history.push(kept);
        if part == 3 {
            history.push(kept);
            assert!(lake.compact(organisation).await?.from >= 4);
        }
    }
    assert_eq!(lake.check(organisation).await?, Vec::<String>::new());
    let schema =
        if db.is_sqlite() { String::new() } else { lake.catalogue_schema(organisation).await? };
    let files = lake.live_files(organisation).await?;
    Ok(serde_json::json!({
        "organisation": organisation.to_string(),
        "folder": lake.folder(organisation),
        "catalogue": lake.catalogue_file(organisation),
        "schema": schema,
        "count": kept,
        "letters": letters,
        "value": value,
        "last": from,
        "bytes": files.iter().map(|f| f.bytes).sum::<i64>(),
        "files": files.iter().map(|f| &f.path).collect::<Vec<_>>(),
        "history": history,
        "sealing_s": sealing,
    }))
}

/// Customers of very different habits, and what they do.
struct World {
    state: u64,
    people: Vec<Uuid>,
    ideas: Vec<Uuid>,
    units: [Uuid; 3],
    at: i64,
}

const NAMES: [&str; 12] = [
    "Page Viewed",
    "Page Viewed",
    "Page Viewed",
    "Product Viewed",
    "Product Added",
    "Order Completed",
    "ideas.voted",
    "ideas.put_forward",
    "reviews.written",
    "email.delivered",
    "email.clicked",
    "events.attended",
];
const ZONES: [&str; 4] = ["Europe/London", "Europe/Berlin", "America/New_York", "Asia/Tokyo"];

impl World {
    fn new(actions: usize, seed: u64) -> Self {
        let mut world = Self {
            state: seed,
            people: Vec::new(),
            ideas: Vec::new(),
            units: [Uuid::nil(); 3],
            at: 1_780_000_000_000_000,
        };
        world.people = (0..(actions / 20).max(1)).map(|_| world.id()).collect();
        world.ideas = (0..(actions / 50).max(1)).map(|_| world.id()).collect();
        world.units = [world.id(), world.id(), world.id()];
        world
    }

    fn chance(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.chance() % n as u64) as usize
    }

    /// Mostly the few: the square of an even chance.
    fn skewed(&mut self, n: usize) -> usize {
        let x = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((x * x * n as f64) as usize).min(n - 1)
    }

    fn id(&mut self) -> Uuid {
        let mut random = [0u8; 10];
        random[..8].copy_from_slice(&self.chance().to_be_bytes());
        random[8..].copy_from_slice(&self.chance().to_be_bytes()[..2]);
        let millis = 1_770_000_000_000 + self.chance() % 10_000_000_000;
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn action(&mut self, db: &Db) -> Action {
        let name = NAMES[self.below(NAMES.len())];
        self.at += 1 + self.below(5_000_000) as i64;
        let late = self.below(30_000_000) as i64;
        let (person, idea) = (self.skewed(self.people.len()), self.skewed(self.ideas.len()));
        let (idea, other) = (self.ideas[idea], self.below(self.people.len()));
        let ours = name.contains('.');
        let (about, facts) = match name {
            "Page Viewed" => (Some(format!("page/{}", person % 200)), String::new()),
            "Order Completed" => {
                let items = 1 + self.below(5);
                (Some(format!("order/{}", self.id())), format!(r#"{{"items":{items}}}"#))
            }
            _ if ours => (Some(format!("idea/{idea}")), format!(r#"{{"idea":"{idea}"}}"#)),
            _ => {
                let product = self.below(500);
                (Some(format!("product/{product}")), format!(r#"{{"product":{product}}}"#))
            }
        };
        let message = (!ours)
            .then(|| format!("ajs-next-{}", Uuid::from_u64_pair(self.chance(), self.chance())));
        let value = (name == "Order Completed")
            .then(|| Money::new(100 + self.below(20_000) as i64, Currency::GBP));
        Action {
            id: db.clock().new_id(),
            message,
            unit: (person % 4 > 0).then(|| Id::from_uuid(self.units[person % 3])),
            part: if person % 5 == 0 { Part::Visitor } else { Part::Customer },
            subject: Id::from_uuid(self.people[person]),
            at: Timestamp::from_microsecond(self.at).unwrap_or_default(),
            received_at: Timestamp::from_microsecond(self.at + late).unwrap_or_default(),
            zone: (person % 3 > 0).then(|| ZONES[person % 4].into()),
            channel: if ours { Channel::SITE } else { Channel::API },
            initiator: if ours { Initiator::Prompted } else { Initiator::Customer },
            name: name.into(),
            about,
            counterpart: (name == "ideas.voted").then(|| Id::from_uuid(self.people[other])),
            value,
            facts,
        }
    }
}
