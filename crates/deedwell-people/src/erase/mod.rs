//! Forgetting somebody for good, at their wish or because nobody needs to know them any more.
//!
//! First [`ask`]: a receipt, and a job. Then [`begin`], in one transaction with what other parts keep of
//! them: every row that speaks of them goes. What remains, as [`Gone`], are ids and words to look for in
//! what is too large for one transaction (the files of the ledger, what was sent); [`unreadable`] and
//! [`finish`] say how far that has come, and in the end the receipt says nothing of them at all.
//!
//! Texts and answers of staff stay, and so do names of accounts: nobody can tell whom a sentence is about.

mod rows;

use deedwell_core::{Error, Id, Identity, Person, Position, Result, Staff, Timestamp};
use deedwell_store::{Row, Tx, jobs};
use serde::Serialize;

use crate::merge::{head_of, lock};
use rows::{forget_rows, keep_marks, whom};

/// The job that does it; its key is the receipt's id.
pub const JOB: &str = "people.erase";
/// Shorter words are looked for only where somebody is named: `7` is in every text.
pub const SHORTEST_WORD: usize = 6;
/// Rows of a page of receipts.
pub const PAGE: usize = 50;

/// A receipt.
#[derive(Debug)]
pub enum ErasureNoun {}

/// Why somebody is forgotten. A choice, so that no receipt says who it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// They asked for it.
    Asked,
    NotNeeded,
    /// They should never have been here.
    Mistake,
}

impl Reason {
    pub const ALL: [Self; 3] = [Self::Asked, Self::NotNeeded, Self::Mistake];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::NotNeeded => "not_needed",
            Self::Mistake => "mistake",
        }
    }

    /// # Errors
    /// `Invalid` for another word.
    pub fn parse(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|r| r.name() == text);
        found.ok_or_else(|| Error::invalid("why", "Please choose why they are to be forgotten."))
    }
}

/// Who asks: a member of staff, a program by its key, or whoever is to be forgotten.
#[derive(Clone, Debug)]
pub enum By {
    Staff(Id<Staff>),
    Program(String),
    Themselves,
}

/// A receipt as it is kept.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Erasure {
    pub id: Id<ErasureNoun>,
    pub why: Reason,
    pub staff: Option<Id<Staff>>,
    /// The server key of a program that asked; '' for staff.
    pub key: String,
    /// They asked for it themselves.
    pub by_themselves: bool,
    pub asked_at: Timestamp,
    /// Persons that were one.
    pub people: i64,
    pub identities: i64,
    /// Actions that went from the files of the ledger.
    pub actions: i64,
    /// From then on nothing of them can be read.
    pub unreadable_at: Option<Timestamp>,
    /// From then on nothing of them is on the disk.
    pub gone_at: Option<Timestamp>,
    #[serde(skip)]
    pub position: Option<Position>,
}

/// Somebody of whom no row of ours speaks any more, as they are recognised elsewhere.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Gone {
    pub people: Vec<Id<Person>>,
    pub identities: Vec<Id<Identity>>,
    /// Addresses, telephones and browsers of theirs, in lower case. Names are not among them: others bear
    /// them too.
    pub words: Vec<String>,
    /// By which sources report them: `7`, `martin`. They mean them only where somebody is named.
    pub logins: Vec<String>,
}

impl Gone {
    /// What looks for them in texts.
    pub fn finder(&self) -> Finder {
        let ids = self.people.iter().map(ToString::to_string);
        let ids = ids.chain(self.identities.iter().map(ToString::to_string));
        let telling = self.words.iter().filter(|word| is_telling(word)).cloned();
        let names = self.words.iter().chain(&self.logins).cloned().collect();
        Finder { needles: ids.chain(telling).collect(), names }
    }
}

/// Whether a word means them wherever it stands. A short one would find others with them.
fn is_telling(word: &str) -> bool {
    word.chars().count() >= SHORTEST_WORD
}

/// Finds where somebody is named.
#[derive(Clone, Debug)]
pub struct Finder {
    needles: Vec<String>,
    names: Vec<String>,
}

