//! What the operator permits beside public addresses: parts of a network, or hosts by name.

use std::net::IpAddr;

use crate::place::within;

/// The setting `outbound_allow`: `10.0.0.5/32`, `fd00:1::/64`, `10.0.0.5`, `hooks.internal`. What it
/// names may be called by plain http and at any port; nothing else becomes easier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allow {
    nets: Vec<(IpAddr, u32)>,
    hosts: Vec<String>,
}

impl Allow {
    /// Entries in one list at most.
    pub const MOST: usize = 100;

    /// # Errors
    /// A sentence that names what cannot be read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut allow = Self::default();
        let entries = text.split([',', ' ', '\n', '\t']).map(str::trim).filter(|e| !e.is_empty());
        for (count, entry) in entries.enumerate() {
            if count >= Self::MOST {
                return Err(format!("more than {} entries", Self::MOST));
            }
            if let Some(net) = net(entry) {
                allow.nets.push(net);
            } else if is_host(entry) {
                allow.hosts.push(entry.to_ascii_lowercase());
            } else {
                return Err(format!(
                    "{entry:?} is neither a host such as hooks.internal nor a network such as 10.0.0.5/32"
                ));
            }
        }
        Ok(allow)
    }

    pub(crate) fn names(&self, host: &str) -> bool {
        self.hosts.iter().any(|h| h == host)
    }

    pub(crate) fn has_nets(&self) -> bool {
        !self.nets.is_empty()
    }

    pub(crate) fn holds(&self, address: IpAddr) -> bool {
        self.nets.iter().any(|(first, length)| within(address, *first, *length))
    }
}

fn net(entry: &str) -> Option<(IpAddr, u32)> {
    let (address, length) = match entry.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (entry, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let length = match length {
        Some(text) => text.parse().ok().filter(|l| *l <= most)?,
        None => most,
    };
    Some((address, length))
}

/// A name of letters, digits, dots and dashes with a letter in it: what looks like a number must be an
/// address of a network.
fn is_host(entry: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-' || c == '_';
    let label = |l: &str| !l.is_empty() && l.len() <= 63;
    entry.len() <= 253
        && entry.chars().all(good)
        && entry.split('.').all(label)
        && entry
            .rsplit('.')
            .next()
            .is_some_and(|last| last.contains(|c: char| c.is_ascii_alphabetic()))
        && !entry.rsplit('.').next().is_some_and(|last| last.to_ascii_lowercase().starts_with("0x"))
}
