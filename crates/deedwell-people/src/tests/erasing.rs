//! Somebody is forgotten: every row that speaks of them goes, and nothing else.

use deedwell_core::{Id, Person, Staff};
use deedwell_store::Value;

use super::*;
use crate::deed::Erased;
use crate::erase::{self, By, Reason};
use crate::meet::{Arrival, meet_all};
use crate::profile::{Word, anchor, consents, holdings, traits};
use crate::sign::Proof;
use crate::{head_of, list, merge, person, pseudonym};

/// Every text in every table of people.
const TABLES: [&str; 15] = [
    "select * from person where organisation = $1",
    "select * from identity where organisation = $1",
    "select * from link where organisation = $1",
    "select * from link_sign where organisation = $1",
    "select * from person_tag where organisation = $1",
    "select * from person_merge where organisation = $1",
    "select * from person_apart where organisation = $1",
    "select * from trait where organisation = $1",
    "select * from consent where organisation = $1",
    "select * from holding where organisation = $1",
    "select * from pseudonym where organisation = $1",
    "select * from account_member where organisation = $1",
    "select * from erasure where organisation = $1",
    "select * from erasure_mark where organisation = $1",
    "select * from job where organisation = $1",
];

async fn rows(tx: &mut Tx) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for sql in TABLES {
        for row in tx.list(tx.query(sql)).await.unwrap() {
            let texts = row.cells().filter_map(|(_, v)| match v {
                Value::Text(text) => text.clone(),
                _ => None,
            });
            all.push((sql, texts.collect::<Vec<_>>().join(" | ")));
        }
    }
    all.sort();
    all
}