impl Finder {
    /// Whether a text names them: by an id of ours, or by a word that is theirs alone.
    pub fn is_named_in(&self, text: &str) -> bool {
        if text.is_empty() {
            return false;
        }
        let text = text.to_lowercase();
        self.needles.iter().any(|needle| stands_in(&text, needle))
    }

    /// Whether a value that names somebody names them, however short it is.
    pub fn is(&self, value: &str) -> bool {
        self.names.contains(&value.trim().to_lowercase())
    }
}

/// Whether a word stands in a text by itself, not within a longer one.
fn stands_in(text: &str, word: &str) -> bool {
    // What may stand in an address before or after a part of it: `john.` of `john.smith@…`, `.au`.
    let joins = |c: char| c.is_alphanumeric() || "._-+%@".contains(c);
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let mut after = text.get(at + word.len()..).unwrap_or_default().chars();
        let next = after.next();
        // A full stop ends a sentence, too.
        let goes_on = next != Some('.') || after.next().is_some_and(char::is_alphanumeric);
        !(before.is_some_and(joins) || next.is_some_and(joins) && goes_on)
    })
}

/// What looks for somebody whom nobody forgets.
///
/// # Errors
/// `Missing`.
pub async fn living(tx: &mut Tx, person: Id<Person>) -> Result<Finder> {
    let person = head_of(tx, person).await?;
    Ok(rows::known_as(tx, vec![person]).await?.finder())
}

/// Asks that somebody be forgotten; asked again, it is the same receipt. The caller commits.
///
/// # Errors
/// `Missing`.
pub async fn ask(tx: &mut Tx, person: Id<Person>, why: Reason, by: By) -> Result<Id<ErasureNoun>> {
    let person = head_of(tx, person).await?;
    lock(tx, &[person, person]).await?;
    let find = tx.query("select id from erasure where organisation = $1 and person = $2");
    if let Some(row) = tx.find(find.bind(person)).await? {
        return row.id("id");
    }
    let (id, now) = (tx.new_id(), tx.now());
    let part = if matches!(by, By::Themselves) { "customer" } else { "" };
    let (staff, key) = match by {
        By::Staff(staff) => (Some(staff), String::new()),
        By::Program(key) => (None, key),
        By::Themselves => (None, String::new()),
    };
    let insert = tx.query(
        "insert into erasure (organisation, id, person, why, staff, key, asked_at, part)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let insert = insert.bind(id).bind(person).bind(why.name()).bind(staff).bind(key).bind(now);
    tx.run(insert.bind(part)).await?;
    jobs::ask(tx, JOB, &id.to_string(), "", now).await?;
    Ok(id)
}

/// Forgets every row of theirs, once; gives by what they are recognised elsewhere, and whether this was the
/// first time. The caller lets other parts forget them in the same transaction, commits, and has them
/// [`leave`] the list in memory.
///
/// # Errors
/// `Missing` for a receipt that is not there.
pub async fn begin(tx: &mut Tx, id: Id<ErasureNoun>) -> Result<(Gone, bool)> {
    let find = tx.query("select person from erasure where organisation = $1 and id = $2");
    let row = tx.find(find.bind(id)).await?.ok_or(Error::Missing("erasure"))?;
    let Some(person) = row.id_or_null::<Person>("person")? else {
        return Ok((gone(tx, id).await?, false));
    };
    let gone = whom(tx, person).await?;
    keep_marks(tx, id, &gone).await?;
    forget_rows(tx, &gone).await?;
    let update = tx.query(
        "update erasure set person = null, people = $3, identities = $4
         where organisation = $1 and id = $2",
    );
    let update = update.bind(id).bind(gone.people.len()).bind(gone.identities.len());
    tx.run(update).await?;
    Ok((gone, true))
}

/// Takes them out of the list in memory, once their rows are gone.
///
/// # Errors
/// When the database cannot be read.
pub async fn leave(tx: &mut Tx, gone: &Gone) -> Result<()> {
    for person in &gone.people {
        crate::register::forget(tx, *person).await?;
    }
    Ok(())
}

/// Nothing of them can be read any more: blocks after this place never had them, and so many actions went
/// from the files.
pub async fn unreadable(
    tx: &mut Tx,
    id: Id<ErasureNoun>,
    position: Position,
    actions: u64,
) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update erasure set unreadable_at = coalesce(unreadable_at, $3), tx = $4, block = $5,
           actions = actions + $6
         where organisation = $1 and id = $2",
    );
    let update = update.bind(id).bind(now).bind(position.tx).bind(position.block);
    tx.run(update.bind(i64::try_from(actions).map_err(Error::fault)?)).await.map(drop)
}

