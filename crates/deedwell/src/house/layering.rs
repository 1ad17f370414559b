//! Who may depend on whom. The manifests are the walls; what they cannot say is said here.

use std::collections::BTreeSet;

use super::{Source, assert_none, line_of, sources};

/// What each of our crates may depend on, beside what everybody may. Crates that are not here follow
/// the rule of their folder.
const MAY: [(&str, &[&str]); 10] = [
    ("deedwell-core", &[]),
    ("deedwell-measure", &["deedwell-core"]),
    ("deedwell-password", &["deedwell-core"]),
    ("deedwell-store", &["deedwell-core"]),
    ("deedwell-outbound", &["deedwell-core"]),
    ("deedwell-people", &["deedwell-core", "deedwell-store"]),
    ("deedwell-web", &["deedwell-core", "deedwell-store"]),
    ("deedwell-ledger", &["deedwell-core", "deedwell-store", "deedwell-measure"]),
    ("deedwell-console", UPPER),
    (
        "deedwell-testing",
        &["deedwell-core", "deedwell-store", "deedwell-web", "deedwell-people", "deedwell-measure"],
    ),
];
const GROUND: &[&str] = &[
    "deedwell-core",
    "deedwell-store",
    "deedwell-web",
    "deedwell-people",
    "deedwell-measure",
    "deedwell-outbound",
    "deedwell-password",
];
/// Programmes, channels and the console: the ground too, whatever it is called.
const UPPER: &[&str] = GROUND;

/// Parts of the ground that stand on another one: downwards, and never in a circle.
const DOWNWARDS: [(&str, &str); 4] = [
    // What is told by letter goes out as every letter does.
    ("deedwell-notices", "deedwell-sending"),
    // The door is told machines from people, and tells by which browser somebody came.
    ("deedwell-signin", "deedwell-trust"),
    // So is whoever asks for letters without being known.
    ("deedwell-sending", "deedwell-trust"),
    // A real customer is one with a real order.
    ("deedwell-trust", "deedwell-orders"),
];

/// Stories and examples may make tables that their crate only reads a few columns of, rather than keep a
/// copy of how they are made.
const MAY_IN_TESTS: [(&str, &str); 6] = [
    ("deedwell-ledger", "deedwell-people"),
    ("deedwell-web", "deedwell-people"),
    // Forms are guarded by trust, which asks for real orders: its tables stand on those of orders.
    ("deedwell-trust-pages", "deedwell-orders"),
    ("deedwell-signin", "deedwell-orders"),
    ("deedwell-sending", "deedwell-orders"),
    // An order told by a shop and by an event is one order: that is told with both ways in.
    ("deedwell-orders-pages", "deedwell-collect"),
];

/// A library with one home, and why.
const ONE_HOME: [(&str, &str, &str); 8] = [
    ("sqlx", "deedwell-store", "state is reached through a Tx, which belongs to one organisation"),
    ("parquet", "deedwell-ledger", "files are written by sealing alone"),
    ("arrow", "deedwell-ledger", "the columns are our own"),
    ("datafusion", "nobody", "it builds for ten minutes"),
    ("rusqlite", "deedwell-store", "there is one way to a database"),
    (
        "reqwest",
        "nobody",
        "outgoing calls go through deedwell-outbound, which checks where they go",
    ),
    ("tokio-rustls", "deedwell-outbound", "outgoing calls go through one client"),
    ("rustls", "deedwell-outbound", "outgoing calls go through one client"),
];

/// Crates below the web know neither requests nor pages.
const BELOW_THE_WEB: [&str; 6] = [
    "deedwell-outbound",
    "deedwell-core",
    "deedwell-measure",
    "deedwell-store",
    "deedwell-people",
    "deedwell-ledger",
];

struct Manifest {
    folder: String,
    name: String,
    depends: BTreeSet<String>,
    depends_in_tests: BTreeSet<String>,
}

impl Manifest {
    /// The rules of a programme build no page: its pages are a crate of their own, in its folder.
    fn is_below_the_web(&self) -> bool {
        let rules = self.folder.starts_with("programmes/") && !self.folder.ends_with("/pages");
        rules || BELOW_THE_WEB.contains(&self.name.as_str())
    }

