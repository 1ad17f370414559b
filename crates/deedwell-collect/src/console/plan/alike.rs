//! What a name may have been meant to be: `order complete` → `Order Completed`.

use deedwell_core::plan::{PLANNED, Planned};

/// Below this, two names have nothing in common that a person would see.
const ALIKE: f64 = 0.6;

/// The names of the specification that are most like this one, the best first.
pub fn alike(name: &str, most: usize) -> Vec<&'static Planned> {
    let own = letters(name.strip_prefix("claimed.").unwrap_or(name));
    let likeness = |planned: &'static Planned| {
        let theirs = letters(planned.name);
        let as_it_stands = strsim::normalized_damerau_levenshtein(&own, &theirs);
        // `added product`, too, if less so.
        let in_order = strsim::normalized_damerau_levenshtein(&in_order(&own), &in_order(&theirs));
        (as_it_stands.max(in_order * 0.9), planned)
    };
    // Calls that are no events are not meant by anybody.
    let events = PLANNED.iter().filter(|p| p.name.contains(char::is_uppercase));
    let mut found: Vec<_> = events.map(likeness).filter(|(like, _)| *like >= ALIKE).collect();
    found.sort_by(|(a, one), (b, other)| b.total_cmp(a).then(one.name.cmp(other.name)));
    found.into_iter().take(most).map(|(_, planned)| planned).collect()
}

/// Small letters and digits, with single spaces between: `orderCompleted`, `ORDER_COMPLETED`.
fn letters(name: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in name.chars().take(120) {
        let begins = c.is_uppercase() && before.is_lowercase();
        if (!c.is_alphanumeric() || begins) && !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        }
        before = c;
    }
    out.trim_end().to_owned()
}

fn in_order(letters: &str) -> String {
    let mut words: Vec<&str> = letters.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearly_a_name_is_found() {
        for (written, meant) in [
            ("order complete", "Order Completed"),
            ("orderCompleted", "Order Completed"),
            ("ORDER_COMPLETED", "Order Completed"),
            ("product view", "Product Viewed"),
            ("claimed.product_viewed", "Product Viewed"),
            ("Added Product", "Product Added"),
            ("cart viewd", "Cart Viewed"),
        ] {
            let found = alike(written, 3);
            assert_eq!(found.first().map(|p| p.name), Some(meant), "{written}");
        }
        for nothing in ["Lamp Lit", "", "✓", "x"] {
            assert!(alike(nothing, 3).is_empty(), "{nothing}");
        }
    }
}
