//! Thirty million messages, a tenth of them sent twice, through restarts: asked for by `DEEDWELL_LONG`.

use std::path::{Path, PathBuf};

use crate::fingerprint::fingerprint;
use crate::seen::Seen;

/// Sealed one after the other; a month of a shop with a million messages a day.
const PARTS: u64 = 30;
const OF_A_PART: u64 = 1_000_000;
const TOGETHER: u64 = 5_000;
const MOST_MEGABYTES: u64 = 512;

fn print(n: u64) -> u128 {
    fingerprint(&format!("sent/message-{n}"))
}

/// Some message before this one, whichever.
fn earlier(n: u64) -> u64 {
    n.wrapping_mul(6_364_136_223_846_793_005).rotate_left(29) % n
}

fn sealed(folder: &Path, part: u64) -> PathBuf {
    let mut prints: Vec<u128> = (part * OF_A_PART..(part + 1) * OF_A_PART).map(print).collect();
    prints.sort_unstable();
    let path = folder.join(format!("{part}.ids"));
    let bytes: Vec<u8> = prints.iter().flat_map(|p| p.to_le_bytes()).collect();
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Takes a part in, with a tenth sent again → how many of those were missed, and how many new ones dropped.
fn take_in(seen: &mut Seen, part: u64) -> (usize, usize) {
    let (mut missed, mut dropped) = (0, 0);
    for first in (part * OF_A_PART..(part + 1) * OF_A_PART).step_by(TOGETHER as usize) {
        let new = first..first + TOGETHER;
        let again = (first.max(1)..first.max(1) + TOGETHER / 10).map(earlier);
        let sequence = first as i64;
        let messages: Vec<_> = new.chain(again).map(|n| (sequence, Some(print(n)))).collect();
        let duplicates = seen.duplicates(&messages).unwrap();
        let (new, again) = duplicates.split_at(TOGETHER as usize);
        dropped += new.iter().filter(|d| **d).count();
        missed += again.iter().filter(|d| !**d).count();
    }
    (missed, dropped)
}

/// The most memory this process ever had.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or_default()
        / 1024
}

#[test]
#[expect(clippy::disallowed_methods, reason = "long forms are asked for by the environment")]
fn thirty_million_messages_are_known_again_in_half_a_gigabyte() {
    if std::env::var("DEEDWELL_LONG").is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (mut seen, mut files) = (Seen::default(), Vec::new());
    let (mut missed, mut dropped, mut restarts) = (0, 0, 0);
    for part in 0..PARTS {
        let (m, d) = take_in(&mut seen, part);
        (missed, dropped) = (missed + m, dropped + d);
        if part % 10 == 5 {
            // It ends before it has sealed: what is not sealed is read from the log again.
            seen = Seen::of(&files, seen.hot()).unwrap();
            restarts += 1;
        }
        files.push(sealed(folder.path(), part));
        seen.add_file(files.last().unwrap()).unwrap();
        seen.sealed_up_to(((part + 1) * OF_A_PART) as i64);
        if part % 10 == 9 {
            seen = Seen::of(&files, Default::default()).unwrap();
            restarts += 1;
        }
    }
    let (all, peak) = (PARTS * OF_A_PART, peak_megabytes());
    println!(
        "{all} messages and {} of them again, {restarts} restarts: {dropped} dropped though new, \
         {missed} missed though sent twice; at most {peak} MB of memory",
        all / 10
    );
    assert_eq!((missed, dropped), (0, 0));
    assert!((1..MOST_MEGABYTES).contains(&peak), "{peak} MB");
}
