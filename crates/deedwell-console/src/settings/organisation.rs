//! The organisation's own page: name, address, currency, zone, language; and the list of units.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use deedwell_core::Result;
use deedwell_web::answer::{Choice, Errors, on_with};
use deedwell_web::{Answer, Deedwell, Form, Frame, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::unit::NewUnitForm;
use crate::acts::By;
use crate::acts::fields;
use crate::acts::organisation::{self, OrganisationSettings};
use crate::acts::units::{self, UnitRow};
use crate::forms::{self, Looked, put_right};
use crate::wrong;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationForm {
    organisation: String,
    slug: String,
    #[serde(default)]
    host: String,
    currency: String,
    zone: String,
    language: String,
}

impl From<OrganisationSettings> for OrganisationForm {
    fn from(kept: OrganisationSettings) -> Self {
        Self {
            organisation: kept.name,
            slug: kept.slug,
            host: kept.host.unwrap_or_default(),
            currency: kept.currency.to_string(),
            zone: kept.zone,
            language: kept.language,
        }
    }
}

#[derive(Template)]
#[template(path = "settings/settings.html")]
pub(super) struct Page {
    frame: Frame,
    errors: Errors,
    typed: OrganisationForm,
    currencies: Vec<Choice>,
    zones: Vec<Choice>,
    languages: Vec<Choice>,
    units: Vec<UnitRow>,
    unit_errors: Errors,
    new_unit: NewUnitForm,
    unit_currencies: Vec<Choice>,
    base_domain: Option<String>,
}

impl Page {
    /// Where the short name leads, if it leads anywhere.
    fn slug_help(&self) -> String {
        match &self.base_domain {
            Some(base) => self.frame.w("console-slug-leads", format!("{}.{base}", self.typed.slug)),
            None => self.frame.t("console-slug-help"),
        }
    }

    /// With what was typed and what is wrong with it, of either form.
    pub(super) async fn load(
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        organisation: Option<(OrganisationForm, Errors)>,
        unit: Option<(NewUnitForm, Errors)>,
    ) -> Result<Self> {
        let (typed, errors) = match organisation {
            Some(typed) => typed,
            None => (organisation::settings(tx).await?.into(), Errors::none()),
        };
        let (new_unit, unit_errors) = unit.unwrap_or_else(|| {
            let currency = frame.currency().to_string();
            (NewUnitForm { unit_currency: currency, ..NewUnitForm::default() }, Errors::none())
        });
        Ok(Self {
            currencies: forms::currencies(&typed.currency),
            zones: forms::zones(&typed.zone),
            languages: forms::languages(&frame, &typed.language),
            unit_currencies: forms::currencies(&new_unit.unit_currency),
            units: units::units(tx).await?,
            base_domain: frame.app().settings().base_domain.clone(),
            frame,
            errors,
            typed,
            unit_errors,
            new_unit,
        })
    }
}

pub(super) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, None, None).await?))
}

pub(super) async fn change(
    State(app): State<Deedwell>,
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<OrganisationForm>,
) -> Answer<Response> {
    let mut looked = Looked::new(&frame);
    if let Some(new) = look_at(&mut looked, &app, &form)? {
        let changed = organisation::change(app.db(), &mut tx, By::Member(&me), &new).await;
        if looked.at(changed)?.is_some() {
            tx.commit().await?;
            app.refresh_sites().await?;
            return Ok(on_with("/console/settings", "said-saved"));
        }
    }
    let errors = looked.errors;
    put_right(Page::load(&mut tx, frame, Some((form, errors)), None).await?)
}

fn look_at(
    looked: &mut Looked<'_>,
    app: &Deedwell,
    form: &OrganisationForm,
) -> Result<Option<OrganisationSettings>> {
    let name = looked.at(fields::line(&form.organisation, wrong::ORGANISATION))?;
    let slug = looked.at(fields::slug(&form.slug))?;
    let host = looked.at(fields::host(&form.host, app.settings().base_domain.as_deref()))?;
    let currency = looked.at(fields::currency(&form.currency))?;
    let zone = looked.at(fields::zone(&form.zone))?;
    let language = looked.at(fields::language(&form.language))?;
    let (Some(name), Some(slug), Some(host)) = (name, slug, host) else { return Ok(None) };
    let (Some(currency), Some(zone), Some(language)) = (currency, zone, language) else {
        return Ok(None);
    };
    Ok(Some(OrganisationSettings { name, slug, host, currency, zone, language }))
}
