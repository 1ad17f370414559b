//! What a server does by itself for letters, each a job of an organisation: writing down the recipients of a
//! run, and looking each minute what was lost and what is over.

use deedwell_core::{Id, Organisation, Result};
use deedwell_people::IdentityKind;
use deedwell_store::{Db, Tx, jobs};

use crate::acts::{self, To};
use crate::address::Address;
use crate::channel;
use crate::run::Run;
use crate::site::is_sent;
use crate::store::{self, people};

/// Writes down the recipients of a run; its key is the run.
pub const LIST: &str = "sending.list";
/// Each minute.
pub const SWEEP: &str = "sending.sweep";
/// People looked at in one transaction.
const AT_ONCE: usize = 2_000;

/// Everybody who gets what a run is about is to be among its recipients.
///
/// # Errors
/// When the database cannot be written.
pub async fn ask_to_list(tx: &mut Tx, run: Id<Run>) -> Result<()> {
    let now = tx.now();
    jobs::ask(tx, LIST, &run.to_string(), "", now).await.map(drop)
}

/// Bears being done twice: who is among the recipients stays so once.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn list(db: &Db, organisation: Id<Organisation>, key: &str) -> Result<u64> {
    let run: Id<Run> = key.parse()?;
    let (mut after, mut added) = (None, 0);
    loop {
        let mut tx = db.write(organisation).await?;
        let row = store::run(&mut tx, run).await?;
        if row.state.is_over() || row.listed_at.is_some() {
            return Ok(added);
        }
        let topic = store::topic(&mut tx, &row.topic).await?;
        let kind =
            if row.channel == crate::EMAIL { IdentityKind::Email } else { IdentityKind::Phone };
        let some = people::reachable(&mut tx, kind, after, AT_ONCE).await?;
        let ids: Vec<_> = some.iter().map(|one| one.person).collect();
        let words = people::words(&mut tx, &ids).await?;
        let purpose = topic.purpose(&row.channel).unwrap_or_default();
        let wants = |one: &people::Reachable| {
            is_sent(&topic, words.get(&(one.person, purpose.to_owned())).copied())
        };
        let to: Vec<To> = some
            .iter()
            .filter(|one| wants(one))
            .filter_map(|one| {
                let address = Address::of(&row.channel, &one.address).ok()?;
                Some(To { identity: one.identity, address, data: serde_json::Map::new() })
            })
            .collect();
        added += acts::add_recipients(&mut tx, run, &to).await?;
        after = some.last().map(|one| one.person);
        if some.len() < AT_ONCE {
            acts::listed(&mut tx, run).await?;
            tx.commit().await?;
            return Ok(added);
        }
        tx.commit().await?;
    }
}

/// # Errors
/// When the database cannot be written.
pub async fn sweep(db: &Db, organisation: Id<Organisation>) -> Result<u64> {
    channel::sweep(db, organisation).await
}
