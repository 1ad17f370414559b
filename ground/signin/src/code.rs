//! Six digits, sent to an address and typed in here, prove that whoever typed them reads what is
//! sent there.
//!
//! A code works once, for ten minutes, and dies of five tries. It opens only for the browser that
//! asked for it, which holds a *ticket*: whoever knows an address can ask for codes of their own and
//! spend the tries of those, and no others. A ticket has one code at a time for an address; codes of
//! several browsers stand side by side. What is kept are hashes.

use deedwell_core::{Error, Result, Secret};
use deedwell_people::Sign;
use deedwell_store::{Tx, quota};
use deedwell_web::Peer;
use deedwell_web::sessions::{self, MOST_TRIES, Purpose};
use jiff::SignedDuration;

/// How long a code works.
pub const LASTS: SignedDuration = SignedDuration::from_mins(10);
/// Codes for one address, codes and answers from one place, in an hour.
pub const CODES_OF_ADDRESS: u32 = 5;
pub const CODES_OF_PEER: u32 = 30;
pub const ANSWERS_OF_PEER: u32 = 100;
const HOUR_S: u32 = 3600;

/// Who asks: an address, and the browser that typed it.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    pub email: &'a Sign,
    /// A secret that this browser alone holds.
    pub ticket: &'a str,
}

impl Ask<'_> {
    /// What the code is kept for. No table lists addresses.
    pub(crate) fn about(&self) -> String {
        Secret::hash_of(&format!("{}\n{}", self.ticket, self.email.value()))
    }

    fn token(&self, code: &str) -> String {
        format!("{}\n{}\n{code}", self.ticket, self.email.value())
    }
}

/// Makes a code and forgets the one before of the same browser. Whether anybody is known by the
/// address is never asked, so no answer can tell.
///
/// # Errors
/// `TooMany`.
pub async fn make(tx: &mut Tx, ask: Ask<'_>, peer: Peer) -> Result<String> {
    let address = ask.email.value();
    // By who asks first: a stranger cannot use up what an address may ask for.
    spend(tx, "signin.code_from", &peer.0.to_string(), CODES_OF_PEER).await?;
    let asker = format!("{address} {}", peer.0);
    spend(tx, "signin.code_for_from", &asker, CODES_OF_ADDRESS).await?;
    spend(tx, "signin.code_for", address, 6 * CODES_OF_ADDRESS).await?;
    forget(tx, ask).await?;
    let code = Secret::code()?;
    if !sessions::keep_token(tx, Purpose::Code, &ask.token(&code), &ask.about(), LASTS).await? {
        return Err(Error::fault("a code that was just forgotten is still there"));
    }
    Ok(code)
}

/// The code of this browser for this address opens nothing any more.
pub(crate) async fn forget(tx: &mut Tx, ask: Ask<'_>) -> Result<()> {
    let forget =
        tx.query("delete from door where organisation = $1 and purpose = 'code' and about = $2");
    tx.run(forget.bind(ask.about())).await.map(drop)
}

/// What came of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answered {
    Right,
    /// So many more tries.
    Wrong {
        left: i64,
    },
    /// This browser has no code for this address, or its time or its tries are over.
    Gone,
}

/// Spends a try and compares. The try counts before the comparison and in one statement, so that
/// many at once get no more tries than one after the other. Commit whatever came of it.
///
/// # Errors
/// `TooMany`.
pub async fn answer(tx: &mut Tx, ask: Ask<'_>, typed: &str, peer: Peer) -> Result<Answered> {
    spend(tx, "signin.answer_from", &peer.0.to_string(), ANSWERS_OF_PEER).await?;
    let now = tx.now();
    let try_it = tx.query(
        "update door set tries = tries + 1
         where organisation = $1 and purpose = 'code' and about = $2 and used_at is null
           and expires_at > $3 and tries < $4
         returning hash, tries",
    );
    let Some(row) = tx.find(try_it.bind(ask.about()).bind(now).bind(MOST_TRIES)).await? else {
        return Ok(Answered::Gone);
    };
    let code: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let hash = row.text("hash")?;
    if !Secret::same(&hash, &Secret::hash_of(&ask.token(&code))) {
        let left = MOST_TRIES - row.number("tries")?;
        return Ok(if left > 0 { Answered::Wrong { left } } else { Answered::Gone });
    }
    let use_up = tx.query(
        "update door set used_at = $3 where organisation = $1 and hash = $2 and used_at is null",
    );
    let used = tx.run(use_up.bind(hash).bind(now)).await? == 1;
    Ok(if used { Answered::Right } else { Answered::Gone })
}

/// Counted by hashes: the table of limits is no list of addresses.
async fn spend(tx: &mut Tx, what: &str, whom: &str, most: u32) -> Result<()> {
    quota::spend(tx, &format!("{what}/{}", Secret::hash_of(whom)), most, HOUR_S).await
}
