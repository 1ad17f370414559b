//! Records and seals at once, as a server does, and says what was acknowledged; then looks whether each
//! message stands in the files once. The durability checks of `e2e/durability` kill this program and
//! cut its power.
//!
//!     lake_workload write URL DATA full|off SEED SAID   → `try BATCH`, then `ack BATCH` once committed
//!     lake_workload check URL DATA SAID                 → does what a start does, then counts
//!
//! It behaves as a good client does: what an earlier run tried and got no answer to is sent again, and
//! so is a tenth of everything, whoever acknowledged it. SAID is what earlier runs printed.
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deedwell_core::{Action, Channel, Error, Id, Initiator, Organisation, Part, Result, Timestamp};
use deedwell_ledger::Ledger;
use deedwell_ledger::lake::{Lake, Limits, read_actions};
use deedwell_store::{Db, MIGRATIONS, Options};
use jiff::SignedDuration;
use rand::RngExt;

/// Messages that are acknowledged together.
const BATCH: usize = 50;
/// One batch in so many is one that was sent before.
const AGAIN: u32 = 10;
/// Seals between two compactions.
const COMPACT_EVERY: usize = 8;

#[tokio::main]
async fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["write", url, data, sync, seed, said] => {
            let place = Place::open(url, data, *sync == "full").await?;
            tokio::spawn(place.clone().seal_for_ever());
            place.write(seed, Said::read(said)?).await
        }
        ["check", url, data, said] => {
            Place::open(url, data, true).await?.check(&Said::read(said)?).await
        }
        _ => Err(Error::fault("write URL DATA full|off SEED SAID, or check URL DATA SAID")),
    }
}

/// What the client knows.
#[derive(Default)]
struct Said {
    tried: BTreeSet<String>,
    acknowledged: BTreeSet<String>,
}

impl Said {
    fn read(path: &str) -> Result<Self> {
        let mut said = Self::default();
        let text = fs::read_to_string(path).map_err(Error::fault)?;
        // A last line without its end was torn: nobody read it.
        for line in text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
            match line.split_once(' ') {
                Some(("try", batch)) => said.tried.insert(batch.to_owned()),
                Some(("ack", batch)) => said.acknowledged.insert(batch.to_owned()),
                _ => false,
            };
        }
        Ok(said)
    }
}

#[derive(Clone)]
struct Place {
    db: Db,
    organisation: Id<Organisation>,
    ledger: Arc<Ledger>,
    lake: Lake,
}

impl Place {
    async fn open(url: &str, data: &str, durable: bool) -> Result<Self> {
        let db = Db::open(url, Options { durable, ..Options::default() }).await?;
        db.migrate(
            &[MIGRATIONS, deedwell_people::MIGRATIONS, deedwell_ledger::MIGRATIONS].concat(),
        )
        .await?;
        let mut tx = db.system().await?;
        let organisation = match tx.find_first_organisation().await? {
            Some(there) => there,
            None => {
                let id: Id<Organisation> = tx.new_id();
                let insert = tx.query_all(
                    "insert into organisation (organisation, name, slug, currency, zone, language, created_at)
                     values ($1, 'Workload', 'workload', 'GBP', 'UTC', 'en', 0)",
                );
                tx.run(insert.bind(id)).await?;
                id
            }
        };
        tx.commit().await?;
        let ledger = Ledger::open(db.clone(), PathBuf::from(data), Vec::new())?;
        let limits = Limits {
            // Soon the files are all there is: what they lose is lost.
            forget_after: SignedDuration::from_millis(200),
            orphan_age: SignedDuration::ZERO,
            fan_in: 4,
            ..Limits::default()
        };
        let lake = ledger.lake().clone().with_limits(limits);
        Ok(Self { db, organisation, ledger, lake })
    }

    async fn write(&self, seed: &str, mut said: Said) -> Result<()> {
        let mut out = std::io::stdout().lock();
        let mut say = |what: &str, batch: &str| {
            writeln!(out, "{what} {batch}").and_then(|()| out.flush()).map_err(Error::fault)
        };
        let unanswered: Vec<String> = said.tried.difference(&said.acknowledged).cloned().collect();
        for batch in unanswered {
            self.record(&batch).await?;
            say("ack", &batch)?;
        }
        let mut known: Vec<String> = std::mem::take(&mut said.tried).into_iter().collect();
        let mut dice = rand::rng();
        for n in 0u64.. {
            if !known.is_empty() && dice.random_ratio(1, AGAIN) {
                self.record(&known[dice.random_range(0..known.len())]).await?;
                continue;
            }
            let batch = format!("{seed}-{n}");
            say("try", &batch)?;
            self.record(&batch).await?;
            say("ack", &batch)?;
            known.push(batch);
        }
        Ok(())
    }

