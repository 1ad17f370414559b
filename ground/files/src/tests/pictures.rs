use std::io::{Cursor, Write};

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use crate::Kind;
use crate::limits::{KEPT_SIDE, LARGEST_FILE, SMALL_SIDE};
use crate::picture::{Made, Workshop, make};

fn refused(bytes: Vec<u8>) -> String {
    make(bytes).unwrap_err().code().into_owned()
}

/// Red on the left half, blue on the right.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) }
    })
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(picture).unwrap();
    bytes
}

fn packed(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

fn kept(made: &Made) -> DynamicImage {
    image::load_from_memory(&made.bytes).unwrap()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// EXIF as a telephone writes it: turned by a quarter (6), and where it was taken.
fn exif() -> Vec<u8> {
    let mut tiff = b"MM\0\x2A\0\0\0\x08".to_vec();
    tiff.extend(2_u16.to_be_bytes());
    for (tag, kind, value) in [(0x0112_u16, 3_u16, 6_u32 << 16), (0x8825, 4, 38)] {
        tiff.extend(tag.to_be_bytes());
        tiff.extend(kind.to_be_bytes());
        tiff.extend(1_u32.to_be_bytes());
        tiff.extend(value.to_be_bytes());
    }
    tiff.extend(0_u32.to_be_bytes());
    // The directory of GPS: the latitude is north.
    tiff.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0");
    tiff.extend(b"GPS 51.4769 N 0.0005 W of Ada's house");
    [b"Exif\0\0".as_slice(), &tiff].concat()
}

fn with_part(jpeg: &[u8], mark: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, mark], &length, content, &jpeg[2..]].concat()
}

#[test]
fn where_a_picture_was_taken_is_gone_and_it_stands_upright() {
    let sent = with_part(&jpeg(&halves(64, 32)), 0xE1, &exif());
    assert!(holds(&sent, b"51.4769") && holds(&sent, b"Exif"));
    let made = make(sent).unwrap();
    let sides = made.picture.as_ref().unwrap();
    for bytes in [&made.bytes, &sides.small] {
        assert!(!holds(bytes, b"51.4769") && !holds(bytes, b"Exif") && !holds(bytes, b"GPS"));
    }
    assert_eq!((sides.width, sides.height), (32, 64), "turned by a quarter");
    let upright = kept(&made).to_rgb8();
    assert!(upright.get_pixel(16, 8).0[0] > 200, "what was left is above");
    assert!(upright.get_pixel(16, 56).0[2] > 200, "what was right is below");
}

#[test]
fn comments_and_other_tales_are_gone() {
    let sent = with_part(&jpeg(&halves(16, 16)), 0xFE, b"<script>alert(1)</script>");
    let sent = with_part(&sent, 0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>");
    let made = make(sent).unwrap();
    assert!(!holds(&made.bytes, b"script") && !holds(&made.bytes, b"xmpmeta"));
}

#[test]
fn what_hangs_behind_a_picture_is_not_kept() {
    let mut sent = jpeg(&halves(40, 40));
    sent.extend(b"<html><script>alert(document.domain)</script></html>");
    let made = make(sent).unwrap();
    assert_eq!(made.kind, Kind::Jpeg);
    assert!(!holds(&made.bytes, b"script"));
    assert!(made.bytes.ends_with(&[0xFF, 0xD9]));
}

#[test]
fn half_a_picture_is_none() {
    let whole = jpeg(&halves(300, 200));
    assert!(make(whole.clone()).is_ok());
    for part in [whole.len() / 2, whole.len() - 2, 20, 3] {
        assert_eq!(refused(whole[..part].to_vec()), "files.broken", "{part} bytes");
    }
    let png = packed(halves(300, 200).into(), ImageFormat::Png);
    assert_eq!(refused(png[..png.len() / 2].to_vec()), "files.broken");
    let webp = packed(halves(300, 200).into(), ImageFormat::WebP);
    assert_eq!(refused(webp[..webp.len() / 2].to_vec()), "files.broken");
}

/// A PNG of one colour, as large as it says, in few bytes.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1A\n".to_vec();
    let mut part = |name: &[u8; 4], content: &[u8]| {
        let body = [name.as_slice(), content].concat();
        png.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        png.extend(&body);
        png.extend(crc32fast::hash(&body).to_be_bytes());
    };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[1, 0, 0, 0, 0]].concat();
    part(b"IHDR", &head);
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let row = vec![0_u8; 1 + (width as usize).div_ceil(8)];
    for _ in 0..height {
        packer.write_all(&row).unwrap();
    }
    part(b"IDAT", &packer.finish().unwrap());
    part(b"IEND", &[]);
    png
}

