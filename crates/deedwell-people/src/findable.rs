//! Text as it is searched: whoever types `muller` or `obrien` means Müller and O’Brien.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Small letters without accents and apostrophes. A text that begins with another begins with it here, too.
pub fn findable(text: &str) -> Cow<'_, str> {
    let is_plain = |b: u8| b.is_ascii() && !b.is_ascii_uppercase() && b != b'\'' && b != b'`';
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    // Before they are taken apart: an accent by itself becomes a space and a mark.
    let letters = text.chars().filter(|c| !is_apostrophe(*c));
    for c in letters.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' | 'ẞ' => plain.push_str("ss"),
            'æ' | 'Æ' => plain.push_str("ae"),
            'œ' | 'Œ' => plain.push_str("oe"),
            'ø' | 'Ø' => plain.push('o'),
            'ł' | 'Ł' => plain.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => plain.push('d'),
            'þ' | 'Þ' => plain.push_str("th"),
            'ı' => plain.push('i'),
            // At the end of a word it is written otherwise.
            'ς' => plain.push('σ'),
            c => plain.extend(c.to_lowercase()),
        }
    }
    Cow::Owned(plain)
}

/// What people write for one.
const fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{b4}' | '\u{2b9}'..='\u{2bf}' | '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2035}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_apostrophes_and_capitals_do_not_matter() {
        for (text, found) in [
            ("ada@shop.example", "ada@shop.example"),
            ("Müller", "muller"),
            ("Mu\u{308}ller", "muller"),
            ("O\u{2019}Brien", "obrien"),
            ("o'brien", "obrien"),
            ("o`brien", "obrien"),
            ("D\u{b4}Arc", "darc"),
            ("Hawai\u{2bb}i", "hawaii"),
            ("O\u{2032}Neill", "oneill"),
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("Ｆｕｌｌ", "full"),
            ("Ньютон", "ньютон"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
            ("Οδυσσεύς", "οδυσσευσ"),
            ("山田", "山田"),
        ] {
            assert_eq!(findable(text), found, "{text}");
        }
        assert!(findable("Zoë Müller zoe@x.example").starts_with(&*findable("Zoë Müller")));
    }
}
