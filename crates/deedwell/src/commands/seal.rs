//! `deedwell seal`: blocks become Parquet files, catalogued.

use anyhow::{Context, Result};
use deedwell_core::{Id, Organisation};
use deedwell_ledger::Ledger;
use deedwell_ledger::lake::Lake;
use deedwell_store::Db;
use indicatif::ProgressBar;

use crate::cli::Seal;
use crate::config::Config;
use crate::progress;
use crate::wiring::{self, Parts};

pub async fn run(config: &Config, seal: Seal) -> Result<()> {
    let parts = wiring::open(config).await?;
    for organisation in wiring::organisations(&parts.db).await? {
        let contents = parts.lake.contents(organisation.id).await?;
        let due = parts.ledger.reach(organisation.id).sequence - contents.sequence;
        let bar = progress::things(u64::try_from(due).unwrap_or(0), "actions sealed");
        let sealed =
            into(&parts.db, &telling(&parts, &bar), &parts.ledger, organisation.id).await?;
        bar.finish_and_clear();
        println!("{}: {sealed} actions sealed", organisation.name);
        if seal.compact {
            compact(&parts, organisation.id).await?;
        }
    }
    parts.db.close().await;
    Ok(())
}

async fn compact(parts: &Parts, organisation: Id<Organisation>) -> Result<()> {
    let files = parts.lake.live_files(organisation).await?;
    // About so many: what is in order already is left alone, or taken along with the rest.
    let due: i64 = files.iter().filter(|file| !file.by_person).map(|file| file.rows).sum();
    let bar = progress::things(u64::try_from(due).unwrap_or(0), "actions put in order");
    telling(parts, &bar).compact(organisation).await.context("compacting")?;
    bar.finish_and_clear();
    Ok(())
}

fn telling(parts: &Parts, bar: &ProgressBar) -> Lake {
    let bar = bar.clone();
    parts.lake.clone().telling(move |more| bar.inc(more))
}

/// Seals what the tail has read of one organisation; how many actions.
pub async fn one(parts: &Parts, organisation: Id<Organisation>) -> Result<u64> {
    into(&parts.db, &parts.lake, &parts.ledger, organisation).await
}

async fn into(
    db: &Db,
    lake: &Lake,
    ledger: &Ledger,
    organisation: Id<Organisation>,
) -> Result<u64> {
    ledger.catch_up().await?;
    // How far it was read, and what was dropped on the way, belong together.
    let reach = ledger.reach(organisation);
    // What is sealed is a duplicate of which nobody can say so any more: endpoints are told first.
    let up_to = crate::hooks::decided(db, organisation, &reach).await.context("webhooks")?;
    let sealed = lake.seal(organisation, up_to, &reach.dropped).await;
    Ok(u64::try_from(sealed.context("sealing")?.rows)?)
}
