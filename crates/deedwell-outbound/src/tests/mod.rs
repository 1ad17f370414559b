//! Stories of calls: which go nowhere, which arrive, and how each ends.
mod arriving;
mod forms;
mod mail;

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::{Allow, Answer, Call, Failure, Limits, Outbound, Resolve, Sink, Target};

/// A resolver that gives its answers one after the other, the last one for ever, and counts who asks.
#[derive(Default)]
struct Told {
    answers: Mutex<VecDeque<Vec<IpAddr>>>,
    asked: AtomicUsize,
}

impl Told {
    fn these(answers: &[&[IpAddr]]) -> Arc<Self> {
        let answers = Mutex::new(answers.iter().map(|a| a.to_vec()).collect());
        Arc::new(Self { answers, asked: AtomicUsize::new(0) })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Resolve for Told {
    fn addresses<'a>(
        &'a self,
        _name: &'a str,
    ) -> std::pin::Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        Box::pin(async move { answer.ok_or_else(|| io::Error::other("no such name")) })
    }
}

const SHORT: Limits = Limits {
    connect: Duration::from_secs(5),
    whole: Duration::from_secs(10),
    request: 64 * 1024,
    answer: 4 * 1024,
};

fn client(allow: &str, resolver: &Arc<Told>, limits: Limits) -> Outbound {
    let allow = Allow::parse(allow).unwrap();
    let root = rustls::pki_types::CertificateDer::from(include_bytes!("root.der").to_vec());
    Outbound::with(allow, Arc::clone(resolver) as _, limits, &[root]).unwrap()
}

async fn post(client: &Outbound, address: &str) -> Result<Answer, Failure> {
    let target = Target::parse(address)?;
    let (sink, method, body) = (Sink::Webhook, Method::POST, b"{\"a\":1}".to_vec());
    let headers = vec![("content-type", "application/json".to_owned())];
    client.call(Call { sink, method, target, headers, body }).await
}

/// Somebody who listens, answers everybody alike and remembers what was asked.
struct Listener {
    at: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Listener {
    /// `answer` is sent, then again for as long as it is taken if `endless`.
    async fn answering(answer: &'static [u8], endless: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let all = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let all = Arc::clone(&all);
                all.lock().unwrap().push(String::new());
                tokio::spawn(async move {
                    let mut request = vec![0; 64 * 1024];
                    let read = stream.read(&mut request).await.unwrap_or(0);
                    let text = String::from_utf8_lossy(&request[..read]).into_owned();
                    *all.lock().unwrap().last_mut().unwrap() = text;
                    let _ = stream.write_all(answer).await;
                    while endless && stream.write_all(&[b'x'; 8192]).await.is_ok() {}
                    if answer.is_empty() {
                        std::future::pending::<()>().await;
                    }
                });
            }
        });
        Self { at, heard }
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}
