//! Where acts are reported from, and the keys with which it is done.

use deedwell_core::{Error, Id, Result, Secret, Unit};
use deedwell_store::{Row, Tx};
use jiff::{SignedDuration, Timestamp};

/// How long an old key works beside the one that takes its place.
pub const GRACE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Sources that are open at one time.
pub const MOST: i64 = 50;
const LONGEST_NAME: usize = 60;
const MOST_ORIGINS: usize = 20;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SourceKind {
    /// Its key stands in a page or an app, for anybody to read and to use.
    Browser,
    /// Its key is known to servers of the organisation alone.
    Server,
}

impl SourceKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Server => "server",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Browser, Self::Server].into_iter().find(|k| k.name() == text)
    }
}

/// How strictly a source keeps to the plan.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Strictness {
    #[default]
    Everything,
    /// What is in no plan is taken, and told.
    Mark,
    /// What is in no plan waits.
    Hold,
}

impl Strictness {
    pub const ALL: [Self; 3] = [Self::Everything, Self::Mark, Self::Hold];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::Mark => "mark",
            Self::Hold => "hold",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == text)
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct Source {
    pub id: Id<Source>,
    pub name: String,
    pub kind: SourceKind,
    pub unit: Option<Id<Unit>>,
    /// Hosts from which a browser may send; empty for any.
    pub origins: Vec<String>,
    pub keeps_addresses: bool,
    pub strictness: Strictness,
    /// Events that wait until their names are planned.
    pub held: i64,
    /// The category to which somebody must have consented before anything is taken; '' for none.
    pub consent: String,
    pub created_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub first_at: Option<Timestamp>,
    pub last_at: Option<Timestamp>,
    pub events: i64,
    pub refused: i64,
}

impl Source {
    /// Whether what a browser says of where it is fits. Programs say nothing of it, and may lie: this
    /// keeps other people's sites from filling ours by mistake, no more.
    pub fn is_from_here(&self, origin: Option<&str>) -> bool {
        let host = |origin: &str| {
            let host = origin.split_once("://").map_or(origin, |(_, rest)| rest);
            host.split('/').next().unwrap_or_default().to_ascii_lowercase()
        };
        match origin {
            Some(origin) if !self.origins.is_empty() => {
                let here = host(origin);
                let bare = here.rsplit_once(':').map_or(here.as_str(), |(bare, _)| bare);
                self.origins.iter().any(|o| *o == here || o == bare)
            }
            _ => true,
        }
    }
}

/// A source as somebody asks for one.
#[derive(Clone, Debug)]
pub struct NewSource {
    pub name: String,
    pub kind: SourceKind,
    pub unit: Option<Id<Unit>>,
    pub origins: Vec<String>,
    pub keeps_addresses: bool,
}

impl NewSource {
    /// # Errors
    /// `Invalid`, naming the field.
    pub fn checked(
        name: &str,
        kind: &str,
        unit: Option<Id<Unit>>,
        origins: &str,
        keeps_addresses: bool,
    ) -> Result<Self> {
        let name = clean_name(name)?;
        let kind = SourceKind::parse(kind).ok_or_else(|| {
            Error::invalid("sends_from", "Please choose where the events come from.")
        })?;
        let origins = match kind {
            SourceKind::Browser => self::origins(origins)?,
            SourceKind::Server => Vec::new(),
        };
        Ok(Self { name, kind, unit, origins, keeps_addresses })
    }
}

fn clean_name(name: &str) -> Result<String> {
    let name = deedwell_core::text::line(name);
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Error::invalid("source_name", "A source has a name of at most 60 letters."));
    }
    Ok(name)
}

