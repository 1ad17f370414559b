//! The second factor: a code from a telephone that works once, or one of ten codes on paper, each
//! of which works once.

use deedwell_core::{Error, Id, Result, Secret, Staff};
use deedwell_store::Tx;
use deedwell_web::sessions;
use serde_json::json;
use totp_rs::{Builder, Totp};

use crate::acts::By;
use crate::acts::members::member;
use crate::acts::note::note;
use crate::deed::StaffDeed;
use crate::wrong;

/// Codes on paper.
pub const RECOVERY_CODES: usize = 10;
/// Seconds of a code, and how many steps it may be early or late.
const STEP_S: u64 = 30;
const SKEW: u16 = 1;
/// Letters of base32: 160 bits for the telephone, 80 for a code on paper.
const SECRET_LETTERS: usize = 32;
const RECOVERY_LETTERS: usize = 16;

/// A secret that is being set up, as the telephone takes it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub secret: String,
    pub uri: String,
}

impl Draft {
    /// In groups of four, for typing.
    pub fn grouped(&self) -> String {
        grouped(&self.secret, ' ')
    }
}

fn grouped(text: &str, between: char) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push(between);
        }
        out.push(c);
    }
    out
}

/// Random letters of base32: a random token's letters stand for six bits each, of which five are
/// taken.
fn letters(count: usize) -> Result<String> {
    const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let token = Secret::new()?;
    let place = |letter: u8| BASE64.iter().position(|b| *b == letter).unwrap_or(0) % 32;
    Ok(token.reveal().bytes().take(count).map(|b| char::from(BASE32[place(b)])).collect())
}

fn totp(secret: &str, account: &str, issuer: &str) -> Result<Totp> {
    let secret =
        totp_rs::Secret::try_from_base32(secret).map_err(|e| Error::fault(e.to_string()))?;
    // A colon parts issuer and account in the address.
    let (account, issuer) = (account.replace(':', " "), issuer.replace(':', " "));
    let builder = Builder::new().with_secret(secret).with_skew(SKEW).with_step_duration(STEP_S);
    let builder = builder.with_account_name(account).with_issuer(Some(issuer));
    builder.build().map_err(|e| Error::fault(e.to_string()))
}

/// The step to which a code belongs, if it is right about now.
fn step_of(secret: &str, code: &str, now_s: i64) -> Result<Option<i64>> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let now = u64::try_from(now_s).map_err(Error::fault)?;
    let step = totp(secret, "staff", "Deedwell")?.check(&code, now);
    step.map(|s| i64::try_from(s).map_err(Error::fault)).transpose()
}

/// The code that a telephone would show: for stories.
pub fn code_at(secret: &str, now_s: u64) -> Result<String> {
    Ok(totp(secret, "staff", "Deedwell")?.generate(now_s).to_string())
}

/// Begins to set up a factor. It counts only once [`confirm`] has seen a code from it.
pub async fn begin(tx: &mut Tx, id: Id<Staff>) -> Result<()> {
    if member(tx, id).await?.has_second_factor {
        return Err(has_one_already());
    }
    let secret = letters(SECRET_LETTERS)?;
    let now = tx.now();
    let insert = tx.query(
        "insert into totp_draft (organisation, staff, secret, created_at) values ($1, $2, $3, $4)
         on conflict (organisation, staff) do update
         set secret = excluded.secret, created_at = excluded.created_at",
    );
    tx.run(insert.bind(id).bind(secret).bind(now)).await.map(drop)
}

fn has_one_already() -> Error {
    Error::refused("console.has_factor", "You have a second factor. Turn it off to set up another.")
}

/// The factor that is being set up.
pub async fn draft(tx: &mut Tx, id: Id<Staff>, issuer: &str) -> Result<Option<Draft>> {
    let find = tx.query("select secret from totp_draft where organisation = $1 and staff = $2");
    let Some(row) = tx.find(find.bind(id)).await? else { return Ok(None) };
    let secret = row.text("secret")?;
    let account = member(tx, id).await?.email;
    let uri = totp(&secret, &account, issuer)?.to_url().map_err(|e| Error::fault(e.to_string()))?;
    Ok(Some(Draft { secret, uri }))
}

/// The factor counts from now on; gives the codes for paper, which are never shown again, and the
/// epoch of a new session, for every older one ends.
///
/// # Errors
/// `Invalid` when the code is not right.
pub async fn confirm(
    tx: &mut Tx,
    by: By<'_>,
    id: Id<Staff>,
    code: &str,
) -> Result<(Vec<String>, i64)> {
    let find = tx.query("select secret from totp_draft where organisation = $1 and staff = $2");
    let row = tx.find(find.bind(id)).await?.ok_or(Error::Missing("page"))?;
    let secret = row.text("secret")?;
    let step = step_of(&secret, code, tx.now().as_second())?.ok_or(wrong::CODE)?;
    let update = tx.query(
        "update staff set totp_secret = $3, totp_step = $4
         where organisation = $1 and id = $2 and totp_secret is null",
    );
    if tx.run(update.bind(id).bind(secret).bind(step)).await? == 0 {
        return Err(has_one_already());
    }
    let delete = tx.query("delete from totp_draft where organisation = $1 and staff = $2");
    tx.run(delete.bind(id)).await?;
    let codes = make_codes(tx, id).await?;
    let epoch = sessions::end_all(tx, id).await?;
    note(tx, by, &StaffDeed::SecondFactorAdded { staff: id }, json!({})).await?;
    Ok((codes, epoch))
}

