//! Whole addresses, for links that leave the browser. From what the operator set, never from what
//! the request says its host is.

use deedwell_web::{Settings, Site};

/// Where the page of this organisation is: on its own host, its sub-domain, or the only one.
pub fn address(settings: &Settings, site: &Site, path: &str) -> String {
    let public = settings.public_url.trim_end_matches('/');
    let (scheme, rest) = public.split_once("://").unwrap_or(("http", public));
    let port = rest.rsplit_once(':').map(|(_, port)| port);
    let port = port.filter(|p| p.bytes().all(|b| b.is_ascii_digit()));
    let port = port.map(|p| format!(":{p}")).unwrap_or_default();
    match (&site.host, &settings.base_domain) {
        (Some(host), _) => format!("{scheme}://{host}{port}{path}"),
        (None, Some(base)) => format!("{scheme}://{}.{base}{port}{path}", site.slug),
        (None, None) => format!("{public}{path}"),
    }
}

/// By which somebody joins.
pub fn invitation(settings: &Settings, site: &Site, token: &str) -> String {
    address(settings, site, &format!("/console/invitation?token={token}"))
}

/// By which somebody sets a new password.
pub fn reset(settings: &Settings, site: &Site, token: &str) -> String {
    address(settings, site, &format!("/console/reset?token={token}"))
}

/// By which everything begins.
pub fn set_up(settings: &Settings, token: &str) -> String {
    format!("{}/set-up?token={token}", settings.public_url.trim_end_matches('/'))
}

/// A value, safe in a query.
pub(crate) fn encode(value: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~/".contains(&b);
    let letter = |b: u8| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    value.bytes().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_the_organisations_own_host() {
        let site = |host: Option<&str>| Site {
            organisation: deedwell_core::Clock::held(deedwell_core::Timestamp::UNIX_EPOCH).new_id(),
            name: "Fell & Vale".to_owned(),
            slug: "fell-vale".to_owned(),
            host: host.map(str::to_owned),
            currency: deedwell_core::Currency::GBP,
            zone: jiff::tz::TimeZone::UTC,
            zone_name: "UTC".to_owned(),
            language: "en".to_owned(),
            simulated: false,
        };
        let settings = |url: &str, base: Option<&str>| Settings {
            public_url: url.to_owned(),
            base_domain: base.map(str::to_owned),
            ..Settings::default()
        };
        let alone = settings("http://127.0.0.1:8080/", None);
        let many = settings("https://engage.example:8443", Some("engage.example"));
        assert_eq!(address(&alone, &site(None), "/x"), "http://127.0.0.1:8080/x");
        assert_eq!(address(&many, &site(None), "/x"), "https://fell-vale.engage.example:8443/x");
        assert_eq!(address(&many, &site(Some("a.example")), "/x"), "https://a.example:8443/x");
    }
}
