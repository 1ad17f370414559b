//! A sign is an identity as it is written down: its kind, its value in one spelling, its scope.

use deedwell_core::text::is_hidden;
use deedwell_core::{Error, Result};
use serde::Serialize;

/// What sort of sign.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// An e-mail address.
    Email,
    /// A telephone number with its country, `+442079460000`.
    Phone,
    /// A name with which they sign in somewhere; the scope says where.
    Login,
    /// The number of a loyalty card.
    Card,
    /// A browser or device.
    Browser,
    /// The id that another system gives them; the scope says which.
    Import,
}

impl IdentityKind {
    /// Every kind, the one that names a person best first.
    pub const ALL: [Self; 6] =
        [Self::Email, Self::Phone, Self::Login, Self::Card, Self::Import, Self::Browser];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Login => "login",
            Self::Card => "card",
            Self::Browser => "browser",
            Self::Import => "import",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == text)
    }
}

/// How an identity came to be believed, from weak to strong. It can rise and never falls.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Somebody says so. Everything above this is proven.
    Claimed,
    /// A file that staff brought.
    Import,
    /// A staff member says so.
    Staff,
    /// A server of the organisation says so, with its key.
    Server,
    /// A token signed by a server of the organisation.
    Token,
    /// They answered a code sent to it.
    Code,
}

impl Proof {
    pub const ALL: [Self; 6] =
        [Self::Claimed, Self::Import, Self::Staff, Self::Server, Self::Token, Self::Code];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Import => "import",
            Self::Staff => "staff",
            Self::Server => "server",
            Self::Token => "token",
            Self::Code => "code",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name() == text)
    }

    /// Anything but a mere claim.
    pub fn proves(self) -> bool {
        self > Self::Claimed
    }
}

/// A kind, a value and a scope. There is no other way to make one than [`Sign::new`], so that the
/// same address has one spelling.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
pub struct Sign {
    kind: IdentityKind,
    value: String,
    scope: String,
}

/// What programs write where there is nobody. As an identity they would make one person of
/// thousands.
const NOBODY: [&str; 18] = [
    "null",
    "nil",
    "none",
    "undefined",
    "anonymous",
    "guest",
    "unknown",
    "n/a",
    "na",
    "nan",
    "true",
    "false",
    "-1",
    "void",
    "abc123",
    "not set",
    "(not set)",
    "[object object]",
];

impl Sign {
    /// Bytes of a value. An e-mail address has at most 254.
    pub const LONGEST_VALUE: usize = 254;
    pub const LONGEST_SCOPE: usize = 60;

    /// Writes a value in its one spelling. The scope of an address or a number is empty: they mean
    /// the same everywhere.
    ///
    /// # Errors
    /// `Invalid`, with the kind as its field, for a value that could not name anybody.
    pub fn new(kind: IdentityKind, value: &str, scope: &str) -> Result<Self> {
        let wrong = |sentence: &'static str| Error::invalid(kind.name(), sentence);
        let value = value.trim();
        if value.is_empty() {
            return Err(wrong("This is empty, so it names nobody."));
        }
        if value.len() > Self::LONGEST_VALUE {
            return Err(wrong("This is too long: at most 254 letters name a person."));
        }
        if value.chars().chain(scope.chars()).any(|c| c.is_control() || is_hidden(c)) {
            return Err(wrong("This has a character in it that cannot be shown."));
        }
        if is_nobody(value) {
            return Err(Error::invalid(
                kind.name(),
                format!("“{value}” is what programs write where there is nobody."),
            ));
        }
        if scope.len() > Self::LONGEST_SCOPE {
            return Err(wrong("The name of the source is too long: at most 60 letters."));
        }
        let (value, scope) = match kind {
            IdentityKind::Email => (
                email(value).ok_or_else(|| {
                    wrong("This is not an e-mail address such as ada@example.com.")
                })?,
                "",
            ),
            IdentityKind::Phone => (
                phone(value).ok_or_else(|| {
                    wrong("Please write the number with its country, such as +44 20 7946 0000.")
                })?,
                "",
            ),
            IdentityKind::Card => (value.split_whitespace().collect(), scope),
            _ => (value.to_owned(), scope),
        };
        Ok(Self { kind, value, scope: scope.trim().to_owned() })
    }

    /// As it stands in the database, where it was written by [`Sign::new`].
    pub(crate) fn stored(kind: IdentityKind, value: String, scope: String) -> Self {
        Self { kind, value, scope }
    }

    pub fn kind(&self) -> IdentityKind {
        self.kind
    }

    pub fn value(&self) -> &str {
        &self.value
    }

    pub fn scope(&self) -> &str {
        &self.scope
    }
}

/// The signs that links gave to these people.
pub(crate) async fn of_people(
    tx: &mut deedwell_store::Tx,
    people: &[deedwell_core::Id<deedwell_core::Person>],
) -> Result<Vec<Sign>> {
    let mut find = deedwell_store::Bulk::new(
        tx,
        "select kind, value, scope from identity where organisation = $1 and origin in (",
        [],
        "?",
        ") order by kind, value, scope",
    );
    people.iter().for_each(|person| find.add([(*person).into()]));
    let mut signs = Vec::new();
    for row in find.list(tx).await? {
        if let Some(kind) = IdentityKind::parse(&row.text("kind")?) {
            signs.push(Sign::stored(kind, row.text("value")?, row.text("scope")?));
        }
    }
    Ok(signs)
}

