//! What every page knows: whose site it is, who reads it, in which language, zone and light.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, Uri, header, request::Parts};
use deedwell_core::behaviour::Later;
use deedwell_core::{Currency, Error, Id, Money};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::answer::Problem;
use crate::app::{Deedwell, Site};
use crate::ask::{Actor, Me, StaffMember};
use crate::i18n::{Arg, Language};
use crate::roles::Right;
use crate::sessions;

/// The face a page belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Face {
    Site,
    Console,
}

/// Taken by every handler that shows a page, and handed to its template as `frame`.
#[derive(Clone)]
pub struct Frame {
    app: Deedwell,
    pub site: Option<Arc<Site>>,
    pub me: Option<Me>,
    pub staff: Option<StaffMember>,
    pub language: &'static Language,
    /// In the console that of the organisation, so that colleagues far apart read the same days; for
    /// customers their own.
    pub zone: TimeZone,
    /// Where the reader sits, as their browser says.
    own_zone: Option<TimeZone>,
    /// `light`, `dark` or empty: the system decides.
    pub theme: String,
    pub face: Face,
    pub path: String,
    /// Path and query, for forms that come back here.
    pub here: String,
    pub now: Timestamp,
    /// What was just done, to be said once: a message key and a word for it.
    pub said: Option<String>,
    /// A secret that this page shows once.
    pub shown: Option<String>,
    /// Numbers beside the navigation: (programme, waiting).
    pub waiting: Vec<(&'static str, u64)>,
    pub units: Vec<UnitChoice>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct UnitChoice {
    pub id: Id<deedwell_core::Unit>,
    pub key: String,
    pub name: String,
}

/// The cookie with the key of what was just done.
pub const SAID: &str = "deedwell-said";
/// The cookie with a secret for one page.
pub const SHOWN: &str = "deedwell-shown";

impl Frame {
    pub(crate) fn new(
        app: &Deedwell,
        site: Option<Arc<Site>>,
        actor: Actor,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Self {
        let language = language(site.as_deref(), headers);
        let own_zone = sessions::cookie(headers, "deedwell-zone")
            .map(|z| z.replace("%2F", "/"))
            .and_then(|z| TimeZone::get(&z).ok());
        let theme = sessions::cookie(headers, "deedwell-theme").unwrap_or_default();
        let theme = if matches!(theme, "light" | "dark") { theme } else { "" }.to_owned();
        let path = uri.path().to_owned();
        let face = if path.starts_with("/console") || path == "/set-up" {
            Face::Console
        } else {
            Face::Site
        };
        let of_site = site.as_ref().map(|s| s.zone.clone());
        let zone = match face {
            Face::Console => of_site.or_else(|| own_zone.clone()),
            Face::Site => own_zone.clone().or(of_site),
        };
        Self {
            app: app.clone(),
            site,
            me: actor.me,
            staff: actor.staff,
            language,
            zone: zone.unwrap_or(TimeZone::UTC),
            own_zone,
            theme,
            face,
            here: uri.path_and_query().map_or_else(|| path.clone(), |p| p.as_str().to_owned()),
            path,
            now: app.clock().now(),
            said: sessions::cookie(headers, SAID).filter(|s| !s.is_empty()).map(str::to_owned),
            shown: sessions::cookie(headers, SHOWN).filter(|s| !s.is_empty()).map(str::to_owned),
            waiting: Vec::new(),
            units: Vec::new(),
        }
    }

    pub fn app(&self) -> &Deedwell {
        &self.app
    }

    pub fn site_name(&self) -> &str {
        self.site.as_ref().map_or("Deedwell", |s| s.name.as_str())
    }

    pub fn simulated(&self) -> bool {
        self.site.as_ref().is_some_and(|s| s.simulated)
    }

    pub fn currency(&self) -> Currency {
        self.site.as_ref().map_or(Currency::GBP, |s| s.currency)
    }

    /// A message without a value.
    pub fn t(&self, key: &str) -> String {
        self.message(key, &[])
    }

    /// A message with a number: `$n` chooses the plural, `$count` is it as people write it.
    pub fn n(&self, key: &str, n: impl Whole) -> String {
        let n = n.whole();
        let count = Arg::Text(self.language.number(n));
        self.message(key, &[("n", Arg::Number(n)), ("count", count)])
    }

    /// A message with a word: `$what`.
    pub fn w(&self, key: &str, what: impl std::fmt::Display) -> String {
        self.message(key, &[("what", Arg::Text(what.to_string()))])
    }

    /// A message with several values.
    pub fn m(&self, key: &str, values: &[(&str, String)]) -> String {
        let args: Vec<(&str, Arg)> =
            values.iter().map(|(name, text)| (*name, Arg::Text(text.clone()))).collect();
        self.message(key, &args)
    }

    fn message(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.app.messages().find(self.language, key, args).unwrap_or_else(|| {
            tracing::warn!(key, "There is no such message");
            key.to_owned()
        })
    }

    /// A message if there is one: kinds of other people's making have none.
    pub fn try_t(&self, key: &str) -> Option<String> {
        self.app.messages().find(self.language, key, &[])
    }

    /// What a kind is called in a list: `kind-ideas-voted`, or the name itself made readable.
    pub fn kind(&self, kind: &str) -> String {
        let key = format!("kind-{}", kind.replace(['.', '_'], "-"));
        self.try_t(&key).unwrap_or_else(|| match kind.split_once('.') {
            Some(("imported" | "own", name)) => name.replace('_', " "),
            // `lamps.lit`: what was done, and to what.
            Some((area, deed)) => {
                format!("{} ({})", deed.replace('_', " "), area.replace('_', " "))
            }
            None => kind.replace('_', " "),
        })
    }

    /// A channel's name, or the word itself.
    pub fn channel(&self, channel: &str) -> String {
        let key = format!("channel-{}", channel.replace('_', "-"));
        self.try_t(&key).unwrap_or_else(|| channel.replace('_', " "))
    }

    /// An error's sentence in the reader's language, where there is a translation of its code.
    pub fn sentence(&self, error: &Error) -> String {
        let key = format!("error-{}", error.code().replace(['.', '_'], "-"));
        let translated = match error {
            // These carry what is specific in the sentence itself, in English.
            Error::Invalid { .. } => None,
            Error::NotAllowed { .. } | Error::TooMany { .. } if self.language.code == "en" => None,
            Error::TooMany { retry_after_s, .. } => Some(self.n(&key, retry_after_s.div_ceil(60))),
            _ => self.try_t(&key),
        };
        translated.unwrap_or_else(|| error.sentence().into_owned())
    }

    pub fn number(&self, n: impl Whole) -> String {
        self.language.number(n.whole())
    }

    pub fn money(&self, money: &Money) -> String {
        self.language.money(money)
    }

    /// One digit after the point, none when it is whole: `17.3`.
    pub fn decimal(&self, x: impl Real) -> String {
        let x = x.real();
        let text = format!("{x:.1}");
        let text = text.strip_suffix(".0").map(str::to_owned).unwrap_or(text);
        if self.language.code == "de" { text.replace('.', ",") } else { text }
    }

    /// A share of one as percent without the sign.
    pub fn percent(&self, share: impl Real) -> String {
        self.decimal(share.real() * 100.0)
    }

    /// `19 Nov 2026`; this year without the year.
    pub fn day(&self, at: &Timestamp) -> String {
        let (at, now) = (at.to_zoned(self.zone.clone()), self.now.to_zoned(self.zone.clone()));
        let month = self.t(&format!("month-{}", at.month()));
        let year = at.year().to_string();
        let shown = if at.year() == now.year() { String::new() } else { year };
        self.m("day", &[("day", at.day().to_string()), ("month", month), ("year", shown)])
            .trim_end()
            .to_owned()
    }

    /// `Wed 18 Nov, 21:14`; with its zone where the reader's clock shows another hour.
    pub fn moment(&self, at: &Timestamp) -> String {
        let zoned = at.to_zoned(self.zone.clone());
        let weekday = self.t(&format!("weekday-{}", zoned.weekday().to_monday_one_offset()));
        let time = format!("{weekday} {}, {:02}:{:02}", self.day(at), zoned.hour(), zoned.minute());
        let theirs = self.own_zone.as_ref().map(|zone| zone.to_offset(*at));
        match theirs {
            Some(offset) if offset != zoned.offset() => format!("{time} {}", zoned.strftime("%Z")),
            _ => time,
        }
    }

    /// `2 min`, `3 h`, `4 d`, or the day.
    pub fn ago(&self, at: &Timestamp) -> String {
        match self.now.duration_since(*at).as_secs() {
            ..60 => self.t("ago-now"),
            s @ 60..3600 => self.n("ago-minutes", s / 60),
            s @ 3600..86_400 => self.n("ago-hours", s / 3600),
            s @ 86_400..604_800 => self.n("ago-days", s / 86_400),
            _ => self.day(at),
        }
    }

    /// A length of time in its two largest parts: `4 d 2 h`.
    pub fn span(&self, seconds: impl Real) -> String {
        let seconds = seconds.real().max(0.0) as i64;
        let (d, h, m) = (seconds / 86_400, seconds % 86_400 / 3600, seconds % 3600 / 60);
        let part = |key: &str, n: i64| self.n(key, n);
        match (d, h, m) {
            (0, 0, m) => part("span-minutes", m),
            (0, h, 0) => part("span-hours", h),
            (0, h, m) => format!("{} {}", part("span-hours", h), part("span-minutes", m)),
            (d, 0, _) => part("span-days", d),
            (d, h, _) if d < 10 => format!("{} {}", part("span-days", d), part("span-hours", h)),
            (d, _, _) => part("span-days", d),
        }
    }

    /// For `<time datetime>`.
    pub fn machine(&self, at: &Timestamp) -> String {
        at.to_string()
    }

    /// The address of an asset; it changes when the asset does.
    pub fn asset(&self, name: &str) -> String {
        crate::assets::address(name)
    }

    pub fn may(&self, right: Right) -> bool {
        self.staff.as_ref().is_some_and(|s| s.may(right))
    }

    /// For `aria-current`: this page or one below it.
    pub fn at(&self, path: &str) -> bool {
        self.path == path || (path != "/" && path != "/console" && self.path.starts_with(path))
    }

    pub fn is_rtl(&self) -> bool {
        self.language.dir == "rtl"
    }

    pub fn waiting_for(&self, programme: &str) -> u64 {
        self.waiting.iter().find(|(p, _)| *p == programme).map_or(0, |(_, n)| *n)
    }

    pub fn unit_name(&self, id: &Option<Id<deedwell_core::Unit>>) -> String {
        let unit = self.units.iter().find(|u| Some(u.id) == *id);
        unit.map(|u| u.name.clone()).unwrap_or_default()
    }

    /// The languages a reader may choose.
    pub fn languages(&self) -> impl Iterator<Item = &'static Language> {
        crate::i18n::LANGUAGES.iter().filter(|l| l.dir == "ltr")
    }

    /// Two letters for an avatar.
    pub fn initials(&self, name: &str) -> String {
        let words: Vec<&str> = name.split_whitespace().collect();
        let firsts = [words.first(), words.last()];
        let count = if words.len() > 1 { 2 } else { 1 };
        let letters = firsts.iter().take(count).flatten().filter_map(|w| w.chars().next());
        let text: String = letters.flat_map(char::to_uppercase).collect();
        if text.is_empty() { "?".to_owned() } else { text }
    }

    /// One of four avatar colours, the same for the same name.
    pub fn tint(&self, name: &str) -> &'static str {
        let sum = name.bytes().fold(0u32, |sum, b| sum.wrapping_mul(31).wrapping_add(b.into()));
        ["", "b", "c", "d"][sum as usize % 4]
    }

    /// Behind a pointer, for every handler that shows a page would have all of it compiled in.
    fn of_request<'a>(parts: &'a Parts, app: &'a Deedwell) -> Later<'a, Result<Self, Problem>> {
        Box::pin(async move {
            let site = parts.extensions.get::<Arc<Site>>().cloned();
            let actor = parts.extensions.get::<Actor>().cloned().unwrap_or_default();
            let frame = Self::new(app, site, actor, &parts.uri, &parts.headers);
            Ok(frame.fill().await?)
        })
    }

    async fn fill(mut self) -> Result<Self, Error> {
        let Some(site) = self.site.clone() else { return Ok(self) };
        let mut tx = self.app.db().read(site.organisation).await?;
        let list = tx.query(
            "select id, key, name from unit where organisation = $1 and closed_at is null
             order by name",
        );
        for row in tx.list(list).await? {
            let unit =
                UnitChoice { id: row.id("id")?, key: row.text("key")?, name: row.text("name")? };
            self.units.push(unit);
        }
        if self.face == Face::Console && self.staff.is_some() {
            for programme in self.app.clone().programmes() {
                let waiting = (programme.waiting)(&mut tx, 0, self.language).await?;
                self.waiting.push((programme.name, waiting.count));
            }
        }
        Ok(self)
    }
}

/// A whole number, or a reference to one: templates hand on fields by reference.
pub trait Whole {
    fn whole(&self) -> i64;
}

/// A number, or a reference to one.
pub trait Real {
    fn real(&self) -> f64;
}

impl<T: Whole + ?Sized> Whole for &T {
    fn whole(&self) -> i64 {
        (**self).whole()
    }
}

impl<T: Real + ?Sized> Real for &T {
    fn real(&self) -> f64 {
        (**self).real()
    }
}

impl Real for f64 {
    fn real(&self) -> f64 {
        *self
    }
}

macro_rules! whole {
    ($($number:ty)*) => { $(impl Whole for $number {
        fn whole(&self) -> i64 {
            i64::try_from(*self).unwrap_or(i64::MAX)
        }
    })* };
}
whole!(i32 i64 u8 u16 u32 u64 usize);

fn language(site: Option<&Site>, headers: &HeaderMap) -> &'static Language {
    let chosen = sessions::cookie(headers, "deedwell-language").and_then(Language::named);
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|h| h.to_str().ok());
    chosen
        .or_else(|| accepted.and_then(Language::accepted))
        .or_else(|| site.and_then(|s| Language::named(&s.language)))
        .unwrap_or_else(Language::english)
}

impl FromRequestParts<Deedwell> for Frame {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Deedwell) -> Result<Self, Problem> {
        Self::of_request(parts, app).await
    }
}
