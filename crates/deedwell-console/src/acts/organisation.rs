//! The organisation: how one comes to be, and what of it may be changed.

use deedwell_core::{Currency, Error, Id, Organisation, Result};
use deedwell_store::{Db, Tx};
use serde_json::json;

use crate::acts::fields;
use crate::acts::note::note;
use crate::acts::{By, units};
use crate::deed::StaffDeed;
use crate::wrong;

/// What a new organisation needs. The fields are checked by whoever makes it from text; see
/// [`NewOrganisation::checked`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewOrganisation {
    pub name: String,
    pub currency: Currency,
    pub zone: String,
    pub language: String,
    /// Made up: every page says so.
    pub simulated: bool,
}

impl NewOrganisation {
    /// From words as somebody typed them.
    pub fn checked(name: &str, currency: &str, zone: &str, language: &str) -> Result<Self> {
        Ok(Self {
            name: fields::line(name, wrong::ORGANISATION)?,
            currency: fields::currency(currency)?,
            zone: fields::zone(zone)?,
            language: fields::language(language)?,
            simulated: false,
        })
    }
}

/// Makes an organisation: for the command line and the demo. A set-up link that waits is void.
pub async fn add_organisation(db: &Db, new: &NewOrganisation) -> Result<Id<Organisation>> {
    let slug = free_slug(db, &new.name).await?;
    let mut tx = db.write(db.clock().new_id()).await?;
    tx.came_by(deedwell_core::Channel::SYSTEM);
    crate::acts::setup::void_links(&mut tx).await?;
    let id = insert(&mut tx, new, &slug).await?;
    let deed = StaffDeed::SetUp { organisation: id };
    note(&mut tx, By::CommandLine, &deed, json!({ "name": new.name })).await?;
    tx.commit().await?;
    Ok(id)
}

/// A sub-domain that nobody has.
pub(super) async fn free_slug(db: &Db, name: &str) -> Result<String> {
    let base = fields::slug_of(name);
    let mut tx = db.system_read().await?;
    let taken = tx.query_all("select slug from organisation");
    let rows = tx.list(taken).await?;
    let taken = rows.iter().map(|row| row.text("slug")).collect::<Result<Vec<_>>>()?;
    let numbered = (2..1000).map(|n| format!("{base}-{n}"));
    let mut candidates = std::iter::once(base.clone()).chain(numbered);
    candidates.find(|slug| !taken.contains(slug)).ok_or_else(|| wrong::SLUG_TAKEN.into())
}

/// The row of the organisation to which this transaction belongs.
pub(super) async fn insert(
    tx: &mut Tx,
    new: &NewOrganisation,
    slug: &str,
) -> Result<Id<Organisation>> {
    let made_from = if new.simulated { "simulated" } else { "live" };
    let now = tx.now();
    let insert = tx.query(
        "insert into organisation (organisation, name, slug, currency, zone, language, made_from,
                                   created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let insert = insert.bind(&new.name).bind(slug).bind(new.currency).bind(&new.zone);
    tx.run(insert.bind(&new.language).bind(made_from).bind(now)).await?;
    Ok(tx.organisation())
}

/// What the settings page shows and changes.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganisationSettings {
    pub name: String,
    pub slug: String,
    pub host: Option<String>,
    pub currency: Currency,
    pub zone: String,
    pub language: String,
}

pub async fn settings(tx: &mut Tx) -> Result<OrganisationSettings> {
    let find = tx.query(
        "select name, slug, host, currency, zone, language from organisation
         where organisation = $1",
    );
    let row = tx.find(find).await?.ok_or(Error::Missing("site"))?;
    Ok(OrganisationSettings {
        name: row.text("name")?,
        slug: row.text("slug")?,
        host: row.text_or_null("host")?,
        currency: row.currency("currency")?,
        zone: row.text("zone")?,
        language: row.text("language")?,
    })
}

/// Changes them. `Deedwell::refresh_sites` afterwards, so that pages know.
///
/// # Errors
/// `Invalid` when another organisation has the slug or the host.
pub async fn change(db: &Db, tx: &mut Tx, by: By<'_>, new: &OrganisationSettings) -> Result<()> {
    let old = settings(tx).await?;
    if old == *new {
        return Ok(());
    }
    mine_alone(db, tx, new).await?;
    let update = tx.query(
        "update organisation set name = $2, slug = $3, host = $4, currency = $5, zone = $6,
                                 language = $7
         where organisation = $1",
    );
    let update = update.bind(&new.name).bind(&new.slug).bind(new.host.clone());
    tx.run(update.bind(new.currency).bind(&new.zone).bind(&new.language)).await?;
    let changed = [
        ("name", old.name.clone(), new.name.clone()),
        ("slug", old.slug.clone(), new.slug.clone()),
        ("host", old.host.clone().unwrap_or_default(), new.host.clone().unwrap_or_default()),
        ("currency", old.currency.to_string(), new.currency.to_string()),
        ("zone", old.zone.clone(), new.zone.clone()),
        ("language", old.language.clone(), new.language.clone()),
    ];
    let deed = StaffDeed::OrganisationChanged { organisation: tx.organisation() };
    note(tx, by, &deed, units::differences(&changed)).await
}

/// Slug and host lead to one site each. The keys of the table hold it; this says it in a sentence.
async fn mine_alone(db: &Db, tx: &Tx, new: &OrganisationSettings) -> Result<()> {
    let mut all = db.system_read().await?;
    let others = all.query_all("select slug, host from organisation where organisation <> $1");
    for other in all.list(others.bind(tx.organisation())).await? {
        if other.text("slug")? == new.slug {
            return Err(wrong::SLUG_TAKEN.into());
        }
        if new.host.is_some() && other.text_or_null("host")? == new.host {
            return Err(wrong::HOST_TAKEN.into());
        }
    }
    Ok(())
}
