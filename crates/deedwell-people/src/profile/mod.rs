//! What is said of somebody: [`traits`], the [`fields`] that an organisation wants filled, [`consents`],
//! and what they hold ([`holdings`]). All of it is kept by identity, so that it follows people as their
//! signs do: nothing is moved when two are made one, nothing is lost when they are two again.
pub mod consents;
pub mod fields;
pub mod holdings;
pub mod traits;

use deedwell_core::{Error, Id, Identity, Person, Result, Timestamp};
use deedwell_store::Tx;

use crate::sign::Proof;

/// Who said something, when, and why it is believed.
#[derive(Clone, Debug)]
pub struct Word {
    /// `source/…`, `staff/…`, `key/…`, `import`; '' for the person themselves.
    pub source: String,
    pub proof: Proof,
    pub at: Timestamp,
}

/// The identity under which what is said of a person, and of no sign in particular, is kept: the
/// strongest and oldest of their own.
///
/// # Errors
/// `Missing` for a person who is not there, or whom nothing identifies.
pub async fn anchor(tx: &mut Tx, person: Id<Person>) -> Result<Id<Identity>> {
    let find = tx.query(
        "select id from identity where organisation = $1 and person = $2
         order by case when origin = $2 then 0 else 1 end,
                  case when proven_at is null then 1 else 0 end, created_at, id limit 1",
    );
    let row = tx.find(find.bind(person)).await?.ok_or(Error::Missing("person"))?;
    row.id("id")
}

/// A key: letters, digits, `_`, `-`, `.` and `$`, as programs write them.
///
/// # Errors
/// `Invalid` with `field`.
pub(crate) fn clean_key(field: &'static str, key: &str, most: usize) -> Result<String> {
    let key = key.trim();
    let good = |c: char| c.is_alphanumeric() || "_-.$ ".contains(c);
    if key.is_empty() || key.chars().count() > most || !key.chars().all(good) {
        return Err(Error::invalid(
            field,
            format!("A key has 1 to {most} letters, digits, spaces, or any of _ - . $"),
        ));
    }
    Ok(key.to_owned())
}

/// One line of text, not too long.
///
/// # Errors
/// `Invalid` with `field`.
pub(crate) fn clean_line(
    field: &'static str,
    text: &str,
    most: usize,
    required: bool,
) -> Result<String> {
    let text = deedwell_core::text::line(text);
    if (required && text.is_empty()) || text.chars().count() > most {
        let least = usize::from(required);
        return Err(Error::invalid(field, format!("This has {least} to {most} letters.")));
    }
    Ok(text)
}
