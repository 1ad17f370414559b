//! Links that keep their filters.

use std::fmt;

/// A path and what stands after its question mark. Values are encoded when it is written.
#[derive(Clone, PartialEq, Debug)]
pub struct Address {
    path: &'static str,
    pairs: Vec<(&'static str, String)>,
}

impl Address {
    pub fn to(path: &'static str) -> Self {
        Self { path, pairs: Vec::new() }
    }

    /// The same address with this value in place of an earlier one; nothing asks nothing.
    pub fn with(mut self, name: &'static str, value: Option<&str>) -> Self {
        self.pairs.retain(|(n, _)| *n != name);
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            self.pairs.push((name, value.to_owned()));
        }
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
        f.write_str(self.path)?;
        if self.pairs.is_empty() { Ok(()) } else { write!(f, "?{}", self.question()) }
    }
}

/// Percent-encodes whatever could end or split a value.
pub fn encode(text: &str) -> String {
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
        let link = Address::to("/console/ideas").with("q", Some("a&b=c ü")).with("tag", Some(""));
        assert_eq!(link.to_string(), "/console/ideas?q=a%26b%3Dc%20%C3%BC");
        assert_eq!(link.with("q", None).to_string(), "/console/ideas");
    }
}
