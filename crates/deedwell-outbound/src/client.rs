//! The client: looks up once, judges, dials what it judged, sends, reads so much and no more.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{HOST, HeaderName, HeaderValue, USER_AGENT};
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_rustls::TlsConnector;

use crate::allow::Allow;
use crate::failure::Failure;
use crate::sink::Sink;
use crate::target::Target;
use crate::tls;

type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Finds the addresses of a name. Handed in, as time is.
pub trait Resolve: Send + Sync {
    fn addresses<'a>(&'a self, name: &'a str) -> Later<'a, io::Result<Vec<IpAddr>>>;
}

pub type Resolver = Arc<dyn Resolve>;

/// How the machine finds them.
struct Machine;

impl Resolve for Machine {
    fn addresses<'a>(&'a self, name: &'a str) -> Later<'a, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            Ok(tokio::net::lookup_host((name, 0)).await?.map(|found| found.ip()).collect())
        })
    }
}

/// What ends a call.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Looking up a name; the same again for each address that is dialled.
    pub connect: Duration,
    /// All of it.
    pub whole: Duration,
    /// Bytes that may be sent.
    pub request: usize,
    /// Bytes of an answer that are read; the rest is left.
    pub answer: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            whole: Duration::from_secs(20),
            request: 256 * 1024,
            answer: 16 * 1024,
        }
    }
}

/// Calls under way at one time, of one server.
const MOST_AT_ONCE: usize = 128;
/// Addresses of one name that are dialled, one after the other.
const MOST_DIALLED: usize = 3;
/// Bytes of an answer's head.
const LARGEST_HEAD: usize = 32 * 1024;

/// The client. Cheap to clone.
#[derive(Clone)]
pub struct Outbound {
    pub(crate) allow: Arc<Allow>,
    pub(crate) resolver: Resolver,
    pub(crate) limits: Limits,
    pub(crate) tls: TlsConnector,
    turns: Arc<Semaphore>,
}

/// What is to be sent.
#[derive(Clone, Debug)]
pub struct Call {
    pub sink: Sink,
    pub method: Method,
    pub target: Target,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// What came back. A redirect is an answer like any other: nobody goes there.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
    /// There was more than is read.
    pub was_cut: bool,
    /// The header `Retry-After`, as it came.
    pub retry_after: Option<String>,
}

impl Outbound {
    /// # Errors
    /// `Untrusted` when TLS cannot be set up.
    pub fn new(allow: Allow) -> Result<Self, Failure> {
        Self::with(allow, Arc::new(Machine), Limits::default(), &[])
    }

