//! Texts that people and programs write: letters that are not seen, and what fits.

/// Whether this letter is not seen itself and makes another read wrongly: turns the direction, or has
/// no width, so that two words that look the same are not. Joiners are none of these; scripts and
/// emoji need them.
pub fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
    ) || turns(c)
}

/// Whether this letter turns the direction of what follows, further than its own paragraph even.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line: control characters and letters that are not seen out, spaces single.
pub fn line(text: &str) -> String {
    let shown = text.chars().filter(|c| !is_hidden(*c));
    let shown: String = shown.map(|c| if c.is_control() { ' ' } else { c }).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As much of it as fits into so many bytes, no letter cut in two.
pub fn cut(text: &str, most_bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(most_bytes)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_is_seen() {
        assert_eq!(line("  Ada\u{202e}\tL\u{200b}.\n"), "Ada L.");
        assert_eq!(line("\u{1}\u{feff}"), "");
    }

    #[test]
    fn no_letter_is_cut_in_two() {
        assert_eq!((cut("aé", 2), cut("aé", 3), cut("", 3)), ("a", "aé", ""));
    }
}
