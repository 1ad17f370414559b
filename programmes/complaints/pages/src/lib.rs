//! What people see and press of *complaints*: [`site`] for customers, [`console`] for staff, [`api`] for
//! programs. [`PROGRAMME`] declares it all; [`pressing`] is what it tells the rest of Deedwell. What may
//! happen, and what then stands, is decided in `deedwell_complaints`.
mod api;
mod console;
mod pressing;
mod site;
#[cfg(test)]
mod tests;
mod words;

// A page names a rule as if it stood beside it.
use deedwell_complaints::{
    acts, cause, complaint, problem, promise, redress, report, stage, store, template,
};
use deedwell_core::Result;
use deedwell_web::i18n::{Language, Messages};
use deedwell_web::notice::{ByLetter, Notice, nobody};
use deedwell_web::{Programme, Routes};

pub const PROGRAMME: Programme = Programme {
    name: "complaints",
    icon: "life-buoy",
    console: "/console/complaints",
    site: "/complaints",
    migrations: deedwell_complaints::MIGRATIONS,
    routes,
    meaning: deedwell_complaints::MEANING,
    told: deedwell_complaints::deed::TOLD,
    messages: MESSAGES,
    titles: pressing::titles,
    waiting: pressing::waiting,
    upkeep: |db, organisation| Box::pin(acts::keep(db, organisation)),
    forget: |tx, whom, language| {
        Box::pin(async move { store::forget(tx, whom, &words_of_nobody(language)?).await })
    },
    holds: |tx, whom| Box::pin(store::holds(tx, whom)),
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
    Ok(messages.find(language, "complaints-words-forgotten", &[]).unwrap_or_default())
}

/// Of which deeds of ours whoever complained hears: at once, for they wrote to us and wait.
const NOTICES: &[Notice] = &[
    Notice::to_one("complaints.redress_paid", ByLetter::AtOnce),
    Notice::to_one("complaints.offered", ByLetter::AtOnce),
    Notice::to_one("complaints.offer_taken_back", ByLetter::AtOnce),
    Notice::to_one("complaints.answered", ByLetter::AtOnce),
    Notice::to_one("complaints.decided", ByLetter::AtOnce),
    Notice::to_one("complaints.acknowledged", ByLetter::AtOnce),
    Notice::to_one("complaints.escalated", ByLetter::AtOnce),
    Notice::to_one("complaints.closed", ByLetter::AtOnce),
    Notice::to_one("complaints.promise_broken", ByLetter::AsChosen),
];

fn routes() -> Routes {
    let pages = site::routes().and(console::routes()).notices(NOTICES, nobody);
    pages
        .finds(pressing::finds)
        .of_person(pressing::of_person)
        .of_me_under(deedwell_web::Under::Requests, pressing::of_me)
        .and(api::routes())
}
