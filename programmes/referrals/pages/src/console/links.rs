//! Links, what came by them, and closing one.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Id, Person};
use deedwell_web::address::Address;
use deedwell_web::answer::{Pages, on_with};
use deedwell_web::{Answer, Frame, Query, Right, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::code::{self, shown};
use crate::referral::Link;
use crate::store::{self, LAST_PAGE, LinkCounted, PAGE};
use crate::{acts, words};

const HERE: &str = "/console/referrals/links";

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(super) struct LinksAsk {
    /// A code, as it is said or written.
    code: Option<String>,
    /// From 1.
    page: Option<String>,
}

pub(super) struct Row {
    one: LinkCounted,
    name: String,
    code: String,
}

#[derive(Template)]
#[template(path = "console/links.html")]
pub(super) struct Page {
    frame: Frame,
    rows: Vec<Row>,
    pages: Pages,
    typed: String,
    is_no_code: bool,
}

impl Page {
    fn may_close(&self) -> bool {
        self.frame.may(Right::ManageProgrammes)
    }
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<LinksAsk>,
) -> Answer<View<Page>> {
    let typed: String = ask.code.unwrap_or_default().trim().chars().take(code::LONGEST).collect();
    let read = (!typed.is_empty()).then(|| code::read(&typed));
    let is_no_code = matches!(read, Some(Err(_)));
    let read = read.and_then(Result::ok);
    let page: usize = ask.page.as_deref().and_then(|n| n.parse().ok()).unwrap_or(1);
    let page = page.clamp(1, LAST_PAGE + 1);
    let (found, total) = match is_no_code {
        true => (Vec::new(), 0),
        false => store::links(&mut tx, read.as_deref(), page - 1).await?,
    };
    let people: Vec<Id<Person>> = found.iter().filter_map(|one| one.person).collect();
    let names = words::named(&mut tx, &frame, &people).await?;
    let row = |one: LinkCounted| {
        let name = one.person.and_then(|id| names.get(&id).cloned());
        let name = name.unwrap_or_else(|| frame.t("referrals-somebody"));
        Row { name, code: shown(&one.link.code), one }
    };
    let rows = found.into_iter().map(row).collect();
    let base = Address::to(HERE).with_some("code", read).to_string();
    let all = u64::try_from(total).unwrap_or(0);
    let pages = Pages::new(page as u64, all, PAGE as u64, base);
    Ok(View(Page { frame, rows, pages, typed, is_no_code }))
}

pub(super) async fn close(
    me: StaffMember,
    Path(id): Path<Id<Link>>,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    acts::close_link(&mut tx, me.id, id).await?;
    tx.commit().await?;
    Ok(on_with(HERE, "referrals-said-link-closed"))
}
