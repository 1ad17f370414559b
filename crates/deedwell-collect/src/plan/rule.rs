//! A name of the plan, checked; and a message held against it.

use std::collections::HashMap;

use deedwell_core::deed::is_kind;
use deedwell_core::plan::own::{self, MOST_FACTS, is_public, ledger_name, may_mean};
use deedwell_core::plan::{FactType, facts_of, planned};
use deedwell_core::text::{cut, line};
use deedwell_core::{Action, Currency, Error, Money, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::facts::ORDERS;
use crate::message::{Call, Message, Problem};
use crate::source::SourceKind;

const LONGEST_NOTE: usize = 500;
const LONGEST_FACT_NAME: usize = 100;

/// A fact that an event should carry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactRule {
    pub name: String,
    #[serde(rename = "type")]
    pub is: FactType,
    #[serde(default)]
    pub required: bool,
}

/// What the organisation says of one name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedName {
    pub name: String,
    pub kind: String,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub facts: Vec<FactRule>,
}

impl PlannedName {
    /// As it may stand in the plan: its name as the ledger keeps it.
    ///
    /// # Errors
    /// Those of `may_mean`; `Invalid` for a name, a note or facts that are too long or too many.
    pub fn checked(self) -> Result<Self> {
        let name = ledger_name(&line(&self.name)).into_owned();
        if name.is_empty() || name.len() > Action::LONGEST_NAME {
            return Err(Error::invalid("name", "A name is one line of at most 120 letters."));
        }
        let kind = self.kind.trim().to_owned();
        may_mean(&name, &kind)?;
        let note = self.note.trim().replace('\0', "");
        if note.chars().count() > LONGEST_NOTE {
            return Err(Error::invalid("note", "A note has at most 500 letters."));
        }
        Ok(Self { name, kind, note, facts: facts(self.facts)? })
    }
}

fn facts(facts: Vec<FactRule>) -> Result<Vec<FactRule>> {
    let wrong = |sentence: &'static str| Error::invalid("facts", sentence);
    let mut good: Vec<FactRule> = Vec::new();
    for fact in facts {
        let name = line(&fact.name);
        if name.is_empty() || name.chars().count() > LONGEST_FACT_NAME {
            return Err(wrong("A fact has a name of at most 100 letters."));
        }
        if good.iter().any(|g| g.name == name) {
            return Err(wrong("Each fact stands once."));
        }
        good.push(FactRule { name, ..fact });
    }
    if good.len() > MOST_FACTS {
        return Err(wrong("An event has at most 30 facts in the plan."));
    }
    Ok(good)
}

/// The whole plan of an organisation, by name.
#[derive(Clone, Debug, Default)]
pub struct Plan(HashMap<String, PlannedName>);

impl Plan {
    pub fn new(names: Vec<PlannedName>) -> Self {
        Self(names.into_iter().map(|n| (n.name.clone(), n)).collect())
    }

    pub fn get(&self, name: &str) -> Option<&PlannedName> {
        self.0.get(name)
    }

    /// Whether the specification or the organisation says what this message means. Calls that are no
    /// events always mean something.
    pub fn knows(&self, message: &Message, from: SourceKind) -> bool {
        let name = message.name.as_str();
        message.call != Call::Track
            || planned(name).is_some()
            || (from == SourceKind::Server && ORDERS.contains(&name))
            || self.0.contains_key(cut(&ledger_name(name), Action::LONGEST_NAME))
    }

    /// Whether staff have said that this name of the ledger means what earns: then it is read so of
    /// those who are known alone.
    pub fn earns(&self, name: &str) -> bool {
        own::is_free(name) && self.get(name).is_some_and(|p| !is_public(&p.kind))
    }

    /// Facts that are missing, or are something else than the plan says.
    pub fn wrong_facts(
        &self,
        name: &str,
        message: &Message,
        own: Currency,
    ) -> Vec<(Problem, String)> {
        let Some(planned) = self.get(name).filter(|planned| !planned.facts.is_empty()) else {
            return specified_facts(name, message, own);
        };
        let wrong = |fact: &FactRule| {
            let problem = match message.properties.get(&fact.name) {
                None | Some(Value::Null) => fact.required.then_some(Problem::FactMissing),
                Some(value) => (!fits(fact.is, value, own)).then_some(Problem::FactWrong),
            };
            problem.map(|problem| (problem, fact.name.clone()))
        };
        planned.facts.iter().filter_map(wrong).collect()
    }
}

