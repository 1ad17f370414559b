//! Staff make two one, and take it back.

use deedwell_core::{Error, Id, Staff};
use deedwell_store::Tx;

use super::{World, browser, email, worlds};
use crate::list::{PeopleAsk, list};
use crate::meet::{Arrival, ensure, meet_all};
use crate::merge::{head_of, merge, of_person, unmerge};
use crate::person::{add_tag, person, rename};
use crate::profile::{Word, anchor, consents, holdings, traits};
use crate::sign::Proof;
use crate::why::{Because, count_again, pairs, said_of, take_back, tell_apart};

fn code<T>(result: Result<T, Error>) -> String {
    result.err().map(|e| e.code().into_owned()).unwrap_or_default()
}

/// Everything that the tables say of people, but for the merges and the moments of moves themselves.
async fn export(tx: &mut Tx) -> String {
    let mut all = String::new();
    for query in [
        tx.query(
            "select id, name, search, head, known, linked_by, created_at from person
             where organisation = $1 order by id",
        ),
        tx.query(
            "select id, person, origin, founded, kind, value, proof from identity
             where organisation = $1 order by id",
        ),
        tx.query("select person, tag from person_tag where organisation = $1 order by person, tag"),
        tx.query("select identity, key, value, proof, source, said_at from trait where organisation = $1 order by identity, key, source"),
        tx.query("select id, identity, purpose, given, at, proof, source, words from consent where organisation = $1 order by id"),
        tx.query("select id, identity, name, kind, reference, since, until, source from holding where organisation = $1 order by id"),
        tx.query("select account, identity, role, proof, source from account_member where organisation = $1 order by account, identity"),
        tx.query("select link, place, value, refused from link_sign where organisation = $1 order by link, place"),
    ] {
        for row in tx.list(query).await.unwrap() {
            for column in [
                "id", "name", "search", "head", "known", "linked_by", "created_at", "person",
                "origin", "founded", "kind", "value", "proof", "tag", "link", "place", "refused",
                "identity", "key", "source", "said_at", "purpose", "given", "at", "words", "reference",
                "since", "until", "account", "role",
            ] {
                if let Ok(text) = row.text_or_null(column) {
                    all += &format!("{column}={text:?} ");
                } else if let Ok(number) = row.number(column) {
                    all += &format!("{column}={number} ");
                }
            }
            all.push('\n');
        }
    }
    all
}

async fn known(tx: &mut Tx, address: &str, name: &str) -> Id<deedwell_core::Person> {
    ensure(tx, &email(address), Proof::Code, name).await.unwrap().person
}

/// Says of somebody all that can be said of them.
async fn told(tx: &mut Tx, person: Id<deedwell_core::Person>, what: &str) {
    let identity = anchor(tx, person).await.unwrap();
    let word = Word { source: "staff/x".into(), proof: Proof::Staff, at: tx.now() };
    let said = serde_json::json!({ "wish": what, "size": 41 }).as_object().unwrap().clone();
    let said = traits::Said { identity, traits: said, word: word.clone() };
    traits::keep(tx, &[said]).await.unwrap();
    consents::set_purpose(tx, "news", "News", "").await.unwrap();
    consents::say(tx, identity, "news", what == "lamps", what, &word).await.unwrap();
    let new = holdings::NewHolding { name: what.into(), ..Default::default() };
    holdings::keep(tx, identity, &new, &word).await.unwrap();
}

fn staff(world: &World) -> Id<Staff> {
    world.clock.new_id()
}

