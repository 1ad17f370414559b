//! Who is signed in: cookies, keys, and links with one purpose.

use axum::http::{HeaderMap, HeaderValue, header};
use deedwell_core::{Error, Id, Identity, Person, Result, Secret, Staff};
use deedwell_store::{Row, Tx};
use jiff::{SignedDuration, Timestamp};

use crate::app::{Deedwell, Settings, Site};
use crate::ask::{Actor, ApiKey, Me, StaffMember};
use crate::roles::Role;

/// A staff session that is kept, one that is not, and a customer's.
const STAFF_KEPT: SignedDuration = SignedDuration::from_hours(14 * 24);
const STAFF_NOT_KEPT: SignedDuration = SignedDuration::from_hours(12);
const CUSTOMER: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Which of the two doors a cookie is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Door {
    Staff,
    Customer,
}

impl Door {
    fn cookie(self, settings: &Settings) -> String {
        let name = match self {
            Self::Staff => "deedwell-staff",
            Self::Customer => "deedwell-me",
        };
        // The prefix makes the browser refuse the cookie from anywhere but this very host.
        if settings.is_secure() { format!("__Host-{name}") } else { name.to_owned() }
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter();
    let pairs = all.filter_map(|h| h.to_str().ok()).flat_map(|h| h.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(n, _)| *n == name).map(|(_, v)| v)
}

/// A `Set-Cookie` that scripts cannot read. Zero seconds removes it.
pub fn set_cookie(settings: &Settings, name: &str, value: &str, seconds: i64) -> HeaderValue {
    set_cookie_at(settings, "/", name, value, seconds)
}

/// For the pages below a path only.
pub fn set_cookie_at(
    settings: &Settings,
    path: &str,
    name: &str,
    value: &str,
    seconds: i64,
) -> HeaderValue {
    let secure = if settings.is_secure() { "; Secure" } else { "" };
    let text =
        format!("{name}={value}; Path={path}; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Finds out who asks. One read for each cookie or key that is there.
pub(crate) async fn actor(app: &Deedwell, site: &Site, headers: &HeaderMap) -> Result<Actor> {
    let settings = app.settings();
    let staff = cookie(headers, &Door::Staff.cookie(settings));
    let me = cookie(headers, &Door::Customer.cookie(settings));
    let bearer = headers.get(header::AUTHORIZATION).and_then(|h| h.to_str().ok());
    let key = bearer.and_then(|h| h.strip_prefix("Bearer "));
    let mut actor = Actor::default();
    if staff.is_none() && me.is_none() && key.is_none() {
        return Ok(actor);
    }
    let mut tx = app.db().read(site.organisation).await?;
    if let Some(token) = staff {
        let (member, stale) = staff_of(&mut tx, token).await?.unzip();
        actor.staff = member;
        if stale == Some(true) {
            note_use(app, site, Used::Session(Secret::hash_of(token)));
        }
    }
    if let Some(token) = me {
        let (me, stale) = customer_of(&mut tx, token).await?.unzip();
        actor.me = me;
        if stale == Some(true) {
            note_use(app, site, Used::Session(Secret::hash_of(token)));
        }
    }
    if let Some(token) = key {
        let (key, stale) = key_of(&mut tx, token).await?.unzip();
        if let (Some(key), Some(true)) = (&key, stale) {
            note_use(app, site, Used::Key(key.id));
        }
        actor.key = key;
    }
    Ok(actor)
}

/// How exact "last seen" and "last used" are. A write for every request would be dear.
const USE_NOTED_S: i64 = 3600;

enum Used {
    Session(String),
    Key(Id<ApiKey>),
}

/// Notes that a session or key was used, in a short write of its own beside the request: whoever
/// asks does not wait for it, and if it fails the next request tries again.
fn note_use(app: &Deedwell, site: &Site, used: Used) {
    let (db, organisation) = (app.db().clone(), site.organisation);
    tokio::spawn(async move {
        let noted = async {
            let mut tx = db.write(organisation).await?;
            let now = tx.now();
            let note = match used {
                Used::Session(hash) => tx
                    .query(
                        "update session set seen_at = $3 where organisation = $1 and hash = $2
                           and seen_at < $3",
                    )
                    .bind(hash),
                Used::Key(id) => tx
                    .query("update api_key set used_at = $3 where organisation = $1 and id = $2")
                    .bind(id),
            };
            tx.run(note.bind(now)).await?;
            tx.commit().await
        };
        if let Err(error) = noted.await {
            tracing::warn!(%error, "The last use of a session or key could not be noted");
        }
    });
}

fn is_stale(tx: &Tx, seen_at: Option<Timestamp>) -> bool {
    seen_at.is_none_or(|at| tx.now().duration_since(at).as_secs() >= USE_NOTED_S)
}

/// Who it is, and whether it was long since they were last seen.
async fn staff_of(tx: &mut Tx, token: &str) -> Result<Option<(StaffMember, bool)>> {
    let find = tx.query(
        "select p.id, p.name, p.title, p.role, p.unit, p.totp_secret, s.seen_at
         from session s join staff p on p.organisation = $1 and p.id = s.staff
         where s.organisation = $1 and s.hash = $2 and s.part = 'staff' and s.expires_at > $3
           and s.epoch = p.epoch and p.closed_at is null",
    );
    let now = tx.now();
    let row = tx.find(find.bind(Secret::hash_of(token)).bind(now)).await?;
    let member = |row: &Row| -> Result<(StaffMember, bool)> {
        Ok((staff_member(row)?, is_stale(tx, row.moment_or_null("seen_at")?)))
    };
    row.as_ref().map(member).transpose()
}

/// From columns id, name, title, role, unit, totp_secret.
pub fn staff_member(row: &Row) -> Result<StaffMember> {
    Ok(StaffMember {
        id: row.id("id")?,
        name: row.text("name")?,
        title: row.text("title")?,
        role: Role::parse(&row.text("role")?).ok_or_else(|| Error::fault("an unknown role"))?,
        unit: row.id_or_null("unit")?,
        has_second_factor: row.text_or_null("totp_secret")?.is_some(),
    })
}

async fn customer_of(tx: &mut Tx, token: &str) -> Result<Option<(Me, bool)>> {
    // The identity's person, not the session's: people may have been merged since.
    let find = tx.query(
        "select i.id as identity, p.id as person, p.name, s.seen_at
         from session s
         join identity i on i.organisation = $1 and i.id = s.identity
         join person p on p.organisation = $1 and p.id = i.person
         where s.organisation = $1 and s.hash = $2 and s.part = 'customer' and s.expires_at > $3
           and i.proven_at is not null",
    );
    let now = tx.now();
    let row = tx.find(find.bind(Secret::hash_of(token)).bind(now)).await?;
    let me = |row: &Row| -> Result<(Me, bool)> {
        let (person, identity) = (row.id("person")?, row.id("identity")?);
        let me = Me { person, identity, name: row.text("name")? };
        Ok((me, is_stale(tx, row.moment_or_null("seen_at")?)))
    };
    row.as_ref().map(me).transpose()
}

/// Which key it is, and whether it was long since it was last used. One whose end lies ahead is
/// being replaced and still works.
async fn key_of(tx: &mut Tx, token: &str) -> Result<Option<(ApiKey, bool)>> {
    let find = tx.query(
        "select id, coalesce(source, id) as source, name, scope, used_at from api_key
         where organisation = $1 and hash = $2 and kind = 'server'
           and (revoked_at is null or revoked_at > $3)",
    );
    let now = tx.now();
    let row = tx.find(find.bind(Secret::hash_of(token)).bind(now)).await?;
    let key = |row: &Row| -> Result<(ApiKey, bool)> {
        let may_write = row.text("scope")? == "write";
        let (id, source) = (row.id("id")?, row.id("source")?);
        let key = ApiKey { id, source, name: row.text("name")?, may_write };
        Ok((key, is_stale(tx, row.moment_or_null("used_at")?)))
    };
    row.as_ref().map(key).transpose()
}

/// Opens a session for staff and gives the cookie. `kept` lasts 14 days, else 12 hours.
pub async fn open_for_staff(
    tx: &mut Tx,
    settings: &Settings,
    staff: Id<Staff>,
    epoch: i64,
    kept: bool,
) -> Result<HeaderValue> {
    let lasts = if kept { STAFF_KEPT } else { STAFF_NOT_KEPT };
    let open =
        Opened { part: "staff", staff: Some(staff), customer: None, epoch, lasts, browser: "" };
    open_session(tx, settings, Door::Staff, open).await
}

/// Opens a session for a customer whose identity was proven just now, and gives the cookie.
pub async fn open_for_customer(
    tx: &mut Tx,
    settings: &Settings,
    identity: Id<Identity>,
    person: Id<Person>,
) -> Result<HeaderValue> {
    open_for_customer_in(tx, settings, identity, person, "").await
}

/// The same, in a browser of this family: by it customers know again where they are signed in.
pub async fn open_for_customer_in(
    tx: &mut Tx,
    settings: &Settings,
    identity: Id<Identity>,
    person: Id<Person>,
    browser: &str,
) -> Result<HeaderValue> {
    let customer = Some((identity, person));
    let open =
        Opened { part: "customer", staff: None, customer, epoch: 0, lasts: CUSTOMER, browser };
    open_session(tx, settings, Door::Customer, open).await
}

struct Opened<'a> {
    part: &'static str,
    staff: Option<Id<Staff>>,
    customer: Option<(Id<Identity>, Id<Person>)>,
    epoch: i64,
    lasts: SignedDuration,
    browser: &'a str,
}

async fn open_session(
    tx: &mut Tx,
    settings: &Settings,
    door: Door,
    open: Opened<'_>,
) -> Result<HeaderValue> {
    let token = Secret::new()?;
    let now = tx.now();
    let until = later(now, open.lasts)?;
    let insert = tx.query(
        "insert into session (organisation, hash, part, staff, identity, person, epoch,
                              created_at, seen_at, expires_at, browser)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10)",
    );
    let insert = insert.bind(token.hash()).bind(open.part).bind(open.staff);
    let insert = insert.bind(open.customer.map(|c| c.0)).bind(open.customer.map(|c| c.1));
    tx.run(insert.bind(open.epoch).bind(now).bind(until).bind(open.browser)).await?;
    Ok(set_cookie(settings, &door.cookie(settings), token.reveal(), open.lasts.as_secs()))
}

