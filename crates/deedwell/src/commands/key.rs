//! `deedwell key`: keys for programs.

use anyhow::Result;
use deedwell_console::acts::By;
use deedwell_console::acts::keys::{self, KeyKind, Scope};
use jiff::SignedDuration;

use crate::cli::Key;
use crate::config::Config;
use crate::{output, wiring};

pub async fn run(config: &Config, command: Key) -> Result<()> {
    let db = wiring::open_db(config, deedwell_core::Clock::Real, true).await?;
    match command {
        Key::List { which, listed } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.read(chosen.id).await?;
            let moment =
                |at: Option<jiff::Timestamp>| at.map(|t| t.to_string()).unwrap_or_default();
            let rows: Vec<Vec<String>> = keys::keys(&mut tx)
                .await?
                .iter()
                .map(|k| {
                    vec![
                        k.id.to_string(),
                        k.kind.name().to_owned(),
                        k.name.clone(),
                        k.scope.name().to_owned(),
                        moment(k.used_at),
                        moment(k.revoked_at),
                    ]
                })
                .collect();
            output::print(
                listed.format,
                &["id", "kind", "name", "scope", "used", "revoked"],
                &rows,
            )?;
        }
        Key::Add { which, name, scope, sign_in } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.write(chosen.id).await?;
            let kind = if sign_in { KeyKind::SignIn } else { KeyKind::Server };
            let scope = if scope == "write" { Scope::Write } else { Scope::Read };
            let (id, secret) = keys::make_key(&mut tx, By::CommandLine, kind, &name, scope).await?;
            tx.commit().await?;
            println!("{}", secret.reveal());
            eprintln!("This is shown once. Its id is {id}.");
        }
        Key::Rotate { which, id, keep_hours } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.write(chosen.id).await?;
            let grace = SignedDuration::from_hours(keep_hours.into());
            let (id, secret) =
                keys::rotate_key(&mut tx, By::CommandLine, id.parse()?, grace).await?;
            tx.commit().await?;
            println!("{}", secret.reveal());
            eprintln!(
                "This is shown once. Its id is {id}; the old key works for {keep_hours} hours more."
            );
        }
        Key::Revoke { which, id } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.write(chosen.id).await?;
            keys::revoke_key(&mut tx, By::CommandLine, id.parse()?).await?;
            tx.commit().await?;
            println!("Revoked.");
        }
    }
    db.close().await;
    Ok(())
}
