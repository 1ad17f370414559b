//! The guided check: whether letters would be believed, in findings that say what to do.
//!
//! It asks the net what is published of the sender's domain (SPF, DKIM, DMARC), knocks at the mail server,
//! and looks at what was chosen. Whether a letter arrives, only a letter can say: that is another button.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use deedwell_core::{Error, Result};
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{
    ConnectionConfig, NameServerConfig, ProtocolConfig, ResolverConfig,
};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;
use serde::{Deserialize, Serialize};

use crate::smtp::Trouble;
use crate::store::DomainKey;
use crate::write::sign::selectors;

/// Letters of a record that are shown.
const LONGEST_SEEN: usize = 300;
/// All questions together.
const WAIT: Duration = Duration::from_secs(8);

/// Asks what is published under a name. Cheap to clone.
#[derive(Clone)]
pub struct Names(Option<Arc<TokioResolver>>);

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Names")
    }
}

impl Names {
    /// `server` is an address with a port, for an operator who asks another; '' for the machine's own.
    ///
    /// # Errors
    /// A sentence that says what cannot be read.
    pub fn of(server: &str) -> std::result::Result<Self, String> {
        if server.is_empty() {
            // A machine without any is no reason not to start.
            let built = TokioResolver::builder_tokio().ok().and_then(|b| b.build().ok());
            return Ok(Self(built.map(Arc::new)));
        }
        let at = server.parse::<SocketAddr>().ok();
        let at = at.or_else(|| server.parse::<IpAddr>().ok().map(|ip| SocketAddr::new(ip, 53)));
        let at = at.ok_or_else(|| format!("{server:?} is no address such as 127.0.0.1:53"))?;
        let mut by_udp = ConnectionConfig::new(ProtocolConfig::Udp);
        by_udp.port = at.port();
        let mut by_tcp = ConnectionConfig::new(ProtocolConfig::Tcp);
        by_tcp.port = at.port();
        let server = NameServerConfig::new(at.ip(), true, vec![by_udp, by_tcp]);
        let config = ResolverConfig::from_name_servers(vec![server]);
        let mut builder =
            TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        builder.options_mut().timeout = Duration::from_secs(3);
        builder.options_mut().attempts = 1;
        let built = builder.build();
        Ok(Self(built.ok().map(Arc::new)))
    }

    /// Nobody to ask: a machine without a net, and stories.
    pub fn nowhere() -> Self {
        Self(None)
    }

