//! `deedwell doctor`: what is as it should be, what is not, and what to do about it.

use anyhow::{Result, bail};

use deedwell_store::jobs::{self, GivenUp};

use deedwell_webhooks::endpoint::{Endpoint, Off};

use crate::cli::Format;
use crate::config::Config;
use crate::wiring::Parts;
use crate::{output, progress, wiring};

/// Failed jobs that are told of each organisation.
const MOST_JOBS: usize = 20;

#[derive(Debug)]
pub struct Finding {
    pub good: bool,
    pub what: String,
    pub words: String,
}

pub async fn run(config: &Config, format: Format) -> Result<()> {
    let parts = wiring::open(config).await?;
    let findings = findings(config, &parts).await?;
    parts.db.close().await;
    let rows: Vec<Vec<String>> = findings
        .iter()
        .map(|f| {
            vec![if f.good { "good" } else { "WRONG" }.to_owned(), f.what.clone(), f.words.clone()]
        })
        .collect();
    output::print(format, &["", "part", "finding"], &rows)?;
    let wrong = findings.iter().filter(|f| !f.good).count();
    if wrong > 0 {
        bail!("{wrong} of {} findings need somebody", findings.len());
    }
    Ok(())
}

pub async fn findings(config: &Config, parts: &Parts) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    note(
        &mut findings,
        "state",
        Ok(format!("{} is open and up to date", wiring::hide_password(&config.database))),
    );
    for problem in parts.db.wall_problems().await? {
        note(&mut findings, "wall", Err(problem));
    }
    let troubles = parts.ledger.troubles();
    if troubles.is_empty() {
        note(&mut findings, "ledger", Ok("every block reads".to_owned()));
    }
    for trouble in troubles {
        note(&mut findings, "ledger", Err(trouble.sentence));
    }
    let bar = progress::things(0, "files looked at");
    let looked = bar.clone();
    let lake = parts.lake.clone().telling(move |more| looked.inc(more));
    for organisation in wiring::organisations(&parts.db).await? {
        // Each stands there with its fingerprints beside it.
        bar.inc_length(lake.all_files(organisation.id).await?.len() as u64 / 2);
        // What cannot be looked at is a finding too, and hides no other.
        let wrong = lake.check(organisation.id).await.unwrap_or_else(|e| vec![e.to_string()]);
        if wrong.is_empty() {
            let up_to = lake.up_to(organisation.id).await?;
            let reach =
                up_to.map_or("nothing sealed yet".to_owned(), |t| format!("sealed up to {t}"));
            note(&mut findings, &format!("lake of {}", organisation.slug), Ok(reach));
        }
        for words in wrong {
            note(&mut findings, &format!("lake of {}", organisation.slug), Err(words));
        }
        let mut tx = parts.db.read(organisation.id).await?;
        for job in jobs::given_up(&mut tx, MOST_JOBS).await? {
            note(&mut findings, &format!("jobs of {}", organisation.slug), Err(failed(&job)));
        }
        for problem in deedwell_points::check::problems(&mut tx).await? {
            note(&mut findings, &format!("points of {}", organisation.slug), Err(problem));
        }
        for endpoint in deedwell_webhooks::store::endpoints(&mut tx).await? {
            if let Some(words) = given_up(&endpoint) {
                note(&mut findings, &format!("webhooks of {}", organisation.slug), Err(words));
            }
        }
    }
    bar.finish_and_clear();
    Ok(findings)
}

/// What we switched off ourselves; what staff did is their affair. The address may hold a secret.
fn given_up(endpoint: &Endpoint) -> Option<String> {
    let (at, why) = endpoint.off.filter(|(_, why)| *why != Off::Staff)?;
    let (id, why) = (endpoint.id, why.name());
    Some(format!("the endpoint {id} was switched off at {at} ({why}): see Webhooks in the console"))
}

fn failed(job: &GivenUp) -> String {
    let GivenUp { kind, key, error, attempts, again_at } = job;
    match again_at {
        Some(at) => format!("{kind} failed {attempts} times, and is tried again at {at}: {error}"),
        None => format!("{kind} {key} failed {attempts} times, and was given up: {error}"),
    }
}

fn note(findings: &mut Vec<Finding>, what: &str, result: Result<String, String>) {
    let good = result.is_ok();
    let (Ok(words) | Err(words)) = result;
    findings.push(Finding { good, what: what.to_owned(), words });
}
