//! Looking for words in what people wrote, over all parts: each looks through its own, and gives only what the
//! reader may see.

use deedwell_core::behaviour::Later;
use deedwell_core::{Id, Person, Result, Timestamp};
use deedwell_store::Tx;

use crate::frame::Frame;

/// Looks through one part. `None` where the reader may not look there at all.
pub type Finds = for<'a> fn(&'a mut Tx, &'a Search<'a>) -> Later<'a, Result<Option<Findings>>>;

/// What is looked for, and by whom.
pub struct Search<'a> {
    /// Several words, each of which has to be there; never empty.
    pub words: &'a str,
    pub reader: Reader,
    pub frame: &'a Frame,
    /// How many are shown of a part.
    pub most: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reader {
    /// On the site: what is public, and of whoever is signed in their own.
    Site(Option<Id<Person>>),
    /// In the console, with the rights of the frame.
    Console,
}

/// What one part found.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// What the part is called: `Ideas`.
    pub heading: String,
    /// All that fits, in the part's own list; empty where it has none.
    pub all: String,
    pub first: Vec<Finding>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub title: String,
    /// The beginning of what was written.
    pub excerpt: String,
    /// What else tells it from others: its state, its number.
    pub detail: String,
    pub at: Timestamp,
    pub href: String,
}

impl Search<'_> {
    /// Whether all words stand in these texts, large or small: for parts that hold the few in their hands.
    pub fn fits(&self, texts: &[&str]) -> bool {
        let all = texts.join(" ").to_lowercase();
        self.words.to_lowercase().split_whitespace().all(|word| all.contains(word))
    }
}

/// As much of a text as a list shows.
pub fn excerpt(text: &str) -> String {
    const LONGEST: usize = 160;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let cut: String = line.chars().take(LONGEST - 1).collect();
    format!("{}…", cut.trim_end())
}
