//! `deedwell doctor`: what is as it should be, what is not, and what to do about it.

use anyhow::{Result, bail};

use crate::cli::Format;
use crate::config::Config;
use crate::{output, wiring};

struct Finding {
    good: bool,
    what: String,
    words: String,
}

pub async fn run(config: &Config, format: Format) -> Result<()> {
    let mut findings = Vec::new();
    let parts = wiring::open(config).await?;
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
    for organisation in wiring::organisations(&parts.db).await? {
        let wrong = parts.lake.check(organisation.id).await?;
        if wrong.is_empty() {
            let up_to = parts.lake.up_to(organisation.id).await?;
            let reach =
                up_to.map_or("nothing sealed yet".to_owned(), |t| format!("sealed up to {t}"));
            note(&mut findings, &format!("lake of {}", organisation.slug), Ok(reach));
        }
        for words in wrong {
            note(&mut findings, &format!("lake of {}", organisation.slug), Err(words));
        }
        let mut tx = parts.db.read(organisation.id).await?;
        for (kind, key, error) in deedwell_store::jobs::given_up(&mut tx, 20).await? {
            note(&mut findings, "jobs", Err(format!("{kind} {key} was given up: {error}")));
        }
    }
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

fn note(findings: &mut Vec<Finding>, what: &str, result: Result<String, String>) {
    let good = result.is_ok();
    let (Ok(words) | Err(words)) = result;
    findings.push(Finding { good, what: what.to_owned(), words });
}
