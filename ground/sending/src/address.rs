//! Where a letter goes, in one spelling; and its hash, by which it stays known where it is forgotten.

use deedwell_core::{Id, Organisation, Result};
use deedwell_people::{IdentityKind, Sign};
use sha2::{Digest, Sha256};

/// An address or number, as `deedwell_people::Sign` spells it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Address(String);

impl Address {
    /// # Errors
    /// `Invalid` for what is no e-mail address.
    pub fn email(text: &str) -> Result<Self> {
        Ok(Self(Sign::new(IdentityKind::Email, text, "")?.value().to_owned()))
    }

    /// # Errors
    /// `Invalid` for a number without its country.
    pub fn phone(text: &str) -> Result<Self> {
        Ok(Self(Sign::new(IdentityKind::Phone, text, "")?.value().to_owned()))
    }

    /// As the channel of this name writes it.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn of(channel: &str, text: &str) -> Result<Self> {
        if channel == crate::EMAIL { Self::email(text) } else { Self::phone(text) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it stands in a table, where it was written by one of the above.
    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }

    /// By which it is known in this organisation alone, also when the address itself is forgotten.
    pub fn hash(&self, organisation: Id<Organisation>) -> String {
        let mut hash = Sha256::new();
        hash.update(organisation.uuid().as_bytes());
        hash.update(self.0.as_bytes());
        hex::encode(hash.finalize())
    }

    /// For a page that a link opens: enough to recognise one's own, too little to learn one.
    pub fn masked(&self) -> String {
        let Some((local, domain)) = self.0.split_once('@') else {
            let last: String =
                self.0.chars().skip(self.0.chars().count().saturating_sub(2)).collect();
            return format!("•••{last}");
        };
        let first: String = local.chars().take(1).collect();
        format!("{first}•••@{domain}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_by_its_hash_in_one_organisation() {
        let (ours, theirs) = (
            Id::from_uuid(Default::default()),
            "01930000-0000-7000-8000-00000000000a".parse().unwrap(),
        );
        let hash = |text: &str, of| Address::email(text).unwrap().hash(of);
        assert_eq!(hash("Ada@Example.com ", ours), hash("ada@example.com", ours));
        assert_ne!(hash("ada@example.com", ours), hash("ada@example.com", theirs));
        assert_eq!(Address::email("ada@example.com").unwrap().masked(), "a•••@example.com");
        assert_eq!(Address::phone("+442079460012").unwrap().masked(), "•••12");
        assert!(Address::of("email", "+442079460012").is_err());
    }
}
