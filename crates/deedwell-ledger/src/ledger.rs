//! The ledger as the rest of Deedwell holds it.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use deedwell_core::{Error, Id, Meaning, Organisation, Position, Result, Timestamp};
use deedwell_store::Db;
use tokio::sync::{Mutex, Notify, watch};
use tracing::warn;

use crate::checkpoint;
use crate::hot::Hot;
use crate::kernels::ranking::Ranked;
use crate::lake::Lake;
use crate::roles::Roles;
use crate::snapshot::{Reached, Snapshot};
use crate::tail::{self, Round, Source, Tail, Trouble, checkpoint_path};

/// How often the log is looked at where nobody says that there is something new.
const POLL: Duration = Duration::from_millis(100);
/// The same while somebody waits to see their own act: on PostgreSQL an older transaction may hold
/// it back a moment longer.
const POLL_WHILE_AWAITED: Duration = Duration::from_millis(5);
/// Newly sealed actions that are worth another checkpoint.
const WORTH_A_CHECKPOINT: i64 = 50_000;
/// After an error of the database.
const PAUSE: Duration = Duration::from_secs(1);

/// The tail of the log with its hot columns, and answers from them.
pub struct Ledger {
    source: Source,
    tail: Arc<Mutex<Tail>>,
    snapshots: RwLock<HashMap<Id<Organisation>, Arc<Snapshot>>>,
    nothing: Arc<Snapshot>,
    troubles: RwLock<Vec<Trouble>>,
    read_at: AtomicI64,
    position: watch::Sender<Position>,
    /// Ticks whenever something new is shown.
    tick: watch::Sender<u64>,
    nudge: Notify,
    awaited: AtomicUsize,
    pub(crate) ranked: Ranked,
}

/// How far an organisation was read: what a sealer may seal, and which numbers to leave out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach {
    pub position: Position,
    /// The number of the last action, dropped ones counted.
    pub sequence: i64,
    /// The numbers of duplicates that are not sealed yet.
    pub dropped: BTreeSet<i64>,
}

impl Ledger {
    /// Opens the ledger; nothing is read before [`Ledger::catch_up`] or [`Ledger::follow`].
    ///
    /// # Errors
    /// `Invalid` when the folder's path is not text.
    pub fn open(
        db: Db,
        data_dir: PathBuf,
        meanings: Vec<(&'static str, Meaning)>,
    ) -> Result<Arc<Self>> {
        let roles = Arc::new(Roles::new(meanings));
        let lake = Lake::new(db.clone(), &data_dir)?;
        let nothing = Arc::new(Hot::new(Arc::clone(&roles)).snapshot(Reached::default()));
        Ok(Arc::new(Self {
            source: Source { db, lake, data_dir, roles },
            tail: Arc::default(),
            snapshots: RwLock::default(),
            nothing,
            troubles: RwLock::default(),
            read_at: AtomicI64::new(0),
            position: watch::Sender::default(),
            tick: watch::Sender::default(),
            nudge: Notify::new(),
            awaited: AtomicUsize::new(0),
            ranked: Ranked::default(),
        }))
    }

    /// Reads all that is safe to read, and makes sure of every person.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn catch_up(&self) -> Result<()> {
        let now = Instant::now();
        // Everybody is looked at when all has been read, not with every piece of it.
        while self.round(None).await? {}
        while self.round(Some(now)).await? {}
        Ok(())
    }

