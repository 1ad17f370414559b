use super::*;

const LETTER: &str = "01930000-0000-7000-8000-00000000000a";

fn report(parts: &[(&str, &str)], kind: &str, to: &str) -> Vec<u8> {
    let mut text = format!(
        "From: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type={kind}; boundary=\"b\"\r\n\r\n"
    );
    for (kind, body) in parts {
        text.push_str(&format!("--b\r\nContent-Type: {kind}\r\n\r\n{body}\r\n"));
    }
    text.push_str("--b--\r\n");
    text.into_bytes()
}

#[test]
fn a_report_says_of_whom_and_of_which_letter_it_speaks() {
    let status = "Reporting-MTA: dns; mx.example\r\n\r\nOriginal-Recipient: rfc822; Ada@Example.com\r\nFinal-Recipient: rfc822; ada2@inner.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 <ada2@inner.example>: Recipient\r\n  address rejected: User unknown";
    let head = format!("From: a@shop.example\r\nMessage-ID: <{LETTER}@shop.example>\r\nSubject: x");
    let parts = [
        ("text/plain", "Sorry."),
        ("message/delivery-status", status),
        ("text/rfc822-headers", &head),
    ];
    let read = read(&report(&parts, "delivery-status", "bounces@shop.example"));
    assert_eq!((read.kind, read.severity), (Kind::Bounce, Some(Severity::Hard)));
    assert_eq!((read.address.as_str(), read.status.as_str()), ("ada@example.com", "5.1.1"));
    assert!(read.diagnostic.ends_with("User unknown"), "{}", read.diagnostic);
    assert_eq!(read.about, [format!("{LETTER}@shop.example")]);
    assert_eq!(read.came_to, ["bounces@shop.example"]);
}

#[test]
fn a_delay_is_no_bounce_and_a_full_box_is_not_the_end() {
    let of = |action: &str, status: &str| {
        let body = format!(
            "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.de\r\nAction: {action}\r\nStatus: {status}"
        );
        let read =
            read(&report(&[("message/delivery-status", &body)], "delivery-status", "x@y.de"));
        (read.kind, read.severity)
    };
    assert_eq!(of("delayed", "4.4.1"), (Kind::Automatic, None));
    assert_eq!(of("delivered", "2.1.5"), (Kind::Automatic, None));
    assert_eq!(of("failed", "5.2.2"), (Kind::Bounce, Some(Severity::Soft)));
    assert_eq!(of("failed", "4.4.7"), (Kind::Bounce, Some(Severity::Soft)));
    assert_eq!(of("failed", "5.7.1"), (Kind::Bounce, Some(Severity::Soft)));
    assert_eq!(of("failed", "5.1.10"), (Kind::Bounce, Some(Severity::Hard)));
    assert_eq!(of("failed", "nonsense"), (Kind::Bounce, Some(Severity::Soft)));
}

#[test]
fn a_complaint_is_one_and_taking_it_back_is_none() {
    let of = |kind: &str| {
        let body = format!(
            "Feedback-Type: {kind}\r\nUser-Agent: SomeGenerator/1.0\r\nVersion: 1\r\nOriginal-Rcpt-To: <Ada@Example.com>"
        );
        let letter = format!(
            "From: a@shop.example\r\nMessage-ID: <{LETTER}@shop.example>\r\nTo: ada@example.com\r\n\r\nHello"
        );
        read(&report(
            &[("message/feedback-report", &body), ("message/rfc822", &letter)],
            "feedback-report",
            "fbl@shop.example",
        ))
    };
    let abuse = of("abuse");
    assert_eq!((abuse.kind, abuse.address.as_str()), (Kind::Complaint, "ada@example.com"));
    assert_eq!(abuse.about, [format!("{LETTER}@shop.example")]);
    assert_eq!(of("not-spam").kind, Kind::Automatic);
    assert_eq!(of("auth-failure").kind, Kind::Automatic);
}

#[test]
fn servers_without_reports_and_people_who_are_away() {
    let old = b"From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\r\nTo: b@shop.example\r\nX-Failed-Recipients: ada@example.com\r\nSubject: Delivery Status Notification (Failure)\r\n\r\nThe response was:\r\n550 5.1.1 The email account does not exist.\r\n\r\nMessage-ID: <01930000-0000-7000-8000-00000000000a@shop.example>\r\n";
    let bounce = read(old);
    assert_eq!((bounce.kind, bounce.severity), (Kind::Bounce, Some(Severity::Hard)));
    assert_eq!((bounce.address.as_str(), bounce.status.as_str()), ("ada@example.com", "5.1.1"));
    assert_eq!(bounce.about.len(), 1);
    for away in ["Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: auto_reply"] {
        let raw = format!(
            "From: ada@example.com\r\nTo: b@shop.example\r\n{away}\r\nSubject: away\r\n\r\nI am away.\r\n"
        );
        assert_eq!(read(raw.as_bytes()).kind, Kind::Automatic, "{away}");
    }
    let person = b"From: ada@example.com\r\nTo: b@shop.example\r\nSubject: hi\r\n\r\nHello\r\n";
    assert_eq!(read(person).kind, Kind::Unknown);
}

#[test]
fn a_letter_is_found_by_a_sealed_address_and_by_no_other() {
    let hex = LETTER.replace('-', "");
    let address = return_path("bounces@shop.example", &hex, "secret").unwrap();
    assert_eq!(letter_in(&address, "secret").as_deref(), Some(LETTER));
    assert_eq!(letter_in(&address.to_lowercase(), "secret").as_deref(), Some(LETTER));
    assert_eq!(letter_in(&address, "other"), None);
    let forged = address.replace("000a-", "000b-");
    assert_eq!(letter_in(&forged, "secret"), None);
    for wrong in
        ["bounces@shop.example", "bounces+x@shop.example", "bounces+-@shop.example", "", "a+b-c"]
    {
        assert_eq!(letter_in(wrong, "secret"), None);
    }
    let local = address.split('@').next().unwrap();
    assert!(local.len() <= 64, "{local}");
}

proptest::proptest! {
    /// Whatever comes in, it ends, and what is no report leads to nothing.
    #[test]
    fn anything_may_come_in(raw in proptest::collection::vec(0_u8..=255, 0..2_000)) {
        let read = read(&raw);
        proptest::prop_assert!(read.about.len() <= 2_000);
    }

    #[test]
    fn reports_of_any_shape_end(status in "[ -~\r\n]{0,400}", feedback in "[ -~\r\n]{0,400}") {
        let raw = report(&[("message/delivery-status", &status), ("message/feedback-report", &feedback)], "x", "a@b.de");
        let read = read(&raw);
        proptest::prop_assert!(read.diagnostic.chars().count() <= LONGEST_DIAGNOSTIC);
    }
}
