//! One organisation as the tail reads it: numbers, duplicates, hot columns.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use deedwell_core::{Error, Id, IdMap, Organisation, Position, Result, Timestamp};
use deedwell_store::plan::{CHANGED, own_plan};
use deedwell_store::{Block, Db};

use crate::checkpoint;
use crate::fingerprint::fingerprint;
use crate::hot::Hot;
use crate::lake::{ActionFile, Contents};
use crate::people::{Back, People, moved_since, persons_of};
use crate::roles::Roles;
use crate::seen::Seen;
use crate::snapshot::{Reached, Snapshot};

/// Deeds after which an identity may belong to another person, or count differently. Whichever node
/// did it, every tail hears of it here.
const PEOPLE_MOVED: [&str; 6] = [
    "people.linked",
    "people.merged",
    "people.unmerged",
    "people.separated",
    "people.marked_as_test",
    "people.erased",
];

pub(crate) struct Reading {
    organisation: Id<Organisation>,
    pub hot: Hot,
    seen: Seen,
    pub reached: Reached,
    /// What the lake held when last looked at, and its revision then.
    pub lake: Arc<Contents>,
    pub lake_revision: i64,
    /// Identities may have moved since persons were last read.
    people_moved: bool,
    people_due: Option<Instant>,
    /// What names mean may have changed since the plan was last read.
    plan_changed: bool,
    changed: bool,
    /// The number that must be reached before anything is shown.
    shown: i64,
    /// Times that the past itself was read again.
    reloads: u64,
    /// The last sealed number that a checkpoint holds.
    pub checkpoint: i64,
}

impl Reading {
    /// What was seen so far: fingerprints in memory, and files.
    pub fn messages(&self) -> (HashMap<u128, i64>, Vec<PathBuf>) {
        (self.seen.hot(), self.seen.paths())
    }

    /// Reads what is sealed: from the checkpoint as far as it reaches, then from files. Blocks. `now` is
    /// when whom each identity belongs to has not yet been asked, `log` how far the log has come.
    ///
    /// # Errors
    /// `Fault` when a file is missing or damaged.
    pub fn load(
        organisation: Id<Organisation>,
        roles: Arc<Roles>,
        (lake, lake_revision): (Contents, i64),
        checkpoint: &Path,
        (now, log): (Timestamp, Position),
    ) -> Result<Self> {
        let held = checkpoint::read(checkpoint, &roles, &lake, log);
        let mut hot = Hot::new(roles);
        let from = held.as_ref().map_or(0, |held| held.sequence);
        let people_at = held.as_ref().map_or(now, |held| held.people_at);
        let people_moved = held.is_some();
        if let Some(held) = held {
            hot.restore(held);
        }
        let mut seen = Seen::default();
        for file in &lake.files {
            seen.add_file(&file.ids).map_err(Error::fault)?;
            if file.max_sequence <= from {
                continue;
            }
            let actions = ActionFile::open(&file.path)?;
            for group in 0..actions.groups() {
                let actions = actions.actions(group)?;
                let new = actions.iter().filter(|(sequence, _)| *sequence > from);
                new.for_each(|(sequence, action)| hot.stage(*sequence, action));
            }
        }
        let reached = Reached {
            position: lake.sealed,
            sequence: lake.sequence,
            sealed: lake.sequence,
            people_at,
            ..Reached::default()
        };
        Ok(Self {
            organisation,
            hot,
            seen,
            reached,
            lake: Arc::new(lake),
            lake_revision,
            people_moved,
            people_due: None,
            plan_changed: true,
            changed: true,
            shown: 0,
            reloads: 0,
            checkpoint: from,
        })
    }

    /// Takes in the next block. Blocks.
    ///
    /// # Errors
    /// `Fault` when the block is damaged or the duplicates cannot be told; nothing was taken in then.
    pub fn take_in(&mut self, block: &Block) -> Result<()> {
        let actions = block.actions()?;
        let numbered = (self.reached.sequence + 1..).zip(&actions);
        let print = |message: &Option<String>| message.as_deref().map(fingerprint);
        let messages: Vec<_> = numbered.map(|(n, a)| (n, print(&a.message))).collect();
        let duplicates = self.seen.duplicates(&messages).map_err(Error::fault)?;
        for (((sequence, _), action), duplicate) in messages.iter().zip(&actions).zip(duplicates) {
            if duplicate {
                Arc::make_mut(&mut self.reached.dropped).insert(*sequence);
                continue;
            }
            self.people_moved |= PEOPLE_MOVED.contains(&&*action.name);
            self.plan_changed |= action.name == CHANGED;
            self.hot.stage(*sequence, action);
        }
        self.reached.sequence += actions.len() as i64;
        self.reached.position = block.position;
        self.changed = true;
        Ok(())
    }

