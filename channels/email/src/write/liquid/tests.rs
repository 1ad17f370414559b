use std::time::{Duration, Instant};

use liquid_core::model::{Object, Value};

use super::*;

fn values() -> Object {
    let list: Vec<Value> = ["lamp", "bulb", "<b>"].map(|w| Value::scalar(w.to_owned())).to_vec();
    let mut person = Object::new();
    person.insert("name".into(), Value::scalar("Ada".to_owned()));
    let mut all = Object::new();
    all.insert("person".into(), Value::Object(person));
    all.insert("list".into(), Value::Array(list));
    all.insert("at".into(), Value::scalar("2026-11-23T06:00:00Z".to_owned()));
    all
}

fn fill(text: &str) -> Result<String, Wrong> {
    Ready::parse(text)?.fill(&values())
}

#[test]
fn what_people_know_of_the_language_works() {
    for (text, filled) in [
        ("Hello {{ person.name | upcase }}", "Hello ADA"),
        ("{% for w in list limit:2 %}{{ forloop.index }}{{ w }} {% endfor %}", "1lamp 2bulb "),
        ("{% for w in list offset:1 limit:5 reversed %}{{ w }} {% endfor %}", "<b> bulb "),
        ("{% for i in (1..3) %}{{ i }}{% if i == 2 %}{% break %}{% endif %}{% endfor %}", "12"),
        ("{% for i in (3..1) %}x{% else %}none{% endfor %}", "none"),
        ("{% if list contains 'bulb' %}y{% else %}n{% endif %}", "y"),
        ("{% assign n = 2 | times: 3 %}{{ n }}", "6"),
        ("{% capture c %}a{{ person.name }}{% endcapture %}{{ c }}{{ c }}", "aAdaaAda"),
        ("{{ list | join: ', ' }}", "lamp, bulb, <b>"),
        ("{{ 'a-b-c' | replace: '-', '+' }}", "a+b+c"),
        ("{{ 'a' | append: 'b' | prepend: 'c' }}", "cab"),
        ("{{ at | date: '%d.%m.%Y %H:%M' }}", "23.11.2026 06:00"),
        ("{{ 'soon' | date: '%d.%m.%Y' }}", "soon"),
        ("{% case person.name %}{% when 'Ada' %}1{% else %}2{% endcase %}", "1"),
        (
            "{% unless person.name == 'Ada' %}x{% endunless %}{% raw %}{{ x }}{% endraw %}",
            "{{ x }}",
        ),
    ] {
        assert_eq!(fill(text).as_deref(), Ok(filled), "{text}");
    }
}

#[test]
fn what_is_missing_is_said_and_nobody_is_greeted_by_a_gap() {
    let wrong = fill("Hello {{ person.nmae }}").unwrap_err();
    assert!(wrong.0.contains("nmae"), "{wrong}");
    for wrong in [
        "{{ a",
        "{% if %}",
        "{% for x in %}{% endfor %}",
        "{% include 'x' %}",
        "{% render 'x' %}",
        "{% cycle 'a', 'b' %}",
        "{% tablerow x in list %}{% endtablerow %}",
        "{{ a | unknown }}",
        "{% endif %}",
    ] {
        assert!(fill(wrong).is_err(), "{wrong}");
    }
}

/// Each of these would take a day, a gigabyte or the stack in an engine without limits.
#[test]
fn everything_has_an_end() {
    let doubled = |count: usize| "{% assign a = a | append: a %}".repeat(count);
    let captured = |count: usize| "{% capture a %}{{ a }}{{ a }}{% endcapture %}".repeat(count);
    let nested = |open: &str, close: &str, count: usize| open.repeat(count) + &close.repeat(count);
    for (what, text) in [
        ("a long range", "{% for i in (1..9999999999) %}{% endfor %}".to_owned()),
        ("a long range backwards", "{% for i in (1..9999999999) reversed %}{% endfor %}".to_owned()),
        ("a far offset", "{% for i in (1..9999999999) offset:9999999998 %}x{% endfor %}{% for i in (1..9999999999) %}{% endfor %}".to_owned()),
        ("loops in loops", "{% for i in (1..300) %}{% for j in (1..300) %}{% endfor %}{% endfor %}".to_owned()),
        ("a text doubled", format!("{{% assign a = 'xx' %}}{}{{{{ a }}}}", doubled(60))),
        ("a capture doubled", format!("{{% assign a = 'xx' %}}{}{{{{ a }}}}", captured(60))),
        ("a text squared", "{% assign a = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..8) %}{% assign a = a | replace: 'x', a %}{% endfor %}{{ a }}".to_owned()),
        ("a list joined by itself", "{% assign l = 'a,a,a,a,a,a,a,a,a,a' | split: ',' %}{% assign a = l | join: l %}{% for i in (1..20) %}{% assign l = l | concat: l %}{% assign a = l | join: a %}{% endfor %}{{ a }}".to_owned()),
        ("a wide date", "{{ at | date: '%99999999d' }}".to_owned()),
        ("a long date", format!("{{{{ at | date: '{}' }}}}", "%A".repeat(1_000))),
        ("long output", "{% for i in (1..10000) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}".to_owned()),
        ("deep blocks", nested("{% if true %}", "{% endif %}", 5_000)),
        ("deep brackets", format!("{{{{ a{}1{} }}}}", "[b".repeat(5_000), "]".repeat(5_000))),
    ] {
        let begun = Instant::now();
        let wrong = fill(&text);
        assert!(wrong.is_err(), "{what}");
        assert!(begun.elapsed() < Duration::from_secs(2), "{what}: {:?}", begun.elapsed());
    }
}
