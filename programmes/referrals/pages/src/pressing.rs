//! What this programme tells the rest of Deedwell: what its things are called, what waits, who took part in
//! one, and what there is of somebody.

use std::collections::HashMap;
use std::sync::OnceLock;

use deedwell_core::{Error, Id, Identity, Person, Result};
use deedwell_people::names;
use deedwell_store::Tx;
use deedwell_web::i18n::{Arg, Language, Messages};
use deedwell_web::programme::{Later, WaitingItem};
use deedwell_web::review::{Review, ToReview};
use deedwell_web::{Frame, Panel, Title, Waiting};

use crate::referral::Referral;
use crate::stage::Stage;
use crate::store::{self, ReferralsAsk, Which};
use crate::{acts, words};

/// Of one person, as many as are counted.
const MOST_OF_PERSON: usize = 500;

/// For `referral/<id>`: the first names of both, which each of them knows of the other.
pub(crate) fn titles<'a>(
    tx: &'a mut Tx,
    abouts: &'a [String],
) -> Later<'a, Result<HashMap<String, Title>>> {
    Box::pin(async move {
        let id = |about: &String| about.strip_prefix("referral/")?.parse().ok();
        let ids: Vec<Id<Referral>> = abouts.iter().filter_map(id).collect();
        let found = store::referrals(tx, &ids).await?;
        let people: Vec<Id<Person>> =
            found.iter().flat_map(|r| [r.referrer.person, r.friend.person]).collect();
        let names = words::first_names(tx, &people).await?;
        let name = |id: &Id<Person>| {
            let name = names.get(id).cloned().unwrap_or_default();
            if name.is_empty() { "…".to_owned() } else { name }
        };
        let title = |r: Referral| {
            let words = format!("{} → {}", name(&r.referrer.person), name(&r.friend.person));
            let console = format!("/console/referrals/{}", r.id);
            (r.about(), Title { words, site: "/my-friends".to_owned(), console })
        };
        Ok(found.into_iter().map(title).collect())
    })
}

/// Both of the two.
pub(crate) fn took_part<'a>(
    tx: &'a mut Tx,
    about: &'a str,
) -> Later<'a, Result<Vec<Id<Identity>>>> {
    Box::pin(async move {
        let Some(Ok(id)) = about.strip_prefix("referral/").map(str::parse) else {
            return Ok(Vec::new());
        };
        match store::referral(tx, id).await {
            Ok(of) => Ok(vec![of.referrer.identity, of.friend.identity]),
            Err(Error::Missing(_)) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    })
}

/// What staff have to decide, what waits longest first.
pub(crate) fn waiting<'a>(
    tx: &'a mut Tx,
    most: usize,
    language: &'static Language,
) -> Later<'a, Result<Waiting>> {
    Box::pin(async move {
        let ask = ReferralsAsk { which: Which::Waiting, ..ReferralsAsk::default() };
        let count = u64::try_from(store::count(tx, &ask).await?).unwrap_or(0);
        if most == 0 || count == 0 {
            return Ok(Waiting { count, first: Vec::new() });
        }
        let found = store::some(tx, &ask, most, 0).await?;
        let people: Vec<_> = found.iter().map(|r| r.referrer.person).collect();
        let names = names(tx, &people).await?;
        let mut first = Vec::new();
        for referral in found {
            let person = referral.referrer.person;
            let name = names.get(&person).filter(|name| !name.is_empty()).cloned();
            let name = match name {
                Some(name) => name,
                None => say(language, "referrals-somebody", 0)?,
            };
            let is_appeal = referral.stage == Stage::Rejected;
            let about = if is_appeal { "appeal" } else { "review" };
            let count = i64::try_from(referral.findings.len()).unwrap_or(0);
            first.push(WaitingItem {
                person: Some(person),
                name,
                words: say(language, &format!("referrals-waiting-{about}"), count)?,
                about: say(language, "referrals-waiting-about", count)?,
                verb: say(language, "referrals-waiting-verb", 0)?,
                due_at: None,
                href: format!("/console/referrals/{}", referral.id),
            });
        }
        Ok(Waiting { count, first })
    })
}

