//! A mail server that takes everything, or behaves badly where the address says so; for stories and for
//! measuring. What it took it remembers.
//!
//! By the beginning of the recipient: `refuse` (550 5.1.1 after RCPT), `policy` (554 5.7.1 after DATA),
//! `later` (451), `hangup` (takes the whole letter and hangs up without an answer), `vanish` (hangs up
//! before the words), `silent` (never answers the letter).

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

/// A letter that was taken.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    pub from: String,
    pub to: String,
    /// As it came, without the dots that were added on the way.
    pub letter: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Manner {
    pub no_pipelining: bool,
    /// Wants this name and password.
    pub login: Option<(&'static str, &'static str)>,
    /// Says that it can, and cannot.
    pub offers_tls: bool,
    /// Letters in one conversation, then 421.
    pub most_letters: usize,
    /// Before each answer to a letter.
    pub pause: Duration,
}

type Keep = Arc<dyn Fn(Taken) -> io::Result<()> + Send + Sync>;

/// Where a sink listens, and what it took.
#[derive(Clone)]
pub struct Sink {
    pub port: u16,
    pub taken: Arc<Mutex<Vec<Taken>>>,
    /// How many conversations there were.
    pub conversations: Arc<Mutex<usize>>,
}

impl Sink {
    /// Remembers everything in memory.
    pub async fn open(manner: Manner) -> Self {
        let taken: Arc<Mutex<Vec<Taken>>> = Arc::default();
        let kept = Arc::clone(&taken);
        let keep: Keep = Arc::new(move |one| {
            kept.lock().expect("nobody panicked").push(one);
            Ok(())
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        let conversations: Arc<Mutex<usize>> = Arc::default();
        tokio::spawn(serve(listener, manner, keep, Arc::clone(&conversations)));
        Self { port, taken, conversations }
    }

    pub fn letters(&self) -> Vec<Taken> {
        self.taken.lock().expect("nobody panicked").clone()
    }
}

pub async fn serve(listener: TcpListener, manner: Manner, keep: Keep, count: Arc<Mutex<usize>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        *count.lock().expect("nobody panicked") += 1;
        let keep = Arc::clone(&keep);
        tokio::spawn(async move {
            let _ = converse(stream, manner, &keep).await;
        });
    }
}

/// One conversation; ends when the other side is gone.
pub async fn converse<S>(stream: S, manner: Manner, keep: &Keep) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (reader, mut writer) = tokio::io::split(stream);
    let mut reader = BufReader::with_capacity(64 * 1024, reader);
    writer.write_all(b"220 sink.example ESMTP\r\n").await?;
    let (mut one, mut letters, mut is_in) = (Taken::default(), 0, manner.login.is_none());
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let words = String::from_utf8_lossy(&line).trim_end().to_owned();
        let upper = words.to_ascii_uppercase();
        let answer: Vec<u8> = if upper.starts_with("EHLO") {
            hello(manner)
        } else if let Some(word) = words.strip_prefix("AUTH PLAIN ") {
            is_in = manner
                .login
                .is_some_and(|(name, password)| word == encoded(&format!("\0{name}\0{password}")));
            if is_in { b"235 2.7.0 ok\r\n".to_vec() } else { b"535 5.7.8 wrong\r\n".to_vec() }
        } else if upper.starts_with("MAIL FROM:") {
            one = Taken { from: inside(&words), ..Taken::default() };
            match (is_in, manner.most_letters > 0 && letters >= manner.most_letters) {
                (false, _) => b"530 5.7.0 sign in first\r\n".to_vec(),
                (_, true) => {
                    writer.write_all(b"421 4.7.0 enough\r\n").await?;
                    return Ok(());
                }
                _ => b"250 2.1.0 ok\r\n".to_vec(),
            }
        } else if upper.starts_with("RCPT TO:") {
            one.to = inside(&words);
            match one.to.as_str() {
                to if to.starts_with("refuse") => b"550 5.1.1 no such user\r\n".to_vec(),
                to if to.starts_with("later") => b"451 4.7.1 come back later\r\n".to_vec(),
                to if to.starts_with("vanish") => return Ok(()),
                _ => b"250 2.1.5 ok\r\n".to_vec(),
            }
        } else if upper == "DATA" {
            if one.to.starts_with("refuse") || one.to.starts_with("later") {
                // As RFC 2920 allows.
                b"554 5.5.1 no valid recipients\r\n".to_vec()
            } else {
                writer.write_all(b"354 go on\r\n").await?;
                one.letter = words_of(&mut reader).await?;
                letters += 1;
                tokio::time::sleep(manner.pause).await;
                match taken(&mut one, keep).await? {
                    Some(answer) => answer.to_vec(),
                    None => return Ok(()),
                }
            }
        } else if upper == "QUIT" {
            writer.write_all(b"221 bye\r\n").await?;
            return Ok(());
        } else if upper == "STARTTLS" {
            b"454 4.7.0 not now\r\n".to_vec()
        } else if upper == "RSET" || upper == "NOOP" {
            b"250 2.0.0 ok\r\n".to_vec()
        } else {
            b"500 5.5.2 what?\r\n".to_vec()
        };
        writer.write_all(&answer).await?;
    }
}

fn hello(manner: Manner) -> Vec<u8> {
    let mut can = vec!["250-sink.example", "250-SMTPUTF8", "250-AUTH PLAIN LOGIN"];
    if !manner.no_pipelining {
        can.push("250-PIPELINING");
    }
    if manner.offers_tls {
        can.push("250-STARTTLS");
    }
    can.push("250 8BITMIME\r\n");
    can.join("\r\n").into_bytes()
}

/// What is said of a whole letter; none to hang up.
async fn taken(one: &mut Taken, keep: &Keep) -> io::Result<Option<&'static [u8]>> {
    let one = std::mem::take(one);
    if one.to.starts_with("policy") {
        return Ok(Some(b"554 5.7.1 not wanted\r\n"));
    }
    if one.to.starts_with("silent") {
        std::future::pending::<()>().await;
    }
    let is_kept_silently = one.to.starts_with("hangup");
    keep(one)?;
    Ok((!is_kept_silently).then_some(b"250 2.0.0 taken\r\n"))
}

async fn words_of<R: tokio::io::AsyncBufRead + Unpin>(reader: &mut R) -> io::Result<Vec<u8>> {
    let (mut letter, mut line) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(letter);
        }
        let rest = line.strip_prefix(b".").unwrap_or(&line);
        letter.extend_from_slice(rest);
    }
}

fn inside(words: &str) -> String {
    let rest = words.split_once('<').map_or("", |(_, rest)| rest);
    rest.split('>').next().unwrap_or_default().to_owned()
}

fn encoded(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}
