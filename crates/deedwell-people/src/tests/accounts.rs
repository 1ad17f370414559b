//! Companies and households: who belongs to them, and what is said of them.

use deedwell_core::{Account, Deed, Error, Id, Staff, Timestamp};
use deedwell_store::Tx;
use serde_json::{Map, Value, json};

use super::{World, email, worlds};
use crate::account::acts::{Change, NamedBy, New, change, close, open, put, reopen};
use crate::account::members::{Joined, add, leave, of_account, of_person, people_of};
use crate::account::told::{Told, tell_many};
use crate::account::{
    AccountAsk, AccountDeed, AccountKind, AccountOrder, LONGEST_NAME, LONGEST_REFERENCE,
    MOST_REFERENCES, Reference, card, list, traits,
};
use crate::meet::{Known, ensure};
use crate::merge::{merge, of_person as merges_of, unmerge};
use crate::profile::Word;
use crate::sign::Proof;

fn code<T>(result: Result<T, Error>) -> String {
    result.err().map(|e| e.code().into_owned()).unwrap_or_default()
}

async fn known(tx: &mut Tx, address: &str) -> Known {
    ensure(tx, &email(address), Proof::Server, "").await.unwrap()
}

fn says(at: Timestamp) -> Word {
    Word { source: "source/shop".to_owned(), proof: Proof::Server, at }
}

fn mary(world: &World) -> Word {
    let staff: Id<Staff> = world.clock.new_id();
    Word { source: format!("staff/{staff}"), proof: Proof::Staff, at: world.clock.now() }
}

fn map(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

fn group(value: &str) -> Reference {
    Reference::new("", value).unwrap()
}

fn told(reference: &str, traits: Value, member: Option<Known>, at: Timestamp) -> Told {
    Told {
        reference: group(reference),
        kind: None,
        unit: None,
        traits: map(traits),
        member,
        role: String::new(),
        word: says(at),
    }
}

async fn acme(tx: &mut Tx) -> Id<Account> {
    let new = New { name: "Acme".to_owned(), ..New::default() };
    open(tx, &new, NamedBy::Staff).await.unwrap().0
}

/// Whose accounts these are, members by name of their address.
async fn members(tx: &mut Tx, account: Id<Account>) -> Vec<(String, bool)> {
    let all = of_account(tx, account).await.unwrap();
    all.iter().map(|m| (m.person.to_string(), m.until.is_none())).collect()
}

#[tokio::test]
async fn mary_opens_changes_and_closes_an_account() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let word = mary(&world);
        let new =
            New { name: " Acme \t Ltd ".into(), reference: Some(group("g1")), ..New::default() };
        let (id, deed) = open(&mut tx, &new, NamedBy::Staff).await.unwrap();
        assert_eq!((deed.kind(), deed.about()), ("accounts.opened", Some(format!("account/{id}"))));
        assert_eq!(code(open(&mut tx, &new, NamedBy::Staff).await), "accounts.reference_taken");
        assert_eq!(code(open(&mut tx, &New::default(), NamedBy::Staff).await), "invalid.name");
        let kept = card(&mut tx, id).await.unwrap();
        assert_eq!((kept.name.as_str(), kept.version, kept.named_by_staff), ("Acme Ltd", 1, true));
        let household = Change {
            kind: Some(AccountKind::Household),
            note: Some("Pays\nlate".to_owned()),
            traits: map(json!({"industry": "Pumps"})),
            version: Some(1),
            ..Change::default()
        };
        let done = change(&mut tx, id, &household, &word, NamedBy::Staff).await.unwrap();
        let what = vec!["kind", "note", "traits"];
        assert_eq!(done, Some(AccountDeed::Changed { account: id, what }));
        let again = change(&mut tx, id, &household, &word, NamedBy::Staff).await;
        assert_eq!(code(again), "accounts.changed_meanwhile", "she had read the first version");
        let same = Change { version: None, ..household };
        assert_eq!(change(&mut tx, id, &same, &word, NamedBy::Staff).await.unwrap(), None);
        close(&mut tx, id).await.unwrap();
        assert_eq!(code(close(&mut tx, id).await), "accounts.closed");
        let ada = known(&mut tx, "ada@shop.example").await;
        let joins = add(&mut tx, id, ada.person, None, "", &word).await;
        assert_eq!(code(joins), "accounts.closed");
        reopen(&mut tx, id).await.unwrap();
        assert_eq!(code(reopen(&mut tx, id).await), "accounts.open");
        let nowhere: Id<Account> = world.clock.new_id();
        assert_eq!(code(close(&mut tx, nowhere).await), "missing.account");
    }
}

