//! What customers press on their page.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use deedwell_core::{Error, Id, Result};
use deedwell_store::Tx as Work;
use deedwell_web::answer::{Render, on_with};
use deedwell_web::{Answer, Asked, Form, Frame, Me, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::mine::{Page, Typed, appeal_field};
use crate::acts;
use crate::deed::Channel;
use crate::referral::Referral;
use crate::words::Wrong;

const HERE: &str = "/my-friends";

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = FriendsShareForm)]
pub(super) struct ShareForm {
    /// `chat`, `mail`, `social`, `spoken`, `picture` or `other`.
    channel: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = FriendsCodeForm)]
pub(super) struct CodeForm {
    /// As a friend said it.
    code: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = FriendsAppealForm)]
pub(super) struct AppealForm {
    why: String,
}

/// Commits what was done and goes back, or shows the page again with what was typed.
async fn done(
    mut tx: Work,
    (me, frame): (Me, Frame),
    (form, first): (&str, &str),
    typed: Typed,
    acted: Result<&'static str>,
) -> Answer<Response> {
    match acted {
        Ok(said) => {
            tx.commit().await?;
            Ok(on_with(HERE, said))
        }
        Err(error) => {
            let wrong = Wrong::of(&frame, form, first, error)?;
            let status = wrong.status;
            Ok(Page::load(&mut tx, frame, &me, typed, wrong).await?.respond_with(status))
        }
    }
}

pub(super) async fn make_link(me: Me, frame: Frame, Tx(mut tx): Tx) -> Answer<Response> {
    let made = acts::make_link(&mut tx, me.who()).await;
    let acted = made.map(|_| "referrals-said-link");
    done(tx, (me, frame), ("link", "link"), Typed::default(), acted).await
}

/// Told by the page when a link of it is followed, or pressed by hand.
pub(super) async fn share(
    me: Me,
    frame: Frame,
    asked: Asked,
    Tx(mut tx): Tx,
    Form(form): Form<ShareForm>,
) -> Answer<Response> {
    let shared = match Channel::parse(form.channel.trim()) {
        Some(channel) => acts::share(&mut tx, me.who(), channel).await.map(drop),
        None => Err(Error::invalid("channel", "Please choose one of these ways.")),
    };
    if asked.piece {
        shared?;
        tx.commit().await?;
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let acted = shared.map(|()| "referrals-said-shared");
    done(tx, (me, frame), ("share", "channel"), Typed::default(), acted).await
}

pub(super) async fn name_referrer(
    me: Me,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<CodeForm>,
) -> Answer<Response> {
    let named = acts::name_referrer(&mut tx, me.who(), &form.code).await;
    let typed = Typed { code: form.code, ..Typed::default() };
    let acted = named.map(|_| "referrals-said-named");
    done(tx, (me, frame), ("code", "code"), typed, acted).await
}

pub(super) async fn appeal(
    me: Me,
    frame: Frame,
    Path(id): Path<Id<Referral>>,
    Tx(mut tx): Tx,
    Form(form): Form<AppealForm>,
) -> Answer<Response> {
    let appealed = acts::appeal(&mut tx, me.who(), id, &form.why).await;
    let typed = Typed { why: form.why, ..Typed::default() };
    // There are several such forms on the page: each has a field of its own name.
    let field = appeal_field(&id);
    let acted = match appealed {
        Ok(()) => Ok("referrals-said-appealed"),
        Err(Error::Invalid { sentence, .. }) => {
            Err(Error::Invalid { field: field.clone().into(), sentence })
        }
        Err(error) => Err(error),
    };
    done(tx, (me, frame), (&id.to_string(), &field), typed, acted).await
}
