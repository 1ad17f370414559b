//! Hours of each weekday, holidays, and what follows from them: by when something is due that comes now.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_calendar::store::{self, Day};
use deedwell_calendar::{Calendar, Span, Term, TermUnit, Week, acts};
use deedwell_core::{Error, Result};
use deedwell_store::Tx as Work;
use deedwell_web::answer::{Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

const HERE: &str = "/console/calendar";
/// Days of the preview.
const PREVIEW: i64 = 21;
/// Special days that are shown; all that are to come come first.
const MOST_SHOWN: usize = 200;

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CalendarHoursForm)]
pub(crate) struct HoursForm {
    /// An IANA name such as `Europe/London`.
    zone: String,
    /// `09:00-12:30, 13:30-17:00`; empty: nobody is here.
    monday: String,
    tuesday: String,
    wednesday: String,
    thursday: String,
    friday: String,
    saturday: String,
    sunday: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CalendarDayForm)]
pub(crate) struct DayForm {
    /// Such as `2027-03-01`.
    day: String,
    name: String,
    /// `09:00-12:30`; empty: closed.
    day_hours: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CalendarDayGone)]
pub(crate) struct DayGone {
    day: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CalendarFeedForm)]
pub(crate) struct FeedForm {
    /// Whose calendar it is.
    feed_name: String,
    /// The text of an iCal file.
    feed: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CalendarFeedGone)]
pub(crate) struct FeedGone {
    feed_name: String,
}

impl HoursForm {
    fn of(calendar: &Calendar) -> Self {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] =
            calendar.week().days().clone().map(|day| Span::write_day(&day));
        let zone = calendar.zone_name().to_owned();
        Self { zone, monday, tuesday, wednesday, thursday, friday, saturday, sunday }
    }

    fn days(&self) -> [(&'static str, &str); 7] {
        [
            ("monday", &self.monday),
            ("tuesday", &self.tuesday),
            ("wednesday", &self.wednesday),
            ("thursday", &self.thursday),
            ("friday", &self.friday),
            ("saturday", &self.saturday),
            ("sunday", &self.sunday),
        ]
    }

    fn week(&self) -> Result<Week> {
        let mut days: [Vec<Span>; 7] = std::array::from_fn(|_| Vec::new());
        for (spans, (field, text)) in days.iter_mut().zip(self.days()) {
            *spans = Span::parse_day(text)
                .map_err(|e| Error::invalid(field, e.sentence().into_owned()))?;
        }
        Week::new(days)
    }
}

/// A weekday with its field.
pub(crate) struct Weekday {
    field: &'static str,
    words: String,
    typed: String,
}

/// A day of the preview.
pub(crate) struct Ahead {
    words: String,
    hours: String,
    name: String,
}

#[derive(Default)]
struct Sent {
    hours: Option<HoursForm>,
    day: DayForm,
    feed: FeedForm,
    form: &'static str,
    errors: Errors,
    status: StatusCode,
    left_out: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "page.html")]
pub(crate) struct Page {
    frame: Frame,
    calendar: Calendar,
    hours: HoursForm,
    days: Vec<Day>,
    feeds: Vec<(String, i64)>,
    sent: Sent,
}

impl Page {
    async fn load(tx: &mut Work, frame: Frame, mut sent: Sent) -> Result<Self> {
        let calendar = store::calendar(tx).await?;
        let hours = sent.hours.take().unwrap_or_else(|| HoursForm::of(&calendar));
        let today = calendar.day_of(frame.now);
        let mut days = store::days(tx).await?;
        days.retain(|day| day.day >= today);
        days.truncate(MOST_SHOWN);
        let feeds = store::feeds(tx).await?.into_iter().collect();
        Ok(Self { frame, calendar, hours, days, feeds, sent })
    }

    fn weekdays(&self) -> Vec<Weekday> {
        let day = |(i, (field, typed)): (usize, (&'static str, &str))| Weekday {
            field,
            words: self.frame.t(&format!("weekday-{}", i + 1)),
            typed: typed.to_owned(),
        };
        self.hours.days().into_iter().enumerate().map(day).collect()
    }

    fn errors(&self, form: &str) -> Errors {
        if self.sent.form == form { self.sent.errors.clone() } else { Errors::none() }
    }

    fn is_open(&self) -> bool {
        self.calendar.is_open(self.frame.now)
    }

    /// By when something would be due that comes now.
    fn dues(&self) -> Vec<(String, String)> {
        let terms = [
            (4, TermUnit::BusinessHours, "calendar-four-hours"),
            (1, TermUnit::BusinessDays, "calendar-one-day"),
            (5, TermUnit::BusinessDays, "calendar-five-days"),
        ];
        let due = |(count, unit, key): (u32, TermUnit, &str)| {
            let due = Term::new(count, unit).and_then(|t| self.calendar.due(self.frame.now, t));
            let at =
                due.map_or_else(|_| self.frame.t("calendar-never"), |at| self.frame.moment(&at));
            (self.frame.t(key), at)
        };
        terms.map(due).into()
    }

    /// The next three weeks.
    fn ahead(&self) -> Vec<Ahead> {
        let today = self.calendar.day_of(self.frame.now);
        let day = |n: i64| {
            let day = today.checked_add(n.days()).ok()?;
            let hours = Span::write_day(self.calendar.hours_on(day));
            let special = self.days.iter().find(|one| one.day == day);
            Some(Ahead {
                words: self.day_words(&day),
                hours: if hours.is_empty() { self.frame.t("calendar-closed") } else { hours },
                name: special.map(|one| one.name.clone()).unwrap_or_default(),
            })
        };
        (0..PREVIEW).filter_map(day).collect()
    }

    fn day_words(&self, day: &Date) -> String {
        let weekday = self.frame.t(&format!("weekday-{}", day.weekday().to_monday_one_offset()));
        let at = day.at(12, 0, 0, 0).to_zoned(self.frame.zone.clone());
        at.map_or_else(
            |_| day.to_string(),
            |at| format!("{weekday} {}", self.frame.day(&at.timestamp())),
        )
    }

    fn hours_words(&self, day: &Day) -> String {
        day.hours.map_or_else(|| self.frame.t("calendar-closed"), |hours| hours.to_string())
    }
}

pub(crate) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, Sent::default()).await?))
}

