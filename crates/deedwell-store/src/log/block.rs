//! The encoding of a block: versioned, compact, checked.
//!
//! Version 1: `1`, count, dictionary of words (zones, channels, names), dictionary of units, then
//! the actions one after the other, then a CRC-32 of all before it. Numbers are LEB128, signed ones
//! zigzag; moments are differences from the action before. Every version ever written is read for
//! ever: `ledger/block.*.bin` in this crate holds samples.

use std::borrow::Cow;
use std::collections::HashMap;

use deedwell_core::{Action, Channel, Currency, Error, Id, Initiator, Money, Part, Result};
use jiff::Timestamp;
use uuid::Uuid;

const VERSION: u8 = 1;

const HAS_MESSAGE: u8 = 1;
const HAS_UNIT: u8 = 1 << 1;
const HAS_ZONE: u8 = 1 << 2;
const HAS_ABOUT: u8 = 1 << 3;
const HAS_COUNTERPART: u8 = 1 << 4;
const HAS_VALUE: u8 = 1 << 5;
const HAS_FACTS: u8 = 1 << 6;

pub fn encode(actions: &[Action]) -> Vec<u8> {
    let mut words = Dictionary::default();
    let mut units = Dictionary::default();
    let mut rows = Vec::with_capacity(actions.len() * 80);
    let mut before = 0i64;
    for action in actions {
        before = encode_action(&mut rows, action, before, &mut words, &mut units);
    }
    let mut out = Vec::with_capacity(rows.len() + 256);
    out.push(VERSION);
    put_unsigned(&mut out, actions.len() as u64);
    put_unsigned(&mut out, words.list.len() as u64);
    for word in &words.list {
        put_bytes(&mut out, word.as_bytes());
    }
    put_unsigned(&mut out, units.list.len() as u64);
    for unit in &units.list {
        out.extend_from_slice(unit.as_bytes());
    }
    out.extend_from_slice(&rows);
    let sum = crc32fast::hash(&out);
    out.extend_from_slice(&sum.to_le_bytes());
    out
}

fn encode_action<'a>(
    out: &mut Vec<u8>,
    action: &'a Action,
    before: i64,
    words: &mut Dictionary<&'a str>,
    units: &mut Dictionary<Uuid>,
) -> i64 {
    let has = |there: bool, flag: u8| if there { flag } else { 0 };
    let flags = has(action.message.is_some(), HAS_MESSAGE)
        | has(action.unit.is_some(), HAS_UNIT)
        | has(action.zone.is_some(), HAS_ZONE)
        | has(action.about.is_some(), HAS_ABOUT)
        | has(action.counterpart.is_some(), HAS_COUNTERPART)
        | has(action.value.is_some(), HAS_VALUE)
        | has(!action.facts.is_empty(), HAS_FACTS);
    out.push(flags);
    out.push(action.part as u8 | (action.initiator as u8) << 4);
    out.extend_from_slice(action.id.uuid().as_bytes());
    out.extend_from_slice(action.subject.uuid().as_bytes());
    let at = action.at.as_microsecond();
    put_signed(out, at.wrapping_sub(before));
    put_signed(out, action.received_at.as_microsecond().wrapping_sub(at));
    put_unsigned(out, words.number(action.channel.as_str()));
    put_unsigned(out, words.number(&action.name));
    if let Some(message) = &action.message {
        put_bytes(out, message.as_bytes());
    }
    if let Some(unit) = action.unit {
        put_unsigned(out, units.number(unit.uuid()));
    }
    if let Some(zone) = &action.zone {
        put_unsigned(out, words.number(zone));
    }
    if let Some(about) = &action.about {
        put_bytes(out, about.as_bytes());
    }
    if let Some(counterpart) = action.counterpart {
        out.extend_from_slice(counterpart.uuid().as_bytes());
    }
    if let Some(value) = action.value {
        out.extend_from_slice(&value.currency.bytes());
        put_signed(out, value.minor);
    }
    if flags & HAS_FACTS != 0 {
        put_bytes(out, action.facts.as_bytes());
    }
    at
}

/// # Errors
/// `Fault` when the bytes are not a block of a version we know, or were changed.
pub fn decode(bytes: &[u8]) -> Result<Vec<Action>> {
    let wrong = || Error::fault("a block of the log cannot be read: its bytes are damaged");
    let (body, sum) = bytes.split_last_chunk::<4>().ok_or_else(wrong)?;
    if crc32fast::hash(body) != u32::from_le_bytes(*sum) {
        return Err(wrong());
    }
    let mut input = Input(body);
    let version = input.byte().ok_or_else(wrong)?;
    if version != VERSION {
        return Err(Error::fault(format!(
            "a block of version {version} is newer than this Deedwell"
        )));
    }
    decode_1(&mut input).ok_or_else(wrong)
}

