//! Passkeys: what is kept of them, what they are asked to sign, and whose they are. [`check`] holds the rules.
//!
//! What is to be signed is good once, for five minutes, and is spent before it is looked at. The site of an
//! organisation is the address that its operator set, never what a request says.

mod cbor;
mod check;
#[cfg(test)]
pub(crate) mod device;
pub(crate) mod door;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deedwell_core::{Error, Id, Identity, Person, Result, Secret, Timestamp};
use deedwell_people::{Known, Proof};
use deedwell_store::{Bulk, Tx};
use deedwell_web::sessions::{self, Purpose};
use deedwell_web::{Settings, Site, address};
use jiff::SignedDuration;
use serde::Deserialize;

pub(crate) use check::Refused;
use check::{Algorithm, Expected, Key};

/// How long there is to sign.
pub const LASTS: SignedDuration = SignedDuration::from_mins(5);
/// Passkeys of one address.
pub const MOST: usize = 20;
/// Letters of a name.
pub const LONGEST_NAME: usize = 50;
/// What signing in by one asks to be signed.
const TO_COME_IN: &str = "in";

/// Marks an id of a passkey.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct PasskeyNoun;

/// A passkey as its owner sees it.
#[derive(Clone, Debug)]
pub(crate) struct Passkey {
    pub id: String,
    pub name: String,
    pub address: String,
    pub created_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

/// Whose site it is: the origin of its pages, and its host.
pub(crate) fn here(settings: &Settings, site: &Site) -> (String, String) {
    let whole = address::whole(settings, site, "");
    let (scheme, rest) = whole.split_once("://").unwrap_or(("https", &whole));
    let place = rest.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let usual = if scheme == "https" { ":443" } else { ":80" };
    let place = place.strip_suffix(usual).unwrap_or(&place);
    let host = place.split(':').next().unwrap_or_default();
    (format!("{scheme}://{place}"), host.to_owned())
}

/// Makes what is to be signed.
pub(crate) async fn ask(tx: &mut Tx, about: &str) -> Result<String> {
    let challenge = sessions::make_link(tx, Purpose::Passkey, about, LASTS).await?;
    Ok(challenge.reveal().to_owned())
}

/// What adding one in this session asks to be signed.
pub(crate) fn to_add(identity: Id<Identity>, session: &str) -> String {
    format!("add {identity} {session}")
}

/// What the browser says it was asked to sign, used up; refused unless it was asked about this.
async fn spend(tx: &mut Tx, client_data: &[u8], about: &str) -> Result<Result<String, Refused>> {
    #[derive(Deserialize)]
    struct Asked {
        challenge: String,
    }
    let Ok(asked) = serde_json::from_slice::<Asked>(client_data) else {
        return Ok(Err(Refused::Unreadable));
    };
    let was = sessions::use_link(tx, Purpose::Passkey, &asked.challenge).await?;
    Ok(if was.as_deref() == Some(about) { Ok(asked.challenge) } else { Err(Refused::Challenge) })
}

pub(crate) fn bytes(text: &str) -> Result<Vec<u8>, Refused> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| Refused::Unreadable)
}

/// By which a holder names the account of this identity: the same for all its passkeys.
pub(crate) async fn handle(tx: &mut Tx, identity: Id<Identity>) -> Result<String> {
    let find =
        tx.query("select handle from passkey where organisation = $1 and identity = $2 limit 1");
    match tx.find(find.bind(identity)).await? {
        Some(row) => row.text("handle"),
        None => Ok(Secret::new()?.reveal().to_owned()),
    }
}

/// The ids of this identity's passkeys, for a holder that has one already.
pub(crate) async fn credentials(tx: &mut Tx, identity: Id<Identity>) -> Result<Vec<String>> {
    let list = tx.query(
        "select credential from passkey where organisation = $1 and identity = $2
         order by created_at, id limit $3",
    );
    let rows = tx.list(list.bind(identity).bind(MOST)).await?;
    rows.iter().map(|row| row.text("credential")).collect()
}

/// What a browser hands over to add one.
pub(crate) struct Handed<'a> {
    pub client_data: &'a str,
    pub attestation: &'a str,
    pub handle: &'a str,
    pub name: &'a str,
}

/// Adds one for an identity, in the session that asked. What was to be signed is spent, whatever comes of it.
pub(crate) async fn add(
    tx: &mut Tx,
    (settings, site): (&Settings, &Site),
    identity: Id<Identity>,
    session: &str,
    handed: Handed<'_>,
) -> Result<Result<(), Refused>> {
    let (client_data, attestation) = match (bytes(handed.client_data), bytes(handed.attestation)) {
        (Ok(client_data), Ok(attestation)) => (client_data, attestation),
        _ => return Ok(Err(Refused::Unreadable)),
    };
    let about = format!("{} {}", to_add(identity, session), handed.handle);
    let challenge = match spend(tx, &client_data, &about).await? {
        Ok(challenge) => challenge,
        Err(refused) => return Ok(Err(refused)),
    };
    let (origin, rp_id) = here(settings, site);
    let expected = Expected { challenge: &challenge, origin: &origin, rp_id: &rp_id };
    let added = match check::added(&client_data, &attestation, expected) {
        Ok(added) => added,
        Err(refused) => return Ok(Err(refused)),
    };
    let (now, id) = (tx.now(), tx.new_id::<PasskeyNoun>());
    // Whose a credential is, is said once: it is not taken over from anybody.
    let insert = tx.query(
        "insert into passkey (organisation, id, identity, credential, handle, algorithm,
                              public_key, counter, name, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
    );
    let insert = insert.bind(id).bind(identity).bind(URL_SAFE_NO_PAD.encode(&added.credential));
    let insert = insert.bind(handed.handle).bind(added.key.algorithm.name());
    let insert = insert.bind(URL_SAFE_NO_PAD.encode(&added.key.bytes));
    let insert = insert.bind(i64::from(added.counter)).bind(handed.name).bind(now);
    let kept = tx.run(insert).await? == 1;
    Ok(if kept { Ok(()) } else { Err(Refused::Holder) })
}

