//! The way out for letters: a stream to a mail server, dialled by the same rules as every call.
//!
//! Where a call goes to a URL, a letter goes to a host and a port that somebody wrote into a form; so
//! the name is looked up once, every address that it has is judged, and what was judged is dialled.

use std::net::{IpAddr, SocketAddr};

use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use crate::client::Outbound;
use crate::failure::Failure;
use crate::place::is_public;
use crate::sink::Sink;

/// Where servers that take letters listen. Inside a network that the operator allows, any port will do.
pub const MAIL_PORTS: [u16; 4] = [25, 465, 587, 2525];

/// A mail server, as somebody wrote it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailHost {
    host: String,
    port: u16,
}

impl MailHost {
    /// A name, or an address; and a port.
    ///
    /// # Errors
    /// `Unreadable`, `Port`.
    pub fn parse(host: &str, port: u16) -> Result<Self, Failure> {
        let host = host.trim().trim_end_matches('.').to_ascii_lowercase();
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let label = |label: &str| !label.is_empty() && label.len() <= 63;
        let is_name = host.len() <= 253 && host.chars().all(good) && host.split('.').all(label);
        // What looks like a number is one, or nothing: 127.1 and 0x7f.1 are addresses to some.
        let last = host.rsplit('.').next().unwrap_or_default();
        let is_number = last.starts_with("0x") || last.chars().all(|c| c.is_ascii_digit());
        match host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
            _ if port == 0 => Err(Failure::Port),
            Ok(address) => Ok(Self { host: address.to_string(), port }),
            Err(_) if is_name && !is_number => Ok(Self { host, port }),
            Err(_) => Err(Failure::Unreadable),
        }
    }

    pub fn name(&self) -> &str {
        &self.host
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    fn address(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }
}

impl Outbound {
    /// Whether this server can be kept, as far as can be told without asking anybody.
    ///
    /// # Errors
    /// Why not.
    pub fn judge_mail(&self, to: &MailHost) -> Result<(), Failure> {
        let inside = ["localhost", "local", "internal", "localdomain", "lan", "home", "intranet"];
        match to.address() {
            Some(address) => self.judge_found(to, &[address]),
            None if self.allow.names(&to.host) || self.allow.has_nets() => Ok(()),
            None if inside.contains(&to.host.rsplit('.').next().unwrap_or_default()) => {
                Err(Failure::NotPublic)
            }
            None if !MAIL_PORTS.contains(&to.port) => Err(Failure::Port),
            None => Ok(()),
        }
    }

    /// Looks up once, judges, dials what it judged. `sink` says for whom.
    ///
    /// # Errors
    /// Why nobody was reached.
    pub async fn dial_mail(&self, _sink: Sink, to: &MailHost) -> Result<TcpStream, Failure> {
        let found = match to.address() {
            Some(address) => vec![address],
            None => {
                let asked = self.resolver.addresses(&to.host);
                let found = tokio::time::timeout(self.limits.connect, asked).await;
                found.map_err(|_| Failure::NotPublic)?.map_err(|_| Failure::NotPublic)?
            }
        };
        self.judge_found(to, &found)?;
        let checked: Vec<_> = found.into_iter().map(|ip| SocketAddr::new(ip, to.port)).collect();
        let stream = self.dial(&checked).await?;
        stream.set_nodelay(true).map_err(|_| Failure::Unreachable)?;
        Ok(stream)
    }

    /// The same stream with TLS, which proves whose the host is.
    ///
    /// # Errors
    /// `Untrusted`, `TooSlow`.
    pub async fn secure_mail(
        &self,
        to: &MailHost,
        stream: TcpStream,
    ) -> Result<TlsStream<TcpStream>, Failure> {
        let name = match to.address() {
            Some(address) => ServerName::from(address),
            None => ServerName::try_from(to.host.clone()).map_err(|_| Failure::Unreadable)?,
        };
        let shaken = tokio::time::timeout(self.limits.whole, self.tls.connect(name, stream)).await;
        shaken.map_err(|_| Failure::TooSlow)?.map_err(|_| Failure::Untrusted)
    }

    fn judge_found(&self, to: &MailHost, found: &[IpAddr]) -> Result<(), Failure> {
        let is_named = self.allow.names(&to.host);
        let is_allowed = |address: &IpAddr| is_named || self.allow.holds(*address);
        if found.is_empty() || !found.iter().all(|a| is_public(*a) || is_allowed(a)) {
            return Err(Failure::NotPublic);
        }
        let is_mail = MAIL_PORTS.contains(&to.port) || found.iter().all(is_allowed);
        if is_mail { Ok(()) } else { Err(Failure::Port) }
    }
}
