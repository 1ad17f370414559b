//! Forgetting: every file that holds somebody is written anew without them, superseded ones too, so that
//! no state of the lake ever had them.
//!
//! The numbers of their actions stay free, and the fingerprints of their messages stay: what is sent
//! again does not come back. The old files go when readers of that moment are done with them.

use std::collections::HashSet;
use std::path::Path;

use deedwell_core::{Error, Id, Identity, Organisation, Person, Result, Timestamp};
use tracing::info;
use uuid::Uuid;

use super::manifest::{self, FileRow};
use super::read::{ActionFile, read_ids};
use super::schema::ROW_GROUP;
use super::write::{FileWriter, Numbered, Written};
use super::{Lake, beside};

/// How often the files are looked through while others change them.
const MOST_ROUNDS: usize = 5;

/// Who is to be forgotten.
#[derive(Clone, Debug, Default)]
pub struct Forgotten {
    identities: HashSet<Uuid>,
    /// What facts and `about` may say of them.
    words: Vec<String>,
    abouts: HashSet<String>,
}

/// What was done about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Rewritten {
    pub files: usize,
    /// Actions of theirs that are gone from the lake of today.
    pub actions: u64,
}

impl Forgotten {
    pub fn new(identities: &[Id<Identity>], people: &[Id<Person>]) -> Self {
        let words = identities.iter().map(ToString::to_string);
        Self {
            identities: identities.iter().map(|i| i.uuid()).collect(),
            words: words.chain(people.iter().map(ToString::to_string)).collect(),
            abouts: people.iter().map(|person| format!("person/{person}")).collect(),
        }
    }

    /// The action as it may stay: none when it was theirs. Of what others did only the mention goes.
    fn without(&self, (sequence, mut action): Numbered) -> (Option<Numbered>, bool) {
        if self.identities.contains(&action.subject.uuid()) {
            return (None, true);
        }
        let answers = action.counterpart.is_some_and(|c| self.identities.contains(&c.uuid()));
        let about = action.about.as_ref().is_some_and(|about| self.abouts.contains(about));
        let facts = !action.facts.is_empty() && self.words.iter().any(|w| action.facts.contains(w));
        if answers {
            action.counterpart = None;
        }
        if about {
            action.about = None;
        }
        if facts {
            action.facts.clear();
        }
        (Some((sequence, action)), answers || about || facts)
    }
}

impl Lake {
    /// Forgets somebody in every file of an organisation, and publishes. To be repeated at will. What is
    /// not sealed yet is not looked at.
    ///
    /// # Errors
    /// `Fault` when a file cannot be read or written: what was rewritten until then is not known yet, and
    /// nothing has changed.
    pub async fn erase(
        &self,
        organisation: Id<Organisation>,
        whom: &Forgotten,
    ) -> Result<Rewritten> {
        let mut done = Rewritten::default();
        let mut clean: HashSet<i64> = HashSet::new();
        let mut is_done = false;
        for _ in 0..MOST_ROUNDS {
            let files = manifest::files(&mut self.db.read(organisation).await?).await?;
            let mut changed = Vec::new();
            for file in files.into_iter().filter(|f| !clean.contains(&f.id)).collect::<Vec<_>>() {
                match self.rewrite(organisation, &file, whom).await? {
                    Some(written) => changed.push((file, written)),
                    None => drop(clean.insert(file.id)),
                }
            }
            is_done = changed.is_empty();
            if is_done {
                break;
            }
            if self.commit_erasure(organisation, &changed).await? {
                done.files += changed.len();
                let gone = changed.iter().filter(|(old, _)| old.end_snapshot.is_none());
                let gone: i64 = gone.map(|(old, new)| old.written.rows - new.rows).sum();
                done.actions += gone.unsigned_abs();
            } else {
                let written: Vec<Written> = changed.into_iter().map(|(_, new)| new).collect();
                self.drop_files(organisation, &written).await?;
            }
        }
        if !is_done {
            return Err(Error::fault(
                "files were merged time after time while somebody was forgotten",
            ));
        }
        self.hasten(organisation).await?;
        // Also what an earlier attempt rewrote and did not come to publish.
        self.publish(organisation).await?;
        if done.files > 0 {
            info!(organisation = %organisation, files = done.files, "Somebody was forgotten in the lake");
        }
        Ok(done)
    }

