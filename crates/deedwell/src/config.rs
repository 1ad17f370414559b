//! What the operator chose: flags, then the environment, then `deedwell.toml`, then what is built in.
//!
//! [`SETTINGS`] is the one documented list. The only file that reads the environment.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, Result, bail};
use deedwell_email::check::Names;
use deedwell_email::mailer::Places;
use deedwell_email::setting::Operators;
use deedwell_outbound::Allow;
use deedwell_webhooks::schedule::Schedule;

/// One setting, in all its spellings.
pub struct Setting {
    /// In `deedwell.toml`; `DEEDWELL_` and capitals in the environment; `--` and dashes as a flag.
    pub name: &'static str,
    /// What its value is called.
    pub value: &'static str,
    pub default: &'static str,
    pub help: &'static str,
}

/// The data directory unless another is chosen.
pub const DEFAULT_DATA: &str = "deedwell-data";

pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "data",
        value: "DIR",
        default: DEFAULT_DATA,
        help: "the directory that holds everything: state, files, ledger",
    },
    Setting {
        name: "database",
        value: "URL",
        default: "sqlite:<data>/deedwell.db",
        help: "where state is kept: sqlite:PATH or postgres://USER@HOST/NAME",
    },
    Setting {
        name: "listen",
        value: "ADDR",
        default: "127.0.0.1:8080",
        help: "the address to listen on",
    },
    Setting {
        name: "public_url",
        value: "URL",
        default: "http://<listen>",
        help: "where people reach this server; links and cookies follow it",
    },
    Setting {
        name: "base_domain",
        value: "DOMAIN",
        default: "",
        help: "with several organisations: each has <slug>.<base_domain>",
    },
    Setting {
        name: "trusted_proxies",
        value: "ADDRS",
        default: "",
        help: "addresses, with commas, whose X-Forwarded-For counts",
    },
    Setting {
        name: "connections",
        value: "NUMBER",
        default: "512",
        help: "how many may be open at one time; a place on the net gets a quarter",
    },
    Setting {
        name: "seal_every_s",
        value: "SECONDS",
        default: "300",
        help: "seconds between sealings of the ledger into files",
    },
    Setting {
        name: "outbound_allow",
        value: "PLACES",
        default: "",
        help: "places inside the network that may be called, with commas: 10.0.0.5/32, hooks.internal",
    },
    Setting {
        name: "webhook_pauses_s",
        value: "SECONDS",
        default: deedwell_webhooks::schedule::PAUSES_S,
        help: "seconds between attempts of a delivery that fails, with commas",
    },
    Setting {
        name: "smtp",
        value: "URL",
        default: "",
        help: "the mail server of organisations without one: smtp://NAME:PASSWORD@HOST:587?tls=required",
    },
    Setting {
        name: "mail_from",
        value: "SENDER",
        default: "",
        help: "who writes through it: Lamps <hello@lamps.example>",
    },
    Setting {
        name: "name_server",
        value: "ADDR",
        default: "",
        help: "which name server is asked what domains publish; the machine's own unless said",
    },
    Setting {
        name: "content_security_policy",
        value: "ON",
        default: "on",
        help: "on; off only to prove that pages are safe without it",
    },
    Setting {
        name: "log",
        value: "LEVEL",
        default: "info",
        help: "what to log: error, warn, info, debug, trace",
    },
    Setting { name: "log_format", value: "FORMAT", default: "text", help: "text or json" },
];

#[derive(Clone, Debug)]
pub struct Config {
    pub data: PathBuf,
    pub database: String,
    pub listen: SocketAddr,
    pub public_url: String,
    pub base_domain: Option<String>,
    pub trusted_proxies: Vec<IpAddr>,
    pub connections: usize,
    pub seal_every_s: u64,
    /// Beside public addresses.
    pub outbound_allow: Allow,
    pub webhook_pauses: Schedule,
    /// The mail server of organisations without one, and who writes through it.
    pub operators: Operators,
    /// Asked what domains publish.
    pub names: Names,
    pub log: String,
    /// Off only to prove that pages are safe without it.
    pub content_security_policy: bool,
    pub log_json: bool,
}

impl Config {
    /// The database that stands in the data directory unless another is chosen.
    pub fn beside(data: &Path) -> String {
        format!("sqlite:{}", data.join("deedwell.db").display())
    }

