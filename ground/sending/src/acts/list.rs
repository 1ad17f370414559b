//! The list of addresses to which nothing is sent, as staff and programs of theirs keep it.

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::Tx;
use serde_json::json;

use crate::address::Address;
use crate::deed::{LetterDeed, note};
use crate::store::{self, NewSuppression};
use crate::suppression::Why;

/// Letters of a reason.
pub const LONGEST_NOTE: usize = 300;
/// Lines of a file.
pub const MOST_LINES: usize = 100_000;

fn source(tx: &Tx, staff: Option<Id<Staff>>) -> String {
    match (staff, tx.key()) {
        (Some(staff), _) => format!("staff/{staff}"),
        (None, Some(key)) => format!("key/{key}"),
        (None, None) => "import".to_owned(),
    }
}

fn clean_note(text: &str, required: bool) -> Result<String> {
    let text = deedwell_core::text::line(text);
    let least = usize::from(required);
    if !(least..=LONGEST_NOTE).contains(&text.chars().count()) {
        let sentence = format!("Please say why, in {least} to {LONGEST_NOTE} letters.");
        return Err(Error::invalid("note", sentence));
    }
    Ok(text)
}

/// Nothing is sent there any more. False when it stood there already.
///
/// # Errors
/// `Invalid` without a reason.
pub async fn suppress(
    tx: &mut Tx,
    staff: Option<Id<Staff>>,
    channel: &str,
    address: &Address,
    words: &str,
) -> Result<bool> {
    let words = clean_note(words, true)?;
    let source = source(tx, staff);
    let new = NewSuppression {
        channel,
        address,
        reason: Why::Staff,
        note: &words,
        source: &source,
        letter: None,
        until: None,
    };
    if !store::add_suppression(tx, &new).await? {
        return Ok(false);
    }
    let (channel, why) = (channel.to_owned(), Why::Staff.name());
    let deed = LetterDeed::AddressSuppressed { channel, why, addresses: 1 };
    note(tx, staff, &deed, &json!({ "address": address.as_str(), "why": words })).await?;
    Ok(true)
}

/// Takes an address off the list: letters go there again.
///
/// # Errors
/// `Missing`; `Invalid` without a reason.
pub async fn release_address(
    tx: &mut Tx,
    staff: Option<Id<Staff>>,
    (channel, hash): (&str, &str),
    reason: Why,
    words: &str,
) -> Result<()> {
    let words = clean_note(words, true)?;
    let lines = store::suppressions_of(tx, channel, hash).await?;
    let line = lines.into_iter().find(|line| line.reason == reason);
    let line = line.ok_or(Error::Missing("address"))?;
    store::remove_suppression(tx, channel, hash, Some(reason)).await?;
    let deed = LetterDeed::AddressReleased { channel: channel.to_owned(), why: reason.name() };
    let detail = json!({ "address": line.address, "was": line.note, "why": words });
    note(tx, staff, &deed, &detail).await
}

/// What a file came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Brought {
    pub added: u64,
    pub there: u64,
    /// Lines that hold no address.
    pub unreadable: u64,
}

/// A list from elsewhere: a table whose column `address` or `email` counts, or whose first does; reasons of
/// ours are kept, anything else is what staff said.
///
/// # Errors
/// `Invalid` for what is no table, or too long a one: then nothing was added.
pub async fn bring(tx: &mut Tx, staff: Option<Id<Staff>>, table: &[u8]) -> Result<Brought> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table);
    let (mut brought, mut columns) = (Brought::default(), None::<Columns>);
    let source = source(tx, staff);
    for (place, record) in reader.records().enumerate() {
        let wrong = |_| Error::invalid("file", "This is no table: please send a CSV file.");
        let record = record.map_err(wrong)?;
        if place > MOST_LINES {
            let sentence = format!("A file has at most {MOST_LINES} lines, please.");
            return Err(Error::invalid("file", sentence));
        }
        let columns = match columns {
            Some(columns) => columns,
            None => {
                let (found, is_head) = Columns::of(&record);
                columns = Some(found);
                if is_head {
                    continue;
                }
                found
            }
        };
        line(tx, &source, columns, &record, &mut brought).await?;
    }
    let (channel, why) = (crate::EMAIL.to_owned(), Why::Staff.name());
    let deed = LetterDeed::AddressSuppressed { channel, why, addresses: brought.added };
    let detail = json!({ "added": brought.added, "unreadable": brought.unreadable });
    note(tx, staff, &deed, &detail).await?;
    Ok(brought)
}

async fn line(
    tx: &mut Tx,
    source: &str,
    columns: Columns,
    record: &csv::StringRecord,
    brought: &mut Brought,
) -> Result<()> {
    // What was written for a spreadsheet may begin with a quote that keeps it from being a formula.
    let field = |place: Option<usize>| {
        let text = place.and_then(|place| record.get(place)).unwrap_or_default().trim();
        text.strip_prefix('\'').unwrap_or(text)
    };
    let channel = field(columns.channel);
    let channel = if channel.is_empty() { crate::EMAIL } else { channel };
    let known = crate::topic::channel(channel).ok();
    let address = known.as_deref().and_then(|c| Address::of(c, field(Some(columns.address))).ok());
    let Some((channel, address)) = known.zip(address) else {
        brought.unreadable += 1;
        return Ok(());
    };
    let text = deedwell_core::text::line(field(columns.note));
    let new = NewSuppression {
        channel: &channel,
        address: &address,
        reason: Why::parse(field(columns.reason)).unwrap_or(Why::Staff),
        note: deedwell_core::text::cut(&text, LONGEST_NOTE),
        source,
        letter: None,
        until: None,
    };
    if store::add_suppression(tx, &new).await? {
        brought.added += 1;
    } else {
        brought.there += 1;
    }
    Ok(())
}

#[derive(Clone, Copy, Debug)]
struct Columns {
    address: usize,
    channel: Option<usize>,
    reason: Option<usize>,
    note: Option<usize>,
}

impl Columns {
    /// From the first line, and whether that names columns.
    fn of(first: &csv::StringRecord) -> (Self, bool) {
        let place = |names: &[&str]| {
            first.iter().position(|f| {
                names.contains(&f.trim().trim_start_matches('\u{feff}').to_lowercase().as_str())
            })
        };
        let address = place(&["address", "email", "e-mail", "e-mail address", "email address"]);
        let columns = Self {
            address: address.unwrap_or(0),
            channel: address.and_then(|_| place(&["channel"])),
            reason: address.and_then(|_| place(&["reason"])),
            note: address.and_then(|_| place(&["note", "why"])),
        };
        (columns, address.is_some())
    }
}
