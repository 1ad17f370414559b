//! Pictures are unpacked and made anew: nothing of what was sent is kept but its points.

use std::io::Cursor;
use std::sync::Arc;

use deedwell_core::{Error, Result};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use tokio::sync::Semaphore;

use crate::kind::{Kind, Sent};
use crate::limits::{
    AT_ONCE, KEPT_SIDE, LARGEST_FILE, LONGEST_SIDE, MOST_MEMORY, MOST_PIXELS, SMALL_SIDE,
};
use crate::whole;

/// Of a hundred.
const QUALITY: u8 = 85;

/// A file as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
    pub kind: Kind,
    pub bytes: Vec<u8>,
    /// Of a picture alone.
    pub picture: Option<Sides>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sides {
    pub width: u32,
    pub height: u32,
    /// The same picture, to stand in a conversation.
    pub small: Vec<u8>,
}

/// Makes what was sent into what is kept. Few at the same time, and away from where requests are answered.
#[derive(Clone)]
pub struct Workshop(Arc<Semaphore>);

impl Default for Workshop {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Workshop {
    /// # Errors
    /// As [`make`].
    pub async fn make(&self, bytes: Vec<u8>) -> Result<Made> {
        let place = Arc::clone(&self.0).acquire_owned().await.map_err(Error::fault)?;
        // The place is held by the work itself: whoever goes away meanwhile makes no room for more.
        let work = move || {
            let made = make(bytes);
            drop(place);
            made
        };
        tokio::task::spawn_blocking(work).await.map_err(Error::fault)?
    }
}

/// # Errors
/// `files.large`, `files.empty`, `files.kind`, `files.broken`, `files.pixels`.
pub fn make(bytes: Vec<u8>) -> Result<Made> {
    if bytes.is_empty() {
        return Err(Error::refused("files.empty", "This file is empty. Please choose another."));
    }
    if bytes.len() > LARGEST_FILE {
        let sentence = "This file is larger than 8 MB. Please choose a smaller one.";
        return Err(Error::refused("files.large", sentence));
    }
    let format = match Sent::of(&bytes)? {
        Sent::Pdf if whole::is_pdf(&bytes) => {
            return Ok(Made { kind: Kind::Pdf, bytes, picture: None });
        }
        Sent::Pdf => return Err(broken()),
        Sent::Jpeg if whole::is_jpeg(&bytes) => ImageFormat::Jpeg,
        Sent::Jpeg => return Err(broken()),
        Sent::Png => ImageFormat::Png,
        Sent::Webp => ImageFormat::WebP,
    };
    let picture = shrunk(unpacked(&bytes, format)?, KEPT_SIDE);
    let (kind, kept) = packed(&picture)?;
    let (width, height) = (picture.width(), picture.height());
    let small = shrunk(picture, SMALL_SIDE);
    let small = packed_as(kind, &small)?;
    Ok(Made { kind, bytes: kept, picture: Some(Sides { width, height, small }) })
}

fn broken() -> Error {
    Error::refused("files.broken", "This file cannot be read: it may be damaged or incomplete.")
}

fn too_many_points() -> Error {
    let sentence = "This picture has more than 40 megapixels. Please make it smaller first.";
    Error::refused("files.pixels", sentence)
}

/// Nothing is unpacked before its head said how large it will be.
fn unpacked(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(|error| refusal(&error))?;
    let (width, height) = decoder.dimensions();
    let points = u64::from(width) * u64::from(height);
    if points > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(too_many_points());
    }
    limits.reserve(decoder.total_bytes()).map_err(|error| refusal(&error))?;
    decoder.set_limits(limits).map_err(|error| refusal(&error))?;
    // A direction that cannot be read is none.
    let direction = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error))?;
    picture.apply_orientation(direction);
    Ok(picture)
}

fn refusal(error: &image::ImageError) -> Error {
    match error {
        image::ImageError::Limits(_) => too_many_points(),
        _ => broken(),
    }
}

/// By averages of whole points: takes no more memory than its result.
fn shrunk(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        return picture;
    }
    picture.thumbnail(side, side)
}

fn packed(picture: &DynamicImage) -> Result<(Kind, Vec<u8>)> {
    let sees_through = picture.color().has_alpha()
        && picture.to_rgba8().pixels().any(|point| point.0[3] < u8::MAX);
    let kind = if sees_through { Kind::Png } else { Kind::Jpeg };
    Ok((kind, packed_as(kind, picture)?))
}

fn packed_as(kind: Kind, picture: &DynamicImage) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match kind {
        Kind::Png => {
            let points = DynamicImage::ImageRgba8(picture.to_rgba8());
            points.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        }
        _ => JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&picture.to_rgb8()),
    }
    .map_err(Error::fault)?;
    Ok(bytes)
}