    /// The texts under a name; none where there are none.
    ///
    /// # Errors
    /// When nobody answered.
    async fn texts(&self, name: &str) -> std::result::Result<Vec<String>, ()> {
        let resolver = self.0.as_ref().ok_or(())?;
        match resolver.txt_lookup(format!("{name}.")).await {
            Ok(found) => Ok(found
                .answers()
                .iter()
                .filter_map(|record| match &record.data {
                    RData::TXT(txt) => {
                        let bytes = txt.txt_data.concat();
                        Some(String::from_utf8_lossy(&bytes).into_owned())
                    }
                    _ => None,
                })
                .collect()),
            Err(error) if error.is_no_records_found() || error.is_nx_domain() => Ok(Vec::new()),
            Err(_) => Err(()),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    Good,
    /// It works, and could be better.
    Weak,
    Bad,
    /// Nobody answered.
    Unknown,
}

/// One line of the check. The words are messages: `email-finding-<code>` and `email-do-<code>`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Finding {
    pub code: String,
    pub light: Light,
    /// What was found, or what the other side said.
    pub seen: String,
}

/// Every finding there can be, for the test that each has its words.
pub const FINDINGS: [&str; 22] = [
    "no-server",
    "server-good",
    "server-bad",
    "no-sender",
    "no-postal-address",
    "spf-good",
    "spf-none",
    "spf-many",
    "spf-all",
    "dkim-none",
    "dkim-rsa-good",
    "dkim-rsa-missing",
    "dkim-rsa-other",
    "dkim-ed25519-good",
    "dkim-ed25519-missing",
    "dkim-ed25519-other",
    "dmarc-good",
    "dmarc-none",
    "dmarc-many",
    "dmarc-watching",
    "no-names",
    "foreign-server",
];

impl Finding {
    pub fn new(code: &str, light: Light, seen: &str) -> Self {
        let seen = seen.chars().filter(|c| !c.is_control()).take(LONGEST_SEEN).collect();
        Self { code: code.to_owned(), light, seen }
    }
}

/// What the server said when it was knocked at.
pub fn of_server(knocked: Option<std::result::Result<(), Trouble>>) -> Finding {
    match knocked {
        None => Finding::new("no-server", Light::Bad, ""),
        Some(Ok(())) => Finding::new("server-good", Light::Good, ""),
        Some(Err(trouble)) => {
            let seen = format!("{} {}", trouble.code, trouble.detail);
            Finding::new("server-bad", Light::Bad, seen.trim())
        }
    }
}

/// What is published of a domain. `returns` is the domain to which bounces go.
pub async fn of_domain(
    names: &Names,
    domain: &str,
    returns: &str,
    key: Option<&DomainKey>,
) -> Vec<Finding> {
    // Side by side: each of them may take a while.
    let dkim = async {
        let Some(key) = key else { return vec![Finding::new("dkim-none", Light::Bad, "")] };
        let (rsa, ed25519) = selectors(&key.selector);
        let of = |selector: String| async move {
            names.texts(&format!("{selector}._domainkey.{}", key.domain)).await
        };
        let (rsa, ed25519) = tokio::join!(of(rsa), of(ed25519));
        let public = |bytes: &[u8]| STANDARD.encode(bytes);
        vec![
            of_dkim(rsa, "rsa", &public(&key.keys.rsa_public)),
            of_dkim(ed25519, "ed25519", &public(&key.keys.ed25519_public)),
        ]
    };
    let asked = async {
        let (spf, dkim, dmarc) = tokio::join!(names.texts(returns), dkim, of_dmarc(names, domain));
        let mut all = vec![of_spf(spf)];
        all.extend(dkim);
        all.push(dmarc);
        all
    };
    let late = || vec![Finding::new("no-names", Light::Unknown, "")];
    tokio::time::timeout(WAIT, asked).await.unwrap_or_else(|_| late())
}

fn of_spf(texts: std::result::Result<Vec<String>, ()>) -> Finding {
    let Ok(texts) = texts else { return Finding::new("no-names", Light::Unknown, "SPF") };
    let is_spf = |text: &&String| {
        let text = text.trim().to_ascii_lowercase();
        text == "v=spf1" || text.starts_with("v=spf1 ")
    };
    let found: Vec<&String> = texts.iter().filter(is_spf).collect();
    match found.as_slice() {
        [] => Finding::new("spf-none", Light::Bad, ""),
        [one] if one.to_ascii_lowercase().split_whitespace().any(|w| w == "+all" || w == "all") => {
            Finding::new("spf-all", Light::Bad, one)
        }
        [one] => Finding::new("spf-good", Light::Good, one),
        [one, ..] => Finding::new("spf-many", Light::Bad, one),
    }
}

fn of_dkim(texts: std::result::Result<Vec<String>, ()>, kind: &str, public: &str) -> Finding {
    let Ok(texts) = texts else { return Finding::new("no-names", Light::Unknown, "DKIM") };
    let published = |text: &String| {
        let parts = text.split(';').filter_map(|part| part.trim().split_once('='));
        let p = parts.filter(|(name, _)| name.trim() == "p").map(|(_, value)| value).next_back()?;
        Some(p.chars().filter(|c| !c.is_whitespace()).collect::<String>())
    };
    let found: Vec<String> = texts.iter().filter_map(published).collect();
    if found.iter().any(|p| p == public) {
        Finding::new(&format!("dkim-{kind}-good"), Light::Good, "")
    } else if found.is_empty() {
        // The older signature is the one that everybody reads.
        let light = if kind == "rsa" { Light::Bad } else { Light::Weak };
        Finding::new(&format!("dkim-{kind}-missing"), light, "")
    } else {
        Finding::new(&format!("dkim-{kind}-other"), Light::Bad, texts.first().map_or("", |t| t))
    }
}

/// That of the domain itself, or of one above it.
async fn of_dmarc(names: &Names, domain: &str) -> Finding {
    let mut at = domain;
    loop {
        let Ok(texts) = names.texts(&format!("_dmarc.{at}")).await else {
            return Finding::new("no-names", Light::Unknown, "DMARC");
        };
        let is_dmarc = |text: &&String| text.trim().to_ascii_lowercase().starts_with("v=dmarc1");
        let found: Vec<&String> = texts.iter().filter(is_dmarc).collect();
        match found.as_slice() {
            [] => {}
            [one] => {
                let policy = one.to_ascii_lowercase().replace(' ', "");
                let is_watching = policy.split(';').any(|part| part == "p=none");
                let (code, light) = if is_watching {
                    ("dmarc-watching", Light::Weak)
                } else {
                    ("dmarc-good", Light::Good)
                };
                return Finding::new(code, light, one);
            }
            [one, ..] => return Finding::new("dmarc-many", Light::Bad, one),
        }
        match at.split_once('.') {
            Some((_, above)) if above.contains('.') => at = above,
            _ => return Finding::new("dmarc-none", Light::Bad, ""),
        }
    }
}

/// What has to be published so that the signatures are believed: name and text of each record.
pub fn records(key: &DomainKey) -> [(String, String); 2] {
    let (rsa, ed25519) = selectors(&key.selector);
    let name = |selector: String| format!("{selector}._domainkey.{}", key.domain);
    let (rsa_public, ed_public) =
        (STANDARD.encode(&key.keys.rsa_public), STANDARD.encode(&key.keys.ed25519_public));
    [
        (name(rsa), format!("v=DKIM1; k=rsa; p={rsa_public}")),
        (name(ed25519), format!("v=DKIM1; k=ed25519; p={ed_public}")),
    ]
}

/// As they are kept between a check and the page that shows it.
pub fn kept(findings: &[Finding]) -> Result<String> {
    serde_json::to_string(findings).map_err(Error::fault)
}

pub fn read(kept: &str) -> Vec<Finding> {
    serde_json::from_str(kept).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_published_is_judged() {
        let spf = |texts: &[&str]| of_spf(Ok(texts.iter().map(|t| (*t).to_owned()).collect())).code;
        assert_eq!(spf(&["v=spf1 include:_spf.example.com -all"]), "spf-good");
        assert_eq!(spf(&["v=spf10", "google-site-verification=x"]), "spf-none");
        assert_eq!(spf(&["v=spf1 -all", "v=spf1 ~all"]), "spf-many");
        assert_eq!(spf(&["v=spf1 +all"]), "spf-all");
        assert_eq!(of_spf(Err(())).light, Light::Unknown);
        let dkim = |texts: &[&str]| {
            of_dkim(Ok(texts.iter().map(|t| (*t).to_owned()).collect()), "rsa", "AAAA").code
        };
        assert_eq!(dkim(&["v=DKIM1; k=rsa; p=AA AA"]), "dkim-rsa-good");
        assert_eq!(dkim(&["v=DKIM1; p=BBBB"]), "dkim-rsa-other");
        assert_eq!(dkim(&["v=DKIM1; p="]), "dkim-rsa-other");
        assert_eq!(dkim(&[]), "dkim-rsa-missing");
    }

    #[tokio::test]
    async fn a_server_of_names_that_is_not_there_is_said() {
        let found = of_domain(&Names::nowhere(), "shop.example", "shop.example", None).await;
        assert!(
            found.iter().any(|f| f.code == "no-names" && f.light == Light::Unknown),
            "{found:?}"
        );
        assert!(Names::of("nowhere").is_err());
    }
}
