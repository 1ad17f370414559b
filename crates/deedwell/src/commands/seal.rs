//! `deedwell seal`: blocks become Parquet files, catalogued.

use anyhow::{Context, Result};
use deedwell_core::{Id, Organisation};

use crate::cli::Seal;
use crate::config::Config;
use crate::wiring::{self, Parts};

pub async fn run(config: &Config, seal: Seal) -> Result<()> {
    let parts = wiring::open(config).await?;
    for organisation in wiring::organisations(&parts.db).await? {
        let sealed = one(&parts, organisation.id).await?;
        println!("{}: {sealed} actions sealed", organisation.name);
        if seal.compact {
            parts.lake.compact(organisation.id).await.context("compacting")?;
        }
    }
    parts.db.close().await;
    Ok(())
}

/// Seals what the tail has read of one organisation; how many actions.
pub async fn one(parts: &Parts, organisation: Id<Organisation>) -> Result<u64> {
    parts.ledger.catch_up().await?;
    // How far it was read, and what was dropped on the way, belong together.
    let reach = parts.ledger.reach(organisation);
    let sealed = parts.lake.seal(organisation, reach.position, &reach.dropped).await;
    Ok(u64::try_from(sealed.context("sealing")?.rows)?)
}