/// Nothing of them is on the disk any more; and by what they were recognised goes too.
pub async fn finish(tx: &mut Tx, id: Id<ErasureNoun>) -> Result<()> {
    let delete = tx.query("delete from erasure_mark where organisation = $1 and erasure = $2");
    tx.run(delete.bind(id)).await?;
    let now = tx.now();
    let update = tx.query(
        "update erasure set gone_at = $3 where organisation = $1 and id = $2 and gone_at is null",
    );
    tx.run(update.bind(id).bind(now)).await.map(drop)
}

/// A receipt.
///
/// # Errors
/// `Missing`.
pub async fn receipt(tx: &mut Tx, id: Id<ErasureNoun>) -> Result<Erasure> {
    let find = tx.query(
        "select id, why, staff, key, part, asked_at, people, identities, actions, unreadable_at, gone_at,
                tx, block
         from erasure where organisation = $1 and id = $2",
    );
    tx.find(find.bind(id)).await?.map(|row| erasure(&row)).ok_or(Error::Missing("erasure"))?
}

/// How many receipts there are.
pub async fn count(tx: &mut Tx) -> Result<u64> {
    let count = tx.query("select count(*) as n from erasure where organisation = $1");
    Ok(tx.one(count).await?.number("n")?.unsigned_abs())
}

/// The receipts, newest first, from a place in the list on.
pub async fn receipts(tx: &mut Tx, skip: usize, most: usize) -> Result<Vec<Erasure>> {
    let list = tx.query(
        "select id, why, staff, key, part, asked_at, people, identities, actions, unreadable_at, gone_at,
                tx, block
         from erasure where organisation = $1 order by asked_at desc, id desc limit $2 offset $3",
    );
    let list = list.bind(most).bind(skip);
    tx.list(list).await?.iter().map(erasure).collect()
}

/// Receipts of whom something may still be on the disk.
pub async fn open(tx: &mut Tx) -> Result<Vec<Erasure>> {
    let list = tx.query(
        "select id, why, staff, key, part, asked_at, people, identities, actions, unreadable_at, gone_at,
                tx, block
         from erasure where organisation = $1 and gone_at is null order by asked_at, id",
    );
    tx.list(list).await?.iter().map(erasure).collect()
}

/// By what somebody is recognised whose rows are gone.
pub async fn gone(tx: &mut Tx, id: Id<ErasureNoun>) -> Result<Gone> {
    let list =
        tx.query("select kind, value from erasure_mark where organisation = $1 and erasure = $2");
    let mut gone = Gone::default();
    for row in tx.list(list.bind(id)).await? {
        match row.text("kind")?.as_str() {
            "person" => gone.people.push(row.id("value")?),
            "identity" => gone.identities.push(row.id("value")?),
            "login" => gone.logins.push(row.text("value")?),
            _ => gone.words.push(row.text("value")?),
        }
    }
    Ok(gone)
}

fn erasure(row: &Row) -> Result<Erasure> {
    let position = match (row.number_or_null("tx")?, row.number_or_null("block")?) {
        (Some(tx), Some(block)) => Some(Position { tx, block }),
        _ => None,
    };
    Ok(Erasure {
        id: row.id("id")?,
        why: Reason::parse(&row.text("why")?)?,
        staff: row.id_or_null("staff")?,
        key: row.text("key")?,
        by_themselves: row.text("part")? == "customer",
        asked_at: row.moment("asked_at")?,
        people: row.number("people")?,
        identities: row.number("identities")?,
        actions: row.number("actions")?,
        unreadable_at: row.moment_or_null("unreadable_at")?,
        gone_at: row.moment_or_null("gone_at")?,
        position,
    })
}
