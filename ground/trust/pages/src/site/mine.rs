//! What of mine is counted apart, why, and what I said to it.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Id, Result, Timestamp};
use deedwell_store::Tx as Transaction;
use deedwell_trust::acts::quarantine;
use deedwell_trust::quarantine::{LONGEST_APPEAL, Quarantine, Stage};
use deedwell_trust::store;
use deedwell_web::answer::{Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Me, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::words;

/// Things that are shown; the file of My part holds all of them.
const MOST: usize = 50;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TrustAppealForm)]
pub(crate) struct AppealForm {
    /// Why it is wrong, in the customer's own words: 10 to 2,000 letters.
    words: String,
}

/// One thing that is counted apart, or was.
struct Shown {
    id: Id<Quarantine>,
    title: String,
    href: String,
    stage: Stage,
    at: Timestamp,
    reasons: Vec<String>,
    note: String,
    appeal: String,
    appealed_at: Option<Timestamp>,
    decided_at: Option<Timestamp>,
    why: String,
}

#[derive(Template)]
#[template(path = "site/mine.html")]
pub(crate) struct Page {
    frame: Frame,
    all: Vec<Shown>,
    wrong: Option<Id<Quarantine>>,
    errors: Errors,
    typed: String,
}

impl Page {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        me: &Me,
        (wrong, errors, typed): (Option<Id<Quarantine>>, Errors, String),
    ) -> Result<Self> {
        let found = store::quarantines_of(tx, me.person, MOST).await?;
        let abouts: Vec<String> = found.iter().map(|one| one.about.clone()).collect();
        let titles = words::titles(tx, &frame, &abouts).await?;
        let all = found.into_iter().map(|one| {
            let title = titles.get(&one.about);
            let named = |key: &str| frame.t(key);
            Shown {
                title: match title {
                    Some(title) => title.words.clone(),
                    None if one.about.is_empty() => named("trust-all-of-mine"),
                    None => named("trust-something"),
                },
                href: title.map(|title| title.site.clone()).unwrap_or_default(),
                reasons: words::reasons(&frame, &one.grounds),
                id: one.id,
                stage: one.stage,
                at: one.at,
                note: one.note,
                appeal: one.appeal,
                appealed_at: one.appealed_at,
                decided_at: one.decided_at,
                why: one.why,
            }
        });
        Ok(Self { all: all.collect(), frame, wrong, errors, typed })
    }

    fn stage(&self, one: &Shown) -> String {
        words::stage(&self.frame, one.stage)
    }

    fn tone(&self, one: &Shown) -> &'static str {
        words::tone(one.stage)
    }

    fn can_appeal(&self, one: &Shown) -> bool {
        one.appealed_at.is_none() && one.stage != Stage::Lifted
    }

    fn is_wrong(&self, one: &Shown) -> bool {
        self.wrong == Some(one.id)
    }

    /// Of several forms on a page each field has an id of its own.
    fn field(&self, one: &Shown) -> String {
        if self.is_wrong(one) { "words".to_owned() } else { format!("words-{}", one.id) }
    }

    fn error(&self, one: &Shown) -> String {
        if self.is_wrong(one) { self.errors.at("words").to_owned() } else { String::new() }
    }

    fn typed(&self, one: &Shown) -> &str {
        if self.is_wrong(one) { &self.typed } else { "" }
    }

    fn longest(&self) -> usize {
        LONGEST_APPEAL
    }
}

pub(super) async fn show(me: Me, frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    let nothing = (None, Errors::none(), String::new());
    Ok(View(Page::load(&mut tx, frame, &me, nothing).await?))
}

pub(super) async fn appeal(
    me: Me,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Quarantine>>,
    Form(form): Form<AppealForm>,
) -> Answer<Response> {
    match quarantine::appeal(&mut tx, me.who(), id, &form.words).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with("/my-part/trust", "trust-said-appealed"))
        }
        Err(error) => {
            let errors = words::errors_of(&frame, error, "words")?;
            let wrong = (Some(id), errors, form.words);
            let page = Page::load(&mut tx, frame, &me, wrong).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}
