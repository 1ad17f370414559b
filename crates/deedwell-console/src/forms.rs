//! What forms need: errors in the reader's language beside their fields, things to choose from.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use deedwell_core::{Error, Result};
use deedwell_web::answer::{Choice, Errors, Render};
use deedwell_web::{Answer, Frame, Role, StaffMember};

use crate::wrong;

/// The error of a form as a sentence beside its field. Anything else is not the form's matter and
/// is handed on.
pub fn errors_of(frame: &Frame, error: Error) -> Result<Errors> {
    add_to(Errors::none(), frame, error)
}

fn add_to(errors: Errors, frame: &Frame, error: Error) -> Result<Errors> {
    match error {
        Error::Invalid { field, sentence } => {
            let translated = wrong::key_of(&sentence).map(|key| frame.t(key));
            Ok(errors.and(&field, &translated.unwrap_or_else(|| sentence.into_owned())))
        }
        other => Err(other),
    }
}

/// Several fields looked at, so that all that is wrong can be said at once.
pub struct Looked<'a> {
    frame: &'a Frame,
    pub errors: Errors,
}

impl<'a> Looked<'a> {
    pub fn new(frame: &'a Frame) -> Self {
        Self { frame, errors: Errors::none() }
    }

    /// Keeps what is good, notes what is wrong, hands on what is neither.
    pub fn at<T>(&mut self, checked: Result<T>) -> Result<Option<T>> {
        match checked {
            Ok(good) => Ok(Some(good)),
            Err(error) => {
                self.errors = add_to(std::mem::take(&mut self.errors), self.frame, error)?;
                Ok(None)
            }
        }
    }
}

/// A page whose form has something to put right: 422, so that programs see it too.
pub fn put_right(page: impl Render) -> Answer<Response> {
    Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
}

/// Adds a cookie to an answer.
pub fn with_cookie(mut response: Response, cookie: HeaderValue) -> Response {
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// The currencies that are offered; a page for others would be long, and nobody asked yet.
const CURRENCIES: [&str; 40] = [
    "AED", "AUD", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EUR",
    "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "KWD", "MXN", "MYR",
    "NGN", "NOK", "NZD", "PHP", "PLN", "RON", "SAR", "SEK", "SGD", "THB", "TRY", "UAH", "USD",
    "ZAR",
];

pub fn currencies(chosen: &str) -> Vec<Choice> {
    let mut choices = Choice::list(CURRENCIES.map(|c| (c, c)), chosen);
    if !chosen.is_empty() && !CURRENCIES.contains(&chosen) {
        choices.extend(Choice::list([(chosen, chosen)], chosen));
    }
    choices
}

/// Places of the tz database, not its technical names.
pub fn zones(chosen: &str) -> Vec<Choice> {
    let names = jiff::tz::db().available().map(|name| name.as_str().to_owned());
    let place = |name: &String| {
        let region = name.split_once('/').map(|(region, _)| region);
        name == "UTC"
            || region.is_some_and(|r| !["Etc", "SystemV", "US", "posix", "right"].contains(&r))
    };
    let mut names: Vec<String> = names.filter(place).collect();
    if !chosen.is_empty() && !names.iter().any(|n| n == chosen) {
        names.push(chosen.to_owned());
    }
    names.sort_unstable();
    names.dedup();
    Choice::list(names.into_iter().map(|name| (name.clone(), name.replace('_', " "))), chosen)
}

/// Where the reader seems to be.
pub fn zone_guess(frame: &Frame) -> String {
    match (frame.zone.iana_name(), frame.language.code) {
        (Some(name), _) if name != "UTC" => name.to_owned(),
        (_, "de") => "Europe/Berlin".to_owned(),
        _ => "Europe/London".to_owned(),
    }
}

pub fn languages(frame: &Frame, chosen: &str) -> Vec<Choice> {
    Choice::list(frame.languages().map(|l| (l.code, l.name)), chosen)
}

/// The roles that this reader may give, the widest first.
pub fn roles(frame: &Frame, me: &StaffMember, chosen: &str) -> Vec<Choice> {
    let may = Role::ALL.into_iter().filter(|role| me.role.may_give(*role));
    let mut choices = Choice::list(may.map(|role| (role.name(), frame.role(role))), chosen);
    for choice in &mut choices {
        choice.help = frame.t(&format!("console-role-{}", choice.value));
    }
    choices
}

/// Open units, and none of them.
pub fn units(frame: &Frame, chosen: &str) -> Vec<Choice> {
    let none = (String::new(), frame.t("console-unit-none"));
    let units = frame.units.iter().map(|u| (u.id.to_string(), u.name.clone()));
    Choice::list(std::iter::once(none).chain(units), chosen)
}
