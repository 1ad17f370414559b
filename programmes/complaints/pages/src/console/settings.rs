//! What we promise, who may offer how much, who decides outside, and letters that are sent often.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_calendar::{Term, TermUnit};
use deedwell_core::{Currency, Error, Id, Money, Result};
use deedwell_store::Tx as Work;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::promise::{Promise, Settings};
use crate::template::{PLACES, Template as Letter};
use crate::words::Wrong;
use crate::{acts, store};

const HERE: &str = "/console/complaints/settings";

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintSetPromiseForm)]
pub(crate) struct PromiseForm {
    acknowledgement: String,
    /// `business_hours`, `business_days` or `days`.
    acknowledgement_unit: String,
    answer: String,
    answer_unit: String,
    end: String,
    end_unit: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintSetSettingsForm)]
pub(crate) struct SettingsForm {
    ombudsman: String,
    ombudsman_address: String,
    /// '' for none: every amount then needs another's word.
    agent_limit: String,
    host_limit: String,
    agent_points: String,
    host_points: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintSetTemplateForm)]
pub(crate) struct TemplateForm {
    name: String,
    body: String,
}

#[derive(Template)]
#[template(path = "console/settings.html")]
pub(crate) struct Page {
    frame: Frame,
    promise: PromiseForm,
    typed: SettingsForm,
    letter: TemplateForm,
    letters: Vec<Letter>,
    versions: usize,
    wrong: Wrong,
}

#[derive(Default)]
struct Sent {
    promise: Option<PromiseForm>,
    settings: Option<SettingsForm>,
    letter: TemplateForm,
    wrong: Wrong,
}

impl Page {
    async fn load(tx: &mut Work, frame: Frame, sent: Sent) -> Result<Self> {
        let stands = store::promise(tx).await?;
        let versions = store::promises(tx).await?.len();
        let settings = store::settings(tx).await?;
        let letters = store::templates(tx).await?;
        let promise = sent.promise.unwrap_or_else(|| written(&stands));
        let typed = sent.settings.unwrap_or_else(|| typed(&settings));
        Ok(Self {
            frame,
            promise,
            typed,
            letter: sent.letter,
            letters,
            versions,
            wrong: sent.wrong,
        })
    }

    fn units(&self, chosen: &str) -> Vec<Choice> {
        let one = |unit: TermUnit| {
            let key = format!("complaints-unit-{}", unit.name().replace('_', "-"));
            (unit.name(), self.frame.t(&key))
        };
        Choice::list(TermUnit::ALL.map(one), chosen)
    }

    fn errors(&self, form: &str) -> Errors {
        self.wrong.at(form)
    }

    fn places(&self) -> String {
        PLACES.map(|place| format!("{{{{{place}}}}}")).join(", ")
    }

    fn currency(&self) -> String {
        self.frame.currency().as_str().to_owned()
    }
}

fn written(promise: &Promise) -> PromiseForm {
    let unit = |term: Term| term.unit().name().to_owned();
    PromiseForm {
        acknowledgement: promise.acknowledgement.count().to_string(),
        acknowledgement_unit: unit(promise.acknowledgement),
        answer: promise.answer.count().to_string(),
        answer_unit: unit(promise.answer),
        end: promise.end.count().to_string(),
        end_unit: unit(promise.end),
    }
}

fn typed(settings: &Settings) -> SettingsForm {
    let limit = |limit: Option<Money>| limit.map(Money::decimal).unwrap_or_default();
    SettingsForm {
        ombudsman: settings.ombudsman.clone(),
        ombudsman_address: settings.ombudsman_address.clone(),
        agent_limit: limit(settings.agent_limit),
        host_limit: limit(settings.host_limit),
        agent_points: settings.agent_points.to_string(),
        host_points: settings.host_points.to_string(),
    }
}

pub(crate) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, Sent::default()).await?))
}