#[tokio::test]
async fn taking_a_merge_back_restores_exactly() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let staff = staff(&world);
        let ada = known(&mut tx, "ada@home.example", "Ada").await;
        let work = known(&mut tx, "ada@work.example", "Ada Lovelace").await;
        let third = known(&mut tx, "countess@shop.example", "").await;
        add_tag(&mut tx, ada, "rides").await.unwrap();
        add_tag(&mut tx, work, "buys").await.unwrap();
        told(&mut tx, ada, "lamps").await;
        told(&mut tx, work, "candles").await;
        let before = export(&mut tx).await;
        for what in ["lamps", "candles"] {
            assert_eq!(before.matches(what).count(), 3, "a trait, a consent and a holding");
        }
        merge(&mut tx, work, third, "same telephone", staff).await.unwrap();
        let between = export(&mut tx).await;
        merge(&mut tx, ada, work, "she told me", staff).await.unwrap();
        let one = person(&mut tx, ada).await.unwrap();
        assert_eq!(one.identities.len(), 3);
        assert_eq!(one.tags.iter().map(|t| t.tag.as_str()).collect::<Vec<_>>(), ["buys", "rides"]);
        for (gone, search) in [(work, "work.example"), (third, "countess")] {
            assert_eq!(head_of(&mut tx, gone).await.unwrap(), ada);
            let ask = PeopleAsk { search: search.into(), ..PeopleAsk::default() };
            let found = list(&mut tx, &ask, 1).await.unwrap();
            assert_eq!(found.people.iter().map(|p| p.id).collect::<Vec<_>>(), [ada]);
        }
        let merges = of_person(&mut tx, ada).await.unwrap();
        assert_eq!(merges.len(), 2);
        unmerge(&mut tx, merges[0].id, "somebody else", staff).await.unwrap();
        assert_eq!(export(&mut tx).await, between);
        let again = unmerge(&mut tx, merges[0].id, "twice", staff).await;
        assert_eq!(code(again), "people.undone_already");
        unmerge(&mut tx, merges[1].id, "somebody else too", staff).await.unwrap();
        assert_eq!(export(&mut tx).await, before);
    }
}

#[tokio::test]
async fn what_comes_while_they_are_one_stays_with_the_sign_that_brought_it() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let staff = staff(&world);
        let ada = known(&mut tx, "ada@home.example", "Ada").await;
        let work = known(&mut tx, "ada@work.example", "").await;
        merge(&mut tx, ada, work, "she told me", staff).await.unwrap();
        let mut both = Arrival::new(email("ada@work.example"), Proof::Server);
        both.signs.extend([browser("office"), email("ada@home.example")]);
        let met = meet_all(&mut tx, &[both]).await.unwrap();
        assert_eq!(met[0].known.as_ref().unwrap().person, ada, "they are one: nothing is refused");
        assert!(met[0].refused.is_empty());
        assert_eq!(person(&mut tx, ada).await.unwrap().identities.len(), 3);
        rename(&mut tx, ada, "Ada King").await.unwrap();
        let merges = of_person(&mut tx, ada).await.unwrap();
        unmerge(&mut tx, merges[0].id, "not she", staff).await.unwrap();
        assert_eq!(person(&mut tx, ada).await.unwrap().identities.len(), 1);
        assert_eq!(person(&mut tx, work).await.unwrap().identities.len(), 2);
    }
}

#[tokio::test]
async fn merges_that_mean_nothing_are_refused() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let staff = staff(&world);
        let ada = known(&mut tx, "ada@home.example", "Ada").await;
        let work = known(&mut tx, "ada@work.example", "").await;
        assert_eq!(code(merge(&mut tx, ada, ada, "x", staff).await), "people.same_person");
        assert_eq!(code(merge(&mut tx, ada, work, " \u{200b}", staff).await), "invalid.reason");
        let nobody = world.clock.new_id();
        assert_eq!(code(merge(&mut tx, ada, nobody, "x", staff).await), "missing.person");
        merge(&mut tx, ada, work, "x", staff).await.unwrap();
        assert_eq!(code(merge(&mut tx, work, ada, "x", staff).await), "people.same_person");
        tx.commit().await.unwrap();
        let mut next_door = world.db.write(world.theirs).await.unwrap();
        assert_eq!(code(merge(&mut next_door, ada, work, "x", staff).await), "missing.person");
    }
}

