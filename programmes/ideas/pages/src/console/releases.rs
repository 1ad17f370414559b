//! Releases: you asked, here it is.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Errors, Pages, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Query, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::words::Wrong;
use crate::acts;
use crate::board::{NewRelease, Release};
use crate::idea::Idea;
use crate::store::{self, IdeaCard, PAGE};
use crate::words::LONGEST_BODY;

/// Shipped ideas that can be chosen.
const MOST_SHIPPED: usize = 100;

#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct ReleasesAsk {
    page: Option<usize>,
}

/// What the form sends; `idea` once for each.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the fields, which are read as pairs because they repeat"
)]
pub(super) struct ReleaseForm {
    title: String,
    body: String,
    /// Ids of ideas that shipped.
    idea: Vec<String>,
    /// `now` publishes it at once; `draft` keeps it.
    publish: String,
}

#[derive(Template)]
#[template(path = "console/releases.html")]
pub(super) struct Page {
    frame: Frame,
    drafts: Vec<(Release, Vec<IdeaCard>)>,
    published: Vec<(Release, Vec<IdeaCard>)>,
    pages: Pages,
    shipped: Vec<IdeaCard>,
    typed: NewRelease,
    wrong: Wrong,
}

impl Page {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        page: usize,
        typed: NewRelease,
        wrong: Wrong,
    ) -> Result<Self> {
        let published = store::changelog(tx, page - 1).await?;
        let drafts = store::drafts(tx, 0).await?;
        let total = u64::try_from(published.total).unwrap_or_default();
        Ok(Self {
            pages: Pages::new(page as u64, total, PAGE as u64, RELEASES),
            drafts: drafts.items,
            published: published.items,
            shipped: store::shipped_lately(tx, MOST_SHIPPED).await?,
            frame,
            typed,
            wrong,
        })
    }

    fn errors(&self) -> Errors {
        self.wrong.at("release")
    }

    fn is_chosen(&self, id: &Id<Idea>) -> bool {
        self.typed.ideas.contains(id)
    }

    fn longest(&self) -> usize {
        LONGEST_BODY
    }

    fn votes(&self, card: &IdeaCard) -> String {
        self.frame.n("ideas-staff-votes", card.votes)
    }
}

const RELEASES: &str = "/console/ideas/releases";

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<ReleasesAsk>,
) -> Answer<View<Page>> {
    let page = ask.page.unwrap_or(1).max(1);
    let typed = NewRelease::default();
    Ok(View(Page::load(&mut tx, frame, page, typed, Wrong::default()).await?))
}

pub(super) async fn write(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let new = release_of(pairs)?;
    let said = if new.publish { "ideas-staff-said-published" } else { "ideas-staff-said-drafted" };
    let Err(error) = acts::release(&mut tx, me.id, &new).await else {
        tx.commit().await?;
        return Ok(on_with(RELEASES, said));
    };
    let wrong = Wrong::of(&frame, "release", &[("ideas", "ideas")], error)?;
    let status = wrong.status;
    Ok(Page::load(&mut tx, frame, 1, new, wrong).await?.respond_with(status))
}

fn release_of(pairs: Vec<(String, String)>) -> Result<NewRelease> {
    let mut new = NewRelease::default();
    for (name, value) in pairs {
        match name.as_str() {
            "title" => new.title = value,
            "body" => new.body = value,
            "idea" => new.ideas.push(value.parse()?),
            "publish" => new.publish = value == "now",
            _ => return Err(Error::invalid("form", "This form has a field that is not known.")),
        }
    }
    Ok(new)
}

pub(super) async fn publish(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Release>>,
) -> Answer<Response> {
    acts::publish_release(&mut tx, me.id, id).await?;
    tx.commit().await?;
    Ok(on_with(RELEASES, "ideas-staff-said-published"))
}
