//! The tail: follows the log in order, for all organisations, and shows what it read.
//!
//! One round: read blocks; *then* look at what is sealed and forgotten, so that nothing can have been
//! forgotten unseen between the two; load whom we do not know yet; take the blocks in; find out whose
//! they are; show new snapshots. A place in the log is passed only when all that stands before it is
//! shown or its organisation is stopped with a trouble that the doctor hears of.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deedwell_core::{Error, Id, Organisation, Position, Result};
use deedwell_store::{Block, Db};
use tokio::sync::OwnedMutexGuard;
use tracing::{error, info};

use crate::lake::Lake;
use crate::people::{Back, People};
use crate::reading::Reading;
use crate::roles::Roles;
use crate::snapshot::Snapshot;

/// Bytes of blocks read at a time.
const AT_ONCE: usize = 8 << 20;
/// How often new persons are looked for where nothing happens.
const PEOPLE_EVERY: Duration = Duration::from_secs(2);
/// How often it is made sure that we know all persons as they are.
const CENSUS_EVERY: Duration = Duration::from_secs(60);
/// How soon a stopped organisation is tried again.
const RETRY_AFTER: Duration =
    if cfg!(test) { Duration::from_millis(100) } else { Duration::from_secs(10) };

/// Why an organisation is not read any further.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    pub organisation: Id<Organisation>,
    /// The last place that was read; what comes after it is not shown.
    pub position: Position,
    pub sentence: String,
}

/// Everything the tail reads with; its state is in [`Tail`], behind one lock.
#[derive(Clone)]
pub(crate) struct Source {
    pub db: Db,
    pub lake: Lake,
    pub data_dir: PathBuf,
    pub roles: Arc<Roles>,
}

#[derive(Default)]
pub(crate) struct Tail {
    /// Every block up to here was looked at.
    pub position: Position,
    /// The position was moved back, for an organisation that is read again.
    went_back: bool,
    readings: HashMap<Id<Organisation>, Reading>,
    stopped: HashMap<Id<Organisation>, Stopped>,
    people_at: Option<Instant>,
    census_at: Option<Instant>,
}

/// An organisation that is read no further for now.
struct Stopped {
    trouble: Trouble,
    since: Option<Instant>,
    /// What we have of it is not to be built upon.
    reload: bool,
}

impl Stopped {
    fn is_due(&self) -> bool {
        self.since.is_none_or(|at| at.elapsed() >= RETRY_AFTER)
    }
}

/// What a round found.
pub(crate) struct Round {
    /// There may be more to read.
    pub more: bool,
    pub position: Position,
    pub shown: Vec<(Id<Organisation>, Snapshot)>,
    pub troubles: Vec<Trouble>,
    /// When the log was found to hold no more; microseconds.
    pub read_at: i64,
}

/// A row of `sealed`.
struct Sealed {
    organisation: Id<Organisation>,
    sequence: i64,
    forgotten: Position,
    revision: i64,
}

type Guard = OwnedMutexGuard<Tail>;

/// One round, to be shown before the lock is given back. Cancelled at any point, it leaves a state from which the next one goes on.
///
/// # Errors
/// When the database cannot be read; nothing is lost, the next round tries again.
pub(crate) async fn round(
    source: &Source,
    mut tail: Guard,
    sure_of: Option<Instant>,
) -> Result<(Round, Guard)> {
    let read_at = source.db.clock().now().as_microsecond();
    tail.begin(source).await?;
    let blocks = source.db.blocks_after(tail.position, AT_ONCE).await?;
    let sealed = sealed(&source.db).await?;
    tail.load_unknown(source, &blocks, &sealed).await?;
    tail = see_lakes(source, tail, sealed).await?;
    // These blocks come after others that somebody now has to read first.
    let went_back = std::mem::take(&mut tail.went_back);
    let more = went_back || !blocks.is_empty();
    if !went_back && !blocks.is_empty() {
        tail = beside(tail, move |tail| tail.take_in(&blocks)).await?;
    }
    tail.settle(source, sure_of).await?;
    // Sorting is done; showing copies little.
    let shown = tail.shown();
    let troubles = tail.stopped.values().map(|s| s.trouble.clone()).collect();
    let round = Round { more, position: tail.position, shown, troubles, read_at };
    Ok((round, tail))
}

impl Tail {
    /// Loads what is sealed of every organisation, and goes to the place up to which all of it is.
    async fn begin(&mut self, source: &Source) -> Result<()> {
        if !self.readings.is_empty() || !self.stopped.is_empty() {
            return Ok(());
        }
        let began = Instant::now();
        for organisation in organisations(&source.db).await? {
            self.load(source, organisation).await;
        }
        if self.stopped.is_empty() && !self.readings.is_empty() {
            let places = self.readings.values().map(|r| r.reached.position);
            self.position = self.position.max(places.min().unwrap_or_default());
            (self.people_at, self.census_at) = (Some(began), Some(began));
        }
        Ok(())
    }

