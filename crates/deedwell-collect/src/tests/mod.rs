//! Stories of what comes in, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
mod attacks;
mod counted;
mod groups;
mod hostile;
mod pages;
mod people;
mod plan;
mod strict;
mod taking;
mod ways_in;

use axum::http::Method;
use deedwell_core::Secret;
use deedwell_testing::{Reply, Setting, World};
use serde_json::Value;

use crate::source::{self, NewSource, SourceKind};

pub(super) const AT: &str = "2026-11-18T08:00:00Z";

/// A shop with a site and a server, and the key of each.
pub(super) struct Shop {
    pub world: World,
    pub browser: Secret,
    pub server: Secret,
}

pub(super) async fn shops() -> Vec<Shop> {
    let mut setting = Setting::default().and(crate::routes, crate::MESSAGES);
    setting.migrations.push(crate::MIGRATIONS);
    let mut shops = Vec::new();
    for world in setting.worlds().await {
        let browser = open(&world, SourceKind::Browser, "").await;
        let server = open(&world, SourceKind::Server, "").await;
        shops.push(Shop { world, browser, server });
    }
    shops
}

pub(super) async fn open(world: &World, kind: SourceKind, origins: &str) -> Secret {
    let new = NewSource::checked("A source", kind.name(), None, origins, true).unwrap();
    let mut tx = world.tx().await;
    let (_, key) = source::add_source(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    key
}

/// A key as it is written down.
pub(super) trait Reveals {
    fn written(&self) -> &str;
}
impl Reveals for Secret {
    fn written(&self) -> &str {
        self.reveal()
    }
}
pub(super) struct Key<'a>(pub &'a str);
impl Reveals for Key<'_> {
    fn written(&self) -> &str {
        self.0
    }
}

pub(super) fn basic(key: &impl Reveals) -> String {
    use base64::Engine;
    let packed = base64::engine::general_purpose::STANDARD.encode(format!("{}:", key.written()));
    format!("Basic {packed}")
}

impl Shop {
    /// Sends with this key, as libraries do.
    pub async fn sends(&self, key: &impl Reveals, path: &str, body: &str) -> Reply {
        // Nothing reaches anybody at the very moment of what came before.
        self.world.advance(jiff::SignedDuration::from_secs(1));
        let key = basic(key);
        let headers = [("authorization", key.as_str()), ("content-type", "text/plain")];
        let sender = self.world.visitor();
        sender.asks(Method::POST, path, &headers, body.to_owned()).await
    }

    /// A batch of the server that has to be taken.
    pub async fn server_says(&self, messages: &[Value]) {
        let body = serde_json::json!({ "batch": messages }).to_string();
        let reply = self.sends(&self.server, "/v1/batch", &body).await;
        assert_eq!((reply.status(), reply.json()["success"].as_bool()), (200, Some(true)));
    }

    /// The same of a browser.
    pub async fn browser_says(&self, messages: &[Value]) {
        let body = serde_json::json!({ "batch": messages }).to_string();
        assert_eq!(self.sends(&self.browser, "/v1/b", &body).await.status(), 200);
    }

    /// Codes of what was wrong, each with how often.
    pub async fn wrong(&self) -> Vec<(String, i64)> {
        let mut tx = self.world.tx().await;
        let list = tx.query(
            "select problem, cast(sum(count) as bigint) as n from sent_wrong
             where organisation = $1 group by problem order by problem",
        );
        let rows = tx.list(list).await.unwrap();
        rows.iter().map(|r| (r.text("problem").unwrap(), r.number("n").unwrap())).collect()
    }

    /// What was sent, as it was sent, in order.
    pub async fn sent(&self) -> Vec<Value> {
        use std::io::Read;
        let mut tx = self.world.tx().await;
        let list = tx.query("select bytes from sent where organisation = $1 order by id");
        let mut sent = Vec::new();
        for row in tx.list(list).await.unwrap() {
            let mut text = String::new();
            let bytes = row.bytes("bytes").unwrap();
            flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
            sent.extend(text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()));
        }
        sent
    }

    /// How many people are known.
    pub async fn people(&self) -> i64 {
        let mut tx = self.world.tx().await;
        let count = tx.query("select count(*) as n from person where organisation = $1");
        tx.one(count).await.unwrap().number("n").unwrap()
    }

    /// Whose a sign is.
    pub async fn person(&self, kind: deedwell_people::IdentityKind, value: &str) -> Option<String> {
        let mut tx = self.world.tx().await;
        let find = tx.query(
            "select person from identity where organisation = $1 and kind = $2 and value = $3",
        );
        let row = tx.find(find.bind(kind.name()).bind(value)).await.unwrap();
        row.map(|row| row.text("person").unwrap())
    }
}
