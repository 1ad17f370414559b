//! One way out: nobody calls others but through `deedwell-outbound`, and everybody who does is known.
//!
//! The database is reached by sqlx, inside `deedwell-store`, at an address that the operator gave; that
//! is the one exception, and its wall is the manifest (`layering`).

use super::{Source, assert_none, line_of, sources};

/// Words by which a program could call by itself, and where they may stand.
const WAYS_OUT: [&str; 13] = [
    "TcpStream::connect",
    "TcpSocket::",
    "UnixStream::connect",
    "UdpSocket::",
    "lookup_host",
    "to_socket_addrs",
    "ToSocketAddrs",
    "hyper::client",
    "hyper_util::client",
    "reqwest::",
    "ureq::",
    "isahc::",
    "curl::",
];
const HOME: &str = "crates/deedwell-outbound/src/client.rs";

/// The inventory: every file of the program that calls, for which sinks, and why. Nothing can be called
/// without naming a sink. Each is tried with every form of address: in
/// `crates/deedwell-outbound/src/tests`, in stories of its own, and in the check `e2e/checks/37-webhooks`.
const CALLERS: [(&str, &[&str], &str); 2] = [
    ("ground/webhooks/src/send.rs", &["Sink::Webhook"], "sends deliveries, and tests of them"),
    ("channels/email/src/smtp/speaker.rs", &["Sink::Mail"], "hands letters to a mail server"),
];

/// Without comments and the tests at the foot of the file.
fn program(source: &Source) -> String {
    let text = source.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code = text.lines().map(|l| if l.trim_start().starts_with("//") { "" } else { l });
    code.collect::<Vec<_>>().join("\n")
}

fn ways_out(source: &Source) -> Vec<String> {
    let text = program(source);
    let mut complaints = Vec::new();
    for word in WAYS_OUT.iter().filter(|_| source.path != HOME) {
        for (place, _) in text.match_indices(word) {
            let (path, line) = (&source.path, line_of(&text, place));
            complaints.push(format!(
                "{path}:{line} says {word}; calls go out through deedwell-outbound alone, which looks where they go"
            ));
        }
    }
    complaints
}

fn not_listed(source: &Source, callers: &[(&str, &[&str], &str)]) -> Vec<String> {
    let text = program(source);
    let path = &source.path;
    if path.starts_with("crates/deedwell-outbound/") || !text.contains("deedwell_outbound") {
        return Vec::new();
    }
    if text.contains("deedwell_outbound::*") {
        return vec![format!("{path} takes all of deedwell-outbound; name what it takes")];
    }
    let named = |place: usize| {
        let before = text.get(..place).and_then(|t| t.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    };
    let sinks = callers.iter().find(|(listed, _, _)| listed == path).map_or(&[][..], |c| c.1);
    let mut complaints = Vec::new();
    for (place, _) in text.match_indices("Sink").filter(|(place, _)| named(*place)) {
        let rest = text.get(place..).unwrap_or_default();
        let spelt = !rest.starts_with("Sink::") || sinks.iter().any(|s| rest.starts_with(s));
        if sinks.is_empty() || !spelt {
            let line = line_of(&text, place);
            complaints.push(format!(
                "{path}:{line} calls for a sink that the inventory does not have there; list it in house/outbound.rs, and try its ways in"
            ));
        }
    }
    for sink in sinks.iter().filter(|sink| !text.contains(**sink)) {
        complaints.push(format!("{path} is listed for {sink} and does not call for it"));
    }
    complaints
}

#[test]
fn there_is_one_way_out() {
    let sources = sources(".rs");
    assert_none(&sources.iter().filter(|s| s.is_program()).flat_map(ways_out).collect::<Vec<_>>());
    let home = sources.iter().find(|s| s.path == HOME).unwrap();
    let dials = home.text.matches("TcpStream::connect").count();
    assert_eq!(dials, 1, "what was looked at is dialled in one place");
}

#[test]
fn every_caller_is_in_the_inventory() {
    let sources = sources(".rs");
    let program = sources.iter().filter(|s| s.is_program());
    assert_none(&program.flat_map(|s| not_listed(s, &CALLERS)).collect::<Vec<_>>());
    for (path, _, _) in CALLERS {
        let there = sources.iter().any(|s| s.path == path);
        assert!(there, "{path} is in the inventory and gone; take it off the list");
    }
    for sink in deedwell_outbound::Sink::ALL {
        let spelt = format!("Sink::{sink:?}");
        let known = CALLERS.iter().any(|(_, sinks, _)| sinks.contains(&spelt.as_str()));
        assert!(known, "nobody in the inventory calls for {spelt}");
    }
}

#[test]
fn another_way_out_is_noticed() {
    let of =
        |text: &str| Source { path: "programmes/x/src/a.rs".to_owned(), text: text.to_owned() };
    assert_eq!(
        ways_out(&of("fn f() {\n  TcpStream::connect(a);\n}\n// TcpStream::connect")).len(),
        1
    );
    assert_eq!(ways_out(&of("use hyper_util::client::legacy::Client;")).len(), 1);
    assert_eq!(not_listed(&of("use deedwell_outbound::{Call, Sink};"), &CALLERS).len(), 1);
    assert_eq!(not_listed(&of("use deedwell_outbound::*;"), &CALLERS).len(), 1);
    assert_eq!(not_listed(&of("use deedwell_outbound::Outbound;"), &CALLERS).len(), 0);
    let listed: [(&str, &[&str], &str); 1] = [("programmes/x/src/a.rs", &["Sink::Webhook"], "")];
    let other = of("use deedwell_outbound::Sink; f(Sink::Webhook); f(Sink::Mail);");
    assert_eq!(not_listed(&other, &listed).len(), 1);
}
