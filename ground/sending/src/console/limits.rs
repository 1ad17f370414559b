//! How much somebody is sent at most, and when nobody is.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Right, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::errors;
use crate::budget::{Cap, CapNoun, LONGEST_HOURS, MOST_LETTERS, Span};
use crate::quiet::Quiet;
use crate::topic::CHANNELS;
use crate::{acts, store};

#[derive(Deserialize, ToSchema, Default, Clone)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuietForm {
    /// `21:00`; '' for no quiet hours.
    #[serde(default)]
    quiet_from: String,
    #[serde(default)]
    quiet_until: String,
}

impl QuietForm {
    fn read(&self) -> Result<Option<Quiet>> {
        let (from, until) = (self.quiet_from.trim(), self.quiet_until.trim());
        if from.is_empty() && until.is_empty() {
            return Ok(None);
        }
        let from = minutes("quiet_from", from)?;
        Quiet::new(from, minutes("quiet_until", until)?).map(Some)
    }

    fn now(quiet: Option<Quiet>) -> Self {
        let write = |m: i64| format!("{:02}:{:02}", m / 60, m % 60);
        let (from, until) = quiet.map(Quiet::minutes).unzip();
        Self {
            quiet_from: from.map(write).unwrap_or_default(),
            quiet_until: until.map(write).unwrap_or_default(),
        }
    }
}

fn minutes(field: &'static str, text: &str) -> Result<i64> {
    let wrong = || Error::invalid(field, "Please write a time such as 21:00.");
    let (hour, minute) = text.split_once(':').ok_or_else(wrong)?;
    let number = |part: &str| part.parse::<u8>().ok();
    match (number(hour), number(minute)) {
        (Some(hour @ 0..=23), Some(minute @ 0..=59)) => {
            Ok(i64::from(hour) * 60 + i64::from(minute))
        }
        _ => Err(wrong()),
    }
}

#[derive(Deserialize, ToSchema, Default, Clone)]
#[serde(deny_unknown_fields)]
pub(crate) struct CapForm {
    /// Letters.
    most: String,
    /// `day`, `week`, `month` of their calendar, or `hours`.
    span: String,
    /// Of the last so many hours.
    #[serde(default)]
    hours: String,
    /// '' for all channels together.
    #[serde(default)]
    channel: String,
}

impl CapForm {
    fn read(&self) -> Result<Cap> {
        let most = |_| {
            let sentence = format!("A limit is between 1 and {MOST_LETTERS} letters.");
            Error::invalid("most", sentence)
        };
        let hours = |_| {
            let sentence = format!("Please write between 1 and {LONGEST_HOURS} hours.");
            Error::invalid("hours", sentence)
        };
        let count = self.most.trim().parse().map_err(most)?;
        let length =
            if self.span == "hours" { self.hours.trim().parse().map_err(hours)? } else { 0 };
        let field = if self.span == "hours" { "hours" } else { "span" };
        let wrong = || Error::invalid(field, "Please choose within which time.");
        let span = Span::parse(&self.span, length).ok_or_else(wrong)?;
        Ok(Cap { id: None, channel: self.channel.clone(), most: count, span })
    }
}

#[derive(Template)]
#[template(path = "console/limits.html")]
pub(crate) struct LimitsPage {
    frame: Frame,
    errors: Errors,
    quiet: QuietForm,
    caps: Vec<Cap>,
    typed: CapForm,
    spans: Vec<Choice>,
    channels: Vec<Choice>,
    zone: String,
}

impl LimitsPage {
    fn may_manage(&self) -> bool {
        self.frame.may(Right::ManageSettings)
    }

    fn cap(&self, cap: &Cap) -> String {
        let letters = self.frame.n("sending-cap-letters", cap.most);
        let span = match cap.span {
            Span::Hours(hours) => self.frame.n("sending-cap-hours", hours),
            other => self.frame.t(&format!("sending-cap-{}", other.name())),
        };
        let by = match cap.channel.as_str() {
            "" => self.frame.t("sending-cap-together"),
            channel => self.frame.t(&format!("sending-channel-{channel}")),
        };
        format!("{letters} {span} · {by}")
    }

    fn id(&self, cap: &Cap) -> String {
        cap.id.map(|id| id.to_string()).unwrap_or_default()
    }
}

async fn page(
    tx: &mut Transaction,
    frame: Frame,
    quiet: Option<QuietForm>,
    typed: CapForm,
    errors: Errors,
) -> Result<LimitsPage> {
    let settings = store::settings(tx).await?;
    let quiet = quiet.unwrap_or_else(|| QuietForm::now(settings.quiet));
    let spans = ["hours", "day", "week", "month"];
    let spans = spans.map(|span| (span, frame.t(&format!("sending-span-{span}"))));
    let spans = Choice::list(spans, if typed.span.is_empty() { "week" } else { &typed.span });
    let all = ("", frame.t("sending-cap-together"));
    let each = CHANNELS.map(|c| (c, frame.t(&format!("sending-channel-{c}"))));
    let channels = Choice::list(std::iter::once(all).chain(each), &typed.channel);
    let zone = settings.zone.iana_name().unwrap_or("UTC").to_owned();
    let caps = store::caps(tx).await?;
    Ok(LimitsPage { frame, errors, quiet, caps, typed, spans, channels, zone })
}

pub(crate) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<LimitsPage>> {
    Ok(View(page(&mut tx, frame, None, CapForm::default(), Errors::none()).await?))
}

pub(crate) async fn quiet(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<QuietForm>,
) -> Answer<Response> {
    let set = match form.read() {
        Ok(quiet) => acts::set_quiet(&mut tx, Some(me.id), quiet).await,
        Err(error) => Err(error),
    };
    match set {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with("/console/letters/limits", "said-saved"))
        }
        Err(error) => {
            let errors = errors(&frame, error)?;
            let page = page(&mut tx, frame, Some(form), CapForm::default(), errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

pub(crate) async fn add(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<CapForm>,
) -> Answer<Response> {
    let added = match form.read() {
        Ok(cap) => acts::add_cap(&mut tx, Some(me.id), &cap).await.map(drop),
        Err(error) => Err(error),
    };
    match added {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with("/console/letters/limits", "said-saved"))
        }
        Err(error) => {
            let errors = errors(&frame, error)?;
            let page = page(&mut tx, frame, None, form, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

pub(crate) async fn remove(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<CapNoun>>,
) -> Answer<Response> {
    acts::remove_cap(&mut tx, Some(me.id), id).await?;
    tx.commit().await?;
    Ok(on_with("/console/letters/limits", "said-saved"))
}
