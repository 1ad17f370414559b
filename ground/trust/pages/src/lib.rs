//! What people see and press of trust: [`console`] for staff, who decide what is counted apart; [`site`] for the
//! customers whom it concerns; [`api`] for programs; [`panels`] beside somebody's page and on My part. Who looks
//! like one, and what becomes of it, is decided in `deedwell_trust`.
mod api;
mod console;
mod panels;
mod site;
#[cfg(test)]
mod tests;
mod words;

use deedwell_web::{Right, Routes, Under};

/// What these pages say, by language.
pub const MESSAGES: &[(&str, &str)] = &[
    ("en", include_str!("../../locales/en.ftl")),
    ("de", include_str!("../../locales/de.ftl")),
    ("en", include_str!("../locales/en.ftl")),
    ("de", include_str!("../locales/de.ftl")),
];

pub fn routes() -> Routes {
    site::routes()
        .and(console::routes())
        .and(api::routes())
        .tells(panels::troubles)
        .reviews(Right::HostProgrammes, panels::reviews)
        .of_person(panels::of_person)
        .of_me_under(Under::Part, panels::of_me)
        .holds(|tx, whom| Box::pin(deedwell_trust::store::holds(tx, whom)))
}
