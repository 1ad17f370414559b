//! Who was forgotten: of them nothing, of the forgetting when, why, and how far it has come.

use std::collections::HashMap;

use askama::Template;
use deedwell_core::{Id, Staff};
use deedwell_people::erase::{self, Erasure, PAGE};
use deedwell_web::answer::Pages;
use deedwell_web::{Answer, Frame, Query, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::people::store;

#[derive(Deserialize, IntoParams, Default)]
#[serde(default)]
pub(in crate::people) struct ReceiptsAsk {
    /// A page of receipts, from 1.
    page: Option<u64>,
}

#[derive(Template)]
#[template(path = "people/forget/receipts.html")]
pub(in crate::people) struct Page {
    frame: Frame,
    receipts: Vec<Erasure>,
    pages: Pages,
    staff: HashMap<Id<Staff>, String>,
}

pub(in crate::people) async fn list(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<ReceiptsAsk>,
) -> Answer<View<Page>> {
    let total = erase::count(&mut tx).await?;
    let base = "/console/people/forgotten";
    let pages = Pages::new(ask.page.unwrap_or(1), total, PAGE as u64, base);
    let skip = usize::try_from(pages.here).unwrap_or(1).saturating_sub(1) * erase::PAGE;
    let receipts = erase::receipts(&mut tx, skip, erase::PAGE).await?;
    let staff = store::staff_names(&mut tx).await?;
    Ok(View(Page { frame, receipts, pages, staff }))
}

impl Page {
    fn why(&self, one: &Erasure) -> String {
        self.frame.t(&format!("people-forget-why-{}", one.why.name()))
    }

    fn who(&self, one: &Erasure) -> String {
        match one.staff {
            None if one.by_themselves => self.frame.t("people-forgotten-by-themselves"),
            Some(staff) => self.staff.get(&staff).cloned().unwrap_or_default(),
            None => self.frame.w("people-forgotten-by-key", &one.key),
        }
    }

    fn what(&self, one: &Erasure) -> String {
        let signs = self.frame.n("people-forgotten-signs", one.identities);
        format!("{signs}, {}", self.frame.n("people-forgotten-entries", one.actions))
    }
}