/// Ten new codes for paper; the old ones work no more.
pub async fn renew_codes(tx: &mut Tx, by: By<'_>, id: Id<Staff>) -> Result<Vec<String>> {
    if !member(tx, id).await?.has_second_factor {
        return Err(Error::Missing("page"));
    }
    let codes = make_codes(tx, id).await?;
    note(tx, by, &StaffDeed::CodesRenewed { staff: id }, json!({})).await?;
    Ok(codes)
}

async fn make_codes(tx: &mut Tx, id: Id<Staff>) -> Result<Vec<String>> {
    forget_codes(tx, id).await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let code = letters(RECOVERY_LETTERS)?.to_lowercase();
        let now = tx.now();
        let insert = tx.query(
            "insert into recovery_code (organisation, staff, hash, created_at)
             values ($1, $2, $3, $4)",
        );
        tx.run(insert.bind(id).bind(Secret::hash_of(&code)).bind(now)).await?;
        codes.push(grouped(&code, '-'));
    }
    Ok(codes)
}

async fn forget_codes(tx: &mut Tx, id: Id<Staff>) -> Result<()> {
    let delete = tx.query("delete from recovery_code where organisation = $1 and staff = $2");
    tx.run(delete.bind(id)).await.map(drop)
}

/// Codes on paper that are still good.
pub async fn codes_left(tx: &mut Tx, id: Id<Staff>) -> Result<i64> {
    let count = tx.query(
        "select count(*) as n from recovery_code
         where organisation = $1 and staff = $2 and used_at is null",
    );
    tx.one(count.bind(id)).await?.number("n")
}

/// Takes a code of either sort. True once for each: the step (or the code on paper) is used up in
/// the same statement that looks at it.
pub async fn take(tx: &mut Tx, id: Id<Staff>, code: &str) -> Result<bool> {
    let find = tx.query(
        "select totp_secret from staff
         where organisation = $1 and id = $2 and totp_secret is not null",
    );
    let Some(row) = tx.find(find.bind(id)).await? else { return Ok(false) };
    let now = tx.now();
    if let Some(step) = step_of(&row.text("totp_secret")?, code, now.as_second())? {
        let update = tx.query(
            "update staff set totp_step = $3 where organisation = $1 and id = $2 and totp_step < $3",
        );
        return Ok(tx.run(update.bind(id).bind(step)).await? == 1);
    }
    let plain: String = code.to_lowercase().chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let update = tx.query(
        "update recovery_code set used_at = $4
         where organisation = $1 and staff = $2 and hash = $3 and used_at is null",
    );
    Ok(tx.run(update.bind(id).bind(Secret::hash_of(&plain)).bind(now)).await? == 1)
}

/// Turns the factor off: one's own after showing the password, or somebody's who lost both
/// telephone and paper. Every session ends; gives the epoch of a new one.
pub async fn turn_off(tx: &mut Tx, by: By<'_>, id: Id<Staff>) -> Result<i64> {
    let whom = member(tx, id).await?;
    if by.staff() != Some(id) {
        by.must_be_over(whom.role)?;
    }
    if !whom.has_second_factor {
        return Err(Error::Missing("page"));
    }
    let update =
        tx.query("update staff set totp_secret = null where organisation = $1 and id = $2");
    tx.run(update.bind(id)).await?;
    forget_codes(tx, id).await?;
    let epoch = sessions::end_all(tx, id).await?;
    let detail = json!({ "name": whom.name });
    note(tx, by, &StaffDeed::SecondFactorRemoved { staff: id }, detail).await?;
    Ok(epoch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_right_for_three_steps() {
        let secret = letters(SECRET_LETTERS).unwrap();
        let code = code_at(&secret, 1_000_000_020).unwrap();
        for (now, step) in [
            (1_000_000_020, Some(33_333_334)),
            (1_000_000_000, Some(33_333_334)),
            (1_000_000_075, Some(33_333_334)),
            (1_000_000_110, None),
        ] {
            assert_eq!(step_of(&secret, &code, now).unwrap(), step, "{now}");
        }
        assert_eq!(step_of(&secret, "", 1_000_000_020).unwrap(), None);
        assert_eq!(grouped("ABCDEFGHI", '-'), "ABCD-EFGH-I");
    }
}
