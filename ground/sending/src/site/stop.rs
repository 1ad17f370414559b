//! `List-Unsubscribe-Post: List-Unsubscribe=One-Click`: mail programs send a POST without cookies to the link
//! of a letter, and it acts. Whoever opens the link sees a page with a button that sends the same. A GET or
//! HEAD changes nothing, for scanners open every link there is.

use askama::Template;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use deedwell_core::{Error, Id, Identity, Person, Result};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::Render;
use deedwell_web::{Answer, Frame, Peer, Tx};
use utoipa::ToSchema;

use super::seen;
use crate::acts::{self, Says, Seen};
use crate::letter::{Letter, Sort};
use crate::store;
use crate::token::{self, For, LIVES};
use crate::topic::Topic;

/// What RFC 8058 says, as a form or in parts.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the field, which is looked for in either encoding")]
pub(crate) struct OneClick {
    #[schema(rename = "List-Unsubscribe", example = "One-Click")]
    list_unsubscribe: String,
}

/// Bytes of such a body, with room for a boundary.
const LARGEST: usize = 4_096;

/// The letter behind a link, and whose it is.
pub(super) struct Behind {
    pub letter: Id<Letter>,
    pub topic: Topic,
    pub channel: String,
    pub address: crate::Address,
    /// None for whoever is not here any more: then there is nothing to object to.
    pub whose: Option<(Id<Identity>, Id<Person>)>,
}

/// # Errors
/// `Missing` for a link that is none of ours, or older than [`LIVES`].
pub(super) async fn behind(tx: &mut Transaction, what: For, token: &str) -> Result<Behind> {
    let gone = || Error::Missing("link");
    let secret = store::settings(tx).await?.secret;
    if secret.is_empty() {
        return Err(gone());
    }
    let letter = token::read(&secret, what, tx.organisation(), token).ok_or_else(gone)?;
    let row = store::letter(tx, letter).await.map_err(|_| gone())?;
    if tx.now().duration_since(row.created_at) > LIVES {
        return Err(gone());
    }
    let Sort::Topic(key) = row.sort()? else { return Err(gone()) };
    let identities: Vec<_> = row.identity.into_iter().collect();
    let known = store::people::recipients(tx, &identities).await?;
    let whose = row.identity.and_then(|i| Some((i, known.get(&i)?.person)));
    let (topic, address) = (store::topic(tx, &key).await?, row.to());
    Ok(Behind { letter, topic, channel: row.channel, address, whose })
}

#[derive(Template)]
#[template(path = "site/stop.html")]
struct StopPage {
    frame: Frame,
    topic: String,
    address: String,
    action: String,
    preferences: String,
    is_stopped: bool,
}

async fn page(
    tx: &mut Transaction,
    frame: Frame,
    behind: &Behind,
    token: String,
) -> Result<StopPage> {
    let secret = store::settings(tx).await?.secret;
    let links = crate::channel::take::links(&secret, tx.organisation(), behind.letter);
    let is_stopped = match (behind.whose, behind.topic.purpose(&behind.channel)) {
        (Some((_, person)), Some(purpose)) => {
            let words = store::people::words(tx, &[person]).await?;
            words.get(&(person, purpose.to_owned())).is_some_and(|word| !word.given)
        }
        _ => true,
    };
    Ok(StopPage {
        frame,
        topic: behind.topic.name.clone(),
        address: behind.address.masked(),
        action: format!("/u/{token}"),
        preferences: links.preferences,
        is_stopped,
    })
}

pub(crate) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(token): Path<String>,
) -> Answer<Response> {
    let behind = behind(&mut tx, For::Unsubscribe, &token).await?;
    Ok(page(&mut tx, frame, &behind, token).await?.respond())
}

/// No redirect: mail programs follow none.
pub(crate) async fn stop(
    frame: Frame,
    peer: Peer,
    headers: HeaderMap,
    Tx(mut tx): Tx,
    Path(token): Path<String>,
    body: Bytes,
) -> Answer<Response> {
    if !is_one_click(&body) {
        let sentence = "This is said by the body List-Unsubscribe=One-Click.";
        return Err(Error::invalid("List-Unsubscribe", sentence).into());
    }
    let behind = behind(&mut tx, For::Unsubscribe, &token).await?;
    if let Some(of) = behind.whose
        && behind.topic.goes_by(&behind.channel)
    {
        let seen = Seen { letter: Some(behind.letter), ..seen("/u", peer, &headers) };
        let about = (behind.topic.key.as_str(), behind.channel.as_str());
        acts::say(&mut tx, of, about, false, &Says::Link, &seen).await?;
    }
    let page = page(&mut tx, frame, &behind, token).await?;
    tx.commit().await?;
    Ok(page.respond())
}

/// As a form, or as a part of one.
fn is_one_click(body: &[u8]) -> bool {
    if body.len() > LARGEST {
        return false;
    }
    let text = String::from_utf8_lossy(body);
    let form = text.split('&').any(|pair| pair.trim() == "List-Unsubscribe=One-Click");
    let name = ["name=\"List-Unsubscribe\"", "name=List-Unsubscribe"];
    let part = text.split_once("\r\n\r\n").is_some_and(|(head, value)| {
        name.iter().any(|name| head.contains(name))
            && value.split("\r\n").next().is_some_and(|value| value.trim() == "One-Click")
    });
    form || part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_are_understood_and_nothing_else() {
        assert!(is_one_click(b"List-Unsubscribe=One-Click"));
        assert!(is_one_click(b"a=b&List-Unsubscribe=One-Click"));
        let part = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        assert!(is_one_click(part.as_bytes()));
        assert!(is_one_click(part.replace('"', "").as_bytes()));
        for wrong in ["", "List-Unsubscribe=", "One-Click", "--x\r\n\r\nOne-Click\r\n--x--"] {
            assert!(!is_one_click(wrong.as_bytes()), "{wrong}");
        }
        assert!(!is_one_click(&vec![b'x'; LARGEST + 1]));
    }
}
