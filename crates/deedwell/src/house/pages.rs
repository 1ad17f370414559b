//! Pages: every message in every language, forms that work without scripts, nothing inline.

use std::collections::{BTreeMap, BTreeSet};

use super::{Source, assert_none, line_of, sources};

const LANGUAGES: [&str; 2] = ["en", "de"];
/// What every crate's pages may say.
const GROUND: &str = "crates/deedwell-web";

/// By crate and language.
type Keys = BTreeMap<(String, &'static str), BTreeSet<String>>;

/// `en` of `locales/en.ftl` and of `locales/pages.en.ftl`.
fn language(path: &str) -> Option<&'static str> {
    let file = path.rsplit('/').next()?.strip_suffix(".ftl")?;
    LANGUAGES.into_iter().find(|l| file == *l || file.ends_with(&format!(".{l}")))
}

fn keys_of(text: &str) -> BTreeSet<String> {
    let key = |line: &str| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        let begins = line.starts_with(|c: char| c.is_ascii_alphabetic());
        (begins && key.bytes().all(good)).then(|| key.to_owned())
    };
    text.lines().filter_map(key).collect()
}

fn all_keys() -> Keys {
    let mut keys = Keys::new();
    for source in sources(".ftl") {
        if let Some(language) = language(&source.path) {
            keys.entry((source.of_crate(), language)).or_default().extend(keys_of(&source.text));
        }
    }
    keys
}

/// The keys of all crates together, by language.
pub(super) fn messages() -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut all: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for ((_, language), keys) in all_keys() {
        all.entry(language).or_default().extend(keys);
    }
    all
}

/// Calls whose first argument is a key.
const CALLS: [&str; 9] = [
    "frame.t(\"",
    "frame.n(\"",
    "frame.w(\"",
    "frame.m(\"",
    "self.t(\"",
    "self.n(\"",
    "self.w(\"",
    "self.m(\"",
    "frame().t(\"",
];

/// The keys that a text asks for, with their lines.
fn asked_for(text: &str) -> Vec<(String, usize)> {
    let mut asked = Vec::new();
    for call in CALLS {
        for (place, _) in text.match_indices(call) {
            let rest = &text[place + call.len()..];
            let key: String =
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            if rest[key.len()..].starts_with('"') && !key.is_empty() {
                asked.push((key, line_of(text, place)));
            }
        }
    }
    asked
}

#[test]
fn every_language_says_the_same() {
    let keys = all_keys();
    let mut complaints = Vec::new();
    let crates: BTreeSet<&String> = keys.keys().map(|(c, _)| c).collect();
    for folder in crates {
        let of = |language| keys.get(&(folder.clone(), language)).cloned().unwrap_or_default();
        for one in LANGUAGES {
            for other in LANGUAGES {
                for key in of(one).difference(&of(other)) {
                    complaints
                        .push(format!("{folder}: `{key}` is said in {one} and not in {other}"));
                }
            }
        }
    }
    assert_none(&complaints);
}

#[test]
fn every_message_that_a_page_asks_for_is_there() {
    let keys = all_keys();
    let has = |folder: &str, key: &str| {
        let keys = keys.get(&(folder.to_owned(), "en"));
        keys.is_some_and(|keys| keys.contains(key))
    };
    let mut complaints = Vec::new();
    for source in sources(".html").iter().chain(&sources(".rs")).filter(|s| s.is_program()) {
        let folder = source.of_crate();
        for (key, line) in asked_for(&source.text) {
            if !has(&folder, &key) && !has(GROUND, &key) {
                let path = &source.path;
                complaints.push(format!(
                    "{path}:{line} asks for `{key}`, which {folder}/locales does not say"
                ));
            }
        }
    }
    assert_none(&complaints);
}

/// A tag as it stands in a template: its name and the rest, and where.
struct Tag<'a> {
    name: &'a str,
    rest: &'a str,
    place: usize,
}

/// Opening tags. A `>` inside `{{ … }}` or `{% … %}` or quotes ends none.
fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    for (place, _) in text.match_indices('<') {
        let rest = &text[place + 1..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        if length == 0 {
            continue;
        }
        let (name, rest) = rest.split_at(length);
        tags.push(Tag { name, rest: &rest[..end_of_tag(rest)], place });
    }
    tags
}

fn end_of_tag(rest: &str) -> usize {
    let (mut code, mut quoted) = (0usize, false);
    let mut before = ' ';
    for (i, c) in rest.char_indices() {
        match (before, c) {
            ('{', '{' | '%') => code += 1,
            ('}' | '%', '}') => code = code.saturating_sub(1),
            (_, '"') if code == 0 => quoted = !quoted,
            (_, '>') if code == 0 && !quoted => return i,
            _ => {}
        }
        before = if (before == '{' || before == '}') && c == before { ' ' } else { c };
    }
    rest.len()
}

impl Tag<'_> {
    fn has(&self, attribute: &str) -> bool {
        self.rest.match_indices(attribute).any(|(place, _)| {
            let before = self.rest[..place].chars().next_back();
            let after = self.rest[place + attribute.len()..].chars().next();
            before.is_some_and(|c| c.is_whitespace() || c == '}')
                && after.is_none_or(|c| c == '=' || c == '/' || c.is_whitespace() || c == '{')
        })
    }

    /// The value in quotes.
    fn value(&self, attribute: &str) -> Option<&str> {
        let start = self.rest.find(&format!(" {attribute}=\""))? + attribute.len() + 3;
        self.rest[start..].split('"').next()
    }

    /// `onclick=` and its kin.
    fn handler(&self) -> Option<&str> {
        self.rest.split_whitespace().find(|word| {
            let name = word.split('=').next().unwrap_or_default();
            word.contains('=')
                && name.len() > 3
                && name.starts_with("on")
                && name.bytes().all(|b| b.is_ascii_lowercase())
        })
    }
}

