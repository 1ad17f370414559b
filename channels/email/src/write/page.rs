//! What staff wrote becomes a page and a plain text: once, for all who are written to.

use liquid_core::model::Object;
use pulldown_cmark::{Event, Options, Parser};

use super::liquid::{Ready, Wrong};
use super::marks::{Marked, Written, escape, mark};
use super::plain::plain;

/// The layout of whoever has made none.
pub const LAYOUT: &str = include_str!("layout.mjml");
/// Bytes of a body or layout.
pub const LARGEST_SOURCE: usize = 100_000;
/// Elements within elements: whoever reads a page goes as deep as it does.
const DEEPEST_MJML: usize = 40;
const DEEPEST_HTML: usize = 200;
/// Where a layout takes in what is said.
const CONTENT: [&str; 2] = ["{{ content }}", "{{content}}"];

/// In which of three ways it was written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Format {
    /// Paragraphs, lists and links, as in a message to a friend (Markdown).
    Words,
    /// Sections of MJML; or a whole document of it, which takes no layout.
    Mjml,
    /// A page; or a piece of one.
    Html,
}

impl Format {
    pub const ALL: [Self; 3] = [Self::Words, Self::Mjml, Self::Html];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Mjml => "mjml",
            Self::Html => "html",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == text)
    }
}

/// What staff wrote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    pub subject: String,
    pub format: Format,
    pub body: String,
    /// '' to have it made from the page.
    pub text: String,
}

/// Read, laid out, and waiting for values. Kept for a run.
#[derive(Debug)]
pub struct Pressed {
    subject: Ready,
    page: Ready,
    text: Ready,
}

/// A letter's words, for one recipient.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filled {
    pub subject: String,
    pub page: String,
    pub text: String,
}

/// Which part of a template is wrong, and how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// `subject`, `body`, `text` or `layout`.
    pub field: &'static str,
    pub why: Wrong,
}

impl Fault {
    fn at(field: &'static str) -> impl Fn(Wrong) -> Self {
        move |why| Self { field, why }
    }
}

impl Pressed {
    /// # Errors
    /// Which part cannot be used, and why.
    pub fn of(source: &Source, layout: &str) -> Result<Self, Fault> {
        let subject = Ready::parse(&source.subject).map_err(Fault::at("subject"))?;
        let page = laid_out(source, layout)?;
        let marked = mark(&page).map_err(Fault::at("body"))?;
        let html = worked(&marked.page, is_mjml(&page)).map_err(Fault::at("body"))?;
        let ready = marked.restore(&html, Written::Page).map_err(Fault::at("body"))?;
        let ready = Ready::parse(&ready).map_err(Fault::at("body"))?;
        let text = if source.text.trim().is_empty() {
            let text = plain(&Marked::as_words(&html));
            without_lines_of_tags(&marked.restore(&text, Written::Text).map_err(Fault::at("body"))?)
        } else {
            source.text.clone()
        };
        let text = Ready::parse(&text).map_err(Fault::at("text"))?;
        Ok(Self { subject, page: ready, text })
    }

    /// # Errors
    /// Which part ran into a gap or a limit.
    pub fn fill(&self, values: &Object) -> Result<Filled, Fault> {
        let subject = self.subject.fill(values).map_err(Fault::at("subject"))?;
        let page = self.page.fill(values).map_err(Fault::at("body"))?;
        let text = tidied(&self.text.fill(values).map_err(Fault::at("text"))?);
        // One line, whatever stands in a name.
        let subject: Vec<&str> =
            subject.split(|c: char| c.is_control() || c.is_whitespace()).collect();
        let subject = subject.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
        Ok(Filled { subject, page, text })
    }
}

/// A line on which only blocks begin or end is none of the letter's.
fn without_lines_of_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let mut rest = line.trim();
        while let Some(end) = rest.strip_prefix("{%").and_then(|tag| tag.find("%}")) {
            rest = rest[end + 4..].trim_start();
        }
        out.push_str(line);
        if !rest.is_empty() || line.trim().is_empty() {
            out.push('\n');
        }
    }
    out
}

/// No more than one empty line, none before the first.
fn tidied(text: &str) -> String {
    let (mut out, mut empty) = (String::with_capacity(text.len()), 0);
    for line in text.lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= 1 && !(out.is_empty() && line.is_empty()) {
            out.push_str(line);
            out.push('\n');
        }
    }
    let length = out.trim_end().len();
    out.truncate(length);
    out.push('\n');
    out
}

