//! How everything begins: one link, printed when the program starts, that makes the first
//! organisation and its owner, once.

use axum::http::HeaderValue;
use deedwell_core::{Channel, Error, Id, Organisation, Result, Secret, Staff};
use deedwell_store::{Db, Tx};
use deedwell_web::{Role, Settings, StaffMember, sessions};
use serde_json::json;

use crate::acts::members::{NewMember, add_member};
use crate::acts::note::note_own;
use crate::acts::organisation::{NewOrganisation, free_slug, insert};
use crate::acts::{By, fields, units};
use crate::deed::StaffDeed;

/// A new set-up link's token while there is no organisation; one made before is void. Call it at
/// every start.
pub async fn setup_link(db: &Db) -> Result<Option<Secret>> {
    let mut tx = db.system().await?;
    let now = tx.now();
    // Voids first: whoever is using an older link at this moment is waited for, and then seen.
    let void = tx.query_all("update setup set used_at = $1 where used_at is null");
    tx.run(void.bind(now)).await?;
    if tx.find_first_organisation().await?.is_some() {
        tx.commit().await?;
        return Ok(None);
    }
    let token = Secret::new()?;
    let insert = tx.query_all("insert into setup (hash, created_at) values ($1, $2)");
    tx.run(insert.bind(token.hash()).bind(now)).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// Whether this token would work now.
pub async fn setup_link_works(db: &Db, token: &str) -> Result<bool> {
    let mut tx = db.system_read().await?;
    let find = tx.query_all("select hash from setup where hash = $1 and used_at is null");
    let works = tx.find(find.bind(Secret::hash_of(token))).await?.is_some();
    Ok(works && tx.find_first_organisation().await?.is_none())
}

/// What the first form says, checked.
#[derive(Clone, Debug)]
pub struct SetUp {
    pub organisation: NewOrganisation,
    pub unit: Option<String>,
    pub name: String,
    pub email: String,
    pub password_hash: String,
}

/// The first organisation, its first unit if it has one, its owner, and the owner's session.
///
/// # Errors
/// `Missing` when the token does not work, or no longer.
pub async fn set_up(
    db: &Db,
    settings: &Settings,
    token: &str,
    asked: &SetUp,
) -> Result<(Id<Organisation>, HeaderValue)> {
    let slug = free_slug(db, &asked.organisation.name).await?;
    let mut tx = db.write(db.clock().new_id()).await?;
    tx.came_by(Channel::CONSOLE);
    // Of two that come at once, the second waits here for the first and finds nothing.
    if !void_links(&mut tx).await?.contains(&Secret::hash_of(token)) {
        return Err(Error::Missing("page"));
    }
    let organisation = insert(&mut tx, &asked.organisation, &slug).await?;
    let owner = NewMember {
        name: asked.name.clone(),
        email: asked.email.clone(),
        title: String::new(),
        role: Role::Owner,
        unit: None,
        language: Some(asked.organisation.language.clone()),
    };
    let owner: Id<Staff> = add_member(&mut tx, &owner, Some(&asked.password_hash)).await?;
    let deed = StaffDeed::SetUp { organisation };
    note_own(&mut tx, owner, &deed, json!({ "name": asked.organisation.name })).await?;
    if let Some(unit) = &asked.unit {
        let key = fields::unit_key_of(unit);
        let currency = asked.organisation.currency;
        let owner = StaffMember {
            id: owner,
            name: asked.name.clone(),
            title: String::new(),
            role: Role::Owner,
            unit: None,
            has_second_factor: false,
        };
        units::add_unit(&mut tx, By::Member(&owner), &key, unit, currency).await?;
    }
    let cookie = sessions::open_for_staff(&mut tx, settings, owner, 0, false).await?;
    tx.commit().await?;
    Ok((organisation, cookie))
}

/// Uses up every set-up link, and gives the hashes of those that still worked.
pub(super) async fn void_links(tx: &mut Tx) -> Result<Vec<String>> {
    let now = tx.now();
    // The table belongs to no organisation; $1 is bound to every statement and must be used.
    let void =
        tx.query("update setup set used_at = $2 where used_at is null and $1 <> '' returning hash");
    let rows = tx.list(void.bind(now)).await?;
    rows.iter().map(|row| row.text("hash")).collect()
}
