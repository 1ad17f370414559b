//! One conversation with a mail server (RFC 5321, 2920, 3207, 4954).

use std::future::Future;
use std::net::IpAddr;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use deedwell_outbound::{Failure, Outbound, Sink};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::reply::{LONGEST_LINE, MOST_LINES};
use super::server::{Limits, Login, Server, Tls};
use super::{Envelope, Outcome, Reply, Trouble};

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// What the server said it can do.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Can {
    start_tls: bool,
    pipelining: bool,
    plain: bool,
    login: bool,
    utf8: bool,
}

/// An open conversation.
pub(super) struct Speaker {
    stream: Box<dyn Stream>,
    read: Vec<u8>,
    can: Can,
    limits: Limits,
    pub letters: usize,
    pub used_at: Instant,
}

/// A conversation that came to nothing, before any letter.
type Opening<T> = Result<T, Trouble>;

fn broken(detail: impl Into<String>) -> Trouble {
    Trouble::new("email.broken", detail)
}

fn failed(failure: Failure) -> Trouble {
    let code = match failure {
        Failure::NotPublic | Failure::Port => "email.not_public",
        Failure::Untrusted => "email.untrusted",
        Failure::TooSlow => "email.too_slow",
        _ => "email.unreachable",
    };
    Trouble::new(code, "")
}

async fn in_time<T>(wait: Duration, does: impl Future<Output = Opening<T>>) -> Opening<T> {
    let late = || Trouble::new("email.too_slow", "");
    tokio::time::timeout(wait, does).await.unwrap_or_else(|_| Err(late()))
}

impl Speaker {
    /// Dials, greets, makes it private as asked, signs in.
    pub async fn open(client: &Outbound, server: &Server, limits: Limits) -> Opening<Self> {
        let tcp = client.dial_mail(Sink::Mail, &server.host).await.map_err(failed)?;
        let is_beside = tcp.peer_addr().is_ok_and(|at| is_loopback(at.ip()));
        if server.tls == Tls::Implicit {
            let stream = client.secure_mail(&server.host, tcp).await.map_err(failed)?;
            let mut speaker = Self::over(Box::new(stream), limits);
            speaker.greeted().await?;
            speaker.hello(&server.hello).await?;
            return speaker.signed_in(server.login.as_ref(), true).await;
        }
        let (tcp, can) = Self::in_the_clear(tcp, server, limits).await?;
        if server.tls == Tls::None || (server.tls == Tls::Offered && !can.start_tls) {
            let mut speaker = Self::over(Box::new(tcp), limits);
            speaker.can = can;
            return speaker.signed_in(server.login.as_ref(), is_beside).await;
        }
        let stream = client.secure_mail(&server.host, tcp).await.map_err(failed)?;
        let mut speaker = Self::over(Box::new(stream), limits);
        // What was said before holds no more.
        speaker.hello(&server.hello).await?;
        speaker.signed_in(server.login.as_ref(), true).await
    }

    /// Greeting and, where it is wanted, the word after which the connection is private.
    async fn in_the_clear(
        mut tcp: TcpStream,
        server: &Server,
        limits: Limits,
    ) -> Opening<(TcpStream, Can)> {
        let mut read = Vec::new();
        let said = answer(&mut tcp, &mut read, limits.answer).await?;
        if said.code != 220 {
            return Err(Trouble::new("email.turned_away", said.text()));
        }
        let can = hello(&mut tcp, &mut read, &server.hello, limits).await?;
        let wants = matches!(server.tls, Tls::Required | Tls::Offered);
        if server.tls == Tls::Required && !can.start_tls {
            return Err(Trouble::new("email.no_tls", ""));
        }
        if wants && can.start_tls {
            say(&mut tcp, b"STARTTLS\r\n", limits.answer).await?;
            let said = answer(&mut tcp, &mut read, limits.answer).await?;
            if said.code != 220 {
                return Err(Trouble::new("email.no_tls", said.text()));
            }
        }
        // Somebody between could have added words that would be taken for private ones.
        if !read.is_empty() {
            return Err(broken("words before their time"));
        }
        Ok((tcp, can))
    }

    fn over(stream: Box<dyn Stream>, limits: Limits) -> Self {
        let (read, can) = (Vec::new(), Can::default());
        Self { stream, read, can, limits, letters: 0, used_at: Instant::now() }
    }

    async fn greeted(&mut self) -> Opening<()> {
        let said = answer(&mut self.stream, &mut self.read, self.limits.answer).await?;
        let good = said.code == 220;
        if good { Ok(()) } else { Err(Trouble::new("email.turned_away", said.text())) }
    }

    async fn hello(&mut self, name: &str) -> Opening<()> {
        self.can = hello(&mut self.stream, &mut self.read, name, self.limits).await?;
        Ok(())
    }

