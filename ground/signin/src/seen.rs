//! By which browser and from which network somebody came, for trust: kept there as prints. The browser has a
//! number of its own, given when somebody first signs in there and staying when they sign out: several accounts of
//! one browser are known by it, and nothing else is.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderValue};
use deedwell_core::{Id, Identity, Result, Secret};
use deedwell_store::Tx;
use deedwell_trust::acts::{Sight, seen_all};
use deedwell_web::{Peer, Settings, sessions};

/// As long as browsers keep a cookie at most.
const LASTS_S: i64 = 400 * 86_400;
/// Letters of what the cookie holds.
const LONGEST: usize = 100;

fn name(settings: &Settings) -> &'static str {
    if settings.is_secure() { "__Host-deedwell-browser" } else { "deedwell-browser" }
}

fn number<'a>(settings: &Settings, headers: &'a HeaderMap) -> Option<&'a str> {
    let number = sessions::cookie(headers, name(settings))?;
    (!number.is_empty() && number.len() <= LONGEST).then_some(number)
}

/// Somebody who is known did something here and now that counts. What was told a moment ago is not told again.
pub async fn here(
    tx: &mut Tx,
    settings: &Settings,
    headers: &HeaderMap,
    peer: Peer,
    identity: Id<Identity>,
) -> Result<()> {
    let browser = number(settings, headers).map(Sight::Browser);
    let mut sights = vec![Sight::Network(peer.0)];
    sights.extend(browser);
    seen_all(tx, identity, &sights).await
}

/// The same for who signs in, with the mailbox or the telephone by which they are known; and the cookie, where
/// this browser had none.
pub(crate) async fn at_the_door(
    tx: &mut Tx,
    settings: &Settings,
    headers: &HeaderMap,
    network: IpAddr,
    identity: Id<Identity>,
) -> Result<Option<HeaderValue>> {
    let (number, cookie) = match number(settings, headers) {
        Some(number) => (number.to_owned(), None),
        None => {
            let new = Secret::new()?;
            let cookie = sessions::set_cookie(settings, name(settings), new.reveal(), LASTS_S);
            (new.reveal().to_owned(), Some(cookie))
        }
    };
    let find = tx.query("select kind, value from identity where organisation = $1 and id = $2");
    let row = tx.one(find.bind(identity)).await?;
    let (kind, value) = (row.text("kind")?, row.text("value")?);
    let own = match &*kind {
        "email" => Some(Sight::Mailbox(&value)),
        "phone" => Some(Sight::Phone(&value)),
        _ => None,
    };
    let mut sights = vec![Sight::Browser(&number), Sight::Network(network)];
    sights.extend(own);
    seen_all(tx, identity, &sights).await?;
    Ok(cookie)
}
