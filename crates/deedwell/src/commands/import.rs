//! `deedwell import`: what happened elsewhere, brought in; the report says what was refused and why.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use deedwell_ideas::importer;
use deedwell_web::Role;

use crate::cli::{Import as Command, ImportFlags};
use crate::config::Config;
use crate::import::{self, Import, Mapping, Progress, Report};
use crate::progress;
use crate::wiring::{self, Parts};

/// Rows were refused, the rest went in.
const IN_PART: u8 = 5;
/// Refusals that are printed; the others are counted, or written beside the file.
const PRINTED: usize = 20;

pub async fn run(config: &Config, command: Command) -> Result<u8> {
    let parts = wiring::open(config).await?;
    let report = match &command {
        Command::Actions { file, flags }
        | Command::People { file, flags }
        | Command::Cdnow { path: file, flags } => table(&parts, &command, file, flags).await,
        Command::Ideas { file, flags } => ideas(&parts, file, flags).await,
    };
    // Whatever was committed is there, also when the file could not be read to its end.
    parts.db.close().await;
    let report = report?;
    print(&report);
    Ok(if report.refused > 0 { IN_PART } else { 0 })
}

async fn table(
    parts: &Parts,
    command: &Command,
    file: &Path,
    flags: &ImportFlags,
) -> Result<Report> {
    let chosen = wiring::choose(&parts.db, &flags.which).await?;
    let messages = parts.ledger.messages(chosen.id).await?;
    let already = |message: &str| messages.has(message);
    let size = std::fs::metadata(file).with_context(|| file.display().to_string())?.len();
    let bar = progress::bytes(size);
    let told = |p: Progress| {
        bar.set_length(p.total);
        bar.set_position(p.done);
        bar.set_message(format!("{} lines, {:.0}/s", p.read, p.lines_per_second));
    };
    let import = Import {
        db: &parts.db,
        organisation: chosen.id,
        source: flags.source.clone(),
        dry_run: flags.dry_run,
        already: &already,
        progress: &told,
        refused_file: flags.refused.then(|| beside(file)),
    };
    let mapping = match &flags.map {
        Some(path) => Mapping::read(path)?,
        None => Mapping::default(),
    };
    let report = match command {
        Command::Actions { .. } => import::actions(&import, file, &mapping).await,
        Command::People { .. } => import::people(&import, file, &mapping).await,
        _ => import::cdnow(&import, file).await,
    };
    bar.finish_and_clear();
    Ok(report?)
}

/// Ideas of another board. Answers stand in the name of an owner where the file names nobody of ours.
async fn ideas(parts: &Parts, file: &Path, flags: &ImportFlags) -> Result<Report> {
    let chosen = wiring::choose(&parts.db, &flags.which).await?;
    let mut tx = parts.db.read(chosen.id).await?;
    let members = deedwell_console::acts::members(&mut tx).await?;
    drop(tx);
    let owner = members.iter().find(|m| m.role == Role::Owner).context("there is no owner")?;
    let text = std::fs::File::open(file).with_context(|| file.display().to_string())?;
    let options = importer::Options {
        source: flags.source.clone().unwrap_or_else(|| "ideas".to_owned()),
        staff: owner.id,
        board: None,
        open_boards: true,
        dry_run: flags.dry_run,
    };
    let read = importer::import_ideas(&parts.db, chosen.id, text, &options).await?;
    let refusal = |r: importer::Refusal| import::Refusal {
        line: r.line,
        column: r.column,
        sentence: r.sentence,
    };
    Ok(Report {
        source: read.source,
        read: read.read,
        added: read.added,
        already: read.already,
        refused: read.refused,
        people: read.people,
        refusals: read.refusals.into_iter().map(refusal).collect(),
        notes: vec![format!(
            "{} votes, {} answers, {} boards",
            read.votes, read.answers, read.boards
        )],
        dry_run: flags.dry_run,
    })
}

/// `orders.csv` → `orders.refused.csv`.
fn beside(file: &Path) -> PathBuf {
    file.with_extension("refused.csv")
}

fn print(report: &Report) {
    let would = if report.dry_run { " (a dry run: nothing was kept)" } else { "" };
    println!("{}: {} lines read{would}", report.source, report.read);
    println!(
        "  {} added, {} there before, {} refused; {} people are new",
        report.added, report.already, report.refused, report.people
    );
    for note in &report.notes {
        println!("  {note}");
    }
    for refusal in report.refusals.iter().take(PRINTED) {
        match &refusal.column {
            Some(column) => println!("  line {}, {column}: {}", refusal.line, refusal.sentence),
            None => println!("  line {}: {}", refusal.line, refusal.sentence),
        }
    }
    let more = report.refused.saturating_sub(PRINTED as u64);
    if more > 0 {
        println!("  … and {more} more; --refused writes them all beside the file");
    }
}