/// A program that says on every visit what a company is called must not undo what staff call it.
#[tokio::test]
async fn what_staff_call_an_account_no_program_calls_otherwise() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let now = world.clock.now();
        let name = |name: &str| told("g1", json!({"name": name, "plan": "gold"}), None, now);
        let heard = tell_many(&mut tx, &[name("Acme")]).await.unwrap()[0];
        assert!(heard.opened);
        let id = heard.account;
        assert_eq!(card(&mut tx, id).await.unwrap().name, "Acme");
        let ours = Change { name: Some("Acme of Hull".to_owned()), ..Change::default() };
        change(&mut tx, id, &ours, &mary(&world), NamedBy::Staff).await.unwrap().unwrap();
        assert!(!tell_many(&mut tx, &[name("ACME Corp")]).await.unwrap()[0].opened);
        let put_name = Change { name: Some("acme".to_owned()), ..Change::default() };
        let (same, deeds) = put(&mut tx, &group("g1"), &put_name, &says(now)).await.unwrap();
        assert_eq!((same, deeds), (id, vec![]));
        assert_eq!(card(&mut tx, id).await.unwrap().name, "Acme of Hull");
        let said = traits::of(&mut tx, id).await.unwrap();
        let said: Vec<_> = said.iter().map(|t| (t.key.as_str(), t.value.clone())).collect();
        assert_eq!(said, [("name", json!("ACME Corp")), ("plan", json!("gold"))]);
        // Staff take their name away: what programs say counts again.
        let none = Change { name: Some(String::new()), ..Change::default() };
        change(&mut tx, id, &none, &mary(&world), NamedBy::Staff).await.unwrap().unwrap();
        tell_many(&mut tx, &[name("Acme plc")]).await.unwrap();
        assert_eq!(card(&mut tx, id).await.unwrap().name, "Acme plc");
    }
}

#[tokio::test]
async fn the_last_word_of_a_trait_counts_and_null_takes_it_away() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let now = world.clock.now();
        let earlier = now - jiff::SignedDuration::from_hours(1);
        let one = |traits: Value, at| told("g1", traits, None, at);
        let address = json!({"city": "Hull"});
        let first = one(json!({"plan": "gold", "employees": 7, "address": address}), now);
        let late = one(json!({"plan": "tin", "site": "old"}), earlier);
        let gone = one(json!({"employees": null, "nothing": null}), now);
        let id = tell_many(&mut tx, &[first]).await.unwrap()[0].account;
        let version = card(&mut tx, id).await.unwrap().version;
        tell_many(&mut tx, &[late, gone]).await.unwrap();
        let said = traits::of(&mut tx, id).await.unwrap();
        let said: Vec<_> = said.iter().map(|t| (t.key.as_str(), t.value.clone())).collect();
        assert_eq!(said, [("address", address), ("plan", json!("gold")), ("site", json!("old"))]);
        assert_eq!(card(&mut tx, id).await.unwrap().version, version + 1);
        let hostile = one(json!({"a\u{0}b": 1, "x": "y\u{0}", "long": "x".repeat(3_000)}), now);
        tell_many(&mut tx, &[hostile]).await.unwrap();
        assert_eq!(traits::of(&mut tx, id).await.unwrap().len(), 3, "what is unfit is left out");
    }
}

/// Membership is by identity: a merge moves nothing, so taking it back restores exactly.
#[tokio::test]
async fn taking_a_merge_back_restores_who_belongs_where() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let (ada, grace) =
            (known(&mut tx, "ada@shop.example").await, known(&mut tx, "grace@shop.example").await);
        let (acme, bell) = (acme(&mut tx).await, acme(&mut tx).await);
        let word = mary(&world);
        add(&mut tx, acme, ada.person, None, "owner", &word).await.unwrap().unwrap();
        add(&mut tx, acme, grace.person, None, "contact", &word).await.unwrap().unwrap();
        add(&mut tx, bell, grace.person, None, "", &word).await.unwrap().unwrap();
        let before = (
            of_account(&mut tx, acme).await.unwrap(),
            of_account(&mut tx, bell).await.unwrap(),
            of_person(&mut tx, ada.person).await.unwrap(),
        );
        let staff = world.clock.new_id();
        merge(&mut tx, ada.person, grace.person, "the same", staff).await.unwrap();
        assert_eq!(members(&mut tx, acme).await, [(ada.person.to_string(), true)], "one, not two");
        assert_eq!(members(&mut tx, bell).await, [(ada.person.to_string(), true)]);
        assert_eq!(of_person(&mut tx, ada.person).await.unwrap().len(), 2);
        assert_eq!(add(&mut tx, acme, ada.person, None, "", &word).await.unwrap(), None);
        let people = people_of(&mut tx, &[acme, bell]).await.unwrap();
        assert_eq!((people[&acme].len(), people[&bell].len()), (1, 1));
        let undone = merges_of(&mut tx, ada.person).await.unwrap()[0].id;
        unmerge(&mut tx, undone, "two after all", staff).await.unwrap();
        let after = (
            of_account(&mut tx, acme).await.unwrap(),
            of_account(&mut tx, bell).await.unwrap(),
            of_person(&mut tx, ada.person).await.unwrap(),
        );
        assert_eq!(after, before);
    }
}

