//! A new account, other words for one, its closing and reopening.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use deedwell_core::{Account, Error, Id, Result, Unit};
use deedwell_people::Proof;
use deedwell_people::account::acts::{self, Change, NamedBy, New};
use deedwell_people::account::{
    AccountDeed, AccountKind, LONGEST_NAME, LONGEST_NOTE, LONGEST_REFERENCE, Reference, card,
};
use deedwell_people::profile::Word;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{called, errors_of, href, kinds};
use crate::store::note;

#[derive(Deserialize, ToSchema, Default, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountFields {
    #[serde(default)]
    name: String,
    /// `company`, `household`, `other`.
    kind: String,
    #[serde(default)]
    note: String,
    /// The id of a unit; empty for none.
    #[serde(default)]
    unit: String,
    /// One by which programs know it; one more where there are some.
    #[serde(default)]
    reference: String,
    /// The version that was read.
    version: Option<i64>,
}

impl AccountFields {
    fn reference(&self) -> Result<Option<Reference>> {
        let text = self.reference.trim();
        (!text.is_empty()).then(|| Reference::new("", text)).transpose()
    }

    fn unit(&self, frame: &Frame) -> Result<Option<Id<Unit>>> {
        if self.unit.is_empty() {
            return Ok(None);
        }
        let unit = frame.units.iter().find(|unit| unit.id.to_string() == self.unit);
        unit.map(|unit| Some(unit.id)).ok_or(Error::Missing("unit"))
    }

    fn new_account(&self, frame: &Frame) -> Result<New> {
        Ok(New {
            name: self.name.clone(),
            kind: AccountKind::checked(&self.kind)?,
            note: self.note.clone(),
            unit: self.unit(frame)?,
            reference: self.reference()?,
        })
    }

    /// What to change. A unit that is closed by now stays: the form could not offer it.
    fn change(&self, frame: &Frame, before: Option<Id<Unit>>) -> Result<Change> {
        let offered = |id: Id<Unit>| frame.units.iter().any(|unit| unit.id == id);
        let stays = self.unit.is_empty() && before.is_some_and(|unit| !offered(unit));
        let unit = if stays { None } else { Some(self.unit(frame)?) };
        Ok(Change {
            name: Some(self.name.clone()),
            kind: Some(AccountKind::checked(&self.kind)?),
            note: Some(self.note.clone()),
            unit,
            reference: self.reference()?,
            version: self.version,
            ..Change::default()
        })
    }
}

#[derive(Template)]
#[template(path = "console/form.html")]
pub(super) struct FormPage {
    frame: Frame,
    typed: AccountFields,
    errors: Errors,
    /// Where the form is sent, and where one goes without sending it.
    action: String,
    back: String,
    /// What the account is called; empty for a new one.
    called: String,
}

impl FormPage {
    fn new(frame: Frame, typed: AccountFields, errors: Errors) -> Self {
        let (action, called) = ("/console/accounts".to_owned(), String::new());
        Self { frame, typed, errors, back: action.clone(), action, called }
    }

    fn of(frame: Frame, typed: AccountFields, errors: Errors, id: Id<Account>, name: &str) -> Self {
        let called = called(&frame, name, id);
        let action = format!("{}/change", href(id));
        Self { frame, typed, errors, action, back: href(id), called }
    }

    fn kinds(&self) -> Vec<Choice> {
        kinds(&self.frame, None, &self.typed.kind)
    }

    fn units(&self) -> Vec<Choice> {
        let none = (String::new(), self.frame.t("accounts-unit-none"));
        let units = self.frame.units.iter().map(|u| (u.id.to_string(), u.name.clone()));
        Choice::list(std::iter::once(none).chain(units), &self.typed.unit)
    }

    fn title(&self) -> String {
        if self.called.is_empty() { self.frame.t("accounts-new") } else { self.called.clone() }
    }

    fn longest_name(&self) -> usize {
        LONGEST_NAME
    }

    fn longest_note(&self) -> usize {
        LONGEST_NOTE
    }

    fn longest_reference(&self) -> usize {
        LONGEST_REFERENCE
    }

    fn version(&self) -> String {
        self.typed.version.map(|v| v.to_string()).unwrap_or_default()
    }
}

pub(super) async fn blank(frame: Frame) -> View<FormPage> {
    let typed =
        AccountFields { kind: AccountKind::Company.name().to_owned(), ..Default::default() };
    View(FormPage::new(frame, typed, Errors::none()))
}

pub(super) async fn open(
    staff: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(typed): Form<AccountFields>,
) -> Answer<Response> {
    let opened = async {
        let new = typed.new_account(&frame)?;
        acts::open(&mut tx, &new, NamedBy::Staff).await
    };
    match opened.await {
        Ok((id, deed)) => {
            note(&mut tx, staff.id, &deed).await?;
            tx.commit().await?;
            Ok(on_with(&href(id), "accounts-opened"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error)?;
            Ok(FormPage::new(frame, typed, errors).respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

pub(super) async fn form(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
) -> Answer<Response> {
    let card = card(&mut tx, id).await?;
    let typed = AccountFields {
        name: card.name.clone(),
        kind: card.kind.name().to_owned(),
        note: card.note.clone(),
        unit: card.unit.map(|unit| unit.to_string()).unwrap_or_default(),
        reference: String::new(),
        version: Some(card.version),
    };
    Ok(View(FormPage::of(frame, typed, Errors::none(), id, card.called())).into_response())
}

pub(super) async fn save(
    staff: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
    Form(typed): Form<AccountFields>,
) -> Answer<Response> {
    let before = card(&mut tx, id).await?;
    let word = word_of(&staff, tx.now());
    let changed = async {
        let change = typed.change(&frame, before.unit)?;
        acts::change(&mut tx, id, &change, &word, NamedBy::Staff).await
    };
    match changed.await {
        Ok(deed) => {
            if let Some(deed) = deed {
                note(&mut tx, staff.id, &deed).await?;
            }
            tx.commit().await?;
            Ok(on_with(&href(id), "accounts-changed"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error)?;
            let page = FormPage::of(frame, typed, errors, id, before.called());
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// What a colleague says in the console.
pub(super) fn word_of(staff: &StaffMember, at: deedwell_core::Timestamp) -> Word {
    Word { source: format!("staff/{}", staff.id), proof: Proof::Staff, at }
}

pub(super) async fn close(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
) -> Answer<Response> {
    let deed = acts::close(&mut tx, id).await?;
    done(tx, staff, id, &deed, "accounts-closed-now").await
}

pub(super) async fn reopen(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
) -> Answer<Response> {
    let deed = acts::reopen(&mut tx, id).await?;
    done(tx, staff, id, &deed, "accounts-reopened").await
}

async fn done(
    mut tx: deedwell_store::Tx,
    staff: StaffMember,
    id: Id<Account>,
    deed: &AccountDeed,
    said: &'static str,
) -> Answer<Response> {
    note(&mut tx, staff.id, deed).await?;
    tx.commit().await?;
    Ok(on_with(&href(id), said))
}
