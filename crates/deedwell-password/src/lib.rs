//! Passwords of staff and of customers: which may be chosen, and how they are kept. Argon2id with the parameters that OWASP
//! advises (19 MiB, two rounds, one lane).

use std::sync::{Mutex, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, Salt};
use argon2::{Algorithm, Argon2, Block, Params, PasswordHash, Version};
use deedwell_core::{Error, Result};
use tokio::sync::Semaphore;

/// What one hash costs. A parameter, so that stories need not pay for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    rounds: u32,
}

impl Cost {
    pub const OWASP: Self = Self { memory_kib: 19 * 1024, rounds: 2 };
    /// For stories only: it protects nothing.
    pub const CHEAP: Self = Self { memory_kib: 8, rounds: 1 };
}

/// Characters, at least and at most.
pub const SHORTEST: usize = 12;
pub const LONGEST: usize = 200;
/// What may be left of a password once a word that others know is taken out.
const TOO_LITTLE_ADDED: usize = 6;

/// Hashes at once: each takes 19 MiB, and anybody can ask for one at the door.
static TURNS: Semaphore = Semaphore::const_new(2);
/// The memory of earlier hashes, a piece a turn. Given back each time, it would stay with the allocator,
/// once for each thread that ever made a hash: a gigabyte.
static KEPT: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

const COMMON: &str = include_str!("common_passwords.txt");

/// Why something may not be a password.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unfit {
    Short,
    Long,
    /// One of those that are tried first.
    Common,
    /// Little but what others know of them.
    Own,
    /// Not typed the same twice.
    Again,
}

/// Whether this may be a password, typed twice, of somebody about whom these words are known.
///
/// # Errors
/// Why not.
pub fn check(password: &str, again: &str, known: &[&str]) -> std::result::Result<(), Unfit> {
    if password.chars().count() < SHORTEST {
        return Err(Unfit::Short);
    }
    if is_too_long(password) {
        return Err(Unfit::Long);
    }
    let small = password.to_lowercase();
    if COMMON.lines().any(|common| common == small) || all_the_same(&small) {
        return Err(Unfit::Common);
    }
    if known.iter().any(|word| little_but(&small, word)) {
        return Err(Unfit::Own);
    }
    if password != again {
        return Err(Unfit::Again);
    }
    Ok(())
}

/// No password is as long as this: nothing of it is worth a hash.
pub fn is_too_long(password: &str) -> bool {
    password.chars().nth(LONGEST).is_some()
}

fn all_the_same(password: &str) -> bool {
    let mut letters = password.chars();
    letters.next().is_some_and(|first| letters.all(|c| c == first))
}

/// The password is little but this word: `fellandvale12` of Fell & Vale.
fn little_but(password: &str, word: &str) -> bool {
    let squeeze =
        |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let (password, whole): (String, String) = (squeeze(password), squeeze(word));
    let local: String = word.split_once('@').map(|(local, _)| squeeze(local)).unwrap_or_default();
    [whole, local].iter().filter(|word| word.chars().count() >= 4).any(|word| {
        let rest = password.replace(word.as_str(), "");
        rest.len() < password.len() && rest.chars().count() < TOO_LITTLE_ADDED
    })
}

fn argon(cost: Cost) -> Result<Argon2<'static>> {
    let params = Params::new(cost.memory_kib, cost.rounds, 1, None).map_err(told)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn told(error: impl std::fmt::Display) -> Error {
    Error::fault(error.to_string())
}

/// What is kept of a password. It says its own parameters.
///
/// # Errors
/// A fault.
pub async fn hash(password: &str, cost: Cost) -> Result<String> {
    let password = password.to_owned();
    apart(move || {
        let (argon, salt) = (argon(cost)?, Salt::generate());
        let hash = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(argon.params()).map_err(told)?,
            salt: Some(salt),
            hash: Some(output(&argon, password.as_bytes(), &salt)?),
        };
        Ok(hash.to_string())
    })
    .await
}

/// The hash itself, made in memory that is kept.
fn output(argon: &Argon2<'_>, password: &[u8], salt: &Salt) -> Result<Output> {
    let kept = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let mut memory = kept().pop().unwrap_or_default();
    memory.resize(argon.params().block_count(), Block::default());
    let mut bytes = [0; Params::DEFAULT_OUTPUT_LEN];
    let made = argon.hash_password_into_with_memory(password, salt, &mut bytes, &mut memory);
    kept().push(memory);
    made.map_err(told)?;
    Output::new(&bytes).map_err(told)
}

/// Whether the password has this hash, by the parameters that the hash names.
fn is_of(password: &[u8], kept: &str) -> Result<bool> {
    let kept = PasswordHash::new(kept).map_err(told)?;
    let params = Params::try_from(&kept).map_err(told)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let (Some(salt), Some(hash)) = (kept.salt, kept.hash) else {
        return Err(Error::fault("a kept password has no salt or no hash"));
    };
    // `Output` compares in constant time.
    Ok(output(&argon, password, &salt)? == hash)
}

/// Whether this is the password. Without a kept one it takes the same time to say no, so that
/// nobody learns who has an account.
///
/// # Errors
/// A fault.
pub async fn matches(password: &str, kept: Option<&str>, cost: Cost) -> Result<bool> {
    let (password, kept) = (password.to_owned(), kept.map(str::to_owned));
    apart(move || match kept {
        Some(kept) => is_of(password.as_bytes(), &kept),
        None => output(&argon(cost)?, password.as_bytes(), &Salt::generate()).map(|_| false),
    })
    .await
}

/// Off the threads that answer requests, a few at a time.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _turn = TURNS.acquire().await.map_err(Error::fault)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::fault)?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(password: &str) -> Option<Unfit> {
        let known = ["ishbel@fellandvale.example", "Ishbel Grant", "Fell & Vale"];
        check(password, password, &known).err()
    }

    #[test]
    fn a_password_is_long_and_not_to_be_guessed() {
        assert_eq!(refused("seven sheep on a wall"), None);
        assert_eq!(refused("ünïcödé ist gut"), None);
        for (bad, why) in [
            ("short", Unfit::Short),
            ("password1234", Unfit::Common),
            ("Qwertyuiop123", Unfit::Common),
            ("wwwwwwwwwwwwwwww", Unfit::Common),
            ("ishbel@fellandvale.example", Unfit::Own),
            ("Ishbel Grant 1", Unfit::Own),
            ("Fell&Vale2026!", Unfit::Own),
        ] {
            assert_eq!(refused(bad), Some(why), "{bad}");
        }
        assert_eq!(refused(&"ü ".repeat(100)), None, "letters are counted, not bytes");
        assert_eq!(refused(&"ü ".repeat(101)), Some(Unfit::Long));
        let twice = check("seven sheep on a wall", "seven sheep", &[]);
        assert_eq!(twice, Err(Unfit::Again));
    }

    #[tokio::test]
    async fn only_the_password_matches() {
        let kept = hash("seven sheep on a wall", Cost::CHEAP).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{kept}");
        assert!(matches("seven sheep on a wall", Some(&kept), Cost::CHEAP).await.unwrap());
        assert!(!matches("seven sheep on a hill", Some(&kept), Cost::CHEAP).await.unwrap());
        assert!(!matches("seven sheep on a wall", None, Cost::CHEAP).await.unwrap());
    }
}
