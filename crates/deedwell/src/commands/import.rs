//! `deedwell import`: what happened elsewhere, brought in; the report says what was refused and why.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use deedwell_core::{Id, Organisation, Staff};
use deedwell_store::Db;
use deedwell_web::Role;

use crate::cli::Import as Command;
use crate::config::Config;
use crate::exit::Exit;
use crate::import::{self, Import, Mapping, Progress, Report};
use crate::progress;
use crate::wiring::{self, Parts};

/// Refusals that are printed; the others are counted, or written beside the file.
const PRINTED: usize = 20;

pub async fn run(config: &Config, command: Command) -> Result<Exit> {
    let parts = wiring::open(config).await?;
    let report = bring(&parts, &command).await;
    // Whatever was committed is there, also when the file could not be read to its end.
    parts.db.close().await;
    let report = report?;
    print!("{}", words(&report));
    Ok(if report.refused > 0 { Exit::InPart } else { Exit::Done })
}

async fn bring(parts: &Parts, command: &Command) -> Result<Report> {
    let (file, flags, csv) = match command {
        Command::Actions(csv)
        | Command::People(csv)
        | Command::Orders(csv)
        | Command::Ideas(csv)
        | Command::Complaints(csv) => (&csv.file, &csv.flags, Some(csv)),
        Command::Cdnow { path, flags } => (path, flags, None),
    };
    let chosen = wiring::choose(&parts.db, &flags.which).await?;
    let messages = parts.ledger.messages(chosen.id).await?;
    let already = |message: &str| messages.has(message);
    let bar = progress::bytes();
    let told = |p: Progress| {
        bar.set_length(p.total);
        bar.set_position(p.done);
        bar.set_message(format!("{} lines · {:.0}/s", p.read, p.lines_per_second));
    };
    let import = Import {
        db: &parts.db,
        organisation: chosen.id,
        source: csv.and_then(|csv| csv.source.clone()),
        dry_run: flags.dry_run,
        already: &already,
        progress: &told,
        refused_file: flags.refused.then(|| beside(file)),
    };
    let mapping = match csv.and_then(|csv| csv.map.as_ref()) {
        Some(path) => Mapping::read(path)?,
        None => Mapping::default(),
    };
    let report = match command {
        Command::Actions(_) => import::actions(&import, file, &mapping).await,
        Command::People(_) => import::people(&import, file, &mapping).await,
        Command::Orders(_) => import::orders(&import, file, &mapping).await,
        Command::Ideas(_) => {
            import::ideas(&import, file, &mapping, owner(&parts.db, chosen.id).await?).await
        }
        Command::Complaints(_) => {
            let staff = owner(&parts.db, chosen.id).await?;
            import::complaints(&import, file, &mapping, staff, chosen.currency).await
        }
        Command::Cdnow { .. } => import::cdnow(&import, file).await,
    };
    bar.finish_and_clear();
    Ok(report?)
}

/// In whose name answers stand that name nobody of ours.
async fn owner(db: &Db, organisation: Id<Organisation>) -> Result<Id<Staff>> {
    let mut tx = db.read(organisation).await?;
    let members = deedwell_console::acts::members(&mut tx).await?;
    let owner = members.iter().find(|member| member.role == Role::Owner);
    Ok(owner.context("there is no owner")?.id)
}

/// `orders.csv` → `orders.refused.csv`.
fn beside(file: &Path) -> PathBuf {
    file.with_extension("refused.csv")
}

/// What the terminal says of it.
pub fn words(report: &Report) -> String {
    let would = if report.dry_run { " (a dry run: nothing was kept)" } else { "" };
    let mut lines = vec![
        format!("{}: {} lines read{would}", report.source, report.read),
        format!(
            "  {} added, {} there before, {} refused; new people: {}",
            report.added, report.already, report.refused, report.people
        ),
    ];
    if !report.also.is_empty() {
        let also = report.also.iter().map(|(what, number)| format!("{number} {what}"));
        lines.push(format!("  with {}", also.collect::<Vec<_>>().join(", ")));
    }
    lines.extend(report.notes.iter().map(|note| format!("  {note}")));
    lines.extend(report.refusals.iter().take(PRINTED).map(|refusal| match &refusal.column {
        Some(column) => format!("  line {}, {column}: {}", refusal.line, refusal.sentence),
        None => format!("  line {}: {}", refusal.line, refusal.sentence),
    }));
    let more = report.refused.saturating_sub(PRINTED as u64);
    if more > 0 {
        lines.push(format!("  … and {more} more; --refused writes them all beside the file"));
    }
    lines.join("\n") + "\n"
}