#[tokio::test]
async fn who_left_is_no_member_until_it_is_said_again_later() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let ada = known(&mut tx, "ada@shop.example").await;
        let before = world.clock.now();
        let joins = |at| told("g1", json!({}), Some(ada), at);
        let heard = tell_many(&mut tx, &[joins(before), joins(before)]).await.unwrap();
        let became: Vec<_> = heard.iter().map(|h| (h.opened, h.member)).collect();
        assert_eq!(became, [(true, Some(Joined::Now)), (false, Some(Joined::Before))]);
        let acme = heard[0].account;
        tx.commit().await.unwrap();
        world.clock.advance(60);
        let mut tx = world.tx().await;
        assert_eq!(leave(&mut tx, acme, ada.person).await.unwrap(), Some(ada.identity));
        assert_eq!(leave(&mut tx, acme, ada.person).await.unwrap(), None, "she has left");
        let late = tell_many(&mut tx, &[joins(before)]).await.unwrap();
        assert_eq!(late[0].member, Some(Joined::Before), "said before she left");
        assert_eq!(members(&mut tx, acme).await, [(ada.person.to_string(), false)]);
        let later = world.clock.now() + jiff::SignedDuration::from_secs(1);
        assert_eq!(tell_many(&mut tx, &[joins(later)]).await.unwrap()[0].member, Some(Joined::Now));
        assert_eq!(members(&mut tx, acme).await, [(ada.person.to_string(), true)]);
        // Of a closed account nothing is believed.
        leave(&mut tx, acme, ada.person).await.unwrap();
        close(&mut tx, acme).await.unwrap();
        let much_later = later + jiff::SignedDuration::from_hours(1);
        let said = told("g1", json!({"name": "Other"}), Some(ada), much_later);
        let heard = tell_many(&mut tx, &[said]).await.unwrap()[0];
        assert_eq!((heard.closed, heard.member), (true, None));
        assert_eq!(card(&mut tx, acme).await.unwrap().name, "");
        assert_eq!(members(&mut tx, acme).await, [(ada.person.to_string(), false)]);
    }
}

#[tokio::test]
async fn thousands_at_once_are_taken_and_taken_again() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let mut people = Vec::new();
        for n in 0..30 {
            people.push(known(&mut tx, &format!("p{n}@shop.example")).await);
        }
        let now = world.clock.now();
        let all: Vec<Told> = (0..3_000)
            .map(|n: usize| {
                let member = people.get(n % 30).copied();
                told(&format!("g{}", n % 600), json!({"n": n}), member, now)
            })
            .collect();
        let heard = tell_many(&mut tx, &all).await.unwrap();
        assert_eq!(heard.iter().filter(|h| h.opened).count(), 600);
        let joined = |heard: &[crate::account::told::Heard], what| {
            heard.iter().filter(|h| h.member == Some(what)).count()
        };
        assert_eq!(joined(&heard, Joined::Now), 600);
        let again = tell_many(&mut tx, &all).await.unwrap();
        assert_eq!((joined(&again, Joined::Now), joined(&again, Joined::Before)), (0, 3_000));
        assert!(again.iter().all(|h| !h.opened));
        let ask = AccountAsk { order: AccountOrder::Members, ..AccountAsk::default() };
        assert_eq!(list::count(&mut tx, &ask).await.unwrap(), 600);
        let ids = list::matching(&mut tx, &ask, 50, 0).await.unwrap();
        let lines = list::lines(&mut tx, &ids).await.unwrap();
        assert!(lines.len() == 50 && lines.is_sorted_by(|a, b| a.members >= b.members));
        assert_eq!(lines.iter().map(|l| l.id).collect::<Vec<_>>(), ids);
    }
}

