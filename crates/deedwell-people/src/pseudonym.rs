//! The name under which others see somebody, where they chose one. Staff see it beside the name they know.
//!
//! What may be chosen is for whoever asks for it to say; here only nobody looks like somebody else.

use std::collections::HashMap;

use deedwell_core::{Error, Id, Person, Result};
use deedwell_store::{Bulk, Tx};

use crate::person::names;
use crate::profile::anchor;

/// Letters of a pseudonym.
pub const LONGEST: usize = 40;

/// Takes these words for their name before others, in place of any they chose before. `looks` is how the
/// words look: who looks like somebody else is refused.
///
/// # Errors
/// `people.pseudonym_taken`; `Missing` for a person who is not there.
pub async fn choose(tx: &mut Tx, person: Id<Person>, words: &str, looks: &str) -> Result<()> {
    let (identity, now) = (anchor(tx, person).await?, tx.now());
    drop_all(tx, person).await?;
    let insert = tx.query(
        "insert into pseudonym (organisation, identity, words, looks, chosen_at)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
    );
    if tx.run(insert.bind(identity).bind(words).bind(looks).bind(now)).await? == 1 {
        return Ok(());
    }
    Err(Error::refused(
        "people.pseudonym_taken",
        "Somebody here is called so already, or nearly so. Please choose another name.",
    ))
}

/// Others see their name again. How many pseudonyms went.
pub async fn drop_all(tx: &mut Tx, person: Id<Person>) -> Result<u64> {
    let delete = tx.query(
        "delete from pseudonym where organisation = $1 and identity in
           (select i.id from identity i where i.organisation = $1 and i.person = $2)",
    );
    tx.run(delete.bind(person)).await
}

/// The pseudonyms of these people; who has none is not among them. Of several, since people became one, the
/// last that was chosen.
pub async fn pseudonyms(tx: &mut Tx, people: &[Id<Person>]) -> Result<HashMap<Id<Person>, String>> {
    let mut find = Bulk::new(
        tx,
        "select i.person, s.words from pseudonym s
           join identity i on i.organisation = $1 and i.id = s.identity
         where s.organisation = $1 and i.person in (",
        [],
        "?",
        ") order by s.chosen_at, s.identity",
    );
    people.iter().for_each(|id| find.add([(*id).into()]));
    // The last of them stays.
    find.list(tx).await?.iter().map(|row| Ok((row.id("person")?, row.text("words")?))).collect()
}

/// The names of these people as others see them: their pseudonym, else their name.
pub async fn shown_names(
    tx: &mut Tx,
    people: &[Id<Person>],
) -> Result<HashMap<Id<Person>, String>> {
    let mut all = names(tx, people).await?;
    all.extend(pseudonyms(tx, people).await?);
    Ok(all)
}