    fn read(source: &Source) -> Option<Self> {
        let all: toml::Table = source.text.parse().ok()?;
        let name = all.get("package")?.get("name")?.as_str()?.to_owned();
        let names = |section: &str| {
            let table = all.get(section).and_then(|t| t.as_table());
            table.map(|t| t.keys().cloned().collect()).unwrap_or_default()
        };
        let folder = source.path.strip_suffix("/Cargo.toml")?.to_owned();
        let (depends, depends_in_tests) = (names("dependencies"), names("dev-dependencies"));
        Some(Self { folder, name, depends, depends_in_tests })
    }
}

fn manifests() -> Vec<Manifest> {
    sources("Cargo.toml").iter().filter_map(Manifest::read).collect()
}

fn complaints(all: &[Manifest]) -> Vec<String> {
    let mut complaints = Vec::new();
    for one in all {
        let tables = |other: &&String| !MAY_IN_TESTS.contains(&(&*one.name, other.as_str()));
        let both = one.depends.iter().chain(one.depends_in_tests.iter().filter(tables));
        for other in both {
            let Some(other) = all.iter().find(|m| m.name == *other) else { continue };
            if let Some(why) = forbids(one, other) {
                complaints.push(format!("{} depends on {}; {why}", one.folder, other.folder));
            }
        }
        if one.depends.contains("deedwell-testing") {
            let folder = &one.folder;
            complaints
                .push(format!("{folder} depends on crates/deedwell-testing; only its stories may"));
        }
        for (library, home, why) in ONE_HOME {
            if one.name != home && one.depends.contains(library) {
                complaints
                    .push(format!("{} depends on {library}; only {home} may: {why}", one.folder));
            }
        }
        for library in ["axum", "askama", "deedwell-web"] {
            if one.is_below_the_web() && one.depends.contains(library) {
                complaints.push(format!(
                    "{} depends on {library}; what is below the web knows no requests and no pages",
                    one.folder
                ));
            }
        }
    }
    complaints
}

/// Why one may not depend on the other.
fn forbids(one: &Manifest, other: &Manifest) -> Option<&'static str> {
    let kind = |m: &Manifest| m.folder.split('/').next().unwrap_or_default().to_owned();
    let (from, to) = (kind(one), kind(other));
    if one.name == "deedwell" {
        return None;
    }
    if other.name == "deedwell-testing" {
        // Below the web too: the walk is the oracle of the kernels.
        return None;
    }
    if one.folder == format!("{}/pages", other.folder) {
        return None;
    }
    if to == "programmes" || to == "channels" {
        return Some("say it through the ledger");
    }
    if from == "ground" && to == "ground" {
        if DOWNWARDS.contains(&(&*one.name, &*other.name)) {
            return None;
        }
        return Some("the ground's parts stand side by side; say it through the ledger");
    }
    if to == "ground" {
        let upper = from == "programmes" || from == "channels" || one.name == "deedwell-console";
        return if upper {
            None
        } else {
            Some("only programmes, channels and the console stand on the ground")
        };
    }
    let may = MAY.iter().find(|(name, _)| *name == one.name).map(|(_, may)| *may);
    let may = may.unwrap_or(if from == "ground" { GROUND } else { UPPER });
    (!may.contains(&other.name.as_str()))
        .then_some("that is upward or sideways; say it through a noun or a trait in deedwell-core")
}

#[test]
fn nobody_depends_on_a_sibling() {
    let all = manifests();
    assert!(all.len() > 5, "the manifests were not found");
    assert_none(&complaints(&all));
}

