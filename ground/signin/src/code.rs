//! Six digits, sent to an address and typed in here, prove that whoever typed them reads what is
//! sent there.
//!
//! A code works once, for ten minutes, and dies of five tries. An address has one code at a time;
//! tries count for the address, whoever makes them. What is kept is a hash of address and code.

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

/// Makes a code for an address and forgets the one before. Whether anybody is known by the address
/// is never asked, so no answer can tell.
///
/// # Errors
/// `TooMany`.
pub async fn make(tx: &mut Tx, email: &Sign, peer: Peer) -> Result<String> {
    let address = email.value();
    // By who asks first: a stranger cannot use up what an address may ask for.
    spend(tx, "signin.code_from", &peer.0.to_string(), CODES_OF_PEER).await?;
    let asker = format!("{address} {}", peer.0);
    spend(tx, "signin.code_for_from", &asker, CODES_OF_ADDRESS).await?;
    spend(tx, "signin.code_for", address, 6 * CODES_OF_ADDRESS).await?;
    let forget =
        tx.query("delete from door where organisation = $1 and purpose = 'code' and about = $2");
    tx.run(forget.bind(address)).await?;
    let code = Secret::code()?;
    if !sessions::keep_token(tx, Purpose::Code, &both(address, &code), address, LASTS).await? {
        return Err(Error::fault("a code that was just forgotten is still there"));
    }
    Ok(code)
}

/// What came of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answered {
    Right,
    /// So many more tries.
    Wrong {
        left: i64,
    },
    /// There is no code for this address, or its time or its tries are over.
    Gone,
}

/// Spends a try and compares. The try counts before the comparison and in one statement, so that
/// many at once get no more tries than one after the other. Commit whatever came of it.
///
/// # Errors
/// `TooMany`.
pub async fn answer(tx: &mut Tx, email: &Sign, typed: &str, peer: Peer) -> Result<Answered> {
    let address = email.value();
    spend(tx, "signin.answer_from", &peer.0.to_string(), ANSWERS_OF_PEER).await?;
    let now = tx.now();
    let try_it = tx.query(
        "update door set tries = tries + 1
         where organisation = $1 and purpose = 'code' and about = $2 and used_at is null
           and expires_at > $3 and tries < $4
         returning hash, tries",
    );
    let Some(row) = tx.find(try_it.bind(address).bind(now).bind(MOST_TRIES)).await? else {
        return Ok(Answered::Gone);
    };
    let code: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let hash = row.text("hash")?;
    if !Secret::same(&hash, &Secret::hash_of(&both(address, &code))) {
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

fn both(address: &str, code: &str) -> String {
    format!("{address}\n{code}")
}