async fn done(
    mut tx: Work,
    frame: Frame,
    form: &'static str,
    first: &str,
    sent: Sent,
    acted: Result<()>,
) -> Answer<Response> {
    let error = match acted {
        Ok(()) => {
            tx.commit().await?;
            return Ok(on_with(HERE, "said-saved"));
        }
        Err(error) => error,
    };
    let (field, status) = match &error {
        Error::Invalid { field, .. } => (field.to_string(), StatusCode::UNPROCESSABLE_ENTITY),
        Error::Refused { .. } => (first.to_owned(), StatusCode::CONFLICT),
        _ => return Err(error.into()),
    };
    let field = if field == "hours" && form == "day" { "day_hours".to_owned() } else { field };
    let key = format!("calendar-wrong-{}", field.replace('_', "-"));
    let translated = frame.try_t(&key).filter(|_| frame.language.code != "en");
    let sentence = translated.unwrap_or_else(|| frame.sentence(&error));
    let errors = Errors::none().and(&field, &sentence);
    let sent = Sent { form, errors, status, ..sent };
    let status = sent.status;
    Ok(Page::load(&mut tx, frame, sent).await?.respond_with(status))
}

pub(crate) async fn set_hours(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<HoursForm>,
) -> Answer<Response> {
    let acted = match form.week() {
        Ok(week) => acts::set_hours(&mut tx, me.id, &form.zone, &week).await,
        Err(error) => Err(error),
    };
    let sent = Sent { hours: Some(form), ..Sent::default() };
    done(tx, frame, "hours", "zone", sent, acted).await
}

fn day(text: &str) -> Result<Date> {
    let unfit = |_| Error::invalid("day", "A day is written like 2027-03-01.");
    text.trim().parse().map_err(unfit)
}

async fn keep_day(tx: &mut Work, me: &StaffMember, form: &DayForm) -> Result<()> {
    let day = day(&form.day)?;
    let spans = Span::parse_day(&form.day_hours)?;
    let hours = match spans.as_slice() {
        [] => None,
        [one] => Some(*one),
        _ => return Err(Error::invalid("hours", "A special day has one span of hours.")),
    };
    acts::set_day(tx, me.id, day, &form.name, hours).await
}

pub(crate) async fn set_day(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<DayForm>,
) -> Answer<Response> {
    let acted = keep_day(&mut tx, &me, &form).await;
    let sent = Sent { day: form, ..Sent::default() };
    done(tx, frame, "day", "day", sent, acted).await
}

pub(crate) async fn remove_day(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<DayGone>,
) -> Answer<Response> {
    let acted = match day(&form.day) {
        Ok(day) => acts::remove_day(&mut tx, me.id, day).await,
        Err(error) => Err(error),
    };
    done(tx, frame, "day", "day", Sent::default(), acted).await
}

/// What was left out is said on the page that follows, as it has no other place.
pub(crate) async fn take_feed(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<FeedForm>,
) -> Answer<Response> {
    match acts::take_feed(&mut tx, me.id, &form.feed_name, &form.feed).await {
        Ok(feed) if feed.left_out.is_empty() => {
            tx.commit().await?;
            Ok(on_with(HERE, "said-saved"))
        }
        Ok(feed) => {
            let sent = Sent { left_out: feed.left_out, ..Sent::default() };
            let page = Page::load(&mut tx, frame, sent).await?;
            tx.commit().await?;
            Ok(page.respond_with(StatusCode::OK))
        }
        Err(error) => {
            let sent = Sent { feed: form, ..Sent::default() };
            done(tx, frame, "feed", "feed", sent, Err(error)).await
        }
    }
}

pub(crate) async fn remove_feed(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<FeedGone>,
) -> Answer<Response> {
    let acted = acts::remove_feed(&mut tx, me.id, &form.feed_name).await.map(drop);
    done(tx, frame, "feed", "feed_name", Sent::default(), acted).await
}
