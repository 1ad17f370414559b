//! What people see and press of *referrals*: [`site`] for customers and the friends whom they bring,
//! [`console`] for staff, [`api`] for programs. [`PROGRAMME`] declares it all; [`pressing`] is what it tells
//! the rest of Deedwell. What may happen, and what then stands, is decided in `deedwell_referrals`.
mod api;
mod console;
mod picture;
mod pressing;
mod site;
#[cfg(test)]
mod tests;
mod words;

// A page names a rule as if it stood beside it.
use deedwell_referrals::{acts, code, deed, judge, referral, said, stage, store, terms, value};
use deedwell_web::notice::{ByLetter, Notice, Whom};
use deedwell_web::{Programme, Right, Routes};

pub const PROGRAMME: Programme = Programme {
    name: "referrals",
    icon: "user-plus",
    console: "/console/referrals",
    site: "/my-friends",
    migrations: deedwell_referrals::MIGRATIONS,
    routes,
    meaning: deedwell_referrals::MEANING,
    told: deed::TOLD,
    messages: MESSAGES,
    titles: pressing::titles,
    waiting: pressing::waiting,
    upkeep: |db, organisation| Box::pin(acts::keep(db, organisation)),
    forget: |tx, whom, _| Box::pin(acts::forget(tx, whom)),
    holds: |tx, whom| Box::pin(store::holds(tx, whom)),
    hears: None,
};

/// What these pages say. The kinds of the programme are called as its rules have it.
const MESSAGES: &[(&str, &str)] = &[
    ("en", include_str!("../../locales/en.ftl")),
    ("de", include_str!("../../locales/de.ftl")),
    ("en", include_str!("../locales/site.en.ftl")),
    ("de", include_str!("../locales/site.de.ftl")),
    ("en", include_str!("../locales/console.en.ftl")),
    ("de", include_str!("../locales/console.de.ftl")),
];

/// Both of the two hear of it: it is a reward of each, and they wait for it.
const fn to_both(kind: deedwell_core::Kind) -> Notice {
    Notice { kind, whom: Whom::All, by: ByLetter::AtOnce }
}

const NOTICES: &[Notice] = &[
    to_both("referrals.clawed_back"),
    to_both("referrals.rejected"),
    to_both("referrals.paid"),
    to_both("referrals.appeal_answered"),
    // Good news that can wait: what comes of it is told at once.
    Notice::to_all("referrals.held"),
];

fn routes() -> Routes {
    let pages = site::routes().and(console::routes()).notices(NOTICES, pressing::took_part);
    let pages = pages.reviews(Right::HostProgrammes, pressing::reviews);
    pages.of_person(pressing::of_person).of_me(pressing::of_me).and(api::routes())
}
