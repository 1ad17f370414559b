//! All that is kept of somebody here, for whoever asks what we hold. What programmes keep of them, and what
//! was sent word for word, is theirs to say.

use std::collections::HashSet;

use deedwell_core::behaviour::{Activity, Behaviour, Entries, Entry};
use deedwell_core::{Action, Id, Identity, Organisation, Person, Result};
use deedwell_store::{Db, Tx};
use serde::Serialize;
use serde_json::Value;

use crate::account::members::{Membership, of_person};
use crate::merge::head_of;
use crate::person::{Profile, person};
use crate::profile::consents::{self, Consent};
use crate::profile::holdings::{self, Holding};
use crate::profile::traits::{self, Trait};
use crate::why::{Said, also_called, said_of};

/// Acts in one file, the last that were done.
pub const MOST_ACTIONS: usize = 100_000;
/// Acts asked of the ledger at once.
const AT_ONCE: usize = 1_000;

#[derive(Serialize)]
pub struct Everything {
    pub person: Profile,
    /// Names of those with whom staff made them one.
    pub also_called: Vec<String>,
    /// All that was said, also what does not count.
    pub traits: Vec<Trait>,
    /// Every word, the newest first.
    pub consents: Vec<Consent>,
    pub holdings: Vec<Holding>,
    /// Companies and households, with what they are there.
    pub accounts: Vec<Membership>,
    /// What was said of their signs.
    pub links: Vec<Said>,
    pub activity: Option<Activity>,
    /// Newest first, at most [`MOST_ACTIONS`]; answers of ours included.
    pub actions: Vec<Act>,
}

/// Something that was done, and what was said of it.
#[derive(Serialize)]
pub struct Act {
    #[serde(flatten)]
    pub entry: Entry,
    /// Ids and quantities, of what they did themselves; none for what we did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<Value>,
}

impl Everything {
    /// By what they are known.
    pub fn identities(&self) -> Vec<Id<Identity>> {
        self.person.identities.iter().map(|identity| identity.id).collect()
    }
}

/// What somebody did and was answered, newest first, with the facts of what they did. To be asked before a
/// transaction is begun: facts are read from the disk, and whoever waited for them with a transaction
/// open would keep others from theirs.
///
/// # Errors
/// `Missing`.
pub async fn acts(
    db: &Db,
    organisation: Id<Organisation>,
    behaviour: &dyn Behaviour,
    id: Id<Person>,
) -> Result<Vec<Act>> {
    let (id, signs) = {
        let mut tx = db.read(organisation).await?;
        let id = head_of(&mut tx, id).await?;
        let identities = person(&mut tx, id).await?.identities;
        (id, identities.iter().map(|identity| identity.id).collect::<Vec<_>>())
    };
    let entries = entries(organisation, behaviour, id)?;
    let theirs = entries.iter().filter(|entry| entry.person == Some(id));
    let ids: HashSet<Id<Action>> = theirs.map(|entry| entry.id).collect();
    let mut facts = behaviour.facts(organisation, &signs, &ids).await?;
    let act = |entry: Entry| Act {
        facts: facts.remove(&entry.id).and_then(|facts| serde_json::from_str(&facts).ok()),
        entry,
    };
    Ok(entries.into_iter().map(act).collect())
}

/// Everything of whoever stands for this person, with what they did.
///
/// # Errors
/// `Missing`.
pub async fn everything(
    tx: &mut Tx,
    behaviour: &dyn Behaviour,
    id: Id<Person>,
    actions: Vec<Act>,
) -> Result<Everything> {
    let id = head_of(tx, id).await?;
    let traits = traits::everything(tx, &[id]).await?;
    Ok(Everything {
        person: person(tx, id).await?,
        also_called: also_called(tx, id).await?,
        traits: traits.into_iter().map(|(_, one)| one).collect(),
        consents: consents::history(tx, id).await?,
        holdings: holdings::of(tx, id).await?,
        accounts: of_person(tx, id).await?,
        links: said_of(tx, id).await?,
        activity: behaviour.activity(tx.organisation(), &[id])?.into_iter().next(),
        actions,
    })
}

fn entries(
    organisation: Id<Organisation>,
    behaviour: &dyn Behaviour,
    id: Id<Person>,
) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut before = None;
    loop {
        let ask = Entries {
            person: Some(id),
            answers_too: true,
            before,
            limit: AT_ONCE,
            ..Entries::default()
        };
        let page = behaviour.entries(organisation, &ask)?;
        entries.extend(page.entries);
        before = page.next;
        if before.is_none() || entries.len() >= MOST_ACTIONS {
            return Ok(entries);
        }
    }
}
