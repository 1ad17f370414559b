//! Stories of connections, over real ones: Kurt dawdles, Mary works, and the server is asked to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use deedwell_console::acts::members::NewMember;
use deedwell_console::acts::{self, By, KeyKind, NewOrganisation, Scope};
use deedwell_core::{Id, Organisation, Staff};
use deedwell_web::{Deedwell, Settings, sessions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Limits, Places, listen};
use crate::commands::serve;
use crate::config::Config;
use crate::wiring::{self, Parts};

/// Nothing here may take longer, however slow the machine.
const SOON: Duration = Duration::from_secs(20);
const REQUESTS_OF_KEY: u32 = 3;
const PAGE: &str = "GET /sign-in HTTP/1.1\r\nhost: shop\r\n\r\n";

struct Server {
    address: SocketAddr,
    app: Deedwell,
    parts: Arc<Parts>,
    ours: Id<Organisation>,
    stop: watch::Sender<bool>,
    listening: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

fn limits() -> Limits {
    let second = Duration::from_secs(1);
    Limits { connections: 20, of_place: 20, head: second, stalled: second, uncounted: vec![] }
}

async fn server(limits: Limits) -> Server {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let flags = [("data", data), ("public_url", "http://shop".to_owned())].into();
    let config = Config::read(&flags, None).unwrap();
    let parts = Arc::new(wiring::open(&config).await.unwrap());
    let new = NewOrganisation::checked("The Shop", "EUR", "Europe/Berlin", "en").unwrap();
    let ours = acts::add_organisation(&parts.db, &new).await.unwrap();
    let arrival = Duration::from_secs(1);
    let requests_of_key = REQUESTS_OF_KEY;
    let settings = |given: Settings| Settings { arrival, requests_of_key, ..given };
    let (app, router) = serve::assemble_with(&config, &parts, Vec::new(), settings).unwrap();
    app.refresh_sites().await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = watch::channel(false);
    let listening = tokio::spawn(listen(listener, router, limits, stopped));
    Server { address, app, parts, ours, stop, listening, _folder: folder }
}

impl Server {
    /// A connection on which this was said.
    async fn hears(&self, words: &str) -> Wire {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(words.as_bytes()).await.unwrap();
        Wire(stream)
    }

    /// Somebody of the shop's, with the cookie of a session.
    async fn staff(&self, email: &str) -> (Id<Staff>, String) {
        let new = NewMember::checked("Mary", email, "", "owner").unwrap();
        let mut tx = self.parts.db.write(self.ours).await.unwrap();
        let id = acts::add_member(&mut tx, &new, None).await.unwrap();
        let settings = self.app.settings();
        let cookie = sessions::open_for_staff(&mut tx, settings, id, 0, true).await.unwrap();
        tx.commit().await.unwrap();
        let cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        (id, cookie)
    }

    async fn live(&self, cookie: &str) -> Wire {
        let head = "host: shop\r\naccept: text/event-stream\r\n";
        self.hears(&format!("GET /live HTTP/1.1\r\n{head}cookie: {cookie}\r\n\r\n")).await
    }
}

struct Wire(TcpStream);

impl Wire {
    /// What comes until these words are among it, or the connection ends.
    async fn says(&mut self, words: &str) -> String {
        let mut heard = Vec::new();
        let reading = async {
            let mut piece = [0; 4096];
            while !String::from_utf8_lossy(&heard).contains(words) {
                match self.0.read(&mut piece).await {
                    Ok(0) | Err(_) => break,
                    Ok(n) => heard.extend_from_slice(&piece[..n]),
                }
            }
        };
        let soon = tokio::time::timeout(SOON, reading).await;
        let heard = String::from_utf8_lossy(&heard).into_owned();
        assert!(soon.is_ok(), "neither said {words:?} nor hung up: {heard}");
        heard
    }

