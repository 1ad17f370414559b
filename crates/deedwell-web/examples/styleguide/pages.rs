//! The pages.

use std::sync::OnceLock;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Currency, Error, Money};
use deedwell_web::answer::{Choice, Errors, Pages, on_with};
use deedwell_web::chart::{self, Bar, Svg};
use deedwell_web::{Answer, Frame, Needs, Render, Routes, View};
use jiff::{SignedDuration, Timestamp};

static COOKIES: OnceLock<Vec<String>> = OnceLock::new();

pub fn remember(cookies: Vec<String>) {
    let _ = COOKIES.set(cookies);
}

pub fn routes() -> Routes {
    Routes::new("styleguide")
        .get("/enter", Needs::Anybody, "Cookies of both", enter)
        .get("/", Needs::Anybody, "The site", site)
        .get("/console", Needs::AnyStaff, "The parts", console)
        .get("/console/sign-in", Needs::Anybody, "The door", door)
        .post("/console/sign-in", Needs::Anybody, "The door, wrongly", wrong)
        .get("/console/feed", Needs::AnyStaff, "A live part", feed)
        .get("/console/find", Needs::AnyStaff, "What the palette finds", find)
        .post("/console/said", Needs::AnyStaff, "Something done", said)
        .post("/console/refused", Needs::AnyStaff, "Something refused", refused)
        .get("/console/fault", Needs::AnyStaff, "Something broken", fault)
}

