//! What people were seen with, and the secret of which prints are made.

use deedwell_core::{Error, Id, Identity, Result, Secret, Timestamp};
use deedwell_store::{Bulk, Tx};
use jiff::SignedDuration;

use crate::sign::{Seen, SignKind};

/// The organisation's secret, where one was made.
pub async fn known_secret(tx: &mut Tx) -> Result<Option<String>> {
    let find = tx.query("select secret from trust_secret where organisation = $1");
    tx.find(find).await?.map(|row| row.text("secret")).transpose()
}

/// The organisation's secret; made when it is first asked for. Whoever comes second takes the first one's.
pub async fn secret(tx: &mut Tx) -> Result<String> {
    if let Some(secret) = known_secret(tx).await? {
        return Ok(secret);
    }
    let new = Secret::new()?;
    let insert = tx.query(
        "insert into trust_secret (organisation, secret) values ($1, $2)
         on conflict (organisation) do update set secret = trust_secret.secret returning secret",
    );
    tx.one(insert.bind(new.reveal())).await?.text("secret")
}

/// A sign that was seen this short a time ago is not written again: votes come by the minute.
const FRESH: SignedDuration = SignedDuration::from_mins(10);

pub async fn add_sign(
    tx: &mut Tx,
    identity: Id<Identity>,
    kind: SignKind,
    print: &str,
) -> Result<()> {
    let now = tx.now();
    let insert = tx.query(
        "insert into trust_sign (organisation, kind, print, identity, first_at, last_at)
         values ($1, $2, $3, $4, $5, $5)
         on conflict (organisation, kind, print, identity) do update set last_at = excluded.last_at
         where trust_sign.last_at < $6",
    );
    let stale = now.checked_sub(FRESH).map_err(Error::fault)?;
    let insert = insert.bind(kind.name()).bind(print).bind(identity).bind(now);
    tx.run(insert.bind(stale)).await.map(drop)
}

/// What all identities of the persons of these identities were seen with.
pub async fn signs_of(tx: &mut Tx, identities: &[Id<Identity>]) -> Result<Vec<Seen>> {
    let mut find = Bulk::new(
        tx,
        "select distinct s.kind, s.print, s.identity, o.person, s.first_at, s.last_at
         from identity i
         join identity o on o.organisation = $1 and o.person = i.person
         join trust_sign s on s.organisation = $1 and s.identity = o.id
         where i.organisation = $1 and i.id in (",
        [],
        "?",
        ")",
    );
    identities.iter().for_each(|id| find.add([(*id).into()]));
    if find.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for row in &find.list(tx).await? {
        // A kind of a later build says nothing to this one.
        let Some(kind) = SignKind::parse(&row.text("kind")?) else { continue };
        all.push(Seen {
            person: row.id("person")?,
            identity: row.id("identity")?,
            kind,
            print: row.text("print")?,
            first_at: row.moment("first_at")?,
            last_at: row.moment("last_at")?,
        });
    }
    Ok(all)
}

/// How many persons share a sign, whoever they are: one that too many share says nothing.
pub async fn sharers(tx: &mut Tx, kind: SignKind, print: &str) -> Result<i64> {
    let find = tx.query(
        "select count(distinct i.person) as people from trust_sign s
         join identity i on i.organisation = $1 and i.id = s.identity
         where s.organisation = $1 and s.kind = $2 and s.print = $3",
    );
    tx.one(find.bind(kind.name()).bind(print)).await?.number("people")
}

/// Signs that nobody was seen with since then.
pub async fn drop_signs(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let delete = tx.query("delete from trust_sign where organisation = $1 and last_at < $2");
    tx.run(delete.bind(before)).await
}