    /// Looks at the lake again after a seal or a compaction. False when our past is not what the
    /// files hold (somebody was erased): everything must be loaded again then. Blocks.
    ///
    /// Only once we have read all that is sealed: what stands in the files would pass for duplicates.
    pub fn see_lake(&mut self, lake: Contents, revision: i64) -> Result<bool> {
        let after = self.reached.dropped.range(lake.sequence + 1..).count() as i64;
        let unsealed = self.reached.sequence - lake.sequence - after;
        let sealed: i64 = lake.files.iter().map(|f| f.rows).sum();
        if self.hot.rows() as i64 - unsealed != sealed {
            return Ok(false);
        }
        let ids: Vec<PathBuf> = lake.files.iter().map(|f| f.ids.clone()).collect();
        for file in &ids {
            self.seen.add_file(file).map_err(Error::fault)?;
        }
        self.seen.keep_files(&ids);
        self.seen.sealed_up_to(lake.sequence);
        let dropped: &mut BTreeSet<i64> = Arc::make_mut(&mut self.reached.dropped);
        *dropped = dropped.split_off(&(lake.sequence + 1));
        self.reached.sealed = lake.sequence;
        self.lake = Arc::new(lake);
        self.lake_revision = revision;
        self.changed = true;
        Ok(true)
    }

    /// Finds out whose the staged actions are. What fails is tried again the next time.
    pub async fn settle(&mut self, db: &Db, thorough: bool) -> Result<()> {
        self.apply_plan(db).await?;
        if self.people_moved && (thorough || self.people_due.is_none_or(|at| at <= Instant::now()))
        {
            let began = Instant::now();
            self.follow_people(db).await?;
            // Where it takes long, it is not done all the time.
            self.people_due = Some(Instant::now() + began.elapsed() * 10);
            return Ok(());
        }
        if self.hot.is_settled() {
            return Ok(());
        }
        self.add_people(db, Back::AGlance).await?;
        let persons = persons_of(db, self.organisation, &self.hot.unsettled()).await?;
        self.hot.settle(&persons);
        self.changed = true;
        Ok(())
    }

    /// Reads what names mean where somebody has changed it.
    async fn apply_plan(&mut self, db: &Db) -> Result<()> {
        if self.plan_changed {
            let mut tx = db.read(self.organisation).await?;
            if self.hot.apply(own_plan(&mut tx).await?) {
                self.reloads += 1;
                self.changed = true;
            }
            self.plan_changed = false;
        }
        Ok(())
    }

    /// Takes over who there is, as it was just read, `now` or later.
    pub async fn know(&mut self, db: &Db, people: People, now: Timestamp) -> Result<()> {
        self.hot.people = people;
        self.hot.mark_tests();
        if self.people_moved { self.follow_moves(db, now).await } else { Ok(()) }
    }

    /// Persons that are new; they count as eligible even if they never act.
    pub async fn add_people(&mut self, db: &Db, back: Back) -> Result<()> {
        if self.hot.people.add_new(db, self.organisation, back).await? {
            self.hot.mark_tests();
            self.changed = true;
        }
        Ok(())
    }

    /// The same, and whether persons that we knew have changed.
    pub async fn check_people(&mut self, db: &Db) -> Result<()> {
        if self.hot.people.check(db, self.organisation).await? {
            self.hot.mark_tests();
            self.reloads += 1;
            self.changed = true;
        }
        Ok(())
    }

    /// Gives the actions of those who moved since we last looked to whom they belong now.
    async fn follow_people(&mut self, db: &Db) -> Result<()> {
        let now = db.clock().now();
        self.add_people(db, Back::AWhile).await?;
        if self.hot.people.check(db, self.organisation).await?
            | self.hot.people.check_heads(db, self.organisation).await?
        {
            self.hot.mark_tests();
        }
        self.follow_moves(db, now).await
    }

    /// The same once everybody was read, `now` or later.
    async fn follow_moves(&mut self, db: &Db, now: Timestamp) -> Result<()> {
        let moved = moved_since(db, self.organisation, self.reached.people_at).await?;
        if self.hot.give(&moved) {
            self.hot.mark_tests();
        }
        let persons = persons_of(db, self.organisation, &self.hot.unsettled()).await?;
        self.hot.settle(&persons);
        self.reached.people_at = now;
        self.people_moved = false;
        self.reloads += 1;
        self.changed = true;
        Ok(())
    }

    /// Gives every action to the person to whom its identity belongs now.
    pub async fn reload_people(&mut self, db: &Db) -> Result<()> {
        let now = db.clock().now();
        self.hot.people.add_new(db, self.organisation, Back::AWhile).await?;
        self.hot.people.check(db, self.organisation).await?;
        self.hot.people.check_heads(db, self.organisation).await?;
        let persons: IdMap<u128> =
            persons_of(db, self.organisation, &self.hot.identities()).await?;
        self.hot.resettle(&persons);
        self.hot.mark_tests();
        self.reached.people_at = now;
        self.people_moved = false;
        self.reloads += 1;
        self.changed = true;
        Ok(())
    }

    pub fn snapshot(&mut self) -> Snapshot {
        self.changed = false;
        self.reached.revision = self.reached.sequence as u64 + self.reloads;
        self.hot.snapshot(self.reached.clone())
    }

    /// Takes the place of what was read before. It is not shown until it reaches as far.
    pub fn follows(&mut self, before: &Self) {
        self.reloads = before.reloads + 1;
        self.shown = before.shown.max(before.reached.sequence);
    }

    /// Something new waits to be shown, and it is whole.
    pub fn is_ready(&self) -> bool {
        self.changed
            && !self.plan_changed
            && self.hot.is_settled()
            && self.reached.sequence >= self.shown
    }

    /// Remembers that everything up to a place was looked at, ours or not.
    pub fn pass(&mut self, position: Position) {
        self.reached.position = self.reached.position.max(position);
    }
}
