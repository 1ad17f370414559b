//! Letters of the door, and how they leave.

use deedwell_core::{Error, Result};
use deedwell_people::Sign;
use deedwell_store::Tx;
use deedwell_web::Frame;
use jiff::SignedDuration;
use tracing::info;

use crate::carry::{Carry, CodeLetter};
use crate::code;

/// Later than this nobody needs to be told any more that a way in was changed.
const TOLD_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a letter says, before it is known until when its code works.
pub(crate) struct Words {
    to: String,
    subject: String,
    text: String,
    /// The address of the link in it; '' for none.
    link: String,
}

fn words(frame: &Frame, sign: &Sign, about: &str, values: &[(&str, String)]) -> Words {
    let say = |part: &str| frame.m(&format!("signin-{about}-{part}"), values);
    let to = sign.value().to_owned();
    Words { to, subject: say("subject"), text: say("text"), link: String::new() }
}

/// With a code that opens the door, and the link that does the same where it was asked for.
pub(crate) fn to_sign_in(frame: &Frame, sign: &Sign, code: &str, link: &str) -> Words {
    let site = frame.site_name().to_owned();
    let link = match &frame.site {
        Some(site) => deedwell_web::address::whole(frame.app().settings(), site, link),
        None => link.to_owned(),
    };
    let values = [("code", code.to_owned()), ("site", site), ("link", link.clone())];
    Words { link, ..words(frame, sign, "letter", &values) }
}

/// With a code that says that it is they who want to be forgotten.
pub(crate) fn to_be_forgotten(frame: &Frame, sign: &Sign, code: &str) -> Words {
    let site = frame.site_name().to_owned();
    words(frame, sign, "forget-letter", &[("code", code.to_owned()), ("site", site)])
}

/// With a code that says that it is they who want to change how they come in.
pub(crate) fn to_prove(frame: &Frame, sign: &Sign, code: &str) -> Words {
    let site = frame.site_name().to_owned();
    words(frame, sign, "prove-letter", &[("code", code.to_owned()), ("site", site)])
}

/// Tells an address, in the caller's transaction, that a way in was changed. `about` names the messages. Where
/// nobody carries letters none is told; the log says so, without whom.
pub(crate) async fn tell(
    carry: &Carry,
    tx: &mut Tx,
    frame: &Frame,
    to: &str,
    about: &str,
) -> Result<()> {
    let values = [("site", frame.site_name().to_owned()), ("address", to.to_owned())];
    let say = |part: &str| frame.m(&format!("signin-{about}-{part}"), &values);
    let until = tx.now().saturating_add(TOLD_WITHIN).map_err(Error::fault)?;
    let letter =
        CodeLetter { to: to.to_owned(), subject: say("subject"), text: say("text"), until };
    if !carry(tx, letter).await? {
        info!("A changed way in was told to nobody: no mail is set up");
    }
    Ok(())
}

/// Hands the letter to whoever carries it, and commits; where nobody does, the log has the code.
pub(crate) async fn send(carry: &Carry, mut tx: Tx, words: Words, code: &str) -> Result<()> {
    let Words { to, subject, text, link } = words;
    let until = tx.now().saturating_add(code::LASTS).map_err(Error::fault)?;
    let letter = CodeLetter { to: to.clone(), subject, text, until };
    let is_carried = carry(&mut tx, letter).await?;
    tx.commit().await?;
    if !is_carried {
        // Do not copy: the one place where a secret is logged. Where no mail is set up, the operator's
        // log is the way by which codes travel; see docs/handbook/signing-in.md.
        info!(address = to.as_str(), code, link = link.as_str(), "Sign-in code");
    }
    Ok(())
}
