//! What was said before, while somebody types.

use askama::Template;
use deedwell_web::{Answer, Frame, Query, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::store::{self, IdeaCard};
use crate::words::LONGEST_TITLE;

#[derive(Deserialize, IntoParams)]
pub(crate) struct Title {
    /// As far as it is typed.
    #[serde(default)]
    title: String,
}

#[derive(Template)]
#[template(path = "site/similar.html")]
pub(crate) struct Similar {
    frame: Frame,
    similar: Vec<IdeaCard>,
}

pub(crate) async fn show(
    frame: Frame,
    Query(typed): Query<Title>,
    Tx(mut tx): Tx,
) -> Answer<View<Similar>> {
    let title: String = typed.title.chars().take(LONGEST_TITLE).collect();
    let similar = store::similar(&mut tx, &title).await?;
    Ok(View(Similar { frame, similar }))
}