#[test]
fn a_sibling_is_noticed() {
    let manifest = |folder: &str, depends: &[&str]| Manifest {
        folder: folder.to_owned(),
        name: format!("deedwell-{}", folder.rsplit('/').next().unwrap()),
        depends: depends.iter().map(|d| (*d).to_owned()).collect(),
        depends_in_tests: BTreeSet::new(),
    };
    let all = [
        manifest("programmes/ideas", &["deedwell-reviews", "sqlx"]),
        manifest("programmes/reviews", &["deedwell-core", "deedwell-signin", "deedwell-web"]),
        manifest(
            "programmes/reviews/pages",
            &["deedwell-reviews", "deedwell-ideas", "deedwell-web"],
        ),
        manifest("ground/signin", &["deedwell-ideas", "deedwell-points"]),
        manifest("ground/points", &["deedwell-ledger"]),
        manifest("crates/deedwell-ledger", &["deedwell-web", "axum"]),
        manifest("crates/deedwell-web", &["deedwell-store", "deedwell-testing"]),
    ];
    let mut all = all;
    for one in &mut all {
        one.name = one.name.replace("deedwell-deedwell-", "deedwell-");
    }
    let found = complaints(&all);
    let said =
        |words: &str| assert!(found.iter().any(|c| c.contains(words)), "{words} in {found:?}");
    said("programmes/ideas depends on programmes/reviews; say it through the ledger");
    said("programmes/ideas depends on sqlx; only deedwell-store may");
    said("ground/signin depends on programmes/ideas");
    said("programmes/reviews depends on deedwell-web; what is below the web");
    said("programmes/reviews/pages depends on programmes/ideas; say it through the ledger");
    said("ground/signin depends on ground/points");
    said("ground/points depends on crates/deedwell-ledger");
    said("crates/deedwell-ledger depends on crates/deedwell-web");
    said("crates/deedwell-ledger depends on axum");
    said("crates/deedwell-web depends on crates/deedwell-testing");
    assert_eq!(found.len(), 11, "{found:?}");
}

/// Words that stand in one file only (or in none), and why.
const ONE_FILE: [(&str, &[&str], &str); 5] = [
    (
        "std::env",
        &["crates/deedwell/src/config.rs", "crates/deedwell/build.rs"],
        "configuration is read once, there",
    ),
    ("Timestamp::now(", &["crates/deedwell-core/src/clock.rs"], "time comes from tx.now()"),
    ("Zoned::now(", &[], "time comes from tx.now(); zones belong to people"),
    ("SystemTime::now(", &[], "time comes from tx.now()"),
    ("Uuid::now_v7(", &["crates/deedwell-core/src/clock.rs"], "ids come from tx.new_id()"),
];

#[test]
fn time_chance_and_settings_are_handed_in() {
    let mut complaints = Vec::new();
    for source in sources(".rs").iter().filter(|s| s.is_program()) {
        // Tests at the foot of a file may hold a clock of their own.
        let program = source.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for (word, homes, why) in ONE_FILE {
            for (place, _) in program.match_indices(word) {
                let comment =
                    program[..place].rsplit('\n').next().unwrap_or_default().contains("//");
                if !homes.contains(&source.path.as_str()) && !comment {
                    let line = line_of(program, place);
                    complaints.push(format!("{}:{line} says {word}…; {why}", source.path));
                }
            }
        }
    }
    assert_none(&complaints);
}

/// The rules of a programme, a noun a file: what may happen knows neither database nor web.
const RULES: &[&str] = &[
    "programmes/ideas/src/answer.rs",
    "programmes/ideas/src/board.rs",
    "programmes/ideas/src/comment.rs",
    "programmes/ideas/src/idea.rs",
    "programmes/ideas/src/merge.rs",
    "programmes/ideas/src/money.rs",
    "programmes/ideas/src/rank.rs",
    "programmes/ideas/src/stage.rs",
    "programmes/ideas/src/words.rs",
];

#[test]
fn rules_are_plain_functions() {
    let (sources, mut complaints) = (sources(".rs"), Vec::new());
    for path in RULES {
        let source = sources.iter().find(|s| s.path == *path);
        let text = &source.unwrap_or_else(|| panic!("{path} is listed here and gone")).text;
        for word in ["deedwell_store", "deedwell_web", "axum", "askama", "async fn"] {
            if text.contains(word) {
                complaints.push(format!("{path} says {word}; rules know only deedwell-core"));
            }
        }
    }
    assert_none(&complaints);
}
