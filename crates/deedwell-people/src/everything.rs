//! All that is kept of somebody here, for whoever asks what we hold. What programmes keep of them, and what
//! was sent word for word, is theirs to say.

use deedwell_core::behaviour::{Activity, Behaviour, Entries, Entry, FactsOf};
use deedwell_core::{Id, Identity, Person, Result};
use deedwell_store::Tx;
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

/// Everything of whoever stands for this person.
///
/// # Errors
/// `Missing`.
pub async fn everything(
    tx: &mut Tx,
    behaviour: &dyn Behaviour,
    id: Id<Person>,
) -> Result<Everything> {
    let id = head_of(tx, id).await?;
    let traits = traits::everything(tx, &[id]).await?;
    let person = person(tx, id).await?;
    let signs: Vec<Id<Identity>> = person.identities.iter().map(|identity| identity.id).collect();
    let mut facts = behaviour.facts(tx.organisation(), &signs).await?;
    let of = |entry: Entry, facts: &mut FactsOf| Act {
        facts: facts.remove(&entry.id).and_then(|facts| serde_json::from_str(&facts).ok()),
        entry,
    };
    let actions = actions(tx, behaviour, id)?.into_iter();
    Ok(Everything {
        person,
        also_called: also_called(tx, id).await?,
        traits: traits.into_iter().map(|(_, one)| one).collect(),
        consents: consents::history(tx, id).await?,
        holdings: holdings::of(tx, id).await?,
        accounts: of_person(tx, id).await?,
        links: said_of(tx, id).await?,
        activity: behaviour.activity(tx.organisation(), &[id])?.into_iter().next(),
        actions: actions.map(|entry| of(entry, &mut facts)).collect(),
    })
}

fn actions(tx: &Tx, behaviour: &dyn Behaviour, id: Id<Person>) -> Result<Vec<Entry>> {
    let mut actions = Vec::new();
    let mut before = None;
    loop {
        let ask = Entries {
            person: Some(id),
            answers_too: true,
            before,
            limit: AT_ONCE,
            ..Entries::default()
        };
        let page = behaviour.entries(tx.organisation(), &ask)?;
        actions.extend(page.entries);
        before = page.next;
        if before.is_none() || actions.len() >= MOST_ACTIONS {
            return Ok(actions);
        }
    }
}
