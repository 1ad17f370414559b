//! What the handbook says of imports is so.

use deedwell_ideas::importer;

use super::{counts, worlds};
use crate::import::{Import, Mapping, actions};

const PAGE: &str = include_str!("../../../../../docs/handbook/importing.md");

fn section(heading: &str) -> &'static str {
    let after = PAGE.split(&format!("\n## {heading}\n")).nth(1).unwrap();
    after.split("\n## ").next().unwrap()
}

fn block(language: &str) -> &'static str {
    let after = PAGE.split(&format!("```{language}\n")).nth(1).unwrap();
    after.split("```").next().unwrap()
}

/// The first words of the rows of a table.
fn columns(section: &str) -> Vec<&str> {
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split('`').next()).collect()
}

#[test]
fn every_column_stands_in_its_table() {
    let same = |heading: &str, mut due: Vec<&str>| {
        let mut found = columns(section(heading));
        found.sort_unstable();
        due.sort_unstable();
        assert_eq!(found, due, "{heading}");
    };
    let of_actions = super::super::actions::PLAIN.iter().chain(&super::super::actions::MAPPED);
    same("Actions", of_actions.copied().collect());
    same("People", super::super::people::COLUMNS.to_vec());
    same("Orders", super::super::orders::COLUMNS.to_vec());
    same("Ideas", importer::COLUMNS.iter().map(|column| column.name).collect());
    for column in importer::COLUMNS {
        let also: Vec<String> = column.also.iter().map(|name| format!("`{name}`")).collect();
        let end = format!("| {} |", also.join(", "));
        let row =
            section("Ideas").lines().find(|l| l.starts_with(&format!("| `{}` |", column.name)));
        let row = row.unwrap();
        assert!(also.is_empty() || row.ends_with(&end), "{row} lacks {end}");
        assert_eq!(row.contains("| needed |"), column.needed, "{row}");
    }
}

#[tokio::test]
async fn the_worked_example_works() {
    for world in worlds().await {
        let (path, map) =
            (world.file("till.csv", block("csv")), world.file("till.toml", block("toml")));
        let mapping = Mapping::read(&map).unwrap();
        let dry = Import { dry_run: true, ..world.import(&|_| false) };
        let report = actions(&dry, &path, &mapping).await.unwrap();
        let said = crate::commands::import::words(&report);
        assert_eq!(said, block("text"), "what the handbook says it prints");
        let report = actions(&world.import(&|_| false), &path, &mapping).await.unwrap();
        assert_eq!(counts(&report), [4, 3, 0, 1, 2]);
        let ledger = world.ledger().await;
        let kinds: Vec<&str> = ledger.iter().map(|action| &*action.name).collect();
        assert_eq!(kinds, ["orders.placed", "orders.placed", "orders.refunded"]);
        assert_eq!(ledger[0].value.unwrap().to_string(), "£12.50");
        assert_eq!(ledger[0].message.as_deref(), Some("till/A-1"));
        assert!(ledger.iter().all(|action| action.facts.is_empty()), "nothing but what is mapped");
    }
}
