//! The binary: commands, configuration, wiring, the lists. No rules.
//!
//! Read `cli.rs` for the words, `config.rs` for the settings, `wiring.rs` for how the parts come
//! together, `programmes.rs` for the list, `commands/` for what each word does, and `jobs.rs` for what a
//! server does by itself.
mod cli;
mod commands;
mod config;
mod demo;
mod export;
mod import;
mod jobs;
mod listen;
mod output;
mod programmes;
mod progress;
mod wiring;

#[cfg(test)]
mod house;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use deedwell_core::Error;

use crate::cli::{Cli, Command};
use crate::config::Config;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let config = match Config::read(&cli.settings.given(), cli.settings.config.as_deref()) {
        Ok(config) => config,
        Err(error) => return say(&error, 2),
    };
    log_to_stderr(&config);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return say(&error.into(), 1),
    };
    match runtime.block_on(run(&config, cli.command)) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            let code = code_of(&error);
            say(&error, code)
        }
    }
}

async fn run(config: &Config, command: Command) -> anyhow::Result<u8> {
    match command {
        Command::Serve => commands::serve::run(config).await?,
        Command::Demo(demo) => commands::demo::run(config, demo).await?,
        Command::Import(import) => return commands::import::run(config, import).await,
        Command::Export(export) => commands::export::run(config, export).await?,
        Command::Report(report) => commands::report::run(config, report).await?,
        Command::Seal(seal) => commands::seal::run(config, seal).await?,
        Command::Staff(staff) => commands::staff::run(config, staff).await?,
        Command::Key(key) => commands::key::run(config, key).await?,
        Command::Organisation(organisation) => {
            commands::organisation::run(config, organisation).await?;
        }
        Command::Backup { directory } => commands::backup::run(config, &directory).await?,
        Command::Restore { directory } => commands::restore::run(config, &directory).await?,
        Command::Doctor { format } => commands::doctor::run(config, format).await?,
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "deedwell", &mut std::io::stdout());
        }
    }
    Ok(0)
}

fn say(error: &anyhow::Error, code: u8) -> ExitCode {
    eprintln!("deedwell: {error:#}");
    ExitCode::from(code)
}

fn code_of(error: &anyhow::Error) -> u8 {
    match error.downcast_ref::<Error>() {
        Some(Error::Missing(_)) => 4,
        Some(Error::Refused { .. } | Error::NotAllowed { .. }) => 3,
        Some(Error::Invalid { .. }) => 2,
        _ if error.is::<wiring::NothingYet>() => 4,
        _ => 1,
    }
}

fn log_to_stderr(config: &Config) {
    let filter =
        tracing_subscriber::EnvFilter::try_new(format!("{},sqlx=warn,hyper=warn", config.log))
            .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let log = log.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()));
    if config.log_json { log.json().init() } else { log.with_target(false).init() }
}
