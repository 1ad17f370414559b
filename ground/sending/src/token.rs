//! What the links in letters carry: each for one purpose, one person, one letter; none signs anybody in.
//!
//! A link names its letter and proves, by a code that only this organisation can make, that we wrote it.
//! So a hundred thousand letters need no rows for their links, and a link for one purpose opens no other.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deedwell_core::{Id, Organisation, Secret};
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use sha2::Sha256;

use crate::letter::Letter;

/// How long a link in a letter works.
pub const LIVES: SignedDuration = SignedDuration::from_hours(24 * 365);
const CODE: usize = 16;

/// What a link is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum For {
    /// To get no more about its topic.
    Unsubscribe,
    /// To choose what one is sent.
    Preferences,
}

impl For {
    const fn name(self) -> &'static str {
        match self {
            Self::Unsubscribe => "unsubscribe",
            Self::Preferences => "preferences",
        }
    }
}

fn code(secret: &str, what: For, organisation: Id<Organisation>, letter: Id<Letter>) -> [u8; CODE] {
    // A key of any length will do.
    let mut mac = match Hmac::<Sha256>::new_from_slice(secret.as_bytes()) {
        Ok(mac) => mac,
        Err(_) => return [0; CODE],
    };
    mac.update(what.name().as_bytes());
    mac.update(organisation.uuid().as_bytes());
    mac.update(letter.uuid().as_bytes());
    let mut code = [0; CODE];
    code.copy_from_slice(&mac.finalize().into_bytes()[..CODE]);
    code
}

pub fn make(secret: &str, what: For, organisation: Id<Organisation>, letter: Id<Letter>) -> String {
    let mut bytes = letter.uuid().as_bytes().to_vec();
    bytes.extend(code(secret, what, organisation, letter));
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The letter whose link this is, if we made it for this.
pub fn read(
    secret: &str,
    what: For,
    organisation: Id<Organisation>,
    token: &str,
) -> Option<Id<Letter>> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (id, said) = bytes.split_at_checked(16)?;
    let id: [u8; 16] = id.try_into().ok()?;
    let text = hex::encode(id);
    let parts = [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]];
    let letter: Id<Letter> = parts.join("-").parse().ok()?;
    same(&code(secret, what, organisation, letter), said).then_some(letter)
}

/// Compared in a time that does not depend on where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    Secret::same(&hex::encode(a), &hex::encode(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_for_one_purpose_one_letter_and_one_organisation() {
        let id = |n: u8| format!("01930000-0000-7000-8000-0000000000{n:02x}");
        let (ours, theirs) = (id(1).parse().unwrap(), id(2).parse().unwrap());
        let letter: Id<Letter> = id(3).parse().unwrap();
        let token = make("secret", For::Unsubscribe, ours, letter);
        assert_eq!(token.len(), 43);
        assert_eq!(read("secret", For::Unsubscribe, ours, &token), Some(letter));
        assert_eq!(read("secret", For::Preferences, ours, &token), None);
        assert_eq!(read("secret", For::Unsubscribe, theirs, &token), None);
        assert_eq!(read("other", For::Unsubscribe, ours, &token), None);
        for place in 0..token.len() {
            let mut forged = token.clone().into_bytes();
            forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(read("secret", For::Unsubscribe, ours, &forged), None, "{place}");
        }
        for odd in ["", "A", "AAAA", &token[..22], &format!("{token}AA"), "ü"] {
            assert_eq!(read("secret", For::Unsubscribe, ours, odd), None);
        }
    }
}