/// The hash by which the session of this browser is kept, if it has one.
pub fn current(settings: &Settings, door: Door, headers: &HeaderMap) -> Option<String> {
    cookie(headers, &door.cookie(settings)).map(Secret::hash_of)
}

/// Ends the session of this browser and gives the cookie that removes it.
pub async fn close(
    tx: &mut Tx,
    settings: &Settings,
    door: Door,
    headers: &HeaderMap,
) -> Result<HeaderValue> {
    let name = door.cookie(settings);
    if let Some(token) = cookie(headers, &name) {
        let delete = tx.query("delete from session where organisation = $1 and hash = $2");
        tx.run(delete.bind(Secret::hash_of(token))).await?;
    }
    Ok(set_cookie(settings, &name, "", 0))
}

/// Ends every session of a staff member: after a change of role, password or second factor.
pub async fn end_all(tx: &mut Tx, staff: Id<Staff>) -> Result<i64> {
    let raise = tx.query(
        "update staff set epoch = epoch + 1 where organisation = $1 and id = $2 returning epoch",
    );
    let epoch = tx.one(raise.bind(staff)).await?.number("epoch")?;
    let delete = tx.query("delete from session where organisation = $1 and staff = $2");
    tx.run(delete.bind(staff)).await?;
    Ok(epoch)
}

