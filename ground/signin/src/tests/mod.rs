//! Stories of the door, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
mod codes;
mod home;
mod leaving;
mod links;
mod pseudonyms;
mod sessions;
mod shop;

use std::cell::RefCell;
use std::io;
use std::sync::Once;

use deedwell_testing::{Setting, World};

/// The door by itself: no programme.
async fn worlds() -> Vec<World> {
    listen();
    Setting::default().and(crate::routes, crate::MESSAGES).worlds().await
}

thread_local! {
    /// What this story logged: each runs on a thread of its own.
    static LOG: RefCell<String> = const { RefCell::new(String::new()) };
}

struct Listener;

impl io::Write for Listener {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.with_borrow_mut(|log| log.push_str(&String::from_utf8_lossy(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt().with_ansi(false).with_writer(|| Listener).init();
    });
}

/// The last code that was logged for this address, as an operator would read it.
fn code_for(address: &str) -> String {
    let wanted = format!("address=\"{address}\"");
    let line = LOG.with_borrow(|log| {
        let mut lines = log.lines().filter(|l| l.contains("Sign-in code") && l.contains(&wanted));
        lines.next_back().map(str::to_owned)
    });
    let line = line.expect("a code was sent to this address");
    let (_, code) = line.split_once("code=\"").expect("a code in the log");
    code.chars().take_while(char::is_ascii_digit).collect()
}

fn is_logged(address: &str) -> bool {
    LOG.with_borrow(|log| log.lines().any(|l| l.contains("Sign-in code") && l.contains(address)))
}

/// A code that is not this one.
fn another(code: &str) -> String {
    let n: u32 = code.parse().unwrap();
    format!("{:06}", (n + 1) % 1_000_000)
}