    /// With a resolver, limits and roots handed in.
    ///
    /// # Errors
    /// `Untrusted` when a root cannot be read.
    pub fn with(
        allow: Allow,
        resolver: Resolver,
        limits: Limits,
        roots: &[CertificateDer<'static>],
    ) -> Result<Self, Failure> {
        let (allow, turns) = (Arc::new(allow), Arc::new(Semaphore::new(MOST_AT_ONCE)));
        Ok(Self { allow, resolver, limits, tls: tls::connector(roots)?, turns })
    }

    /// Whether this address can be kept, as far as can be told without asking anybody: a courtesy to
    /// whoever writes it down. What holds is that every call looks again.
    ///
    /// # Errors
    /// Why not.
    pub fn judge(&self, target: &Target) -> Result<(), Failure> {
        target.judge_as_written(&self.allow)
    }

    /// Sends it, and reads the answer.
    ///
    /// # Errors
    /// Why nothing came of it. An answer that says no is none of them.
    pub async fn call(&self, call: Call) -> Result<Answer, Failure> {
        if call.body.len() > self.limits.request {
            return Err(Failure::TooLarge);
        }
        let _turn = self.turns.acquire().await.map_err(|_| Failure::Unreachable)?;
        let whole = self.send(call);
        tokio::time::timeout(self.limits.whole, whole).await.unwrap_or(Err(Failure::TooSlow))
    }

    /// The addresses to dial: all of them were judged, and nobody asks for them again.
    async fn look_up(&self, target: &Target) -> Result<Vec<SocketAddr>, Failure> {
        let found = match (target.address(), target.name()) {
            (Some(address), _) => vec![address],
            (None, Some(name)) => {
                let asked = self.resolver.addresses(name);
                let found = tokio::time::timeout(self.limits.connect, asked).await;
                // That there is no such name is not told apart from that it leads inside.
                found.map_err(|_| Failure::NotPublic)?.map_err(|_| Failure::NotPublic)?
            }
            (None, None) => return Err(Failure::Unreadable),
        };
        target.judge(&found, &self.allow)?;
        Ok(found.into_iter().map(|ip| SocketAddr::new(ip, target.port())).collect())
    }

    async fn send(&self, call: Call) -> Result<Answer, Failure> {
        let checked = self.look_up(&call.target).await?;
        let stream = self.dial(&checked).await?;
        if !call.target.is_secure() {
            return self.speak(stream, call).await;
        }
        let host = match (call.target.address(), call.target.name()) {
            (Some(address), _) => ServerName::from(address),
            (None, name) => ServerName::try_from(name.unwrap_or_default().to_owned())
                .map_err(|_| Failure::Unreadable)?,
        };
        let stream = self.tls.connect(host, stream).await.map_err(|_| Failure::Untrusted)?;
        self.speak(stream, call).await
    }

    pub(crate) async fn dial(&self, checked: &[SocketAddr]) -> Result<TcpStream, Failure> {
        for address in checked.iter().take(MOST_DIALLED) {
            let dialled = TcpStream::connect(address);
            if let Ok(Ok(stream)) = tokio::time::timeout(self.limits.connect, dialled).await {
                return Ok(stream);
            }
        }
        Err(Failure::Unreachable)
    }

    async fn speak<S>(&self, stream: S, call: Call) -> Result<Answer, Failure>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let mut speaker = hyper::client::conn::http1::Builder::new();
        speaker.max_buf_size(LARGEST_HEAD).max_headers(64);
        let spoken = speaker.handshake::<_, Full<Bytes>>(TokioIo::new(stream)).await;
        let (mut sender, connection) = spoken.map_err(|_| Failure::Broken)?;
        // It ends with this call: what is left of the answer is not waited for.
        let mut driver = tokio::task::JoinSet::new();
        driver.spawn(connection);
        let response = sender.send_request(request(call)?).await.map_err(|_| Failure::Broken)?;
        self.read(response).await
    }

    async fn read(&self, response: Response<Incoming>) -> Result<Answer, Failure> {
        let status = response.status().as_u16();
        let retry_after = response.headers().get("retry-after");
        let retry_after = retry_after.and_then(|v| v.to_str().ok()).map(str::to_owned);
        let mut answer = Answer { status, body: Vec::new(), was_cut: false, retry_after };
        let mut body = response.into_body();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| Failure::Broken)?;
            let Some(data) = frame.data_ref() else { continue };
            let room = self.limits.answer - answer.body.len();
            answer.body.extend(data.iter().take(room));
            if data.len() > room {
                answer.was_cut = true;
                break;
            }
        }
        Ok(answer)
    }
}

fn request(call: Call) -> Result<Request<Full<Bytes>>, Failure> {
    let Call { method, target, headers, body, .. } = call;
    let mut request = Request::new(Full::new(Bytes::from(body)));
    *request.method_mut() = method;
    *request.uri_mut() = target.path().parse().map_err(|_| Failure::Unreadable)?;
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| Failure::Unreadable);
    let all = request.headers_mut();
    all.insert(HOST, value(&target.authority())?);
    all.insert(
        USER_AGENT,
        HeaderValue::from_static(concat!("Deedwell/", env!("CARGO_PKG_VERSION"))),
    );
    all.insert("connection", HeaderValue::from_static("close"));
    for (name, text) in headers {
        all.insert(HeaderName::from_static(name), value(&text)?);
    }
    Ok(request)
}
