//! What people see and press of *ideas*: [`site`] for customers and [`feeds`] for their readers,
//! [`console`] for staff, [`api`] for programs. [`PROGRAMME`] declares it all; [`pressing`] is what it
//! tells the rest of the console. What may happen, and what then stands, is decided in `deedwell_ideas`.
mod api;
mod console;
mod feeds;
mod pressing;
mod site;

// A page names a rule as if it stood beside it.
use deedwell_core::{Id, Identity, Result};
use deedwell_ideas::{acts, answer, board, comment, idea, money, rank, stage, store, words};
use deedwell_store::Tx;
use deedwell_web::i18n::{Language, Messages};
use deedwell_web::notice::{ByLetter, Notice};
use deedwell_web::programme::Later;
use deedwell_web::{Programme, Right, Routes};

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

/// Of which deeds of ours customers hear. Of one thing in one letter the first of these is told: an answer
/// that also moved an idea is an answer.
const NOTICES: &[Notice] = &[
    Notice::to_all("ideas.delivered"),
    Notice::to_all("ideas.measured"),
    Notice::to_all("ideas.answered"),
    Notice::to_all("ideas.answer_corrected"),
    Notice::to_all("ideas.merged"),
    Notice::to_all("ideas.moved"),
    Notice::to_one("ideas.commented_by_staff", ByLetter::AsChosen),
    Notice::to_one("ideas.comment_removed", ByLetter::AsChosen),
    Notice::to_one("ideas.comment_restored", ByLetter::AsChosen),
    Notice::to_one("ideas.thanked", ByLetter::AsChosen),
];

/// Authors, voters and followers of an idea and of those that it speaks for.
fn took_part<'a>(tx: &'a mut Tx, about: &'a str) -> Later<'a, Result<Vec<Id<Identity>>>> {
    Box::pin(async move {
        let id = about.strip_prefix("idea/").and_then(|id| id.parse().ok());
        let Some(id) = id else { return Ok(Vec::new()) };
        let told = store::to_be_told(tx, id).await?;
        Ok(told.into_iter().map(|(_, identity)| identity).collect())
    })
}

fn routes() -> Routes {
    let pages = site::routes().and(feeds::routes()).and(console::routes()).and(api::routes());
    pages
        .notices(NOTICES, took_part)
        .reviews(Right::HostProgrammes, pressing::reviews)
        .finds(pressing::finds)
}

/// The worlds of stories: this programme alone, on the ground that it stands on.
#[cfg(test)]
async fn worlds() -> Vec<deedwell_testing::World> {
    let migrations = vec![deedwell_orders::MIGRATIONS, deedwell_trust::MIGRATIONS];
    deedwell_testing::Setting { migrations, ..deedwell_testing::Setting::of(&PROGRAMME) }
        .and(deedwell_search::routes, deedwell_search::MESSAGES)
        .worlds()
        .await
}
