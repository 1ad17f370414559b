//! What the doctor asks of a lake: do files, manifest and catalogue say the same?

use std::fs::File;
use std::path::Path;

use deedwell_core::{Error, Id, Organisation, Result};

use super::catalogue::{self, Shown};
use super::manifest::{self, FileRow};
use super::read::{ActionFile, read_ids};
use super::write::measure;
use super::{Lake, beside, publish};

impl Lake {
    /// What is wrong with an organisation's lake, a sentence each; nothing when all is well. Opens
    /// every file, but reads no actions.
    ///
    /// # Errors
    /// `Fault` when the manifest itself cannot be read.
    pub async fn check(&self, organisation: Id<Organisation>) -> Result<Vec<String>> {
        self.begin(organisation).await?;
        let shown = self.shown(organisation).await?;
        let mut wrong = counts(&shown);
        match manifest::left_behind(&mut self.db.read(organisation).await?).await? {
            0 => {}
            blocks => wrong.push(format!(
                "{blocks} blocks are kept but not read, for they stand where all was sealed before. \
                 Was PostgreSQL restored while a server ran? See the handbook, Restoring PostgreSQL."
            )),
        }
        let folder = self.actions_folder(organisation);
        let (files, told) = (shown.files.clone(), self.told.clone());
        let look = move |row: &FileRow| {
            let wrong = file(&folder, row);
            told(1);
            wrong
        };
        wrong.extend(beside(move || Ok(files.iter().flat_map(look).collect::<Vec<_>>())).await?);
        for orphan in self.orphans(organisation).await? {
            wrong.push(format!("{} belongs to nothing: sweep the lake.", orphan.display()));
        }
        wrong.extend(self.check_catalogue(organisation, &shown).await?);
        Ok(wrong)
    }

    async fn check_catalogue(
        &self,
        organisation: Id<Organisation>,
        shown: &Shown,
    ) -> Result<Vec<String>> {
        let Some(published) = self.published(organisation).await? else {
            let is_empty = shown.state.actions == 0 && shown.files.is_empty();
            let lacks = "The lake has no catalogue: publish it.".to_owned();
            return Ok(if is_empty { Vec::new() } else { vec![lacks] });
        };
        if published.version != catalogue::VERSION {
            let version = published.version;
            return Ok(vec![format!("Another program moved the catalogue to version {version}.")]);
        }
        let mut wrong = Vec::new();
        if published.data_path != shown.data_path {
            wrong.push(format!("The catalogue looks for files in {}.", published.data_path));
        }
        let shapes = catalogue::shapes();
        let mut open = self.open_catalogue(organisation).await?;
        let sqlite = self.db.is_sqlite();
        for difference in publish::differences(&mut open, sqlite, &shapes, shown).await? {
            wrong.push(format!(
                "The catalogue's {} lacks {} rows and has {} that are not ours: publish it anew.",
                difference.table.name,
                difference.missing.len(),
                difference.surplus.len()
            ));
        }
        Ok(wrong)
    }
}

/// The manifest against itself.
fn counts(shown: &Shown) -> Vec<String> {
    let mut wrong = Vec::new();
    let live: Vec<&FileRow> = shown.files.iter().filter(|f| f.end_snapshot.is_none()).collect();
    let rows: i64 = live.iter().map(|f| f.written.rows).sum();
    if rows != shown.state.actions {
        let sealed = shown.state.actions;
        wrong.push(format!("{sealed} actions were sealed and the files hold {rows}."));
    }
    let last = live.iter().map(|f| f.written.max_sequence).max().unwrap_or(0);
    if last > shown.state.sequence {
        let sequence = shown.state.sequence;
        wrong.push(format!("A file holds action {last}, but only {sequence} were sealed."));
    }
    if shown.snapshots.last().map(|s| s.id) != Some(shown.state.snapshot) {
        wrong.push(format!("The newest snapshot {} is missing.", shown.state.snapshot));
    }
    wrong
}

/// A file against the manifest.
fn file(folder: &Path, row: &FileRow) -> Vec<String> {
    let path = folder.join(format!("{}.parquet", row.written.name));
    let mut wrong = Vec::new();
    match look(&path) {
        Err(e) => wrong.push(e.to_string()),
        Ok((bytes, footer, rows)) => {
            let found = [bytes, footer, rows];
            let due = [row.written.bytes, row.written.footer, row.written.rows];
            for ((what, found), due) in
                ["bytes", "bytes of footer", "rows"].iter().zip(found).zip(due)
            {
                if found != due {
                    let path = path.display();
                    wrong.push(format!("{path} has {found} {what} where {due} were written."));
                }
            }
        }
    }
    match read_ids(&path.with_extension("ids")) {
        Err(e) => wrong.push(e.to_string()),
        Ok(ids) if i64::try_from(ids.len()) != Ok(row.written.messages) => {
            let path = path.with_extension("ids");
            wrong.push(format!("{} does not hold every message.", path.display()));
        }
        Ok(ids) if !ids.is_sorted() => {
            let path = path.with_extension("ids");
            wrong.push(format!("{} is not sorted.", path.display()));
        }
        Ok(_) => {}
    }
    wrong
}

fn look(path: &Path) -> Result<(i64, i64, i64)> {
    let mut file = File::open(path)
        .map_err(|e| Error::fault(format!("{} cannot be read: {e}", path.display())))?;
    let (bytes, footer) = measure(&mut file)?;
    let rows = ActionFile::open(path)?.rows();
    Ok((bytes, footer, i64::try_from(rows).map_err(Error::fault)?))
}
