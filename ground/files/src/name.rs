//! Names of files: what somebody typed, made harmless, and said in a header.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Kind;
use crate::limits::LONGEST_NAME;

/// What stands as it is in `filename*` (RFC 8187, attr-char).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Letters that are not seen, or turn the direction of what follows: `gpj.exe` would read `exe.jpg`.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}' | '\u{E0000}'..='\u{E007F}')
}

/// The last part of a path, without what is hidden, with the ending of what the file is.
pub fn clean(typed: &str, kind: Kind) -> String {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = last.chars().filter(|c| !is_hidden(*c)).collect();
    let stem = seen.rsplit_once('.').map_or(seen.as_str(), |(stem, _)| stem);
    let harmless =
        |c: char| if matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*') { '_' } else { c };
    let ending = kind.ending();
    let room = LONGEST_NAME - ending.len() - 1;
    let stem = stem.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let stem: String = stem.chars().map(harmless).take(room).collect();
    let stem = if stem.is_empty() { "file" } else { stem.trim_end() };
    format!("{stem}.{ending}")
}

/// `Content-Disposition`: the name in plain letters for old readers, and as it is for all others.
pub fn disposition(name: &str, kind: Kind) -> String {
    let how = if kind.is_shown() { "inline" } else { "attachment" };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ');
    let ascii: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    format!("{how}; filename=\"{ascii}\"; filename*=UTF-8''{}", utf8_percent_encode(name, PLAIN))
}
