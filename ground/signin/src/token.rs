//! The shop's signed token: a JSON Web Token (RFC 7519) that says who a customer is in the shop.
//!
//! Only HS256, whatever its header asks for. Rules only: the key and the moment are handed in, and
//! whether a token was used before is the caller's to know.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deedwell_core::{Error, Result, Timestamp};
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use serde::Deserialize;
use sha2::Sha256;

/// Bytes of a token, letters of its own name.
pub const LONGEST: usize = 4096;
pub const LONGEST_JTI: usize = 255;
/// How far ahead a token may end.
pub const LASTS: SignedDuration = SignedDuration::from_mins(10);
/// How far the shop's clock may differ from ours.
pub const SKEW: SignedDuration = SignedDuration::from_secs(60);

/// What a token says. Fields that we do not know are the shop's own business.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Claims {
    /// The id of the key.
    pub iss: String,
    /// The customer's id in the shop.
    pub sub: String,
    /// The token's own name: it works once.
    pub jti: String,
    /// Seconds since 1970.
    pub iat: i64,
    pub exp: i64,
    #[serde(default)]
    pub nbf: Option<i64>,
    #[serde(default)]
    pub email: Option<String>,
    /// The shop has seen for itself that the address is theirs.
    #[serde(default)]
    pub email_verified: bool,
    #[serde(default)]
    pub name: Option<String>,
}

impl Claims {
    /// The address, if the shop vouches for it.
    pub fn proven_email(&self) -> Option<&str> {
        self.email.as_deref().filter(|_| self.email_verified)
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    typ: Option<String>,
    /// Extensions that must be understood: none is.
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

/// A token that was taken apart and not yet believed.
#[derive(Clone, Debug)]
pub struct Token<'a> {
    signed: &'a str,
    signature: Vec<u8>,
    claims: Claims,
}

impl<'a> Token<'a> {
    /// Takes a token apart. Nothing in it is true yet.
    ///
    /// # Errors
    /// `signin.token_not_ours` for what is no token of this kind, or asks for another algorithm.
    pub fn read(text: &'a str) -> Result<Self> {
        let parts = (text.len() <= LONGEST).then(|| text.split('.').collect::<Vec<_>>());
        let parts = parts.ok_or_else(not_ours)?;
        let [header, claims, signature] = parts.as_slice() else { return Err(not_ours()) };
        let head: Header = part(header)?;
        let typ = head.typ.as_deref().is_none_or(|t| t.eq_ignore_ascii_case("JWT"));
        if head.alg != "HS256" || !typ || head.crit.is_some() {
            return Err(not_ours());
        }
        let signed = text.get(..header.len() + 1 + claims.len()).ok_or_else(not_ours)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| not_ours())?;
        Ok(Self { signed, signature, claims: part(claims)? })
    }

    /// Whose key to look up. Not to be believed before [`Token::check`].
    pub fn issuer(&self) -> &str {
        &self.claims.iss
    }

    /// Believes the token, if it was signed with this secret and is of now.
    ///
    /// # Errors
    /// `signin.token_not_ours`; `signin.token_expired`.
    pub fn check(self, secret: &str, now: Timestamp) -> Result<Claims> {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(Error::fault)?;
        mac.update(self.signed.as_bytes());
        // In a time that does not depend on where they differ.
        mac.verify_slice(&self.signature).map_err(|_| not_ours())?;
        let (claims, now, skew) = (self.claims, now.as_second(), SKEW.as_secs());
        if claims.jti.is_empty() || claims.jti.len() > LONGEST_JTI || claims.sub.is_empty() {
            return Err(not_ours());
        }
        let too_early = claims.iat > now + skew || claims.nbf.is_some_and(|n| n > now + skew);
        let too_long = claims.exp > now + LASTS.as_secs() + skew;
        if claims.exp <= now - skew || claims.exp <= claims.iat || too_early || too_long {
            return Err(expired());
        }
        Ok(claims)
    }
}

fn part<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| not_ours())?;
    serde_json::from_slice(&bytes).map_err(|_| not_ours())
}

/// One sentence for all that is not signed by a key of this organisation: who forges learns nothing.
pub fn not_ours() -> Error {
    Error::refused(
        "signin.token_not_ours",
        "This link was not made by the shop for this site. Please go back to the shop and follow the link there.",
    )
}

fn expired() -> Error {
    Error::refused(
        "signin.token_expired",
        "This link is only good for a few minutes, and they are over. Please go back to the shop and follow the link there again.",
    )
}

pub fn used() -> Error {
    Error::refused(
        "signin.token_used",
        "This link has been used. Please go back to the shop and follow the link there again.",
    )
}

