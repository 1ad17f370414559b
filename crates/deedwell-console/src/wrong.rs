//! What can be wrong with something entered: one sentence each, in English here and in every
//! language in the messages. A test holds the two together.

use deedwell_core::Error;
use deedwell_password::Unfit;

/// A field, the key of its sentence, and the sentence for programs and the command line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wrong {
    pub field: &'static str,
    pub key: &'static str,
    pub english: &'static str,
}

impl From<Wrong> for Error {
    fn from(wrong: Wrong) -> Self {
        Self::invalid(wrong.field, wrong.english)
    }
}

/// Why something may not be a password of staff.
pub fn unfit(why: Unfit) -> Error {
    let wrong = match why {
        Unfit::Short => PASSWORD_SHORT,
        Unfit::Long => PASSWORD_LONG,
        Unfit::Common => PASSWORD_COMMON,
        Unfit::Own => PASSWORD_OWN,
        Unfit::Again => PASSWORD_AGAIN,
    };
    wrong.into()
}

const fn wrong(field: &'static str, key: &'static str, english: &'static str) -> Wrong {
    Wrong { field, key, english }
}

pub const NAME: Wrong =
    wrong("name", "console-wrong-name", "Please write a name of at most 100 letters.");
pub const TITLE: Wrong = wrong("title", "console-wrong-title", "At most 100 letters, please.");
pub const EMAIL: Wrong =
    wrong("email", "console-wrong-email", "This is not an e-mail address such as ada@example.com.");
pub const EMAIL_TAKEN: Wrong = wrong(
    "email",
    "console-wrong-email-taken",
    "Somebody here has this address already. Find them in the list: they can be invited again or reopened.",
);
pub const ROLE: Wrong = wrong("role", "console-wrong-role", "Please choose a role.");
pub const UNIT: Wrong = wrong("unit", "console-wrong-unit", "Please choose a unit that is open.");
pub const PASSWORD_SHORT: Wrong = wrong(
    "password",
    "console-wrong-password-short",
    "Please take at least 12 characters. A few words in a row are good.",
);
pub const PASSWORD_LONG: Wrong = wrong(
    "password",
    "console-wrong-password-long",
    "Please take at most 200 characters; longer is no safer.",
);
pub const PASSWORD_COMMON: Wrong = wrong(
    "password",
    "console-wrong-password-common",
    "Many people use this one, so it is tried first. Please take another.",
);
pub const PASSWORD_OWN: Wrong = wrong(
    "password",
    "console-wrong-password-own",
    "This is your address, your name or the organisation’s with little added. Please take something that nobody can look up.",
);
pub const PASSWORD_AGAIN: Wrong = wrong(
    "again",
    "console-wrong-password-again",
    "The two are not the same. Please type the password twice.",
);
pub const PASSWORD_OLD: Wrong =
    wrong("old", "console-wrong-password-old", "That is not your password.");
pub const ORGANISATION: Wrong = wrong(
    "organisation",
    "console-wrong-organisation",
    "Please write the organisation’s name, at most 100 letters.",
);
pub const SLUG: Wrong = wrong(
    "slug",
    "console-wrong-slug",
    "Two to forty small letters, digits and hyphens, beginning with a letter.",
);
pub const SLUG_TAKEN: Wrong =
    wrong("slug", "console-wrong-slug-taken", "This short name is taken. Please choose another.");
pub const HOST: Wrong =
    wrong("host", "console-wrong-host", "A host name such as ideas.example.com, without https://.");
pub const HOST_TAKEN: Wrong =
    wrong("host", "console-wrong-host-taken", "This host name leads to another site already.");
pub const CURRENCY: Wrong = wrong(
    "currency",
    "console-wrong-currency",
    "A currency is three capital letters, such as GBP.",
);
pub const ZONE: Wrong =
    wrong("zone", "console-wrong-zone", "Please choose a time zone from the list.");
pub const LANGUAGE: Wrong =
    wrong("language", "console-wrong-language", "Please choose a language from the list.");
pub const UNIT_NAME: Wrong = wrong(
    "unit_name",
    "console-wrong-unit-name",
    "Please write the unit’s name, at most 100 letters.",
);
pub const UNIT_KEY: Wrong = wrong(
    "unit_key",
    "console-wrong-unit-key",
    "One to twenty small letters, digits and hyphens, beginning with a letter.",
);
pub const UNIT_KEY_TAKEN: Wrong =
    wrong("unit_key", "console-wrong-unit-key-taken", "Another unit has this short word already.");
pub const CODE: Wrong = wrong(
    "code",
    "console-wrong-code",
    "That code is not right, or it was used before. Wait for the next one and try again.",
);
pub const KEY_NAME: Wrong = wrong(
    "key_name",
    "console-wrong-key-name",
    "Please say what the key is for, in at most 100 letters.",
);

/// All of them, for the test that every one is translated.
pub const ALL: &[Wrong] = &[
    NAME,
    TITLE,
    EMAIL,
    EMAIL_TAKEN,
    ROLE,
    UNIT,
    PASSWORD_SHORT,
    PASSWORD_LONG,
    PASSWORD_COMMON,
    PASSWORD_OWN,
    PASSWORD_AGAIN,
    PASSWORD_OLD,
    ORGANISATION,
    SLUG,
    SLUG_TAKEN,
    HOST,
    HOST_TAKEN,
    CURRENCY,
    ZONE,
    LANGUAGE,
    UNIT_NAME,
    UNIT_KEY,
    UNIT_KEY_TAKEN,
    CODE,
    KEY_NAME,
];

/// The key of a sentence, if it is one of ours.
pub fn key_of(sentence: &str) -> Option<&'static str> {
    ALL.iter().find(|w| w.english == sentence).map(|w| w.key)
}