/// `shop.example, www.shop.example:8443` → hosts in lower case.
fn origins(text: &str) -> Result<Vec<String>> {
    let wrong = |sentence: &'static str| Error::invalid("origins", sentence);
    let mut hosts = Vec::new();
    for word in text.split([',', ' ', '\n', '\r', '\t']).filter(|w| !w.is_empty()) {
        let host = word.split_once("://").map_or(word, |(_, rest)| rest);
        let host = host.trim_end_matches('/').to_ascii_lowercase();
        let good = |c: char| c.is_ascii_alphanumeric() || ".-:".contains(c);
        if host.is_empty() || host.len() > 253 || !host.chars().all(good) {
            return Err(wrong("Please write hosts such as shop.example, one a line."));
        }
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    if hosts.len() > MOST_ORIGINS {
        return Err(wrong("At most 20 hosts, please."));
    }
    Ok(hosts)
}

fn source_of(row: &Row) -> Result<Source> {
    let kind = SourceKind::parse(&row.text("kind")?);
    Ok(Source {
        id: row.id("id")?,
        name: row.text("name")?,
        kind: kind.ok_or_else(|| Error::fault("an unknown kind of source"))?,
        unit: row.id_or_null("unit")?,
        origins: row.text("origins")?.split_whitespace().map(str::to_owned).collect(),
        keeps_addresses: row.text("addresses")? == "short",
        strictness: Strictness::parse(&row.text("strictness")?).unwrap_or_default(),
        held: row.number("held")?,
        consent: row.text("consent")?,
        created_at: row.moment("created_at")?,
        closed_at: row.moment_or_null("closed_at")?,
        first_at: row.moment_or_null("first_at")?,
        last_at: row.moment_or_null("last_at")?,
        events: row.number("events")?,
        refused: row.number("refused")?,
    })
}

/// Newest first.
pub async fn sources(tx: &mut Tx) -> Result<Vec<Source>> {
    let list = tx.query(
        "select id, name, kind, unit, origins, addresses, created_at, closed_at, first_at, last_at,
           events, refused, strictness, held, consent
         from source where organisation = $1 order by created_at desc, id desc limit 500",
    );
    tx.list(list).await?.iter().map(source_of).collect()
}

pub async fn source(tx: &mut Tx, id: Id<Source>) -> Result<Source> {
    let find = tx.query(
        "select id, name, kind, unit, origins, addresses, created_at, closed_at, first_at, last_at,
           events, refused, strictness, held, consent
         from source where organisation = $1 and id = $2",
    );
    source_of(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("source"))?)
}

/// One that still takes something.
///
/// # Errors
/// `Missing`; `collect.closed`.
async fn open_source(tx: &mut Tx, id: Id<Source>) -> Result<Source> {
    let source = source(tx, id).await?;
    if source.closed_at.is_some() {
        let sentence = "This source is closed. Open a new one for what is to come.";
        return Err(Error::refused("collect.closed", sentence));
    }
    Ok(source)
}

/// Whether this is a key of the source.
pub async fn is_key_of(tx: &mut Tx, id: Id<Source>, key: &str) -> Result<bool> {
    let find = tx
        .query("select hash from source_key where organisation = $1 and source = $2 and hash = $3");
    Ok(tx.find(find.bind(id).bind(Secret::hash_of(key))).await?.is_some())
}

/// Whose key this is, if it opens anything now.
pub async fn source_by_key(tx: &mut Tx, key: &str) -> Result<Option<Source>> {
    let find = tx.query(
        "select s.id, s.name, s.kind, s.unit, s.origins, s.addresses, s.created_at, s.closed_at,
           s.first_at, s.last_at, s.events, s.refused,
           s.strictness, s.held, s.consent
         from source_key k join source s on s.organisation = $1 and s.id = k.source
         where k.organisation = $1 and k.hash = $2 and s.closed_at is null
           and (k.ends_at is null or k.ends_at > $3)",
    );
    let now = tx.now();
    let row = tx.find(find.bind(Secret::hash_of(key)).bind(now)).await?;
    row.as_ref().map(source_of).transpose()
}

