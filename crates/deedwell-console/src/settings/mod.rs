//! Settings: the organisation, its units, and one's own account.
mod account;
mod factor;
mod organisation;
mod unit;

use axum::http::HeaderValue;
use deedwell_web::{Needs, Right, Routes, Settings};

use deedwell_password::Cost;

pub(crate) fn routes(cost: Cost) -> Routes {
    let (manage, staff) = (Needs::Staff(Right::ManageSettings), Needs::AnyStaff);
    Routes::new("console")
        .get("/console/settings", manage, "The organisation and its units", organisation::show)
        .post("/console/settings", manage, "Change the organisation", organisation::change)
        .form::<organisation::OrganisationForm>()
        .post("/console/settings/units", manage, "Add a unit", unit::add)
        .form::<unit::NewUnitForm>()
        .get("/console/settings/units/{id}", manage, "One unit", unit::show)
        .post("/console/settings/units/{id}", manage, "Rename a unit", unit::change)
        .form::<unit::UnitForm>()
        .post("/console/settings/units/{id}/closing", manage, "Close a unit", unit::close)
        .post("/console/settings/units/{id}/reopening", manage, "Reopen a unit", unit::reopen)
        .get("/console/me", staff, "One's own account", account::show)
        .post("/console/me", staff, "Change name, title, language", account::change)
        .form::<account::AccountForm>()
        .post("/console/me/password", staff, "Change the password", move |a, b, c, d, e, f| {
            account::change_password(cost, a, b, c, d, e, f)
        })
        .form::<account::PasswordChange>()
        .post("/console/me/sessions/ending", staff, "End all other sessions", account::end_others)
        .get("/console/me/factor", staff, "The second factor", factor::show)
        .post("/console/me/factor/draft", staff, "Begin to set it up", factor::begin)
        .post("/console/me/factor", staff, "Confirm it by a code", move |a, b, c, d, e, f| {
            factor::confirm(cost, a, b, c, d, e, f)
        })
        .form::<factor::ConfirmForm>()
        .post("/console/me/factor/codes", staff, "New codes on paper", move |a, b, c, d, e, f| {
            factor::renew(cost, a, b, c, d, e, f)
        })
        .form::<factor::ShownPassword>()
        .post("/console/me/factor/removal", staff, "Turn it off", move |a, b, c, d, e, f| {
            factor::turn_off(cost, a, b, c, d, e, f)
        })
        .form::<factor::ShownPassword>()
}

#[cfg(test)]
pub(crate) use account::still_here;

const A_YEAR_S: i64 = 365 * 24 * 3600;

/// The language in which this browser reads, as the pages look for it. Scripts may read it.
pub(crate) fn language_cookie(settings: &Settings, language: &str) -> HeaderValue {
    let secure = if settings.is_secure() { "; Secure" } else { "" };
    let text =
        format!("deedwell-language={language}; Path=/; SameSite=Lax; Max-Age={A_YEAR_S}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
