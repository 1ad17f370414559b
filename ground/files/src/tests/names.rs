use crate::Kind;
use crate::limits::LONGEST_NAME;
use crate::name::{clean, disposition};

#[test]
fn a_name_is_the_last_part_of_a_path_with_the_ending_of_what_it_is() {
    for (typed, kept) in [
        ("C:\\Users\\ada\\scratch.jpeg", "scratch.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("photo.svg", "photo.jpg"),
        ("photo.php.jpg", "photo.php.jpg"),
        ("Kratzer am Gehäuse.png", "Kratzer am Gehäuse.jpg"),
        ("a\"b\r\nSet-Cookie: x=1.jpg", "a_bSet-Cookie_ x=1.jpg"),
        ("in\u{202E}gpj.exe", "ingpj.jpg"),
        ("\u{200F}\u{2066}.jpg", "file.jpg"),
        ("...", "file.jpg"),
        ("", "file.jpg"),
        ("dir/", "file.jpg"),
        ("\0", "file.jpg"),
    ] {
        assert_eq!(clean(typed, Kind::Jpeg), kept, "{typed:?}");
    }
    let long = clean(&"ä".repeat(4_000), Kind::Pdf);
    assert_eq!(long.chars().count(), LONGEST_NAME);
    assert!(long.ends_with(".pdf"));
}

#[test]
fn a_header_says_a_name_and_nothing_else() {
    let said = disposition("Mühle \"1\"\r\nX: y;.jpg", Kind::Jpeg);
    assert_eq!(
        said,
        "inline; filename=\"M_hle _1___X_ y_.jpg\"; \
         filename*=UTF-8''M%C3%BChle%20%221%22%0D%0AX%3A%20y%3B.jpg"
    );
    assert!(disposition("bill.pdf", Kind::Pdf).starts_with("attachment; "));
}