    /// Removes the files whose time is over, and says whether any is left on the disk that was known when
    /// somebody was forgotten, who was asked to be before that.
    ///
    /// # Errors
    /// `Fault` when a file cannot be removed.
    pub async fn is_rid_of(
        &self,
        organisation: Id<Organisation>,
        done_at: Timestamp,
    ) -> Result<bool> {
        if self.clean_up(organisation).await? > 0 {
            self.publish(organisation).await?;
        }
        let doomed = manifest::doomed(&mut self.db.read(organisation).await?).await?;
        // Their dooms were dated back; whatever was doomed since never held anybody who was forgotten.
        Ok(doomed.iter().all(|d| d.since_at >= done_at))
    }

    /// Writes a file anew without them; none where it does not speak of them.
    pub(super) async fn rewrite(
        &self,
        organisation: Id<Organisation>,
        file: &FileRow,
        whom: &Forgotten,
    ) -> Result<Option<Written>> {
        let folder = self.actions_folder(organisation);
        let (old, whom) = (file.written.clone(), whom.clone());
        let name = self.db.clock().new_uuid().to_string();
        beside(move || {
            let path = folder.join(format!("{}.parquet", old.name));
            match path.try_exists() {
                // Superseded, and unlinked since we read of it.
                Ok(false) => Ok(None),
                _ if !speaks_of(&path, &whom)? => Ok(None),
                _ => write(&folder, &name, &path, &old, &whom).map(Some),
            }
        })
        .await
    }

    /// The new files take the place of the old in every state of the lake. False when one of the old was
    /// superseded or went meanwhile; nothing is changed then.
    pub(super) async fn commit_erasure(
        &self,
        organisation: Id<Organisation>,
        changed: &[(FileRow, Written)],
    ) -> Result<bool> {
        let mut tx = self.db.write(organisation).await?;
        manifest::take(&mut tx).await?;
        let stand = manifest::files(&mut tx).await?;
        let same = |old: &FileRow| {
            stand.iter().any(|f| f.id == old.id && f.end_snapshot == old.end_snapshot)
        };
        if !changed.iter().all(|(old, _)| same(old)) {
            return Ok(false);
        }
        let since = self.hastened()?;
        manifest::replace_files(&mut tx, changed, since).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Files that wait to be removed may hold them: they go as soon as the others.
    async fn hasten(&self, organisation: Id<Organisation>) -> Result<()> {
        let mut tx = self.db.write(organisation).await?;
        manifest::hasten(&mut tx, self.hastened()?).await?;
        tx.commit().await.map(drop)
    }

    /// When what goes in ten minutes was doomed: whoever has just opened it is done with it by then, as
    /// with blocks that were just sealed.
    fn hastened(&self) -> Result<Timestamp> {
        let early = self.limits.grace.checked_sub(self.limits.forget_after).unwrap_or_default();
        self.ago(early)
    }
}

fn speaks_of(path: &Path, whom: &Forgotten) -> Result<bool> {
    let file = ActionFile::open(path)?;
    for group in 0..file.groups() {
        let theirs = |id: &Option<Uuid>| id.is_some_and(|id| whom.identities.contains(&id));
        if file.ids(group, "subject")?.iter().any(theirs)
            || file.ids(group, "counterpart")?.iter().any(theirs)
        {
            return Ok(true);
        }
        let mut actions = file.actions(group)?.into_iter();
        if actions.any(|action| whom.without(action).1) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn write(
    folder: &Path,
    name: &str,
    path: &Path,
    old: &Written,
    whom: &Forgotten,
) -> Result<Written> {
    let file = ActionFile::open(path)?;
    let mut writer = FileWriter::create(folder, name)?;
    for group in 0..file.groups() {
        let stays = file.actions(group)?.into_iter().filter_map(|action| whom.without(action).0);
        for rows in stays.collect::<Vec<_>>().chunks(ROW_GROUP) {
            writer.group(rows)?;
        }
    }
    let written = writer.finish_with(read_ids(&path.with_extension("ids"))?)?;
    // It stands for the same stretch of the log as the old one.
    let (min_sequence, max_sequence) = (old.min_sequence, old.max_sequence);
    Ok(Written { min_sequence, max_sequence, ..written })
}
