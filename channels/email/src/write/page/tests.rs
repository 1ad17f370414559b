use liquid_core::model::{Object, Value};

use super::*;

fn object(pairs: &[(&'static str, &str)]) -> Value {
    let pairs =
        pairs.iter().map(|(key, value)| ((*key).into(), Value::scalar((*value).to_owned())));
    Value::Object(pairs.collect())
}

fn values(name: &str) -> Object {
    let mut all = Object::new();
    all.insert("person".into(), object(&[("name", name), ("email", "ada@example.com")]));
    let organisation = [
        ("name", "Lamps & Co"),
        ("logo", ""),
        ("colour", "#0f766e"),
        ("footer", "Lamps & Co"),
        ("postal_address", "1 High Street\nLondon"),
    ];
    all.insert("organisation".into(), object(&organisation));
    all.insert(
        "words".into(),
        object(&[("preferences", "What we send you"), ("unsubscribe", "Unsubscribe")]),
    );
    for (key, value) in [
        ("unsubscribe_url", "https://shop.example/u/1"),
        ("preferences_url", "https://shop.example/p/1"),
    ] {
        all.insert(key.into(), Value::scalar(value.to_owned()));
    }
    all
}

fn source(format: Format, body: &str) -> Source {
    Source {
        subject: "For {{ person.name }}".to_owned(),
        format,
        body: body.to_owned(),
        text: String::new(),
    }
}

fn filled(format: Format, body: &str, name: &str) -> Filled {
    Pressed::of(&source(format, body), LAYOUT).unwrap().fill(&values(name)).unwrap()
}

#[test]
fn a_letter_of_plain_words_has_page_text_and_a_way_out() {
    let filled = filled(
        Format::Words,
        "Dear {{ person.name }},\n\nsee [this](https://a.example/?a=1&b=2).\n\n- one\n- two",
        "Ada",
    );
    assert_eq!(filled.subject, "For Ada");
    assert!(filled.page.contains("<p>Dear Ada,</p>"), "{}", filled.page);
    assert!(
        filled.page.contains("Lamps &amp; Co") && filled.page.contains("1 High Street<br"),
        "{}",
        filled.page
    );
    assert!(filled.page.contains("href=\"https://shop.example/u/1\""));
    let text = &filled.text;
    assert!(
        text.contains("Dear Ada,\n\nsee this (https://a.example/?a=1&b=2).\n\n- one\n- two"),
        "{text}"
    );
    assert!(text.contains("Unsubscribe (https://shop.example/u/1)"), "{text}");
    assert!(!filled.page.contains("googleapis") && !filled.page.contains("dwq"), "{}", filled.page);
}

#[test]
fn what_is_in_a_name_is_shown_and_does_nothing() {
    let name = "<script>alert(1)</script> \" onmouseover='x' {{ person.email }}\r\nBcc: x@y.de";
    for (format, body) in [
        (Format::Words, "Dear {{ person.name }}, <i>{{ person.name }}</i>"),
        (Format::Html, "<p title=\"{{ person.name }}\">Dear {{ person.name }}</p>"),
        (
            Format::Mjml,
            "<mj-section><mj-column><mj-text>{{ person.name | strip }}</mj-text><mj-image src=\"x\" alt=\"{{ person.name }}\" /></mj-column></mj-section>",
        ),
        (Format::Words, "{% capture n %}{{ person.name }}{% endcapture %}{{ n }}"),
        (Format::Words, "{% assign n = person.name | append: '!' %}{{ n | newline_to_br }}"),
        (Format::Words, "{{ person.name | default: 'x' | raw | upcase | downcase }}"),
    ] {
        let filled = filled(format, body, name);
        assert!(!filled.page.contains("<script>"), "{body}: {}", filled.page);
        assert!(!filled.page.contains("\" onmouseover"), "{body}");
        assert!(!filled.page.contains("ada@example.com"), "a name is no template: {body}");
        assert!(!filled.subject.contains('\n') && !filled.subject.contains('\r'));
    }
}

#[test]
fn blocks_stand_between_parts_and_comparisons_survive() {
    let body = "<mj-section><mj-column><mj-raw>{% if person.name.size > 2 and 1 < 2 %}</mj-raw><mj-text>long</mj-text><mj-raw>{% else %}</mj-raw><mj-text>short</mj-text><mj-raw>{% endif %}</mj-raw></mj-column></mj-section>";
    let long = filled(Format::Mjml, body, "Ada");
    assert!(long.page.contains("long") && !long.page.contains("short"), "{}", long.page);
    assert!(long.text.contains("long") && !long.text.contains("short"), "{}", long.text);
    let short = filled(Format::Mjml, body, "A");
    assert!(!short.text.contains("long") && short.text.contains("short"));
    let rows = "<!doctype html><html><head><style>td{color:red}</style></head><body><table>{% for i in (1..2) %}<tr><td>row {{ i }}</td></tr>{% endfor %}</table></body></html>";
    let rows = filled(Format::Html, rows, "Ada");
    assert_eq!(rows.page.matches("<td style=\"color: red").count(), 2, "{}", rows.page);
    assert_eq!(rows.text, "row 1\nrow 2\n");
}

#[test]
fn what_cannot_be_used_is_said_with_its_field() {
    let field = |source: Source, layout: &str| Pressed::of(&source, layout).unwrap_err().field;
    let good = || source(Format::Words, "x");
    assert_eq!(field(Source { subject: "{{".to_owned(), ..good() }, LAYOUT), "subject");
    assert_eq!(field(Source { text: "{% if %}".to_owned(), ..good() }, LAYOUT), "text");
    assert_eq!(field(source(Format::Words, "{% if x %}"), LAYOUT), "body");
    assert_eq!(field(source(Format::Mjml, "<mj-unknown-thing>"), LAYOUT), "body");
    assert_eq!(field(source(Format::Mjml, "<mj-include path=\"/etc/passwd\" />"), LAYOUT), "body");
    assert_eq!(field(source(Format::Words, &"x".repeat(LARGEST_SOURCE + 1)), LAYOUT), "body");
    assert_eq!(field(good(), "<mjml><mj-body></mj-body></mjml>"), "layout");
    let deep = format!("{}{}", "<mj-raw>".repeat(5_000), "</mj-raw>".repeat(5_000));
    assert_eq!(field(source(Format::Mjml, &deep), LAYOUT), "body");
    let deep = format!("<html>{}", "<div>".repeat(10_000));
    assert_eq!(field(source(Format::Html, &deep), LAYOUT), "body");
    let gap = Pressed::of(&source(Format::Words, "{{ order.number }}"), LAYOUT).unwrap();
    assert_eq!(gap.fill(&values("Ada")).unwrap_err().field, "body");
}