fn is_mjml(page: &str) -> bool {
    page.trim_start().to_ascii_lowercase().starts_with("<mjml")
}

fn is_whole(body: &str) -> bool {
    let begin: String = body.trim_start().chars().take(9).collect::<String>().to_ascii_lowercase();
    begin.starts_with("<mjml") || begin.starts_with("<!doctype") || begin.starts_with("<html")
}

/// The body within its layout; what is a whole page already stays what it is.
fn laid_out(source: &Source, layout: &str) -> Result<String, Fault> {
    if source.body.len() > LARGEST_SOURCE || layout.len() > LARGEST_SOURCE {
        let why = Wrong(format!("It is longer than {LARGEST_SOURCE} bytes."));
        return Err(Fault { field: "body", why });
    }
    if source.format != Format::Words && is_whole(&source.body) {
        return Ok(source.body.clone());
    }
    let Some(place) = CONTENT.into_iter().find(|place| layout.contains(place)) else {
        let why = Wrong("A layout says {{ content }} where the letter goes.".to_owned());
        return Err(Fault { field: "layout", why });
    };
    let piece = |html: &str| {
        if is_mjml(layout) {
            format!("<mj-section><mj-column><mj-text>{html}</mj-text></mj-column></mj-section>")
        } else {
            html.to_owned()
        }
    };
    let body = match source.format {
        Format::Words => piece(&of_words(&source.body).map_err(Fault::at("body"))?),
        Format::Html => piece(&source.body),
        Format::Mjml if is_mjml(layout) => source.body.clone(),
        Format::Mjml => {
            let why = Wrong("A layout for MJML begins with <mjml>.".to_owned());
            return Err(Fault { field: "layout", why });
        }
    };
    Ok(layout.replacen(place, &body, 1))
}

/// Paragraphs, lists, links. HTML within them is shown as it was typed.
fn of_words(words: &str) -> Result<String, Wrong> {
    let marked = mark(words)?;
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let is_ours =
        |html: &str| html.trim().starts_with("<!--dwq") && html.trim().ends_with("qwd-->");
    let events = Parser::new_ext(&marked.page, options).map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) if !is_ours(&html) => Event::Text(html),
        other => other,
    });
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events);
    marked.restore(&html, Written::Text)
}

/// MJML becomes HTML; of HTML the styles move to where they hold.
fn worked(page: &str, is_mjml: bool) -> Result<String, Wrong> {
    if !is_mjml {
        too_deep(page, DEEPEST_HTML)?;
        let inliner = css_inline::CSSInliner::options()
            .load_remote_stylesheets(false)
            .keep_style_tags(true)
            .base_url(None)
            .build();
        return inliner.inline(page).map_err(|e| Wrong::of(&e));
    }
    too_deep(page, DEEPEST_MJML)?;
    // No loader: nothing is included from anywhere.
    let parsed = mrml::parse(page).map_err(|e| Wrong(said(&e)))?;
    // No fonts: a letter asks nobody else for anything when it is opened.
    let options = mrml::prelude::render::RenderOptions {
        fonts: std::collections::HashMap::new(),
        ..Default::default()
    };
    parsed.element.render(&options).map_err(|e| Wrong(e.to_string()))
}

fn said(error: &mrml::prelude::parser::Error) -> String {
    format!("This is no MJML: {error}").chars().take(300).collect()
}

fn too_deep(page: &str, most: usize) -> Result<(), Wrong> {
    const VOID: [&str; 14] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "wbr", "p", "li",
    ];
    let (mut depth, mut rest) = (0_usize, page);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with(['!', '?']) {
            continue;
        }
        let tag = rest.split('>').next().unwrap_or_default();
        let name: String =
            tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !name.is_empty()
            && !tag.ends_with('/')
            && !VOID.contains(&name.to_ascii_lowercase().as_str())
        {
            depth += 1;
        }
        if depth > most {
            return Err(Wrong(format!("There are more than {most} elements within each other.")));
        }
    }
    Ok(())
}

/// A plain text as a page, for letters of which nothing else was written.
pub fn page_of_text(text: &str) -> String {
    let paragraphs = text
        .trim()
        .split("\n\n")
        .map(|paragraph| format!("<p>{}</p>", escape(paragraph.trim()).replace('\n', "<br>\n")));
    format!(
        "<!doctype html><html><body style=\"font-family:sans-serif;font-size:16px;line-height:1.5\">{}</body></html>",
        paragraphs.collect::<Vec<_>>().join("\n")
    )
}

#[cfg(test)]
mod tests;
