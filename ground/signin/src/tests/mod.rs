//! Stories of the door, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
mod codes;
mod home;
mod leaving;
mod links;
mod passkeys;
mod passwords;
mod pseudonyms;
mod sessions;
mod shop;

use std::cell::RefCell;
use std::io;
use std::sync::Once;

use deedwell_testing::{Reply, Setting, Somebody, World};

/// The door by itself: no programme.
async fn worlds() -> Vec<World> {
    listen();
    setting(crate::routes).worlds().await
}

/// With the tables of trust, which guards the form for a code.
fn setting(routes: fn() -> deedwell_web::Routes) -> Setting {
    let migrations =
        vec![deedwell_orders::MIGRATIONS, deedwell_trust::MIGRATIONS, crate::MIGRATIONS];
    Setting { migrations, ..Setting::default() }.and(routes, crate::MESSAGES)
}

/// What stands in the form for a code: it says that the form is ours.
async fn guard(somebody: &Somebody) -> String {
    let page = somebody.reads("/sign-in").await;
    let rest = page.html().split("name=\"form\" value=\"").nth(1).expect("a guarded form");
    rest.split('"').next().expect("a value").to_owned()
}

/// Fills in the form for a code as people do: the page first.
async fn asks(somebody: &Somebody, form: &str) -> Reply {
    let guard = guard(somebody).await;
    somebody.posts("/sign-in", &format!("{form}&form={guard}")).await
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
