//! `deedwell demo`: the shop Fell & Vale, built once and opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use deedwell_store::{Db, Options};

use crate::cli::Demo;
use crate::commands::{seal, serve};
use crate::config::Config;
use crate::{demo, stop, wiring};

/// Where the shop lives unless told otherwise: never beside real data.
const FOLDER: &str = "deedwell-demo";
/// Stands in the directory of a shop that is complete.
const BUILT: &str = "demo";

pub async fn run(config: &Config, flags: Demo) -> Result<()> {
    if !config.listen.ip().is_loopback() {
        bail!(
            "the demo opens without a password, so it listens on this machine alone: leave out --listen, or say 127.0.0.1 and a port"
        );
    }
    let config = at(config);
    let build_only = flags.build_only;
    if !config.data.join(BUILT).exists() {
        stop::unless_told(build(config.clone(), flags)).await?;
    }
    if build_only {
        return Ok(());
    }
    let parts = Arc::new(wiring::open(&config).await?);
    let extra = vec![(demo::door::routes(), demo::door::MESSAGES)];
    let (app, router) = serve::assemble_with(&config, &parts, extra, |settings| settings)?;
    app.refresh_sites().await?;
    let site = app.site("127.0.0.1").await?.context("the demo's organisation")?;
    if !site.simulated {
        bail!("{} holds a real organisation, not the demo", config.data.display());
    }
    let link = demo::door::link(&parts.db, &site).await?;
    let words = format!(
        "Open this link, once, to come in:\n  {}/demo?token={}\n(Control-C ends it; everything is in {})",
        config.public_url,
        link.reveal(),
        config.data.display()
    );
    serve::serve(&config, parts, (app, router), Some(words)).await
}

/// The same settings, with the demo's own directory and database unless others were given.
fn at(config: &Config) -> Config {
    let mut config = config.clone();
    let is_beside = config.database == Config::beside(&config.data);
    if config.data == Path::new(crate::config::DEFAULT_DATA) {
        config.data = PathBuf::from(FOLDER);
    }
    if is_beside {
        config.database = Config::beside(&config.data);
    }
    config
}

/// Built beside its place and moved there whole, so that a build that was cut off leaves nothing that
/// looks finished.
async fn build(config: Config, flags: Demo) -> Result<()> {
    let is_beside = config.database == Config::beside(&config.data);
    must_be_empty(&config, is_beside).await?;
    let mut name = config.data.file_name().context("the data directory has no name")?.to_owned();
    name.push(".building");
    let building = config.data.with_file_name(name);
    if building.exists() {
        std::fs::remove_dir_all(&building)?;
    }
    let database = if is_beside { Config::beside(&building) } else { config.database.clone() };
    let inner = Config { data: building.clone(), database, ..config.clone() };
    println!("Building the shop Fell & Vale in {} (simulated) …", config.data.display());
    demo::build(&inner, &flags, deedwell_core::Clock::Real.now()).await?;
    std::fs::write(building.join(BUILT), "Fell & Vale stands here. It is simulated.\n")?;
    if config.data.exists() {
        std::fs::remove_dir(&config.data)?;
    }
    std::fs::rename(&building, &config.data)?;
    let parts = wiring::open(&config).await?;
    for organisation in wiring::organisations(&parts.db).await? {
        let sealed = seal::one(&parts, organisation.id).await?;
        println!("{sealed} actions stand in the ledger.");
    }
    parts.db.close().await;
    Ok(())
}

/// Invented customers never come to where anybody's are, nor to where a build was cut off.
async fn must_be_empty(config: &Config, is_beside: bool) -> Result<()> {
    let refused = |place: String| {
        Err(deedwell_core::Error::refused(
            "demo.not_empty",
            "The shop is simulated and wants an empty directory and an empty database of its own.",
        ))
        .with_context(|| format!("{place} holds something else"))
    };
    if config.data.exists() && std::fs::read_dir(&config.data)?.next().is_some() {
        return refused(config.data.display().to_string());
    }
    if is_beside {
        return Ok(());
    }
    let db = Db::open(&config.database, Options::default()).await.context("the database")?;
    db.migrate(&wiring::migrations()).await?;
    let there = wiring::organisations(&db).await?;
    db.close().await;
    if there.is_empty() { Ok(()) } else { refused(wiring::hide_password(&config.database)) }
}

#[cfg(test)]
mod tests;
