//! Sources: opened, shown with what is to be copied, given new keys, closed.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Id, Result, Secret, Unit};
use deedwell_web::address::Address;
use deedwell_web::answer::{Choice, Errors, Render, on_with, on_with_secret};
use deedwell_web::{Answer, Deedwell, Form, Frame, Right, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::settle::AboutForm;
use super::snippets::{Snippet, snippets};
use crate::deed::{SourceDeed, note};
use crate::held;
use crate::plan::{Plan, store};
use crate::source::{self, KeyRow, NewSource, Source, SourceKind, Strictness};

/// Transactions that one press is worth; what is left waits for the next.
const MOST_BATCHES: usize = 40;

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSourceForm {
    source_name: String,
    /// `browser` or `server`.
    sends_from: String,
    #[serde(default)]
    unit: String,
    /// Hosts, one a line.
    #[serde(default)]
    origins: String,
    /// Set: no part of an address is kept.
    #[serde(default)]
    no_addresses: Option<String>,
}

#[derive(Template)]
#[template(path = "console/sources.html")]
pub(super) struct ListPage {
    frame: Frame,
    sources: Vec<Source>,
    errors: Errors,
    typed: NewSourceForm,
    kinds: Vec<Choice>,
    units: Vec<Choice>,
}

impl ListPage {
    async fn load(
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        typed: NewSourceForm,
        errors: Errors,
    ) -> Result<Self> {
        let sources = source::sources(tx).await?;
        let words = [SourceKind::Browser, SourceKind::Server]
            .map(|k| (k.name(), frame.t(&format!("collect-kind-{}", k.name()))));
        let mut kinds = Choice::list(words, &typed.sends_from);
        for kind in &mut kinds {
            kind.help = frame.t(&format!("collect-kind-{}-help", kind.value));
        }
        let units = units(&frame, &typed.unit, None);
        Ok(Self { frame, sources, errors, typed, kinds, units })
    }

    fn may_plan(&self) -> bool {
        self.frame.may(Right::ManageSettings)
    }

    fn has_units(&self) -> bool {
        !self.frame.units.is_empty()
    }

    fn kind(&self, source: &Source) -> String {
        self.frame.t(&format!("collect-kind-{}", source.kind.name()))
    }
}

pub(super) async fn list(frame: Frame, Tx(mut tx): Tx) -> Answer<View<ListPage>> {
    let typed = NewSourceForm { sends_from: "browser".to_owned(), ..NewSourceForm::default() };
    Ok(View(ListPage::load(&mut tx, frame, typed, Errors::none()).await?))
}

pub(super) async fn open(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<NewSourceForm>,
) -> Answer<Response> {
    match opened(&mut tx, &me, &frame, &form).await {
        Ok((id, key)) => {
            tx.commit().await?;
            Ok(on_with_secret(&format!("/console/sources/{id}"), key.reveal()))
        }
        Err(error) => {
            let errors = errors_of(&frame, error)?;
            let page = ListPage::load(&mut tx, frame, form, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// What could not be used, in the reader's language.
pub(super) fn errors_of(frame: &Frame, error: Error) -> Result<Errors> {
    let Error::Invalid { field, sentence } = error else { return Err(error) };
    let known = frame.try_t(&format!("collect-wrong-{}", field.replace('_', "-")));
    Ok(Errors::none().and(&field, &known.unwrap_or_else(|| sentence.into_owned())))
}

/// The unit that was chosen; `None` for the choice of none. The one of before may be closed by now.
pub(super) fn unit_of(
    frame: &Frame,
    chosen: &str,
    before: Option<Id<Unit>>,
) -> Result<Option<Id<Unit>>> {
    let open = frame.units.iter().map(|unit| unit.id);
    let known = || open.chain(before).find(|unit| unit.to_string() == chosen);
    if chosen.is_empty() { Ok(None) } else { known().ok_or(Error::Missing("unit")).map(Some) }
}

/// Those that are open, and the one of before where it is closed.
fn units(frame: &Frame, chosen: &str, before: Option<Id<Unit>>) -> Vec<Choice> {
    let none = (String::new(), frame.t("collect-unit-none"));
    let open = frame.units.iter().map(|u| (u.id.to_string(), u.name.clone()));
    let closed = before.filter(|unit| !frame.units.iter().any(|u| u.id == *unit));
    let closed = closed.map(|unit| (unit.to_string(), frame.t("collect-unit-closed")));
    Choice::list(std::iter::once(none).chain(open).chain(closed), chosen)
}

async fn opened(
    tx: &mut deedwell_store::Tx,
    me: &StaffMember,
    frame: &Frame,
    form: &NewSourceForm,
) -> Result<(Id<Source>, Secret)> {
    let unit = unit_of(frame, &form.unit, None)?;
    let keeps = form.no_addresses.is_none();
    let new = NewSource::checked(&form.source_name, &form.sends_from, unit, &form.origins, keeps)?;
    let (id, key) = source::add_source(tx, &new).await?;
    note(tx, me, SourceDeed::Opened { source: id }, &new.name).await?;
    Ok((id, key))
}

/// One source: its keys, and what is to be copied to send from it.
#[derive(Template)]
#[template(path = "console/source.html")]
pub(super) struct SourcePage {
    frame: Frame,
    source: Source,
    keys: Vec<KeyRow>,
    /// A server's key, shown this once.
    secret: Option<String>,
    snippets: Vec<Snippet>,
    strictness: Vec<Choice>,
    /// What waits, by name.
    held: Vec<(String, i64)>,
    about: AboutForm,
    units: Vec<Choice>,
    errors: Errors,
}

impl SourcePage {
    async fn load(
        app: &Deedwell,
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        id: Id<Source>,
    ) -> Result<Self> {
        let source = source::source(tx, id).await?;
        let keys = source::keys(tx, id).await?;
        // A cookie is whatever somebody put there.
        let secret = match frame.shown.clone() {
            Some(key) if source::is_key_of(tx, id, &key).await? => Some(key),
            _ => None,
        };
        let public = keys.iter().find(|k| k.ends_at.is_none()).map(|k| k.shown.clone());
        let key = match source.kind {
            SourceKind::Browser => public.or_else(|| secret.clone()),
            SourceKind::Server => secret.clone(),
        };
        let key = key.unwrap_or_else(|| frame.t("collect-key-yours"));
        let snippets = snippets(source.kind, app.settings().public_url.trim_end_matches('/'), &key);
        let strictness = strictness(&frame, source.strictness);
        let held = held::names(tx, id).await?;
        let about = AboutForm {
            source_name: source.name.clone(),
            unit: source.unit.map(|u| u.to_string()).unwrap_or_default(),
            origins: source.origins.join("\n"),
        };
        let units = units(&frame, &about.unit, source.unit);
        let errors = Errors::none();
        Ok(Self { frame, source, keys, secret, snippets, strictness, held, about, units, errors })
    }

    /// With what was typed, and what of it could not be used.
    pub async fn again(
        app: &Deedwell,
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        id: Id<Source>,
        about: AboutForm,
        errors: Errors,
    ) -> Result<Self> {
        let page = Self::load(app, tx, frame, id).await?;
        let units = units(&page.frame, &about.unit, page.source.unit);
        Ok(Self { units, about, errors, ..page })
    }

    fn has_units(&self) -> bool {
        self.units.len() > 1
    }

    fn is_browser(&self) -> bool {
        self.source.kind == SourceKind::Browser
    }

    fn kind(&self) -> String {
        self.frame.t(&format!("collect-kind-{}", self.source.kind.name()))
    }

    /// Where somebody says what it means; '' for who may not.
    fn plan_href(&self, name: &str) -> String {
        if !self.frame.may(Right::ManageSettings) {
            return String::new();
        }
        Address::to("/console/plan/name").with("name", name).to_string()
    }

    fn has_old_keys(&self) -> bool {
        self.keys.iter().any(|key| key.ends_at.is_some())
    }

    fn key_state(&self, key: &KeyRow) -> String {
        key.ends_at
            .map(|at| self.frame.w("collect-key-ends", self.frame.moment(&at)))
            .unwrap_or_default()
    }
}

fn strictness(frame: &Frame, chosen: Strictness) -> Vec<Choice> {
    let words = |s: Strictness| (s.name(), frame.t(&format!("collect-strict-{}", s.name())));
    let mut choices = Choice::list(Strictness::ALL.map(words), chosen.name());
    for choice in &mut choices {
        choice.help = frame.t(&format!("collect-strict-{}-what", choice.value));
    }
    choices
}

pub(super) async fn show(
    State(app): State<Deedwell>,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Source>>,
) -> Answer<View<SourcePage>> {
    Ok(View(SourcePage::load(&app, &mut tx, frame, id).await?))
}

/// What changes while one waits for the first event.
#[derive(Template)]
#[template(path = "console/state.html")]
pub(super) struct StatePiece {
    frame: Frame,
    source: Source,
}

pub(super) async fn state(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Source>>,
) -> Answer<View<StatePiece>> {
    let source = source::source(&mut tx, id).await?;
    Ok(View(StatePiece { frame, source }))
}

pub(super) async fn rotate(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Source>>,
) -> Answer<Response> {
    let name = source::source(&mut tx, id).await?.name;
    let key = source::rotate(&mut tx, id).await?;
    note(&mut tx, &me, SourceDeed::KeyRotated { source: id }, &name).await?;
    tx.commit().await?;
    Ok(on_with_secret(&format!("/console/sources/{id}"), key.reveal()))
}

pub(super) async fn close(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Source>>,
) -> Answer<Response> {
    let name = source::source(&mut tx, id).await?.name;
    source::close(&mut tx, id).await?;
    note(&mut tx, &me, SourceDeed::Closed { source: id }, &name).await?;
    tx.commit().await?;
    Ok(on_with("/console/sources", "collect-said-closed"))
}

/// A transaction for every few hundred, so that nobody waits long for what comes in meanwhile.
pub(super) async fn take_in(
    me: StaffMember,
    State(app): State<Deedwell>,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Source>>,
) -> Answer<Response> {
    let organisation = tx.organisation();
    let name = source::source(&mut tx, id).await?.name;
    drop(tx);
    let mut all = 0;
    for _ in 0..MOST_BATCHES {
        let mut tx = app.db().write(organisation).await?;
        let source = source::source(&mut tx, id).await?;
        let plan = Plan::new(store::names(&mut tx).await?);
        let events = held::take_in(&mut tx, &source, &plan, &app.hears()).await?;
        if events == 0 {
            break;
        }
        note(&mut tx, &me, SourceDeed::HeldTakenIn { source: id, events }, &name).await?;
        tx.commit().await?;
        all += events;
    }
    app.nudge();
    let said = if all > 0 { "collect-said-taken-in" } else { "collect-said-none-taken-in" };
    Ok(on_with(&format!("/console/sources/{id}"), said))
}