fn inline(source: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut complain = |tag: &Tag<'_>, what: &str| {
        let line = line_of(&source.text, tag.place);
        complaints.push(format!("{}:{line}: {what}", source.path));
    };
    for tag in tags(&source.text) {
        if tag.has("style") {
            complain(&tag, "a style attribute; the policy of every page forbids it: use a class");
        }
        if tag.name == "style" {
            complain(&tag, "a style element; rules belong to a style sheet");
        }
        if tag.name == "script" && !tag.has("src") {
            complain(&tag, "a script in the page; the policy of every page forbids it");
        }
        if let Some(handler) = tag.handler() {
            complain(&tag, &format!("{handler}…; the policy of every page forbids it"));
        }
        if tag.value("href").is_some_and(|h| h.trim().starts_with("javascript:")) {
            complain(&tag, "a script as an address");
        }
    }
    complaints
}

fn forms(source: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    for tag in tags(&source.text) {
        let line = line_of(&source.text, tag.place);
        let mut complain = |what: &str| complaints.push(format!("{}:{line}: {what}", source.path));
        let method = tag.value("method").unwrap_or_default();
        if tag.name == "form" && !["post", "get", "dialog"].contains(&method) {
            complain("a form without its method");
        }
        if tag.name == "form" && method == "post" && !tag.has("action") {
            complain("a form without its action: it must work without scripts");
        }
        if tag.has("hx-post") && !(tag.name == "form" && method == "post") {
            complain("hx-post on something that is no form: it must work without scripts");
        }
        if tag.has("hx-put") || tag.has("hx-delete") || tag.has("hx-patch") {
            complain("forms know GET and POST");
        }
    }
    complaints
}

fn labels(source: &Source) -> Vec<String> {
    let text = &source.text;
    let mut complaints = Vec::new();
    for tag in tags(text) {
        let kind = tag.value("type").unwrap_or_default();
        let typed = match tag.name {
            "input" => !["hidden", "submit", "button"].contains(&kind),
            "select" | "textarea" => true,
            _ => false,
        };
        let before = &text[..tag.place];
        let inside_label =
            before.rfind("<label").is_some_and(|l| !before[l..].contains("</label>"));
        let labelled = tag.value("id").is_some_and(|id| text.contains(&format!("for=\"{id}\"")));
        let named = tag.has("aria-label") || tag.has("aria-labelledby");
        if typed && !inside_label && !labelled && !named {
            let (path, line) = (&source.path, line_of(text, tag.place));
            complaints.push(format!("{path}:{line}: <{}> without a label", tag.name));
        }
    }
    complaints
}

fn program_pages() -> Vec<Source> {
    let pages = sources(".html").into_iter().filter(Source::is_program);
    pages.map(|page| Source { text: without_comments(&page.text), ..page }).collect()
}

/// Comments of templates blanked, lines kept.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("{#") {
        let (comment, after) = comment.split_once("#}").unwrap_or((comment, ""));
        out.push_str(before);
        out.extend(comment.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[test]
fn nothing_is_inline() {
    assert_none(&program_pages().iter().flat_map(inline).collect::<Vec<_>>());
}

#[test]
fn every_form_works_without_scripts() {
    assert_none(&program_pages().iter().flat_map(forms).collect::<Vec<_>>());
}

#[test]
fn every_control_has_a_label() {
    assert_none(&program_pages().iter().flat_map(labels).collect::<Vec<_>>());
}

#[test]
fn bad_pages_are_noticed() {
    let source = |text: &str| Source { path: "x.html".to_owned(), text: text.to_owned() };
    let bad = source(
        "<p style=\"color:red\" onclick=\"x()\"><script>x()</script><style>p{}</style>\n<a href=\"javascript:x()\">",
    );
    assert_eq!(inline(&bad).len(), 5, "{:?}", inline(&bad));
    let good =
        source("<meta content='{\"x\":1}'><script src=\"a.js\" defer></script><p class=\"style\">");
    assert_eq!(inline(&good), [""; 0]);
    let bad = source(
        "<form action=\"/a\"><form method=\"post\"><button hx-post=\"/a\"><a hx-delete=\"/a\">",
    );
    assert_eq!(forms(&bad).len(), 4, "{:?}", forms(&bad));
    let bad =
        source("<input name=\"a\"><label for=\"b\">B</label><input id=\"b\"><select id=\"c\">");
    assert_eq!(labels(&bad).len(), 2, "{:?}", labels(&bad));
    let good = source(
        "<label>A <input{% if a > 0 %} checked{% endif %}></label><input type=\"hidden\"><input aria-label=\"{{ frame.t(\"x\") }}\">",
    );
    assert_eq!(labels(&good), [""; 0]);
    assert_eq!(without_comments("a{# <form>\n #}b{# c #}"), "a\nb");
    assert_eq!(asked_for("{{ frame.t(\"a-b\") }} frame.n(\"c\", 1) try_t(\"d\")").len(), 2);
    assert_eq!(keys_of("a-b = x\n  c = d\n# e = f\ng = { $n ->\n   *[other] x\n}").len(), 2);
}