    /// Until the other side hangs up.
    async fn ends(&mut self) -> String {
        self.says("\u{0} nobody says this").await
    }
}

#[tokio::test]
async fn whoever_dawdles_is_let_go_and_others_are_answered() {
    let server = server(limits()).await;
    let mut slow = Vec::new();
    for _ in 0..20 {
        slow.push(server.hears("GET / HTTP/1.1\r\nhost: sh").await);
    }
    let dripping = slow.pop().unwrap();
    let dripping = tokio::spawn(async move {
        let mut drips = 0;
        let mut stream = dripping.0;
        while stream.write_all(b"o").await.is_ok() {
            drips += 1;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        drips
    });
    // Every place is taken; Mary is answered all the same, once they are let go.
    let page = server.hears(PAGE).await.says("</html>").await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    for mut wire in slow {
        assert_eq!(wire.ends().await, "", "a half request was answered");
    }
    let drips = tokio::time::timeout(SOON, dripping).await.expect("a drip is no request").unwrap();
    assert!(drips < 100, "{drips} letters were waited for");
}

#[tokio::test]
async fn a_connection_that_says_nothing_more_is_closed() {
    let server = server(limits()).await;
    let mut silent = server.hears("").await;
    let mut kept = server.hears(PAGE).await;
    assert!(kept.says("</html>").await.starts_with("HTTP/1.1 200"));
    // It is kept for the next page,
    kept.0.write_all(PAGE.as_bytes()).await.unwrap();
    assert!(kept.says("</html>").await.starts_with("HTTP/1.1 200"));
    // but not for ever.
    assert_eq!((kept.ends().await, silent.ends().await), (String::new(), String::new()));
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let server = server(limits()).await;
    let half = "POST /sign-in HTTP/1.1\r\nhost: shop\r\ncontent-length: 99\r\n\
                content-type: application/x-www-form-urlencoded\r\n\r\nemail=";
    let answer = server.hears(half).await.ends().await;
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    assert!(answer.contains("This took too long to arrive."), "{answer}");
}

#[tokio::test]
async fn whoever_takes_no_answer_makes_room() {
    let server = server(Limits { connections: 1, ..limits() }).await;
    // More than any socket keeps for somebody who does not read.
    let asset = "GET /assets/htmx.min.js HTTP/1.1\r\nhost: shop\r\n\r\n".repeat(400);
    let deaf = server.hears(&asset).await;
    let page = server.hears(PAGE).await.says("</html>").await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    drop(deaf);
}

#[tokio::test]
async fn one_place_cannot_take_every_connection() {
    let server = server(Limits { of_place: 3, ..limits() }).await;
    let mut three = Vec::new();
    for _ in 0..3 {
        let mut wire = server.hears(PAGE).await;
        assert!(wire.says("</html>").await.starts_with("HTTP/1.1 200"));
        three.push(wire);
    }
    let busy = server.hears("").await.ends().await;
    assert!(busy.starts_with("HTTP/1.1 503"), "{busy}");
    assert!(busy.contains("\r\nRetry-After: 10\r\n"), "{busy}");
    let body = busy.split_once("\r\n\r\n").unwrap().1;
    assert!(busy.contains(&format!("Content-Length: {}\r\n", body.len())), "{busy}");
    for mut wire in three {
        wire.ends().await;
    }
    assert!(server.hears(PAGE).await.says("</html>").await.starts_with("HTTP/1.1 200"));
}

#[test]
fn a_place_is_a_whole_network_and_a_proxy_is_none() {
    let proxy = "10.0.0.1".parse().unwrap();
    let limits = Limits { of_place: 2, uncounted: vec![proxy], ..limits() };
    let places = Arc::new(Places::default());
    let enter = |address: &str| places.enter(address.parse().unwrap(), &limits);
    let (first, second) = (enter("2001:db8::1"), enter("2001:db8::2"));
    assert!(first.is_some() && second.is_some());
    assert!(enter("2001:db8::3").is_none(), "the same network");
    assert!(enter("2001:db8:0:1::1").is_some() && enter("192.0.2.1").is_some(), "another one");
    drop(first);
    assert!(enter("2001:db8::3").is_some());
    let proxied: Vec<_> = (0..9).map(|_| enter("::ffff:10.0.0.1")).collect();
    assert!(proxied.iter().all(Option::is_some));
}

#[tokio::test]
async fn live_streams_end_when_the_server_stops() {
    let server = server(limits()).await;
    let (_, cookie) = server.staff("mary@shop.example").await;
    let mut live = server.live(&cookie).await;
    assert!(live.says("event: changed").await.starts_with("HTTP/1.1 200"));
    server.app.close_streams();
    server.stop.send(true).unwrap();
    let stopped = tokio::time::timeout(SOON, server.listening).await;
    assert!(stopped.is_ok(), "it waits for whoever listens");
    live.ends().await;
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let server = server(limits()).await;
    let (mary, cookie) = server.staff("mary@shop.example").await;
    let (_, other) = server.staff("edsger@shop.example").await;
    let (mut hers, mut his) = (server.live(&cookie).await, server.live(&other).await);
    hers.says("event: changed").await;
    his.says("event: changed").await;
    // Her role changes: whoever sits at her desk hears no more.
    let mut tx = server.parts.db.write(server.ours).await.unwrap();
    sessions::end_all(&mut tx, mary).await.unwrap();
    tx.commit().await.unwrap();
    hers.ends().await;
    // Her browser asks again, and is told to ask no more.
    assert!(server.live(&cookie).await.says("\r\n\r\n").await.starts_with("HTTP/1.1 204"));
    // His goes on, until he signs out.
    let head = format!("host: shop\r\ncookie: {other}\r\nsec-fetch-site: same-origin\r\n");
    let out = format!("POST /console/sign-out HTTP/1.1\r\n{head}content-length: 0\r\n\r\n");
    let piece = tokio::time::timeout(Duration::from_millis(200), his.0.readable()).await;
    assert!(piece.is_err(), "his stream ended with hers");
    assert!(server.hears(&out).await.says("\r\n\r\n").await.starts_with("HTTP/1.1 303"));
    his.ends().await;
}

#[tokio::test]
async fn a_session_has_few_streams_and_pages_do_without() {
    let server = server(limits()).await;
    let (_, cookie) = server.staff("mary@shop.example").await;
    let mut open = Vec::new();
    for _ in 0..4 {
        let mut live = server.live(&cookie).await;
        assert!(live.says("event: changed").await.starts_with("HTTP/1.1 200"));
        open.push(live);
    }
    let fifth = server.live(&cookie).await.says("load it again").await;
    assert!(fifth.starts_with("HTTP/1.1 429"), "{fifth}");
    assert!(fifth.contains("\r\nretry-after: 60\r\n"), "{fifth}");
    let ask = format!("GET /console HTTP/1.1\r\nhost: shop\r\ncookie: {cookie}\r\n\r\n");
    let page = server.hears(&ask).await.says("</html>").await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    // Somebody else has streams of their own; and one that was closed is free again.
    let (_, other) = server.staff("edsger@shop.example").await;
    assert!(server.live(&other).await.says("changed").await.starts_with("HTTP/1.1 200"));
    drop(open);
    let again = async {
        while !server.live(&cookie).await.says("\r\n\r\n").await.starts_with("HTTP/1.1 200") {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(SOON, again).await.expect("a place is free again");
}

#[tokio::test]
async fn a_key_asks_so_often_in_a_minute() {
    let server = server(limits()).await;
    let mut tx = server.parts.db.write(server.ours).await.unwrap();
    let mut keys = Vec::new();
    for name in ["Shop", "Import"] {
        let made =
            acts::make_key(&mut tx, By::CommandLine, KeyKind::Server, name, Scope::Read).await;
        keys.push(made.unwrap().1.reveal().to_owned());
    }
    tx.commit().await.unwrap();
    let ask = |key: &str| {
        format!("GET /api/ideas HTTP/1.1\r\nhost: shop\r\nauthorization: Bearer {key}\r\n\r\n")
    };
    // A minute may end between two of them, so there are more than enough.
    let mut refused = None;
    for n in 0..2 * REQUESTS_OF_KEY + 1 {
        let answer = server.hears(&ask(&keys[0])).await.says("}").await;
        if answer.starts_with("HTTP/1.1 429") {
            refused = Some((n, answer));
            break;
        }
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    let (n, answer) = refused.expect("too many");
    assert!(n >= REQUESTS_OF_KEY, "{n}");
    assert!(answer.contains("asked 3 times within a minute"), "{answer}");
    assert!(answer.contains("\r\nretry-after: "), "{answer}");
    let other = server.hears(&ask(&keys[1])).await.says("}").await;
    assert!(other.starts_with("HTTP/1.1 200"), "{other}");
}
