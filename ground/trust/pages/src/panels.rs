//! What trust shows on pages that are not its own.

use deedwell_core::{Id, Person, Result};
use deedwell_store::Tx;
use deedwell_trust::acts::trust_of;
use deedwell_trust::quarantine::Stage;
use deedwell_trust::store;
use deedwell_web::programme::Later;
use deedwell_web::routes::Trouble;
use deedwell_web::{Frame, Panel, Right};

use crate::words;

/// Somebody said that they are counted apart wrongly, and waits for an answer.
pub(crate) fn troubles(tx: &mut Tx) -> Later<'_, Result<Vec<Trouble>>> {
    Box::pin(async move {
        let counts = store::quarantine_counts(tx).await?;
        let open = counts.iter().find(|(stage, _, _)| *stage == Stage::Open);
        let appeals = open.map_or(0, |(_, _, appeals)| *appeals);
        let trouble = Trouble {
            whose: Right::HostProgrammes,
            key: "trust-trouble-appeals",
            what: appeals.to_string(),
            href: "/console/trust".to_owned(),
        };
        Ok(if appeals > 0 { vec![trouble] } else { Vec::new() })
    })
}

/// How far somebody is trusted, beside their page.
pub(crate) fn of_person<'a>(
    tx: &'a mut Tx,
    person: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        if !frame.may(Right::HostProgrammes) {
            return Ok(None);
        }
        let trust = trust_of(tx, person).await?;
        let bought = store::buyers(tx, &[person]).await?.contains(&person);
        let apart = store::quarantines_of(tx, person, 100).await?;
        let apart = apart.iter().filter(|one| one.stage != Stage::Lifted).count();
        let mut facts = vec![
            (frame.t("trust-level"), frame.t(&format!("trust-level-{}", trust.level.name()))),
            (frame.t("trust-bought"), frame.t(if bought { "trust-yes" } else { "trust-no" })),
        ];
        if apart > 0 {
            facts.push((frame.t("trust-apart"), frame.n("trust-things", apart)));
        }
        Ok(Some(Panel {
            title: frame.t("trust-name"),
            facts,
            note: String::new(),
            href: format!("/console/trust/people/{person}"),
            more: frame.t("trust-panel-more"),
        }))
    })
}

/// For somebody of whom something is counted apart; nobody else has a reason to read of it.
pub(crate) fn of_me<'a>(
    tx: &'a mut Tx,
    me: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let all = store::quarantines_of(tx, me, 100).await?;
        if all.is_empty() {
            return Ok(None);
        }
        let mut facts = Vec::new();
        for stage in Stage::ALL {
            let many = all.iter().filter(|one| one.stage == stage).count();
            if many > 0 {
                facts.push((words::stage(frame, stage), frame.n("trust-things", many)));
            }
        }
        Ok(Some(Panel {
            title: frame.t("trust-mine"),
            facts,
            note: String::new(),
            href: "/my-part/trust".to_owned(),
            more: frame.t("trust-mine-more"),
        }))
    })
}
