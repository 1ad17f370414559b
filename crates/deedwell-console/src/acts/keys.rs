//! Keys by which programs come in. A server key acts for the organisation's own programs; a
//! sign-in key signs the tokens with which a shop vouches for its customers.

use deedwell_core::{Error, Id, Result, Secret};
use deedwell_store::{Row, Tx};
use deedwell_web::ApiKey;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::acts::By;
use crate::acts::note::note;
use crate::deed::StaffDeed;

/// How long an old key works beside the one that takes its place, unless said otherwise; and how
/// long it can.
pub const GRACE: SignedDuration = SignedDuration::from_hours(7 * 24);
pub const LONGEST_GRACE: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Keys that work at one time.
const MOST: i64 = 100;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyKind {
    Server,
    SignIn,
}

impl KeyKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::SignIn => "sign_in",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Server, Self::SignIn].into_iter().find(|k| k.name() == text)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    Read,
    Write,
}

impl Scope {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Read, Self::Write].into_iter().find(|s| s.name() == text)
    }
}

/// A key, without what opens anything.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyRow {
    pub id: Id<ApiKey>,
    pub kind: KeyKind,
    pub name: String,
    pub scope: Scope,
    pub created_at: Timestamp,
    /// From when on it works no more; may lie ahead while another takes its place.
    pub revoked_at: Option<Timestamp>,
    pub used_at: Option<Timestamp>,
}

/// Whether this is the secret of a key: that of a sign-in key is kept, of others a hash.
pub async fn is_secret_of(tx: &mut Tx, id: Id<ApiKey>, secret: &str) -> Result<bool> {
    let find = tx.query(
        "select id from api_key where organisation = $1 and id = $2 and (hash = $3 or secret = $4)",
    );
    Ok(tx.find(find.bind(id).bind(Secret::hash_of(secret)).bind(secret)).await?.is_some())
}

fn key_of(row: &Row) -> Result<KeyRow> {
    let unknown = || Error::fault("an unknown kind of key");
    Ok(KeyRow {
        id: row.id("id")?,
        kind: KeyKind::parse(&row.text("kind")?).ok_or_else(unknown)?,
        name: row.text("name")?,
        scope: Scope::parse(&row.text("scope")?).ok_or_else(unknown)?,
        created_at: row.moment("created_at")?,
        revoked_at: row.moment_or_null("revoked_at")?,
        used_at: row.moment_or_null("used_at")?,
    })
}

/// Newest first.
pub async fn keys(tx: &mut Tx) -> Result<Vec<KeyRow>> {
    let list = tx.query(
        "select id, kind, name, scope, created_at, revoked_at, used_at from api_key
         where organisation = $1 order by created_at desc, id desc limit 500",
    );
    tx.list(list).await?.iter().map(key_of).collect()
}

pub async fn key(tx: &mut Tx, id: Id<ApiKey>) -> Result<KeyRow> {
    let find = tx.query(
        "select id, kind, name, scope, created_at, revoked_at, used_at from api_key
         where organisation = $1 and id = $2",
    );
    key_of(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("key"))?)
}

/// Makes a key. The secret is shown this once: of a server key only the hash is kept; a sign-in
/// key's is kept, for signatures are checked with it, but shown no more.
pub async fn make_key(
    tx: &mut Tx,
    by: By<'_>,
    kind: KeyKind,
    name: &str,
    scope: Scope,
) -> Result<(Id<ApiKey>, Secret)> {
    let now = tx.now();
    let count = tx.query(
        "select count(*) as n from api_key
         where organisation = $1 and (revoked_at is null or revoked_at > $2)",
    );
    if tx.one(count.bind(now)).await?.number("n")? >= MOST {
        return Err(Error::refused(
            "console.too_many_keys",
            "There are 100 keys in use. Revoke one that nobody needs first.",
        ));
    }
    let (id, secret): (Id<ApiKey>, _) = (tx.new_id(), Secret::new()?);
    let (hash, kept) = match kind {
        KeyKind::Server => (secret.hash(), None),
        KeyKind::SignIn => (id.to_string(), Some(secret.reveal().to_owned())),
    };
    let insert = tx.query(
        "insert into api_key (organisation, id, kind, name, hash, secret, scope, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let insert = insert.bind(id).bind(kind.name()).bind(name).bind(hash).bind(kept);
    tx.run(insert.bind(scope.name()).bind(now)).await?;
    let detail = json!({ "name": name, "kind": kind.name(), "scope": scope.name() });
    let deed = StaffDeed::KeyMade { key: id, may_write: scope == Scope::Write };
    note(tx, by, &deed, detail).await?;
    Ok((id, secret))
}

/// From now on the key opens nothing.
pub async fn revoke_key(tx: &mut Tx, by: By<'_>, id: Id<ApiKey>) -> Result<()> {
    let old = key(tx, id).await?;
    let now = tx.now();
    if old.revoked_at.is_some_and(|at| at <= now) {
        return Ok(());
    }
    let update = tx.query(
        "update api_key set revoked_at = $3 where organisation = $1 and id = $2
           and (revoked_at is null or revoked_at > $3)",
    );
    tx.run(update.bind(id).bind(now)).await?;
    note(tx, by, &StaffDeed::KeyRevoked { key: id }, json!({ "name": old.name })).await
}

/// A new key of the same name and scope, for the same source. The old one works beside it for a
/// while, so that programs can change over one by one.
///
/// # Errors
/// `Invalid` for a while that is too long; `console.key_ends`.
pub async fn rotate_key(
    tx: &mut Tx,
    by: By<'_>,
    id: Id<ApiKey>,
    grace: SignedDuration,
) -> Result<(Id<ApiKey>, Secret)> {
    if grace.is_negative() || grace > LONGEST_GRACE {
        return Err(Error::invalid("keep", "An old key works beside the new for 90 days at most."));
    }
    let old = key(tx, id).await?;
    let until = tx.now().checked_add(grace).map_err(Error::fault)?;
    // The condition stands in the statement: a key that is revoked at this very moment stays revoked.
    let update = tx.query(
        "update api_key set revoked_at = $3
         where organisation = $1 and id = $2 and revoked_at is null",
    );
    if tx.run(update.bind(id).bind(until)).await? == 0 {
        return Err(Error::refused(
            "console.key_ends",
            "This key was revoked or replaced already. Make a new one.",
        ));
    }
    let (new, secret) = make_key(tx, by, old.kind, &old.name, old.scope).await?;
    speaks_for(tx, new, id).await?;
    let deed = StaffDeed::KeyRotated { key: id, by: new };
    note(tx, by, &deed, json!({ "name": old.name, "until": until.to_string() })).await?;
    Ok((new, secret))
}

/// Customers whom the old key vouched for are the same people to the new one.
async fn speaks_for(tx: &mut Tx, new: Id<ApiKey>, old: Id<ApiKey>) -> Result<()> {
    let find = tx.query(
        "select coalesce(source, id) as source from api_key where organisation = $1 and id = $2",
    );
    let source: Id<ApiKey> = tx.one(find.bind(old)).await?.id("source")?;
    let update = tx.query("update api_key set source = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(new).bind(source)).await.map(drop)
}
