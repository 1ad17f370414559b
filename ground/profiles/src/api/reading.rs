//! What programs read of people.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use deedwell_core::{Error, Id, Person, Result};
use deedwell_people::{IdentityKind, PeopleAsk, PeopleOrder, Sign, find_signs, list, some};
use deedwell_web::{Answer, Deedwell, Needs, Query, Routes, Site, Tx};
use serde::Deserialize;
use utoipa::IntoParams;

use super::give::{PeopleGiven, PersonGiven, ProfileGiven, profile};
use super::part::Part;

pub(super) fn routes() -> Routes {
    Routes::new("profiles")
        .get("/api/people", Needs::KeyToRead, "People, first met last", people)
        .query::<PeopleQuery>()
        .gives::<PeopleGiven>()
        .get("/api/people/{id}", Needs::KeyToRead, "One person's profile", one)
        .gives::<ProfileGiven>()
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct PeopleQuery {
    /// Words of a name, an address, a number or an id.
    pub q: Option<String>,
    pub tag: Option<String>,
    /// With `value`: whoever has this identity. `email`, `phone`, `login`, `card`, `import`, `browser`.
    pub kind: Option<String>,
    pub value: Option<String>,
    /// Where a log-in, a card or another system's id is valid.
    pub scope: Option<String>,
    /// What the page before gave as `next`; none: from the beginning.
    pub cursor: Option<String>,
    /// 1 to 100; 20 unless said otherwise.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<usize>,
}

impl PeopleQuery {
    fn sign(&self) -> Result<Option<Sign>> {
        let (kind, value) = match (&self.kind, &self.value) {
            (None, None) => return Ok(None),
            (Some(kind), Some(value)) => (kind, value),
            _ => return Err(Error::invalid("kind", "Please send kind and value together.")),
        };
        let kind = IdentityKind::parse(kind)
            .ok_or_else(|| Error::invalid("kind", "This is no kind of identity that we know."))?;
        Sign::new(kind, value, self.scope.as_deref().unwrap_or_default()).map(Some)
    }
}

async fn people(Tx(mut tx): Tx, Query(ask): Query<PeopleQuery>) -> Answer<axum::Json<PeopleGiven>> {
    if let Some(sign) = ask.sign()? {
        let found = find_signs(&mut tx, std::iter::once(&sign)).await?;
        let ids: Vec<Id<Person>> = found.values().map(|known| known.person).collect();
        let people = some(&mut tx, &ids).await?;
        let people: Vec<PersonGiven> = people.into_iter().map(PersonGiven::of).collect();
        return Ok(axum::Json(PeopleGiven { total: people.len(), people, next: None }));
    }
    let part = Part::of(ask.cursor.as_deref(), ask.limit)?;
    let question = PeopleAsk {
        search: ask.q.unwrap_or_default(),
        tags: ask.tag.into_iter().collect(),
        order: PeopleOrder::Oldest,
        ..PeopleAsk::default()
    };
    let (people, total) = list::part(&mut tx, &question, part.skip, part.most).await?;
    Ok(axum::Json(PeopleGiven {
        next: part.next(total),
        people: people.into_iter().map(PersonGiven::of).collect(),
        total,
    }))
}

async fn one(
    app: State<Deedwell>,
    site: Arc<Site>,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
) -> Answer<Response> {
    let given = profile(&mut tx, app.behaviour(), site.organisation, id).await?;
    let tag = format!("\"{}\"", given.version);
    Ok(([(header::ETAG, tag)], axum::Json(given)).into_response())
}