    async fn record(&self, batch: &str) -> Result<()> {
        let mut tx = self.db.write(self.organisation).await?;
        tx.record_many((0..BATCH).map(|i| action(&self.db, format!("{batch}/{i}"))).collect())?;
        tx.commit().await.map(drop)
    }

    async fn seal_for_ever(self) {
        for n in 1.. {
            if let Err(error) = self.seal().await {
                eprintln!("not sealed: {error}");
            }
            if n % COMPACT_EVERY == 0
                && let Err(error) = self.lake.compact(self.organisation).await
            {
                eprintln!("not compacted: {error}");
            }
        }
    }

    async fn seal(&self) -> Result<()> {
        self.ledger.catch_up().await?;
        let reach = self.ledger.reach(self.organisation);
        self.lake.seal(self.organisation, reach.position, &reach.dropped).await.map(drop)
    }

    /// What a start after a crash does; then everything is counted.
    async fn check(&self, said: &Said) -> Result<()> {
        let before = self.lake.contents(self.organisation).await?.sequence;
        let torn = self.files_wrong().await?;
        self.seal().await?;
        let reached = self.ledger.reach(self.organisation).sequence;
        let orphans = self.lake.sweep(self.organisation).await?;
        let wrong = self.lake.check(self.organisation).await?;
        let left = self.left_over().await?;
        for sentence in torn.iter().chain(&wrong).chain(&left) {
            eprintln!("{sentence}");
        }
        let found = self.messages().await?;
        let of = |batch: &String| {
            (0..BATCH)
                .map(|i| found.get(&format!("{batch}/{i}")).copied().unwrap_or(0))
                .sum::<usize>()
        };
        let missing: usize = said.acknowledged.iter().map(|b| BATCH.saturating_sub(of(b))).sum();
        let halved = said.tried.iter().filter(|b| !matches!(of(b), 0 | BATCH)).count();
        let doubled = found.values().filter(|n| **n > 1).count();
        println!(
            "acknowledged {} present {} missing {missing} doubled {doubled} halved {halved} \
             again {} unsealed {} orphans {orphans} torn {} wrong {} left {}",
            said.acknowledged.len() * BATCH,
            found.len(),
            usize::try_from(reached).map_err(Error::fault)?.saturating_sub(found.len()),
            reached - before,
            torn.len(),
            wrong.len(),
            left.len(),
        );
        Ok(())
    }

    /// What the doctor says of the files before anything is mended; a file that nobody knows yet is no
    /// fault, and neither is a catalogue that lags behind.
    async fn files_wrong(&self) -> Result<Vec<String>> {
        let mut wrong = self.lake.check(self.organisation).await?;
        wrong.retain(|w| w.contains(".parquet") || w.contains(".ids"));
        wrong.retain(|w| !w.contains("belongs to nothing"));
        Ok(wrong)
    }

    /// Files that neither the manifest nor the catalogue accounts for. The folders are walked here: what
    /// the sweeper overlooks would otherwise be overlooked twice.
    async fn left_over(&self) -> Result<Vec<String>> {
        let mut due: BTreeSet<PathBuf> =
            self.lake.all_files(self.organisation).await?.into_iter().collect();
        due.insert(self.lake.catalogue_file(self.organisation));
        let mut there = Vec::new();
        let folder = self.lake.folder(self.organisation);
        if folder.is_dir() {
            walk(&folder, &mut there)?;
        }
        there.retain(|path| !due.contains(path));
        Ok(there.iter().map(|path| format!("{} was left over", path.display())).collect())
    }

    /// How often each message stands in the files.
    async fn messages(&self) -> Result<HashMap<String, usize>> {
        let mut found = HashMap::new();
        for file in self.lake.live_files(self.organisation).await? {
            for (_, action) in read_actions(&file.path)? {
                *found.entry(action.message.unwrap_or_default()).or_default() += 1;
            }
        }
        Ok(found)
    }
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(Error::fault)? {
        let path = entry.map_err(Error::fault)?.path();
        if path.is_dir() { walk(&path, found)? } else { found.push(path) }
    }
    Ok(())
}

fn action(db: &Db, message: String) -> Action {
    let now: Timestamp = db.clock().now();
    Action {
        id: db.clock().new_id(),
        message: Some(message),
        unit: None,
        part: Part::Customer,
        subject: db.clock().new_id(),
        at: now,
        received_at: now,
        zone: None,
        channel: Channel::API,
        initiator: Initiator::Customer,
        name: "orders.placed".into(),
        about: None,
        counterpart: None,
        value: None,
        facts: r#"{"items":3}"#.to_owned(),
    }
}
