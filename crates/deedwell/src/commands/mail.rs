//! `deedwell mail take`: a mail system hands on what came back.
//!
//! Whatever goes wrong is a later for the mail system: it keeps the message and brings it again. Refused,
//! it would be sent back as a bounce of a bounce.

use std::io::Read;

use anyhow::Result;
use deedwell_core::Clock;
use deedwell_email::returned::LARGEST;
use deedwell_email::take_in::take_in;
use tracing::error;

use crate::cli::{Mail, Which};
use crate::config::Config;
use crate::exit::Exit;
use crate::wiring;

pub async fn run(config: &Config, Mail::Take { which }: Mail) -> Exit {
    match take(config, &which).await {
        Ok(()) => Exit::Done,
        Err(error) => {
            error!(error = format!("{error:#}"), "A message could not be taken in");
            Exit::Later
        }
    }
}

async fn take(config: &Config, which: &Which) -> Result<()> {
    let mut raw = Vec::new();
    // What is longer is cut: what a report says stands at its beginning.
    std::io::stdin().take(LARGEST as u64).read_to_end(&mut raw)?;
    let db = wiring::open_db(config, Clock::Real, true).await?;
    let chosen = wiring::choose(&db, which).await?;
    let mut tx = db.write(chosen.id).await?;
    let taken = take_in(&mut tx, &raw).await?;
    tx.commit().await?;
    db.close().await;
    let letter = taken.letter.map(|id| id.to_string()).unwrap_or_default();
    println!("{} {letter}", taken.kind.name());
    Ok(())
}