    /// Loads the organisations that we do not know, or that are stopped and due to be tried again.
    async fn load_unknown(
        &mut self,
        source: &Source,
        blocks: &[Block],
        sealed: &[Sealed],
    ) -> Result<()> {
        let mut found: BTreeSet<_> = blocks.iter().map(|b| b.organisation).collect();
        found.extend(sealed.iter().map(|s| s.organisation));
        found.extend(self.stopped.keys());
        if self.census_at.is_none_or(|at| at.elapsed() >= CENSUS_EVERY) {
            found.extend(organisations(&source.db).await?);
        }
        for organisation in found {
            let reading = self.readings.get(&organisation);
            let place = match (reading, self.stopped.get(&organisation)) {
                (Some(_), None) => continue,
                (_, Some(stopped)) if !stopped.is_due() => continue,
                (Some(reading), Some(stopped)) if !stopped.reload => reading.reached.position,
                _ => {
                    self.load(source, organisation).await;
                    continue;
                }
            };
            self.stopped.remove(&organisation);
            self.go_back(place);
        }
        Ok(())
    }

    /// Reads an organisation from its files, instead of what we had of it.
    async fn load(&mut self, source: &Source, organisation: Id<Organisation>) {
        match load(source, organisation).await {
            Ok(mut reading) => {
                let from = reading.reached.position;
                let before = self.readings.get(&organisation);
                let is_new = before.is_none() && !self.stopped.contains_key(&organisation);
                if let Some(before) = before {
                    reading.follows(before);
                }
                if is_new {
                    // It is new: nothing of it stands before the place that we have come to.
                    reading.pass(self.position);
                } else {
                    self.go_back(from);
                }
                self.readings.insert(organisation, reading);
                self.stopped.remove(&organisation);
            }
            Err(error) => self.stop(organisation, &error),
        }
    }

    /// Reads again from a place on. Organisations that have passed it skip what they have.
    fn go_back(&mut self, place: Position) {
        if place < self.position {
            self.position = place;
            self.went_back = true;
        }
    }

    /// Stops reading an organisation. Nothing may be skipped silently, and the others go on.
    fn stop(&mut self, organisation: Id<Organisation>, error: &Error) {
        let reached = self.readings.get(&organisation).map(|r| r.reached.position);
        let position = reached.unwrap_or_default();
        error!(
            organisation = %organisation, position = ?position, error = %error,
            "The ledger of an organisation is read no further"
        );
        let trouble = Trouble { organisation, position, sentence: error.to_string() };
        let before = self.stopped.get(&organisation);
        let reload = reached.is_none() || before.is_some_and(|s| s.reload);
        let since = Some(Instant::now());
        self.stopped.insert(organisation, Stopped { trouble, since, reload });
    }

    fn take_in(&mut self, blocks: &[Block]) {
        for block in blocks {
            let organisation = block.organisation;
            self.position = block.position;
            let Some(reading) = self.readings.get_mut(&organisation) else { continue };
            if self.stopped.contains_key(&organisation)
                || block.position <= reading.reached.position
            {
                continue;
            }
            if let Err(error) = reading.take_in(block) {
                self.stop(organisation, &error);
            }
        }
        for (organisation, reading) in &mut self.readings {
            if !self.stopped.contains_key(organisation) {
                reading.pass(self.position);
            }
        }
    }

    /// `sure_of`: all that was so at that moment has to be known.
    async fn settle(&mut self, source: &Source, sure_of: Option<Instant>) -> Result<()> {
        let due = |at: &mut Option<Instant>, every: Duration| {
            let is_old =
                |at: Instant| at.elapsed() >= every || sure_of.is_some_and(|sure| at < sure);
            let due = at.is_none_or(is_old);
            if due {
                *at = Some(Instant::now());
            }
            due
        };
        let census = due(&mut self.census_at, CENSUS_EVERY);
        let people = due(&mut self.people_at, PEOPLE_EVERY);
        for reading in self.readings.values_mut() {
            reading.settle(&source.db, sure_of.is_some()).await?;
            if people {
                reading.add_people(&source.db, Back::AWhile).await?;
            }
            if census {
                reading.check_people(&source.db).await?;
            }
        }
        Ok(())
    }

    fn shown(&mut self) -> Vec<(Id<Organisation>, Snapshot)> {
        let changed = self.readings.iter_mut().filter(|(_, r)| r.is_ready());
        changed.map(|(organisation, reading)| (*organisation, reading.snapshot())).collect()
    }

    pub async fn reload_people(&mut self, source: &Source, of: Id<Organisation>) -> Result<()> {
        match self.readings.get_mut(&of) {
            Some(reading) => reading.reload_people(&source.db).await,
            None => Ok(()),
        }
    }

    /// Forgets what we have of an organisation, so that the next round reads its files.
    pub fn forget(&mut self, organisation: Id<Organisation>) {
        if let Some(reading) = self.readings.get(&organisation) {
            let sentence = "is read again from its files".to_owned();
            let position = reading.reached.position;
            let trouble = Trouble { organisation, position, sentence };
            self.stopped.insert(organisation, Stopped { trouble, since: None, reload: true });
        }
    }

