//! A code that is said aloud: seven letters and figures of which none is mistaken for another, the last a
//! check. `CK4 7RTX`.
//!
//! The sign in place `i` (from 1) counts `i` times; all together are 0 modulo 23. Since 23 is prime, a
//! wrong sign changes the sum, and so do two that change places.

use deedwell_core::{Error, Result};

/// Without vowels, so that no word comes about, and without whatever looks or is written like another:
/// 0 and O, 1, I and L, 5 and S, U and V, 8 and B, 2 and Z.
pub const SIGNS: &[u8; 23] = b"CDFGHJKMNPQRTWXY2346789";
/// Signs of a code, the check with them: 148 million codes.
pub const LENGTH: usize = 7;
/// What somebody may type: blanks and hyphens too.
pub const LONGEST: usize = 40;

fn place(sign: u8) -> Option<usize> {
    SIGNS.iter().position(|s| *s == sign)
}

fn sum(code: &[u8]) -> Option<usize> {
    let mut sum = 0;
    for (at, sign) in code.iter().enumerate() {
        sum += (at + 1) * place(*sign)?;
    }
    Some(sum % SIGNS.len())
}

/// The code of this number; numbers beyond all codes begin again.
pub fn code_of(number: u64) -> String {
    let (base, mut rest) = (SIGNS.len() as u64, number);
    let mut code = Vec::with_capacity(LENGTH);
    for _ in 1..LENGTH {
        code.push(SIGNS[usize::try_from(rest % base).unwrap_or_default()]);
        rest /= base;
    }
    let so_far = sum(&code).unwrap_or_default();
    // 7c ≡ −so_far: ten sevens are one more than three times 23.
    let check = (SIGNS.len() - so_far) * 10 % SIGNS.len();
    code.push(SIGNS[check]);
    String::from_utf8(code).unwrap_or_default()
}

/// As it is shown: `CK4 7RTX`.
pub fn shown(code: &str) -> String {
    match code.split_at_checked(3) {
        Some((first, rest)) => format!("{first} {rest}"),
        None => code.to_owned(),
    }
}

/// A code as somebody typed it.
///
/// # Errors
/// `Invalid` where it cannot be one: a slip of one sign, or two that changed places, is always noticed.
pub fn read(text: &str) -> Result<String> {
    let wrong = || {
        Error::invalid(
            "code",
            "This is not quite a code: it has seven letters and figures. Please read it again.",
        )
    };
    if text.len() > LONGEST {
        return Err(wrong());
    }
    let signs: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let fits = signs.len() == LENGTH && sum(signs.as_bytes()) == Some(0);
    if fits { Ok(signs) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_code_is_read_as_it_is_shown(number: u64) {
            let code = code_of(number);
            prop_assert_eq!(read(&shown(&code).to_lowercase()).unwrap(), code);
        }

        /// Every wrong sign in every place, and every two neighbours: all of them for each code.
        #[test]
        fn every_slip_is_noticed(number: u64) {
            let code = code_of(number).into_bytes();
            for at in 0..LENGTH {
                for sign in b'0'..=b'Z' {
                    let mut slip = code.clone();
                    slip[at] = sign;
                    let slip = String::from_utf8(slip).unwrap();
                    prop_assert_eq!(read(&slip).is_ok(), sign == code[at], "{}", slip);
                }
                if at + 1 < LENGTH && code[at] != code[at + 1] {
                    let mut slip = code.clone();
                    slip.swap(at, at + 1);
                    prop_assert!(read(&String::from_utf8(slip).unwrap()).is_err());
                }
                let mut short = code.clone();
                short.remove(at);
                prop_assert!(read(&String::from_utf8(short).unwrap()).is_err());
            }
        }

        #[test]
        fn whatever_is_typed_is_answered(text: String) {
            drop(read(&text));
        }
    }

    #[test]
    fn numbers_next_to_each_other_have_codes_of_their_own() {
        let codes: std::collections::BTreeSet<String> = (0..20_000).map(code_of).collect();
        assert_eq!(codes.len(), 20_000);
        assert_eq!(shown("CK47RTX"), "CK4 7RTX");
        for wrong in ["", "CK4", "CK4 7RTX CK4 7RTX", "ÄK47RTX", &"C".repeat(60)] {
            assert_eq!(read(wrong).unwrap_err().code(), "invalid.code", "{wrong}");
        }
    }
}
