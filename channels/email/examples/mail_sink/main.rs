//! `mail_sink PORT FILE`: a mail server that takes everything and appends the Message-ID of each letter to
//! a file before it says so; for checks that kill the sender, and for measuring.

use std::fs::OpenOptions;
use std::io::Write;
use std::sync::{Arc, Mutex};

#[expect(dead_code, reason = "stories use the rest of it")]
mod sink;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let mut given = std::env::args().skip(1);
    let port = given.next().unwrap_or_else(|| "2525".to_owned());
    let file = given.next().unwrap_or_else(|| "message-ids".to_owned());
    let file = OpenOptions::new().create(true).append(true).open(file)?;
    let file = Arc::new(Mutex::new(file));
    let keep = Arc::new(move |one: sink::Taken| {
        let head = one.letter.split(|b| *b == b'\n');
        let id = head
            .map_while(|line| (line != b"\r").then_some(line))
            .find(|line| line.len() > 12 && line[..11].eq_ignore_ascii_case(b"message-id:"));
        let id = id
            .map(|line| String::from_utf8_lossy(&line[11..]).trim().to_owned())
            .unwrap_or_default();
        // One write, so that whoever counts lines counts letters.
        file.lock().expect("nobody panicked").write_all(format!("{} {id}\n", one.to).as_bytes())
    });
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("listening");
    sink::serve(listener, sink::Manner::default(), keep, Arc::default()).await;
    Ok(())
}
