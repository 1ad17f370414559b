//! Addresses that get nothing: why, since when, and how they get something again.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Result};
use deedwell_store::{Tx as Transaction, audit};
use deedwell_web::address::Address as Link;
use deedwell_web::answer::{Choice, Errors, Pages, Render, on_with};
use deedwell_web::file::{Csv, MOST_ROWS};
use deedwell_web::{Answer, Form, Frame, Query, Right, StaffMember, Tx, View};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::errors;
use crate::acts::LONGEST_NOTE;
use crate::store::{self, SuppressionsAsk};
use crate::suppression::{Suppressed, Why};
use crate::{Address, EMAIL, acts};

const ON_A_PAGE: usize = 50;

#[derive(Deserialize, IntoParams, Default, Clone)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddressesAsk {
    /// Part of an address.
    q: Option<String>,
    /// `hard_bounce`, `soft_bounce`, `complaint` or `staff`.
    reason: Option<String>,
    page: Option<u64>,
}

impl AddressesAsk {
    fn read(&self) -> Result<SuppressionsAsk> {
        let wrong = || Error::invalid("reason", "There is no such reason.");
        let reason = self.reason.as_deref().filter(|r| !r.is_empty());
        let reason = reason.map(|r| Why::parse(r).ok_or_else(wrong)).transpose()?;
        let search = self.q.as_deref().unwrap_or_default().trim();
        Ok(SuppressionsAsk { reason, search: search.chars().take(254).collect() })
    }
}

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddressAddForm {
    address: String,
    /// Why.
    note: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddressReleaseForm {
    channel: String,
    /// By which the address is known.
    hash: String,
    reason: String,
    /// Why.
    note: String,
}

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddressFileForm {
    /// A table as CSV, with a column `address`, or one address a line.
    table: String,
}

#[derive(Template)]
#[template(path = "console/addresses.html")]
pub(crate) struct AddressesPage {
    frame: Frame,
    errors: Errors,
    ask: AddressesAsk,
    rows: Vec<Suppressed>,
    total: u64,
    pages: Pages,
    reasons: Vec<Choice>,
    typed: AddressAddForm,
}

impl AddressesPage {
    fn may_change(&self) -> bool {
        self.frame.may(Right::ChangePeople)
    }

    fn may_export(&self) -> bool {
        self.frame.may(Right::ExportPeople)
    }

    fn why(&self, why: &Why) -> String {
        why_words(&self.frame, *why)
    }

    fn shown(&self, row: &Suppressed) -> String {
        row.address.clone().unwrap_or_else(|| self.frame.t("sending-address-forgotten"))
    }

    fn query(&self) -> &str {
        self.ask.q.as_deref().unwrap_or_default()
    }

    fn is_filtered(&self) -> bool {
        self.query() != "" || self.ask.reason.as_deref().is_some_and(|r| !r.is_empty())
    }

    fn longest_note(&self) -> usize {
        LONGEST_NOTE
    }
}

fn why_words(frame: &Frame, why: Why) -> String {
    frame.t(&format!("sending-reason-{}", why.name().replace('_', "-")))
}

async fn page(
    tx: &mut Transaction,
    frame: Frame,
    ask: AddressesAsk,
    typed: AddressAddForm,
    errors: Errors,
) -> Result<AddressesPage> {
    let read = ask.read()?;
    let total = store::count_suppressions(tx, &read).await?;
    let here = Link::to("/console/letters/addresses")
        .with_some("q", ask.q.as_deref())
        .with_some("reason", ask.reason.as_deref());
    let pages = Pages::new(ask.page.unwrap_or(1), total, ON_A_PAGE as u64, here.to_string());
    let offset = usize::try_from(pages.here - 1).unwrap_or(0).saturating_mul(ON_A_PAGE);
    let rows = store::suppressions(tx, &read, ON_A_PAGE, offset).await?;
    let all = (String::new(), frame.t("sending-all"));
    let whys = Why::ALL.map(|why| (why.name().to_owned(), why_words(&frame, why)));
    let reasons =
        Choice::list(std::iter::once(all).chain(whys), ask.reason.as_deref().unwrap_or_default());
    Ok(AddressesPage { frame, errors, ask, rows, total, pages, reasons, typed })
}

pub(crate) async fn list(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<AddressesAsk>,
) -> Answer<View<AddressesPage>> {
    Ok(View(page(&mut tx, frame, ask, AddressAddForm::default(), Errors::none()).await?))
}

pub(crate) async fn add(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(typed): Form<AddressAddForm>,
) -> Answer<Response> {
    match added(&mut tx, &me, &typed).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with("/console/letters/addresses", "said-saved"))
        }
        Err(error) => {
            let errors = errors(&frame, error)?;
            let page = page(&mut tx, frame, AddressesAsk::default(), typed, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

async fn added(tx: &mut Transaction, me: &StaffMember, typed: &AddressAddForm) -> Result<()> {
    let wrong = |error| match error {
        Error::Invalid { sentence, .. } => Error::invalid("address", sentence),
        other => other,
    };
    let address = Address::email(&typed.address).map_err(wrong)?;
    acts::suppress(tx, Some(me.id), EMAIL, &address, &typed.note).await.map(drop)
}

pub(crate) async fn release(
    me: StaffMember,
    Tx(mut tx): Tx,
    Form(form): Form<AddressReleaseForm>,
) -> Answer<Response> {
    let wrong = || Error::invalid("reason", "There is no such reason.");
    let reason = Why::parse(&form.reason).ok_or_else(wrong)?;
    let of = (form.channel.as_str(), form.hash.as_str());
    acts::release_address(&mut tx, Some(me.id), of, reason, &form.note).await?;
    tx.commit().await?;
    Ok(on_with("/console/letters/addresses", "sending-said-address-released"))
}

pub(crate) async fn bring(
    me: StaffMember,
    Tx(mut tx): Tx,
    Form(form): Form<AddressFileForm>,
) -> Answer<Response> {
    acts::bring(&mut tx, Some(me.id), form.table.as_bytes()).await?;
    tx.commit().await?;
    Ok(on_with("/console/letters/addresses", "sending-said-brought"))
}

/// Noted in the audit before the first byte goes out.
pub(crate) async fn export(me: StaffMember, frame: Frame, Tx(mut tx): Tx) -> Answer<Response> {
    let rows = store::suppressions(&mut tx, &SuppressionsAsk::default(), MOST_ROWS, 0).await?;
    let mut noted = frame.app().db().write(tx.organisation()).await?;
    let detail = json!({ "addresses": rows.len() });
    audit(&mut noted, Some(me.id), "letters.addresses_exported", None, &detail).await?;
    noted.commit().await?;
    let mut csv = Csv::new(&["address", "channel", "reason", "note", "source", "at", "until"]);
    for row in rows.into_iter().filter(|row| row.address.is_some()) {
        csv.row([
            row.address.unwrap_or_default(),
            row.channel,
            row.reason.name().to_owned(),
            row.note,
            row.source,
            row.at.to_string(),
            row.until.map(|until| until.to_string()).unwrap_or_default(),
        ]);
    }
    Ok(csv.answer("addresses.csv"))
}
