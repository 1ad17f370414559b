//! Messages in each language, as Fluent keeps them.

use std::collections::{BTreeSet, HashMap};

use deedwell_core::{Error, Money, Result};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language that is shipped whole.
#[derive(Debug, PartialEq, Eq)]
pub struct Language {
    pub code: &'static str,
    /// In itself.
    pub name: &'static str,
    pub dir: &'static str,
    /// Between thousands.
    group: char,
}

/// `ar-XB` is English laid out from right to left: it proves the layout in tests and is not offered.
pub const LANGUAGES: &[Language] = &[
    Language { code: "en", name: "English", dir: "ltr", group: ',' },
    Language { code: "de", name: "Deutsch", dir: "ltr", group: '.' },
    Language { code: "ar-XB", name: "English, right to left", dir: "rtl", group: ',' },
];

const GROUND: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

impl Language {
    pub fn english() -> &'static Self {
        &LANGUAGES[0]
    }

    pub fn named(code: &str) -> Option<&'static Self> {
        LANGUAGES.iter().find(|l| l.code.eq_ignore_ascii_case(code))
    }

    /// The first of `Accept-Language` that we have, its order of preference taken as written.
    pub fn accepted(header: &str) -> Option<&'static Self> {
        header.split(',').filter_map(|part| part.split(';').next()).map(str::trim).find_map(|tag| {
            Self::named(tag).or_else(|| tag.split('-').next().and_then(Self::named))
        })
    }

    /// `12,345` as this language groups it.
    pub fn number(&self, n: i64) -> String {
        let grouped = deedwell_core::money::group_thousands(&n.unsigned_abs().to_string());
        let sign = if n < 0 { "−" } else { "" };
        format!("{sign}{}", grouped.replace(',', &self.group.to_string()))
    }

    /// `£1,204.50`; German puts the sign of the currency behind: `1.204,50 £`.
    pub fn money(&self, money: &Money) -> String {
        let text = money.to_string();
        if self.code != "de" {
            return text;
        }
        let (minus, text) = text.strip_prefix('−').map_or(("", text.as_str()), |rest| ("−", rest));
        let (sign, digits) = text.split_at(text.find(|c: char| c.is_ascii_digit()).unwrap_or(0));
        let point = |c| match c {
            ',' => '.',
            '.' => ',',
            other => other,
        };
        let digits: String = digits.chars().map(point).collect();
        format!("{minus}{digits}\u{a0}{}", sign.trim_end())
    }
}

/// Every message in every language.
pub struct Messages {
    bundles: HashMap<&'static str, FluentBundle<FluentResource>>,
}

impl Messages {
    /// The ground's messages and those of the slices.
    ///
    /// # Errors
    /// `Fault` when a file does not parse or names a message twice: found by the first test.
    pub fn new(slices: impl Iterator<Item = (&'static str, &'static str)>) -> Result<Self> {
        let mut bundles = HashMap::new();
        for (code, source) in GROUND.iter().copied().chain(slices) {
            let id: LanguageIdentifier = code.parse().map_err(|_| Error::fault("language"))?;
            let bundle = bundles.entry(code).or_insert_with(|| {
                let mut bundle = FluentBundle::new_concurrent(vec![id]);
                // The pages say `dir` where it matters; isolating marks would stand in every sentence.
                bundle.set_use_isolating(false);
                bundle
            });
            let resource = FluentResource::try_new(source.to_owned())
                .map_err(|(_, errors)| Error::fault(format!("messages in {code}: {errors:?}")))?;
            bundle
                .add_resource(resource)
                .map_err(|errors| Error::fault(format!("messages in {code}: {errors:?}")))?;
        }
        Ok(Self { bundles })
    }

    /// The message, in English where the language lacks it, else `None`.
    pub fn find(&self, language: &Language, key: &str, args: &[(&str, Arg)]) -> Option<String> {
        [language.code, "en"].iter().find_map(|code| self.find_in(code, key, args))
    }

