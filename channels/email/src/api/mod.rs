//! The same for programs of the organisation's own, as JSON under `/api/email`: templates, and what came
//! back. A program that writes templates acts for a member of staff, whom it names by e-mail address.

use axum::extract::Path;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_store::Tx as Transaction;
use deedwell_web::{Answer, Json, Needs, Right, Role, Routes, Tx, done};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::template::{Template, Version};
use crate::write::page::{Format, Source};
use crate::{acts, store, take_in};

const READ: Needs = Needs::KeyToRead;
const WRITE: Needs = Needs::KeyToWrite;

pub(crate) fn routes() -> Routes {
    Routes::new("email")
        .get("/api/email/templates", READ, "Templates of letters, by name", list)
        .gives::<Vec<TemplateGiven>>()
        .post("/api/email/templates", WRITE, "A new template, for staff", make)
        .json::<TemplateNew>()
        .gives::<TemplateWhole>()
        .get(
            "/api/email/templates/{template}",
            READ,
            "A template, and what it says in each language",
            one,
        )
        .gives::<TemplateWhole>()
        .post(
            "/api/email/templates/{template}",
            WRITE,
            "Change what a template says, for staff",
            write,
        )
        .json::<TemplateSourceNew>()
        .gives::<TemplateWhole>()
        .post("/api/email/returns", WRITE, "A bounce or complaint that came to you", take)
        .json::<ReturnNew>()
        .gives::<ReturnTaken>()
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TemplateNew {
    /// The e-mail address of a member of staff who may manage settings.
    staff: String,
    /// `order-thanks`.
    key: String,
    name: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TemplateSourceNew {
    /// The e-mail address of a member of staff who may manage settings.
    staff: String,
    /// `en`.
    language: String,
    subject: String,
    /// `words`, `mjml` or `html`.
    format: String,
    body: String,
    /// The plain part; none to have it made of the page.
    #[serde(default)]
    text: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReturnNew {
    /// The whole message as it came, in base64.
    message: String,
}

#[derive(Serialize, ToSchema)]
struct TemplateGiven {
    key: String,
    name: String,
    made_at: String,
    closed_at: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct TemplateWhole {
    key: String,
    name: String,
    made_at: String,
    closed_at: Option<String>,
    /// What it says now.
    versions: Vec<VersionGiven>,
}

#[derive(Serialize, ToSchema)]
struct VersionGiven {
    language: String,
    version: i64,
    subject: String,
    /// `words`, `mjml` or `html`.
    format: String,
    body: String,
    text: String,
    made_at: String,
}

#[derive(Serialize, ToSchema)]
struct ReturnTaken {
    /// `bounce`, `complaint`, `automatic` or `unknown`.
    kind: String,
    /// The letter that is meant; none where none of yours is.
    letter: Option<String>,
    /// The same had come before.
    repeated: bool,
}

impl TemplateGiven {
    fn of(template: &Template) -> Self {
        Self {
            key: template.key.clone(),
            name: template.name.clone(),
            made_at: template.made_at.to_string(),
            closed_at: template.closed_at.map(|at| at.to_string()),
        }
    }
}

impl VersionGiven {
    fn of(version: Version) -> Self {
        Self {
            language: version.language,
            version: version.version,
            subject: version.source.subject,
            format: version.source.format.name().to_owned(),
            body: version.source.body,
            text: version.source.text,
            made_at: version.made_at.to_string(),
        }
    }
}

/// Somebody of ours who may manage settings.
async fn manager(tx: &mut Transaction, email: &str) -> Result<Id<Staff>> {
    let nobody = || Error::invalid("staff", "Nobody who works here has this e-mail address.");
    let (id, role) = store::staff_by_email(tx, email).await?.ok_or_else(nobody)?;
    match Role::parse(&role) {
        Some(role) if role.may(Right::ManageSettings) => Ok(id),
        _ => Err(Error::not_allowed("This colleague's role does not include it.")),
    }
}

async fn whole(tx: &mut Transaction, key: &str) -> Result<TemplateWhole> {
    let TemplateGiven { key, name, made_at, closed_at } =
        TemplateGiven::of(&store::template(tx, key).await?);
    let versions = store::versions_now(tx, &key).await?;
    let versions = versions.into_iter().map(VersionGiven::of).collect();
    Ok(TemplateWhole { key, name, made_at, closed_at, versions })
}

async fn list(Tx(mut tx): Tx) -> Answer<axum::Json<Vec<TemplateGiven>>> {
    let all = store::templates(&mut tx).await?;
    Ok(axum::Json(all.iter().map(TemplateGiven::of).collect()))
}

async fn one(Tx(mut tx): Tx, Path(key): Path<String>) -> Answer<axum::Json<TemplateWhole>> {
    Ok(axum::Json(whole(&mut tx, &key).await?))
}

async fn make(Tx(mut tx): Tx, Json(new): Json<TemplateNew>) -> Answer<Response> {
    let staff = manager(&mut tx, &new.staff).await?;
    let key = acts::make_template(&mut tx, Who::Staff(staff), &new.key, &new.name).await?;
    let given = whole(&mut tx, &key).await?;
    done(tx, given).await
}

async fn write(
    Tx(mut tx): Tx,
    Path(key): Path<String>,
    Json(new): Json<TemplateSourceNew>,
) -> Answer<Response> {
    let staff = manager(&mut tx, &new.staff).await?;
    let wrong = || Error::invalid("format", "A format is words, mjml or html.");
    let format = Format::parse(&new.format).ok_or_else(wrong)?;
    let TemplateSourceNew { language, subject, body, text, .. } = new;
    let source = Source { subject, format, body, text };
    acts::write_template(&mut tx, Who::Staff(staff), &key, &language, source).await?;
    let given = whole(&mut tx, &key).await?;
    done(tx, given).await
}

async fn take(Tx(mut tx): Tx, Json(ReturnNew { message }): Json<ReturnNew>) -> Answer<Response> {
    let wrong = |_| Error::invalid("message", "A message is sent whole, in base64.");
    let raw = STANDARD.decode(message.trim()).map_err(wrong)?;
    let taken = take_in::take_in(&mut tx, &raw).await?;
    let given = ReturnTaken {
        kind: taken.kind.name().to_owned(),
        letter: taken.letter.map(|id| id.to_string()),
        repeated: taken.is_repeated,
    };
    done(tx, given).await
}
