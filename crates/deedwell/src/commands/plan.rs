//! `deedwell plan`: what names mean, as a file that can live beside the programs that send them.

use anyhow::{Context, Result};
use deedwell_collect::plan::acts::replace;
use deedwell_collect::plan::{Actor, PlanFile, store};

use crate::cli::Plan;
use crate::config::Config;
use crate::wiring;

pub async fn run(config: &Config, command: Plan) -> Result<()> {
    let db = wiring::open_db(config, deedwell_core::Clock::Real, true).await?;
    match command {
        Plan::Export { which } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.read(chosen.id).await?;
            print!("{}", PlanFile::of(store::names(&mut tx).await?).text()?);
        }
        Plan::Import { which, file } => {
            let text = std::fs::read_to_string(&file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            let plan = PlanFile::parse(&text)?;
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.write(chosen.id).await?;
            let changed = replace(&mut tx, Actor(None), plan).await?;
            tx.commit().await?;
            println!("{changed} names mean something else now.");
        }
    }
    db.close().await;
    Ok(())
}
