//! Both languages are whole, and say the same as the command line.

use std::collections::BTreeMap;

use crate::wrong;

fn messages(source: &str) -> BTreeMap<&str, &str> {
    let lines = source.lines().filter(|l| !l.starts_with([' ', '#', '}']) && !l.is_empty());
    lines.filter_map(|l| l.split_once(" = ")).collect()
}

#[test]
fn every_message_is_translated() {
    let en = messages(include_str!("../../locales/en.ftl"));
    let de = messages(include_str!("../../locales/de.ftl"));
    assert_eq!(en.keys().collect::<Vec<_>>(), de.keys().collect::<Vec<_>>());
}

#[test]
fn a_sentence_is_the_same_everywhere() {
    let en = messages(include_str!("../../locales/en.ftl"));
    for wrong in wrong::ALL {
        assert_eq!(en.get(wrong.key), Some(&wrong.english), "{}", wrong.key);
    }
}

#[test]
fn every_message_of_the_pages_exists() {
    let en = messages(include_str!("../../locales/en.ftl"));
    let pages = [
        include_str!("../door/set_up.html"),
        include_str!("../door/sign_in.html"),
        include_str!("../door/code.html"),
        include_str!("../door/fresh.html"),
        include_str!("../door/forgotten.html"),
        include_str!("../staff/staff.html"),
        include_str!("../staff/member.html"),
        include_str!("../staff/link.html"),
        include_str!("../settings/settings.html"),
        include_str!("../settings/unit.html"),
        include_str!("../settings/account.html"),
        include_str!("../settings/factor.html"),
        include_str!("../settings/codes.html"),
        include_str!("../keys/keys.html"),
        include_str!("../keys/key.html"),
        include_str!("../audit/audit.html"),
    ];
    for page in pages {
        for key in page.split("\"console-").skip(1) {
            let key = format!("console-{}", key.split_once('"').unwrap().0);
            assert!(en.contains_key(key.as_str()), "{key}");
        }
    }
}
