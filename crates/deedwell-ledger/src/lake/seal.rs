//! Sealing: from blocks to a file, a step at a time.
//!
//! A step is at most one file: it is written, then the manifest is changed in one transaction that
//! also moves the sealed place on, guarded by the old place. Of two sealers one wins each step; the
//! other removes what it wrote.

use std::collections::BTreeSet;
use std::path::Path;

use deedwell_core::{Id, Organisation, Position, Result, Timestamp};
use deedwell_store::{Block, Readers};
use tracing::{error, info};

use super::manifest::{self, State, TABLE};
use super::schema::ROW_GROUP;
use super::write::{FileWriter, Numbered, Written, make_folder};
use super::{Lake, beside};

/// Bytes of blocks held at a time.
const GATHER: usize = 8 << 20;

/// What a seal did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sealed {
    /// Files written.
    pub files: usize,
    /// Actions in them.
    pub rows: i64,
    /// Everything up to here stands in files, by this sealer's hand or another's.
    pub up_to: Position,
    /// The number of the last sealed action, dropped ones counted.
    pub sequence: i64,
    /// Another sealer came first; what we wrote for that step is gone, nothing is lost.
    pub overtaken: bool,
    /// The catalogue shows all this. If not, the reason is in the log, and the next seal or start
    /// publishes again.
    pub published: bool,
}

/// A file that stands on the disk and that the manifest does not know yet.
#[derive(Debug)]
pub(super) struct Step {
    /// None when every action of the blocks was dropped.
    pub written: Option<Written>,
    pub to: Position,
    pub sequence: i64,
    pub reaches_at: Option<Timestamp>,
}

impl Lake {
    /// Seals an organisation's blocks up to a place, but for the actions with `dropped` numbers, which
    /// are duplicates; then publishes, and forgets blocks that were sealed long enough ago. To be
    /// repeated at will: what is sealed is not sealed again.
    ///
    /// # Errors
    /// `Fault` when files cannot be written or a block cannot be read; the sealed place then stands
    /// where the last whole step left it.
    pub async fn seal(
        &self,
        organisation: Id<Organisation>,
        up_to: Position,
        dropped: &BTreeSet<i64>,
    ) -> Result<Sealed> {
        let mut sealed = Sealed::default();
        let mut from = self.begin(organisation).await?;
        while let Some(step) = self.write_step(organisation, &from, up_to, dropped).await? {
            let rows = step.written.as_ref().map(|w| w.rows);
            sealed.overtaken = !self.commit_step(organisation, &from, &step).await?;
            from = self.begin(organisation).await?;
            if sealed.overtaken {
                self.drop_files(organisation, step.written.as_slice()).await?;
                break;
            }
            sealed.files += usize::from(rows.is_some());
            sealed.rows += rows.unwrap_or(0);
        }
        (sealed.up_to, sealed.sequence) = (from.sealed, from.sequence);
        // The actions stand in files whatever becomes of the catalogue, and the caller must know it.
        sealed.published = match self.publish(organisation).await {
            Ok(_) => true,
            Err(e) => {
                error!(organisation = %organisation, error = %e, "Lake sealed but not published");
                false
            }
        };
        self.forget(organisation).await?;
        if sealed.files > 0 {
            info!(organisation = %organisation, rows = sealed.rows, "Actions sealed");
        }
        Ok(sealed)
    }

    /// Where we stand; a lake is begun for an organisation that has none.
    pub(super) async fn begin(&self, organisation: Id<Organisation>) -> Result<State> {
        if let Some(state) = manifest::state(&mut self.db.read(organisation).await?).await? {
            return Ok(state);
        }
        let mut tx = self.db.write(organisation).await?;
        manifest::begin(&mut tx).await?;
        let state = manifest::state(&mut tx).await?;
        tx.commit().await?;
        state.ok_or(deedwell_core::Error::Missing("lake"))
    }