/// A token as a shop makes it: for stories.
#[cfg(test)]
pub fn signed(header: &serde_json::Value, claims: &serde_json::Value, secret: &str) -> String {
    let text = |v: &serde_json::Value| URL_SAFE_NO_PAD.encode(v.to_string());
    let signed = format!("{}.{}", text(header), text(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The example of RFC 7515, A.1: its key is bytes that are no text, so only the reading is tried.
    const RFC: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    /// Made by Python's `hmac`, `base64` and `json`, so that we do not only understand ourselves.
    const FOREIGN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiAia2V5IiwgInN1YiI6ICIxNyIsICJqdGkiOiAiYSIsICJpYXQiOiAxODAwMDAwMDAwLCAiZXhwIjogMTgwMDAwMDMwMCwgIm5hbWUiOiAiWm9cdTAwZWIifQ.Wt-CM5mhjMUf9I_PSiFaxHQC8e4DwDedswBbnqCXppI";
    const FOREIGN_SECRET: &str = "ein Geheimnis für den Laden";
    const NOW_S: i64 = 1_800_000_000;

    fn now() -> Timestamp {
        Timestamp::from_second(NOW_S).unwrap()
    }

    fn claims() -> serde_json::Value {
        json!({"iss": "key", "sub": "17", "jti": "a", "iat": NOW_S, "exp": NOW_S + 300})
    }

    fn with(name: &str, value: serde_json::Value) -> serde_json::Value {
        let mut claims = claims();
        claims[name] = value;
        claims
    }

    fn try_it(header: &serde_json::Value, claims: &serde_json::Value) -> Result<Claims> {
        let text = signed(header, claims, "secret");
        Token::read(&text)?.check("secret", now())
    }

    fn code(claims: &serde_json::Value) -> String {
        try_it(&json!({"alg": "HS256"}), claims)
            .map_or_else(|e| e.code().into_owned(), |_| "good".into())
    }

    #[test]
    fn a_token_of_the_shop_is_believed() {
        for header in [json!({"alg": "HS256"}), json!({"typ": "JWT", "alg": "HS256", "kid": "x"})] {
            assert_eq!(try_it(&header, &claims()).unwrap().sub, "17");
        }
        assert_eq!(code(&with("something_else", json!([1]))), "good");
    }

    #[test]
    fn a_token_of_another_program_is_believed() {
        let claims = Token::read(FOREIGN).unwrap().check(FOREIGN_SECRET, now()).unwrap();
        assert_eq!((claims.sub.as_str(), claims.name.as_deref()), ("17", Some("Zoë")));
        assert!(Token::read(FOREIGN).unwrap().check("ein Geheimnis", now()).is_err());
    }

    #[test]
    fn other_algorithms_are_not() {
        for header in [
            json!({"alg": "none"}),
            json!({"alg": "None"}),
            json!({"alg": "hs256"}),
            json!({"alg": "HS512"}),
            json!({"alg": "RS256"}),
            json!({}),
            json!({"alg": "HS256", "typ": "JWE"}),
            json!({"alg": "HS256", "crit": ["b64"], "b64": false}),
        ] {
            assert!(try_it(&header, &claims()).is_err(), "{header}");
        }
    }

    #[test]
    fn a_changed_token_is_not() {
        let text = signed(&json!({"alg": "HS256"}), &claims(), "secret");
        assert!(Token::read(&text).unwrap().check("another secret", now()).is_err());
        for place in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            let tried = Token::read(&changed).and_then(|t| t.check("secret", now()));
            assert!(tried.is_err(), "{place} of {text}");
        }
        let unsigned = text.rsplit_once('.').unwrap().0;
        for cut in [unsigned.to_owned(), format!("{unsigned}."), format!("{text}.{text}")] {
            assert!(Token::read(&cut).and_then(|t| t.check("secret", now())).is_err(), "{cut}");
        }
        for junk in ["", ".", "..", "a.b.c", "ä.ö.ü", RFC, &"a".repeat(5000)] {
            assert!(Token::read(junk).and_then(|t| t.check("secret", now())).is_err());
        }
    }

    #[test]
    fn a_token_is_of_now() {
        let exp = |s: i64| code(&with("exp", json!(NOW_S + s)));
        let mut old = with("exp", json!(NOW_S - 59));
        old["iat"] = json!(NOW_S - 300);
        assert_eq!(code(&old), "good");
        old["exp"] = json!(NOW_S - 60);
        assert_eq!(code(&old), "signin.token_expired");
        assert_eq!(exp(660), "good");
        assert_eq!(exp(661), "signin.token_expired");
        assert_eq!(code(&with("iat", json!(NOW_S + 60))), "good");
        assert_eq!(code(&with("iat", json!(NOW_S + 61))), "signin.token_expired");
        assert_eq!(code(&with("nbf", json!(NOW_S + 61))), "signin.token_expired");
        assert_eq!(exp(-1), "signin.token_expired");
        for wrong in [json!(i64::MAX), json!(i64::MIN), json!("300"), json!(1e300), json!(null)] {
            assert_ne!(code(&with("exp", wrong)), "good");
        }
    }

    #[test]
    fn nothing_may_be_missing() {
        for name in ["iss", "sub", "jti", "iat", "exp"] {
            let mut claims = claims();
            claims.as_object_mut().unwrap().remove(name);
            assert_eq!(code(&claims), "signin.token_not_ours", "{name}");
        }
        assert_eq!(code(&with("sub", json!(""))), "signin.token_not_ours");
        assert_eq!(code(&with("jti", json!("x".repeat(256)))), "signin.token_not_ours");
    }

    #[test]
    fn an_address_needs_the_shops_word() {
        let email = |verified: serde_json::Value| {
            let mut claims = with("email", json!("ada@shop.example"));
            claims["email_verified"] = verified;
            try_it(&json!({"alg": "HS256"}), &claims)
                .ok()
                .and_then(|c| c.proven_email().map(str::to_owned))
        };
        assert_eq!(email(json!(true)), Some("ada@shop.example".to_owned()));
        for not in [json!(false), json!("true"), json!(1), json!(null)] {
            assert_eq!(email(not), None);
        }
    }
}
