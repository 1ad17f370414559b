//! The language that staff write in: Liquid, with an end to everything.
//!
//! The language can loop, and can double a text in every step; so every loop, every filter and every
//! byte is counted against a [`Budget`], and what could grow without being counted is written anew
//! here ([`blocks`], [`filters`]). Nothing is included from elsewhere, and nothing is read but the
//! values that are handed in.
mod blocks;
mod budget;
mod filters;

use std::sync::LazyLock;

use liquid_core::model::Object;
use liquid_core::runtime::RuntimeBuilder;
use liquid_core::{Language, Template, parser};
use liquid_lib::stdlib;

pub use budget::{Budget, LARGEST_OUTPUT, LARGEST_VALUE, MOST_STEPS};

use budget::Bounded;

/// Blocks within blocks at most: the parser goes as deep as they do.
const DEEPEST: usize = 20;
/// Letters of a message that names what is wrong.
const LONGEST_WHY: usize = 300;

static LANGUAGE: LazyLock<Language> = LazyLock::new(language);

fn language() -> Language {
    let mut language = Language::empty();
    let blocks = &mut language.blocks;
    blocks.register("if".to_owned(), stdlib::IfBlock.into());
    blocks.register("unless".to_owned(), stdlib::UnlessBlock.into());
    blocks.register("case".to_owned(), stdlib::CaseBlock.into());
    blocks.register("raw".to_owned(), stdlib::RawBlock.into());
    blocks.register("comment".to_owned(), stdlib::CommentBlock.into());
    blocks.register("ifchanged".to_owned(), stdlib::IfChangedBlock.into());
    blocks.register("for".to_owned(), blocks::For.into());
    blocks.register("capture".to_owned(), blocks::Capture.into());
    let tags = &mut language.tags;
    tags.register("assign".to_owned(), stdlib::AssignTag.into());
    tags.register("increment".to_owned(), stdlib::IncrementTag.into());
    tags.register("decrement".to_owned(), stdlib::DecrementTag.into());
    tags.register("break".to_owned(), stdlib::BreakTag.into());
    tags.register("continue".to_owned(), stdlib::ContinueTag.into());
    filters::register(&mut language.filters);
    language
}

/// What was read once and is filled in for each recipient.
#[derive(Debug)]
pub struct Ready(Template);

/// Why a template cannot be used, in words of the language's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong(pub String);

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Wrong {}

impl Wrong {
    pub(crate) fn of(error: &impl std::fmt::Display) -> Self {
        let text = error.to_string();
        let text = text.strip_prefix("liquid:").unwrap_or(&text).trim();
        // The first lines say it; those below repeat the values.
        let first: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        Self(first.join(" ").chars().take(LONGEST_WHY).collect())
    }
}

impl Ready {
    /// # Errors
    /// What is wrong, and where.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        depth(text)?;
        parser::parse(text, &LANGUAGE)
            .map(|parts| Self(Template::new(parts)))
            .map_err(|e| Wrong::of(&e))
    }

    /// Fills it in. Values that are not there are an error, so that nobody is greeted by a gap.
    ///
    /// # Errors
    /// What is missing, or which limit it ran into.
    pub fn fill(&self, values: &Object) -> Result<String, Wrong> {
        use liquid_core::Renderable;
        let runtime = RuntimeBuilder::new().set_globals(values).build();
        let mut out = Bounded::new(LARGEST_OUTPUT);
        self.0.render_to(&mut out, &runtime).map_err(|e| Wrong::of(&e))?;
        out.text().map_err(|e| Wrong::of(&e))
    }
}

/// Counts blocks within blocks before the parser, which would go down with them.
fn depth(text: &str) -> Result<(), Wrong> {
    let mut depth = 0_usize;
    for rest in text.split("{%").skip(1) {
        let word = rest.trim_start_matches('-').trim_start();
        let word = word.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        match word {
            "if" | "unless" | "case" | "for" | "capture" | "ifchanged" => depth += 1,
            "endif" | "endunless" | "endcase" | "endfor" | "endcapture" | "endifchanged" => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        if depth > DEEPEST {
            return Err(Wrong(format!("There are more than {DEEPEST} blocks within each other.")));
        }
    }
    // Brackets in an expression nest too: `a[a[a[…]]]`.
    let mut brackets = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'[' => brackets += 1,
            b']' | b'}' => brackets = brackets.saturating_sub(1),
            b'\n' => brackets = 0,
            _ => {}
        }
        if brackets > 200 {
            return Err(Wrong("There are too many brackets within each other.".to_owned()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