async fn done(
    mut tx: Work,
    frame: Frame,
    form: &'static str,
    first: &str,
    sent: Sent,
    acted: Result<()>,
) -> Answer<Response> {
    match acted {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(HERE, "said-saved"))
        }
        Err(error) => {
            let wrong = Wrong::of(&frame, form, first, error)?;
            let status = wrong.status;
            let page = Page::load(&mut tx, frame, Sent { wrong, ..sent }).await?;
            Ok(page.respond_with(status))
        }
    }
}

pub(crate) async fn promise(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<PromiseForm>,
) -> Answer<Response> {
    let acted = match read(&form) {
        Ok(new) => acts::set_promise(&mut tx, me.id, new).await.map(drop),
        Err(error) => Err(error),
    };
    let sent = Sent { promise: Some(form), ..Sent::default() };
    done(tx, frame, "promise", "acknowledgement", sent, acted).await
}

fn read(form: &PromiseForm) -> Result<Promise> {
    let term = |field: &'static str, count: &str, unit: &str| {
        let count = count.trim().parse().unwrap_or(0);
        let unit = TermUnit::parse(unit)
            .ok_or_else(|| Error::invalid(field, "Please choose hours or days."))?;
        Term::new(count, unit).map_err(|e| Error::invalid(field, e.sentence().into_owned()))
    };
    Ok(Promise {
        version: 0,
        acknowledgement: term(
            "acknowledgement",
            &form.acknowledgement,
            &form.acknowledgement_unit,
        )?,
        answer: term("answer", &form.answer, &form.answer_unit)?,
        end: term("end", &form.end, &form.end_unit)?,
    })
}

pub(crate) async fn change(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<SettingsForm>,
) -> Answer<Response> {
    let acted = match settings(&form, frame.currency()) {
        Ok(new) => acts::set_settings(&mut tx, me.id, new).await,
        Err(error) => Err(error),
    };
    let sent = Sent { settings: Some(form), ..Sent::default() };
    done(tx, frame, "settings", "ombudsman", sent, acted).await
}

fn settings(form: &SettingsForm, currency: Currency) -> Result<Settings> {
    let limit = |field: &'static str, text: &str| match text.trim() {
        "" => Ok(None),
        text => Money::parse(text, currency)
            .map(Some)
            .map_err(|e| Error::invalid(field, e.sentence().into_owned())),
    };
    let points = |field: &'static str, text: &str| match text.trim() {
        "" => Ok(0),
        text => text.parse().map_err(|_| Error::invalid(field, "Points are a whole number.")),
    };
    Ok(Settings {
        ombudsman: form.ombudsman.clone(),
        ombudsman_address: form.ombudsman_address.clone(),
        agent_limit: limit("agent_limit", &form.agent_limit)?,
        host_limit: limit("host_limit", &form.host_limit)?,
        agent_points: points("agent_points", &form.agent_points)?,
        host_points: points("host_points", &form.host_points)?,
    })
}

pub(crate) async fn add_template(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<TemplateForm>,
) -> Answer<Response> {
    let acted = acts::keep_template(&mut tx, me.id, None, &form.name, &form.body).await.map(drop);
    let sent = Sent { letter: form, ..Sent::default() };
    done(tx, frame, "letter", "name", sent, acted).await
}

pub(crate) async fn edit_template(
    me: StaffMember,
    frame: Frame,
    Path(id): Path<Id<Letter>>,
    Tx(mut tx): Tx,
    Form(form): Form<TemplateForm>,
) -> Answer<Response> {
    let kept = acts::keep_template(&mut tx, me.id, Some(id), &form.name, &form.body).await;
    let sent = Sent { letter: form, ..Sent::default() };
    done(tx, frame, "letter", "name", sent, kept.map(drop)).await
}

pub(crate) async fn remove(
    me: StaffMember,
    Path(id): Path<Id<Letter>>,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    acts::remove_template(&mut tx, me.id, id).await?;
    tx.commit().await?;
    Ok(on_with(HERE, "said-saved"))
}
