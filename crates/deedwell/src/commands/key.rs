//! `deedwell key`: keys for programs.

use anyhow::Result;
use deedwell_console::acts;

use crate::cli::Key;
use crate::config::Config;
use crate::{output, wiring};

pub async fn run(config: &Config, command: Key) -> Result<()> {
    let db = wiring::open_db(config, deedwell_core::Clock::Real, true).await?;
    match command {
        Key::List { which, format } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.read(chosen.id).await?;
            let moment = |at: Option<jiff::Timestamp>| at.map(|t| t.to_string()).unwrap_or_default();
            let rows: Vec<Vec<String>> = acts::keys(&mut tx)
                .await?
                .iter()
                .map(|k| {
                    vec![k.id.to_string(), k.kind.clone(), k.name.clone(), k.scope.clone(),
                         moment(k.used_at), moment(k.revoked_at)]
                })
                .collect();
            output::print(format, &["id", "kind", "name", "scope", "used", "revoked"], &rows)?;
        }
        Key::Add { which, name, scope, sign_in } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.write(chosen.id).await?;
            let key = if sign_in {
                acts::add_sign_in_key(&mut tx, None, &name).await?
            } else {
                acts::add_server_key(&mut tx, None, &name, scope == "write").await?
            };
            tx.commit().await?;
            println!("{}", key.secret.reveal());
            eprintln!("This is shown once. Its id is {}.", key.id);
        }
        Key::Revoke { which, id } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.write(chosen.id).await?;
            acts::revoke_key(&mut tx, None, id.parse()?).await?;
            tx.commit().await?;
            println!("Revoked.");
        }
    }
    db.close().await;
    Ok(())
}