/// Friends whose reward waits for a yes or no of ours, and appeals against a no.
pub(crate) fn reviews<'a>(
    tx: &'a mut Tx,
    frame: &'a Frame,
    most: usize,
) -> Later<'a, Result<ToReview>> {
    Box::pin(async move {
        let ask = ReferralsAsk { which: Which::Waiting, ..ReferralsAsk::default() };
        let count = u64::try_from(store::count(tx, &ask).await?).unwrap_or(0);
        let found = store::some(tx, &ask, most, 0).await?;
        let people: Vec<_> =
            found.iter().flat_map(|r| [r.referrer.person, r.friend.person]).collect();
        let names = names(tx, &people).await?;
        let name = |of: &Id<Person>| names.get(of).cloned().unwrap_or_default();
        let review = |referral: Referral| Review {
            what: frame.t("referrals-review-what"),
            title: name(&referral.friend.person),
            person: Some(referral.referrer.person),
            name: name(&referral.referrer.person),
            why: words::desk_reasons(frame, &referral).join(" "),
            since: referral.appealed_at.unwrap_or(referral.came_at),
            href: format!("/console/referrals/{}", referral.id),
            appeal: (referral.stage == Stage::Rejected).then_some(referral.appeal),
        };
        Ok(ToReview { count, first: found.into_iter().map(review).collect() })
    })
}

fn say(language: &Language, key: &str, n: i64) -> Result<String> {
    static MESSAGES: OnceLock<Option<Messages>> = OnceLock::new();
    let messages = MESSAGES.get_or_init(|| Messages::new(crate::MESSAGES.iter().copied()).ok());
    let messages = messages.as_ref().ok_or_else(|| Error::fault("messages of referrals"))?;
    let count = Arg::Text(language.number(n));
    let said = messages.find(language, key, &[("n", Arg::Number(n)), ("count", count)]);
    Ok(said.unwrap_or_else(|| key.to_owned()))
}

/// What they brought beside what they spent, who brought them, and whom they brought.
pub(crate) fn of_person<'a>(
    tx: &'a mut Tx,
    person: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let by = store::referrals_of_friend(tx, person).await?;
        let by = by.into_iter().find(|r| r.stage != Stage::Lapsed);
        let whom = store::referrals_by(tx, person, MOST_OF_PERSON).await?;
        if by.is_none() && whom.is_empty() {
            return Ok(None);
        }
        let mut facts = Vec::new();
        let value = acts::brought(tx, person).await?.filter(|_| !whom.is_empty());
        if let Some(value) = &value {
            facts.push((frame.t("referrals-value-brought"), frame.money(&value.brought)));
            facts.push((frame.t("referrals-value-spent"), frame.money(&value.spent)));
        }
        if let Some(by) = &by {
            let one = [by.referrer.person];
            let names = words::named(tx, frame, &one).await?;
            let name = names.get(&one[0]).cloned().unwrap_or_default();
            facts.push((frame.t("referrals-brought-by"), name));
        }
        if !whom.is_empty() {
            let paid = whom.iter().filter(|r| r.stage == Stage::Paid).count();
            let of = [("n", frame.number(paid)), ("of", frame.number(whom.len()))];
            facts.push((frame.t("referrals-brought-whom"), frame.m("referrals-paid-of", &of)));
        }
        Ok(Some(Panel {
            title: frame.t("referrals-name"),
            facts,
            note: value.map(|_| frame.t("referrals-value-what")).unwrap_or_default(),
            href: format!("/console/referrals/tree?person={person}"),
            more: frame.t("referrals-panel-tree"),
        }))
    })
}

pub(crate) fn of_me<'a>(
    tx: &'a mut Tx,
    me: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let whom = store::referrals_by(tx, me, MOST_OF_PERSON).await?;
        let links = store::links_of(tx, me).await?;
        if whom.is_empty() && links.is_empty() {
            return Ok(None);
        }
        let paid = whom.iter().filter(|r| r.stage == Stage::Paid).count();
        let facts = vec![
            (frame.t("referrals-my-came"), frame.number(whom.len())),
            (frame.t("referrals-my-paid"), frame.number(paid)),
        ];
        Ok(Some(Panel {
            title: frame.t("referrals-mine"),
            facts,
            note: String::new(),
            href: "/my-friends".to_owned(),
            more: frame.t("referrals-mine-more"),
        }))
    })
}
