//! What staff and programs do to the plan. Every reader of the ledger is told, and the audit keeps who
//! changed what.

use deedwell_core::plan::own::MOST_NAMES;
use deedwell_core::{Deed, Error, Id, Kind, Result, Staff, Who};
use deedwell_store::plan::CHANGED;
use deedwell_store::{Tx, audit};
use serde::Serialize;
use serde_json::{Value, json};

use super::file::PlanFile;
use super::rule::{FactRule, PlannedName};
use super::store;

/// What names mean was changed: of so many names.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct PlanDeed {
    pub names: usize,
}

impl Deed for PlanDeed {
    fn kind(&self) -> Kind {
        "plan.changed"
    }

    fn about(&self) -> Option<String> {
        None
    }
}

/// Who changes it: a member of staff, or somebody at the command line.
#[derive(Clone, Copy, Debug)]
pub struct Actor(pub Option<Id<Staff>>);

impl Actor {
    fn who(self) -> Who {
        self.0.map_or(Who::System, Who::Staff)
    }
}

/// Says what a name means from now on, for the past too. Whether that was something new.
///
/// # Errors
/// Those of [`PlannedName::checked`]; `plan.too_many_names`.
pub async fn change(tx: &mut Tx, by: Actor, name: PlannedName) -> Result<bool> {
    let changed = put(tx, by, name.checked()?).await?;
    tell(tx, by, usize::from(changed)).await?;
    Ok(changed)
}

/// The name means what it meant before anybody planned it. Whether it stood in the plan.
pub async fn remove(tx: &mut Tx, by: Actor, name: &str) -> Result<bool> {
    let removed = take_out(tx, by, name).await?;
    tell(tx, by, usize::from(removed)).await?;
    Ok(removed)
}

/// The plan is what the file says, no more and no less. How many names that changed.
///
/// # Errors
/// Those of each name, with its name; then nothing is changed, if the caller does not commit.
pub async fn replace(tx: &mut Tx, by: Actor, file: PlanFile) -> Result<usize> {
    let names = file.checked()?;
    let mut changed = 0;
    for old in store::names(tx).await? {
        if !names.iter().any(|n| n.name == old.name) {
            changed += usize::from(take_out(tx, by, &old.name).await?);
        }
    }
    for name in names {
        changed += usize::from(put(tx, by, name).await?);
    }
    tell(tx, by, changed).await?;
    Ok(changed)
}

async fn put(tx: &mut Tx, by: Actor, name: PlannedName) -> Result<bool> {
    let before = store::find(tx, &name.name).await?;
    if before.as_ref() == Some(&name) {
        return Ok(false);
    }
    if before.is_none() && store::count(tx).await? >= MOST_NAMES as i64 {
        return Err(Error::refused(
            "plan.too_many_names",
            "There are 500 names in the plan. Take out one that nobody sends any more.",
        ));
    }
    store::put(tx, &name).await?;
    note(tx, by, &name.name, before.as_ref(), Some(&name)).await?;
    Ok(true)
}

async fn take_out(tx: &mut Tx, by: Actor, name: &str) -> Result<bool> {
    let before = store::find(tx, name).await?;
    let removed = store::delete(tx, name).await?;
    if removed {
        note(tx, by, name, before.as_ref(), None).await?;
    }
    Ok(removed)
}

async fn tell(tx: &mut Tx, by: Actor, names: usize) -> Result<()> {
    if names == 0 {
        return Ok(());
    }
    tx.record(by.who(), &PlanDeed { names }).await
}

/// What the audit has a name under.
pub fn about(name: &str) -> String {
    format!("name/{name}")
}

async fn note(
    tx: &mut Tx,
    by: Actor,
    name: &str,
    old: Option<&PlannedName>,
    new: Option<&PlannedName>,
) -> Result<()> {
    let mut detail = serde_json::Map::new();
    let mut say = |key: &str, of: fn(&PlannedName) -> String| {
        let (old, new) = (old.map(of).unwrap_or_default(), new.map(of).unwrap_or_default());
        if old != new {
            detail.insert(key.to_owned(), json!([old, new]));
        }
    };
    say("kind", |n| n.kind.clone());
    say("note", |n| n.note.clone());
    say("facts", |n| n.facts.iter().map(short).collect::<Vec<_>>().join(", "));
    audit(tx, by.0, CHANGED, Some(&about(name)), &Value::Object(detail)).await
}

/// `price: money, required` in few letters: `price money!`.
fn short(fact: &FactRule) -> String {
    format!("{} {}{}", fact.name, fact.is.name(), if fact.required { "!" } else { "" })
}
