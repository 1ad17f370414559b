//! A link as a picture that a telephone reads: black on white, whatever the light, with its quiet margin.

use deedwell_core::{Error, Result};
use qrcode::{Color, EcLevel, QrCode};

/// The quiet margin around it, in modules, as the standard asks.
const MARGIN: usize = 4;

/// One path of an SVG.
pub(crate) struct Picture {
    pub path: String,
    pub size: usize,
}

impl Picture {
    /// With so much said twice that a fold or a stain does not matter.
    pub fn of(text: &str) -> Result<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)
            .map_err(|e| Error::fault(e.to_string()))?;
        let width = code.width();
        let mut path = String::new();
        for (i, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let (x, y) = (i % width + MARGIN, i / width + MARGIN);
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
        Ok(Self { path, size: width + 2 * MARGIN })
    }
}
