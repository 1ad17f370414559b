//! Puts the parts together: state, ledger, lake.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use deedwell_core::{Clock, Id, Organisation};
use deedwell_email::Mail;
use deedwell_email::mailer::Places;
use deedwell_ledger::Ledger;
use deedwell_ledger::lake::Lake;
use deedwell_outbound::{Allow, Outbound};
use deedwell_store::{Db, Migration, Options};
use deedwell_webhooks::Hooks;

use crate::cli::Which;
use crate::config::Config;
use crate::programmes::PROGRAMMES;

/// Everything that a command may need.
pub struct Parts {
    pub db: Db,
    pub ledger: Arc<Ledger>,
    pub lake: Lake,
    pub hooks: Hooks,
    pub mail: Mail,
}

/// Every migration, in the order in which they apply.
pub fn migrations() -> Vec<Migration> {
    let ground = [
        deedwell_store::MIGRATIONS,
        deedwell_people::MIGRATIONS,
        deedwell_web::MIGRATIONS,
        deedwell_ledger::MIGRATIONS,
        deedwell_console::MIGRATIONS,
        deedwell_collect::MIGRATIONS,
        deedwell_webhooks::MIGRATIONS,
        deedwell_sending::MIGRATIONS,
        deedwell_email::MIGRATIONS,
        deedwell_notices::MIGRATIONS,
        deedwell_calendar::MIGRATIONS,
        deedwell_trust::MIGRATIONS,
        deedwell_signin::MIGRATIONS,
    ];
    let mut all: Vec<Migration> = ground.into_iter().flatten().copied().collect();
    all.extend(PROGRAMMES.iter().flat_map(|p| p.migrations).copied());
    all
}

/// What only looks or adds must not make an empty installation in the wrong directory.
///
/// # Errors
/// [`NoSuch`] when there is no state yet. Whether a PostgreSQL database has any is found out by asking it.
pub fn must_be_there(config: &Config) -> Result<()> {
    let Some(path) = config.database.strip_prefix("sqlite:") else { return Ok(()) };
    if Path::new(path).exists() {
        return Ok(());
    }
    let place = std::path::absolute(path)?;
    bail!(NoSuch(format!(
        "there is no Deedwell at {}; say where it is with --data, or begin one with `deedwell serve`",
        place.display()
    )))
}

/// Opens state and brings its schema up to date.
pub async fn open_db(config: &Config, clock: Clock, durable: bool) -> Result<Db> {
    make_private(&config.data)?;
    let options = Options { clock, durable, schema: None };
    let db = Db::open(&config.database, options).await.with_context(|| {
        format!("the database {} cannot be opened", hide_password(&config.database))
    })?;
    db.migrate(&migrations()).await.context("the database cannot be brought up to date")?;
    db.take_stock().await.context("the database cannot be looked through")?;
    Ok(db)
}

/// Opens everything and reads the ledger up to its end.
pub async fn open(config: &Config) -> Result<Parts> {
    let db = open_db(config, Clock::Real, true).await?;
    open_ledger(db, config).await
}

/// The one client by which this server calls others.
fn hooks(config: &Config) -> Result<Hooks> {
    let client = Outbound::new(config.outbound_allow.clone());
    Ok(Hooks::new(client.context("TLS cannot be set up")?))
}

/// How letters go out: through servers that organisations chose, by the rules of every call; and through
/// that of the operator, who may have it anywhere.
fn mail(config: &Config) -> Result<Mail> {
    let client = Outbound::new(config.outbound_allow.clone()).context("TLS cannot be set up")?;
    let host = config.operators.server.as_ref().map(|server| server.host.name());
    let theirs = host.map_or_else(|| Ok(config.outbound_allow.clone()), Allow::parse);
    let theirs = theirs.map_err(|why| anyhow::anyhow!("smtp: {why}"))?;
    let operators_client = Outbound::new(theirs).context("TLS cannot be set up")?;
    let places =
        Places { public_url: config.public_url.clone(), base_domain: config.base_domain.clone() };
    Ok(Mail {
        client,
        operators: Arc::new(config.operators.clone()),
        operators_client,
        places: Arc::new(places),
        names: config.names.clone(),
        nudge: Arc::default(),
    })
}

pub async fn open_ledger(db: Db, config: &Config) -> Result<Parts> {
    let data = &config.data;
    // Points are no programme of their own: nothing is contributed there, and they have no row in the grid.
    let measured = PROGRAMMES.iter().filter(|p| !p.meaning.contributions.is_empty());
    let meanings = measured.map(|p| (p.name, p.meaning)).collect();
    let ledger =
        Ledger::open(db.clone(), data.clone(), meanings).context("the ledger cannot be opened")?;
    ledger.catch_up().await.context("the ledger cannot be read")?;
    let lake = Lake::new(db.clone(), data).context("the lake cannot be opened")?;
    Ok(Parts { db, ledger, lake, hooks: hooks(config)?, mail: mail(config)? })
}

/// A directory readable by its owner alone: it holds people's data.
pub fn make_private(data: &Path) -> Result<()> {
    if data.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(data)
        .with_context(|| format!("the directory {} cannot be made", data.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(data, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// An organisation as the command line knows it.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub id: Id<Organisation>,
    pub slug: String,
    pub name: String,
    pub zone: String,
    pub currency: deedwell_core::Currency,
    pub simulated: bool,
}

pub async fn organisations(db: &Db) -> Result<Vec<Chosen>> {
    let mut tx = db.system_read().await?;
    let list = tx.query_all(
        "select organisation, slug, name, zone, currency, made_from from organisation
         order by created_at",
    );
    let mut all = Vec::new();
    for row in tx.list(list).await? {
        all.push(Chosen {
            id: row.id("organisation")?,
            slug: row.text("slug")?,
            name: row.text("name")?,
            zone: row.text("zone")?,
            currency: row.currency("currency")?,
            simulated: row.text("made_from")? == "simulated",
        });
    }
    Ok(all)
}

/// The one that is meant: by its short name, or the only one.
pub async fn choose(db: &Db, which: &Which) -> Result<Chosen> {
    let all = organisations(db).await?;
    let names = || all.iter().map(|o| o.slug.as_str()).collect::<Vec<_>>().join(", ");
    match (&which.organisation, all.as_slice()) {
        (_, []) => bail!(NoSuch("there is no organisation yet: run `deedwell serve` and open its set-up link, or `deedwell organisation add`".to_owned())),
        (None, [only]) => Ok(only.clone()),
        (None, _) => {
            bail!("there are several organisations; say which with --organisation: {}", names())
        }
        (Some(slug), _) => match all.iter().find(|o| o.slug == *slug) {
            Some(found) => Ok(found.clone()),
            None => bail!(NoSuch(format!("there is no organisation {slug}; there are {}", names()))),
        },
    }
}

/// What was named is not there, in a sentence.
#[derive(Debug)]
pub struct NoSuch(pub String);

impl std::fmt::Display for NoSuch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for NoSuch {}

/// A database address without its password.
pub fn hide_password(url: &str) -> String {
    match url.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?))) {
        Some((scheme, (user, host))) => {
            let user = user.split_once(':').map_or(user, |(user, _)| user);
            format!("{scheme}://{user}@{host}")
        }
        None => url.to_owned(),
    }
}
