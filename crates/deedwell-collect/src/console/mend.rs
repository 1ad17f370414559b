//! The line that sends it right, in the words of the library that sent it wrong.

use deedwell_core::plan::FactType;

use crate::message::Problem;

/// Libraries that are spoken to in the same way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tongue {
    Browser,
    Node,
    Python,
    PostHog,
    /// Nobody we know: the message itself.
    Plain,
}

impl Tongue {
    fn of(library: &str) -> Self {
        let small = library.to_ascii_lowercase();
        let has = |word: &str| small.contains(word);
        match () {
            () if has("posthog") => Self::PostHog,
            () if has("python") => Self::Python,
            () if has("node") => Self::Node,
            () if has("analytics.js") || has("javascript") || has("next") || has("web") => {
                Self::Browser
            }
            () => Self::Plain,
        }
    }
}

/// What the line is about.
pub struct Mend<'a> {
    pub problem: Problem,
    pub library: &'a str,
    pub name: &'a str,
    /// A fact with the type that it should have.
    pub fact: Option<(&'a str, FactType)>,
    /// A name of the specification that was perhaps meant.
    pub meant: Option<&'a str>,
}

impl Mend<'_> {
    /// The line; none where no line of a program is at fault.
    pub fn line(&self) -> Option<String> {
        let tongue = Tongue::of(self.library);
        let name = if self.name.is_empty() { "Product Viewed" } else { self.name };
        let order = || vec![("order_id", "'1001'"), ("revenue", "59.97"), ("currency", "'GBP'")];
        match self.problem {
            Problem::EventMissing | Problem::TypeUnknown => Some(track(tongue, name, &[])),
            Problem::NobodyNamed | Problem::IdBlocked => Some(match tongue {
                Tongue::Browser => "analytics.identify('42')".to_owned(),
                other => track(other, name, &[]),
            }),
            // A browser cannot say it, whatever it says.
            Problem::Claimed | Problem::ClaimOfKnown => {
                Some(track(Tongue::Node, self.meant.unwrap_or("Order Completed"), &order()))
            }
            Problem::MoneyUnreadable => Some(track(tongue, name, &order())),
            Problem::NotPlanned | Problem::HeldOut | Problem::HeldFull => {
                self.meant.map(|meant| track(tongue, meant, &[]))
            }
            Problem::FactMissing | Problem::FactWrong => {
                let (fact, is) = self.fact?;
                Some(track(tongue, name, &[(fact, example(is))]))
            }
            Problem::GroupMissing => Some(match tongue {
                Tongue::Browser => "analytics.group('acme')".to_owned(),
                Tongue::Node => "analytics.group({ userId: '42', groupId: 'acme' })".to_owned(),
                Tongue::Python => "analytics.group('42', 'acme')".to_owned(),
                _ => r#"{"type":"group","userId":"42","groupId":"acme"}"#.to_owned(),
            }),
            Problem::TimeUnreadable => Some(match tongue {
                Tongue::Python => {
                    "timestamp=datetime.datetime.now(datetime.timezone.utc)".to_owned()
                }
                Tongue::Plain => r#""timestamp":"2026-11-19T09:30:00Z""#.to_owned(),
                _ => "timestamp: new Date()".to_owned(),
            }),
            _ => None,
        }
    }
}

const fn example(is: FactType) -> &'static str {
    match is {
        FactType::Text => "'lantern'",
        FactType::Number => "1.5",
        FactType::Whole => "2",
        FactType::YesNo => "true",
        FactType::Money => "59.97",
        FactType::Date => "'2026-11-19'",
        FactType::List => "[]",
    }
}

fn track(tongue: Tongue, name: &str, facts: &[(&str, &str)]) -> String {
    let event = quoted(name);
    let python = |text: &str| match text {
        "true" => "True".to_owned(),
        other => other.to_owned(),
    };
    let pairs = |key: fn(&str) -> String, value: &dyn Fn(&str) -> String| {
        let pair = |(name, text): &(&str, &str)| format!("{}: {}", key(name), value(text));
        facts.iter().map(pair).collect::<Vec<_>>().join(", ")
    };
    let script = pairs(word, &|text| text.to_owned());
    let with = |before: &str| match facts {
        [] => String::new(),
        _ => format!("{before}{{ {script} }}"),
    };
    match tongue {
        Tongue::Browser => format!("analytics.track({event}{})", with(", ")),
        Tongue::Node => {
            let properties = with(", properties: ");
            format!("analytics.track({{ userId: '42', event: {event}{properties} }})")
        }
        Tongue::PostHog => {
            let properties = with(", properties: ");
            format!("posthog.capture({{ distinctId: '42', event: {event}{properties} }})")
        }
        Tongue::Python => {
            let facts = match facts {
                [] => String::new(),
                _ => format!(", {{{}}}", pairs(quoted, &python)),
            };
            format!("analytics.track('42', {event}{facts})")
        }
        Tongue::Plain => {
            let json = |text: &str| text.replace('\'', "\"");
            let own = |name: &str| serde_json::Value::from(name).to_string();
            let facts = match facts {
                [] => String::new(),
                _ => format!(",\"properties\":{{{}}}", pairs(own, &json)),
            };
            format!("{{\"type\":\"track\",\"userId\":\"42\",\"event\":{}{facts}}}", own(name))
        }
    }
}

/// A literal that JavaScript and Python read alike.
fn quoted(text: &str) -> String {
    if text.contains(['\'', '\\']) || text.chars().any(char::is_control) {
        serde_json::Value::from(text).to_string()
    } else {
        format!("'{text}'")
    }
}

/// A key of an object: bare where it may be.
fn word(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if begins && name.chars().all(bare) { name.to_owned() } else { quoted(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_one_of_the_library_that_sent_it() {
        let mend = |problem, library| Mend {
            problem,
            library,
            name: "Kauf's",
            fact: Some(("price", FactType::Money)),
            meant: Some("Order Completed"),
        };
        for (problem, library, due) in [
            (
                Problem::NotPlanned,
                "@segment/analytics-node 2.1",
                "analytics.track({ userId: '42', event: 'Order Completed' })",
            ),
            (
                Problem::NotPlanned,
                "analytics.js npm:next-1.70",
                "analytics.track('Order Completed')",
            ),
            (
                Problem::FactMissing,
                "analytics-python 2.3",
                "analytics.track('42', \"Kauf's\", {'price': 59.97})",
            ),
            (
                Problem::FactWrong,
                "posthog-node 5",
                "posthog.capture({ distinctId: '42', event: \"Kauf's\", properties: { price: 59.97 } })",
            ),
            (
                Problem::FactWrong,
                "",
                r#"{"type":"track","userId":"42","event":"Kauf's","properties":{"price": 59.97}}"#,
            ),
            (
                Problem::Claimed,
                "analytics.js 2",
                "analytics.track({ userId: '42', event: 'Order Completed', properties: { order_id: '1001', revenue: 59.97, currency: 'GBP' } })",
            ),
        ] {
            assert_eq!(mend(problem, library).line().as_deref(), Some(due));
        }
        assert_eq!(mend(Problem::TooLarge, "analytics-node").line(), None);
        assert_eq!(Mend { meant: None, ..mend(Problem::HeldOut, "") }.line(), None);
    }
}
