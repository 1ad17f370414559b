//! How an organisation sends: what staff may choose, and what the operator chose for everybody.

use deedwell_core::{Error, Result};
use deedwell_outbound::{MailHost, Outbound};
use deedwell_people::{IdentityKind, Sign};
use jiff::Timestamp;

use crate::smtp::server::{Login, Server, Tls};
use crate::write::letter::Sender;

const LONGEST_NAME: usize = 100;
const LONGEST_PASSWORD: usize = 500;
const LONGEST_WORDS: usize = 500;
const FASTEST: i64 = 10_000;
/// The colour of buttons and links where none was chosen.
pub const COLOUR: &str = "#0f766e";

/// As it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Setting {
    /// '' for the operator's.
    pub host: String,
    pub port: i64,
    pub tls: Tls,
    pub login: String,
    pub password: Hidden,
    pub sender: Sender,
    /// '' for the sender's.
    pub return_address: String,
    pub per_s: Option<i64>,
    pub domain_per_s: Option<i64>,
    pub look: Look,
    pub layout: String,
    pub return_secret: Hidden,
    pub changed_at: Timestamp,
}

/// A secret that shows itself nowhere by accident.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Hidden(pub String);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// What every letter of an organisation shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Look {
    pub logo: String,
    pub colour: String,
    pub footer: String,
    pub postal_address: String,
}

/// What the operator's configuration says: for those who have no server of their own.
#[derive(Clone, Debug, Default)]
pub struct Operators {
    pub server: Option<Server>,
    pub sender: Option<Sender>,
}