#[test]
fn a_small_file_that_unpacks_to_much_is_refused_by_its_head() {
    let large = bomb(19_000, 19_000);
    assert!(large.len() < 100_000, "{} bytes", large.len());
    assert_eq!(refused(large), "files.pixels");
    assert_eq!(refused(bomb(30_000, 2)), "files.pixels");
    assert_eq!(refused(bomb(2, 20_001)), "files.pixels");
    assert!(make(bomb(200, 100)).is_ok(), "the same kind of file, small");
}

#[test]
fn what_is_no_picture_is_refused_whatever_it_is_called() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec();
    let html = b"<!doctype html><script>alert(1)</script>".to_vec();
    let gif = b"GIF89a\x01\0\x01\0\0\0\0;".to_vec();
    let program = b"MZ\x90\0".to_vec();
    let late = b"\n%PDF-1.7\n%%EOF".to_vec();
    for sent in [svg, html, gif, program, late, vec![0], vec![0xFF; 400_000]] {
        assert!(matches!(refused(sent).as_str(), "files.kind" | "files.broken"));
    }
    assert_eq!(refused(b"<svg/>".to_vec()), "files.kind");
    assert_eq!(refused(Vec::new()), "files.empty");
}

#[test]
fn a_file_of_nine_megabytes_is_too_large() {
    let mut sent = jpeg(&halves(8, 8));
    sent.resize(LARGEST_FILE, 0);
    assert!(make(sent.clone()).is_ok(), "eight are not");
    sent.resize(9 * 1024 * 1024, 0);
    assert_eq!(refused(sent), "files.large");
}

#[test]
fn what_is_kept_is_no_larger_than_a_page_shows() {
    let made = make(jpeg(&halves(3_000, 1_000))).unwrap();
    let sides = made.picture.as_ref().unwrap();
    assert_eq!((sides.width, sides.height), (KEPT_SIDE, 683));
    let small = image::load_from_memory(&sides.small).unwrap();
    assert_eq!((small.width(), small.height()), (SMALL_SIDE, 107));
    let little = make(jpeg(&halves(20, 10))).unwrap();
    let sides = little.picture.unwrap();
    assert_eq!((sides.width, sides.height), (20, 10), "nothing is made larger");
}

#[test]
fn what_can_be_seen_through_stays_so() {
    let glass = RgbaImage::from_fn(32, 32, |x, _| Rgba([0, 200, 0, if x < 16 { 0 } else { 255 }]));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let made = make(packed(glass.clone().into(), format)).unwrap();
        assert_eq!(made.kind, Kind::Png);
        assert_eq!(kept(&made).to_rgba8().get_pixel(2, 2).0[3], 0);
    }
    let solid = RgbaImage::from_pixel(32, 32, Rgba([0, 200, 0, 255]));
    assert_eq!(make(packed(solid.into(), ImageFormat::Png)).unwrap().kind, Kind::Jpeg);
}

#[test]
fn a_pdf_is_kept_as_it_is_and_whole() {
    let sent = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n".to_vec();
    let made = make(sent.clone()).unwrap();
    assert_eq!((made.kind, &made.bytes, &made.picture), (Kind::Pdf, &sent, &None));
    assert!(!made.kind.is_shown());
    assert_eq!(refused(sent[..20].to_vec()), "files.broken");
}

#[tokio::test]
async fn more_than_few_wait_and_all_are_made() {
    let workshop = Workshop::default();
    let sent = jpeg(&halves(400, 300));
    let one = || {
        tokio::spawn({
            let (workshop, sent) = (workshop.clone(), sent.clone());
            async move { workshop.make(sent).await }
        })
    };
    let all: Vec<_> = (0..8).map(|_| one()).collect();
    for made in all {
        assert_eq!(made.await.unwrap().unwrap().picture.unwrap().width, 400);
    }
}
