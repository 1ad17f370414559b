//! Which source sent which name, with which library: so that whoever plans a name knows whom to ask.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use deedwell_core::{Id, Result};
use deedwell_store::{Bulk, Tx};

use crate::message::{Call, Message};
use crate::source::Source;

/// Rows of one organisation. Then only what stands there is counted on, or anybody with a public key
/// could fill the table with names.
const MOST_SEEN: i64 = 5_000;
/// How long a count of a table that is all but full holds.
const AGAIN_US: i64 = 10_000_000;
/// Rows that are counted on in one commit once the table is full.
const MOST_UPDATED: usize = 50;

/// Name, source, library. Written in this order, so that two servers do not wait for each other.
type Same = (String, Id<Source>, String);

#[derive(Default)]
pub struct Seen(BTreeMap<Same, i64>);

impl Seen {
    pub fn add(&mut self, name: &str, source: Id<Source>, message: &Message) {
        if message.call == Call::Track {
            let same = (name.to_owned(), source, message.library());
            *self.0.entry(same).or_default() += 1;
        }
    }

    pub async fn write(self, tx: &mut Tx) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        if !has_room(tx, self.0.len()).await? {
            return self.count_on(tx).await;
        }
        let now = tx.now();
        let mut insert = Bulk::new(
            tx,
            "insert into sent_name (organisation, name, source, library, count, first_at, last_at)
             values",
            [],
            "($1, ?, ?, ?, ?, ?, ?)",
            "on conflict (organisation, name, source, library) do update
               set count = sent_name.count + excluded.count, last_at = excluded.last_at",
        );
        for ((name, source, library), count) in self.0 {
            let (name, library) = (name.as_str().into(), library.as_str().into());
            insert.add([name, source.into(), library, count.into(), now.into(), now.into()]);
        }
        insert.run(tx).await.map(drop)
    }

    async fn count_on(self, tx: &mut Tx) -> Result<()> {
        let now = tx.now();
        for ((name, source, library), count) in self.0.into_iter().take(MOST_UPDATED) {
            let update = tx.query(
                "update sent_name set count = count + $5, last_at = $6
                 where organisation = $1 and name = $2 and source = $3 and library = $4",
            );
            let update = update.bind(name).bind(source).bind(library);
            tx.run(update.bind(count).bind(now)).await?;
        }
        Ok(())
    }
}

/// How full the table of an organisation is, as far as this server knows.
#[derive(Default)]
struct Filled(Mutex<Counted>);

#[derive(Clone, Copy, Default)]
struct Counted {
    /// Microseconds; 0 for never.
    at: i64,
    /// Not more than so many, but for what other servers added since.
    at_most: i64,
}

/// Whether so many more may be added. Counted only where that can make a difference, and then not again
/// for a while: counting a full table walks it.
async fn has_room(tx: &mut Tx, more: usize) -> Result<bool> {
    let more = i64::try_from(more).unwrap_or(MOST_SEEN);
    let filled = tx.kept::<Filled>();
    let now = tx.now().as_microsecond();
    let mut counted = *filled.0.lock().unwrap_or_else(PoisonError::into_inner);
    let is_due = counted.at_most + more > MOST_SEEN && now - counted.at >= AGAIN_US;
    if counted.at == 0 || is_due {
        let count = tx.query("select count(*) as n from sent_name where organisation = $1");
        counted = Counted { at: now, at_most: tx.one(count).await?.number("n")? };
    }
    let has_room = counted.at_most < MOST_SEEN;
    if has_room {
        counted.at_most += more;
    }
    *filled.0.lock().unwrap_or_else(PoisonError::into_inner) = counted;
    Ok(has_room)
}

/// From where a name came.
#[derive(Clone, PartialEq, Debug)]
pub struct From {
    pub name: String,
    pub source: String,
    pub library: String,
    pub count: i64,
}

/// From where every name came, most first.
pub async fn origins(tx: &mut Tx) -> Result<Vec<From>> {
    let list = tx.query(
        "select n.name, s.name as source, n.library, n.count
         from sent_name n join source s on s.organisation = $1 and s.id = n.source
         where n.organisation = $1 order by n.count desc, n.name, n.library limit 12000",
    );
    let row = |row: &deedwell_store::Row| {
        Ok(From {
            name: row.text("name")?,
            source: row.text("source")?,
            library: row.text("library")?,
            count: row.number("count")?,
        })
    };
    tx.list(list).await?.iter().map(row).collect()
}
