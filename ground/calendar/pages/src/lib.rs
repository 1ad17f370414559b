//! Hours and holidays: what staff see and change ([`page`]), and what programs read ([`api`]).
mod api;
mod page;
#[cfg(test)]
mod tests;

use deedwell_web::{Needs, Right, Routes};

/// What these pages say, by language.
pub const MESSAGES: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

const MANAGE: Needs = Needs::Staff(Right::ManageProgrammes);

pub fn routes() -> Routes {
    Routes::new("calendar")
        .get("/console/calendar", MANAGE, "Hours and holidays", page::show)
        .post("/console/calendar/hours", MANAGE, "When we work", page::set_hours)
        .form::<page::HoursForm>()
        .post("/console/calendar/days", MANAGE, "A day unlike its weekday", page::set_day)
        .form::<page::DayForm>()
        .post("/console/calendar/days/removal", MANAGE, "A day like its weekday", page::remove_day)
        .form::<page::DayGone>()
        .post("/console/calendar/feeds", MANAGE, "Take holidays from a calendar", page::take_feed)
        .form::<page::FeedForm>()
        .post("/console/calendar/feeds/removal", MANAGE, "Take them back", page::remove_feed)
        .form::<page::FeedGone>()
        .and(api::routes())
}
