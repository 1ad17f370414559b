//! Search: one field for what was written anywhere. Each part looks through its own tables
//! ([`deedwell_web::finding`]) and gives what the reader may see: on the site what is public and one's own, in
//! the console what one's rights allow. Nothing is copied, so nothing is found that is gone.
use askama::Template;
use axum::extract::State;
use deedwell_store::Tx as Transaction;
use deedwell_web::finding::{Findings, Reader, Search};
use deedwell_web::{Answer, Deedwell, Frame, Needs, Query, Routes, StaffMember, Tx, View, Visitor};
use serde::Deserialize;
use utoipa::IntoParams;

/// What these pages say, by language.
pub const MESSAGES: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

/// Letters that are looked for, at most.
const LONGEST: usize = 100;
/// Below so many letters everything would fit.
const SHORTEST: usize = 2;
/// Of each part.
const MOST: usize = 8;

pub fn routes() -> Routes {
    Routes::new("search")
        .get("/search", Needs::Anybody, "Words in what was written here", on_site)
        .query::<FindWords>()
        .get("/console/search", Needs::AnyStaff, "Words in all that was written", in_console)
        .query::<FindWords>()
}

#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
struct FindWords {
    /// The words; all of them have to be there.
    q: Option<String>,
}

impl FindWords {
    fn words(&self) -> String {
        let words = self.q.as_deref().unwrap_or_default().split_whitespace();
        words.collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect()
    }
}

/// What was looked for, and what every part found.
struct Looked {
    words: String,
    found: Vec<Findings>,
}

impl Looked {
    async fn new(
        app: &Deedwell,
        tx: &mut Transaction,
        frame: &Frame,
        (words, reader): (String, Reader),
    ) -> deedwell_core::Result<Self> {
        let mut found = Vec::new();
        if words.chars().count() >= SHORTEST {
            let search = Search { words: &words, reader, frame, most: MOST };
            found = app.find(tx, &search).await?;
        }
        Ok(Self { words, found })
    }

    fn is_asked(&self) -> bool {
        !self.words.is_empty()
    }

    fn is_too_short(&self) -> bool {
        self.is_asked() && self.words.chars().count() < SHORTEST
    }
}

#[derive(Template)]
#[template(path = "site_page.html")]
struct SitePage {
    frame: Frame,
    looked: Looked,
}

#[derive(Template)]
#[template(path = "console_page.html")]
struct ConsolePage {
    frame: Frame,
    looked: Looked,
}

async fn on_site(
    app: State<Deedwell>,
    visitor: Visitor,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<FindWords>,
) -> Answer<View<SitePage>> {
    let reader = Reader::Site(visitor.me.map(|me| me.person));
    let looked = Looked::new(&app, &mut tx, &frame, (ask.words(), reader)).await?;
    Ok(View(SitePage { frame, looked }))
}

async fn in_console(
    app: State<Deedwell>,
    _: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<FindWords>,
) -> Answer<View<ConsolePage>> {
    let looked = Looked::new(&app, &mut tx, &frame, (ask.words(), Reader::Console)).await?;
    Ok(View(ConsolePage { frame, looked }))
}
