//! What somebody was answered.

use axum::http::{HeaderMap, header};

/// An answer of the server. What a story asks for and is not there fails with all that was answered.
#[derive(Debug)]
pub struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body as it is: a page, a piece, or the sentence of a refusal.
    pub fn html(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or("(not text)")
    }

    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    pub fn json(&self) -> serde_json::Value {
        let read = serde_json::from_slice(&self.body);
        read.unwrap_or_else(|e| panic!("JSON was due ({e}): {}", self.told()))
    }

    /// Where a redirect leads: what a form answers with once it is done.
    pub fn location(&self) -> String {
        let location = self.header(header::LOCATION.as_str());
        location.unwrap_or_else(|| panic!("a redirect was due: {}", self.told())).to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }

    /// All headers, for stories about cookies and policies.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Whether the page says this, markup and runs of white space left out.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The words of the page: tags gone, entities written out, white space in single spaces.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut inside = false;
        for c in self.html().chars() {
            match c {
                '<' => inside = true,
                '>' if inside => {
                    inside = false;
                    text.push(' ');
                }
                c if !inside => text.push(c),
                _ => {}
            }
        }
        let entities = [("&#39;", "'"), ("&#34;", "\""), ("&lt;", "<"), ("&gt;", ">")];
        let written = entities.iter().fold(text, |t, (from, to)| t.replace(from, to));
        let written = written.replace("&#38;", "&").replace("&amp;", "&");
        written.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn told(&self) -> String {
        format!("{} {:?}\n{}", self.status, self.headers, self.html())
    }
}
