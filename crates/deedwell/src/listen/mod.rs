//! How connections are taken: so many, from one place not nearly all of them, and none for long
//! that dawdles.
//!
//! Only HTTP/1.1 is spoken: browsers speak HTTP/2 to a proxy, over TLS, which is not ours. Bodies
//! have a limit of their own in the gate, which can answer with a sentence.
mod patient;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use deedwell_web::Peer;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt;

use crate::config::Config;
use patient::Patient;

/// How long a request's head may take to arrive, and a kept connection to say the next.
const HEAD: Duration = Duration::from_secs(10);
/// How long an answer may wait to be taken before the connection is given up.
const STALLED: Duration = Duration::from_secs(30);
/// Bytes of a request's head.
const HEAD_BYTES: usize = 64 * 1024;
/// One place on the net gets at most this part of all connections, so that it cannot keep out
/// everybody else.
const PART_OF_PLACE: usize = 4;
const HERE: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
/// After an error of the listener (no descriptors left, mostly) it rests before it tries again.
const REST: Duration = Duration::from_millis(200);
/// What a place is told that has too many.
const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\n\
    Content-Type: text/plain\r\nContent-Length: 59\r\nConnection: close\r\n\r\n\
    Too many connections from where you are. Please come again.";

#[derive(Clone, Debug)]
pub struct Limits {
    /// At one time. More wait in the system's queue.
    pub connections: usize,
    pub of_place: usize,
    pub head: Duration,
    pub stalled: Duration,
    /// Proxies speak for many, and this machine for itself: they are not counted as a place.
    pub uncounted: Vec<IpAddr>,
}

impl Limits {
    pub fn of(config: &Config) -> Self {
        Self {
            connections: config.connections,
            of_place: config.connections.div_ceil(PART_OF_PLACE),
            head: HEAD,
            stalled: STALLED,
            uncounted: [&config.trusted_proxies[..], &HERE].concat(),
        }
    }
}

/// Takes connections until told to stop, then lets those under way finish what they are at.
pub async fn listen(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    let room = Arc::new(Semaphore::new(limits.connections));
    let places = Arc::new(Places::default());
    let limits = Arc::new(limits);
    // Each conversation holds an end of this; when all are over, it is closed.
    let (under_way, talking) = watch::channel(());
    loop {
        let next = next(&listener, &room);
        let (stream, peer, seat) = tokio::select! {
            next = next => next,
            () = told(&mut stop) => break,
        };
        let Some(place) = places.enter(peer.ip(), &limits) else {
            // Said if it can be said at once: nobody waits for whoever is too many.
            let _ = stream.try_write(BUSY);
            continue;
        };
        let (router, limits) = (router.clone(), Arc::clone(&limits));
        let (stop, talking) = (stop.clone(), talking.clone());
        tokio::spawn(async move {
            converse(stream, peer, router, &limits, stop).await;
            drop((seat, place, talking));
        });
    }
    drop((listener, talking));
    under_way.closed().await;
}

/// Until this server is asked to stop.
async fn told(stop: &mut watch::Receiver<bool>) {
    // When nobody can say so any more, that is as good as being told.
    let _ = stop.wait_for(|stop| *stop).await.map(drop);
}

/// The next connection, once there is room for it.
async fn next(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>) {
    // Never closed, so there is always a permit in the end.
    let seat = Arc::clone(room).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, seat),
            Err(error) => {
                tracing::warn!(%error, "A connection could not be taken");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// Answers one connection, request after request, until it ends, dawdles, or is asked to stop.
async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: &Limits,
    mut stop: watch::Receiver<bool>,
) {
    // Answers are written whole; waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        answer(router.clone(), peer, request)
    });
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(HEAD_BYTES);
    let stream = TokioIo::new(Patient::new(stream, limits.stalled));
    let mut talk = std::pin::pin!(http.serve_connection(stream, service));
    let ended = tokio::select! {
        ended = talk.as_mut() => ended,
        () = told(&mut stop) => {
            talk.as_mut().graceful_shutdown();
            talk.await
        }
    };
    if let Err(error) = ended {
        // Somebody hung up, or was too slow: nothing of ours.
        tracing::debug!(%error, "A connection ended early");
    }
}

async fn answer(
    router: Router,
    peer: SocketAddr,
    request: hyper::Request<Incoming>,
) -> Result<Response, Infallible> {
    let mut request: Request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request).await
}

/// How many connections each place has.
#[derive(Default)]
struct Places(Mutex<HashMap<IpAddr, usize>>);

/// A place's share of the room, given back when dropped.
struct Share {
    places: Arc<Places>,
    place: IpAddr,
}

impl Places {
    /// `None` when this place has its share already.
    fn enter(self: &Arc<Self>, address: IpAddr, limits: &Limits) -> Option<Option<Share>> {
        if limits.uncounted.contains(&address.to_canonical()) {
            return Some(None);
        }
        let Peer(place) = Peer::of(address);
        let mut counts = self.counts();
        let count = counts.entry(place).or_default();
        if *count >= limits.of_place {
            return None;
        }
        *count += 1;
        Some(Some(Share { places: Arc::clone(self), place }))
    }

    fn counts(&self) -> std::sync::MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut counts = self.places.counts();
        if let Some(count) = counts.get_mut(&self.place) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.place);
            }
        }
    }
}
