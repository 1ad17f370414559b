//! What the door keeps of somebody, for whoever asks what we hold; and what staff see of it.

use deedwell_core::{Id, Identity, Person, Result};
use deedwell_people::pseudonyms;
use deedwell_store::{Bulk, Tx};
use deedwell_web::programme::Later;
use deedwell_web::{Frame, Panel};
use serde_json::{Value, json};

use super::sessions;
use crate::{passkey, password};

pub(crate) fn holds<'a>(tx: &'a mut Tx, whom: &'a [Id<Identity>]) -> Later<'a, Result<Value>> {
    Box::pin(async move {
        let people = people_of(tx, whom).await?;
        let (mut open, mut names) = (Vec::new(), Vec::new());
        for person in people {
            open.extend(sessions::of(tx, person, None).await?);
            names.extend(pseudonyms(tx, &[person]).await?.into_values());
        }
        // That they are, and since when; what is kept of them opens doors and goes into no file.
        let passwords = password::held(tx, whom).await?;
        let passkeys = passkey::held(tx, whom).await?;
        Ok(
            json!({ "passkeys": passkeys, "passwords_set_at": passwords, "pseudonyms": names, "sessions": open }),
        )
    })
}

async fn people_of(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<Vec<Id<Person>>> {
    let mut find = Bulk::new(
        tx,
        "select distinct person from identity where organisation = $1 and id in (",
        [],
        "?",
        ")",
    );
    whom.iter().for_each(|id| find.add([(*id).into()]));
    let rows = find.list(tx).await?;
    let mut people: Vec<Id<Person>> =
        rows.iter().map(|row| row.id("person")).collect::<Result<_>>()?;
    people.sort();
    people.dedup();
    Ok(people)
}

/// For staff: under which name others see them, beside the one that staff know.
pub(crate) fn of_person<'a>(
    tx: &'a mut Tx,
    person: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let Some(words) = pseudonyms(tx, &[person]).await?.remove(&person) else { return Ok(None) };
        Ok(Some(Panel {
            title: frame.t("signin-panel"),
            facts: vec![(frame.t("signin-panel-pseudonym"), words)],
            note: frame.t("signin-panel-note"),
            ..Panel::default()
        }))
    })
}
