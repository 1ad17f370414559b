//! Links that keep their filters: a path and what stands after its question mark.

use std::fmt;

/// An address within this site. Values are encoded when it is written.
#[derive(Clone, PartialEq, Debug)]
pub struct Address {
    path: String,
    pairs: Vec<(&'static str, String)>,
}

impl Address {
    pub fn to(path: impl Into<String>) -> Self {
        Self { path: path.into(), pairs: Vec::new() }
    }

    /// The same address with this value, in place of an earlier one; an empty value asks nothing.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.pairs.retain(|(n, _)| *n != name);
        let value = value.to_string();
        if !value.is_empty() {
            self.pairs.push((name, value));
        }
        self
    }

    pub fn with_some(self, name: &'static str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub fn without(mut self, name: &str) -> Self {
        self.pairs.retain(|(n, _)| *n != name);
        self
    }

    /// What stands after the question mark.
    pub fn question(&self) -> String {
        let pair = |(name, value): &(&str, String)| format!("{name}={}", encode(value));
        self.pairs.iter().map(pair).collect::<Vec<_>>().join("&")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.pairs.is_empty() { Ok(()) } else { write!(f, "?{}", self.question()) }
    }
}

/// Percent-encodes whatever could end or split a value.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_its_filters_and_encodes_them() {
        let link = Address::to("/console/people").with("q", "a&b=c ü").with("unit", "");
        assert_eq!(link.to_string(), "/console/people?q=a%26b%3Dc%20%C3%BC");
        assert_eq!(link.clone().with("q", "x").with("page", 2).question(), "q=x&page=2");
        assert_eq!(link.without("q").to_string(), "/console/people");
    }
}
