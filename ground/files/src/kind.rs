//! What a file is, by its content. What its sender says it is counts for nothing.

use deedwell_core::{Error, Result};

/// What may be sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sent {
    Jpeg,
    Png,
    Webp,
    Pdf,
}

impl Sent {
    /// # Errors
    /// `files.kind` for everything else.
    pub fn of(bytes: &[u8]) -> Result<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Ok(Self::Pdf),
            _ => Err(Error::refused(
                "files.kind",
                "Only pictures (JPEG, PNG, WebP) and PDFs can be added. Please choose another file.",
            )),
        }
    }
}

/// What is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Jpeg,
    Png,
    Pdf,
}

impl Kind {
    /// As it stands in the table.
    pub fn code(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// # Errors
    /// `Fault` for a code that is none.
    pub fn parse(code: &str) -> Result<Self> {
        match code {
            "jpeg" => Ok(Self::Jpeg),
            "png" => Ok(Self::Png),
            "pdf" => Ok(Self::Pdf),
            other => Err(Error::fault(format!("no such kind of file: {other}"))),
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// A PDF can carry programs: it is saved, never shown on our pages.
    pub fn is_shown(self) -> bool {
        self != Self::Pdf
    }
}
