//! Style sheets, scripts, fonts and icons: part of the binary, cached for ever under an address that
//! changes with their content.

use std::collections::HashMap;
use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use deedwell_core::Error;
use rust_embed::Embed;

use crate::answer::Answer;

#[derive(Embed)]
#[folder = "assets/"]
struct Assets;

pub(crate) async fn serve(Path(name): Path<String>) -> Answer<Response> {
    let file = Assets::get(&name).ok_or(Error::Missing("file"))?;
    let kind = match name.rsplit_once('.').map(|(_, end)| end) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "text/plain; charset=utf-8",
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Ok((headers, file.data.into_owned()).into_response())
}

/// `/assets/deedwell.css?v=1f0c…`
pub fn address(name: &str) -> String {
    static HASHES: OnceLock<HashMap<String, String>> = OnceLock::new();
    let hashes = HASHES.get_or_init(|| {
        let hash = |name: &str| {
            let file = Assets::get(name)?;
            let hash = file.metadata.sha256_hash();
            Some(hash[..6].iter().map(|b| format!("{b:02x}")).collect::<String>())
        };
        Assets::iter().filter_map(|n| hash(&n).map(|h| (n.into_owned(), h))).collect()
    });
    match hashes.get(name) {
        Some(hash) => format!("/assets/{name}?v={hash}"),
        None => format!("/assets/{name}"),
    }
}
