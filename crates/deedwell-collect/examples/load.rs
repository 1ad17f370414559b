//! Sends ready-made events over HTTP as fast as asked, and says what was acknowledged and how soon.
//!
//! `load ADDRESS KEY EVENTS_A_REQUEST BYTES_AN_EVENT CONNECTIONS EVENTS_A_SECOND SECONDS`
//!
//! Every event has a message id of its own, written into a body that is made once, so that the sender
//! costs little. A rate of 0 means as fast as answers come.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use base64::Engine;

/// Digits of a message id.
const DIGITS: usize = 16;

/// A request whose message ids are written anew each time.
struct Request {
    bytes: Vec<u8>,
    /// Where the ids stand.
    ids: Vec<usize>,
}

impl Request {
    fn new(key: &str, events: usize, size: usize) -> Self {
        let event = |n: usize| {
            let id = "0".repeat(DIGITS);
            let head = format!(
                "{{\"type\":\"track\",\"event\":\"Product Viewed\",\"userId\":\"u{}\",\"messageId\":\"{id}\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"properties\":{{\"product_id\":\"p{}\",\"note\":\"",
                n * 37 % 1000,
                n % 97
            );
            let fill = size.saturating_sub(head.len() + 3);
            format!("{head}{}\"}}}}", "x".repeat(fill))
        };
        let all: Vec<String> = (0..events).map(event).collect();
        let (path, body) = match all.as_slice() {
            [one] => ("/v1/track", one.clone()),
            many => ("/v1/batch", format!("{{\"batch\":[{}]}}", many.join(","))),
        };
        let key = base64::engine::general_purpose::STANDARD.encode(format!("{key}:"));
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: load\r\nauthorization: Basic {key}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let bytes = format!("{head}{body}").into_bytes();
        let mark = b"\"messageId\":\"";
        let ids = bytes.windows(mark.len()).enumerate().filter(|(_, w)| w == mark);
        let ids = ids.map(|(at, _)| at + mark.len()).collect();
        Self { bytes, ids }
    }

    fn number(&mut self, mut first: u64) {
        for place in &self.ids {
            if let Some(digits) = self.bytes.get_mut(*place..place + DIGITS) {
                digits.copy_from_slice(format!("{first:016}").as_bytes());
            }
            first += 1;
        }
    }
}

/// What one connection saw.
#[derive(Default)]
struct Seen {
    acknowledged: u64,
    busy: u64,
    waits: Vec<Duration>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, key, events, size, connections, rate, seconds] = words.as_slice() else {
        return Err("load ADDRESS KEY EVENTS BYTES CONNECTIONS RATE SECONDS".into());
    };
    let (events, size): (usize, usize) = (events.parse()?, size.parse()?);
    let (connections, rate): (u64, f64) = (connections.parse()?, rate.parse()?);
    let length = Duration::from_secs_f64(seconds.parse()?);
    let pause = if rate > 0.0 {
        Duration::from_secs_f64(events as f64 * connections as f64 / rate)
    } else {
        Duration::ZERO
    };
    let begun = Instant::now();
    let base = u64::from(std::process::id()) % 9_000 * 1_000_000_000_000;
    let send = |n: u64| -> std::io::Result<Seen> {
        let mut request = Request::new(key, events, size);
        sent(address, &mut request, base + n * 10_000_000_000, pause, begun + length)
    };
    let all: Vec<std::io::Result<Seen>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..connections).map(|n| scope.spawn(move || send(n))).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let all: Vec<Seen> = all.into_iter().collect::<std::io::Result<_>>()?;
    let took = begun.elapsed().as_secs_f64();
    let acknowledged: u64 = all.iter().map(|s| s.acknowledged).sum::<u64>() * events as u64;
    let busy: u64 = all.iter().map(|s| s.busy).sum();
    let mut waits: Vec<Duration> = all.into_iter().flat_map(|s| s.waits).collect();
    waits.sort_unstable();
    let at = |share: f64| {
        let place = (waits.len() as f64 * share) as usize;
        waits.get(place.min(waits.len().saturating_sub(1))).map_or(0.0, Duration::as_secs_f64)
    };
    println!(
        "{{\"acknowledged\":{acknowledged},\"seconds\":{took:.3},\"busy\":{busy},\"p50_ms\":{:.2},\"p99_ms\":{:.2}}}",
        at(0.5) * 1e3,
        at(0.99) * 1e3
    );
    Ok(())
}

fn sent(
    address: &str,
    request: &mut Request,
    first: u64,
    pause: Duration,
    until: Instant,
) -> std::io::Result<Seen> {
    let mut out = TcpStream::connect(address)?;
    out.set_nodelay(true)?;
    let mut back = BufReader::new(out.try_clone()?);
    let (mut seen, mut next, mut due) = (Seen::default(), first, Instant::now());
    while Instant::now() < until {
        if !pause.is_zero() {
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            due += pause;
        }
        request.number(next);
        let begun = Instant::now();
        out.write_all(&request.bytes)?;
        match answer(&mut back)? {
            200 => {
                seen.acknowledged += 1;
                seen.waits.push(begun.elapsed());
                next += request.ids.len() as u64;
            }
            429 => {
                seen.busy += 1;
                std::thread::sleep(Duration::from_millis(50));
            }
            other => return Err(std::io::Error::other(format!("answered {other}"))),
        }
    }
    Ok(seen)
}

/// The status of an answer, its body read to the end.
fn answer(back: &mut BufReader<TcpStream>) -> std::io::Result<u16> {
    let mut line = String::new();
    back.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
    let mut length = 0;
    loop {
        line.clear();
        back.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    back.read_exact(&mut body)?;
    Ok(status)
}
