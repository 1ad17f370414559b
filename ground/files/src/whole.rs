//! Whether a file arrived to its end. Readers of pictures are kind, and fill with grey what is missing.

const START_OF_SCAN: u8 = 0xDA;
const END: u8 = 0xD9;

/// Whether the parts of a JPEG follow each other up to the mark of its end. What comes after it is not looked
/// at, and not kept either.
pub fn is_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    let mut scanned = false;
    loop {
        // Between two parts, and within a scan, up to the next mark.
        let Some(mark) = next_mark(bytes, &mut at) else { return false };
        match mark {
            END => return scanned,
            0x01 | 0xD0..=0xD8 => {}
            _ => {
                let Some([high, low]) = bytes.get(at..at + 2) else { return false };
                at += usize::from(u16::from_be_bytes([*high, *low])).max(2);
                scanned |= mark == START_OF_SCAN;
            }
        }
    }
}

/// The mark from here on, behind which `at` then stands. `FF 00` is a point's colour, `FF FF` padding.
fn next_mark(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        let found = bytes.get(*at..)?.iter().position(|byte| *byte == 0xFF)?;
        *at += found + 1;
        match *bytes.get(*at)? {
            0xFF => {}
            0x00 => *at += 1,
            mark => {
                *at += 1;
                return Some(mark);
            }
        }
    }
}

/// How far from its end a PDF says that it ends, as readers have it.
const TAIL: usize = 1024;

pub fn is_pdf(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
    tail.windows(5).any(|five| five == b"%%EOF")
}
