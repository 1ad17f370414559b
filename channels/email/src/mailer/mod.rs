//! Letters go out: one mailer in every server, many letters at once.
//!
//! It takes what [`deedwell_sending`] says is due ([`Mailer::keep_sending`]), makes each letter ([`press`]),
//! waits for its turn (so many a second, to a domain and in all), and only then has written down that it is
//! being handed over. So a crash leaves as unknown what was in a conversation at that moment, and nothing
//! that waited for its turn. [`made`] is one letter made; [`ways`], through which server an organisation
//! sends.
pub mod made;
pub mod press;
mod round;
pub mod ways;

use std::sync::Arc;
use std::time::Duration;

use deedwell_core::{Id, Organisation, Result};
use deedwell_outbound::Outbound;
use deedwell_sending::channel::Desk;
use deedwell_store::{Db, Tx};
use tokio::sync::{Notify, Semaphore};

use crate::setting::Operators;
use crate::smtp::pace::Pace;
use crate::smtp::server::Limits;
use press::Press;
use ways::Ways;

/// How often is looked whether something is due where nobody says so.
pub(crate) const POLL: Duration = Duration::from_millis(500);
/// Letters that were taken and have no answer yet, of one server: what waits for its turn counts.
pub(crate) const MOST_TAKEN: usize = 400;
/// Letters that are taken in one statement.
pub(crate) const MOST_AT_ONCE: usize = 200;
/// A letter whose turn is further off goes back, so that others need not wait behind it.
pub(crate) const LONGEST_TURN: Duration = Duration::from_secs(5);
/// What is under way when the server is told to stop may take so long to end.
pub(crate) const GRACE: Duration = Duration::from_secs(8);

/// What pages, sender and commands share. Cheap to clone.
#[derive(Clone)]
pub struct Mail {
    pub client: Outbound,
    pub operators: Arc<Operators>,
    /// The operator's server may stand inside, where nobody else may choose one.
    pub operators_client: Outbound,
    /// Where sites are reached, for links in letters.
    pub places: Arc<Places>,
    pub names: crate::check::Names,
    /// Something is due: the mailer looks at once.
    pub nudge: Arc<Notify>,
}

impl Mail {
    /// Whether letters of this organisation go anywhere: through a server of its own, or the operator's.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn goes(&self, tx: &mut Tx) -> Result<bool> {
        Ok(crate::store::setting(tx).await?.way(&self.operators, "", "").is_some())
    }
}

/// Where sites of organisations are reached.
#[derive(Clone, Debug, Default)]
pub struct Places {
    pub public_url: String,
    pub base_domain: Option<String>,
}

impl Places {
    /// The address of an organisation's site, without a slash at its end.
    pub fn site(&self, slug: &str, host: Option<&str>) -> String {
        let (scheme, rest) =
            self.public_url.split_once("://").unwrap_or(("http", &self.public_url));
        let port =
            rest.rsplit_once(':').map(|(_, p)| p).filter(|p| p.bytes().all(|b| b.is_ascii_digit()));
        let with_port = |host: &str| match port {
            Some(port) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        };
        match (host, &self.base_domain) {
            (Some(host), _) => with_port(host),
            (None, Some(base)) => with_port(&format!("{slug}.{base}")),
            (None, None) => self.public_url.trim_end_matches('/').to_owned(),
        }
    }

    /// By which name this side greets a mail server.
    pub fn hello(&self) -> String {
        let host = self.public_url.split_once("://").map_or("", |(_, rest)| rest);
        let host = host.split(['/', ':']).next().unwrap_or_default();
        let good = !host.is_empty()
            && host.contains('.')
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
        let is_address = host.parse::<std::net::IpAddr>().is_ok();
        match (good, is_address) {
            (true, true) => format!("[{host}]"),
            (true, false) => host.to_owned(),
            _ => "localhost".to_owned(),
        }
    }
}

/// The mailer of one server.
pub struct Mailer {
    pub(crate) db: Db,
    pub(crate) desk: Desk,
    pub(crate) ways: Ways,
    pub(crate) press: Press,
    pub(crate) pace: Pace,
    pub(crate) mail: Mail,
    pub(crate) room: Arc<Semaphore>,
}

impl Mailer {
    pub fn new(db: Db, mail: Mail, limits: Limits) -> Arc<Self> {
        let (desk, ways) = (Desk::open(db.clone()), Ways::new(mail.clone(), limits));
        let room = Arc::new(Semaphore::new(MOST_TAKEN));
        let (press, pace) = (Press::default(), Pace::default());
        Arc::new(Self { db, desk, ways, press, pace, mail, room })
    }
}

/// Of which organisation something is remembered.
pub(crate) type Whose = Id<Organisation>;