/// Facts that are something else than the specification says. What libraries make of them is taken: a
/// number for an id, a number written as text.
fn specified_facts(name: &str, message: &Message, own: Currency) -> Vec<(Problem, String)> {
    let wrong = |(fact, is): (&'static str, FactType)| {
        // What an order was worth is looked at where it is read, and told there.
        if matches!(fact, "revenue" | "total" | "value") {
            return None;
        }
        let value = message.properties.get(fact).filter(|value| !value.is_null())?;
        let number = |text: &str| text.trim().parse::<f64>().is_ok_and(f64::is_finite);
        let fits = match (is, value) {
            (FactType::Text, Value::Number(_)) => true,
            (FactType::Number | FactType::Whole, Value::String(text)) => number(text),
            _ => fits(is, value, own),
        };
        (!fits).then(|| (Problem::FactWrong, fact.to_owned()))
    };
    facts_of(name).into_iter().filter_map(wrong).collect()
}

/// Whether a value is of a type.
pub fn fits(is: FactType, value: &Value, own: Currency) -> bool {
    match (is, value) {
        (FactType::Text, Value::String(_))
        | (FactType::Number, Value::Number(_))
        | (FactType::YesNo, Value::Bool(_))
        | (FactType::List, Value::Array(_)) => true,
        (FactType::Whole, Value::Number(n)) => n.as_f64().is_some_and(|n| n.fract() == 0.0),
        (FactType::Money, Value::Number(n)) => n.as_f64().is_some_and(f64::is_finite),
        (FactType::Money, Value::String(text)) => Money::parse(text.trim(), own).is_ok(),
        (FactType::Date, Value::String(text)) => is_date(text.trim()),
        _ => false,
    }
}

fn is_date(text: &str) -> bool {
    text.parse::<jiff::Timestamp>().is_ok() || text.parse::<jiff::civil::DateTime>().is_ok()
}

/// A kind that is nobody's yet, made of a name: `Lamp Lit` → `lamps.lit` is for people to say; this is
/// `own.lamp_lit`, a beginning.
pub fn kind_to_begin_with(name: &str) -> String {
    let kind = deedwell_core::deed::kind_from_name(name);
    let word = kind.split_once('.').map_or(&*kind, |(_, word)| word);
    let kind = format!("own.{word}");
    if is_kind(&kind) { kind } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, kind: &str) -> PlannedName {
        PlannedName { name: name.into(), kind: kind.into(), note: String::new(), facts: vec![] }
    }

    #[test]
    fn a_name_of_the_plan_is_checked() {
        let good = named("  lamp.lit ", "lamps.lit").checked().unwrap();
        assert_eq!(good.name, "claimed.lamp_lit");
        assert!(named("Lamp Lit", "ideas.voted").checked().is_err());
        assert!(named(&"x".repeat(500), "lamps.lit").checked().is_err());
        let fact = |name: &str| FactRule { name: name.into(), is: FactType::Text, required: false };
        let with = |facts| PlannedName { facts, ..named("Lamp Lit", "lamps.lit") }.checked();
        assert!(with(vec![fact("a"), fact("b")]).is_ok());
        assert!(with(vec![fact("a"), fact("a ")]).is_err());
        assert!(with((0..=MOST_FACTS).map(|n| fact(&format!("f{n}"))).collect()).is_err());
        assert!(named(&kind_to_begin_with("Lamp Lit"), "x.y").checked().is_ok());
        assert_eq!(kind_to_begin_with("Lamp Lit"), "own.lamp_lit");
    }

    #[test]
    fn values_are_of_their_type() {
        use serde_json::json;
        let fits = |is, value: Value| fits(is, &value, Currency::GBP);
        for (is, good, bad) in [
            (FactType::Text, vec![json!("a")], vec![json!(1), json!([])]),
            (FactType::Number, vec![json!(1), json!(1.5)], vec![json!("1")]),
            (FactType::Whole, vec![json!(1), json!(2.0)], vec![json!(1.5), json!("1")]),
            (FactType::YesNo, vec![json!(true)], vec![json!("true"), json!(1)]),
            (FactType::Money, vec![json!(59.97), json!("59.97")], vec![json!("a lot"), json!({})]),
            (
                FactType::Date,
                vec![json!("2026-11-19T09:30:00Z"), json!("2026-11-19"), json!("2026-11-19T09:30")],
                vec![json!("yesterday"), json!(7), json!("2026-13-40")],
            ),
            (FactType::List, vec![json!([1])], vec![json!("a, b"), json!({})]),
        ] {
            for value in good {
                assert!(fits(is, value.clone()), "{is:?} {value}");
            }
            for value in bad {
                assert!(!fits(is, value.clone()), "{is:?} {value}");
            }
        }
    }
}
