//! Addresses: links that keep their filters, and whole ones that leave the browser.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{Settings, Site};

/// What RFC 3986 calls unreserved stands as it is, and so does a slash, which ends nothing here.
const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// An address within this site. Values are encoded when it is written.
#[derive(Clone, PartialEq, Debug)]
pub struct Address {
    path: String,
    pairs: Vec<(&'static str, String)>,
}

impl Address {
    pub fn to(path: impl Into<String>) -> Self {
        Self { path: path.into(), pairs: Vec::new() }
    }

    /// The same address with this value, in place of an earlier one; an empty value asks nothing.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.pairs.retain(|(n, _)| *n != name);
        let value = value.to_string();
        if !value.is_empty() {
            self.pairs.push((name, value));
        }
        self
    }

    pub fn with_some(self, name: &'static str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub fn without(mut self, name: &str) -> Self {
        self.pairs.retain(|(n, _)| *n != name);
        self
    }

    /// What stands after the question mark.
    pub fn question(&self) -> String {
        let pair = |(name, value): &(&str, String)| format!("{name}={}", encode(value));
        self.pairs.iter().map(pair).collect::<Vec<_>>().join("&")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.pairs.is_empty() { Ok(()) } else { write!(f, "?{}", self.question()) }
    }
}

/// Percent-encodes whatever could end or split a value.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Where a page of this organisation is: on its own host, its sub-domain, or the only one. From what
/// the operator set, never from what the request says its host is.
pub fn whole(settings: &Settings, site: &Site, path: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_its_filters_and_encodes_them() {
        let link = Address::to("/console/people").with("q", "a&b=c ü").with("unit", "");
        assert_eq!(link.to_string(), "/console/people?q=a%26b%3Dc%20%C3%BC");
        assert_eq!(link.clone().with("q", "x").with("page", 2).question(), "q=x&page=2");
        assert_eq!(link.without("q").to_string(), "/console/people");
    }

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
        assert_eq!(whole(&alone, &site(None), "/x"), "http://127.0.0.1:8080/x");
        assert_eq!(whole(&many, &site(None), "/x"), "https://fell-vale.engage.example:8443/x");
        assert_eq!(whole(&many, &site(Some("a.example")), "/x"), "https://a.example:8443/x");
    }
}
