use mail_parser::MessageParser;

use super::*;

fn sender() -> Sender {
    Sender {
        name: "Lampen Müller".to_owned(),
        address: "hello@shop.example".to_owned(),
        reply_to: String::new(),
    }
}

fn head<'a>(sender: &'a Sender, headers: &'a [(String, String)]) -> Head<'a> {
    Head {
        sender,
        to: "ada@example.com",
        to_name: "Ada Lovelace",
        message_id: "<01930000-0000-7000-8000-00000000000a@shop.example>",
        at: Timestamp::from_second(1_700_000_000).unwrap(),
        headers,
    }
}

fn words() -> Filled {
    Filled {
        subject: "Grüße".to_owned(),
        page: "<p>ä</p>".to_owned(),
        text: "ä\n.\nFrom me".to_owned(),
    }
}

#[test]
fn a_letter_reads_as_it_was_written() {
    let unsubscribe = [("List-Unsubscribe".to_owned(), "<https://shop.example/u/1>".to_owned())];
    let sender = sender();
    let written = letter(&head(&sender, &unsubscribe), &words()).unwrap();
    let read = MessageParser::new().parse(&written).unwrap();
    assert_eq!(read.subject(), Some("Grüße"));
    assert_eq!(read.message_id(), Some("01930000-0000-7000-8000-00000000000a@shop.example"));
    assert_eq!(read.from().unwrap().first().unwrap().name(), Some("Lampen Müller"));
    assert_eq!(read.to().unwrap().first().unwrap().address(), Some("ada@example.com"));
    assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), "ä\n.\nFrom me");
    assert_eq!(read.body_html(0).unwrap().trim_end(), "<p>ä</p>");
    assert!(written.iter().all(|b| b.is_ascii()));
}

/// Whatever stands in a field that somebody else filled in: the head has the lines that it has to have,
/// and nobody else is written to.
#[test]
fn nothing_that_was_typed_begins_a_header() {
    let breaks = [
        "\r\nBcc: eve@evil.example",
        "\nBcc: eve@evil.example",
        "\rBcc: eve@evil.example",
        "\r\n\r\n<script>",
        "%0d%0aBcc: eve@evil.example",
        "\u{2028}Bcc: eve@evil.example",
        "\u{85}Bcc: eve@evil.example",
        "\u{b}Bcc: x",
        "\u{c}Bcc: x",
        "\0Bcc: x",
        "=?utf-8?q?=0d=0aBcc:_x?=",
        "\" <eve@evil.example>, \"",
        "a, eve@evil.example",
        "Ada <eve@evil.example>",
        "(\r\n Bcc: x)",
        "x\r\n\tBcc: eve@evil.example",
        "嘊Bcc: eve@evil.example",
        "嘍嘊Bcc: x",
        "\u{feff}\r\nBcc: x",
    ];
    for typed in breaks {
        for place in 0..6 {
            let mut sender = sender();
            let mut words = words();
            let mut headers = vec![("X-Own".to_owned(), "x".to_owned())];
            let (mut to, mut to_name) = ("ada@example.com".to_owned(), "Ada".to_owned());
            match place {
                0 => words.subject = format!("a{typed}"),
                1 => to_name = format!("a{typed}"),
                2 => sender.name = format!("a{typed}"),
                3 => to = format!("ada@example.com{typed}"),
                4 => headers[0].1 = format!("a{typed}"),
                _ => headers[0].0 = format!("X{typed}"),
            }
            let head = Head { to: &to, to_name: &to_name, ..head(&sender, &headers) };
            let Ok(written) = letter(&head, &words) else { continue };
            let read = MessageParser::new().parse(&written).unwrap();
            let names: Vec<&str> = read.headers().iter().map(|h| h.name()).collect();
            let known = [
                "X-Own",
                "Message-ID",
                "From",
                "To",
                "Subject",
                "Date",
                "MIME-Version",
                "Content-Type",
            ];
            assert!(names.iter().all(|n| known.contains(n)), "{typed:?} at {place}: {names:?}");
            assert!(read.bcc().is_none(), "{typed:?} at {place}");
            let all = read.to().unwrap();
            assert_eq!(all.iter().count(), 1, "{typed:?} at {place}");
            assert_eq!(all.first().unwrap().address(), Some(to.as_str()), "{typed:?} at {place}");
            assert_eq!(read.from().unwrap().iter().count(), 1, "{typed:?} at {place}");
            assert_eq!(read.from().unwrap().first().unwrap().address(), Some("hello@shop.example"));
        }
    }
}
