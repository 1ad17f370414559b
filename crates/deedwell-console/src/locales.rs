//! What the console says, in each language.

pub const MESSAGES: &[(&str, &str)] = &[
    ("en", include_str!("../locales/en.ftl")),
    ("de", include_str!("../locales/de.ftl")),
    // ── pages: add ("en", include_str!("../locales/pages.en.ftl")), ("de", …) below this line ──
    ("en", include_str!("../locales/pages.en.ftl")),
    ("de", include_str!("../locales/pages.de.ftl")),
];
