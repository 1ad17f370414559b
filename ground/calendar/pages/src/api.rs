//! What programs read: whether somebody is here, and by when something is due.

use axum::response::Response;
use deedwell_calendar::{Term, TermUnit, store};
use deedwell_core::{Error, Timestamp};
use deedwell_web::{Answer, Needs, Query, Routes, Tx, done};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub(crate) fn routes() -> Routes {
    Routes::new("calendar")
        .get("/api/calendar", Needs::KeyToRead, "Whether somebody is here, and when next", open)
        .query::<MomentAsk>()
        .gives::<OpenGiven>()
        .get("/api/calendar/due", Needs::KeyToRead, "By when something is due", due)
        .query::<DueAsk>()
        .gives::<DueGiven>()
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct MomentAsk {
    /// RFC 3339; none: now.
    at: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = CalendarOpen)]
struct OpenGiven {
    zone: String,
    is_open: bool,
    /// Now, or when next somebody is here; none where nobody ever is.
    opens_at: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct DueAsk {
    /// RFC 3339; none: now.
    from: Option<String>,
    /// 1 to 400.
    count: u32,
    /// `business_hours`, `business_days` or `days`.
    unit: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = CalendarDue)]
struct DueGiven {
    due_at: String,
}

fn moment(text: Option<&str>, now: Timestamp) -> Result<Timestamp, Error> {
    let unfit = |_| Error::invalid("at", "A moment is written like 2027-03-01T09:00:00Z.");
    text.map_or(Ok(now), |text| text.parse().map_err(unfit))
}

async fn open(Tx(mut tx): Tx, Query(ask): Query<MomentAsk>) -> Answer<Response> {
    let at = moment(ask.at.as_deref(), tx.now())?;
    let calendar = store::calendar(&mut tx).await?;
    let given = OpenGiven {
        zone: calendar.zone_name().to_owned(),
        is_open: calendar.is_open(at),
        opens_at: calendar.opening(at).map(|at| at.to_string()),
    };
    done(tx, given).await
}

async fn due(Tx(mut tx): Tx, Query(ask): Query<DueAsk>) -> Answer<Response> {
    let from = moment(ask.from.as_deref(), tx.now())?;
    let unit = TermUnit::parse(&ask.unit).ok_or_else(|| {
        Error::invalid("unit", "A unit is business_hours, business_days or days.")
    })?;
    let term = Term::new(ask.count, unit)?;
    let due = store::calendar(&mut tx).await?.due(from, term)?;
    done(tx, DueGiven { due_at: due.to_string() }).await
}