#[tokio::test]
async fn a_link_that_was_wrong_is_taken_back_and_counts_again() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let staff = staff(&world);
        let mut arrival = Arrival::new(email("ada@home.example"), Proof::Server);
        arrival.signs.push(browser("kiosk"));
        let ada = meet_all(&mut tx, &[arrival]).await.unwrap().remove(0).known.unwrap().person;
        let kurt = known(&mut tx, "kurt@home.example", "Kurt").await;
        let mut arrival = Arrival::new(email("kurt@home.example"), Proof::Server);
        arrival.signs.push(browser("kiosk"));
        arrival.lenient = true;
        let met = meet_all(&mut tx, &[arrival]).await.unwrap();
        assert_eq!(met[0].refused.len(), 1, "it is Ada's");
        let grace = known(&mut tx, "grace@home.example", "Grace").await;
        let before = export(&mut tx).await;
        let said = said_of(&mut tx, ada).await.unwrap();
        let wrong = said.iter().find(|s| s.signs.len() == 2 && s.signs[1].1.is_none()).unwrap();
        let hers = take_back(&mut tx, grace, &wrong.link, "not hers", staff).await;
        assert_eq!(code(hers), "missing.link");
        take_back(&mut tx, ada, &wrong.link, "a kiosk", staff).await.unwrap();
        // Now it is Kurt's, who was next to name it.
        assert_eq!(person(&mut tx, kurt).await.unwrap().identities.len(), 2);
        assert!(said_of(&mut tx, kurt).await.unwrap().iter().any(|s| s.void.is_some()));
        let again = take_back(&mut tx, ada, &wrong.link, "a kiosk", staff).await;
        assert_eq!(code(again), "missing.link");
        assert_eq!(code(count_again(&mut tx, grace, &wrong.link).await), "missing.link");
        count_again(&mut tx, ada, &wrong.link).await.unwrap();
        assert_eq!(export(&mut tx).await, before);
    }
}

#[tokio::test]
async fn staff_are_asked_about_two_who_may_be_one() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let staff = staff(&world);
        let home = known(&mut tx, "ada@home.example", "Ada Lovelace").await;
        let work = known(&mut tx, "ada@work.example", "").await;
        let same = known(&mut tx, "other@home.example", "Ada Lovelace").await;
        let mut both = Arrival::new(email("ada@home.example"), Proof::Server);
        both.signs.push(email("ada@work.example"));
        both.lenient = true;
        meet_all(&mut tx, &[both]).await.unwrap();
        let asked = pairs(&mut tx, 10).await.unwrap();
        assert_eq!(asked.len(), 2);
        assert_eq!((asked[0].one, asked[0].other), (home.min(work), home.max(work)));
        assert!(
            matches!(&asked[0].because, Because::Link { value, .. } if value == "ada@work.example")
        );
        assert!(matches!(&asked[1].because, Because::Name(name) if name == "Ada Lovelace"));
        tell_apart(&mut tx, same, home, "mother and daughter", staff).await.unwrap();
        merge(&mut tx, home, work, "she told me", staff).await.unwrap();
        assert!(pairs(&mut tx, 10).await.unwrap().is_empty());
    }
}

/// The blocks of the log, in order.
async fn log(tx: &mut Tx) -> Vec<String> {
    let find = tx.query("select bytes from block where organisation = $1 order by tx, id");
    let rows = tx.list(find).await.unwrap();
    rows.iter().map(|row| format!("{:?}", row.bytes("bytes").unwrap())).collect()
}

#[tokio::test]
async fn merging_somebody_with_ten_thousand_acts_rewrites_none() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let staff = staff(&world);
        let ada = known(&mut tx, "ada@home.example", "Ada").await;
        let work = ensure(&mut tx, &email("ada@work.example"), Proof::Code, "").await.unwrap();
        let act = tx.action(work.who(), &crate::deed::Linked {}).unwrap();
        let acts = (0..10_000).map(|_| deedwell_core::Action { id: tx.new_id(), ..act.clone() });
        let acts: Vec<_> = acts.collect();
        tx.record_many(acts).unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.tx().await;
        let before = log(&mut tx).await;
        assert!(!before.is_empty());
        merge(&mut tx, ada, work.person, "she told me", staff).await.unwrap();
        let merges = of_person(&mut tx, ada).await.unwrap();
        unmerge(&mut tx, merges[0].id, "she did not", staff).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.tx().await;
        assert_eq!(log(&mut tx).await, before);
        let moved = tx.query(
            "select count(*) as n from identity where organisation = $1 and moved_at is not null",
        );
        assert_eq!(
            tx.one(moved).await.unwrap().number("n").unwrap(),
            1,
            "one sign, whatever it did"
        );
    }
}
