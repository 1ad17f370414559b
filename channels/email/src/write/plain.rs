//! The plain text of a page, made in one walk over its tags, for readers without pages and for filters
//! that distrust letters without one. Marks of the template language stay where they stand, in order.

/// What is not shown.
const HIDDEN: [&str; 5] = ["head", "style", "script", "title", "template"];
const BLOCKS: [&str; 22] = [
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "nav",
    "table",
    "tr",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
];
/// Blocks between which a line is left empty.
const APART: [&str; 9] = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"];

#[derive(Default)]
struct Writer {
    out: String,
    /// Line ends that are due before the next word.
    ends: usize,
    space: bool,
}

impl Writer {
    fn end_line(&mut self, lines: usize) {
        if !self.out.is_empty() {
            self.ends = self.ends.max(lines);
        }
        self.space = false;
    }

    fn words(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() && c != '\u{a0}' {
                self.space = true;
                continue;
            }
            // Shown as nothing: what fills the preview of a letter.
            if matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{34f}' | '\u{ad}') {
                continue;
            }
            self.flush();
            self.out.push(if c == '\u{a0}' { ' ' } else { c });
        }
    }

    fn flush(&mut self) {
        if self.ends > 0 {
            self.out.extend(std::iter::repeat_n('\n', self.ends));
        } else if self.space && !self.out.is_empty() {
            self.out.push(' ');
        }
        (self.ends, self.space) = (0, false);
    }
}

/// A page as plain text.
pub fn plain(page: &str) -> String {
    let mut writer = Writer::default();
    let (mut rest, mut hidden): (&str, Option<String>) = (page, None);
    let mut links: Vec<(usize, String)> = Vec::new();
    while let Some(at) = rest.find('<') {
        if hidden.is_none() {
            writer.words(&decoded(&rest[..at]));
        }
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
            continue;
        }
        let Some(end) = tag_end(rest) else { break };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        let is_end = tag.starts_with('/');
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        match &hidden {
            Some(open) if is_end && *open == name => hidden = None,
            Some(_) => {}
            None if !is_end && HIDDEN.contains(&name.as_str()) => hidden = Some(name),
            None => shown(&mut writer, &mut links, &name, is_end, tag),
        }
    }
    if hidden.is_none() && !rest.starts_with('<') {
        writer.words(&decoded(rest));
    }
    let mut out = writer.out;
    out.push('\n');
    out
}

fn shown(
    writer: &mut Writer,
    links: &mut Vec<(usize, String)>,
    name: &str,
    is_end: bool,
    tag: &str,
) {
    match (name, is_end) {
        ("br", _) => {
            let ends = writer.ends + 1;
            writer.end_line(ends.min(2));
        }
        ("hr", _) => {
            writer.end_line(2);
            writer.words("-----");
            writer.end_line(2);
        }
        ("img", false) => writer.words(&decoded(&attribute(tag, "alt").unwrap_or_default())),
        ("td" | "th", _) => writer.space = true,
        ("a", false) => {
            writer.flush();
            links.push((writer.out.len(), attribute(tag, "href").unwrap_or_default()));
        }
        ("a", true) => {
            let Some((from, href)) = links.pop() else { return };
            let href = decoded(&href);
            let said = writer.out.get(from..).unwrap_or_default().trim().to_owned();
            if !href.is_empty()
                && !href.starts_with('#')
                && said != href
                && href != format!("mailto:{said}")
            {
                writer.words(&format!(" ({href})"));
            }
        }
        ("li", false) => {
            writer.end_line(1);
            writer.words("- ");
            writer.space = true;
        }
        _ if BLOCKS.contains(&name) => writer.end_line(if APART.contains(&name) { 2 } else { 1 }),
        _ => {}
    }
}

/// Where a tag ends, past what is quoted in it.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices().skip(1) {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    None
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..].find(name) {
        let at = from + at;
        from = at + name.len();
        let is_own = lower[..at].ends_with(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        let rest = tag[from..].trim_start();
        let Some(rest) = rest.strip_prefix('=').filter(|_| is_own) else { continue };
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => rest[1..].split(quote).next(),
            None => rest.split(|c: char| c.is_whitespace() || c == '>').next(),
        };
        return value.map(str::to_owned);
    }
    None
}

/// What entities stand for.
fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        let found = end.and_then(|end| Some((entity(&rest[1..end])?, end + 1)));
        match found {
            Some((c, length)) => {
                out.push(c);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
        return char::from_u32(code?).filter(|c| !c.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "copy" => '©',
        "euro" => '€',
        "pound" => '£',
        "middot" => '·',
        "bull" => '•',
        "laquo" => '«',
        "raquo" => '»',
        "zwnj" => '\u{200c}',
        "shy" => '\u{ad}',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "szlig" => 'ß',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_reads_as_a_letter() {
        let page = "<!doctype html><html><head><title>No</title><style>p{}</style></head><body>
            <!--[if mso]><p>no</p><![endif]--><h1>Hello&nbsp;Ada &amp; co</h1>
            <p>Read <a href=\"https://a.example/?x=1&amp;y=2\">this</a>,<br>please.</p>
            <ul><li>one</li><li>two</li></ul><table><tr><td>a</td><td>b</td></tr></table>
            <a href='https://b.example'>https://b.example</a><img alt='Logo' src=x></body></html>";
        assert_eq!(
            plain(page),
            "Hello Ada & co\n\nRead this (https://a.example/?x=1&y=2),\nplease.\n\n- one\n- two\n\na b\nhttps://b.exampleLogo\n"
        );
    }

    #[test]
    fn marks_stay_in_their_order() {
        let page = "<table>dwq0qwd<tr><td>dwq1qwd</td></tr>dwq2qwd</table>";
        assert_eq!(plain(page), "dwq0qwd\ndwq1qwd\ndwq2qwd\n");
    }

    #[test]
    fn broken_pages_end() {
        for page in ["", "<", "<p", "a < b", "<a href", "&", "&#x110000;", "<style>x", "<!--"] {
            let _ = plain(page);
        }
    }
}