fn decode_1(input: &mut Input<'_>) -> Option<Vec<Action>> {
    let count = usize::try_from(input.unsigned()?).ok()?;
    let words = (0..input.unsigned()?)
        .map(|_| input.text().map(str::to_owned))
        .collect::<Option<Vec<String>>>()?;
    let units = (0..input.unsigned()?).map(|_| input.uuid()).collect::<Option<Vec<Uuid>>>()?;
    let mut actions = Vec::with_capacity(count.min(super::LARGEST_BLOCK));
    let mut before = 0i64;
    for _ in 0..count {
        let action = decode_action(input, before, &words, &units)?;
        before = action.at.as_microsecond();
        actions.push(action);
    }
    input.0.is_empty().then_some(actions)
}

fn decode_action(
    input: &mut Input<'_>,
    before: i64,
    words: &[String],
    units: &[Uuid],
) -> Option<Action> {
    let flags = input.byte()?;
    let kinds = input.byte()?;
    let has = |flag: u8| flags & flag != 0;
    let word = |n: u64| words.get(usize::try_from(n).ok()?).cloned();
    let id = Id::from_uuid(input.uuid()?);
    let subject = Id::from_uuid(input.uuid()?);
    let at = before.wrapping_add(input.signed()?);
    let received_at = at.wrapping_add(input.signed()?);
    let channel = Channel(Cow::Owned(word(input.unsigned()?)?));
    let name = Cow::Owned(word(input.unsigned()?)?);
    let message = if has(HAS_MESSAGE) { Some(input.text()?.to_owned()) } else { None };
    let unit = if has(HAS_UNIT) {
        Some(Id::from_uuid(*units.get(usize::try_from(input.unsigned()?).ok()?)?))
    } else {
        None
    };
    let zone = if has(HAS_ZONE) { Some(Cow::Owned(word(input.unsigned()?)?)) } else { None };
    let about = if has(HAS_ABOUT) { Some(input.text()?.to_owned()) } else { None };
    let counterpart = if has(HAS_COUNTERPART) { Some(Id::from_uuid(input.uuid()?)) } else { None };
    let value = if has(HAS_VALUE) {
        let currency: Currency = std::str::from_utf8(input.take(3)?).ok()?.parse().ok()?;
        Some(Money::new(input.signed()?, currency))
    } else {
        None
    };
    let facts = if has(HAS_FACTS) { input.text()?.to_owned() } else { String::new() };
    Some(Action {
        id,
        message,
        unit,
        part: *Part::ALL.get(usize::from(kinds & 15))?,
        subject,
        at: Timestamp::from_microsecond(at).ok()?,
        received_at: Timestamp::from_microsecond(received_at).ok()?,
        zone,
        channel,
        initiator: *Initiator::ALL.get(usize::from(kinds >> 4))?,
        name,
        about,
        counterpart,
        value,
        facts,
    })
}

/// Words by number, in the order of first use.
struct Dictionary<T> {
    list: Vec<T>,
    numbers: HashMap<T, u64>,
}

impl<T> Default for Dictionary<T> {
    fn default() -> Self {
        Self { list: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Copy + Eq + std::hash::Hash> Dictionary<T> {
    fn number(&mut self, word: T) -> u64 {
        let next = self.list.len() as u64;
        *self.numbers.entry(word).or_insert_with(|| {
            self.list.push(word);
            next
        })
    }
}

fn put_unsigned(out: &mut Vec<u8>, mut n: u64) {
    while n >= 128 {
        out.push(n as u8 | 128);
        n >>= 7;
    }
    out.push(n as u8);
}

fn put_signed(out: &mut Vec<u8>, n: i64) {
    put_unsigned(out, (n.wrapping_shl(1) ^ (n >> 63)) as u64);
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_unsigned(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|b| b[0])
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut n = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 127) << shift;
            if byte & 128 == 0 {
                return Some(n);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let n = self.unsigned()?;
        Some((n >> 1) as i64 ^ -((n & 1) as i64))
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = usize::try_from(self.unsigned()?).ok()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn uuid(&mut self) -> Option<Uuid> {
        Uuid::from_slice(self.take(16)?).ok()
    }
}
