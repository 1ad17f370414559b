//! `deedwell organisation`: which there are, a new one, its units.

use anyhow::Result;

use crate::cli::Organisation;
use crate::config::Config;
use crate::{output, wiring};

pub async fn run(config: &Config, command: Organisation) -> Result<()> {
    let db = wiring::open_db(config, deedwell_core::Clock::Real, true).await?;
    match command {
        Organisation::List { format } => {
            let all = wiring::organisations(&db).await?;
            let rows: Vec<Vec<String>> = all
                .iter()
                .map(|o| {
                    let made = if o.simulated { "simulated" } else { "live" }.to_owned();
                    vec![o.slug.clone(), o.name.clone(), o.currency.to_string(), o.zone.clone(), made]
                })
                .collect();
            output::print(format, &["slug", "name", "currency", "zone", "made"], &rows)?;
        }
        Organisation::Add { name, slug, owner_name, owner_email, currency, zone, language } => {
            let new = deedwell_console::acts::NewOrganisation {
                name,
                slug,
                currency: currency.parse()?,
                zone,
                language,
                simulated: false,
            };
            let made = deedwell_console::acts::add_organisation(&db, new).await?;
            let mut tx = db.write(made).await?;
            let invited = deedwell_console::acts::Invitation {
                name: owner_name,
                email: owner_email,
                title: String::new(),
                role: deedwell_web::Role::Owner,
                unit: None,
            };
            let link = deedwell_console::acts::invite(&mut tx, None, invited).await?;
            tx.commit().await?;
            println!("Made. Its owner sets a password here, once, within a week:");
            println!("  {}/console/invitation?token={}", config.public_url, link.reveal());
        }
        Organisation::Unit { which, key, name } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.write(chosen.id).await?;
            deedwell_console::acts::add_unit(&mut tx, None, &key, &name).await?;
            tx.commit().await?;
            println!("{name} is a unit of {} now.", chosen.name);
        }
    }
    db.close().await;
    Ok(())
}
