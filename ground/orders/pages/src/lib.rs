//! What people see and press of orders: [`site`] for customers, [`console`] for staff, [`api`] for programs,
//! [`intake`] for the shops that call. [`PROGRAMME`] declares it all: buying is a programme like the others.
//! What may happen, and what then stands, is decided in `deedwell_orders`.
mod api;
mod console;
mod intake;
mod panels;
mod site;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use deedwell_core::Result;
use deedwell_orders::store;
use deedwell_store::Tx;
use deedwell_web::programme::Later;
use deedwell_web::{Programme, Routes, Title, Waiting};

pub const PROGRAMME: Programme = Programme {
    name: "orders",
    icon: "shopping-bag",
    console: "/console/orders",
    site: "/my-orders",
    migrations: deedwell_orders::MIGRATIONS,
    routes,
    meaning: deedwell_orders::MEANING,
    told: &["orders.refunded", "orders.cancelled"],
    messages: MESSAGES,
    titles,
    // Nobody waits for an answer about an order here: who complains, does so there.
    waiting: |_, _, _| Box::pin(async { Ok(Waiting::default()) }),
    upkeep: |db, organisation| {
        Box::pin(async move {
            let mut tx = db.write(organisation).await?;
            let gone = store::tidy_calls(&mut tx).await?;
            tx.commit().await?;
            Ok(gone)
        })
    },
    forget: |tx, whom, _| Box::pin(store::forget(tx, whom)),
    holds: |tx, whom| Box::pin(store::holds(tx, whom)),
    hears: Some(|tx, actions| Box::pin(deedwell_orders::heard::hear(tx, actions))),
};

/// What these pages say. `site` also names the programme, its kinds and its refusals.
const MESSAGES: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

fn routes() -> Routes {
    let pages = site::routes().and(console::routes()).finds(panels::finds);
    let pages =
        pages.of_person(panels::of_person).of_me_under(deedwell_web::Under::Orders, panels::of_me);
    pages.and(api::routes()).and(intake::routes())
}

/// For `order/<reference>`: the number by which people call it.
fn titles<'a>(tx: &'a mut Tx, abouts: &'a [String]) -> Later<'a, Result<HashMap<String, Title>>> {
    Box::pin(async move {
        let of = |about: &'a String| about.strip_prefix("order/");
        let references: Vec<&str> = abouts.iter().filter_map(of).collect();
        let found = store::numbers(tx, &references).await?;
        let title = |(reference, id, words)| {
            let (site, console) = (format!("/my-orders/{id}"), format!("/console/orders/{id}"));
            (deedwell_orders::order::about(reference), Title { words, site, console })
        };
        Ok(found.iter().map(|(r, id, n)| title((r.as_str(), *id, n.clone()))).collect())
    })
}
