//! The binary: commands, configuration, wiring, the lists. No rules.
//!
//! Read `cli.rs` for the words, `config.rs` for the settings, `wiring.rs` for how the parts come
//! together, `programmes.rs` for the list, `commands/` for what each word does, and `jobs.rs` for what a
//! server does by itself.
mod carry;
mod cli;
mod commands;
mod config;
mod demo;
mod exit;
mod export;
mod hooks;
mod import;
mod jobs;
mod listen;
mod output;
mod programmes;
mod progress;
mod register;
mod stop;
mod wiring;

#[cfg(test)]
mod house;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::cli::{Cli, Command};
use crate::config::Config;
use crate::exit::Exit;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let config = match Config::read(cli.settings.given(), cli.config.as_deref()) {
        Ok(config) => config,
        Err(error) => return end(Exit::Words, &error),
    };
    log_to_stderr(&config);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return end(Exit::Failed, &error.into()),
    };
    let done = runtime.block_on(run(config, cli.command));
    // A file that is still being written would keep us otherwise.
    runtime.shutdown_timeout(stop::GRACE);
    match done {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(error) if nobody_reads_on(&error) => ExitCode::from(Exit::Done.code()),
        Err(error) => end(Exit::of(&error), &error),
    }
}

/// `deedwell report grid | head -1`: whoever read it has enough.
fn nobody_reads_on(error: &anyhow::Error) -> bool {
    let broken = |e: &std::io::Error| e.kind() == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        let inside = cause.downcast_ref::<csv::Error>().map(csv::Error::kind);
        cause.downcast_ref().is_some_and(broken)
            || matches!(inside, Some(csv::ErrorKind::Io(e)) if broken(e))
    })
}

async fn run(config: Config, command: Command) -> anyhow::Result<Exit> {
    match command {
        // Being told to stop is how these end.
        Command::Serve => commands::serve::run(&config).await?,
        Command::Demo(demo) => commands::demo::run(&config, demo).await?,
        other => return stop::unless_told(act(config, other)).await,
    }
    Ok(Exit::Done)
}

async fn act(config: Config, command: Command) -> anyhow::Result<Exit> {
    let config = &config;
    if !command.may_begin() {
        wiring::must_be_there(config)?;
    }
    match command {
        Command::Serve | Command::Demo(_) => {}
        Command::Import(import) => return commands::import::run(config, import).await,
        Command::Export(export) => commands::export::run(config, export).await?,
        Command::Report(report) => commands::report::run(config, report).await?,
        Command::Seal(seal) => commands::seal::run(config, seal).await?,
        Command::Staff(staff) => commands::staff::run(config, staff).await?,
        Command::Key(key) => commands::key::run(config, key).await?,
        Command::Mail(mail) => return Ok(commands::mail::run(config, mail).await),
        Command::Source(source) => commands::source::run(config, source).await?,
        Command::Plan(plan) => commands::plan::run(config, plan).await?,
        Command::Organisation(organisation) => {
            commands::organisation::run(config, organisation).await?;
        }
        Command::Backup { directory } => commands::backup::run(config, &directory).await?,
        Command::Restore { directory } => commands::restore::run(config, &directory).await?,
        Command::Doctor { listed } => commands::doctor::run(config, listed.format).await?,
        Command::Completions { shell } => {
            // Into memory first: it does not expect that nobody reads on.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "deedwell", &mut script);
            std::io::Write::write_all(&mut std::io::stdout(), &script)?;
        }
    }
    Ok(Exit::Done)
}

fn end(exit: Exit, error: &anyhow::Error) -> ExitCode {
    eprintln!("deedwell: {error:#}");
    ExitCode::from(exit.code())
}

fn log_to_stderr(config: &Config) {
    let filter =
        tracing_subscriber::EnvFilter::try_new(format!("{},sqlx=warn,hyper=warn", config.log))
            .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let log = log.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()));
    if config.log_json { log.json().init() } else { log.with_target(false).init() }
}
