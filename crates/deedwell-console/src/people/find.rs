//! Order by deeds is the ledger's, filters are the state's: here they come together.

use std::sync::Arc;

use deedwell_core::behaviour::{Behaviour, Ranking};
use deedwell_core::{Id, Organisation, Person, Result, Timestamp};
use deedwell_people::list::{Deeds, by_deeds};
use deedwell_store::Tx;

use super::ask::{Question, Sort};

/// People on a page.
pub const PAGE: usize = deedwell_people::list::PAGE;

/// The ids of one page, which page it is, and how many people there are on all.
#[derive(Debug, PartialEq)]
pub struct Found {
    pub ids: Vec<Id<Person>>,
    pub page: u64,
    pub total: u64,
}

/// A page of the list.
pub async fn page(
    behaviour: &dyn Behaviour,
    tx: &mut Tx,
    organisation: Id<Organisation>,
    question: &Question,
) -> Result<Found> {
    let deeds = deeds(behaviour, organisation, question)?;
    let mut number = 1;
    let skip = |total: usize| {
        let last = total.div_ceil(PAGE).max(1);
        number = usize::try_from(question.page).unwrap_or(usize::MAX).clamp(1, last);
        (number - 1) * PAGE
    };
    let (ids, total) = by_deeds(tx, &question.ask, &deeds, skip, PAGE).await?;
    Ok(Found { ids, page: number as u64, total: total as u64 })
}

/// Everybody who matches, in the order asked, at most so many.
pub async fn all(
    behaviour: &dyn Behaviour,
    tx: &mut Tx,
    organisation: Id<Organisation>,
    question: &Question,
    most: usize,
) -> Result<Vec<Id<Person>>> {
    let deeds = deeds(behaviour, organisation, question)?;
    Ok(by_deeds(tx, &question.ask, &deeds, |_| 0, most).await?.0)
}

fn deeds(
    behaviour: &dyn Behaviour,
    organisation: Id<Organisation>,
    question: &Question,
) -> Result<Deeds> {
    let seen = question.seen_since.map(|since| seen_since(behaviour, organisation, since));
    let order = match question.sort {
        Sort::Deeds(_, by) => Some(behaviour.ranking(organisation, by)?),
        Sort::Kept(_) => None,
    };
    Ok(Deeds { among: seen.transpose()?, order })
}

/// Who did something since: the first so many of the ranking. It runs from the latest, so a handful of
/// questions finds where it crosses the moment.
fn seen_since(
    behaviour: &dyn Behaviour,
    organisation: Id<Organisation>,
    since: Timestamp,
) -> Result<(Arc<Vec<Id<Person>>>, usize)> {
    let ranking = behaviour.ranking(organisation, Ranking::LastSeen)?;
    let (mut from, mut to) = (0, ranking.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let one = ranking.get(middle).map(std::slice::from_ref).unwrap_or_default();
        let activity = behaviour.activity(organisation, one)?;
        let last = activity.first().and_then(|a| a.last_at);
        if last.is_some_and(|last| last >= since) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    Ok((ranking, from))
}
