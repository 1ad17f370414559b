//! What the command palette finds: people by any word of theirs, and the console's own pages.

use axum::Json;
use deedwell_core::Result;
use deedwell_people::{PeopleAsk, PeopleOrder, matching_ids, some};
use deedwell_web::address::Address;
use deedwell_web::{Answer, Frame, Needs, Query, Right, Routes, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::look::line::{href, name_or_number};

/// Results in all.
const MOST: usize = 8;
/// Letters below which everything would match.
const SHORTEST: usize = 2;

pub fn routes() -> Routes {
    Routes::new("find")
        .get("/console/find", Needs::AnyStaff, "Finds people and pages for the palette", find)
        .query::<FindAsk>()
        .gives::<Vec<Found>>()
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct FindAsk {
    /// Words of a name, an e-mail address, a telephone number, or an id.
    q: Option<String>,
}

/// One way to go.
#[derive(Serialize, ToSchema, Debug, PartialEq)]
pub struct Found {
    pub title: String,
    /// What tells it from another of the same name.
    pub detail: String,
    pub href: String,
}

async fn find(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<FindAsk>,
) -> Answer<Json<Vec<Found>>> {
    let q = ask.q.unwrap_or_default();
    let q = q.trim();
    if q.chars().count() < SHORTEST {
        return Ok(Json(Vec::new()));
    }
    let mut found = pages(&frame, q);
    if frame.may(Right::SeePeople) {
        let most = MOST.saturating_sub(found.len());
        found.extend(people(&mut tx, &frame, q, most).await?);
    }
    found.truncate(MOST);
    if frame.may(Right::HostProgrammes) {
        found.push(everywhere(&frame, q));
    }
    Ok(Json(found))
}

/// The way on: words in all that was written.
fn everywhere(frame: &Frame, q: &str) -> Found {
    let href = Address::to("/console/search").with("q", q).to_string();
    Found { title: frame.w("find-everywhere", q), detail: String::new(), href }
}

async fn people(
    tx: &mut deedwell_store::Tx,
    frame: &Frame,
    q: &str,
    most: usize,
) -> Result<Vec<Found>> {
    let ask = PeopleAsk { search: q.to_owned(), order: PeopleOrder::Name, ..PeopleAsk::default() };
    let ids = matching_ids(tx, &ask, most).await?;
    let people = some(tx, &ids).await?;
    let found = people.iter().map(|person| Found {
        title: name_or_number(frame, &person.name, person.id),
        detail: person.signs.first().map(|(s, _)| s.value().to_owned()).unwrap_or_default(),
        href: href(person.id),
    });
    Ok(found.collect())
}

/// Pages that the navigation does not name; it looks through its own by itself.
fn pages(frame: &Frame, q: &str) -> Vec<Found> {
    let all = [
        ("home-happened", "/console/happened", Right::SeeHome),
        ("home-weeks", "/console/weeks", Right::SeeHome),
        ("measures-rows", "/console/measures/rows", Right::SeeMeasures),
    ];
    let q = q.to_lowercase();
    let allowed = all.into_iter().filter(|(_, _, right)| frame.may(*right));
    let named = allowed.map(|(key, href, _)| Found {
        title: frame.t(key),
        detail: String::new(),
        href: href.to_owned(),
    });
    named.filter(|page| page.title.to_lowercase().contains(&q)).collect()
}
