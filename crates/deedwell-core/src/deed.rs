//! A deed: an action not yet recorded. Rules return deeds; `Tx::record` turns them into actions.

use std::borrow::Cow;

use serde::Serialize;

use crate::id::{Id, Unit};
use crate::money::Money;
use crate::who::Identity;

/// `area.past_participle`.
pub type Kind = &'static str;

/// What a rule returns. The serialised form is the action's facts: ids and quantities, never words
/// of a person. Fields that the other methods give need not be repeated there (`#[serde(skip)]`).
pub trait Deed: Serialize + Send + Sync {
    /// Spelled out, so that one search finds it everywhere.
    fn kind(&self) -> Kind;

    /// What it is about: `idea/<id>`.
    fn about(&self) -> Option<String>;

    fn unit(&self) -> Option<Id<Unit>> {
        None
    }

    /// Whose contribution it answers.
    fn counterpart(&self) -> Option<Id<Identity>> {
        None
    }

    fn value(&self) -> Option<Money> {
        None
    }
}

/// True for `area.past_participle` in lower case, as every kind is written.
pub fn is_kind(text: &str) -> bool {
    let word = |w: &str| {
        !w.is_empty()
            && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    text.len() <= 120 && text.split_once('.').is_some_and(|(area, deed)| word(area) && word(deed))
}

/// A name as somebody sent it, made a kind: `Order Completed` → `orders.placed`, by the plan;
/// `Lamp Lit`, of which no plan knows, → `imported.lamp_lit`.
pub fn kind_from_name(name: &str) -> Cow<'_, str> {
    if is_kind(name) {
        return Cow::Borrowed(name);
    }
    if let Some(planned) = crate::plan::planned(name) {
        return Cow::Borrowed(planned.kind);
    }
    let mut word = String::with_capacity(name.len());
    for c in name.chars().take(100) {
        match c {
            'a'..='z' | '0'..='9' => word.push(c),
            'A'..='Z' => word.push(c.to_ascii_lowercase()),
            _ if !word.ends_with('_') && !word.is_empty() => word.push('_'),
            _ => {}
        }
    }
    let word = word.trim_end_matches('_');
    Cow::Owned(format!("imported.{}", if word.is_empty() { "unnamed" } else { word }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_kinds() {
        assert_eq!(kind_from_name("ideas.voted"), "ideas.voted");
        assert_eq!(kind_from_name("Order Completed"), "orders.placed");
        assert_eq!(kind_from_name("Lamp Lit"), "imported.lamp_lit");
        assert_eq!(kind_from_name("  ✓ "), "imported.unnamed");
        assert!(!is_kind("ideas.") && !is_kind("Ideas.voted") && !is_kind("voted"));
    }
}
