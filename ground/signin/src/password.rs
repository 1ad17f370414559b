//! The password that a customer may set beside the code: kept by the address to which it belongs.
//!
//! Tries are counted before anything is compared, by hashes: for one address from one place, for one place, and for
//! one address from everywhere. Whoever uses them up shuts this way and no other: the code is counted apart.

use deedwell_core::{Error, Id, Identity, Person, Result, Secret, Timestamp};
use deedwell_people::{Known, Proof, Sign};
use deedwell_store::{Bulk, Tx, quota};
use deedwell_web::Peer;

/// Wrong tries for one address from one place: a few, then a pause of a minute; and in an hour.
pub const TRIES: u32 = 5;
const PAUSE_S: u32 = 60;
pub const TRIES_AN_HOUR: u32 = 20;
/// Wrong tries from one place, whatever the address.
pub const TRIES_OF_PEER: u32 = 60;
/// Wrong tries for one address from all places together.
pub const TRIES_OF_ADDRESS: u32 = 100;
const HOUR_S: u32 = 3_600;

/// A limit: what is counted, how many, in how many seconds.
pub(crate) type Limit = (String, u32, u32);

/// What a try at this address spends.
pub(crate) fn limits(email: &Sign, peer: Peer) -> Vec<Limit> {
    let account = Secret::hash_of(&format!("{} {}", email.value(), peer.0));
    let place = Secret::hash_of(&peer.0.to_string());
    let everywhere = Secret::hash_of(email.value());
    vec![
        (format!("signin.password/{account}"), TRIES, PAUSE_S),
        (format!("signin.password_hour/{account}"), TRIES_AN_HOUR, HOUR_S),
        (format!("signin.password_from/{place}"), TRIES_OF_PEER, HOUR_S),
        (format!("signin.password_for/{everywhere}"), TRIES_OF_ADDRESS, HOUR_S),
    ]
}

/// Spends a try. False when there is none.
pub(crate) async fn may_try(tx: &mut Tx, limits: &[Limit]) -> Result<bool> {
    for (key, most, window_s) in limits {
        match quota::spend(tx, key, *most, *window_s).await {
            Ok(()) => {}
            Err(Error::TooMany { .. }) => return Ok(false),
            Err(other) => return Err(other),
        }
    }
    Ok(true)
}

/// The password was right: what was spent was no guess.
pub(crate) async fn give_back(tx: &mut Tx, limits: &[Limit]) -> Result<()> {
    for (key, _, window_s) in limits {
        quota::give_back(tx, key, *window_s).await?;
    }
    Ok(())
}

/// What is kept of an address that has a password.
#[derive(Clone)]
pub(crate) struct Kept {
    pub known: Known,
    pub hash: String,
}

pub(crate) async fn of_address(tx: &mut Tx, email: &Sign) -> Result<Option<Kept>> {
    let find = tx.query(
        "select i.id, i.person, i.proof, p.hash from identity i
         join customer_password p on p.organisation = $1 and p.identity = i.id
         where i.organisation = $1 and i.kind = 'email' and i.value = $2 and i.scope = ''
           and i.proven_at is not null",
    );
    let Some(row) = tx.find(find.bind(email.value())).await? else { return Ok(None) };
    let proof =
        Proof::parse(&row.text("proof")?).ok_or_else(|| Error::fault("an unknown proof"))?;
    let known = Known { person: row.id("person")?, identity: row.id("id")?, proof, is_new: false };
    Ok(Some(Kept { known, hash: row.text("hash")? }))
}

/// Keeps the hash of a password. True when there was another before.
pub(crate) async fn keep(tx: &mut Tx, identity: Id<Identity>, hash: &str) -> Result<bool> {
    let now = tx.now();
    let before = remove(tx, identity).await?;
    let insert = tx.query(
        "insert into customer_password (organisation, identity, hash, set_at)
         values ($1, $2, $3, $4)",
    );
    tx.run(insert.bind(identity).bind(hash).bind(now)).await?;
    Ok(before)
}

/// True when there was one.
pub(crate) async fn remove(tx: &mut Tx, identity: Id<Identity>) -> Result<bool> {
    let delete =
        tx.query("delete from customer_password where organisation = $1 and identity = $2");
    Ok(tx.run(delete.bind(identity)).await? == 1)
}

/// Which addresses of a person have a password, and since when.
pub(crate) async fn of_person(tx: &mut Tx, person: Id<Person>) -> Result<Vec<(String, Timestamp)>> {
    let list = tx.query(
        "select i.value, p.set_at from customer_password p
         join identity i on i.organisation = $1 and i.id = p.identity and i.person = $2
         where p.organisation = $1 order by i.value",
    );
    let rows = tx.list(list.bind(person)).await?;
    rows.iter().map(|row| Ok((row.text("value")?, row.moment("set_at")?))).collect()
}

/// Since when whom we are asked about has passwords.
pub(crate) async fn held(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<Vec<Timestamp>> {
    if whom.is_empty() {
        return Ok(Vec::new());
    }
    let mut find = Bulk::new(
        tx,
        "select set_at from customer_password where organisation = $1 and identity in (",
        [],
        "?",
        ") order by set_at",
    );
    whom.iter().for_each(|id| find.add([(*id).into()]));
    find.list(tx).await?.iter().map(|row| row.moment("set_at")).collect()
}