    /// The organisations of which enough was sealed since their last checkpoint.
    pub fn worth_a_checkpoint(&self, at_least: i64) -> Vec<Id<Organisation>> {
        let worth = |r: &Reading| r.reached.sealed - r.checkpoint >= at_least;
        let troubled = |o: &Id<Organisation>| self.stopped.contains_key(o);
        let found = self.readings.iter().filter(|(o, r)| worth(r) && !troubled(o));
        found.map(|(organisation, _)| *organisation).collect()
    }

    pub fn reading(&mut self, organisation: Id<Organisation>) -> Option<&mut Reading> {
        self.readings.get_mut(&organisation)
    }
}

/// Looks at the lakes that have changed since we last did.
async fn see_lakes(source: &Source, mut tail: Guard, sealed: Vec<Sealed>) -> Result<Guard> {
    for row in sealed {
        let organisation = row.organisation;
        let Some(reading) = tail.readings.get(&organisation) else { continue };
        if tail.stopped.contains_key(&organisation) {
            continue;
        }
        if row.forgotten > reading.reached.position {
            info!(organisation = %organisation, "Blocks were forgotten before we read them; reading files");
            tail.load(source, organisation).await;
            continue;
        }
        if row.revision == reading.lake_revision || row.sequence > reading.reached.sequence {
            continue;
        }
        let contents = source.lake.contents(organisation).await?;
        if contents.sequence > reading.reached.sequence {
            continue;
        }
        let (fits, back) = beside_with(tail, move |tail| {
            let reading = tail.readings.get_mut(&organisation);
            reading.is_none_or(|r| r.see_lake(contents, row.revision).unwrap_or(false))
        })
        .await?;
        tail = back;
        if !fits {
            info!(organisation = %organisation, "The lake holds another past; reading files");
            // Who was forgotten must not stand in it until the next one is written.
            drop(tokio::fs::remove_file(checkpoint_path(source, organisation)).await);
            tail.load(source, organisation).await;
        }
    }
    Ok(tail)
}

async fn load(source: &Source, organisation: Id<Organisation>) -> Result<Reading> {
    let mut attempts = 0;
    loop {
        // The revision first: a change in between makes us look again, never miss one.
        let rows = sealed(&source.db).await?;
        let row = rows.iter().find(|s| s.organisation == organisation);
        let revision = row.map_or(0, |s| s.revision);
        let contents = source.lake.contents(organisation).await?;
        // Blocks that were forgotten were there.
        let forgotten = rows.iter().map(|s| s.forgotten).max().unwrap_or_default();
        let log = source.db.log_reached().await?.max(forgotten);
        let moments = (source.db.clock().now(), log);
        let roles = Arc::clone(&source.roles);
        let checkpoint = checkpoint_path(source, organisation);
        let lake = (contents, revision);
        let read = move || Reading::load(organisation, roles, lake, &checkpoint, moments);
        let (loaded, people) =
            tokio::join!(tokio::task::spawn_blocking(read), People::all(&source.db, organisation));
        attempts += 1;
        match loaded.map_err(Error::fault)? {
            Ok(mut reading) => {
                reading.know(&source.db, people?, moments.0).await?;
                reading.settle(&source.db, true).await?;
                return Ok(reading);
            }
            // A compaction may have taken a file from under us.
            Err(error) if attempts == 3 => return Err(error),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

pub(crate) fn checkpoint_path(source: &Source, organisation: Id<Organisation>) -> PathBuf {
    let folder = source.data_dir.join("ledger").join(organisation.to_string());
    folder.join("checkpoint.bin")
}

async fn sealed(db: &Db) -> Result<Vec<Sealed>> {
    let mut tx = db.system_read().await?;
    let all = tx.query_all(
        "select organisation, sequence, forgotten_tx, forgotten_block, revision from sealed",
    );
    let row = |row: deedwell_store::Row| {
        let (tx, block) = (row.number("forgotten_tx")?, row.number("forgotten_block")?);
        Ok(Sealed {
            organisation: row.id("organisation")?,
            sequence: row.number("sequence")?,
            forgotten: Position { tx, block },
            revision: row.number("revision")?,
        })
    };
    tx.list(all).await?.into_iter().map(row).collect()
}

async fn organisations(db: &Db) -> Result<Vec<Id<Organisation>>> {
    let mut tx = db.system_read().await?;
    let all = tx.query_all("select organisation from organisation");
    tx.list(all).await?.iter().map(|row| row.id("organisation")).collect()
}

/// Work that blocks runs beside the async runtime. The lock goes with it: should the caller be
/// cancelled, the work is still done whole.
async fn beside(tail: Guard, work: impl FnOnce(&mut Tail) + Send + 'static) -> Result<Guard> {
    Ok(beside_with(tail, work).await?.1)
}

async fn beside_with<T: Send + 'static>(
    mut tail: Guard,
    work: impl FnOnce(&mut Tail) -> T + Send + 'static,
) -> Result<(T, Guard)> {
    let work = move || {
        let found = work(&mut tail);
        (found, tail)
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::fault)
}
