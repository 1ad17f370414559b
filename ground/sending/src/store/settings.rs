//! How an organisation sends.

use deedwell_core::{Error, Id, Result, Secret};
use deedwell_store::{Row, Tx};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::budget::{Cap, CapNoun, MOST_CAPS, Span};
use crate::quiet::Quiet;
use crate::restored::Beat;

/// Quiet hours, links, and whether sending is held.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Signs the links in letters.
    pub secret: String,
    pub quiet: Option<Quiet>,
    pub message_domain: String,
    /// The zone of whoever's is not known.
    pub zone: TimeZone,
    pub held: Option<Held>,
}

/// Nothing that was reserved until then is sent before staff say so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Held {
    pub at: Timestamp,
    pub why: HeldWhy,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HeldWhy {
    /// This state came out of a backup.
    Restored,
    /// No server ran for a day or longer.
    Away,
}

impl HeldWhy {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Restored => "restored",
            Self::Away => "away",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Restored, Self::Away].into_iter().find(|w| w.name() == text)
    }
}

/// Made now if there were none.
pub async fn settings(tx: &mut Tx) -> Result<Settings> {
    let find = |tx: &Tx| {
        tx.query(
            "select s.secret, s.quiet_from, s.quiet_until, s.message_domain, s.held_at, s.held_why,
               o.zone, o.host, o.slug
             from organisation o
             left join sending_setting s on s.organisation = $1
             where o.organisation = $1",
        )
    };
    let query = find(tx);
    let row = tx.one(query).await?;
    if row.text_or_null("secret")?.is_none() && tx.may_write() {
        let insert = tx.query(
            "insert into sending_setting (organisation, secret, beat_at) values ($1, $2, $3)
             on conflict do nothing",
        );
        let insert = insert.bind(Secret::new()?.reveal()).bind(tx.now());
        tx.run(insert).await?;
        let query = find(tx);
        return settings_of(&tx.one(query).await?);
    }
    settings_of(&row)
}

fn settings_of(row: &Row) -> Result<Settings> {
    let quiet = match (row.number_or_null("quiet_from")?, row.number_or_null("quiet_until")?) {
        (Some(from), Some(until)) => Some(Quiet::new(from, until).map_err(Error::fault)?),
        _ => None,
    };
    let host = row.text_or_null("host")?;
    let slug = row.text("slug")?;
    let message_domain = row.text_or_null("message_domain")?.or(host);
    let why = row.text_or_null("held_why")?.as_deref().and_then(HeldWhy::parse);
    let held = row.moment_or_null("held_at")?.zip(why).map(|(at, why)| Held { at, why });
    Ok(Settings {
        secret: row.text_or_null("secret")?.unwrap_or_default(),
        quiet,
        // Nobody else has that domain, so that no Message-ID of ours is somebody else's.
        message_domain: message_domain.unwrap_or_else(|| format!("{slug}.deedwell.invalid")),
        zone: zone(&row.text("zone")?).unwrap_or(TimeZone::UTC),
        held,
    })
}

/// A zone by its IANA name, if there is such a one.
pub(crate) fn zone(name: &str) -> Option<TimeZone> {
    let good = |c: char| c.is_ascii_alphanumeric() || "_+-/".contains(c);
    let fits = !name.is_empty() && name.len() <= 64 && name.chars().all(good);
    if fits { TimeZone::get(name).ok() } else { None }
}

pub async fn set_quiet(tx: &mut Tx, quiet: Option<Quiet>) -> Result<()> {
    settings(tx).await?;
    let update = tx.query(
        "update sending_setting set quiet_from = $2, quiet_until = $3 where organisation = $1",
    );
    let (from, until) = quiet.map(Quiet::minutes).unzip();
    tx.run(update.bind(from).bind(until)).await.map(drop)
}

