//! What people see and press of points: [`site`] for customers, [`console`] for staff, [`api`] for programs.
//! [`PROGRAMME`] declares it; that points are no programme of their own, and have no row in the grid, is said
//! by a meaning without contributions. What may happen, and what then stands, is decided in `deedwell_points`.
mod api;
mod console;
mod pressing;
mod site;
#[cfg(test)]
mod tests;
mod words;

use deedwell_core::{Meaning, Quality};
use deedwell_points::{acts, store};
use deedwell_web::{Programme, Routes};

pub const PROGRAMME: Programme = Programme {
    name: "points",
    icon: "coins",
    console: "/console/points",
    site: "/points",
    migrations: deedwell_points::MIGRATIONS,
    routes,
    meaning: Meaning {
        contributions: &[],
        voided_by: &[],
        restored_by: &[],
        quality: Quality::Unknown,
        peer_responses: &[],
        company_responses: &[],
        official_answers: &[],
        evaluated: &[],
        decided: &[],
        implemented: &[],
        owes: deedwell_core::meaning::Owes::NOTHING,
        money: &[],
    },
    told: deedwell_points::deed::TOLD,
    messages: MESSAGES,
    titles: pressing::titles,
    waiting: pressing::waiting,
    upkeep: |db, organisation| Box::pin(acts::keep(db, organisation)),
    forget: |tx, whom, _| Box::pin(acts::forget(tx, whom)),
    holds: |tx, whom| Box::pin(store::holds(tx, whom)),
    hears: None,
};

/// What these pages say.
const MESSAGES: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

fn routes() -> Routes {
    let pages = site::routes().and(console::routes());
    pages
        .of_person(pressing::of_person)
        .of_me_under(deedwell_web::Under::Points, pressing::of_me)
        .and(api::routes())
}
