//! The wall between organisations: every statement in our sources keeps to one.
//!
//! `sql_reading` finds the statements, `wall` says what is wrong with one. PostgreSQL keeps the same
//! wall a second time (row-level security); SQLite has this one only.

use super::sql_reading::{What, statements};
use super::wall::{self, Tables};
use super::{Source, assert_none, sources};

/// Files that may see every organisation, and why.
const OVER_ALL: [(&str, &str); 23] = [
    ("crates/deedwell-store/src/tx.rs", "the door itself: `query` and `query_all` are made here"),
    ("crates/deedwell-store/src/db.rs", "says to PostgreSQL for whom a transaction is"),
    ("crates/deedwell-store/src/migrate.rs", "tables belong to nobody"),
    ("crates/deedwell-store/src/catalogue.rs", "copies for other programs, apart from the state"),
    ("crates/deedwell-store/src/wall.rs", "looks whether the wall stands, for the doctor"),
    (
        "crates/deedwell-store/src/log/mod.rs",
        "readers of the log follow all organisations in one order",
    ),
    ("crates/deedwell-store/src/jobs.rs", "a worker takes whatever is due, for whomever"),
    ("crates/deedwell-store/src/jobs/worker.rs", "asks for every organisation's recurring work"),
    ("crates/deedwell-web/src/app.rs", "finds out which organisation a host is"),
    ("crates/deedwell-web/src/gate.rs", "asks whether there is any organisation yet"),
    ("crates/deedwell-ledger/src/tail.rs", "the tail reads for all organisations"),
    ("crates/deedwell-ledger/src/lake/seal.rs", "removes blocks that every reader has passed"),
    ("crates/deedwell-ledger/src/lake/manifest.rs", "asks where the slowest reader of all stands"),
    ("crates/deedwell-ledger/src/lake/publish.rs", "writes the copy of one organisation's lake"),
    ("crates/deedwell-console/src/acts/setup.rs", "there is no organisation before the set-up"),
    ("crates/deedwell-console/src/door/set_up.rs", "there is no organisation before the set-up"),
    ("crates/deedwell-console/src/acts/organisation.rs", "a sub-domain must be nobody else's"),
    ("ground/webhooks/src/send.rs", "looks for whom something is due, of whatever organisation"),
    ("ground/sending/src/channel/take.rs", "looks for whom letters are due"),
    ("ground/sending/src/channel/recover.rs", "tells of every organisation what a crash left"),
    ("ground/sending/src/restored.rs", "looks of every organisation whether it was put back"),
    ("crates/deedwell/src/demo/shop.rs", "makes an organisation"),
    ("crates/deedwell/src/wiring.rs", "lists the organisations for the command line"),
];

/// Statements that a Tx of one organisation may make although a table belongs to none: the file,
/// how the statement begins, and why.
const EXCEPT: [(&str, &str, &str); 1] = [(
    "crates/deedwell-console/src/acts/setup.rs",
    "update setup set used_at",
    "set-up links are used up with the organisation that they made, in one transaction",
)];

/// The tables that migrations make.
fn tables() -> Tables {
    let mut tables = Tables::new();
    for source in sources(".sql") {
        if !source.path.contains("/migrations/") {
            continue;
        }
        let code: Vec<&str> =
            source.text.lines().map(|l| l.split("--").next().unwrap_or_default()).collect();
        for made in code.join("\n").split("create table ").skip(1) {
            let made = made.split(';').next().unwrap_or_default();
            let name = made.split('(').next().unwrap_or_default().trim().to_lowercase();
            let ours = made.lines().any(|l| l.trim_start().starts_with("organisation "));
            tables.insert(name, ours);
        }
    }
    tables
}

fn complaints(source: &Source, tables: &Tables, over_all: &[(&str, &str)]) -> Vec<String> {
    let found = match statements(&source.text) {
        Ok(found) => found,
        Err(error) => return vec![format!("{} cannot be read as Rust: {error}", source.path)],
    };
    let listed = over_all.iter().any(|(path, _)| source.path == *path);
    let mut complaints = Vec::new();
    for found in found {
        let (said, about) = match &found.what {
            What::Statement(sql) => (wall::complaints(sql, tables), sql.as_str()),
            What::Piece(sql) => (wall::complaints_of_piece(sql, tables), sql.as_str()),
            What::End(sql) => (wall::complaints_of_end(sql, tables), sql.as_str()),
            What::NotConstant(what) if !listed => (vec![what.clone()], ""),
            What::OverAll(what) if !listed => {
                let what = format!(
                    "{what} sees every organisation; take a Tx of one, or list this file with its reason in house/sql.rs"
                );
                (vec![what], "")
            }
            What::NotConstant(_) | What::OverAll(_) => (Vec::new(), ""),
        };
        for what in said {
            let about: Vec<&str> = about.split_whitespace().collect();
            let about = about.join(" ");
            let except = |(path, begins, _): &(&str, &str, &str)| {
                source.path == *path && about.starts_with(begins)
            };
            if EXCEPT.iter().any(except) {
                continue;
            }
            let statement = if about.is_empty() { String::new() } else { format!(": {about}") };
            complaints.push(format!("{}:{}: {what}{statement}", source.path, found.line));
        }
    }
    complaints
}

#[test]
fn every_statement_keeps_to_its_organisation() {
    let tables = tables();
    assert!(tables.contains_key("person"), "the migrations were not found");
    let sources = sources(".rs");
    let program = sources.iter().filter(|s| s.is_program());
    let all: Vec<String> = program.flat_map(|s| complaints(s, &tables, &OVER_ALL)).collect();
    assert_none(&all);
}

/// A list of exceptions that nobody needs hides the next one.
#[test]
fn every_exception_is_needed() {
    let sources = sources(".rs");
    let needed = |path: &str| {
        let source = sources.iter().find(|s| s.path == path);
        let found = source.and_then(|s| statements(&s.text).ok()).unwrap_or_default();
        found.iter().any(|f| matches!(f.what, What::OverAll(_) | What::NotConstant(_)))
    };
    let idle = OVER_ALL.iter().filter(|(path, _)| !needed(path));
    let idle =
        idle.map(|(path, _)| format!("{path} needs no exception any more; take it off the list"));
    assert_none(&idle.collect::<Vec<_>>());
}

#[test]
fn the_complaint_says_where() {
    let text = "fn f() {\n    tx.query(\n        \"select id\n         from person\",\n    );\n}\nfn g() { db.system(); }";
    let source = Source { path: "programmes/x/src/store.rs".to_owned(), text: text.to_owned() };
    let found = complaints(&source, &tables(), &[]);
    assert_eq!(
        found[0],
        "programmes/x/src/store.rs:2: touches person without `organisation = $1`: select id from person"
    );
    assert!(found[1].starts_with("programmes/x/src/store.rs:7: system() sees every organisation"));
    assert_eq!(complaints(&source, &tables(), &[("programmes/x/src/store.rs", "")]).len(), 1);
}
