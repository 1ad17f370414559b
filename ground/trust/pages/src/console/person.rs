//! How far somebody is trusted, what that rests on, what of theirs is counted apart; and counting all of it apart.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Id, Person, Result};
use deedwell_people::{head_of, names};
use deedwell_store::Tx as Transaction;
use deedwell_trust::acts::quarantine::suspect;
use deedwell_trust::acts::{Trust, trust_of};
use deedwell_trust::quarantine::{Grounds, LONGEST_WHY, Stage, Suspected};
use deedwell_trust::store;
use deedwell_web::answer::{Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::apart::{Row, row};
use crate::words;

const MOST: usize = 50;

#[derive(Deserialize, ToSchema, Default, Clone)]
#[serde(deny_unknown_fields)]
#[schema(as = TrustPutApartForm)]
pub(super) struct PutApartForm {
    /// The reason: the customer reads it.
    note: String,
}

#[derive(Template)]
#[template(path = "console/person.html")]
pub(super) struct Page {
    frame: Frame,
    person: Id<Person>,
    name: String,
    trust: Trust,
    facts: Vec<(String, String)>,
    holds: Vec<(String, String)>,
    missing: Vec<(String, String)>,
    apart: Vec<(Row, String, String)>,
    is_apart: bool,
    errors: Errors,
    typed: PutApartForm,
}

impl Page {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        person: Id<Person>,
        (errors, typed): (Errors, PutApartForm),
    ) -> Result<Self> {
        let person = head_of(tx, person).await?;
        let names = names(tx, &[person]).await?;
        let trust = trust_of(tx, person).await?;
        let found = store::quarantines_of(tx, person, MOST).await?;
        let abouts: Vec<String> = found.iter().map(|one| one.about.clone()).collect();
        let titles = words::titles(tx, &frame, &abouts).await?;
        let is_apart = found.iter().any(|one| one.about.is_empty());
        let apart = found.iter().map(|one| {
            let title = titles.get(&one.about);
            let words = match title {
                Some(title) => title.words.clone(),
                None if one.about.is_empty() => frame.t("trust-all-of-theirs"),
                None => frame.t("trust-something"),
            };
            let href = title.map(|title| title.console.clone()).unwrap_or_default();
            (row(&frame, &names, one), words, href)
        });
        let apart = apart.collect();
        let bought = store::buyers(tx, &[person]).await?.contains(&person);
        let shown = |all: &[deedwell_trust::level::Asked]| -> Vec<(String, String)> {
            all.iter().map(|one| words::asked(&frame, one)).collect()
        };
        let name = names.get(&person).filter(|name| !name.is_empty()).cloned();
        Ok(Self {
            name: name.unwrap_or_else(|| frame.t("trust-somebody")),
            facts: facts(&frame, &trust, bought),
            holds: shown(&trust.reasons.holds),
            missing: shown(&trust.reasons.missing),
            frame,
            person,
            trust,
            apart,
            is_apart,
            errors,
            typed,
        })
    }

    fn stage(&self, row: &Row) -> String {
        words::stage(&self.frame, row.stage())
    }

    fn tone(&self, row: &Row) -> &'static str {
        words::tone(row.stage())
    }

    fn next(&self) -> Option<String> {
        let next = self.trust.reasons.next?;
        Some(self.frame.w("trust-next", self.frame.t(&format!("trust-level-{}", next.name()))))
    }

    fn longest(&self) -> usize {
        LONGEST_WHY
    }
}

fn facts(frame: &Frame, trust: &Trust, bought: bool) -> Vec<(String, String)> {
    let level = |level: deedwell_trust::Level| frame.t(&format!("trust-level-{}", level.name()));
    let mut facts = vec![
        (frame.t("trust-level"), level(trust.held.level)),
        (frame.t("trust-since"), frame.day(&trust.held.since)),
        (frame.t("trust-bought"), frame.t(if bought { "trust-yes" } else { "trust-no" })),
    ];
    if let Some(at) = trust.held.lost_at() {
        facts.push((frame.t("trust-lost-at"), frame.day(&at)));
    }
    if trust.quarantined {
        facts.push((frame.t("trust-in-force"), level(trust.level)));
    }
    facts
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(person): Path<Id<Person>>,
) -> Answer<View<Page>> {
    let nothing = (Errors::none(), PutApartForm::default());
    Ok(View(Page::load(&mut tx, frame, person, nothing).await?))
}

pub(super) async fn put_apart(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(person): Path<Id<Person>>,
    Form(form): Form<PutApartForm>,
) -> Answer<Response> {
    let person = head_of(&mut tx, person).await?;
    match put(&mut tx, &me, person, &form.note).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/trust/people/{person}"), "trust-said-apart"))
        }
        Err(error) => {
            let errors = words::errors_of(&frame, error, "note")?;
            let page = Page::load(&mut tx, frame, person, (errors, form)).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

async fn put(tx: &mut Transaction, me: &StaffMember, person: Id<Person>, note: &str) -> Result<()> {
    if note.trim().is_empty() {
        return Err(deedwell_core::Error::invalid("why", "Please say why."));
    }
    let suspected = Suspected {
        identity: store::identity_of(tx, person).await?,
        about: String::new(),
        grounds: Grounds::default(),
        note: note.trim().to_owned(),
    };
    let put = suspect(tx, Some(me.id), &suspected).await?;
    if !put.is_new && store::quarantine(tx, put.id).await?.stage == Stage::Lifted {
        return Err(deedwell_core::Error::refused(
            "trust.lifted",
            "This was lifted already: all of it counts.",
        ));
    }
    Ok(())
}
