//! Somebody else's program: listens, remembers what it was told, and answers as the story says.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;

use crate::secret;

#[derive(Clone, Debug)]
pub(super) struct Heard {
    pub id: String,
    pub at: Timestamp,
    pub signature: String,
    pub body: String,
}

impl Heard {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// As the specification says: any of the signatures is the right one.
    pub fn is_from(&self, secret: &str) -> bool {
        let right = secret::signatures(&[secret], &self.id, self.at, &self.body).unwrap();
        self.signature.split(' ').any(|given| given == right)
    }
}

#[derive(Clone)]
enum Says {
    Status(u16, &'static str, Option<&'static str>),
    /// Never answers.
    Nothing,
}

#[derive(Clone, Default)]
struct Kept {
    heard: Arc<Mutex<Vec<Heard>>>,
    says: Arc<Mutex<VecDeque<Says>>>,
    usually: Arc<Mutex<Option<Says>>>,
}

pub(super) struct Receiver {
    pub address: String,
    kept: Kept,
}

impl Receiver {
    pub async fn listening() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/hooks?tenant=1", listener.local_addr().unwrap());
        let kept = Kept::default();
        let of = kept.clone();
        let router = Router::new().fallback(move |headers: HeaderMap, body: Bytes| {
            let kept = of.clone();
            async move { told(kept, &headers, &body).await }
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, kept }
    }

    /// The next answers; then all is well again.
    pub fn then_says(&self, status: u16, body: &'static str, times: usize) {
        let mut says = self.kept.says.lock().unwrap();
        says.extend(std::iter::repeat_n(Says::Status(status, body, None), times));
    }

    pub fn asks_to_wait(&self, status: u16, seconds: &'static str) {
        self.kept.says.lock().unwrap().push_back(Says::Status(status, "", Some(seconds)));
    }

    /// From now on.
    pub fn is_broken(&self, status: u16) {
        *self.kept.usually.lock().unwrap() = Some(Says::Status(status, "broken", None));
    }

    pub fn is_mended(&self) {
        *self.kept.usually.lock().unwrap() = None;
    }

    pub fn falls_silent(&self) {
        *self.kept.usually.lock().unwrap() = Some(Says::Nothing);
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.kept.heard.lock().unwrap().clone()
    }
}

async fn told(kept: Kept, headers: &HeaderMap, body: &Bytes) -> Response {
    let text = |name: &str| headers.get(name).unwrap().to_str().unwrap().to_owned();
    let at: i64 = text("webhook-timestamp").parse().unwrap();
    kept.heard.lock().unwrap().push(Heard {
        id: text("webhook-id"),
        at: Timestamp::from_second(at).unwrap(),
        signature: text("webhook-signature"),
        body: String::from_utf8(body.to_vec()).unwrap(),
    });
    let next = kept.says.lock().unwrap().pop_front();
    let usually = || kept.usually.lock().unwrap().clone();
    match next.or_else(usually).unwrap_or(Says::Status(204, "", None)) {
        Says::Nothing => std::future::pending().await,
        Says::Status(status, body, wait) => {
            let status = StatusCode::from_u16(status).unwrap();
            match wait {
                Some(wait) => (status, [("retry-after", wait)], body).into_response(),
                None => (status, body).into_response(),
            }
        }
    }
}
