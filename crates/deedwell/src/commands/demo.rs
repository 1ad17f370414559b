//! `deedwell demo`: the shop Fell & Vale, built once and opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use crate::cli::Demo;
use crate::commands::{seal, serve};
use crate::config::Config;
use crate::{demo, wiring};

/// Where the shop lives unless told otherwise: never beside real data.
const FOLDER: &str = "deedwell-demo";

pub async fn run(config: &Config, flags: Demo) -> Result<()> {
    if !config.listen.ip().is_loopback() {
        bail!(
            "the demo opens without a password, so it listens on this machine alone: leave out --listen, or say 127.0.0.1 and a port"
        );
    }
    let config = at(config, PathBuf::from(FOLDER));
    if !config.data.join("deedwell.db").exists() {
        build(&config, &flags).await?;
    }
    if flags.build_only {
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

/// The same settings, with the demo's own directory unless another was given.
fn at(config: &Config, folder: PathBuf) -> Config {
    let mut config = config.clone();
    if config.data == Path::new(crate::config::DEFAULT_DATA) {
        config.data = folder;
    }
    config.database = format!("sqlite:{}", config.data.join("deedwell.db").display());
    config
}

/// Built beside its place and moved there whole, so that a build that was cut off leaves nothing that
/// looks finished.
async fn build(config: &Config, flags: &Demo) -> Result<()> {
    let mut name = config.data.file_name().context("the data directory has no name")?.to_owned();
    name.push(".building");
    let building = config.data.with_file_name(name);
    if building.exists() {
        std::fs::remove_dir_all(&building)?;
    }
    let inner = Config {
        data: building.clone(),
        database: format!("sqlite:{}", building.join("deedwell.db").display()),
        ..config.clone()
    };
    println!("Building the shop Fell & Vale in {} (simulated) …", config.data.display());
    demo::build(&inner, flags, deedwell_core::Clock::Real.now()).await?;
    if config.data.exists() {
        // Only an empty directory can be replaced; anything else was there first.
        std::fs::remove_dir(&config.data).with_context(|| {
            format!("{} is there already, and holds something else", config.data.display())
        })?;
    }
    std::fs::rename(&building, &config.data)?;
    let parts = wiring::open(config).await?;
    for organisation in wiring::organisations(&parts.db).await? {
        let sealed = seal::one(&parts, organisation.id).await?;
        println!("{sealed} actions stand in the ledger.");
    }
    parts.db.close().await;
    Ok(())
}