    /// `flags` are the settings given on the command line, by their names here.
    pub fn read(flags: &BTreeMap<&'static str, String>, file: Option<&Path>) -> Result<Self> {
        let environment = from_environment()?;
        let file = from_file(file)?;
        let find = |name: &str| {
            let given =
                flags.get(name).or_else(|| environment.get(name)).or_else(|| file.get(name));
            let built_in =
                || SETTINGS.iter().find(|s| s.name == name).map(|s| s.default.to_owned());
            given.cloned().or_else(built_in).unwrap_or_default()
        };
        let data = PathBuf::from(find("data"));
        let listen: SocketAddr = find("listen").parse().with_context(|| {
            format!("listen = {:?} is not an address such as 127.0.0.1:8080", find("listen"))
        })?;
        let database = match find("database") {
            d if d.contains("<data>") => Self::beside(&data),
            given => given,
        };
        let public_url = match find("public_url") {
            u if u.contains("<listen>") => format!("http://{listen}"),
            given => given.trim_end_matches('/').to_owned(),
        };
        if !(public_url.starts_with("http://") || public_url.starts_with("https://")) {
            bail!("public_url = {public_url:?} does not begin with http:// or https://");
        }
        let trusted_proxies = addresses(&find("trusted_proxies"))?;
        let connections = number(&find("connections"), "connections", 8..=100_000)?;
        let seal_every_s = number(&find("seal_every_s"), "seal_every_s", 1..=86_400)?;
        let places = find("outbound_allow");
        let outbound_allow =
            Allow::parse(&places).map_err(|why| anyhow::anyhow!("outbound_allow: {why}"))?;
        let pauses = find("webhook_pauses_s");
        let Some(webhook_pauses) = Schedule::parse(&pauses) else {
            bail!(
                "webhook_pauses_s = {pauses:?} is no list of at most 20 numbers of seconds, each between 1 and 604800"
            );
        };
        let places = Places { public_url: public_url.clone(), base_domain: None };
        let operators = Operators::parse(&find("smtp"), &find("mail_from"), &places.hello());
        let operators = operators.map_err(|why| anyhow::anyhow!("smtp or mail_from: {why}"))?;
        let names = Names::of(&find("name_server"));
        let names = names.map_err(|why| anyhow::anyhow!("name_server: {why}"))?;
        let log = find("log");
        if !log.split(',').all(is_level) {
            bail!("log = {log:?} is none of off, error, warn, info, debug, trace");
        }
        let policy = one_of(&find, "content_security_policy", ["on", "off"])?;
        let log_format = one_of(&find, "log_format", ["text", "json"])?;
        Ok(Self {
            data,
            database,
            listen,
            public_url,
            base_domain: Some(find("base_domain")).filter(|b| !b.is_empty()),
            trusted_proxies,
            connections,
            seal_every_s,
            outbound_allow,
            webhook_pauses,
            operators,
            names,
            log,
            content_security_policy: policy == "on",
            log_json: log_format == "json",
        })
    }
}

/// A setting that is one of two words.
fn one_of(find: &dyn Fn(&str) -> String, name: &str, words: [&str; 2]) -> Result<String> {
    let word = find(name);
    if !words.contains(&&*word) {
        bail!("{name} = {word:?} is neither {} nor {}", words[0], words[1]);
    }
    Ok(word)
}

fn addresses<A: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    list: &str,
) -> Result<Vec<A>> {
    let address = |text: &str| {
        text.parse().with_context(|| format!("trusted_proxies: {text:?} is not an address"))
    };
    list.split(',').map(str::trim).filter(|text| !text.is_empty()).map(address).collect()
}

/// `info`, or `sqlx=debug` for one part.
fn is_level(text: &str) -> bool {
    let level = text.rsplit_once('=').map_or(text, |(_, level)| level).trim();
    ["off", "error", "warn", "info", "debug", "trace"].contains(&level)
}

/// A setting that is a whole number within a range.
fn number<N>(text: &str, name: &str, within: RangeInclusive<N>) -> Result<N>
where
    N: FromStr + PartialOrd + Display + Copy,
{
    let (least, most) = (within.start(), within.end());
    match text.parse() {
        Ok(number) if within.contains(&number) => Ok(number),
        _ => bail!("{name} = {text:?} is not a whole number between {least} and {most}"),
    }
}

/// Variables that begin with `DEEDWELL_`; an unknown one is an error, for it was meant.
fn from_environment() -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for (name, value) in std::env::vars() {
        let Some(rest) = name.strip_prefix("DEEDWELL_") else { continue };
        // Those of the test scripts are not settings of the server.
        if rest.starts_with("TEST_") || matches!(rest, "LONG" | "BIN") {
            continue;
        }
        let setting = rest.to_ascii_lowercase();
        known(&setting, &name)?;
        found.insert(setting, value);
    }
    Ok(found)
}

