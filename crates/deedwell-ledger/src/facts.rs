//! The facts of what somebody did: they do not stand in memory, so they are looked for where everything
//! stands, in the files of the lake and in the log behind them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use deedwell_core::behaviour::FactsOf;
use deedwell_core::{Action, Error, Id, Identity, Organisation, Result};
use uuid::Uuid;

use crate::Ledger;
use crate::lake::{ActionFile, Contents, Lake};

/// How often the files are looked through while others merge them.
const MOST_ROUNDS: usize = 3;
/// Bytes of the log that are held at once.
const AT_ONCE: usize = 8 * 1024 * 1024;

/// Of whom, and of which of their acts.
struct Asked {
    whom: BTreeSet<Uuid>,
    actions: HashSet<Id<Action>>,
}

impl Asked {
    fn is(&self, subject: Uuid, action: Id<Action>) -> bool {
        self.whom.contains(&subject) && self.actions.contains(&action)
    }
}

impl Ledger {
    /// The facts of these actions, which these identities did, those without facts left out.
    ///
    /// # Errors
    /// `Fault` when files go time after time while they are read, or cannot be read.
    pub(crate) async fn facts_of(
        &self,
        organisation: Id<Organisation>,
        identities: &[Id<Identity>],
        actions: &HashSet<Id<Action>>,
    ) -> Result<FactsOf> {
        let asked = Arc::new(Asked {
            whom: identities.iter().map(|identity| identity.uuid()).collect(),
            actions: actions.clone(),
        });
        let lake = self.lake();
        let mut round = 0;
        let (contents, mut facts) = loop {
            let contents = lake.contents(organisation).await?;
            round += 1;
            match sealed(&contents, Arc::clone(&asked)).await {
                Ok(facts) => break (contents, facts),
                // Merged into others, and removed since we read of them.
                Err(_) if round < MOST_ROUNDS && is_gone(lake, organisation, &contents).await? => {}
                Err(error) => return Err(error),
            }
        };
        let mut after = contents.sealed;
        loop {
            let blocks = self.db().blocks_of(organisation, after, AT_ONCE).await?;
            let Some(last) = blocks.last() else { return Ok(facts) };
            after = last.position;
            for block in &blocks {
                let theirs =
                    block.actions()?.into_iter().filter(|a| asked.is(a.subject.uuid(), a.id));
                facts.extend(theirs.filter(|a| !a.facts.is_empty()).map(|a| (a.id, a.facts)));
            }
        }
    }
}

/// Whether the lake has other files by now.
async fn is_gone(lake: &Lake, of: Id<Organisation>, before: &Contents) -> Result<bool> {
    let ids = |contents: &Contents| contents.files.iter().map(|f| f.id).collect::<Vec<_>>();
    Ok(ids(&lake.contents(of).await?) != ids(before))
}

async fn sealed(contents: &Contents, asked: Arc<Asked>) -> Result<FactsOf> {
    let paths: Vec<_> = contents.files.iter().map(|file| file.path.clone()).collect();
    let looking = tokio::task::spawn_blocking(move || {
        let mut facts = HashMap::new();
        paths.iter().try_for_each(|path| in_file(path, &asked, &mut facts))?;
        Ok(facts)
    });
    looking.await.map_err(Error::fault)?
}

/// Rows of a file run by subject: most groups hold nothing of them, and are not read.
fn in_file(path: &Path, asked: &Asked, facts: &mut FactsOf) -> Result<()> {
    let file = ActionFile::open(path)?;
    for group in 0..file.groups() {
        let bounds = file.subjects(group);
        if bounds.is_some_and(|(first, last)| asked.whom.range(first..=last).next().is_none()) {
            continue;
        }
        let subjects = file.ids(group, "subject")?;
        let theirs = |subject: &Option<Uuid>| subject.is_some_and(|s| asked.whom.contains(&s));
        if !subjects.iter().any(theirs) {
            continue;
        }
        let rows = file.ids(group, "id")?.into_iter().zip(file.texts(group, "facts")?);
        for ((id, said), subject) in rows.zip(subjects) {
            let Some((id, subject)) = id.map(Id::from_uuid).zip(subject) else { continue };
            let Some(said) = said.filter(|_| asked.is(subject, id)) else { continue };
            if !said.as_str().is_empty() {
                facts.insert(id, said.as_str().to_owned());
            }
        }
    }
    Ok(())
}
