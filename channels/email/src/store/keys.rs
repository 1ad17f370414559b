//! The keys that sign.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use deedwell_core::{Error, Id, Result};
use deedwell_store::{Row, Tx};
use jiff::Timestamp;

use crate::write::sign::Keys;

#[derive(Debug)]
pub enum KeyRow {}

/// Both keys of a domain, and under which name they are published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DomainKey {
    pub id: Id<KeyRow>,
    pub domain: String,
    pub selector: String,
    pub keys: Keys,
    pub made_at: Timestamp,
}

fn key_of(row: &Row) -> Result<DomainKey> {
    let bytes = |column: &str| STANDARD.decode(row.text(column)?).map_err(Error::fault);
    Ok(DomainKey {
        id: row.id("id")?,
        domain: row.text("domain")?,
        selector: row.text("selector")?,
        keys: Keys {
            rsa: bytes("rsa")?,
            rsa_public: bytes("rsa_public")?,
            ed25519: bytes("ed25519")?,
            ed25519_public: bytes("ed25519_public")?,
        },
        made_at: row.moment("made_at")?,
    })
}

/// The keys by which letters of this domain are signed; none while none were made.
pub async fn key_for(tx: &mut Tx, domain: &str) -> Result<Option<DomainKey>> {
    let find = tx.query(
        "select id, domain, selector, rsa, rsa_public, ed25519, ed25519_public, made_at
         from email_key where organisation = $1 and domain = $2 and retired_at is null
         order by made_at desc limit 1",
    );
    tx.find(find.bind(domain)).await?.as_ref().map(key_of).transpose()
}

/// The new ones sign from now on.
pub async fn add_key(tx: &mut Tx, domain: &str, selector: &str, keys: &Keys) -> Result<()> {
    let now = tx.now();
    let retire = tx.query(
        "update email_key set retired_at = $3
         where organisation = $1 and domain = $2 and retired_at is null",
    );
    tx.run(retire.bind(domain).bind(now)).await?;
    let insert = tx.query(
        "insert into email_key (organisation, id, domain, selector, rsa, rsa_public, ed25519,
           ed25519_public, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    let id: Id<KeyRow> = tx.new_id();
    let text = |bytes: &[u8]| STANDARD.encode(bytes);
    let insert = insert.bind(id).bind(domain).bind(selector).bind(text(&keys.rsa));
    let insert = insert.bind(text(&keys.rsa_public)).bind(text(&keys.ed25519));
    tx.run(insert.bind(text(&keys.ed25519_public)).bind(now)).await.map(drop)
}

/// How many there were of this domain.
pub async fn count_keys(tx: &mut Tx, domain: &str) -> Result<i64> {
    let count =
        tx.query("select count(*) as n from email_key where organisation = $1 and domain = $2");
    tx.one(count.bind(domain)).await?.number("n")
}
