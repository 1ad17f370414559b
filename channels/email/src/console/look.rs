//! How every letter looks: logo, colour, what stands below; and the layout for whoever wants more.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::Result;
use deedwell_web::answer::{Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::setting::Look;
use crate::{acts, store};

const HERE: &str = "/console/email/look";

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EmailLookForm {
    /// The address of a picture: `https://…`.
    logo: String,
    /// `#0f766e`.
    colour: String,
    footer: String,
    postal_address: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EmailLayoutForm {
    /// MJML with `{{ content }}` in it; '' for the one that is built in.
    layout: String,
}

#[derive(Template)]
#[template(path = "console/look.html")]
pub(super) struct LookPage {
    frame: Frame,
    errors: Errors,
    look: Look,
    layout: String,
}

impl LookPage {
    async fn load(
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        look: Option<Look>,
        layout: Option<String>,
        errors: Errors,
    ) -> Result<Self> {
        let look = match look {
            Some(look) => look,
            None => store::setting(tx).await?.look,
        };
        let layout = match layout {
            Some(layout) => layout,
            None => acts::layout(tx).await?,
        };
        Ok(Self { frame, errors, look, layout })
    }
}

pub(super) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<LookPage>> {
    Ok(View(LookPage::load(&mut tx, frame, None, None, Errors::none()).await?))
}

pub(super) async fn change(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<EmailLookForm>,
) -> Answer<Response> {
    let EmailLookForm { logo, colour, footer, postal_address } = form;
    let look = Look { logo, colour, footer, postal_address };
    match acts::change_look(&mut tx, me.id, look.clone()).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(HERE, "email-said-look"))
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            let page = LookPage::load(&mut tx, frame, Some(look), None, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

pub(super) async fn change_layout(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(EmailLayoutForm { layout }): Form<EmailLayoutForm>,
) -> Answer<Response> {
    match acts::change_layout(&mut tx, me.id, &layout).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(HERE, "email-said-layout"))
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            let page = LookPage::load(&mut tx, frame, None, Some(layout), errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}