    async fn signed_in(mut self, login: Option<&Login>, is_private: bool) -> Opening<Self> {
        let Some(login) = login else { return Ok(self) };
        if !is_private {
            return Err(Trouble::new("email.no_tls", "the password would be said in the clear"));
        }
        let said = if self.can.plain || !self.can.login {
            let word = STANDARD.encode(format!("\0{}\0{}", login.name, login.password));
            self.asked(&format!("AUTH PLAIN {word}\r\n")).await?
        } else {
            self.asked("AUTH LOGIN\r\n").await?;
            self.asked(&format!("{}\r\n", STANDARD.encode(&login.name))).await?;
            self.asked(&format!("{}\r\n", STANDARD.encode(&login.password))).await?
        };
        if said.code == 235 {
            Ok(self)
        } else {
            Err(Trouble::new("email.sign_in_refused", said.text()))
        }
    }

    async fn asked(&mut self, words: &str) -> Opening<Reply> {
        say(&mut self.stream, words.as_bytes(), self.limits.answer).await?;
        answer(&mut self.stream, &mut self.read, self.limits.answer).await
    }

    async fn answered(&mut self) -> Opening<Reply> {
        answer(&mut self.stream, &mut self.read, self.limits.answer).await
    }

    /// Hands one letter over. Second: whether this conversation can go on.
    pub async fn deliver(&mut self, envelope: Envelope<'_>, letter: &[u8]) -> (Outcome, bool) {
        self.letters += 1;
        let begun = self.begin(envelope).await;
        let outcome = match begun {
            Err(trouble) => return (Outcome::NotBegun(trouble), false),
            Ok(Some(no)) => {
                let goes_on =
                    no.code != 421 && self.asked("RSET\r\n").await.is_ok_and(|r| r.is_good());
                self.used_at = Instant::now();
                return (judged(no), goes_on);
            }
            // From here on nobody knows what arrived until it is said.
            Ok(None) => self.words(letter).await,
        };
        self.used_at = Instant::now();
        match outcome {
            Ok(reply) => {
                let goes_on = reply.code != 421;
                (judged(reply), goes_on)
            }
            Err(trouble) => (Outcome::Ambiguous(trouble), false),
        }
    }

    /// Up to where the server waits for the words; or the answer by which it does not want them.
    async fn begin(&mut self, envelope: Envelope<'_>) -> Opening<Option<Reply>> {
        let Envelope { from, to } = envelope;
        if !is_plain(from) || !is_plain(to) {
            return Err(broken("an address that cannot be said"));
        }
        let needs_utf8 = !from.is_ascii() || !to.is_ascii();
        if needs_utf8 && !self.can.utf8 {
            let words = "5.6.7 the mail server cannot take addresses beyond ASCII".to_owned();
            return Ok(Some(Reply { code: 553, enhanced: Some((5, 6, 7)), words }));
        }
        let utf8 = if needs_utf8 { " SMTPUTF8" } else { "" };
        let (mail, rcpt) = (format!("MAIL FROM:<{from}>{utf8}\r\n"), format!("RCPT TO:<{to}>\r\n"));
        if !self.can.pipelining {
            for words in [mail.as_str(), rcpt.as_str(), "DATA\r\n"] {
                let said = self.asked(words).await?;
                if !said.is_good() {
                    return Ok(Some(said));
                }
            }
            return Ok(None);
        }
        let all = format!("{mail}{rcpt}DATA\r\n");
        say(&mut self.stream, all.as_bytes(), self.limits.answer).await?;
        let (mail, rcpt) = (self.answered().await?, self.answered().await?);
        let data = self.answered().await?;
        let no = [mail, rcpt].into_iter().find(|said| !said.is_good());
        match (no, data.code) {
            (None, 354) => Ok(None),
            (None, _) => Ok(Some(data)),
            // It waits for words of a letter that it does not want (RFC 2920, 3.1): there are none.
            (Some(no), 354) => {
                self.asked(".\r\n").await?;
                Ok(Some(no))
            }
            (Some(no), _) => Ok(Some(no)),
        }
    }

    async fn words(&mut self, letter: &[u8]) -> Opening<Reply> {
        let stuffed = stuffed(letter);
        say(&mut self.stream, &stuffed, self.limits.letter).await?;
        answer(&mut self.stream, &mut self.read, self.limits.letter).await
    }

    pub async fn quit(mut self) {
        let _ = say(&mut self.stream, b"QUIT\r\n", Duration::from_secs(1)).await;
    }

    pub fn is_fresh(&self) -> bool {
        self.letters < self.limits.letters && self.used_at.elapsed() < self.limits.idle
    }
}

fn is_loopback(address: IpAddr) -> bool {
    address.is_loopback()
}