/// Makes a source and its first key.
///
/// # Errors
/// `collect.too_many_sources`.
pub async fn add_source(tx: &mut Tx, new: &NewSource) -> Result<(Id<Source>, Secret)> {
    let count =
        tx.query("select count(*) as n from source where organisation = $1 and closed_at is null");
    if tx.one(count).await?.number("n")? >= MOST {
        return Err(Error::refused(
            "collect.too_many_sources",
            "There are 50 sources. Close one that nobody needs first.",
        ));
    }
    let id: Id<Source> = tx.new_id();
    let insert = tx.query(
        "insert into source (organisation, id, name, kind, unit, origins, addresses, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let now = tx.now();
    let addresses = policy(new.keeps_addresses);
    let insert = insert.bind(id).bind(&new.name).bind(new.kind.name()).bind(new.unit);
    tx.run(insert.bind(new.origins.join(" ")).bind(addresses).bind(now)).await?;
    let key = add_key(tx, id, new.kind).await?;
    Ok((id, key))
}

/// Gives a source another name, unit or hosts; what it sent so far stays as it was taken.
///
/// # Errors
/// `Invalid`, naming the field; `Missing`.
pub async fn describe(
    tx: &mut Tx,
    id: Id<Source>,
    name: &str,
    unit: Option<Id<Unit>>,
    hosts: &str,
) -> Result<()> {
    let name = clean_name(name)?;
    let hosts = match open_source(tx, id).await?.kind {
        SourceKind::Browser => origins(hosts)?,
        SourceKind::Server => Vec::new(),
    };
    let update = tx.query(
        "update source set name = $3, unit = $4, origins = $5 where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(name).bind(unit).bind(hosts.join(" "))).await.map(drop)
}

async fn add_key(tx: &mut Tx, source: Id<Source>, kind: SourceKind) -> Result<Secret> {
    let key = Secret::new()?;
    let letters = key.reveal();
    let shown = match kind {
        SourceKind::Browser => letters.to_owned(),
        SourceKind::Server => letters.get(letters.len() - 4..).unwrap_or_default().to_owned(),
    };
    let insert = tx.query(
        "insert into source_key (organisation, hash, source, shown, created_at)
         values ($1, $2, $3, $4, $5)",
    );
    let now = tx.now();
    tx.run(insert.bind(key.hash()).bind(source).bind(shown).bind(now)).await?;
    Ok(key)
}

/// A key as its owner may see it.
#[derive(Clone, PartialEq, Debug)]
pub struct KeyRow {
    /// The key of a browser, the last letters of a server's.
    pub shown: String,
    pub created_at: Timestamp,
    pub ends_at: Option<Timestamp>,
}

/// The keys that open something now, newest first.
pub async fn keys(tx: &mut Tx, source: Id<Source>) -> Result<Vec<KeyRow>> {
    let list = tx.query(
        "select shown, created_at, ends_at from source_key
         where organisation = $1 and source = $2 and (ends_at is null or ends_at > $3)
         order by created_at desc, hash limit 100",
    );
    let now = tx.now();
    let read = |row: &Row| {
        Ok(KeyRow {
            shown: row.text("shown")?,
            created_at: row.moment("created_at")?,
            ends_at: row.moment_or_null("ends_at")?,
        })
    };
    tx.list(list.bind(source).bind(now)).await?.iter().map(read).collect()
}

/// A new key; those before it go on working for a week.
pub async fn rotate(tx: &mut Tx, id: Id<Source>) -> Result<Secret> {
    let source = open_source(tx, id).await?;
    let until = tx.now().checked_add(GRACE).map_err(Error::fault)?;
    let end = tx.query(
        "update source_key set ends_at = $3
         where organisation = $1 and source = $2 and ends_at is null",
    );
    tx.run(end.bind(id).bind(until)).await?;
    add_key(tx, id, source.kind).await
}

/// The keys that went on working beside a newer one end now. How many did.
pub async fn end_old_keys(tx: &mut Tx, id: Id<Source>) -> Result<u64> {
    let end = tx.query(
        "update source_key set ends_at = $3
         where organisation = $1 and source = $2 and ends_at > $3",
    );
    let now = tx.now();
    tx.run(end.bind(id).bind(now)).await
}

/// From now on it keeps as much of addresses: cut, or nothing.
pub async fn keep_addresses(tx: &mut Tx, id: Id<Source>, keeps: bool) -> Result<()> {
    let update = tx.query("update source set addresses = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(policy(keeps))).await.map(drop)
}

const fn policy(keeps_addresses: bool) -> &'static str {
    if keeps_addresses { "short" } else { "none" }
}

/// From now on it keeps to the plan so strictly.
pub async fn keep_to_plan(tx: &mut Tx, id: Id<Source>, strictness: Strictness) -> Result<()> {
    let update = tx.query("update source set strictness = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(strictness.name())).await.map(drop)
}

/// From now on it takes only what comes with consent to this category; '' takes everything.
///
/// # Errors
/// `Invalid` for a category that is too long.
pub async fn ask_consent(tx: &mut Tx, id: Id<Source>, category: &str) -> Result<String> {
    let category = deedwell_core::text::line(category);
    if category.chars().count() > LONGEST_NAME {
        return Err(Error::invalid("consent", "The name of a category has at most 60 letters."));
    }
    let update = tx.query("update source set consent = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(&category)).await?;
    Ok(category)
}

/// From now on its keys open nothing. What it sent stays.
pub async fn close(tx: &mut Tx, id: Id<Source>) -> Result<()> {
    let now = tx.now();
    let end = tx.query(
        "update source set closed_at = $3
         where organisation = $1 and id = $2 and closed_at is null",
    );
    tx.run(end.bind(id).bind(now)).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_as_people_write_them() {
        let hosts = origins("https://Shop.example/, www.shop.example:8443\n shop.example").unwrap();
        assert_eq!(hosts, ["shop.example", "www.shop.example:8443"]);
        assert!(origins("<script>").is_err() && origins("").unwrap().is_empty());
    }
}
