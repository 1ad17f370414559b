//! A browser in which somebody has signed in before.
//!
//! When many places together try the passwords of one account, they share a limit. The browsers
//! that its owner uses do not share it with them, so nobody can lock an owner out by guessing.

use axum::http::{HeaderMap, HeaderValue};
use deedwell_core::{Id, Result, Staff};
use deedwell_store::Tx;
use deedwell_web::Settings;
use deedwell_web::sessions::{self, Purpose};
use jiff::SignedDuration;

/// How long a browser is remembered after the last sign-in there.
const LASTS: SignedDuration = SignedDuration::from_hours(90 * 24);

fn name(settings: &Settings) -> &'static str {
    if settings.is_secure() { "__Host-deedwell-known" } else { "deedwell-known" }
}

/// Whether this member has signed in with this browser before. It opens nothing by itself.
pub(super) async fn knows(
    tx: &mut Tx,
    settings: &Settings,
    headers: &HeaderMap,
    staff: Id<Staff>,
) -> Result<bool> {
    let Some(token) = sessions::cookie(headers, name(settings)) else { return Ok(false) };
    let about = sessions::look_at_link(tx, Purpose::Known, token).await?;
    Ok(about.is_some_and(|about| about == staff.to_string()))
}

/// The cookie by which this browser is known from now on.
pub(super) async fn remember(
    tx: &mut Tx,
    settings: &Settings,
    staff: Id<Staff>,
) -> Result<HeaderValue> {
    let token = sessions::make_link(tx, Purpose::Known, &staff.to_string(), LASTS).await?;
    Ok(sessions::set_cookie(settings, name(settings), token.reveal(), LASTS.as_secs()))
}