fn is_nobody(value: &str) -> bool {
    value.bytes().all(|b| b == b'0' || b == b'-')
        || NOBODY.iter().any(|n| n.eq_ignore_ascii_case(value))
}

/// Lower case on both sides of the @. The part before it may by the letter of the standard tell
/// `Ada` from `ada`; no provider does, and customers type both.
fn email(value: &str) -> Option<String> {
    let value = value.strip_prefix("mailto:").unwrap_or(value);
    let (local, domain) = value.rsplit_once('@')?;
    let strange = |c: char| c.is_whitespace() || "\"(),:;<>@[\\]".contains(c);
    let good_local = !local.is_empty()
        && local.len() <= 64
        && !local.contains(strange)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let good_domain = domain.contains('.') && domain.split('.').all(label);
    let lower = value.to_lowercase();
    (good_local && good_domain && !is_nobody(local) && lower.len() <= Sign::LONGEST_VALUE)
        .then_some(lower)
}

/// `+` and 7 to 15 digits, as E.164 has it. A number without its country could be anybody's.
fn phone(value: &str) -> Option<String> {
    let mut digits = String::with_capacity(16);
    for (i, c) in value.chars().enumerate() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if i == 0 => digits.push(c),
            ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '/' | '\u{2011}' | '\u{2013}' => {}
            _ => return None,
        }
    }
    // "+44 (0)20 …": the nought in brackets is dialled at home only.
    if digits.starts_with('+') && value.contains("(0)") {
        let country = value.split("(0)").next()?.bytes().filter(u8::is_ascii_digit).count();
        digits.remove(1 + country);
    }
    let digits = digits.strip_prefix('+').or_else(|| digits.strip_prefix("00"))?;
    let good = (7..=15).contains(&digits.len()) && !digits.starts_with('0');
    good.then(|| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(kind: IdentityKind, text: &str) -> Option<String> {
        Sign::new(kind, text, "shop").ok().map(|s| s.value)
    }

    #[test]
    fn an_address_has_one_spelling() {
        let email = |text: &str| value(IdentityKind::Email, text);
        assert_eq!(email("  Ada@Example.COM "), Some("ada@example.com".into()));
        assert_eq!(email("mailto:ada+x@a.co.uk"), Some("ada+x@a.co.uk".into()));
        assert_eq!(email("zoë@bücher.de"), Some("zoë@bücher.de".into()));
        for wrong in [
            "ada",
            "@a.de",
            "ada@",
            "ada@home",
            "a b@c.de",
            "a@b@c.de",
            "a@-b.de",
            "a..b@c.de",
            "a@b..de",
            "null@example.com",
            "a@b.de\nBcc: x@y.de",
            ".a@b.de",
            "<a@b.de>",
        ] {
            assert_eq!(email(wrong), None, "{wrong}");
        }
        assert_eq!(email(&format!("{}@b.de", "a".repeat(65))), None);
        assert_eq!(email(&format!("a@{}de", "b.".repeat(130))), None);
        // A capital that grows when it is made small must not grow past the limit.
        assert!(email(&format!("a@{}.de", "İ".repeat(31))).is_none_or(|e| e.len() <= 254));
    }

    #[test]
    fn a_number_has_its_country() {
        let phone = |text: &str| value(IdentityKind::Phone, text);
        for text in
            ["+44 20 7946-0000", "0044 (20) 7946.0000", "+442079460000", "+44 (0)20 7946 0000"]
        {
            assert_eq!(phone(text), Some("+442079460000".into()), "{text}");
        }
        for wrong in
            ["020 7946 0000", "+44", "+44 20 7946 0000 x12", "+1234567890123456", "44+2079460000"]
        {
            assert_eq!(phone(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn nobody_is_not_a_person() {
        for nobody in
            ["null", " NULL ", "-1", "anonymous", "Undefined", "0", "00000", "none", "", "---"]
        {
            for kind in IdentityKind::ALL {
                assert_eq!(value(kind, nobody), None, "{nobody}");
            }
        }
        assert_eq!(value(IdentityKind::Import, "00001"), Some("00001".into()));
        assert_eq!(value(IdentityKind::Card, "12 34 56"), Some("123456".into()));
        assert_eq!(value(IdentityKind::Import, "a\u{0}b"), None);
        assert_eq!(value(IdentityKind::Login, &"x".repeat(255)), None);
    }

    #[test]
    fn an_address_means_the_same_everywhere() {
        let sign = Sign::new(IdentityKind::Email, "ada@example.com", "shop").unwrap();
        assert_eq!(sign.scope(), "");
        assert_eq!(Sign::new(IdentityKind::Import, "7", " shop ").unwrap().scope(), "shop");
    }

    #[test]
    fn names_are_read_back() {
        assert!(IdentityKind::ALL.iter().all(|k| IdentityKind::parse(k.name()) == Some(*k)));
        assert!(Proof::ALL.iter().all(|p| Proof::parse(p.name()) == Some(*p)));
        assert!(Proof::ALL.is_sorted());
    }
}
