//! What this programme tells the rest of Deedwell: what its things are called, and what waits.

use std::collections::HashMap;
use std::sync::OnceLock;

use deedwell_core::{Error, Id, Result};
use deedwell_people::names;
use deedwell_store::Tx;
use deedwell_web::address::Address;
use deedwell_web::finding::{Finding, Findings, Reader, Search};
use deedwell_web::i18n::{Arg, Language, Messages};
use deedwell_web::programme::{Later, WaitingItem};
use deedwell_web::review::{Review, ToReview};
use deedwell_web::{Frame, Right, Title, Waiting};
use jiff::Timestamp;

use crate::idea::Idea;
use crate::rank::Order;
use crate::store::{self, BoardAsk, DeskAsk, IdeaCard, Triage, WaitingAsk};

/// For `idea/<id>`. What the public cannot read has no title here: customers read these too.
pub(crate) fn titles<'a>(
    tx: &'a mut Tx,
    abouts: &'a [String],
) -> Later<'a, Result<HashMap<String, Title>>> {
    Box::pin(async move {
        let id = |about: &String| about.strip_prefix("idea/")?.parse().ok();
        let ids: Vec<Id<Idea>> = abouts.iter().filter_map(id).collect();
        let title = |(id, words): (Id<Idea>, String)| {
            let (site, console) = (format!("/ideas/{id}"), format!("/console/ideas/{id}"));
            (format!("idea/{id}"), Title { words, site, console })
        };
        Ok(store::public_titles(tx, &ids).await?.into_iter().map(title).collect())
    })
}

/// Ideas that nobody has answered officially, those held until somebody looks, and noes whose day has
/// come.
pub(crate) fn waiting<'a>(
    tx: &'a mut Tx,
    most: usize,
    language: &'static Language,
) -> Later<'a, Result<Waiting>> {
    Box::pin(async move {
        let (mut count, mut first) = (0, Vec::new());
        for triage in [Triage::Waiting, Triage::Held, Triage::Revisit] {
            let ask = WaitingAsk { triage, ..WaitingAsk::default() };
            let found = store::waiting(tx, &ask).await?;
            count += u64::try_from(found.total).unwrap_or(0);
            first.extend(found.items.into_iter().map(|card| (triage, card)));
        }
        if most == 0 {
            return Ok(Waiting { count, first: Vec::new() });
        }
        let since = |(triage, card): &(Triage, IdeaCard)| match triage {
            Triage::Revisit => card.revisit_on.map(|on| on.to_string()).unwrap_or_default(),
            _ => card.due_at.to_string(),
        };
        first.sort_by_key(since);
        first.truncate(most);
        let first = items(tx, language, first).await?;
        Ok(Waiting { count, first })
    })
}

/// Ideas by words of their titles and texts: on the site the public ones, in the console all but spam.
pub(crate) fn finds<'a>(
    tx: &'a mut Tx,
    search: &'a Search<'a>,
) -> Later<'a, Result<Option<Findings>>> {
    Box::pin(async move {
        let words = Some(search.words.to_owned());
        let (list, found) = match search.reader {
            Reader::Site(_) => {
                let ask = BoardAsk { search: words, order: Order::New, ..BoardAsk::default() };
                ("/ideas", store::board(tx, &ask).await?.items)
            }
            Reader::Console if !search.frame.may(Right::HostProgrammes) => return Ok(None),
            Reader::Console => {
                let ask = DeskAsk { search: words, ..DeskAsk::default() };
                ("/console/ideas", store::desk_cards(tx, &ask, search.most, 0).await?)
            }
        };
        let finding = |card: IdeaCard| Finding {
            detail: search.frame.n("ideas-waiting-votes", card.votes),
            at: card.created_at,
            href: format!("{list}/{}", card.id),
            excerpt: card.excerpt,
            title: card.title,
        };
        Ok(Some(Findings {
            heading: search.frame.t("ideas-name"),
            all: Address::to(list).with("q", search.words).to_string(),
            first: found.into_iter().take(search.most).map(finding).collect(),
        }))
    })
}

/// Ideas that nobody but their author sees until somebody has looked.
pub(crate) fn reviews<'a>(
    tx: &'a mut Tx,
    frame: &'a Frame,
    most: usize,
) -> Later<'a, Result<ToReview>> {
    Box::pin(async move {
        let ask = WaitingAsk { triage: Triage::Held, ..WaitingAsk::default() };
        let found = store::waiting(tx, &ask).await?;
        let count = u64::try_from(found.total).unwrap_or(0);
        let authors: Vec<_> = found.items.iter().map(|card| card.author).collect();
        let names = names(tx, &authors).await?;
        let review = |card: IdeaCard| Review {
            what: frame.t("ideas-review-what"),
            name: names.get(&card.author).cloned().unwrap_or_default(),
            person: Some(card.author),
            why: match card.reason.filter(|reason| !reason.is_empty()) {
                Some(reason) => reason,
                None => frame.t("ideas-waiting-held"),
            },
            appeal: None,
            since: card.held_at.unwrap_or(card.created_at),
            href: format!("/console/ideas/{}", card.id),
            title: card.title,
        };
        Ok(ToReview { count, first: found.items.into_iter().take(most).map(review).collect() })
    })
}

async fn items(
    tx: &mut Tx,
    language: &Language,
    found: Vec<(Triage, IdeaCard)>,
) -> Result<Vec<WaitingItem>> {
    let authors: Vec<_> = found.iter().map(|(_, card)| card.author).collect();
    let names = names(tx, &authors).await?;
    let say = |key: &str, n: i64| say(language, key, n);
    let mut items = Vec::new();
    for (triage, card) in found {
        let (about, verb) = match triage {
            Triage::Revisit => ("ideas-waiting-revisit", "ideas-waiting-look"),
            Triage::Held => ("ideas-waiting-held", "ideas-waiting-clear"),
            _ => ("ideas-waiting-votes", "ideas-waiting-answer"),
        };
        let name = names.get(&card.author).filter(|name| !name.is_empty()).cloned();
        let name = match name {
            Some(name) => name,
            None => say("ideas-somebody", 0)?,
        };
        items.push(WaitingItem {
            person: Some(card.author),
            name,
            about: say(about, card.votes)?,
            verb: say(verb, 0)?,
            due_at: due(triage, &card),
            href: format!("/console/ideas/{}", card.id),
            words: card.title,
        });
    }
    Ok(items)
}

fn due(triage: Triage, card: &IdeaCard) -> Option<Timestamp> {
    match triage {
        Triage::Revisit => {
            let midnight = card.revisit_on?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
            Some(midnight.timestamp())
        }
        _ => Some(card.due_at),
    }
}

fn say(language: &Language, key: &str, n: i64) -> Result<String> {
    static MESSAGES: OnceLock<Option<Messages>> = OnceLock::new();
    let messages = MESSAGES.get_or_init(|| Messages::new(crate::MESSAGES.iter().copied()).ok());
    let messages = messages.as_ref().ok_or_else(|| Error::fault("messages of ideas"))?;
    let count = Arg::Text(language.number(n));
    let said = messages.find(language, key, &[("n", Arg::Number(n)), ("count", count)]);
    Ok(said.unwrap_or_else(|| key.to_owned()))
}
