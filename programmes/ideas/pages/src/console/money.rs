//! What an idea earned, saved and cost, on which basis, and whose merit that is.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::meaning::Basis;
use deedwell_core::{Currency, Error, Id, Money, Person, Result, Timestamp};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Query, Right, Site, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::credit::{self, Shares};
use super::shown::{self, TotalShown};
use super::words::{Names, Wrong};
use crate::idea::Idea;
use crate::money::{Entry, EntryKind, NewEntry};
use crate::{acts, store};

#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct MoneyAsk {
    /// Words of somebody to share the credit with.
    pub q: Option<String>,
    /// The id of a person to add to the shares.
    #[param(value_type = Option<String>)]
    pub with: Option<Id<Person>>,
}

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryForm {
    /// `earned`, `saved`, `cost`.
    #[serde(default)]
    kind: String,
    /// An exact decimal, such as 1204.50.
    #[serde(default)]
    amount: String,
    #[serde(default)]
    currency: String,
    /// `experiment`, `matched`, `claimed`.
    #[serde(default)]
    basis: String,
    /// Where the figure comes from.
    #[serde(default)]
    note: String,
}

struct EntryShown {
    id: Id<Entry>,
    kind: String,
    amount: String,
    basis: String,
    note: String,
    by: String,
    at: Timestamp,
    /// It takes another back, or was taken back.
    counter: bool,
    taken_back: bool,
}

#[derive(Template)]
#[template(path = "console/money.html")]
pub(super) struct Page {
    frame: Frame,
    idea: Idea,
    totals: Vec<TotalShown>,
    entries: Vec<EntryShown>,
    currencies: Vec<Choice>,
    shares: Shares,
    typed: EntryForm,
    /// The entry whose taking back could not be used, and what was typed.
    back: (String, String),
    wrong: Wrong,
}

/// What the page shows beside what is kept.
#[derive(Default)]
pub(super) struct Sent {
    pub ask: MoneyAsk,
    pub entry: EntryForm,
    pub back: (String, String),
    pub shares: Option<Vec<(Id<Person>, String)>>,
    pub wrong: Wrong,
}

impl Page {
    pub(super) async fn load(
        tx: &mut Transaction,
        frame: Frame,
        id: Id<Idea>,
        sent: Sent,
    ) -> Result<Self> {
        let idea = store::idea(tx, id).await?;
        let all = store::entries(tx, id).await?;
        let names = Names::of(tx, &frame, &[]).await?;
        let entries = all.iter().map(|entry| shown(&frame, &names, entry, &all)).collect();
        let unit = match idea.unit {
            Some(unit) => store::currency_of(tx, unit).await?,
            None => None,
        };
        let mut currencies: Vec<Currency> = unit.into_iter().chain([frame.currency()]).collect();
        currencies.dedup();
        let totals = store::totals(tx, Some(id)).await?;
        Ok(Self {
            totals: shown::totals(&frame, &totals),
            shares: Shares::load(tx, &frame, id, &sent.ask, sent.shares).await?,
            currencies: Choice::list(currencies.iter().map(|c| (c, c)), &sent.entry.currency),
            typed: sent.entry,
            back: sent.back,
            wrong: sent.wrong,
            entries,
            idea,
            frame,
        })
    }

    fn errors(&self, form: &str) -> Errors {
        self.wrong.at(form)
    }

    fn kinds(&self) -> Vec<Choice> {
        let words =
            |k: EntryKind| (k.name(), self.frame.t(&format!("ideas-staff-money-{}", k.name())));
        Choice::list(EntryKind::ALL.map(words), &self.typed.kind)
    }

    fn bases(&self) -> Vec<Choice> {
        let words = |b: Basis| (b.name(), self.frame.t(&format!("ideas-staff-basis-{}", b.name())));
        let mut choices = Choice::list(Basis::ALL.map(words), &self.typed.basis);
        for choice in &mut choices {
            choice.help = self.frame.t(&format!("ideas-staff-basis-{}-help", choice.value));
        }
        choices
    }

    fn is_back(&self, id: &Id<Entry>) -> bool {
        self.back.0 == id.to_string()
    }

    fn back_note(&self, id: &Id<Entry>) -> &str {
        if self.is_back(id) { &self.back.1 } else { "" }
    }

    fn back_error(&self, id: &Id<Entry>) -> String {
        self.wrong.errors.at(&format!("back-{id}")).to_owned()
    }

    fn may_host(&self) -> bool {
        self.frame.may(Right::HostProgrammes)
    }
}

