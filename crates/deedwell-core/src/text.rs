//! Letters that are not seen.

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
