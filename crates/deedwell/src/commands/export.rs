//! `deedwell export`: what is kept, as files.

use std::io::{BufWriter, Write};

use anyhow::{Context, Result};
use deedwell_core::behaviour::Entries;

use crate::cli::{Export, FileFormat};
use crate::config::Config;
use crate::export::{self, TABLES};
use crate::{progress, wiring};

pub async fn run(config: &Config, flags: Export) -> Result<()> {
    let format = match flags.format {
        FileFormat::Json => export::Format::JsonLines,
        FileFormat::Csv => export::Format::Csv { guarded: !flags.raw_cells },
    };
    let parts = wiring::open(config).await?;
    let chosen = wiring::choose(&parts.db, &flags.which).await?;
    let bar = progress::writing();
    let out: Box<dyn Write + Send> = match &flags.to {
        Some(path) => Box::new(BufWriter::new(
            std::fs::File::create(path).with_context(|| path.display().to_string())?,
        )),
        None => Box::new(BufWriter::new(std::io::stdout())),
    };
    let mut out = bar.wrap_write(out);
    let rows = match TABLES.iter().find(|t| t.name == flags.what) {
        Some(table) => export::table(&parts.db, chosen.id, table, format, &mut out).await?,
        // The only other thing there is: see `export::names`.
        None => {
            let ask = Entries::default();
            export::actions(&*parts.ledger, chosen.id, &ask, format, &mut out)?
        }
    };
    out.flush()?;
    bar.finish_and_clear();
    if let Some(path) = &flags.to {
        eprintln!("{rows} rows in {}", path.display());
    }
    parts.db.close().await;
    Ok(())
}
