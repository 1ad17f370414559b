//! What is written is read: every field, whatever it holds.

use std::fs::File;
use std::path::Path;

use super::*;
use crate::lake::schema::ROW_GROUP;
use crate::lake::stats::ColumnStats;
use crate::lake::write::FileWriter;

/// The last moment that is a whole number of microseconds.
fn last_moment() -> Timestamp {
    Timestamp::from_microsecond(Timestamp::MAX.as_second() * 1_000_000).unwrap()
}

/// The ends of everything.
pub(super) fn extremes() -> Vec<Action> {
    let low = Action {
        id: Id::from_uuid(uuid::Uuid::nil()),
        message: Some(String::new()),
        unit: Some(Id::from_uuid(uuid::Uuid::nil())),
        part: Part::Customer,
        subject: Id::from_uuid(uuid::Uuid::nil()),
        at: Timestamp::MIN,
        received_at: Timestamp::UNIX_EPOCH,
        zone: Some("".into()),
        channel: Channel("".into()),
        initiator: Initiator::Customer,
        name: "n".into(),
        about: Some(String::new()),
        counterpart: Some(Id::from_uuid(uuid::Uuid::nil())),
        value: Some(Money::new(i64::MIN, Currency::GBP)),
        facts: "{}".into(),
    };
    let high = Action {
        id: Id::from_uuid(uuid::Uuid::max()),
        message: Some("\u{10ffff}".repeat(63)),
        unit: None,
        part: Part::System,
        subject: Id::from_uuid(uuid::Uuid::max()),
        at: last_moment(),
        received_at: Timestamp::from_microsecond(-1).unwrap(),
        zone: Some("America/Argentina/ComodRivadavia".into()),
        channel: Channel::SITE,
        initiator: Initiator::Company,
        name: "é".repeat(60).into(),
        about: Some("\0zero".into()),
        counterpart: None,
        value: Some(Money::new(i64::MAX, "JPY".parse().unwrap())),
        facts: format!("{{\"k\":\"{}\"}}", "x".repeat(Action::LARGEST_FACTS - 8)),
    };
    let bare = Action {
        message: None,
        unit: None,
        zone: None,
        about: None,
        counterpart: None,
        value: None,
        facts: String::new(),
        ..low.clone()
    };
    vec![low, high, bare]
}

fn write(folder: &Path, rows: &[Numbered]) -> Vec<ColumnStats> {
    let mut writer = FileWriter::create(folder, "a").unwrap();
    rows.chunks(ROW_GROUP).for_each(|group| writer.group(group).unwrap());
    let written = writer.finish().unwrap();
    assert_eq!(written.rows, rows.len() as i64);
    assert_eq!(written.bytes as u64, folder.join("a.parquet").metadata().unwrap().len());
    written.stats
}

#[test]
fn every_field_comes_back_exactly() {
    let folder = tempfile::tempdir().unwrap();
    let mut actions = extremes();
    actions.extend(plain(2_000, 5));
    let rows: Vec<Numbered> = (i64::MAX - 2_002..=i64::MAX).zip(actions).collect();
    write(folder.path(), &rows);
    assert_eq!(read_actions(&folder.path().join("a.parquet")).unwrap(), rows);
    let ids = read_ids(&folder.path().join("a.ids")).unwrap();
    let messages = rows.iter().filter_map(|(_, a)| a.message.as_deref());
    assert_eq!(ids.len(), messages.clone().count());
    assert!(ids.is_sorted());
    for message in messages {
        assert!(ids.binary_search(&fingerprint(message)).is_ok());
    }
}

#[test]
fn a_column_without_a_single_value_comes_back_empty() {
    let folder = tempfile::tempdir().unwrap();
    let rows = vec![(1, extremes().remove(2))];
    let stats = write(folder.path(), &rows);
    assert_eq!(read_actions(&folder.path().join("a.parquet")).unwrap(), rows);
    assert_eq!((stats[2].values, stats[2].nulls, &stats[2].min), (0, 1, &None));
}

#[test]
fn bounds_hold_every_value_and_facts_have_none() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<Numbered> = (1..).zip(extremes()).collect();
    let stats = write(folder.path(), &rows);
    let bounds = |i: usize| (stats[i].min.as_deref(), stats[i].max.as_deref());
    assert_eq!(bounds(0), (Some("1"), Some("3")));
    // The year −9999 has no spelling that every reader shares; the year 9999 has.
    assert_eq!(bounds(3), (None, Some("9999-12-30 22:00:00.000000+00")));
    assert_eq!(bounds(10), (Some("n"), None), "a long largest name is not cut");
    assert_eq!(bounds(13), (Some("-9223372036854775808"), Some("9223372036854775807")));
    assert_eq!(bounds(16), (None, None));
    assert_eq!((stats[16].values, stats[16].nulls), (2, 1));
}

#[test]
fn a_file_has_row_groups_that_say_whom_they_hold() {
    let folder = tempfile::tempdir().unwrap();
    let one = plain(1, 1).remove(0);
    let rows: Vec<Numbered> = (1..=ROW_GROUP as i64 + 10).map(|n| (n, one.clone())).collect();
    write(folder.path(), &rows);
    let file = crate::lake::ActionFile::open(&folder.path().join("a.parquet")).unwrap();
    assert_eq!((file.groups(), file.rows()), (2, ROW_GROUP + 10));
    assert_eq!(file.subjects(1), Some((one.subject.uuid(), one.subject.uuid())));
    assert_eq!(
        file.numbers(1, "seq").unwrap(),
        (ROW_GROUP as i64 + 1..).map(Some).take(10).collect::<Vec<_>>()
    );
    assert_eq!(file.texts(1, "name").unwrap()[0].as_ref().unwrap().as_str(), one.name);
}

#[test]
fn a_damaged_file_is_a_fault_and_not_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<Numbered> = (1..).zip(plain(50, 3)).collect();
    write(folder.path(), &rows);
    let path = folder.path().join("a.parquet");
    let whole = std::fs::read(&path).unwrap();
    for cut in [0, 3, 8, 100, whole.len() / 2, whole.len() - 1] {
        File::create(&path).and_then(|f| f.set_len(0)).unwrap();
        std::fs::write(&path, &whole[..cut]).unwrap();
        assert!(read_actions(&path).is_err(), "cut after {cut} bytes");
    }
    assert!(read_actions(&folder.path().join("absent.parquet")).is_err());
    std::fs::write(folder.path().join("a.ids"), [1, 2, 3]).unwrap();
    assert!(read_ids(&folder.path().join("a.ids")).is_err());
}

fn sample() -> Vec<Numbered> {
    (1..).zip(extremes().into_iter().chain(plain(20, 1))).collect()
}

/// Files are read for ever: `samples/lake.1.parquet` was written by the first Deedwell that sealed.
#[test]
fn a_file_of_the_first_deedwell_still_reads() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/lake.1.parquet");
    assert_eq!(read_actions(&path).unwrap(), sample());
}

/// Run once for each version of the file: `cargo test -p deedwell-ledger -- --ignored sample`.
#[test]
#[ignore = "writes a stored sample, which must never change"]
fn a_sample_is_written() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &sample());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/lake.1.parquet");
    assert!(!path.exists(), "a stored sample is never written again");
    std::fs::copy(folder.path().join("a.parquet"), path).unwrap();
}