    fn find_in(&self, code: &str, key: &str, args: &[(&str, Arg)]) -> Option<String> {
        let bundle = self.bundles.get(code)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut fluent = FluentArgs::new();
        for (name, arg) in args {
            fluent.set((*name).to_owned(), arg.value());
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&fluent), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::warn!(key, code, ?errors, "A message could not be filled in");
        }
        Some(text)
    }

    /// Keys of a language, for the test that every language is whole.
    pub fn sources() -> &'static [(&'static str, &'static str)] {
        GROUND
    }
}

/// The keys that a Fluent source defines, so that a slice can test that its languages are alike.
pub fn keys(source: &str) -> BTreeSet<String> {
    // A message begins its line; what belongs to it is indented, and comments begin with `#`.
    let starts = source.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
    starts.filter_map(|line| line.split_once('=')).map(|(key, _)| key.trim().to_owned()).collect()
}

/// The keys that a page or a handler asks a frame for by name: `frame.t("skip")`. What is put
/// together at run time is not among them.
pub fn keys_used(text: &str) -> BTreeSet<String> {
    let calls = ["frame.t(\"", "frame.n(\"", "frame.w(\"", "frame.m(\"", "self.t(\"", "self.n(\""];
    let after = calls.iter().flat_map(|call| text.split(call).skip(1));
    after.filter_map(|rest| rest.split_once('"')).map(|(key, _)| key.to_owned()).collect()
}

/// What a message may be told.
#[derive(Clone, Debug)]
pub enum Arg {
    Text(String),
    /// Chooses the plural; shown as it is, so pass the grouped text beside it where it may be large.
    Number(i64),
}

impl Arg {
    fn value(&self) -> FluentValue<'static> {
        match self {
            Self::Text(text) => FluentValue::from(text.clone()),
            Self::Number(n) => FluentValue::from(*n),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::roles::{Right, Role};

    fn of(code: &str) -> BTreeSet<String> {
        GROUND.iter().filter(|(c, _)| *c == code).flat_map(|(_, source)| keys(source)).collect()
    }

    fn text_below(folder: &Path, out: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                text_below(&path, out);
            } else if path.extension().is_some_and(|e| e == "html" || e == "rs") {
                out.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn money_is_written_as_each_language_does() {
        let german = Language::named("de").unwrap();
        for (minor, english, in_german) in
            [(120_450, "£1,204.50", "1.204,50 £"), (-850, "−£8.50", "−8,50 £")]
        {
            let money = Money::new(minor, deedwell_core::Currency::GBP);
            assert_eq!(Language::english().money(&money), english);
            assert_eq!(german.money(&money), in_german.replace(' ', "\u{a0}"));
        }
    }

    #[test]
    fn every_language_is_whole() {
        Messages::new(std::iter::empty()).unwrap();
        assert_eq!(of("en"), of("de"));
        assert!(of("en").len() > 100);
    }

    #[test]
    fn every_key_that_is_asked_for_exists() {
        let mut text = String::new();
        for folder in ["templates", "src"] {
            text_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut text);
        }
        let missing: Vec<_> = keys_used(&text).difference(&of("en")).cloned().collect();
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn keys_that_are_put_together_exist() {
        let en = of("en");
        let roles = Role::ALL.iter().map(|r| format!("role-{}", r.name()));
        let rights = Right::ALL.iter().map(|r| format!("right-{}", r.name().replace('_', "-")));
        let months = (1..=12).map(|m| format!("month-{m}"));
        let days = (1..=7).map(|d| format!("weekday-{d}"));
        for key in roles.chain(rights).chain(months).chain(days) {
            assert!(en.contains(&key), "{key}");
        }
    }

    #[test]
    fn plurals_and_places_are_filled_in() {
        let messages = Messages::new(std::iter::empty()).unwrap();
        for language in LANGUAGES {
            let say = |n: i64| {
                let count = Arg::Text(language.number(n));
                messages.find(language, "units-all", &[("n", Arg::Number(n)), ("count", count)])
            };
            assert_ne!(say(1), say(4));
            assert!(say(4).unwrap().contains('4'));
        }
    }
}