/// No browser is known as a staff member's any more: one of them may have been another's.
pub async fn forget_browsers(tx: &mut Tx, staff: Id<Staff>) -> Result<()> {
    let forget =
        tx.query("delete from door where organisation = $1 and purpose = 'known' and about = $2");
    tx.run(forget.bind(staff.to_string())).await.map(drop)
}

/// What a link is for. A link of one purpose opens no other door, and none signs in by itself but
/// `Demo`, which exists on loopback only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    Invitation,
    Reset,
    Demo,
    /// Six digits that prove an address.
    Code,
    /// A link in the letter with the code, which proves the address in the browser that asked.
    Link,
    /// What a passkey is to sign.
    Passkey,
    /// The password was right; the second factor is due.
    SecondFactor,
    /// The name of a shop's sign-in token, kept so that it works once.
    Token,
    /// A browser in which a member of staff has signed in before.
    Known,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
            Self::Demo => "demo",
            Self::Code => "code",
            Self::Link => "link",
            Self::Passkey => "passkey",
            Self::SecondFactor => "second_factor",
            Self::Token => "token",
            Self::Known => "known",
        }
    }
}

/// Wrong tries after which a link or code is dead.
pub const MOST_TRIES: i64 = 5;

/// Makes a link token that works once, until it expires.
pub async fn make_link(
    tx: &mut Tx,
    purpose: Purpose,
    about: &str,
    lasts: SignedDuration,
) -> Result<Secret> {
    let token = Secret::new()?;
    keep_token(tx, purpose, token.reveal(), about, lasts).await?;
    Ok(token)
}

