//! How a reader wants to read: language, light or dark. Kept in cookies, for visitors have no account.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::app::Deedwell;
use crate::ask::Form;
use crate::i18n::Language;

const A_YEAR_S: i64 = 365 * 24 * 3600;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Preferences {
    /// A language that is shipped: `en`, `de`.
    language: Option<String>,
    /// `light`, `dark`, or `system`.
    theme: Option<String>,
    /// Where to go on: a path of this site.
    to: Option<String>,
}

pub(crate) async fn set(
    axum::extract::State(app): axum::extract::State<Deedwell>,
    Form(form): Form<Preferences>,
) -> Answer<Response> {
    let mut response = Redirect::to(&own_path(form.to.as_deref(), "/")).into_response();
    let mut keep = |name: &str, value: &str| {
        // Scripts may read these: they are no secret, and the page needs them before it paints.
        let secure = if app.settings().is_secure() { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path=/; SameSite=Lax; Max-Age={A_YEAR_S}{secure}");
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    };
    if let Some(language) = form.language.as_deref().and_then(Language::named) {
        keep("deedwell-language", language.code);
    }
    match form.theme.as_deref() {
        Some(theme @ ("light" | "dark")) => keep("deedwell-theme", theme),
        Some(_) => keep("deedwell-theme", ""),
        None => {}
    }
    Ok(response)
}

/// A path of this site, so that no link can send a person elsewhere.
pub fn own_path(to: Option<&str>, otherwise: &str) -> String {
    let own = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            && !path.chars().any(char::is_control)
    };
    to.filter(own).unwrap_or(otherwise).to_owned()
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn nobody_is_sent_elsewhere() {
        assert_eq!(own_path(Some("/ideas?x=1"), "/"), "/ideas?x=1");
        for foreign in ["//evil.example", "https://evil.example", "/\\evil.example", "", "/a\n/b"] {
            assert_eq!(own_path(Some(foreign), "/"), "/", "{foreign}");
        }
    }
}
