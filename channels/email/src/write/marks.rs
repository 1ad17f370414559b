//! The tags of the template language within a page: taken out while the page is worked on, put back
//! afterwards; and made safe on the way.
//!
//! A page is parsed, laid out and its styles are moved before anybody's name stands in it, once for a
//! whole run. `{% if a > b %}` is no HTML, so a mark stands for it meanwhile: a word where a value
//! stands, a comment where a block begins or ends, because a comment may stand between the rows of a
//! table and a word is moved out of it.

use super::liquid::Wrong;

/// The filter that every value of a page goes through. Its name is nobody's own.
pub(super) const ESCAPED: &str = "deedwell_escaped";
/// Filters whose outcome may stand in a page as it is.
const SAFE: [&str; 3] = ["raw", "escape", "escape_once"];
/// Tags of one template.
const MOST_TAGS: usize = 2_000;

/// How values are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Written {
    /// Into a page: escaped.
    Page,
    /// Into plain text: as they are.
    Text,
}

/// A page with marks in place of its tags, and the tags.
#[derive(Debug)]
pub struct Marked {
    pub page: String,
    tags: Vec<String>,
}

/// What may stand in a page: it opens no tag and ends no attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// The next tag: where it begins and ends, with what follows a `raw` or `comment` up to its end.
fn next_tag(text: &str) -> Result<Option<(usize, usize)>, Wrong> {
    let Some(begin) = [text.find("{{"), text.find("{%")].into_iter().flatten().min() else {
        return Ok(None);
    };
    let rest = &text[begin..];
    let close = if rest.starts_with("{{") { "}}" } else { "%}" };
    let Some(end) = rest.find(close) else {
        let seen: String = rest.chars().take(40).collect();
        return Err(Wrong(format!("A tag is not closed: {seen}")));
    };
    let end = begin + end + 2;
    for block in ["raw", "comment"] {
        if block_name(&text[begin..end]) == Some(block) {
            let close = format!("end{block}");
            let mut from = end;
            while let Some(next) = text[from..].find("{%") {
                let open = from + next;
                let Some(shut) = text[open..].find("%}") else { break };
                let shut = open + shut + 2;
                if block_name(&text[open..shut]) == Some(close.as_str()) {
                    return Ok(Some((begin, shut)));
                }
                from = open + 2;
            }
            return Err(Wrong(format!("{{% {block} %}} is not closed by {{% end{block} %}}")));
        }
    }
    Ok(Some((begin, end)))
}

/// `if` of `{%- if x %}`.
fn block_name(tag: &str) -> Option<&str> {
    let inside = tag.strip_prefix("{%")?.trim_start_matches('-').trim_start();
    inside.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()
}

/// The value's tag, with the filter that makes it safe.
fn made_safe(tag: &str) -> String {
    let inside = &tag[2..tag.len() - 2];
    let (open, inside) = inside.strip_prefix('-').map_or(("{{", inside), |rest| ("{{-", rest));
    let (close, inside) = inside.strip_suffix('-').map_or(("}}", inside), |rest| ("-}}", rest));
    let parts = pipes(inside);
    let last = parts.last().map(|last| last.trim()).filter(|_| parts.len() > 1).unwrap_or_default();
    if SAFE.contains(&last) {
        return tag.to_owned();
    }
    // Line ends become tags after what was there is escaped.
    if last == "newline_to_br" {
        let before = parts[..parts.len() - 1].join("|");
        return format!("{open}{before}| {ESCAPED} | newline_to_br {close}");
    }
    format!("{open}{inside} | {ESCAPED} {close}")
}

/// What stands between the pipes that are not quoted.
fn pipes(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut quote) = (Vec::new(), 0, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '|') => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

/// Takes the tags out.
///
/// # Errors
/// What is not closed; too many.
pub fn mark(text: &str) -> Result<Marked, Wrong> {
    let (mut page, mut tags, mut rest) = (String::with_capacity(text.len()), Vec::new(), text);
    let mut inside = Inside::default();
    while let Some((begin, end)) = next_tag(rest)? {
        inside.read(&rest[..begin]);
        page.push_str(&rest[..begin]);
        let tag = &rest[begin..end];
        let number = tags.len();
        if number >= MOST_TAGS {
            return Err(Wrong(format!("There are more than {MOST_TAGS} tags.")));
        }
        if tag.starts_with("{{") || inside.a_tag() {
            page.push_str(&word(number));
        } else {
            page.push_str(&comment(number));
        }
        tags.push(tag.to_owned());
        rest = &rest[end..];
    }
    page.push_str(rest);
    if tags.iter().any(|tag| tag.contains(ESCAPED)) || page.contains("{{") {
        return Err(Wrong("A tag cannot stand here.".to_owned()));
    }
    Ok(Marked { page, tags })
}