/// Keeps a token under its hash. False when it was there before: a replay.
pub async fn keep_token(
    tx: &mut Tx,
    purpose: Purpose,
    token: &str,
    about: &str,
    lasts: SignedDuration,
) -> Result<bool> {
    let now = tx.now();
    let until = later(now, lasts)?;
    let insert = tx.query(
        "insert into door (organisation, hash, purpose, about, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
    );
    let insert = insert.bind(Secret::hash_of(token)).bind(purpose.name()).bind(about);
    Ok(tx.run(insert.bind(now).bind(until)).await? == 1)
}

/// Whom an unused link of this purpose is for, without using it up.
pub async fn look_at_link(tx: &mut Tx, purpose: Purpose, token: &str) -> Result<Option<String>> {
    let find = tx.query(
        "select about from door where organisation = $1 and hash = $2 and purpose = $3
           and used_at is null and expires_at > $4 and tries < $5",
    );
    let now = tx.now();
    let find = find.bind(Secret::hash_of(token)).bind(purpose.name()).bind(now).bind(MOST_TRIES);
    tx.find(find).await?.map(|row| row.text("about")).transpose()
}

/// Uses a link up. `None` when it is unknown, used, expired, or for something else.
pub async fn use_link(tx: &mut Tx, purpose: Purpose, token: &str) -> Result<Option<String>> {
    let take = tx.query(
        "update door set used_at = $4 where organisation = $1 and hash = $2 and purpose = $3
           and used_at is null and expires_at > $4 and tries < $5 returning about",
    );
    let now = tx.now();
    let take = take.bind(Secret::hash_of(token)).bind(purpose.name()).bind(now).bind(MOST_TRIES);
    tx.find(take).await?.map(|row| row.text("about")).transpose()
}

fn later(now: Timestamp, lasts: SignedDuration) -> Result<Timestamp> {
    now.checked_add(lasts).map_err(Error::fault)
}

/// Ends every session of somebody who is forgotten, and what was to let them in.
pub async fn forget(
    tx: &mut Tx,
    identities: &[Id<Identity>],
    people: &[Id<Person>],
    words: &[String],
) -> Result<()> {
    for identity in identities {
        let end = tx.query("delete from session where organisation = $1 and identity = $2");
        tx.run(end.bind(*identity)).await?;
    }
    for person in people {
        let end = tx.query("delete from session where organisation = $1 and person = $2");
        tx.run(end.bind(*person)).await?;
    }
    for word in words {
        let shut = tx.query(
            "delete from door where organisation = $1 and purpose in ('code', 'token')
               and lower(about) = $2",
        );
        tx.run(shut.bind(word.as_str())).await?;
    }
    Ok(())
}
