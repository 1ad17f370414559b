//! Every block ever written is read for ever: `ledger/block.<version>.bin` holds one of each version,
//! with every field used, and `.json` beside it says what stands in it.

use std::path::{Path, PathBuf};

use deedwell_core::{Action, Channel, Currency, Id, Initiator, Money, Part};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::block;

fn stored(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("ledger").join(name)
}

#[test]
fn a_block_of_the_first_version_still_reads() {
    let actions = block::decode(&std::fs::read(stored("block.1.bin")).unwrap()).unwrap();
    let told: Vec<Value> = actions.iter().map(tell).collect();
    let due: Vec<Value> =
        serde_json::from_slice(&std::fs::read(stored("block.1.json")).unwrap()).unwrap();
    assert_eq!(told, due);
}

#[test]
fn what_is_written_today_is_read_today() {
    assert_eq!(block::decode(&block::encode(&sample())).unwrap(), sample());
    assert_eq!(block::decode(&block::encode(&[])).unwrap(), []);
}

#[test]
fn a_block_with_any_byte_changed_is_refused() {
    let whole = block::encode(&sample());
    for place in 0..whole.len() {
        let mut changed = whole.clone();
        changed[place] ^= 0x20;
        assert!(block::decode(&changed).is_err(), "byte {place}");
        assert!(block::decode(&whole[..place]).is_err(), "cut after {place}");
    }
}

/// Run once for each version: `cargo test -p deedwell-store -- --ignored sample`.
#[test]
#[ignore = "writes a stored sample, which must never change"]
fn a_sample_is_written() {
    assert!(!stored("block.1.bin").exists(), "a stored sample is never written again");
    std::fs::write(stored("block.1.bin"), block::encode(&sample())).unwrap();
    let told: Vec<Value> = sample().iter().map(tell).collect();
    let text = serde_json::to_string_pretty(&told).unwrap();
    std::fs::write(stored("block.1.json"), text + "\n").unwrap();
}

/// Every field, every word of every enum, and nothing where there may be nothing.
fn sample() -> Vec<Action> {
    let id = |n: u128| uuid::Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + n);
    let full = Action {
        id: Id::from_uuid(id(1)),
        message: Some("ajs-next-größe-😀".into()),
        unit: Some(Id::from_uuid(id(2))),
        part: Part::Customer,
        subject: Id::from_uuid(id(3)),
        at: "2026-08-01T12:34:56.789012Z".parse().unwrap(),
        received_at: "2026-08-01T12:34:57Z".parse().unwrap(),
        zone: Some("Europe/London".into()),
        channel: Channel::SITE,
        initiator: Initiator::Prompted,
        name: "ideas.voted".into(),
        about: Some(format!("idea/{}", id(4))),
        counterpart: Some(Id::from_uuid(id(5))),
        value: Some(Money::new(1177, Currency::GBP)),
        facts: format!(r#"{{"idea":"{}"}}"#, id(4)),
    };
    let bare = Action {
        id: Id::from_uuid(id(6)),
        message: None,
        unit: None,
        part: Part::System,
        subject: Id::from_uuid(uuid::Uuid::nil()),
        at: Timestamp::UNIX_EPOCH,
        received_at: "1969-12-31T23:59:59.999999Z".parse().unwrap(),
        zone: None,
        channel: Channel("email".into()),
        initiator: Initiator::Machine,
        name: "Page Viewed".into(),
        about: None,
        counterpart: None,
        value: None,
        facts: String::new(),
    };
    let late = Timestamp::from_microsecond(Timestamp::MAX.as_second() * 1_000_000).unwrap();
    let least = Action {
        part: Part::Visitor,
        initiator: Initiator::Customer,
        at: Timestamp::MIN,
        received_at: late,
        value: Some(Money::new(i64::MIN, "JPY".parse().unwrap())),
        message: Some(String::new()),
        zone: Some("".into()),
        ..bare.clone()
    };
    let most = Action {
        part: Part::Staff,
        initiator: Initiator::Company,
        at: late,
        value: Some(Money::new(i64::MAX, Currency::EUR)),
        about: Some(String::new()),
        ..full.clone()
    };
    vec![full, bare, least, most]
}

fn tell(action: &Action) -> Value {
    json!({
        "id": action.id,
        "message": action.message,
        "unit": action.unit,
        "part": action.part.name(),
        "subject": action.subject,
        "at": action.at.as_microsecond(),
        "received_at": action.received_at.as_microsecond(),
        "zone": action.zone,
        "channel": action.channel.as_str(),
        "initiator": action.initiator.name(),
        "name": action.name,
        "about": action.about,
        "counterpart": action.counterpart,
        "value": action.value.map(|v| (v.minor, v.currency.to_string())),
        "facts": action.facts,
    })
}
