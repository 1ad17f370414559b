//! What two people may have in common, kept as prints that only this organisation can make.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deedwell_core::{Id, Identity, Person, Timestamp};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// Letters of a value of which a print is made.
pub const LONGEST_VALUE: usize = 500;
const PRINT: usize = 18;

/// What is had in common.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignKind {
    /// A browser.
    Browser,
    /// A card or account that pays; the shop tells its print, never its number.
    Payment,
    /// An address that reaches the same mailbox: `ada+2@home.example`.
    Mailbox,
    /// A household that staff or programs keep.
    Household,
    /// Where parcels go.
    Place,
    Phone,
    /// Where one is online.
    Network,
    /// First met within minutes of each other: follows from when people came, and is kept nowhere.
    Arrival,
}

impl SignKind {
    pub const ALL: [Self; 8] = [
        Self::Browser,
        Self::Payment,
        Self::Mailbox,
        Self::Household,
        Self::Place,
        Self::Phone,
        Self::Network,
        Self::Arrival,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Payment => "payment",
            Self::Mailbox => "mailbox",
            Self::Household => "household",
            Self::Place => "place",
            Self::Phone => "phone",
            Self::Network => "network",
            Self::Arrival => "arrival",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }

    /// Says by itself that two are likely one. A household and a place are shared by honest families, a
    /// network by a whole office.
    pub const fn is_strong(self) -> bool {
        matches!(self, Self::Browser | Self::Payment | Self::Mailbox | Self::Phone)
    }

    /// How much it says that two share it, of a hundred.
    pub const fn weight(self) -> u32 {
        match self {
            Self::Payment | Self::Mailbox => 100,
            Self::Browser | Self::Phone => 90,
            Self::Network | Self::Place => 40,
            Self::Household | Self::Arrival => 30,
        }
    }
}

/// Somebody was seen with a sign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    pub person: Id<Person>,
    pub identity: Id<Identity>,
    pub kind: SignKind,
    pub print: String,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
}

/// The print of a value. Without the secret nobody can try values out.
pub fn print(secret: &str, kind: SignKind, value: &str) -> String {
    // A key of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(kind.name().as_bytes());
    mac.update(&[0]);
    mac.update(value.as_bytes());
    URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..PRINT])
}

/// The print of a text, to be known again.
pub fn text_print(secret: &str, text: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(b"text\0");
    mac.update(text.as_bytes());
    URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..PRINT])
}

/// The mailbox that an address reaches, as far as that is known: what stands after a plus, and at Google's
/// also dots, change nothing.
pub fn mailbox(address: &str) -> String {
    let address = address.trim().to_lowercase();
    let Some((name, host)) = address.rsplit_once('@') else { return address };
    let name = name.split_once('+').map_or(name, |(name, _)| name);
    match host {
        "gmail.com" | "googlemail.com" => format!("{}@gmail.com", name.replace('.', "")),
        _ => format!("{name}@{host}"),
    }
}

/// A network: 256 addresses of IPv4, a /48 of IPv6. None for addresses that are no network of anybody's.
pub fn network(address: IpAddr) -> Option<String> {
    match address.to_canonical() {
        IpAddr::V4(v4) if v4.is_loopback() || v4.is_private() || v4.is_unspecified() => None,
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            Some(format!("{a}.{b}.{c}.0/24"))
        }
        IpAddr::V6(v6) if v6.is_loopback() || v6.is_unspecified() => None,
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            Some(format!("{a:x}:{b:x}:{c:x}::/48"))
        }
    }
}

/// Where parcels go, however it is written.
pub fn place(street: &str, postcode: &str) -> String {
    let plain = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    format!("{}|{}", plain(postcode), plain(street))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_has_many_addresses() {
        for same in
            ["ada.love+shop@gmail.com", " AdaLove@googlemail.com", "a.d.a.l.o.v.e@gmail.com"]
        {
            assert_eq!(mailbox(same), "adalove@gmail.com");
        }
        assert_eq!(mailbox("Ada+2@home.example"), "ada@home.example");
        assert_ne!(mailbox("a.da@home.example"), mailbox("ada@home.example"));
        assert_eq!(mailbox("nobody"), "nobody");
    }

    #[test]
    fn a_network_is_what_is_let_to_one_customer() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("198.51.100.7"), of("198.51.100.250"));
        assert_ne!(of("198.51.100.7"), of("198.51.101.7"));
        assert_eq!(of("2001:db8:1:2::3"), of("2001:db8:1:ff::9"));
        assert_eq!(of("::ffff:198.51.100.7"), of("198.51.100.1"));
        for nobody in ["127.0.0.1", "10.1.2.3", "::1", "0.0.0.0"] {
            assert_eq!(of(nobody), None);
        }
    }

    #[test]
    fn a_print_depends_on_organisation_kind_and_value() {
        let first = print("hush", SignKind::Browser, "abc");
        assert_eq!(first, print("hush", SignKind::Browser, "abc"));
        assert_ne!(first, print("other", SignKind::Browser, "abc"));
        assert_ne!(first, print("hush", SignKind::Payment, "abc"));
        assert_eq!(first.len(), 24);
        assert_eq!(place("12 High St.", "ab1 2cd"), place("12, high st", "AB12CD"));
        for kind in SignKind::ALL {
            assert_eq!(SignKind::parse(kind.name()), Some(kind));
        }
    }
}
