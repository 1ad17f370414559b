use axum::body::to_bytes;
use axum::response::Response;
use deedwell_core::{Clock, Id};

use crate::answer::answer;
use crate::store::File;
use crate::{Kind, name};

fn file(kind: Kind, typed: &str) -> File {
    let clock = Clock::held("2026-11-18T09:00:00Z".parse().unwrap());
    let id: Id<File> = clock.new_id();
    File {
        id,
        about: "complaint/1".to_owned(),
        part: String::new(),
        identity: None,
        staff: None,
        kind,
        name: name::clean(typed, kind),
        alt: String::new(),
        sides: None,
        size: 3,
        etag: "abc".to_owned(),
        added_at: clock.now(),
    }
}

fn said<'a>(response: &'a Response, header: &str) -> &'a str {
    response.headers().get(header).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_file_goes_out_such_that_nothing_in_it_runs() {
    let picture = file(Kind::Jpeg, "a\"\r\nSet-Cookie: x\u{202E}gpj.html");
    let response = answer(&picture, false, vec![1, 2, 3], None).unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(said(&response, "content-type"), "image/jpeg");
    assert_eq!(said(&response, "content-length"), "3");
    assert_eq!(said(&response, "x-content-type-options"), "nosniff");
    assert_eq!(said(&response, "cache-control"), "private, no-cache");
    assert!(said(&response, "content-security-policy").starts_with("default-src 'none'; sandbox"));
    assert_eq!(
        said(&response, "content-disposition"),
        "inline; filename=\"a_Set-Cookie_ xgpj.jpg\"; filename*=UTF-8''a_Set-Cookie_%20xgpj.jpg"
    );
    assert_eq!(response.headers().get("set-cookie"), None);
    assert_eq!(to_bytes(response.into_body(), 100).await.unwrap(), vec![1, 2, 3]);
}

#[tokio::test]
async fn a_pdf_is_saved_and_has_nothing_small() {
    let pdf = file(Kind::Pdf, "bill");
    let response = answer(&pdf, false, vec![1], None).unwrap();
    assert_eq!(said(&response, "content-type"), "application/pdf");
    assert_eq!(
        said(&response, "content-disposition"),
        "attachment; filename=\"bill.pdf\"; filename*=UTF-8''bill.pdf"
    );
    assert_eq!(answer(&pdf, true, vec![1], None).unwrap_err().code(), "missing.file");
}

#[tokio::test]
async fn who_has_it_already_is_not_sent_it_again() {
    let picture = file(Kind::Png, "a.png");
    for has in ["\"abc\"", "W/\"abc\"", "\"x\", \"abc\""] {
        let response = answer(&picture, false, vec![1], Some(has)).unwrap();
        assert_eq!(response.status(), 304, "{has}");
        assert!(to_bytes(response.into_body(), 100).await.unwrap().is_empty());
    }
    let small = answer(&picture, true, vec![1], Some("\"abc\"")).unwrap();
    assert_eq!((small.status().as_u16(), said(&small, "etag")), (200, "\"abc-small\""));
}
