//! Which browser somebody uses, as far as a customer would know it again: its family and its platform. The
//! words come from a short list, never from what the browser says of itself.

use axum::http::{HeaderMap, header};

/// A sign within what a browser says of itself, and what it means. Every browser says that it is another,
/// too: the first that fits counts.
const FAMILIES: [(&str, &str); 9] = [
    ("edg", "edge"),
    ("opr/", "opera"),
    ("samsungbrowser", "samsung"),
    ("vivaldi", "vivaldi"),
    ("firefox", "firefox"),
    ("fxios", "firefox"),
    ("crios", "chrome"),
    ("chrom", "chrome"),
    ("safari", "safari"),
];
const PLATFORMS: [(&str, &str); 7] = [
    ("android", "android"),
    ("iphone", "ios"),
    ("ipad", "ios"),
    ("windows", "windows"),
    ("cros", "chromeos"),
    ("mac os", "macos"),
    ("linux", "linux"),
];
/// What it says of itself is looked at so far.
const LONGEST: usize = 512;

/// `firefox/android`; '' for what is no browser that we know.
pub fn family(headers: &HeaderMap) -> String {
    let said = headers.get(header::USER_AGENT).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let said = deedwell_core::text::cut(said, LONGEST).to_ascii_lowercase();
    let first = |of: &[(&str, &'static str)]| {
        of.iter().find(|(sign, _)| said.contains(sign)).map_or("", |(_, meant)| *meant)
    };
    let family = first(&FAMILIES);
    if family.is_empty() { String::new() } else { format!("{family}/{}", first(&PLATFORMS)) }
}

/// The family and the platform in the words that people use: `Firefox, Android`; `None` where neither is known.
pub fn called(kept: &str) -> Option<String> {
    let (family, platform) = kept.split_once('/')?;
    let family = match family {
        "edge" => "Edge",
        "opera" => "Opera",
        "samsung" => "Samsung Internet",
        "vivaldi" => "Vivaldi",
        "firefox" => "Firefox",
        "chrome" => "Chrome",
        "safari" => "Safari",
        _ => return None,
    };
    let platform = match platform {
        "android" => "Android",
        "ios" => "iOS",
        "windows" => "Windows",
        "chromeos" => "ChromeOS",
        "macos" => "macOS",
        "linux" => "Linux",
        _ => return Some(family.to_owned()),
    };
    Some(format!("{family}, {platform}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(said: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, said.parse().unwrap());
        called(&family(&headers))
    }

    #[test]
    fn browsers_are_known_by_their_family() {
        for (said, meant) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox, Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari, iOS",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/120 Mobile/15E148 Safari/604.1",
                "Chrome, iOS",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 OPR/106",
                "Opera, macOS",
            ),
            ("Firefox", "Firefox"),
        ] {
            assert_eq!(known(said).as_deref(), Some(meant), "{said}");
        }
        assert_eq!(known("curl/8.5.0"), None);
        assert_eq!(known("<script>alert(1)</script>"), None);
        assert_eq!(called("firefox<b>/linux"), None);
        assert_eq!(known(&format!("{}Firefox", "x".repeat(600))), None);
    }
}
