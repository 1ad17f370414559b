//! What is shown of notices on pages of others.

use deedwell_core::{Id, Person, Result};
use deedwell_store::Tx;
use deedwell_web::programme::Later;
use deedwell_web::{Frame, Panel};

use crate::store;

pub(crate) fn of_person<'a>(
    tx: &'a mut Tx,
    person: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let (told, unseen) = store::counts(tx, person).await?;
        if told == 0 {
            return Ok(None);
        }
        let how = store::wishes(tx, &[person]).await?.remove(&person).unwrap_or_default();
        Ok(Some(Panel {
            title: frame.t("notices-name"),
            facts: vec![
                (frame.t("notices-told"), frame.number(told)),
                (frame.t("notices-unseen"), frame.number(unseen)),
                (
                    frame.t("notices-how"),
                    frame.t(&format!("notices-how-{}", how.name().replace('_', "-"))),
                ),
            ],
            ..Panel::default()
        }))
    })
}

pub(crate) fn of_me<'a>(
    tx: &'a mut Tx,
    me: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let (told, unseen) = store::counts(tx, me).await?;
        let facts = vec![(frame.t("notices-unseen"), frame.number(unseen))];
        Ok(Some(Panel {
            title: frame.t("notices-mine"),
            facts: if told == 0 { Vec::new() } else { facts },
            note: if told == 0 { frame.t("notices-none-yet") } else { String::new() },
            href: "/my-notices".to_owned(),
            more: frame.t("notices-mine-all"),
        }))
    })
}