    /// Follows the log until told to shut down; then leaves a checkpoint.
    pub async fn follow(&self, mut shutdown: watch::Receiver<bool>) {
        while !*shutdown.borrow() {
            let pause = match self.round(None).await {
                Ok(true) => Duration::ZERO,
                Ok(false) if self.awaited.load(Ordering::SeqCst) > 0 => POLL_WHILE_AWAITED,
                Ok(false) => POLL,
                Err(error) => {
                    warn!(error = %error, "The log cannot be read at this moment");
                    PAUSE
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.nudge.notified() => {}
                changed = shutdown.changed() => if changed.is_err() { return },
            }
        }
        if let Err(error) = self.write_checkpoints(1).await {
            warn!(error = %error, "A checkpoint cannot be written; the next start takes longer");
        }
    }

    /// Something was committed in this process: the log is looked at at once.
    pub fn nudge(&self) {
        self.nudge.notify_one();
    }

    /// Reads again to whom each identity belongs: after people were merged or parted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn reload_people(&self, organisation: Id<Organisation>) -> Result<()> {
        let mut tail = self.tail.lock().await;
        tail.reload_people(&self.source, organisation).await?;
        drop(tail);
        self.round(None).await.map(drop)
    }

    /// Reads an organisation again from its files: after somebody was erased.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn reload(&self, organisation: Id<Organisation>) -> Result<()> {
        match tokio::fs::remove_file(checkpoint_path(&self.source, organisation)).await {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(Error::fault(e)),
            _ => {}
        }
        self.tail.lock().await.forget(organisation);
        self.catch_up().await
    }

    /// The numbers of the duplicates that the next seal must leave out.
    pub fn dropped(&self, organisation: Id<Organisation>) -> BTreeSet<i64> {
        self.reach(organisation).dropped
    }

    /// How far an organisation was read, with the duplicates up to there: seal no further.
    pub fn reach(&self, organisation: Id<Organisation>) -> Reach {
        let snapshots = self.snapshots.read().unwrap_or_else(PoisonError::into_inner);
        let Some(snapshot) = snapshots.get(&organisation) else { return Reach::default() };
        let reached = &snapshot.reached;
        let dropped = BTreeSet::clone(&reached.dropped);
        Reach { position: reached.position, sequence: reached.sequence, dropped }
    }

    /// Organisations of which something was read.
    pub fn organisations(&self) -> Vec<Id<Organisation>> {
        let snapshots = self.snapshots.read().unwrap_or_else(PoisonError::into_inner);
        snapshots.keys().copied().collect()
    }

    /// What keeps the tail from reading some organisation any further. For the doctor.
    pub fn troubles(&self) -> Vec<Trouble> {
        self.troubles.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The place up to which the whole log was read.
    pub fn position(&self) -> Position {
        *self.position.borrow()
    }

    /// Fingerprints of messages: those not sealed yet, and the files of the others.
    pub(crate) async fn seen_of(
        &self,
        organisation: Id<Organisation>,
    ) -> (HashMap<u128, i64>, Vec<PathBuf>) {
        let mut tail = self.tail.lock().await;
        tail.reading(organisation).map(|reading| reading.messages()).unwrap_or_default()
    }

    pub(crate) fn db(&self) -> &Db {
        &self.source.db
    }

    /// The lake that the tail reads.
    pub fn lake(&self) -> &Lake {
        &self.source.lake
    }

    /// Writes checkpoints where at least so many actions were sealed since the last one.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub async fn write_checkpoints(&self, at_least: i64) -> Result<()> {
        let worth = self.tail.lock().await.worth_a_checkpoint(at_least);
        for organisation in worth {
            self.write_checkpoint(organisation).await?;
        }
        Ok(())
    }

    /// Writes an organisation's checkpoint if enough was sealed since the last one: for whoever seals.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn checkpoint(&self, organisation: Id<Organisation>) -> Result<()> {
        let worth = self.tail.lock().await.worth_a_checkpoint(WORTH_A_CHECKPOINT);
        if worth.contains(&organisation) {
            self.write_checkpoint(organisation).await?;
        }
        Ok(())
    }

    async fn write_checkpoint(&self, organisation: Id<Organisation>) -> Result<()> {
        let snapshot = self.snapshot(organisation)?.1;
        let mut tail = self.tail.lock().await;
        let Some(reading) = tail.reading(organisation) else { return Ok(()) };
        let lake = Arc::clone(&reading.lake);
        if snapshot.reached.sequence < lake.sequence {
            return Ok(());
        }
        // Where it fails (a full disk) it is not tried again before more is sealed.
        reading.checkpoint = lake.sequence;
        drop(tail);
        let path = checkpoint_path(&self.source, organisation);
        let write = move || checkpoint::write(&path, &snapshot, &lake);
        tokio::task::spawn_blocking(write).await.map_err(Error::fault)?
    }

    /// Returns when the tail has passed the position, or after `at_most`.
    pub(crate) async fn passed(&self, position: Position, at_most: Duration) {
        if *self.position.borrow() >= position {
            return;
        }
        let _waiting = Waiting::new(&self.awaited);
        self.nudge();
        let mut reached = self.position.subscribe();
        // Late is an answer too: the caller shows what there is.
        let _ = tokio::time::timeout(at_most, reached.wait_for(|at| *at >= position)).await;
    }

    /// Returns the revision once it differs.
    pub(crate) async fn differs(&self, organisation: Id<Organisation>, seen: u64) -> u64 {
        let mut tick = self.tick.subscribe();
        loop {
            tick.borrow_and_update();
            let revision = self.revision(organisation);
            if revision != seen || tick.changed().await.is_err() {
                return revision;
            }
        }
    }

    pub(crate) fn revision(&self, organisation: Id<Organisation>) -> u64 {
        let snapshots = self.snapshots.read().unwrap_or_else(PoisonError::into_inner);
        snapshots.get(&organisation).map_or(0, |s| s.reached.revision)
    }

    /// What was read of an organisation, and up to which moment.
    ///
    /// # Errors
    /// `Fault` when nothing could be read of it: silence would look like an answer.
    pub(crate) fn snapshot(
        &self,
        organisation: Id<Organisation>,
    ) -> Result<(Timestamp, Arc<Snapshot>)> {
        let read_at = self.read_at.load(Ordering::SeqCst);
        let snapshots = self.snapshots.read().unwrap_or_else(PoisonError::into_inner);
        let found = snapshots.get(&organisation).map(Arc::clone);
        drop(snapshots);
        let troubles = self.troubles.read().unwrap_or_else(PoisonError::into_inner);
        let trouble = troubles.iter().find(|t| t.organisation == organisation);
        let (read_at, snapshot) = match (found, trouble) {
            (None, Some(trouble)) => return Err(Error::fault(trouble.sentence.clone())),
            (None, None) => (read_at, Arc::clone(&self.nothing)),
            (Some(snapshot), Some(_)) => (snapshot.reached.read_at, snapshot),
            (Some(snapshot), None) => (read_at, snapshot),
        };
        Ok((Timestamp::from_microsecond(read_at).unwrap_or_default(), snapshot))
    }

    /// Whether there may be more to read.
    pub(crate) async fn round(&self, sure_of: Option<Instant>) -> Result<bool> {
        let tail = Arc::clone(&self.tail).lock_owned().await;
        let (round, tail) = tail::round(&self.source, tail, sure_of).await?;
        let more = round.more;
        // The lock is still held, so that no older round is shown after a newer one.
        self.show(round);
        drop(tail);
        Ok(more)
    }

    fn show(&self, round: Round) {
        let something = !round.shown.is_empty();
        let mut snapshots = self.snapshots.write().unwrap_or_else(PoisonError::into_inner);
        for (organisation, mut snapshot) in round.shown {
            snapshot.reached.read_at = round.read_at;
            snapshots.insert(organisation, Arc::new(snapshot));
        }
        drop(snapshots);
        *self.troubles.write().unwrap_or_else(PoisonError::into_inner) = round.troubles;
        if !round.more {
            self.read_at.store(round.read_at, Ordering::SeqCst);
        }
        let to = round.position;
        self.position.send_if_modified(|at| std::mem::replace(at, to.max(*at)) < to);
        if something {
            self.tick.send_modify(|tick| *tick += 1);
        }
    }
}

/// Counts those who wait, also when they stop waiting early.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