/// What a browser hands over when one is used.
pub(crate) struct Shown<'a> {
    pub credential: &'a str,
    pub client_data: &'a str,
    pub authenticator_data: &'a str,
    pub signature: &'a str,
    pub handle: &'a str,
}

/// Who it is. What was to be signed is spent, whatever comes of it: commit either way.
pub(crate) async fn believe(
    tx: &mut Tx,
    (settings, site): (&Settings, &Site),
    shown: Shown<'_>,
) -> Result<Result<Known, Refused>> {
    let parts = [shown.client_data, shown.authenticator_data, shown.signature].map(bytes);
    let [Ok(client_data), Ok(authenticator_data), Ok(signature)] = &parts else {
        return Ok(Err(Refused::Unreadable));
    };
    let challenge = match spend(tx, client_data, TO_COME_IN).await? {
        Ok(challenge) => challenge,
        Err(refused) => return Ok(Err(refused)),
    };
    let Some((id, known, key, counter, handle)) = kept(tx, shown.credential).await? else {
        return Ok(Err(Refused::Holder));
    };
    let (origin, rp_id) = here(settings, site);
    let expected = Expected { challenge: &challenge, origin: &origin, rp_id: &rp_id };
    let used = check::Used { client_data, authenticator_data, signature, handle: shown.handle };
    let kept = check::Known { key: &key, counter, handle: &handle };
    match check::used(used, &kept, expected) {
        Ok(counter) => {
            let now = tx.now();
            let note = tx.query(
                "update passkey set counter = $3, used_at = $4
                 where organisation = $1 and id = $2 and counter = $5",
            );
            let note = note.bind(id).bind(i64::from(counter)).bind(now);
            // Two at once that say the same count are one and its copy.
            let is_first = tx.run(note.bind(i64::from(kept.counter))).await? == 1;
            Ok(if is_first { Ok(known) } else { Err(Refused::Counter) })
        }
        Err(refused) => Ok(Err(refused)),
    }
}

/// What is kept of a credential, and whose it is now: people may have been merged since.
async fn kept(tx: &mut Tx, credential: &str) -> Result<Option<(String, Known, Key, u32, String)>> {
    let find = tx.query(
        "select k.id, k.handle, k.algorithm, k.public_key, k.counter,
                i.id as identity, i.person, i.proof
         from passkey k join identity i on i.organisation = $1 and i.id = k.identity
         where k.organisation = $1 and k.credential = $2 and i.proven_at is not null",
    );
    let Some(row) = tx.find(find.bind(credential.trim_end_matches('='))).await? else {
        return Ok(None);
    };
    let unreadable = || Error::fault("a passkey is kept that cannot be read");
    let proof = Proof::parse(&row.text("proof")?).ok_or_else(unreadable)?;
    let algorithm = Algorithm::named(&row.text("algorithm")?).ok_or_else(unreadable)?;
    let bytes = bytes(&row.text("public_key")?).map_err(|_| unreadable())?;
    let known =
        Known { person: row.id("person")?, identity: row.id("identity")?, proof, is_new: false };
    let counter = u32::try_from(row.number("counter")?).map_err(|_| unreadable())?;
    Ok(Some((row.text("id")?, known, Key { algorithm, bytes }, counter, row.text("handle")?)))
}

pub(crate) async fn of_person(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Passkey>> {
    let list = tx.query(
        "select k.id, k.name, k.created_at, k.used_at, i.value from passkey k
         join identity i on i.organisation = $1 and i.id = k.identity and i.person = $2
         where k.organisation = $1 order by k.created_at, k.id",
    );
    let rows = tx.list(list.bind(person)).await?;
    let one = |row: &deedwell_store::Row| {
        Ok(Passkey {
            id: row.text("id")?,
            name: row.text("name")?,
            address: row.text("value")?,
            created_at: row.moment("created_at")?,
            used_at: row.moment_or_null("used_at")?,
        })
    };
    rows.iter().map(one).collect()
}

pub(crate) async fn rename(tx: &mut Tx, id: &str, name: &str) -> Result<()> {
    let rename = tx.query("update passkey set name = $3 where organisation = $1 and id = $2");
    tx.run(rename.bind(id).bind(name)).await.map(drop)
}

pub(crate) async fn remove(tx: &mut Tx, id: &str) -> Result<()> {
    let delete = tx.query("delete from passkey where organisation = $1 and id = $2");
    tx.run(delete.bind(id)).await.map(drop)
}

pub(crate) async fn forget(tx: &mut Tx, identity: Id<Identity>) -> Result<()> {
    let delete = tx.query("delete from passkey where organisation = $1 and identity = $2");
    tx.run(delete.bind(identity)).await.map(drop)
}

/// What whom we are asked about calls theirs, and when each was added and used; no key.
pub(crate) async fn held(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<Vec<serde_json::Value>> {
    if whom.is_empty() {
        return Ok(Vec::new());
    }
    let mut find = Bulk::new(
        tx,
        "select name, created_at, used_at from passkey where organisation = $1 and identity in (",
        [],
        "?",
        ") order by created_at, id",
    );
    whom.iter().for_each(|id| find.add([(*id).into()]));
    let one = |row: &deedwell_store::Row| {
        Ok(serde_json::json!({
            "name": row.text("name")?, "created_at": row.moment("created_at")?,
            "used_at": row.moment_or_null("used_at")?,
        }))
    };
    find.list(tx).await?.iter().map(one).collect()
}
