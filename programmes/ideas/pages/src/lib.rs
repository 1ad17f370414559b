//! What people see and press of *ideas*: [`site`] for customers and [`feeds`] for their readers,
//! [`console`] for staff, [`api`] for programs. [`PROGRAMME`] declares it all; [`pressing`] is what it
//! tells the rest of the console. What may happen, and what then stands, is decided in `deedwell_ideas`.
mod api;
mod console;
mod feeds;
mod pressing;
mod site;

// A page names a rule as if it stood beside it.
use deedwell_core::Result;
use deedwell_ideas::{acts, answer, board, comment, idea, money, rank, stage, store, words};
use deedwell_web::i18n::{Language, Messages};
use deedwell_web::{Programme, Routes};

pub const PROGRAMME: Programme = Programme {
    name: "ideas",
    icon: "lightbulb",
    console: "/console/ideas",
    site: "/ideas",
    migrations: deedwell_ideas::MIGRATIONS,
    routes,
    meaning: deedwell_ideas::MEANING,
    told: deedwell_ideas::deed::TOLD,
    messages: MESSAGES,
    titles: pressing::titles,
    waiting: pressing::waiting,
    upkeep: |db, organisation| Box::pin(acts::keep(db, organisation)),
    forget: |tx, whom, language| {
        Box::pin(async move { acts::forget(tx, whom, words_of_nobody(language)?).await })
    },
    holds: |tx, whom| Box::pin(deedwell_ideas::store::holds(tx, whom)),
    hears: None,
};

/// What these pages say. `site` also names the programme, its kinds, its stages and its refusals.
const MESSAGES: &[(&str, &str)] = &[
    ("en", include_str!("../locales/site.en.ftl")),
    ("de", include_str!("../locales/site.de.ftl")),
    ("en", include_str!("../locales/console.en.ftl")),
    ("de", include_str!("../locales/console.de.ftl")),
];

/// What stands where the title of somebody stood who is forgotten.
fn words_of_nobody(language: &Language) -> Result<String> {
    let messages = Messages::new(MESSAGES.iter().copied())?;
    Ok(messages.find(language, "ideas-words-forgotten", &[]).unwrap_or_default())
}

fn routes() -> Routes {
    site::routes().and(feeds::routes()).and(console::routes()).and(api::routes())
}
