//! All templates, and a new one.

use askama::Template as Page;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::Result;
use deedwell_web::answer::{Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::template::Template;
use crate::write::page::{Format, Source};
use crate::{acts, store};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TemplateNewForm {
    /// `order-thanks`.
    key: String,
    name: String,
}

#[derive(Page)]
#[template(path = "console/templates.html")]
pub(super) struct TemplatesPage {
    frame: Frame,
    errors: Errors,
    templates: Vec<Template>,
    typed: (String, String),
}

impl TemplatesPage {
    async fn load(
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        errors: Errors,
        typed: (String, String),
    ) -> Result<Self> {
        let templates = store::templates(tx).await?;
        Ok(Self { frame, errors, templates, typed })
    }
}

pub(super) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<TemplatesPage>> {
    let page = TemplatesPage::load(&mut tx, frame, Errors::none(), Default::default());
    Ok(View(page.await?))
}

pub(super) async fn make(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(TemplateNewForm { key, name }): Form<TemplateNewForm>,
) -> Answer<Response> {
    match acts::make_template(&mut tx, me.who(), &key, &name).await {
        Ok(key) => {
            // Something to begin with, in the language of whoever begins.
            let source = Source {
                subject: name.trim().replace(['{', '}'], ""),
                format: Format::Words,
                body: frame.t("email-template-begins"),
                text: String::new(),
            };
            acts::write_template(&mut tx, me.who(), &key, frame.language.code, source).await?;
            tx.commit().await?;
            Ok(on_with(&format!("/console/email/templates/{key}"), "email-said-made"))
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            let page = TemplatesPage::load(&mut tx, frame, errors, (key, name)).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}