fn from_file(file: Option<&Path>) -> Result<BTreeMap<String, String>> {
    let path = file.map_or_else(|| PathBuf::from("deedwell.toml"), Path::to_path_buf);
    if file.is_none() && !path.exists() {
        return Ok(BTreeMap::new());
    }
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    let table: toml::Table =
        text.parse().with_context(|| format!("{} is not TOML", path.display()))?;
    let mut found = BTreeMap::new();
    for (name, value) in table {
        known(&name, &format!("{name} in {}", path.display()))?;
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Array(items) => {
                let items = items.iter().map(|i| i.as_str().map(str::to_owned));
                let items: Option<Vec<String>> = items.collect();
                items.with_context(|| format!("{name} is a list of texts"))?.join(",")
            }
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(yes) => yes.to_string(),
            _ => bail!("{name} is neither a text, a number nor a list"),
        };
        found.insert(name, value);
    }
    Ok(found)
}

/// An unknown setting is an error that names the nearest known one.
fn known(name: &str, spelt: &str) -> Result<()> {
    if SETTINGS.iter().any(|s| s.name == name) {
        return Ok(());
    }
    let nearest = SETTINGS
        .iter()
        .map(|s| (strsim::jaro_winkler(s.name, name), s.name))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let all = SETTINGS.iter().map(|s| s.name).collect::<Vec<_>>().join(", ");
    match nearest {
        Some((similar, nearest)) if similar > 0.7 => {
            bail!("there is no setting {spelt}; did you mean {nearest}?")
        }
        Some((_, nearest)) => {
            bail!(
                "there is no setting {spelt}; the nearest is {nearest}, and the settings are {all}"
            )
        }
        None => bail!("there is no setting {spelt}; the settings are {all}"),
    }
}

impl Setting {
    /// In the environment.
    pub fn variable(&self) -> String {
        format!("DEEDWELL_{}", self.name.to_ascii_uppercase())
    }

    /// On the command line, without its dashes.
    pub fn flag(&self) -> String {
        self.name.replace('_', "-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    #[test]
    fn the_handbook_has_every_setting() {
        let page = include_str!("../../../docs/handbook/operating.md");
        for setting in SETTINGS {
            let default =
                if setting.default.is_empty() { "" } else { &format!("`{}`", setting.default) };
            let row = format!(
                "| `--{}` | `{}` | `{}` | {default} | {} |",
                setting.flag(),
                setting.variable(),
                setting.name,
                setting.help
            );
            assert!(page.contains(&row), "operating.md lacks: {row}");
        }
    }

    #[test]
    fn a_misspelt_setting_names_the_nearest() {
        let file = write("listn = '0.0.0.0:80'");
        let error = Config::read(&BTreeMap::new(), Some(file.path())).unwrap_err().to_string();
        assert!(error.contains("did you mean listen?"), "{error}");
    }

    #[test]
    fn flags_come_before_the_file() {
        let file = write("listen = '127.0.0.1:9000'\ntrusted_proxies = ['10.0.0.1', '::1']");
        let config = Config::read(&BTreeMap::new(), Some(file.path())).unwrap();
        assert_eq!(config.listen.port(), 9000);
        assert_eq!(config.public_url, "http://127.0.0.1:9000");
        assert_eq!(config.trusted_proxies.len(), 2);
        let flags = BTreeMap::from([("listen", "127.0.0.1:9001".to_owned())]);
        let config = Config::read(&flags, Some(file.path())).unwrap();
        assert_eq!(config.listen.port(), 9001);
    }

    #[test]
    fn nonsense_is_refused_in_a_sentence() {
        for (text, says) in [
            ("listen = 'somewhere'", "not an address"),
            ("seal_every_s = 0", "between 1 and 86400"),
            ("outbound_allow = ['10.0.0.0/40']", "neither a host such as"),
            ("outbound_allow = '127.1'", "neither a host such as"),
            ("webhook_pauses_s = '5,soon'", "no list of at most 20"),
            ("smtp = 'mail.example.com'", "smtp://name:password"),
            ("smtp = 'smtp://mail.example.com'", "no sender such as"),
            ("name_server = 'ns.example.com'", "no address such as"),
            ("connections = 'many'", "between 8 and 100000"),
            ("log_format = 'xml'", "neither"),
            ("log = 'bogus'", "none of off"),
            ("log = 'info,sqlx=bogus'", "none of off"),
            ("content_security_policy = true", "neither on nor off"),
            ("content_security_policy = 'On'", "neither on nor off"),
            ("public_url = 'ftp://x'", "http"),
            ("x = 1", "the settings are"),
        ] {
            let file = write(text);
            let error =
                format!("{:#}", Config::read(&BTreeMap::new(), Some(file.path())).unwrap_err());
            assert!(error.contains(says), "{text}: {error}");
        }
    }
}