/// No line end, no blank, no bracket: what stands between `<` and `>` of a command.
fn is_plain(address: &str) -> bool {
    !address.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>'))
        && address.len() <= 320
}

fn judged(reply: Reply) -> Outcome {
    match reply {
        reply if reply.is_good() => Outcome::Accepted(reply),
        reply if reply.is_for_now() => Outcome::Deferred(reply),
        reply => Outcome::Refused(reply),
    }
}

/// Lines that begin with a dot get another; every line ends as lines do; and the end.
pub(super) fn stuffed(letter: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(letter.len() + 64);
    let mut lines = letter.split(|b| *b == b'\n').peekable();
    while let Some(line) = lines.next() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() && lines.peek().is_none() {
            break;
        }
        if line.first() == Some(&b'.') {
            out.push(b'.');
        }
        // A lone carriage return would be a line end to some servers and none to others.
        out.extend(line.iter().copied().filter(|b| *b != b'\r'));
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}

async fn hello<S: Stream>(
    stream: &mut S,
    read: &mut Vec<u8>,
    name: &str,
    limits: Limits,
) -> Opening<Can> {
    say(stream, format!("EHLO {name}\r\n").as_bytes(), limits.answer).await?;
    let said = answer(stream, read, limits.answer).await?;
    if !said.is_good() {
        return Err(Trouble::new("email.turned_away", said.text()));
    }
    let mut can = Can::default();
    for line in said.words.lines().skip(1) {
        let mut words = line.split_whitespace().map(str::to_ascii_uppercase);
        match words.next().as_deref() {
            Some("STARTTLS") => can.start_tls = true,
            Some("PIPELINING") => can.pipelining = true,
            Some("SMTPUTF8") => can.utf8 = true,
            Some("AUTH") => words.for_each(|word| match word.as_str() {
                "PLAIN" => can.plain = true,
                "LOGIN" => can.login = true,
                _ => {}
            }),
            _ => {}
        }
    }
    Ok(can)
}

async fn say<S: AsyncWrite + Unpin + ?Sized>(
    stream: &mut S,
    words: &[u8],
    wait: Duration,
) -> Opening<()> {
    in_time(wait, async {
        stream.write_all(words).await.map_err(|e| broken(e.kind().to_string()))?;
        stream.flush().await.map_err(|e| broken(e.kind().to_string()))
    })
    .await
}

async fn answer<S: AsyncRead + Unpin + ?Sized>(
    stream: &mut S,
    read: &mut Vec<u8>,
    wait: Duration,
) -> Opening<Reply> {
    in_time(wait, async {
        let mut lines = Vec::new();
        loop {
            while let Some(end) = read.iter().position(|b| *b == b'\n') {
                let line: Vec<u8> = read.drain(..=end).collect();
                let line = String::from_utf8_lossy(&line);
                lines.push(line.trim_end_matches(['\r', '\n']).to_owned());
                match Reply::of(&lines) {
                    Ok(Some(reply)) => return Ok(reply),
                    Ok(None) if lines.len() < MOST_LINES => {}
                    _ => return Err(broken("no answer of a mail server")),
                }
            }
            if read.len() > LONGEST_LINE {
                return Err(broken("a line without an end"));
            }
            let mut more = [0; 1024];
            let count = stream.read(&mut more).await.map_err(|e| broken(e.kind().to_string()))?;
            if count == 0 {
                return Err(broken("the other side hung up"));
            }
            read.extend_from_slice(&more[..count]);
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_one_dot_ends_nothing() {
        let dotted = |text: &str| String::from_utf8(stuffed(text.as_bytes())).unwrap();
        assert_eq!(dotted("a\r\n.\r\nb\r\n"), "a\r\n..\r\nb\r\n.\r\n");
        assert_eq!(dotted(".a"), "..a\r\n.\r\n");
        assert_eq!(dotted("a\n.\nMAIL FROM:<x>"), "a\r\n..\r\nMAIL FROM:<x>\r\n.\r\n");
        // What some servers take for the end of a letter, and others do not.
        assert_eq!(dotted("a\r\n.\rb"), "a\r\n..b\r\n.\r\n");
        assert_eq!(dotted("a\n.\r\nb"), "a\r\n..\r\nb\r\n.\r\n");
        assert_eq!(dotted("\r\n\r\n"), "\r\n\r\n.\r\n");
    }

    #[test]
    fn an_address_cannot_say_a_command() {
        for wrong in ["a@b.de>\r\nRCPT TO:<c@d.de", "a b@c.de", "a@b.de\n", "<a@b.de"] {
            assert!(!is_plain(wrong), "{wrong}");
        }
        assert!(is_plain("ada+x@example.com") && is_plain(""));
    }
}
