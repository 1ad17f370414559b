//! What customers see: what came of what they did, and how often they hear of it by letter.

use askama::Template;
use axum::response::Response;
use deedwell_core::{Error, Id, Person, Result, Timestamp};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors, Pages, on_with};
use deedwell_web::{Answer, Form, Frame, Me, Needs, Query, Routes, Tx, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::acts::{self, Line};
use crate::how::How;
use crate::store;

const PER_PAGE: u64 = 30;
const HERE: &str = "/my-notices";

pub(crate) fn routes() -> Routes {
    let me = Needs::Customer;
    Routes::new("notices")
        .get(HERE, me, "What came of what I did", show)
        .query::<NoticesAsk>()
        .post("/my-notices/seen", me, "I have seen them", seen)
        .form::<SeenUntil>()
        .post("/my-notices/wish", me, "How often I hear by letter", wish)
        .form::<HowOften>()
}

#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
struct NoticesAsk {
    page: Option<u64>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SeenUntil {
    /// Microseconds: when the page was made that they saw.
    seen_until: i64,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HowOften {
    /// `at_once`, `day`, `week` or `never`.
    how: String,
}

#[derive(Template)]
#[template(path = "site/page.html")]
struct NoticesPage {
    frame: Frame,
    errors: Errors,
    lines: Vec<Line>,
    unseen: u64,
    pages: Pages,
    hows: Vec<Choice>,
    now: Timestamp,
}

impl NoticesPage {
    fn says(&self, line: &Line) -> String {
        let values = [("title", line.title.words.clone())];
        self.frame.m(&line.key(), &values)
    }

    fn has_new(&self) -> bool {
        self.unseen > 0
    }

    fn until(&self) -> i64 {
        self.now.as_microsecond()
    }
}

async fn show(
    me: Me,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<NoticesAsk>,
) -> Answer<View<NoticesPage>> {
    Ok(View(page(&mut tx, frame, me.person, ask.page.unwrap_or(1)).await?))
}

async fn page(
    tx: &mut Transaction,
    frame: Frame,
    me: Id<Person>,
    number: u64,
) -> Result<NoticesPage> {
    let (total, unseen) = store::counts(tx, me).await?;
    let pages = Pages::new(number, total, PER_PAGE, HERE);
    let skip = usize::try_from((pages.here - 1) * PER_PAGE).map_err(Error::fault)?;
    let rows = store::notices(tx, me, (PER_PAGE as usize, skip)).await?;
    let app = frame.app().clone();
    let lines = acts::each(&app, tx, &rows).await?;
    let chosen = store::wishes(tx, &[me]).await?.remove(&me).unwrap_or_default();
    let words = |how: How| frame.t(&format!("notices-how-{}", how.name().replace('_', "-")));
    let hows = Choice::list(How::ALL.map(|how| (how.name(), words(how))), chosen.name());
    let now = tx.now();
    Ok(NoticesPage { frame, errors: Errors::none(), lines, unseen, pages, hows, now })
}

async fn seen(me: Me, Tx(mut tx): Tx, Form(form): Form<SeenUntil>) -> Answer<Response> {
    let until = Timestamp::from_microsecond(form.seen_until).map_err(|_| {
        Error::invalid("seen_until", "This page is no longer good. Please load it again.")
    })?;
    store::set_seen(&mut tx, me.person, until).await?;
    tx.commit().await?;
    Ok(on_with(HERE, "notices-all-seen"))
}

async fn wish(
    me: Me,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<HowOften>,
) -> Answer<Response> {
    let Some(how) = How::parse(&form.how) else {
        return Err(Error::invalid("how", "Please choose one of these.").into());
    };
    acts::choose(&mut tx, (me.person, me.identity), how, &frame.zone).await?;
    tx.commit().await?;
    Ok(on_with(HERE, "notices-kept"))
}
