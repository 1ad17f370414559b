//! `deedwell staff`: who works here, and links for them.

use anyhow::Result;
use deedwell_console::acts::members::NewMember;
use deedwell_console::acts::{self, By};

use crate::cli::Staff;
use crate::config::Config;
use crate::{output, wiring};

pub async fn run(config: &Config, command: Staff) -> Result<()> {
    let db = wiring::open_db(config, deedwell_core::Clock::Real, true).await?;
    match command {
        Staff::List { which, listed } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.read(chosen.id).await?;
            let rows: Vec<Vec<String>> = acts::members(&mut tx)
                .await?
                .iter()
                .map(|s| {
                    let closed = if s.closed_at.is_some() { "closed" } else { "" }.to_owned();
                    vec![s.name.clone(), s.email.clone(), s.role.name().to_owned(), closed]
                })
                .collect();
            output::print(listed.format, &["name", "email", "role", "closed"], &rows)?;
        }
        Staff::Add { which, name, email, role } => {
            let chosen = wiring::choose(&db, &which).await?;
            let new = NewMember::checked(&name, &email, "", &role)?;
            let mut tx = db.write(chosen.id).await?;
            let (_, link) = acts::invite(&mut tx, By::CommandLine, &new).await?;
            tx.commit().await?;
            println!("Hand on this link; it works once, within a week:");
            println!("  {}/console/invitation?token={}", config.public_url, link.reveal());
        }
        Staff::Reset { which, email } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.write(chosen.id).await?;
            let member = acts::find_by_email(&mut tx, &email).await?;
            let link = acts::reset_link(&mut tx, By::CommandLine, member).await?;
            tx.commit().await?;
            println!("Hand on this link; it works once, within an hour:");
            println!("  {}/console/reset?token={}", config.public_url, link.reveal());
        }
    }
    db.close().await;
    Ok(())
}
