//! `deedwell organisation`: which there are, a new one, its units.

use anyhow::Result;
use deedwell_console::acts::members::NewMember;
use deedwell_console::acts::organisation::{self, NewOrganisation, OrganisationSettings};
use deedwell_console::acts::{self, By, fields, units};
use deedwell_web::Role;

use crate::cli::Organisation;
use crate::config::Config;
use crate::{output, wiring};

pub async fn run(config: &Config, command: Organisation) -> Result<()> {
    let db = wiring::open_db(config, deedwell_core::Clock::Real, true).await?;
    match command {
        Organisation::List { listed } => {
            let all = wiring::organisations(&db).await?;
            let rows: Vec<Vec<String>> = all
                .iter()
                .map(|o| {
                    let made = if o.simulated { "simulated" } else { "live" }.to_owned();
                    vec![
                        o.slug.clone(),
                        o.name.clone(),
                        o.currency.to_string(),
                        o.zone.clone(),
                        made,
                    ]
                })
                .collect();
            output::print(listed.format, &["slug", "name", "currency", "zone", "made"], &rows)?;
        }
        Organisation::Add { name, slug, owner_name, owner_email, currency, zone, language } => {
            let new = NewOrganisation::checked(&name, &currency, &zone, &language)?;
            let owner = NewMember::checked(&owner_name, &owner_email, "", Role::Owner.name())?;
            // Whatever could be refused is refused before anything is made.
            let slug = fields::slug(&slug)?;
            if wiring::organisations(&db).await?.iter().any(|o| o.slug == slug) {
                anyhow::bail!("there is an organisation {slug} already");
            }
            let made = acts::add_organisation(&db, &new).await?;
            let mut tx = db.write(made).await?;
            let settings = organisation::settings(&mut tx).await?;
            let settings = OrganisationSettings { slug, ..settings };
            organisation::change(&db, &mut tx, By::CommandLine, &settings).await?;
            let (_, link) = acts::invite(&mut tx, By::CommandLine, &owner).await?;
            tx.commit().await?;
            println!("Made. Its owner sets a password here, once, within a week:");
            println!("  {}/console/invitation?token={}", config.public_url, link.reveal());
        }
        Organisation::Unit { which, key, name } => {
            let chosen = wiring::choose(&db, &which).await?;
            let mut tx = db.write(chosen.id).await?;
            let key = fields::unit_key(&key)?;
            units::add_unit(&mut tx, By::CommandLine, &key, &name, chosen.currency).await?;
            tx.commit().await?;
            println!("{name} is a unit of {} now.", chosen.name);
        }
    }
    db.close().await;
    Ok(())
}
