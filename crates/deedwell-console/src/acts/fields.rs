//! What may be entered: one function a field, each giving the value in its one spelling.

use deedwell_core::{Currency, Result};
use deedwell_people::{IdentityKind, Sign};
use deedwell_web::Role;
use deedwell_web::i18n::Language;
use jiff::tz::TimeZone;

use crate::wrong::{self, Wrong};

/// Characters of a name or title.
pub const LONGEST_NAME: usize = 100;
/// Characters of a sub-domain and of a unit's short word.
const LONGEST_SLUG: usize = 40;
const LONGEST_UNIT_KEY: usize = 20;
const LONGEST_HOST: usize = 253;

/// Sub-domains that people would take for ours.
const RESERVED: [&str; 12] = [
    "www", "api", "mail", "smtp", "admin", "console", "status", "help", "support", "static",
    "assets", "ns1",
];

/// A line of text that must be there.
pub fn line(text: &str, wrong: Wrong) -> Result<String> {
    let text = optional_line(text, wrong)?;
    if text.is_empty() { Err(wrong.into()) } else { Ok(text) }
}

pub fn optional_line(text: &str, wrong: Wrong) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control) {
        return Err(wrong.into());
    }
    Ok(text.to_owned())
}

pub fn email(text: &str) -> Result<String> {
    let sign = Sign::new(IdentityKind::Email, text, "").map_err(|_| wrong::EMAIL)?;
    Ok(sign.value().to_owned())
}

pub fn role(text: &str) -> Result<Role> {
    Role::parse(text).ok_or_else(|| wrong::ROLE.into())
}

fn short_word(text: &str, longest: usize) -> bool {
    text.len() <= longest
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && !text.contains("--")
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

pub fn slug(text: &str) -> Result<String> {
    let text = text.trim().to_lowercase();
    if text.len() < 2 || !short_word(&text, LONGEST_SLUG) {
        return Err(wrong::SLUG.into());
    }
    if RESERVED.contains(&text.as_str()) {
        return Err(wrong::SLUG_TAKEN.into());
    }
    Ok(text)
}

pub fn unit_key(text: &str) -> Result<String> {
    let text = text.trim().to_lowercase();
    if short_word(&text, LONGEST_UNIT_KEY) { Ok(text) } else { Err(wrong::UNIT_KEY.into()) }
}

/// A short word made of a name: `Fell & Vale` → `fell-vale`. Empty if it has no Latin letter.
pub fn shorten(name: &str, longest: usize) -> String {
    let mut word = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'ä' | 'à' | 'á' | 'â' | 'å' => word.push('a'),
            'ö' | 'ò' | 'ó' | 'ô' | 'ø' => word.push('o'),
            'ü' | 'ù' | 'ú' | 'û' => word.push('u'),
            'é' | 'è' | 'ê' | 'ë' => word.push('e'),
            'ß' => word.push_str("ss"),
            c if c.is_ascii_lowercase() || (c.is_ascii_digit() && !word.is_empty()) => word.push(c),
            _ if !word.is_empty() && !word.ends_with('-') => word.push('-'),
            _ => {}
        }
    }
    word.chars().take(longest).collect::<String>().trim_end_matches('-').to_owned()
}

pub fn slug_of(name: &str) -> String {
    let word = shorten(name, LONGEST_SLUG - 4);
    if slug(&word).is_ok() { word } else { "organisation".to_owned() }
}

pub fn unit_key_of(name: &str) -> String {
    let word = shorten(name, LONGEST_UNIT_KEY);
    if word.is_empty() { "unit".to_owned() } else { word }
}

/// The organisation's own host, or none. One below the server's own domain would be another
/// organisation's place.
pub fn host(text: &str, base_domain: Option<&str>) -> Result<Option<String>> {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    if text.is_empty() {
        return Ok(None);
    }
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    let number = last.bytes().all(|b| b.is_ascii_digit());
    let good = text.len() <= LONGEST_HOST && text.contains('.') && text.split('.').all(label);
    if !good || number {
        return Err(wrong::HOST.into());
    }
    let ours = |base: &str| text == base || text.ends_with(&format!(".{base}"));
    if base_domain.is_some_and(ours) {
        return Err(wrong::HOST_TAKEN.into());
    }
    Ok(Some(text))
}

pub fn currency(text: &str) -> Result<Currency> {
    text.trim().to_uppercase().parse().map_err(|_| wrong::CURRENCY.into())
}

/// The zone's name as the tz database spells it.
pub fn zone(text: &str) -> Result<String> {
    let zone = TimeZone::get(text.trim()).map_err(|_| wrong::ZONE)?;
    zone.iana_name().map(str::to_owned).ok_or_else(|| wrong::ZONE.into())
}

pub fn language(text: &str) -> Result<String> {
    let language = Language::named(text.trim()).filter(|l| l.dir == "ltr");
    language.map(|l| l.code.to_owned()).ok_or_else(|| wrong::LANGUAGE.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_that_nobody_else_has() {
        let host = |text| host(text, Some("deedwell.example")).ok().flatten();
        assert_eq!(host("Ideas.FellAndVale.example."), Some("ideas.fellandvale.example".into()));
        for bad in [
            "https://ideas.example",
            "localhost",
            "10.0.0.1",
            "a..b",
            "-a.example",
            "a.example:80",
            "deedwell.example",
            "other.deedwell.example",
            "exämple.com",
            "a b.example",
        ] {
            assert_eq!(host(bad), None, "{bad}");
        }
    }

    #[test]
    fn short_words_are_made_of_names() {
        assert_eq!(slug_of("Fell & Vale"), "fell-vale");
        assert_eq!(slug_of("Bücher Löwe GmbH"), "bucher-lowe-gmbh");
        assert_eq!(slug_of("東京"), "organisation");
        assert_eq!(slug_of("API"), "organisation");
        assert_eq!(unit_key_of("3 Hills, Keswick & Hexham"), "hills-keswick-hexham");
        assert!(slug("a").is_err() && slug("a--b").is_err() && slug("1a").is_err());
    }

    #[test]
    fn a_zone_is_spelled_as_the_world_does() {
        assert_eq!(zone(" europe/london ").unwrap(), "Europe/London");
        assert!(zone("Mars/Olympus").is_err() && zone("").is_err());
    }
}
