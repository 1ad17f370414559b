//! `deedwell source`: where acts are reported from.

use anyhow::Result;
use deedwell_collect::source::{self, NewSource};

use crate::cli::Source;
use crate::config::Config;
use crate::{output, wiring};

pub async fn run(config: &Config, command: Source) -> Result<()> {
    let db = wiring::open_db(config, deedwell_core::Clock::Real, true).await?;
    match command {
        Source::List { which, listed } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.read(chosen.id).await?;
            let moment =
                |at: Option<jiff::Timestamp>| at.map(|t| t.to_string()).unwrap_or_default();
            let sources = source::sources(&mut tx).await?;
            let row = |s: &source::Source| {
                vec![
                    s.id.to_string(),
                    s.kind.name().to_owned(),
                    s.name.clone(),
                    s.events.to_string(),
                    s.refused.to_string(),
                    moment(s.last_at),
                    moment(s.closed_at),
                ]
            };
            let rows: Vec<Vec<String>> = sources.iter().map(row).collect();
            let headings = ["id", "sends_from", "name", "events", "refused", "last", "closed"];
            output::print(listed.format, &headings, &rows)?;
        }
        Source::Add { which, name, sends_from, hosts } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.write(chosen.id).await?;
            let new = NewSource::checked(&name, &sends_from, None, &hosts.join(" "), true)?;
            let (id, key) = source::add_source(&mut tx, &new).await?;
            tx.commit().await?;
            println!("{}", key.reveal());
            eprintln!(
                "This is its write key. A server's is shown once. The id of the source is {id}."
            );
        }
        Source::Close { which, id } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.write(chosen.id).await?;
            let id = id.parse()?;
            source::source(&mut tx, id).await?;
            source::close(&mut tx, id).await?;
            tx.commit().await?;
            println!("Closed.");
        }
    }
    db.close().await;
    Ok(())
}
