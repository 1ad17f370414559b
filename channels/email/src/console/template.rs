//! One template: what it says in each language, how a letter made of it looks, and its versions.

use askama::Template as Page;
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use deedwell_core::Result;
use deedwell_sending::Content;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Query, StaffMember, Tx};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::mailer::ways::of_organisation;
use crate::template::{Template, Version};
use crate::write::marks::escape;
use crate::write::page::{Format, Source};
use crate::{Mail, acts, store};

/// Versions that are listed.
const MOST_LISTED: usize = 30;
/// A page of ours in which one of theirs stands: everything else is as on every page.
const WITH_FRAME: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'; frame-src 'self'";
/// Nothing runs in a letter, and nothing leads out of it.
const SHUT: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

#[derive(Deserialize, IntoParams, Clone, Default)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Which {
    /// `en`; '' for the first there is.
    language: String,
    /// '' for what it says now.
    version: String,
    /// `text` for the plain one.
    part: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TemplateSourceForm {
    language: String,
    subject: String,
    /// `words`, `mjml` or `html`.
    format: String,
    body: String,
    /// '' to have it made of the page.
    text: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TemplateNameForm {
    name: String,
    /// JSON: values for previews.
    sample: String,
}

#[derive(Page)]
#[template(path = "console/template.html")]
struct TemplatePage {
    frame: Frame,
    errors: Errors,
    template: Template,
    language: String,
    languages: Vec<String>,
    version: i64,
    typed: Source,
    formats: Vec<Choice>,
    versions: Vec<Version>,
    is_old: bool,
}

impl TemplatePage {
    async fn load(
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        key: &str,
        which: &Which,
        typed: Option<Source>,
        errors: Errors,
    ) -> Result<Self> {
        let template = store::template(tx, key).await?;
        let now = store::versions_now(tx, key).await?;
        let language = match which.language.as_str() {
            "" => {
                now.first().map_or_else(|| frame.language.code.to_owned(), |v| v.language.clone())
            }
            given => given.to_owned(),
        };
        let versions = store::versions_of(tx, key, &language, MOST_LISTED).await?;
        let wanted = which.version.parse::<i64>().ok();
        let shown =
            wanted.and_then(|n| versions.iter().find(|v| v.version == n)).or(versions.first());
        let version = shown.map_or(0, |v| v.version);
        let is_old = versions.first().is_some_and(|newest| newest.version != version);
        let blank = || Source {
            subject: String::new(),
            format: Format::Words,
            body: String::new(),
            text: String::new(),
        };
        let typed = typed.or_else(|| shown.map(|v| v.source.clone())).unwrap_or_else(blank);
        let format = |f: Format| (f.name(), frame.t(&format!("email-format-{}", f.name())));
        let formats = Choice::list(Format::ALL.map(format), typed.format.name());
        let languages = now.into_iter().map(|v| v.language).collect();
        Ok(Self {
            frame,
            errors,
            template,
            language,
            languages,
            version,
            typed,
            formats,
            versions,
            is_old,
        })
    }

    fn home(&self) -> String {
        format!("/console/email/templates/{}", self.template.key)
    }

    fn preview(&self) -> String {
        format!("{}/preview?language={}&version={}", self.home(), self.language, self.version)
    }

    fn preview_title(&self) -> String {
        self.frame.w("email-preview-of", &self.template.name)
    }

    fn answered(self, status: StatusCode) -> Response {
        let mut response = self.respond_with(status);
        let policy = HeaderValue::from_static(WITH_FRAME);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        response
    }
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(key): Path<String>,
    Query(which): Query<Which>,
) -> Answer<Response> {
    let page = TemplatePage::load(&mut tx, frame, &key, &which, None, Errors::none()).await?;
    Ok(page.answered(StatusCode::OK))
}

pub(super) async fn write(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(key): Path<String>,
    Form(form): Form<TemplateSourceForm>,
) -> Answer<Response> {
    let TemplateSourceForm { language, subject, format, body, text } = form;
    let format = Format::parse(&format).unwrap_or(Format::Words);
    let source = Source { subject, format, body, text };
    match acts::write_template(&mut tx, me.who(), &key, &language, source.clone()).await {
        Ok(_) => {
            tx.commit().await?;
            let page = format!("/console/email/templates/{key}?language={language}");
            Ok(on_with(&page, "email-said-written"))
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            let which = Which { language, ..Which::default() };
            let page =
                TemplatePage::load(&mut tx, frame, &key, &which, Some(source), errors).await?;
            Ok(page.answered(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

pub(super) async fn name(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(key): Path<String>,
    Form(TemplateNameForm { name, sample }): Form<TemplateNameForm>,
) -> Answer<Response> {
    match acts::name_template(&mut tx, me.who(), &key, &name, &sample).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/email/templates/{key}"), "email-said-changed"))
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            let mut page =
                TemplatePage::load(&mut tx, frame, &key, &Which::default(), None, errors).await?;
            (page.template.name, page.template.sample) = (name, sample);
            Ok(page.answered(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// A letter as a page of its own, shut in: for the frame beside the form.
pub(super) async fn preview(
    mail: Mail,
    Tx(mut tx): Tx,
    Path(key): Path<String>,
    Query(which): Query<Which>,
) -> Answer<Response> {
    let template = store::template(&mut tx, &key).await?;
    let versions = store::versions_of(&mut tx, &key, &which.language, MOST_LISTED).await?;
    let wanted = which.version.parse::<i64>().ok();
    let version =
        wanted.and_then(|n| versions.iter().find(|v| v.version == n)).or(versions.first());
    let version = version.ok_or(deedwell_core::Error::Missing("template"))?;
    let sample = serde_json::from_str(&template.sample).unwrap_or_default();
    let given = acts::somebody(&of_organisation(&mut tx, &mail).await?, sample);
    let made = acts::preview(&mut tx, &mail, &version.source, &version.language, &given).await;
    let html = match made {
        Ok(filled) if which.part == "text" => in_lines(&filled.subject, &filled.text),
        Ok(filled) => filled.page,
        // What is missing is the most useful thing to see.
        Err(error) => in_lines("", &error.sentence()),
    };
    Ok(shut(html))
}

fn in_lines(subject: &str, text: &str) -> String {
    format!(
        "<!doctype html><title>{0}</title><h1>{0}</h1><pre style=\"white-space:pre-wrap\">{1}</pre>",
        escape(subject),
        escape(text)
    )
}

fn shut(html: String) -> Response {
    let mut response = html.into_response();
    let headers = response.headers_mut();
    let mut say = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    say(header::CONTENT_TYPE, "text/html; charset=utf-8");
    say(header::CONTENT_SECURITY_POLICY, SHUT);
    say(header::X_FRAME_OPTIONS, "SAMEORIGIN");
    say(header::REFERRER_POLICY, "no-referrer");
    response
}

pub(super) async fn test(
    mail: Mail,
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(key): Path<String>,
) -> Answer<Response> {
    let template = store::template(&mut tx, &key).await?;
    let sample = serde_json::from_str(&template.sample).unwrap_or_default();
    let id = acts::send_test(&mut tx, me.id, Content::Template(key), sample).await?;
    tx.commit().await?;
    mail.nudge.notify_one();
    Ok(on_with(&format!("/console/email?tried={id}#tried"), "email-said-tested"))
}

pub(super) async fn close(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(key): Path<String>,
) -> Answer<Response> {
    acts::close_template(&mut tx, me.who(), &key, true).await?;
    tx.commit().await?;
    Ok(on_with("/console/email/templates", "email-said-closed"))
}

pub(super) async fn reopen(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(key): Path<String>,
) -> Answer<Response> {
    acts::close_template(&mut tx, me.who(), &key, false).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/console/email/templates/{key}"), "email-said-reopened"))
}
