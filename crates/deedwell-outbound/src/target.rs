//! An address as somebody wrote it, and what of it can be judged without asking anybody.

use std::net::IpAddr;

use url::{Host, Url};

use crate::allow::Allow;
use crate::failure::Failure;
use crate::place::is_public;

/// An address that may be looked up and, if what is found is good, called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    url: Url,
}

impl Target {
    /// Letters of an address at most.
    pub const LONGEST: usize = 1_000;

    /// Odd spellings (2130706433, 0x7f.1, 127.1, full-width digits) are made plain by the parser, as
    /// browsers do it; so what is judged here and later is what is dialled.
    ///
    /// # Errors
    /// `Unreadable`, `Userinfo`, `Scheme`.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let text = text.trim();
        if text.len() > Self::LONGEST || text.chars().any(char::is_control) {
            return Err(Failure::Unreadable);
        }
        let url = Url::parse(text).map_err(|_| Failure::Unreadable)?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(Failure::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() || has_at(text) {
            return Err(Failure::Userinfo);
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(Failure::Unreadable);
        }
        Ok(Self { url })
    }

    /// As it is kept and shown; the part after `#` is nobody's business but a browser's.
    pub fn text(&self) -> String {
        let mut url = self.url.clone();
        url.set_fragment(None);
        url.to_string()
    }

    pub(crate) fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }

    pub(crate) fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or(443)
    }

    /// The name to look up, or none where the address stands there itself.
    pub(crate) fn name(&self) -> Option<&str> {
        match self.url.host() {
            Some(Host::Domain(name)) => Some(name),
            _ => None,
        }
    }

    pub(crate) fn address(&self) -> Option<IpAddr> {
        match self.url.host()? {
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
            Host::Domain(_) => None,
        }
    }

    /// For the header `Host`.
    pub(crate) fn authority(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// For the first line of the request.
    pub(crate) fn path(&self) -> String {
        let query = self.url.query().map(|q| format!("?{q}")).unwrap_or_default();
        format!("{}{query}", self.url.path())
    }

    /// Judges every address that was found. Good only if all are: a name that leads inside as well as
    /// outside is no mistake that helps anybody.
    pub(crate) fn judge(&self, found: &[IpAddr], allow: &Allow) -> Result<(), Failure> {
        let is_named = self.name().is_some_and(|name| allow.names(name));
        let is_allowed = |address: &IpAddr| is_named || allow.holds(*address);
        if found.is_empty() || !found.iter().all(|a| is_public(*a) || is_allowed(a)) {
            return Err(Failure::NotPublic);
        }
        if found.iter().all(is_allowed) {
            return Ok(());
        }
        self.goes_out_well()
    }

    /// The same without looking the name up: what would be refused wherever it leads.
    pub(crate) fn judge_as_written(&self, allow: &Allow) -> Result<(), Failure> {
        match (self.address(), self.name()) {
            (Some(address), _) => self.judge(&[address], allow),
            (None, Some(name)) if allow.names(name) => Ok(()),
            // It may lead to one of these.
            _ if allow.has_nets() => Ok(()),
            (None, Some(name)) if is_inside(name) => Err(Failure::NotPublic),
            _ => self.goes_out_well(),
        }
    }

    /// What is called outside is called by TLS, where servers of that kind listen.
    fn goes_out_well(&self) -> Result<(), Failure> {
        match self.port() {
            _ if !self.is_secure() => Err(Failure::Scheme),
            80 | 443 | 8000..=9999 => Ok(()),
            _ => Err(Failure::Port),
        }
    }
}

/// Names that lead nowhere outside, by their ends.
fn is_inside(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or_default();
    ["localhost", "local", "internal", "localdomain", "home", "lan", "intranet"].contains(&last)
        || !name.contains('.')
        || name.ends_with(".home.arpa")
}

/// `https://@host/` has an empty name, which the parser forgets.
fn has_at(text: &str) -> bool {
    let after = text.split_once(':').map_or("", |(_, rest)| rest);
    let after = after.trim_start_matches(['/', '\\']);
    after.split(['/', '\\', '?', '#']).next().is_some_and(|authority| authority.contains('@'))
}
