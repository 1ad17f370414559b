//! `deedwell export`: what is kept, as files.

use std::io::{BufWriter, Write};

use anyhow::{Context, Result, bail};
use deedwell_core::behaviour::Entries;

use crate::cli::{Export, Format};
use crate::config::Config;
use crate::export::{self, TABLES};
use crate::wiring;

/// Lines of the ledger, beside the tables.
const ACTIONS: &str = "actions";

pub async fn run(config: &Config, flags: Export) -> Result<()> {
    let names = || TABLES.iter().map(|t| t.name).chain([ACTIONS]).collect::<Vec<_>>().join(", ");
    if flags.what == "list" {
        println!("{}", names());
        return Ok(());
    }
    let format = match flags.format {
        Format::Json => export::Format::JsonLines,
        _ => export::Format::Csv { guarded: !flags.raw_cells },
    };
    let parts = wiring::open(config).await?;
    let chosen = wiring::choose(&parts.db, &flags.which).await?;
    let mut out: Box<dyn Write + Send> = match &flags.to {
        Some(path) => Box::new(BufWriter::new(
            std::fs::File::create(path).with_context(|| path.display().to_string())?,
        )),
        None => Box::new(BufWriter::new(std::io::stdout())),
    };
    let rows = if flags.what == ACTIONS {
        let ask = Entries::default();
        export::actions(&*parts.ledger, chosen.id, &ask, format, &mut *out)?
    } else {
        let Some(table) = TABLES.iter().find(|t| t.name == flags.what) else {
            bail!("there is no {}; there are {}", flags.what, names());
        };
        export::table(&parts.db, chosen.id, table, format, &mut *out).await?
    };
    out.flush()?;
    if let Some(path) = &flags.to {
        eprintln!("{rows} rows in {}", path.display());
    }
    parts.db.close().await;
    Ok(())
}
