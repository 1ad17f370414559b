//! What points tell the rest of the pages: what waits for staff, and notes beside somebody's page.

use std::collections::HashMap;
use std::sync::OnceLock;

use deedwell_core::{Error, Id, Person, Result};
use deedwell_people::names;
use deedwell_points::reward::Stage;
use deedwell_points::store;
use deedwell_store::Tx;
use deedwell_web::i18n::{Arg, Language, Messages};
use deedwell_web::programme::{Later, Titles, WaitingItem};
use deedwell_web::{Frame, Panel, Waiting};

/// An entry of points has no page of its own: its words are those of its kind.
pub(crate) fn titles<'a>(_: &'a mut Tx, _: &'a [String]) -> Later<'a, Titles> {
    Box::pin(async { Ok(HashMap::new()) })
}

/// What staff approve, and what they hand over.
pub(crate) fn waiting<'a>(
    tx: &'a mut Tx,
    limit: usize,
    language: &'static Language,
) -> Later<'a, Result<Waiting>> {
    Box::pin(async move {
        let count = store::count_held(tx).await? + store::count_asked(tx).await?;
        let first = if limit == 0 { Vec::new() } else { items(tx, limit, language).await? };
        Ok(Waiting { count: u64::try_from(count).unwrap_or_default(), first })
    })
}

async fn items(tx: &mut Tx, limit: usize, language: &Language) -> Result<Vec<WaitingItem>> {
    let mut found: Vec<(Option<Id<Person>>, String, &str)> = Vec::new();
    for lot in store::held(tx, limit).await? {
        let scheme = store::scheme(tx, lot.scheme).await?;
        let person = store::member(tx, lot.identity).await.ok().map(|member| member.person);
        found.push((person, scheme.terms.words(lot.remains), "approve"));
    }
    for asked in store::redemptions(tx, Stage::Asked, limit).await? {
        found.push((asked.person, asked.name, "honour"));
    }
    found.truncate(limit);
    let people: Vec<_> = found.iter().filter_map(|(person, _, _)| *person).collect();
    let names = names(tx, &people).await?;
    let mut items = Vec::new();
    for (person, words, what) in found {
        let name = person.and_then(|id| names.get(&id)).filter(|name| !name.is_empty()).cloned();
        items.push(WaitingItem {
            person,
            name: name.map_or_else(|| say(language, "points-somebody"), Ok)?,
            words,
            about: say(language, &format!("points-waiting-{what}"))?,
            due_at: None,
            href: format!("/console/points#{what}"),
            verb: say(language, &format!("points-do-{what}"))?,
        });
    }
    Ok(items)
}

fn say(language: &Language, key: &str) -> Result<String> {
    static MESSAGES: OnceLock<Option<Messages>> = OnceLock::new();
    let messages = MESSAGES.get_or_init(|| Messages::new(crate::MESSAGES.iter().copied()).ok());
    let messages = messages.as_ref().ok_or_else(|| Error::fault("messages of points"))?;
    let nothing: &[(&str, Arg)] = &[];
    Ok(messages.find(language, key, nothing).unwrap_or_else(|| key.to_owned()))
}

/// What somebody has, beside their page.
pub(crate) fn of_person<'a>(
    tx: &'a mut Tx,
    person: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let facts = facts(tx, person, frame).await?;
        Ok((!facts.is_empty()).then(|| Panel {
            title: frame.t("points-name"),
            facts,
            note: String::new(),
            href: format!("/console/points/members/{person}"),
            more: frame.t("points-panel-more"),
        }))
    })
}

pub(crate) fn of_me<'a>(
    tx: &'a mut Tx,
    me: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let facts = facts(tx, me, frame).await?;
        Ok((!facts.is_empty()).then(|| Panel {
            title: frame.t("points-mine"),
            facts,
            note: String::new(),
            href: "/points".to_owned(),
            more: frame.t("points-panel-mine"),
        }))
    })
}

async fn facts(tx: &mut Tx, person: Id<Person>, frame: &Frame) -> Result<Vec<(String, String)>> {
    let mut facts = Vec::new();
    for (id, balance) in store::balances(tx, person).await? {
        let scheme = store::scheme(tx, id).await?;
        facts.push((scheme.terms.name.clone(), scheme.terms.words(balance.balance())));
        if balance.pending > 0 {
            facts.push((frame.t("points-pending"), scheme.terms.words(balance.pending)));
        }
    }
    Ok(facts)
}
