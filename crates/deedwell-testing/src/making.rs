//! How organisations and people come into a world, without asking the door: a story begins where it
//! is about to become interesting.

use std::sync::Arc;

use deedwell_core::{Id, Organisation, Result, Secret, Timestamp};
use deedwell_people::{IdentityKind, Proof, Sign};
use deedwell_store::{Db, Tx};
use deedwell_web::{Role, Settings, sessions};

use crate::person::{Cookie, Ids, Made};
use crate::world::{DOMAIN, Home, KeyTo, lock};

/// Somebody whom a story has named. Made when the world next does something, as of the moment in
/// which they were named: so that naming needs no `await`.
pub(crate) struct ToMake {
    pub made: Arc<Made>,
    pub organisation: Id<Organisation>,
    pub at: Timestamp,
    pub part: PartToPlay,
}

pub(crate) enum PartToPlay {
    Customer { name: String },
    Staff { name: String, role: Role },
    Program { to: KeyTo },
}

/// As of the moment in which they were named.
pub(crate) async fn make(db: &Db, settings: &Settings, one: ToMake) -> Result<()> {
    let clock = db.clock();
    let now = clock.now();
    clock.set(one.at);
    let mut tx = db.write(one.organisation).await?;
    clock.set(now);
    let made = match &one.part {
        PartToPlay::Customer { name } => make_customer(&mut tx, settings, &one.made, name).await,
        PartToPlay::Staff { name, role } => {
            make_staff(&mut tx, settings, &one.made, name, *role).await
        }
        PartToPlay::Program { to } => make_program(&mut tx, &one.made, *to).await,
    };
    made?;
    tx.commit().await.map(drop)
}

async fn make_customer(tx: &mut Tx, settings: &Settings, who: &Made, name: &str) -> Result<()> {
    let sign = Sign::new(IdentityKind::Email, &address(name), "")?;
    let known = deedwell_people::ensure(tx, &sign, Proof::Code, name).await?;
    let cookie = sessions::open_for_customer(tx, settings, known.identity, known.person).await?;
    keep(who, &cookie);
    let ids = Ids { person: Some(known.person), identity: Some(known.identity), staff: None };
    *lock(&who.ids) = ids;
    Ok(())
}

async fn make_staff(
    tx: &mut Tx,
    settings: &Settings,
    who: &Made,
    name: &str,
    role: Role,
) -> Result<()> {
    let id = tx.new_id();
    let insert = tx.query(
        "insert into staff (organisation, id, email, name, role, created_at)
         values ($1, $2, $3, $4, $5, $6)",
    );
    let insert = insert.bind(id).bind(address(name)).bind(name).bind(role.name());
    let now = tx.now();
    tx.run(insert.bind(now)).await?;
    let cookie = sessions::open_for_staff(tx, settings, id, 0, true).await?;
    keep(who, &cookie);
    *lock(&who.ids) = Ids { staff: Some(id), ..Ids::default() };
    Ok(())
}

/// Makes an organisation.
pub(crate) async fn found(db: &Db, name: &str, slug: &str) -> Result<Home> {
    let id: Id<Organisation> = db.clock().new_id();
    let mut tx = db.write(id).await?;
    let now = tx.now();
    let insert = tx.query(
        "insert into organisation (organisation, name, slug, currency, zone, language, created_at)
         values ($1, $2, $3, 'GBP', 'Europe/London', 'en', $4)",
    );
    tx.run(insert.bind(name).bind(slug).bind(now)).await?;
    tx.commit().await?;
    Ok(Home { id, host: format!("{slug}.{DOMAIN}") })
}

async fn make_program(tx: &mut Tx, who: &Made, to: KeyTo) -> Result<()> {
    let secret = Secret::new()?;
    let id: Id<deedwell_web::ApiKey> = tx.new_id();
    let scope = match to {
        KeyTo::Read => "read",
        KeyTo::Write => "write",
    };
    let insert = tx.query(
        "insert into api_key (organisation, id, kind, name, hash, scope, created_at)
         values ($1, $2, 'server', 'A program', $3, $4, $5)",
    );
    let now = tx.now();
    tx.run(insert.bind(id).bind(secret.hash()).bind(scope).bind(now)).await?;
    *lock(&who.bearer) = Some(secret.reveal().to_owned());
    Ok(())
}

fn keep(who: &Made, cookie: &axum::http::HeaderValue) {
    let text = cookie.to_str().unwrap_or_default();
    let pair = text.split(';').next().and_then(|pair| pair.split_once('='));
    let (name, value) = pair.expect("a cookie");
    let (value, path) = (value.to_owned(), "/".to_owned());
    lock(&who.cookies).insert(name.to_owned(), Cookie { value, path });
}

/// `Ada Lovelace` → `ada.lovelace@shop.example`
fn address(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    format!("{}@shop.example", words.join("."))
}
