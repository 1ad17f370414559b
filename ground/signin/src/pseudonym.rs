//! What customers may call themselves before others: a name of their own choice that is nobody else's.
//!
//! Names are compared by how they look, not by their letters: `Mаry` with a Cyrillic a is Mary. What must
//! not be taken are the names of our own people, what only they are (staff, support), the name of the
//! organisation, and words that are said to hurt. The list of those is short on purpose: it stops the
//! plainest; for the rest there is somebody who reads.

use deedwell_core::text::line;
use deedwell_core::{Error, Result};
use unicode_security::confusable_detection::skeleton;

/// Letters of a pseudonym.
pub const LONGEST: usize = deedwell_people::pseudonym::LONGEST;
pub const SHORTEST: usize = 2;

/// Words that say that somebody is of ours, in the languages of the pages.
const OURS: [&str; 24] = [
    "admin",
    "administrator",
    "administration",
    "moderator",
    "moderation",
    "mod",
    "staff",
    "team",
    "support",
    "helpdesk",
    "service",
    "official",
    "offiziell",
    "system",
    "root",
    "owner",
    "security",
    "mitarbeiter",
    "mitarbeiterin",
    "kundendienst",
    "kundenservice",
    "betreiber",
    "sicherheit",
    "geschäftsführung",
];

/// Said to hurt wherever they stand in a word.
const HURTING_ANYWHERE: [&str; 11] = [
    "nigger",
    "faggot",
    "fuck",
    "kike",
    "wetback",
    "hurensohn",
    "fotze",
    "wichser",
    "kanake",
    "hitler",
    "arschloch",
];

/// Said to hurt as a word of its own; others have them within.
const HURTING_ALONE: [&str; 23] = [
    "cunt", "shit", "bitch", "whore", "slut", "nazi", "nazis", "rapist", "spic", "chink", "gook",
    "paki", "retard", "tranny", "dyke", "hure", "schlampe", "neger", "zigeuner", "spast", "fick",
    "ficker", "kill",
];

/// How words look: two that look the same are the same.
pub fn looks(words: &str) -> String {
    words_of(words).concat()
}

/// Each word by itself, as it looks.
fn words_of(words: &str) -> Vec<String> {
    let parts = words.split(|c: char| !c.is_alphanumeric() && !is_mark(c));
    parts.map(look_of).filter(|word| !word.is_empty()).collect()
}

/// A sign above or below a letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn look_of(word: &str) -> String {
    // Capital I looks like small l, small i does not: first as it is written, then in small letters. What
    // comes of that may look like something else again.
    let once: String = skeleton(word).collect::<String>().to_lowercase();
    let twice: String = skeleton(&once).collect::<String>().to_lowercase();
    twice.chars().filter(|c| c.is_alphanumeric() || is_mark(*c)).collect()
}

/// Whose names are not to be taken.
#[derive(Clone, Debug, Default)]
pub struct Kept<'a> {
    pub staff: &'a [String],
    pub site: &'a str,
}

/// A pseudonym as it is kept, and how it looks.
///
/// # Errors
/// `Invalid` with `pseudonym`.
pub fn may_be_called(typed: &str, kept: &Kept<'_>) -> Result<(String, String)> {
    let wrong = |sentence: String| Err(Error::invalid("pseudonym", sentence));
    let words = line(typed);
    let letters = words.chars().count();
    let look = looks(&words);
    if !(SHORTEST..=LONGEST).contains(&letters) || look.chars().count() < SHORTEST {
        return wrong(format!("A name for others has {SHORTEST} to {LONGEST} letters."));
    }
    if words.contains('@') || words.contains("://") || words.to_lowercase().contains("www.") {
        return wrong("Please choose a name, not an address: everybody would see it.".to_owned());
    }
    if is_ours(&words, &look, kept) {
        return wrong(
            "Others would take you for one of our people by this name. Please choose another."
                .to_owned(),
        );
    }
    if hurts(&words, &look) {
        return wrong("This name could hurt somebody. Please choose another.".to_owned());
    }
    Ok((words, look))
}

fn is_ours(words: &str, look: &str, kept: &Kept<'_>) -> bool {
    let mut said = words_of(words);
    let reserved = |word: &String| OURS.iter().any(|ours| look_of(ours) == *word);
    if said.iter().any(reserved) || look == looks(kept.site) || names(&said, kept.site) {
        return true;
    }
    said.sort();
    kept.staff.iter().any(|name| {
        let (whole, mut parts) = (looks(name), words_of(name));
        parts.sort();
        // Their whole name anywhere, whatever stands before and behind it, and in another order.
        look == whole
            || parts.len() > 1 && (look.contains(&whole) || parts.iter().all(|p| said.contains(p)))
    })
}

/// Whether the organisation is named in there: its words, one after the other, each by itself.
fn names(said: &[String], site: &str) -> bool {
    let site = words_of(site);
    !site.is_empty() && said.windows(site.len()).any(|some| *some == site[..])
}

fn hurts(words: &str, look: &str) -> bool {
    let said = words_of(words);
    HURTING_ANYWHERE.iter().any(|bad| look.contains(&look_of(bad)))
        || HURTING_ALONE.iter().any(|bad| said.contains(&look_of(bad)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(typed: &str) -> Result<String> {
        let staff = ["Mary Seacole".to_owned(), "Edsger".to_owned(), "Lisa Ill".to_owned()];
        may_be_called(typed, &Kept { staff: &staff, site: "The Shop" }).map(|(words, _)| words)
    }

    #[test]
    fn a_name_of_ones_own_is_taken() {
        for good in [
            "Moth",
            "Mary",
            "Zoë 99",
            "星の王子",
            "محمد",
            "Herr Müller",
            "Scunthorpe United 2",
            "Essex girl",
        ] {
            assert_eq!(said(good).unwrap(), good);
        }
        assert_eq!(said("  Night\u{202e}  owl\u{200b} ").unwrap(), "Night owl");
    }

    #[test]
    fn nobody_goes_about_as_one_of_ours() {
        for bad in [
            "Mary Seacole",
            "mary seacole",
            "M A R Y  S E A C O L E",
            "MarySeacole",
            "Seacole, Mary",
            "Mаry Seаcole",
            "Dr. Mary Seacole (shop)",
            "Edsger",
            "EDSGER",
            "Eԁsger",
            "Iisa lll",
            "Support",
            "Shop Support",
            "Аdmin",
            "the shop",
            "T h e S h o p",
            "Team Keswick",
            "Geschäftsführung",
            "Mary_Seacole",
            "Ｍａｒｙ Seacole",
        ] {
            assert!(said(bad).is_err(), "{bad} looks {}", looks(bad));
        }
        assert!(said("Edsgers friend").is_ok());
    }

    #[test]
    fn what_hurts_or_is_no_name_is_refused() {
        for bad in [
            "fuck you",
            "F U C K",
            "FUСK",
            "a whore",
            "Nazi",
            "ada@x.example",
            "www.x.example",
            "",
            "x",
            "—",
            "\u{200b}\u{200b}",
            &"x".repeat(41),
        ] {
            assert!(said(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_looks_the_same_is_the_same() {
        assert_eq!(looks("Moth"), looks(" m.o-t H"));
        assert_eq!(looks("Ill"), looks("lll"));
        assert_ne!(looks("Moth"), looks("Both"));
    }
}
