//! Somebody was seen with a sign. The value itself is not kept.

use std::net::IpAddr;

use deedwell_core::{Account, Id, Identity, Result};
use deedwell_store::Tx;

use crate::sign::{self, LONGEST_VALUE, SignKind};
use crate::store;

/// What somebody was seen with.
#[derive(Clone, Copy, Debug)]
pub enum Sight<'a> {
    /// The value of the cookie by which we know a browser.
    Browser(&'a str),
    /// What a payment provider calls the card; never its number.
    Payment(&'a str),
    Mailbox(&'a str),
    Household(Id<Account>),
    Place {
        street: &'a str,
        postcode: &'a str,
    },
    Phone(&'a str),
    Network(IpAddr),
}

impl Sight<'_> {
    /// As it is compared; none for what says nothing.
    pub fn value(self) -> Option<(SignKind, String)> {
        let value = match self {
            Self::Browser(text) => (SignKind::Browser, text.trim().to_owned()),
            Self::Payment(text) => (SignKind::Payment, text.trim().to_owned()),
            Self::Mailbox(text) => (SignKind::Mailbox, sign::mailbox(text)),
            Self::Household(account) => (SignKind::Household, account.to_string()),
            Self::Place { street, postcode } => (SignKind::Place, sign::place(street, postcode)),
            Self::Phone(text) => {
                (SignKind::Phone, text.chars().filter(char::is_ascii_digit).collect())
            }
            Self::Network(address) => (SignKind::Network, sign::network(address)?),
        };
        let empty = value.1.is_empty() || value.1 == "|";
        (!empty && value.1.len() <= LONGEST_VALUE).then_some(value)
    }
}

/// Remembers it. What says nothing is left out.
pub async fn seen(tx: &mut Tx, identity: Id<Identity>, sight: Sight<'_>) -> Result<()> {
    seen_all(tx, identity, &[sight]).await
}

/// The same for all that somebody was seen with at once.
pub async fn seen_all(tx: &mut Tx, identity: Id<Identity>, sights: &[Sight<'_>]) -> Result<()> {
    let values: Vec<_> = sights.iter().filter_map(|sight| sight.value()).collect();
    if values.is_empty() {
        return Ok(());
    }
    let secret = store::secret(tx).await?;
    for (kind, value) in values {
        store::add_sign(tx, identity, kind, &sign::print(&secret, kind, &value)).await?;
    }
    Ok(())
}