/// What stands behind the @ of every Message-ID from now on. A channel says it when its settings are kept.
///
/// # Errors
/// `Invalid` for what is no domain.
pub async fn set_message_domain(tx: &mut Tx, domain: &str) -> Result<()> {
    let label = |l: &str| {
        !l.is_empty() && l.len() <= 63 && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let domain = domain.trim().to_ascii_lowercase();
    if domain.len() > 200 || !domain.contains('.') || !domain.split('.').all(label) {
        return Err(Error::invalid("domain", "Please write a domain such as shop.example."));
    }
    settings(tx).await?;
    let update = tx.query("update sending_setting set message_domain = $2 where organisation = $1");
    tx.run(update.bind(domain)).await.map(drop)
}

/// Holds all that is reserved by now; who holds first says why.
pub async fn hold(tx: &mut Tx, why: HeldWhy) -> Result<()> {
    settings(tx).await?;
    let update = tx.query(
        "update sending_setting set held_at = $2, held_why = $3
         where organisation = $1 and held_at is null",
    );
    let now = tx.now();
    tx.run(update.bind(now).bind(why.name())).await.map(drop)
}

/// False when nothing was held.
pub async fn release(tx: &mut Tx) -> Result<bool> {
    let update = tx.query(
        "update sending_setting set held_at = null, held_why = null
         where organisation = $1 and held_at is not null",
    );
    Ok(tx.run(update).await? == 1)
}

/// The limits, the oldest first.
pub async fn caps(tx: &mut Tx) -> Result<Vec<Cap>> {
    let list = tx.query(
        "select id, channel, most, span, hours from sending_cap
         where organisation = $1 order by created_at, id",
    );
    let read = |row: &Row| {
        let span = Span::parse(&row.text("span")?, row.number("hours")?);
        Ok(Cap {
            id: Some(row.id("id")?),
            channel: row.text("channel")?,
            most: usize::try_from(row.number("most")?).map_err(Error::fault)?,
            span: span.ok_or_else(|| Error::fault("a limit of no span"))?,
        })
    };
    tx.list(list).await?.iter().map(read).collect()
}

/// # Errors
/// `sending.too_many_caps`.
pub async fn add_cap(tx: &mut Tx, cap: &Cap) -> Result<Id<CapNoun>> {
    if caps(tx).await?.len() >= MOST_CAPS {
        let sentence = format!("There are at most {MOST_CAPS} limits.");
        return Err(Error::refused("sending.too_many_caps", sentence));
    }
    let insert = tx.query(
        "insert into sending_cap (organisation, id, channel, most, span, hours, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let (id, now): (Id<CapNoun>, _) = (tx.new_id(), tx.now());
    let hours = if let Span::Hours(hours) = cap.span { hours } else { 0 };
    let insert = insert.bind(id).bind(&cap.channel).bind(cap.most).bind(cap.span.name());
    tx.run(insert.bind(hours).bind(now)).await?;
    Ok(id)
}

/// # Errors
/// `Missing`.
pub async fn remove_cap(tx: &mut Tx, id: Id<CapNoun>) -> Result<()> {
    let delete = tx.query("delete from sending_cap where organisation = $1 and id = $2");
    match tx.run(delete.bind(id)).await? {
        0 => Err(Error::Missing("limit")),
        _ => Ok(()),
    }
}

/// What the state says of when a server last ran.
pub async fn beat(tx: &mut Tx) -> Result<Beat> {
    let find = tx.query("select generation, beat_at from sending_setting where organisation = $1");
    let row = tx.one(find).await?;
    let any = tx.query("select id from letter where organisation = $1 limit 1");
    Ok(Beat {
        generation: row.number("generation")?,
        at: row.moment("beat_at")?,
        has_letters: tx.find(any).await?.is_some(),
    })
}

/// One more beat. Which.
pub async fn count_beat(tx: &mut Tx) -> Result<i64> {
    let update = tx.query(
        "update sending_setting set generation = generation + 1, beat_at = $2
         where organisation = $1 returning generation",
    );
    let now = tx.now();
    tx.one(update.bind(now)).await?.number("generation")
}
