//! Between HTTP and a slice: who asks, forms, pages, layouts, components.
//!
//! Read [`routes`] first: a route says who may use it, and from the same list come the router, the
//! gate and the OpenAPI file. Then [`ask`], what a handler may take; [`answer`], what it may give;
//! [`frame`], what every page knows; [`mark`], how a line of a timeline is marked; [`programme`], what a slice declares;
//! [`notice`], what customers are told of it; [`review`], what staff have to judge;
//! [`finding`], words in what people wrote.
pub mod address;
pub mod answer;
mod app;
pub mod ask;
pub mod assets;
pub mod chart;
mod error_page;
pub mod file;
pub mod finding;
pub mod frame;
mod gate;
pub mod i18n;
pub mod layout;
mod live;
pub mod mark;
pub mod notice;
mod once;
mod openapi;
pub mod panel;
mod preferences;
pub mod programme;
mod rate;
pub mod review;
pub mod roles;
pub mod routes;
pub mod sessions;

pub use answer::{Answer, Problem, Render, View};
pub use app::{Deedwell, Settings, Site};
pub use ask::{Actor, ApiKey, Asked, Form, Json, Key, Me, Peer, Query, StaffMember, Tx, Visitor};
pub use frame::Frame;
pub use once::done;
pub use panel::{Panel, Under};
pub use programme::{Hears, Programme, Title, Waiting};
pub use roles::{Right, Role};
pub use routes::{Needs, Routes};

use deedwell_store::Migration;

pub const MIGRATIONS: &[Migration] = &[
    Migration { owner: "web", name: "0001_web", sql: include_str!("../migrations/0001_web.sql") },
    Migration {
        owner: "web",
        name: "0002_key_source",
        sql: include_str!("../migrations/0002_key_source.sql"),
    },
    Migration {
        owner: "web",
        name: "0003_session_browser",
        sql: include_str!("../migrations/0003_session_browser.sql"),
    },
];

/// The routes that belong to no slice.
pub(crate) fn own_routes() -> Routes {
    Routes::new("ground")
        .get(
            "/assets/{*name}",
            Needs::Anybody,
            "Style sheets, scripts, fonts, icons",
            assets::serve,
        )
        .before_set_up()
        .get("/openapi.json", Needs::Anybody, "This list", openapi::serve)
        .before_set_up()
        .get(
            "/live",
            Needs::AnyStaff,
            "Says when something happened (server-sent events)",
            live::changes,
        )
        .post("/preferences", Needs::Anybody, "Language, and light or dark", preferences::set)
        .form::<preferences::Preferences>()
        .before_set_up()
}

pub use preferences::own_path;