fn shown(frame: &Frame, names: &Names, entry: &Entry, all: &[Entry]) -> EntryShown {
    EntryShown {
        id: entry.id,
        kind: frame.t(&format!("ideas-staff-money-{}", entry.kind.name())),
        amount: frame.money(&entry.amount),
        basis: frame.t(&format!("ideas-staff-basis-{}", entry.basis.name())),
        note: entry.note.clone(),
        by: names.staff(entry.staff),
        at: entry.at,
        counter: entry.reverses.is_some(),
        taken_back: all.iter().any(|other| other.reverses == Some(entry.id)),
    }
}

fn path(id: Id<Idea>) -> String {
    format!("/console/ideas/{id}/money")
}

/// The page once more, with what was typed.
pub(super) async fn again(
    tx: &mut Transaction,
    frame: Frame,
    id: Id<Idea>,
    sent: Sent,
) -> Answer<Response> {
    let status = sent.wrong.status;
    Ok(Page::load(tx, frame, id, sent).await?.respond_with(status))
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Query(ask): Query<MoneyAsk>,
) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, id, Sent { ask, ..Sent::default() }).await?))
}

pub(super) async fn book(
    me: StaffMember,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Form(form): Form<EntryForm>,
) -> Answer<Response> {
    let booked = match entry(&frame, &site, &form) {
        Ok(new) => acts::book(&mut tx, me.id, id, &new).await,
        Err(error) => Err(error),
    };
    let Err(error) = booked else {
        tx.commit().await?;
        return Ok(on_with(&path(id), "ideas-staff-said-booked"));
    };
    let names = [("amount", "amount"), ("value", "amount"), ("note", "note")];
    let wrong = Wrong::of(&frame, "entry", &names, error)?;
    again(&mut tx, frame, id, Sent { entry: form, wrong, ..Sent::default() }).await
}

fn entry(frame: &Frame, site: &Site, form: &EntryForm) -> Result<NewEntry> {
    let kind = EntryKind::parse(&form.kind);
    let basis = Basis::parse(&form.basis);
    let currency = match form.currency.as_str() {
        "" => site.currency,
        code => code.parse()?,
    };
    Ok(NewEntry {
        kind: kind.ok_or_else(|| Error::invalid("kind", "Please choose what was booked."))?,
        amount: Money::parse(&decimal(&form.amount, frame.language.code), currency)?,
        basis: basis
            .ok_or_else(|| Error::invalid("basis", "Please say how the amount is known."))?,
        note: form.note.clone(),
    })
}

/// Germans write `1.204,50`. What has no comma is read as it stands.
pub(super) fn decimal(text: &str, language: &str) -> String {
    let text = text.trim();
    if language == "de" && text.contains(',') {
        return text.replace('.', "").replacen(',', ".", 1);
    }
    text.to_owned()
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BackForm {
    /// Why.
    note: String,
}

pub(super) async fn take_back(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path((id, entry)): Path<(Id<Idea>, Id<Entry>)>,
    Form(form): Form<BackForm>,
) -> Answer<Response> {
    if store::entry(&mut tx, entry).await?.idea != id {
        return Err(Error::Missing("entry").into());
    }
    let Err(error) = acts::take_back_entry(&mut tx, me.id, entry, &form.note).await else {
        tx.commit().await?;
        return Ok(on_with(&path(id), "ideas-staff-said-taken-back"));
    };
    let field = format!("back-{entry}");
    let wrong = Wrong::of(&frame, "back", &[("note", &field)], error)?;
    let back = (entry.to_string(), form.note);
    again(&mut tx, frame, id, Sent { back, wrong, ..Sent::default() }).await
}

pub(super) async fn share(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let typed = credit::typed(pairs)?;
    let shared = match credit::shares(&typed, frame.language.code) {
        Ok(credits) => acts::credit(&mut tx, me.id, id, &credits).await,
        Err(error) => Err(error),
    };
    let Err(error) = shared else {
        tx.commit().await?;
        return Ok(on_with(&path(id), "said-saved"));
    };
    let wrong = Wrong::of(&frame, "credit", &[("shares", "shares")], error)?;
    again(&mut tx, frame, id, Sent { shares: Some(typed), wrong, ..Sent::default() }).await
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn amounts_are_read_as_the_reader_writes_them() {
        assert_eq!(decimal(" 1.204,50 ", "de"), "1204.50");
        assert_eq!(decimal("1204.50", "de"), "1204.50");
        assert_eq!(decimal("1,204.50", "en"), "1,204.50");
    }
}