fn naming<'a>(word: &str, rows: &'a [(&'static str, String)]) -> Vec<&'a String> {
    rows.iter().map(|(_, row)| row).filter(|row| row.contains(word)).collect()
}

async fn met(tx: &mut Tx, signs: &[Sign]) -> Id<Person> {
    let mut arrival = Arrival::new(signs[0].clone(), Proof::Server);
    arrival.signs = signs.to_vec();
    arrival.lenient = true;
    meet_all(tx, &[arrival]).await.unwrap()[0].known.as_ref().unwrap().person
}

/// Ada with everything that can be kept of her, made one with a second record of hers.
async fn ada(tx: &mut Tx, mary: Id<Staff>) -> Id<Person> {
    let ada = met(tx, &[email("ada@example.org"), browser("planted-browser")]).await;
    let again = met(tx, &[import("planted-number")]).await;
    person::rename(tx, ada, "Ada Planted").await.unwrap();
    person::add_tag(tx, ada, "planted").await.unwrap();
    pseudonym::choose(tx, ada, "Planted pen", "plantedpen").await.unwrap();
    merge::merge(tx, ada, again, "planted reason", mary).await.unwrap();
    let identity = anchor(tx, ada).await.unwrap();
    let word = Word { source: "staff/x".into(), proof: Proof::Staff, at: tx.now() };
    let said = serde_json::json!({ "wish": "planted" }).as_object().unwrap().clone();
    let said = traits::Said { identity, traits: said, word: word.clone() };
    traits::keep(tx, &[said]).await.unwrap();
    consents::set_purpose(tx, "news", "News", "").await.unwrap();
    consents::say(tx, identity, "news", true, "planted words", &word).await.unwrap();
    let new = holdings::NewHolding { name: "planted machine".into(), ..Default::default() };
    holdings::keep(tx, identity, &new, &word).await.unwrap();
    ada
}

#[tokio::test]
async fn every_row_of_theirs_goes_and_no_other() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let mary: Id<Staff> = tx.new_id();
        // Kurt used her browser once; it was hers.
        let kurt = [email("kurt@example.org"), browser("planted-browser")];
        let neighbour = met(&mut tx, &[email("kurt@example.org")]).await;
        let ada = ada(&mut tx, mary).await;
        met(&mut tx, &kurt).await;
        let planted = |(_, row): &&(_, String)| row.contains("planted") || row.contains("ada@");
        let before = rows(&mut tx).await;
        assert!(before.iter().filter(planted).count() > 10, "{before:#?}");

        let id = erase::ask(&mut tx, ada, Reason::Asked, By::Staff(mary)).await.unwrap();
        assert_eq!(erase::ask(&mut tx, ada, Reason::Mistake, By::Staff(mary)).await.unwrap(), id);
        // Whom it means is settled, also while it waits.
        let late = merge::merge(&mut tx, neighbour, ada, "the same", mary).await.unwrap_err();
        assert!(late.to_string().contains("being forgotten"), "{late}");
        let (gone, is_new) = erase::begin(&mut tx, id).await.unwrap();
        assert!(is_new);
        assert_eq!((gone.people.len(), gone.identities.len()), (2, 3));
        assert!(gone.finder().is_named_in(r#"{"to":"Ada@Example.org"}"#));
        let (again, is_new) = erase::begin(&mut tx, id).await.unwrap();
        assert!(again.finder().is("planted-browser") && !again.finder().is("planted-number"));
        assert!(!is_new);
        erase::leave(&mut tx, &gone).await.unwrap();
        assert!(head_of(&mut tx, ada).await.is_err());
        assert_eq!(list(&mut tx, &crate::PeopleAsk::default(), 1).await.unwrap().total, 1);

        let place = deedwell_core::Position { tx: 1, block: 2 };
        erase::unreadable(&mut tx, id, place, 7).await.unwrap();
        erase::finish(&mut tx, id).await.unwrap();
        let after = rows(&mut tx).await;
        let left: Vec<_> = after.iter().filter(planted).collect();
        assert!(left.is_empty(), "{left:#?}");
        assert!(!after.iter().any(|(_, row)| row.contains(&ada.to_string())));
        // What is Kurt's is as it was, but that he named her browser.
        assert_eq!(naming("kurt@", &after), naming("kurt@", &before));
        let receipt = erase::receipt(&mut tx, id).await.unwrap();
        assert_eq!((receipt.people, receipt.identities, receipt.actions), (2, 3, 7));
        assert!(receipt.unreadable_at.is_some() && receipt.gone_at.is_some());
        assert!(erase::open(&mut tx).await.unwrap().is_empty());

        // Who comes again is somebody new.
        let new = met(&mut tx, &[email("ada@example.org")]).await;
        assert_ne!(new, ada);
    }
}

#[test]
fn nobody_else_is_found_by_a_part_of_a_word_or_by_a_name() {
    let words = ["ada@example.org", "+441632960011"].map(String::from).to_vec();
    let logins = ["martin", "7"].map(String::from).to_vec();
    let finder = erase::Gone { words, logins, ..erase::Gone::default() }.finder();
    for text in ["to: Ada@Example.ORG.", "?phone=+441632960011&x", r#"{"a":"ada@example.org"}"#] {
        assert!(finder.is_named_in(text), "{text}");
    }
    let others =
        ["gr.ada@example.org", "grada@example.org", "ada@example.org.au", "x-ada@example.org"];
    for text in others.into_iter().chain(["ada@example.organic", "Martin Luther", "7"]) {
        assert!(!finder.is_named_in(text), "{text}");
    }
    assert!(finder.is(" Martin") && finder.is("7") && !finder.is("martina"));
}

#[test]
fn what_the_ledger_keeps_of_forgetting_does_not_change() {
    let deed = Erased { erasure: "01930000-0000-7000-8000-00000000000a".parse().unwrap() };
    let now = serde_json::json!({
        "kind": deedwell_core::Deed::kind(&deed),
        "about": deedwell_core::Deed::about(&deed),
        "facts": serde_json::to_value(deed).unwrap(),
    });
    let stored = include_str!("../../ledger/erased.1.json");
    assert_eq!(now, serde_json::from_str::<serde_json::Value>(stored).unwrap());
}
