//! What trust shows on pages that are not its own.

use deedwell_core::{Id, Person, Result};
use deedwell_store::Tx;
use deedwell_trust::acts::trust_of;
use deedwell_trust::quarantine::Stage;
use deedwell_trust::store;
use deedwell_web::programme::Later;
use deedwell_web::review::{Review, ToReview};
use deedwell_web::routes::Trouble;
use deedwell_web::{Frame, Panel, Right};

use crate::words;

/// Of what waits, so much is looked through for the page of all that waits.
const MOST_REVIEWED: usize = 1_000;

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

/// What is counted apart and not yet decided: of each thing, those who gave there, and every appeal by itself.
pub(crate) fn reviews<'a>(
    tx: &'a mut Tx,
    frame: &'a Frame,
    most: usize,
) -> Later<'a, Result<ToReview>> {
    Box::pin(async move {
        let found = store::quarantines(tx, Stage::Open, MOST_REVIEWED).await?;
        let abouts: Vec<String> = found.iter().map(|one| one.about.clone()).collect();
        let titles = words::titles(tx, frame, &abouts).await?;
        let people: Vec<Id<Person>> = found.iter().filter_map(|one| one.person).collect();
        let names = deedwell_people::names(tx, &people).await?;
        let mut all: Vec<(String, Review, usize)> = Vec::new();
        for one in found {
            let is_appeal = one.appealed_at.is_some();
            let same = |(about, review, _): &&mut (String, Review, usize)| {
                !is_appeal && review.appeal.is_none() && *about == one.about
            };
            if let Some((_, review, many)) = all.iter_mut().find(same) {
                *many += 1;
                (review.person, review.name) = (None, frame.n("trust-people", *many));
                review.since = review.since.min(one.at);
                continue;
            }
            let name = one.person.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
            let title = match titles.get(&one.about) {
                Some(title) => title.words.clone(),
                None if one.about.is_empty() => frame.t("trust-all-of-theirs"),
                None => frame.t("trust-something"),
            };
            let mut why = words::reasons(frame, &one.grounds);
            why.extend((!one.note.is_empty()).then_some(one.note));
            let review = Review {
                what: frame.t("trust-review-what"),
                title,
                person: one.person,
                name,
                why: why.join(" "),
                since: one.appealed_at.unwrap_or(one.at),
                href: "/console/trust".to_owned(),
                appeal: is_appeal.then_some(one.appeal),
            };
            all.push((one.about, review, 1));
        }
        let count = all.len() as u64;
        let first = all.into_iter().take(most).map(|(_, review, _)| review).collect();
        Ok(ToReview { count, first })
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