    /// Writes the next file, of whole blocks. None when nothing is left to seal.
    pub(super) async fn write_step(
        &self,
        organisation: Id<Organisation>,
        from: &State,
        up_to: Position,
        dropped: &BTreeSet<i64>,
    ) -> Result<Option<Step>> {
        let mut step = Step {
            written: None,
            to: from.sealed,
            sequence: from.sequence,
            reaches_at: from.reaches_at,
        };
        let mut writer: Option<FileWriter> = None;
        let (mut rows, mut kept): (Vec<Numbered>, usize) = (Vec::new(), 0);
        'gather: loop {
            let blocks = self.db.blocks_of(organisation, step.to, GATHER).await?;
            let mut any = false;
            for block in blocks.iter().take_while(|b| b.position <= up_to) {
                let actions = number(block, &mut step, dropped)?;
                if kept > 0 && kept + actions.len() > self.limits.rows {
                    break 'gather;
                }
                any = true;
                kept += actions.len();
                rows.extend(actions);
                step.pass(block)?;
                while rows.len() >= ROW_GROUP {
                    let rest = rows.split_off(ROW_GROUP);
                    let group = std::mem::replace(&mut rows, rest);
                    writer = Some(self.put(organisation, writer, group).await?);
                }
            }
            if !any {
                break;
            }
        }
        if !rows.is_empty() {
            writer = Some(self.put(organisation, writer, rows).await?);
        }
        if let Some(writer) = writer {
            step.written = Some(beside(move || writer.finish()).await?);
        }
        Ok((step.to > from.sealed).then_some(step))
    }

    /// Writes a row group, in a new file if there is none yet.
    pub(super) async fn put(
        &self,
        organisation: Id<Organisation>,
        writer: Option<FileWriter>,
        rows: Vec<Numbered>,
    ) -> Result<FileWriter> {
        let (root, folder) = (self.data_dir.clone(), self.actions_folder(organisation));
        let name = self.db.clock().new_uuid().to_string();
        let told = self.told.clone();
        beside(move || {
            let mut writer = match writer {
                Some(writer) => writer,
                None => {
                    make_folder(&root, &folder)?;
                    FileWriter::create(&folder, &name)?
                }
            };
            writer.group(&rows)?;
            told(rows.len() as u64);
            Ok(writer)
        })
        .await
    }

    /// Makes a step known: file, snapshot and place, together. False when another sealer came first.
    pub(super) async fn commit_step(
        &self,
        organisation: Id<Organisation>,
        from: &State,
        step: &Step,
    ) -> Result<bool> {
        let mut tx = self.db.write(organisation).await?;
        if !manifest::advance(&mut tx, from, step.to, step.sequence, step.reaches_at).await? {
            return Ok(false);
        }
        if let Some(written) = &step.written {
            let changes = format!("inserted_into_table:{TABLE}");
            let message = format!("Sealed up to action {}", step.sequence);
            let files = std::slice::from_ref(written);
            manifest::add_files(&mut tx, &changes, &message, files, true).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Removes blocks from the log that were sealed long enough ago.
    pub(super) async fn forget(&self, organisation: Id<Organisation>) -> Result<u64> {
        let before = self.ago(self.limits.forget_after)?;
        let mut tx = self.db.system().await?;
        let ripe = manifest::forgettable(&mut tx, organisation, before).await?;
        let Some((up_to, sealed_at)) = ripe else { return Ok(0) };
        if !manifest::forgotten(&mut tx, organisation, up_to).await? {
            return Ok(0);
        }
        let gone = Readers::forget(&mut tx, organisation, up_to, sealed_at).await?;
        tx.commit().await?;
        Ok(gone)
    }

    /// Removes files of ours that the manifest never knew.
    pub(super) async fn drop_files(
        &self,
        organisation: Id<Organisation>,
        files: &[Written],
    ) -> Result<()> {
        let folder = self.actions_folder(organisation);
        let names: Vec<String> = files.iter().map(|w| w.name.clone()).collect();
        beside(move || {
            for name in names {
                unlink(&folder.join(format!("{name}.parquet")))?;
                unlink(&folder.join(format!("{name}.ids")))?;
            }
            Ok(())
        })
        .await
    }
}

impl Step {
    fn pass(&mut self, block: &Block) -> Result<()> {
        self.to = block.position;
        self.sequence += i64::try_from(block.count).map_err(deedwell_core::Error::fault)?;
        self.reaches_at = self.reaches_at.max(Some(block.written_at));
        Ok(())
    }
}

/// The actions of a block with their numbers, without the dropped ones.
fn number(block: &Block, step: &mut Step, dropped: &BTreeSet<i64>) -> Result<Vec<Numbered>> {
    let actions = block.actions()?;
    if actions.len() as u64 != block.count {
        return Err(deedwell_core::Error::fault(format!(
            "block {} says that it has {} actions and has {}",
            block.position.block,
            block.count,
            actions.len()
        )));
    }
    let numbered = (step.sequence + 1..).zip(actions);
    Ok(numbered.filter(|(seq, _)| !dropped.contains(seq)).collect())
}

/// Removes a file; one that is gone already is as good.
pub(super) fn unlink(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(deedwell_core::Error::fault(e)),
        _ => Ok(()),
    }
}