async fn enter() -> Response {
    let mut response = Redirect::to("/console").into_response();
    for cookie in COOKIES.get().into_iter().flatten() {
        if let Ok(value) = HeaderValue::from_str(cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

#[derive(Template)]
#[template(path = "sample_site.html")]
struct SitePage {
    frame: Frame,
    answered: Svg,
    pages: Pages,
    at: Timestamp,
}

async fn site(frame: Frame) -> Answer<View<SitePage>> {
    let answered = chart::interval(0.87, 0.79, 0.92).baseline(0.71).scale(0.5, 1.0);
    let answered = answered.svg("87 of 100, interval 79 to 92, last year 71");
    let at = days_ago(&frame, 3);
    Ok(View(SitePage { frame, answered, pages: Pages::new(2, 2106, 50, "/?order=new"), at }))
}

#[derive(Template)]
#[template(path = "sample_door.html")]
struct DoorPage {
    frame: Frame,
    errors: Errors,
    email: String,
}

async fn door(frame: Frame) -> Answer<View<DoorPage>> {
    Ok(View(DoorPage { frame, errors: Errors::none(), email: String::new() }))
}

async fn wrong(frame: Frame) -> Answer<Response> {
    let errors = Errors::none().and("password", "That is not it. Four more tries, then a pause.");
    let page = DoorPage { frame, errors, email: "ishbel@fell.example".to_owned() };
    Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
}

#[derive(Template)]
#[template(path = "sample_console.html")]
struct ConsolePage {
    frame: Frame,
    errors: Errors,
    pages: Pages,
    units: Vec<Choice>,
    modes: Vec<Choice>,
    at: Timestamp,
    just: Timestamp,
    spent: Money,
    tags: Vec<String>,
    names: [&'static str; 3],
    took_part: Svg,
    friends: Svg,
    in_a_day: Svg,
    said: Svg,
    did: Svg,
    weeks: Svg,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    ways: Svg,
    up: Svg,
    down: Svg,
    flat: Svg,
    share: Svg,
    done: u64,
}

async fn console(frame: Frame) -> Answer<View<ConsolePage>> {
    let points = [498., 512., 505., 530., 521., 548., 560., 541., 572., 590., 584., 611., 640f64];
    let before = [455., 470., 468., 480., 492., 489., 500., 512., 508., 520., 533., 529., 541f64];
    let band: Vec<(f64, f64)> = points.iter().map(|p| (p - 42.0, p + 42.0)).collect();
    let labels = [
        "31 Aug",
        "7 Sep",
        "14 Sep",
        "21 Sep",
        "28 Sep",
        "5 Oct",
        "12 Oct",
        "19 Oct",
        "26 Oct",
        "2 Nov",
        "9 Nov",
        "16 Nov",
        "this week",
    ]
    .map(str::to_owned);
    let weeks = chart::line(&points).band(&band).last_year(&before, "last year").labels(&labels);
    let weeks = weeks.unfinished().svg(
        "People who did something each week, thirteen weeks: from 498 to 640, above last year’s \
         line throughout",
        |n| frame.number(n.round() as i64),
    );
    let rows = labels.iter().zip(points).zip(before);
    let rows = rows.map(|((l, p), b)| vec![l.clone(), p.to_string(), b.to_string()]).collect();
    let bar = |label: &str, value: f64, low: f64, high: f64| Bar {
        label: label.to_owned(),
        value,
        words: format!("{value}"),
        interval: Some((low, high)),
    };
    let bars = [
        bar("Ideas", 312.0, 280.0, 346.0),
        bar("Reviews", 447.0, 410.0, 486.0),
        bar("Questions and answers of others", 163.0, 140.0, 189.0),
        bar("Events", 0.0, 0.0, 12.0),
    ];
    let (at, just) = (days_ago(&frame, 40), frame.now - SignedDuration::from_mins(4));
    Ok(View(ConsolePage {
        errors: Errors::none()
            .and("until", "That is three days ago. Choose today or later.")
            .and("reason", "Write why, in a sentence."),
        pages: Pages::new(7, 430, 10, "/console?order=new"),
        units: Choice::list([("", "All units"), ("workshop", "Workshop")], "workshop"),
        modes: Choice::list([("one", "Experiment"), ("two", "Everybody")], "one"),
        spent: Money::new(318_420, Currency::GBP),
        names: ["Maren Okafor", "Siobhán Keane", "Yusuf Demir"],
        tags: ["cycles", "night rides"].map(str::to_owned).to_vec(),
        took_part: chart::interval(17.3, 16.5, 18.1).baseline(15.6).svg("17.3 %, 16.5 to 18.1"),
        friends: chart::interval(2.1, 1.8, 2.4).baseline(2.0).svg("2.1 %, 1.8 to 2.4"),
        in_a_day: chart::interval(81., 77., 85.).baseline(88.).svg("81 %, 77 to 85, was 88"),
        said: chart::interval(68., 62., 74.).scale(0., 100.).said().svg("68 % said"),
        did: chart::interval(33., 28., 38.).scale(0., 100.).svg("33 % did"),
        head: ["Week", "This year", "Last year"].map(str::to_owned).to_vec(),
        rows,
        weeks,
        ways: chart::bars(&bars, "Ways in, 28 days: most write reviews"),
        up: chart::spark(&[2, 3, 3, 5, 6, 7], "up"),
        down: chart::spark(&[7, 6, 6, 4, 3, 3], "down"),
        flat: chart::spark(&[3, 7, 5, 7, 3, 5], ""),
        share: chart::share(0.41, 0.33, 0.49).baseline(0.3).svg("41 %, interval 33 to 49"),
        done: 87,
        at,
        just,
        frame,
    }))
}

#[derive(Template)]
#[template(path = "sample_feed.html")]
struct Feed {
    frame: Frame,
    at: Timestamp,
}

async fn feed(frame: Frame) -> Answer<View<Feed>> {
    let at = frame.now - SignedDuration::from_secs(30);
    Ok(View(Feed { frame, at }))
}

async fn find() -> Response {
    axum::Json(serde_json::json!([
        { "title": "Maren Okafor", "detail": "maren@okafor.example", "href": "/console/people/1" },
        { "title": "Let me hand in my old helmet when I buy a new one", "detail": "Idea, 187 votes",
          "href": "/console/ideas/1" },
        { "title": "Never shown", "detail": "", "href": "//evil.example" },
    ]))
    .into_response()
}

async fn said() -> Response {
    on_with("/console", "said-saved")
}

async fn refused() -> Answer<Response> {
    Err(Error::refused("styleguide.refused", "Voting on <this> has ended.").into())
}

async fn fault() -> Answer<Response> {
    Err(Error::fault("the style guide broke something on purpose").into())
}

fn days_ago(frame: &Frame, days: i64) -> Timestamp {
    frame.now - SignedDuration::from_hours(24 * days)
}
