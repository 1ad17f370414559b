//! A browser in which somebody, before we knew who it was, pressed something that counts for them later: that
//! they came by a friend's link. The browser is given a number by what they press, never by a page that they
//! only read; when they sign in there, what was done by the browser becomes theirs.

use axum::http::{HeaderMap, HeaderValue};
use deedwell_core::{Error, Result, Secret};
use deedwell_people::{Arrival, IdentityKind, Known, Sign, meet_many, person};
use deedwell_store::Tx;
use deedwell_web::{Settings, sessions};

/// 90 days: as long as a visit usually counts.
const LASTS_S: i64 = 90 * 86_400;
/// Letters of what the cookie holds; nobody's own words are taken for a number.
const LONGEST: usize = 100;

fn name(settings: &Settings) -> &'static str {
    if settings.is_secure() { "__Host-deedwell-guest" } else { "deedwell-guest" }
}

/// Kept by a hash: no table holds what would open anything.
fn sign_of(number: &str) -> Result<Sign> {
    Sign::new(IdentityKind::Browser, &format!("guest-{}", Secret::hash_of(number)), "")
}

/// The browser of this request, if it was given a number.
pub fn sign(settings: &Settings, headers: &HeaderMap) -> Option<Sign> {
    let number = sessions::cookie(headers, name(settings))?;
    let fits = !number.is_empty() && number.len() <= LONGEST;
    if fits { sign_of(number).ok() } else { None }
}

/// A number for a browser that has none, and the cookie that holds it.
///
/// # Errors
/// `Fault` without a source of chance.
pub fn new(settings: &Settings) -> Result<(Sign, HeaderValue)> {
    let number = Secret::new()?;
    let cookie = sessions::set_cookie(settings, name(settings), number.reveal(), LASTS_S);
    Ok((sign_of(number.reveal())?, cookie))
}

/// What this browser did becomes theirs who sign in there. A browser that is somebody else's already stays
/// with them.
pub(crate) async fn bring(tx: &mut Tx, known: &Known, browser: Sign) -> Result<()> {
    let own = person::identities(tx, known.person).await?;
    let Some(own) = own.into_iter().find(|one| one.id == known.identity) else { return Ok(()) };
    let own = Sign::new(own.kind, &own.value, &own.scope)?;
    let arrival = Arrival {
        signs: vec![own.clone(), browser],
        lenient: true,
        ..Arrival::new(own, known.proof)
    };
    match meet_many(tx, &[arrival]).await?.pop() {
        None | Some(Ok(_) | Err(Error::Refused { .. })) => Ok(()),
        Some(Err(error)) => Err(error),
    }
}

/// Removes the cookie: what it was for is done.
pub(crate) fn gone(settings: &Settings) -> HeaderValue {
    sessions::set_cookie(settings, name(settings), "", 0)
}
