//! The verbs: add, remove, forget. All in the caller's transaction: a file stands or falls with the words to
//! which it belongs.

use deedwell_core::{Error, Id, Identity, Result, Staff, Who};
use deedwell_store::Tx;
use deedwell_store::audit::audit;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::limits::{LONGEST_ALT, LONGEST_WHY, MOST_FILES, OF_A_PERSON_A_DAY, OF_ALL_A_DAY};
use crate::store::{self, File};
use crate::{Made, name};

/// A file that was made anew, with what was typed of it.
#[derive(Clone, Debug)]
pub struct Adding {
    pub made: Made,
    pub name: String,
    pub alt: String,
}

/// How much may come in a day.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    pub person: i64,
    pub all: i64,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { person: OF_A_PERSON_A_DAY, all: OF_ALL_A_DAY }
    }
}

/// Keeps files beside the words `part` of the thing `about`. Whether `who` may write there, the caller knows.
///
/// # Errors
/// `files.many`, `Invalid` for the field `alt`, `TooMany` when a day's allowance is used up.
pub async fn add(
    tx: &mut Tx,
    who: Who,
    (about, part): (&str, &str),
    files: Vec<Adding>,
    allowance: Allowance,
) -> Result<Vec<Id<File>>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    // The day's rows are locked first: what is counted after that stays as it is.
    spend(tx, who, &files, allowance).await?;
    let there = usize::try_from(store::count(tx, about, part).await?).unwrap_or(usize::MAX);
    if there.saturating_add(files.len()) > MOST_FILES {
        let sentence = "No more than 4 files can be added to a message. Please choose fewer.";
        return Err(Error::refused("files.many", sentence));
    }
    let mut ids = Vec::new();
    for adding in files {
        ids.push(keep(tx, who, (about, part), adding).await?);
    }
    Ok(ids)
}

fn size(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}

async fn keep(tx: &mut Tx, who: Who, place: (&str, &str), adding: Adding) -> Result<Id<File>> {
    let Adding { made, name, alt } = adding;
    let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
    if alt.chars().count() > LONGEST_ALT {
        let sentence = "What it shows can be 300 letters long. Please say it shorter.";
        return Err(Error::invalid("alt", sentence));
    }
    let (identity, staff) = File::by(who);
    let id = tx.new_id();
    let sides = made.picture.as_ref();
    let file = File {
        id,
        about: place.0.to_owned(),
        part: place.1.to_owned(),
        identity,
        staff,
        kind: made.kind,
        name: name::clean(&name, made.kind),
        alt,
        sides: sides.map(|s| (i64::from(s.width), i64::from(s.height))),
        size: size(&made.bytes),
        etag: hex::encode(Sha256::digest(&made.bytes)),
        added_at: tx.now(),
    };
    store::keep(tx, &file).await?;
    store::keep_content(tx, id, false, made.bytes).await?;
    if let Some(picture) = made.picture {
        store::keep_content(tx, id, true, picture.small).await?;
    }
    Ok(id)
}

async fn spend(tx: &mut Tx, who: Who, files: &[Adding], allowance: Allowance) -> Result<()> {
    let sum = files.iter().map(|f| size(&f.made.bytes)).sum();
    let day = tx.now().to_string();
    let day = day.get(..10).unwrap_or_default();
    // Everybody's row first, always: nobody waits for somebody who waits for them.
    let all = store::add_to_day(tx, day, "", sum).await?;
    store::forget_days_before(tx, day).await?;
    store::add_to_day(tx, day, &who.subject().to_string(), sum).await?;
    // Staff and programs have the allowance of everybody.
    let own = match who {
        Who::Customer { person, .. } | Who::Visitor { person, .. } => {
            store::day_of(tx, day, person).await?
        }
        Who::Staff(_) | Who::System => 0,
    };
    let sentence = if own > allowance.person {
        "You have added as many files as can be taken from you today. Please go on tomorrow."
    } else if all > allowance.all {
        "No more files can be taken here today. Please go on tomorrow."
    } else {
        return Ok(());
    };
    Err(Error::TooMany { sentence: sentence.into(), retry_after_s: left_of_day(tx) })
}

fn left_of_day(tx: &Tx) -> u32 {
    const DAY_S: i64 = 86_400;
    u32::try_from(DAY_S - tx.now().as_second().rem_euclid(DAY_S)).unwrap_or(1)
}

/// Staff take a file away, with a reason that the log of their acts keeps under `kind`, which is of the area of
/// the thing: `complaints.file_removed`. It is gone for good.
///
/// # Errors
/// `Invalid` for the field `why`, `Missing` for a file that is not there.
pub async fn remove(
    tx: &mut Tx,
    (staff, kind): (Id<Staff>, &str),
    id: Id<File>,
    why: &str,
) -> Result<()> {
    let why = why.trim();
    if why.is_empty() || why.chars().count() > LONGEST_WHY {
        let sentence = "Please say in at most 300 letters why this file goes.";
        return Err(Error::invalid("why", sentence));
    }
    let file = store::file(tx, id).await?.ok_or(Error::Missing("file"))?;
    store::remove(tx, id).await?;
    let detail = json!({ "file": id.to_string(), "kind": file.kind.code(), "why": why });
    audit(tx, Some(staff), kind, Some(&file.about), &detail).await
}

/// What belongs to a thing goes with it. How many files.
pub async fn remove_all_of(tx: &mut Tx, about: &str) -> Result<usize> {
    let files = store::files(tx, about).await?;
    for file in &files {
        store::remove(tx, file.id).await?;
    }
    Ok(files.len())
}

/// Removes what these identities added.
pub async fn forget(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<()> {
    for identity in whom {
        for file in store::files_of(tx, *identity).await? {
            store::remove(tx, file.id).await?;
        }
        store::forget_days_of(tx, *identity).await?;
    }
    Ok(())
}

/// What these identities added, named; each can be fetched where it stands.
pub async fn holds(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<Value> {
    let mut all = Vec::new();
    for identity in whom {
        for file in store::files_of(tx, *identity).await? {
            all.push(json!({
                "id": file.id.to_string(),
                "about": file.about,
                "name": file.name,
                "shows": file.alt,
                "kind": file.kind.media_type(),
                "bytes": file.size,
                "added_at": file.added_at.to_string(),
            }));
        }
    }
    Ok(json!({ "files": all }))
}