fn word(number: usize) -> String {
    format!("dwq{number}qwd")
}

fn comment(number: usize) -> String {
    format!("<!--{}-->", word(number))
}

/// Whether what was read so far has an open tag of HTML.
#[derive(Default)]
struct Inside {
    tag: bool,
    quote: Option<char>,
}

impl Inside {
    fn read(&mut self, text: &str) {
        for c in text.chars() {
            match (self.tag, self.quote, c) {
                (false, _, '<') => self.tag = true,
                (true, None, '>') => self.tag = false,
                (true, None, '"' | '\'') => self.quote = Some(c),
                (true, Some(open), c) if c == open => self.quote = None,
                _ => {}
            }
        }
    }

    fn a_tag(&self) -> bool {
        self.tag
    }
}

impl Marked {
    /// Puts the tags back into what became of the page.
    ///
    /// # Errors
    /// When the page holds a mark that is none of these.
    pub fn restore(&self, page: &str, written: Written) -> Result<String, Wrong> {
        let (mut out, mut rest) = (String::with_capacity(page.len() * 2), page);
        while let Some(at) = rest.find("dwq") {
            let digits = rest[at + 3..].bytes().take_while(u8::is_ascii_digit).count();
            let end = at + 3 + digits;
            let number = rest[at + 3..end].parse::<usize>().ok();
            let tag =
                number.and_then(|n| self.tags.get(n)).filter(|_| rest[end..].starts_with("qwd"));
            let Some(tag) = tag else {
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            };
            let before = &rest[..at];
            let mut after = &rest[end + 3..];
            // A mark within a comment of its own goes with it.
            match (before.strip_suffix("<!--"), after.strip_prefix("-->")) {
                (Some(before), Some(rest)) => {
                    out.push_str(before);
                    after = rest;
                }
                _ => out.push_str(before),
            }
            match written {
                Written::Page if tag.starts_with("{{") => out.push_str(&made_safe(tag)),
                _ => out.push_str(tag),
            }
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    /// Words in place of the comments too: for the plain text, in which a comment would be lost.
    pub fn as_words(page: &str) -> String {
        page.replace("<!--dwq", "dwq").replace("qwd-->", "qwd")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(text: &str) -> String {
        let marked = mark(text).unwrap();
        marked.restore(&marked.page, Written::Page).unwrap()
    }

    #[test]
    fn every_value_of_a_page_is_escaped() {
        for (written, safe) in [
            ("{{ a }}", "{{ a  | deedwell_escaped }}"),
            ("{{- a | upcase -}}", "{{- a | upcase  | deedwell_escaped -}}"),
            ("{{ a | raw }}", "{{ a | raw }}"),
            ("{{ a | escape }}", "{{ a | escape }}"),
            ("{{ a | default: '| raw' }}", "{{ a | default: '| raw'  | deedwell_escaped }}"),
            ("{{ a | newline_to_br }}", "{{ a | deedwell_escaped | newline_to_br }}"),
            ("{{ raw }}", "{{ raw  | deedwell_escaped }}"),
            ("{% raw %}{{ a }}{% endraw %}", "{% raw %}{{ a }}{% endraw %}"),
            ("{%comment%}{% x {%endcomment%}b", "{%comment%}{% x {%endcomment%}b"),
        ] {
            assert_eq!(through(written), safe, "{written}");
        }
    }

    #[test]
    fn a_block_between_rows_is_a_comment_meanwhile() {
        let marked = mark("<table {% if a > b %}x{% endif %}>{% for r in l %}<tr>").unwrap();
        assert_eq!(marked.page, "<table dwq0qwdxdwq1qwd><!--dwq2qwd--><tr>");
        let text = marked.restore(&Marked::as_words(&marked.page), Written::Text).unwrap();
        assert_eq!(text, "<table {% if a > b %}x{% endif %}>{% for r in l %}<tr>");
    }

    #[test]
    fn what_is_not_closed_is_said() {
        for wrong in
            ["{{ a", "{% if a", "{% raw %}x", "{% comment %}", "{{ a | deedwell_escaped }}"]
        {
            assert!(mark(wrong).is_err(), "{wrong}");
        }
        assert!(mark(&"{{a}}".repeat(MOST_TAGS + 1)).is_err());
        // Somebody's own word that looks like a mark stays.
        assert_eq!(through("dwq7qwd {{ a | raw }} dwq"), "dwq7qwd {{ a | raw }} dwq");
    }

    #[test]
    fn what_is_escaped_opens_no_tag_and_ends_no_attribute() {
        assert_eq!(
            escape("<b title=\"x\">O'Hara & Söhne"),
            "&lt;b title=&quot;x&quot;&gt;O&#39;Hara &amp; Söhne"
        );
    }
}