impl Operators {
    /// `smtp`: `smtp://name:password@mail.example.com:587?tls=required`; `from`: `Lamps <hello@lamps.example>`.
    ///
    /// # Errors
    /// A sentence that says what cannot be read.
    pub fn parse(smtp: &str, from: &str, hello: &str) -> Result<Self, String> {
        if smtp.is_empty() {
            return Ok(Self::default());
        }
        let wrong = || "is no address such as smtp://name:password@mail.example.com:587".to_owned();
        let (scheme, rest) = smtp.split_once("://").ok_or_else(wrong)?;
        let (rest, asked) = rest.split_once('?').unwrap_or((rest, ""));
        let (tls, port) = match scheme {
            "smtps" => (Tls::Implicit, 465),
            "smtp" => (Tls::Required, 587),
            _ => return Err(wrong()),
        };
        let tls = match asked.strip_prefix("tls=") {
            Some(word) => Tls::parse(word).ok_or_else(|| {
                "has a tls that is none of required, implicit, offered, none".to_owned()
            })?,
            None if asked.is_empty() => tls,
            None => return Err(wrong()),
        };
        let (login, place) = match rest.rsplit_once('@') {
            Some((login, place)) => (Some(login), place),
            None => (None, rest),
        };
        let place = place.trim_end_matches('/');
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !host.ends_with(':') => {
                (host, port.parse().map_err(|_| wrong())?)
            }
            _ => (place, port),
        };
        let host = MailHost::parse(host, port).map_err(|why| why.sentence().to_owned())?;
        let sender = sender(from)?;
        let login = login.map(|login| {
            let (name, password) = login.split_once(':').unwrap_or((login, ""));
            Login { name: decoded(name), password: decoded(password) }
        });
        let hello = if hello.is_empty() { "localhost" } else { hello }.to_owned();
        Ok(Self { server: Some(Server { host, tls, login, hello }), sender: Some(sender) })
    }
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let byte = hex
            .and_then(|h| std::str::from_utf8(h).ok())
            .and_then(|h| u8::from_str_radix(h, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// `Lamps <hello@lamps.example>`, or the address alone.
fn sender(text: &str) -> Result<Sender, String> {
    let (name, address) = match text.split_once('<') {
        Some((name, rest)) => (name.trim(), rest.trim_end().trim_end_matches('>')),
        None => ("", text.trim()),
    };
    let sign = Sign::new(IdentityKind::Email, address, "");
    let sign =
        sign.map_err(|_| format!("{text:?} is no sender such as Lamps <hello@lamps.example>"))?;
    Ok(Sender {
        name: name.trim_matches('"').to_owned(),
        address: sign.value().to_owned(),
        reply_to: String::new(),
    })
}

/// What was typed into the form of the mail server and the sender.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub host: String,
    pub port: String,
    pub tls: String,
    pub login: String,
    /// '' to leave it as it is.
    pub password: String,
    pub sender_name: String,
    pub sender_address: String,
    pub answers_to: String,
    pub return_address: String,
    pub per_s: String,
    pub domain_per_s: String,
}

impl Typed {
    pub fn now(setting: &Setting) -> Self {
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        Self {
            host: setting.host.clone(),
            port: setting.port.to_string(),
            tls: setting.tls.name().to_owned(),
            login: setting.login.clone(),
            password: String::new(),
            sender_name: setting.sender.name.clone(),
            sender_address: setting.sender.address.clone(),
            answers_to: setting.sender.reply_to.clone(),
            return_address: setting.return_address.clone(),
            per_s: number(setting.per_s),
            domain_per_s: number(setting.domain_per_s),
        }
    }

    /// # Errors
    /// `Invalid`.
    pub fn checked(&self, before: &Setting, client: &Outbound) -> Result<Setting> {
        let port: u16 = match self.port.trim() {
            "" => 587,
            text => text
                .parse()
                .map_err(|_| Error::invalid("port", "A port is a number, such as 587."))?,
        };
        let host = self.host.trim().to_owned();
        if !host.is_empty() {
            let to = MailHost::parse(&host, port).map_err(|why| why.of_field("host"))?;
            client.judge_mail(&to).map_err(|why| match why {
                deedwell_outbound::Failure::Port => {
                    Error::invalid("port", "Mail servers listen at 25, 465, 587 or 2525.")
                }
                why => why.of_field("host"),
            })?;
        }
        let tls = Tls::parse(&self.tls);
        let tls = tls.ok_or_else(|| Error::invalid("tls", "Please choose one of the list."))?;
        if self.login.len() > LONGEST_NAME * 3 || self.password.len() > LONGEST_PASSWORD {
            return Err(Error::invalid("login", "That is too long."));
        }
        let is_same_server = host == before.host && self.login.trim() == before.login;
        let password = match (self.password.as_str(), is_same_server) {
            // Kept for this server alone: it is told to nobody else.
            ("", true) => before.password.clone(),
            (password, _) => Hidden(password.to_owned()),
        };
        if self.sender_name.chars().count() > LONGEST_NAME
            || self.sender_name.chars().any(char::is_control)
        {
            return Err(Error::invalid(
                "sender_name",
                "A name is one line of at most 100 letters.",
            ));
        }
        if !host.is_empty() && self.sender_address.trim().is_empty() {
            return Err(Error::invalid(
                "sender_address",
                "Please say from which address you write.",
            ));
        }
        let sender = Sender {
            name: self.sender_name.trim().to_owned(),
            address: address("sender_address", &self.sender_address)?,
            reply_to: address("answers_to", &self.answers_to)?,
        };
        Ok(Setting {
            host,
            port: i64::from(port),
            tls,
            login: self.login.trim().to_owned(),
            password,
            sender,
            return_address: address("return_address", &self.return_address)?,
            per_s: speed("per_s", &self.per_s)?,
            domain_per_s: speed("domain_per_s", &self.domain_per_s)?,
            ..before.clone()
        })
    }
}

fn address(field: &'static str, text: &str) -> Result<String> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    let sign = Sign::new(IdentityKind::Email, text, "");
    let sign = sign.map_err(|_| {
        Error::invalid(field, "Please write an address, such as hello@lamps.example.")
    })?;
    Ok(sign.value().to_owned())
}

fn speed(field: &'static str, text: &str) -> Result<Option<i64>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse().ok().filter(|n| (1..=FASTEST).contains(n));
    number
        .map(Some)
        .ok_or_else(|| Error::invalid(field, "A whole number from 1 to 10000, or nothing."))
}

impl Look {
    /// # Errors
    /// `Invalid`.
    pub fn checked(self) -> Result<Self> {
        let logo = self.logo.trim().to_owned();
        let odd = |c: char| c.is_whitespace() || c.is_control() || "\"'<>{}".contains(c);
        if !logo.is_empty()
            && (!logo.starts_with("https://") || logo.len() > 500 || logo.contains(odd))
        {
            return Err(Error::invalid("logo", "The address of a picture begins with https://."));
        }
        let colour = self.colour.trim().to_ascii_lowercase();
        let is_colour = |text: &str| {
            text.len() == 7
                && text.starts_with('#')
                && text[1..].bytes().all(|b| b.is_ascii_hexdigit())
        };
        if !colour.is_empty() && !is_colour(&colour) {
            return Err(Error::invalid("colour", "A colour is written as #0f766e."));
        }
        for (field, words) in [("footer", &self.footer), ("postal_address", &self.postal_address)] {
            if words.chars().count() > LONGEST_WORDS {
                return Err(Error::invalid(field, "At most 500 letters, please."));
            }
        }
        let clean = |words: &str| words.trim().replace("\r\n", "\n");
        Ok(Self {
            logo,
            colour,
            footer: clean(&self.footer),
            postal_address: clean(&self.postal_address),
        })
    }
}

impl Setting {
    /// From which server and as whom it sends: its own, or the operator's. None where there is neither.
    pub fn way(&self, operators: &Operators, hello: &str, name: &str) -> Option<(Server, Sender)> {
        if self.host.is_empty() {
            let (server, theirs) = (operators.server.clone()?, operators.sender.clone()?);
            // Somebody else's server sends under its own address, in this organisation's name.
            let named = if self.sender.name.is_empty() { name } else { &self.sender.name };
            let own_address = !self.sender.address.is_empty();
            let address = if own_address { self.sender.address.clone() } else { theirs.address };
            let reply_to = self.sender.reply_to.clone();
            return Some((server, Sender { name: named.to_owned(), address, reply_to }));
        }
        let host = MailHost::parse(&self.host, u16::try_from(self.port).ok()?).ok()?;
        let has_login = !self.login.is_empty();
        let login = Login { name: self.login.clone(), password: self.password.0.clone() };
        let login = has_login.then_some(login);
        let server = Server { host, tls: self.tls, login, hello: hello.to_owned() };
        let mut sender = self.sender.clone();
        if sender.name.is_empty() {
            sender.name = name.to_owned();
        }
        Some((server, sender))
    }

    /// Of which domain letters are signed.
    pub fn domain(&self) -> Option<&str> {
        self.sender.address.split_once('@').map(|(_, domain)| domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operator_writes_one_line() {
        let read =
            |smtp: &str| Operators::parse(smtp, "Lamps <hello@lamps.example>", "host.example");
        let server = |smtp: &str| read(smtp).unwrap().server.unwrap();
        let one = server("smtp://ada:p%40ss@mail.example.com");
        assert_eq!(
            (one.host.name(), one.host.port(), one.tls),
            ("mail.example.com", 587, Tls::Required)
        );
        assert_eq!(one.login, Some(Login { name: "ada".to_owned(), password: "p@ss".to_owned() }));
        let one = server("smtps://mail.example.com/");
        assert_eq!((one.host.port(), one.tls, one.login), (465, Tls::Implicit, None));
        let one = server("smtp://localhost:2525?tls=none");
        assert_eq!((one.host.name(), one.host.port(), one.tls), ("localhost", 2525, Tls::None));
        assert!(read("").unwrap().server.is_none());
        for wrong in [
            "localhost:25",
            "http://x",
            "smtp://",
            "smtp://h:x",
            "smtp://h?tls=maybe",
            "smtp://h?x=y",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(Operators::parse("smtp://h", "nobody", "").is_err());
        assert!(!format!("{:?}", server("smtp://ada:secret@h.example")).contains("secret"));
    }
}