#[tokio::test]
async fn what_is_too_long_or_too_much_is_told() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let word = mary(&world);
        let id = acme(&mut tx).await;
        let say = |change: Change| change;
        for (wrong, why) in [
            (
                say(Change { name: Some("x".repeat(LONGEST_NAME + 1)), ..Change::default() }),
                "invalid.name",
            ),
            (say(Change { name: Some(" ".into()), ..Change::default() }), "invalid.name"),
            (say(Change { note: Some("x".repeat(2_001)), ..Change::default() }), "invalid.note"),
            (say(Change { traits: map(json!({"": 1})), ..Change::default() }), "invalid.traits"),
        ] {
            assert_eq!(code(change(&mut tx, id, &wrong, &word, NamedBy::Staff).await), why);
        }
        for (scope, value) in
            [("", ""), ("", " \u{200b}"), ("", &"x".repeat(LONGEST_REFERENCE + 1))]
        {
            assert_eq!(code(Reference::new(scope, value)), "invalid.reference");
        }
        for n in 0..=MOST_REFERENCES {
            let reference = Some(Reference::new("crm", &n.to_string()).unwrap());
            let new = Change { reference, ..Change::default() };
            let done = change(&mut tx, id, &new, &word, NamedBy::Staff).await;
            let due = if n < MOST_REFERENCES { "" } else { "accounts.too_many_references" };
            assert_eq!(code(done), due);
        }
        let many: Map<String, Value> =
            (0..=traits::MOST_TRAITS).map(|n| (format!("t{n}"), n.into())).collect();
        let new = Change { traits: many, ..Change::default() };
        let done = change(&mut tx, id, &new, &word, NamedBy::Staff).await;
        assert_eq!(code(done), "accounts.too_many_traits");
        let ada = known(&mut tx, "ada@shop.example").await;
        let role = "x".repeat(41);
        assert_eq!(code(add(&mut tx, id, ada.person, None, &role, &word).await), "invalid.role");
    }
}

#[tokio::test]
async fn accounts_are_found_by_word_kind_and_reference() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let now = world.clock.now();
        let id = tell_many(&mut tx, &[told("G-7%", json!({"name": "Über_Acme"}), None, now)])
            .await
            .unwrap()[0]
            .account;
        acme(&mut tx).await;
        let found = async |tx: &mut Tx, search: &str, kind| {
            let ask = AccountAsk { search: search.to_owned(), kind, ..AccountAsk::default() };
            list::matching(tx, &ask, 9, 0).await.unwrap().len()
        };
        for (search, due) in [
            ("über", 1),
            ("g-7%", 1),
            ("acme", 2),
            ("r_a", 1),
            ("x_a", 0),
            ("", 2),
            (&id.to_string(), 1),
        ] {
            assert_eq!(found(&mut tx, search, None).await, due, "{search}");
        }
        assert_eq!(found(&mut tx, "", Some(AccountKind::Household)).await, 0);
        tx.commit().await.unwrap();
        let mut next_door = world.db.write(world.theirs).await.unwrap();
        assert_eq!(found(&mut next_door, "", None).await, 0);
        assert_eq!(code(card(&mut next_door, id).await), "missing.account");
        assert_eq!(code(close(&mut next_door, id).await), "missing.account");
    }
}

/// Every deed ever written is read for ever: what the ledger keeps of these does not change.
#[test]
fn what_the_ledger_keeps_of_accounts_does_not_change() {
    let account = "01930000-0000-7000-8000-00000000000a".parse().unwrap();
    let member = "01930000-0000-7000-8000-00000000000b".parse().unwrap();
    use AccountDeed::{
        Changed, Closed, Joined, Left, MemberAdded, MemberRemoved, Opened, Reopened,
    };
    for (deed, stored) in [
        (
            Opened { account, is: AccountKind::Company },
            include_str!("../../ledger/accounts.opened.1.json"),
        ),
        (
            Changed { account, what: vec!["name", "traits"] },
            include_str!("../../ledger/accounts.changed.1.json"),
        ),
        (Closed { account }, include_str!("../../ledger/accounts.closed.1.json")),
        (Reopened { account }, include_str!("../../ledger/accounts.reopened.1.json")),
        (
            MemberAdded { account, member },
            include_str!("../../ledger/accounts.member_added.1.json"),
        ),
        (
            MemberRemoved { account, member },
            include_str!("../../ledger/accounts.member_removed.1.json"),
        ),
        (Joined { account }, include_str!("../../ledger/accounts.joined.1.json")),
        (Left { account }, include_str!("../../ledger/accounts.left.1.json")),
    ] {
        let now = json!({
            "kind": deed.kind(), "about": deed.about(), "facts": serde_json::to_value(deed).unwrap(),
        });
        assert_eq!(now, serde_json::from_str::<Value>(stored).unwrap());
    }
}
