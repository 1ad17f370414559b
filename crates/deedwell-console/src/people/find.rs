//! Order by deeds is the ledger's, filters are the state's: here they come together.

use deedwell_core::behaviour::{Behaviour, Ranking};
use deedwell_core::{Id, Organisation, Person, Result, Timestamp};
use deedwell_people::list::in_order;
use deedwell_people::{count, list, matching_ids};
use deedwell_store::Tx;

use super::ask::{Question, Sort};

/// People on a page.
pub const PAGE: usize = deedwell_people::list::PAGE;
/// People that one question looks through. Beyond it the order holds among these.
const MOST_MATCHING: usize = 1_000_000;

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
    if let (Sort::Kept(_), None) = (question.sort, question.seen_since) {
        let number = usize::try_from(question.page).unwrap_or(usize::MAX);
        let page = list(tx, &question.ask, number).await?;
        let ids = page.people.iter().map(|p| p.id).collect();
        return Ok(Found { ids, page: page.number as u64, total: page.total as u64 });
    }
    if let Some(found) = straight(behaviour, tx, organisation, question).await? {
        return Ok(found);
    }
    let all = all(behaviour, tx, organisation, question).await?;
    let total = all.len() as u64;
    let last = total.div_ceil(PAGE as u64).max(1);
    let page = question.page.clamp(1, last);
    let from = (page as usize - 1) * PAGE;
    let ids = all.into_iter().skip(from).take(PAGE).collect();
    Ok(Found { ids, page, total })
}

/// Where nothing narrows the list, a page lies in the ranking as it is, and nobody has to be looked
/// through. `None` where that is not so, or the page reaches to those who never did anything.
async fn straight(
    behaviour: &dyn Behaviour,
    tx: &mut Tx,
    organisation: Id<Organisation>,
    question: &Question,
) -> Result<Option<Found>> {
    let (Sort::Deeds(_, by), None) = (question.sort, question.seen_since) else { return Ok(None) };
    if question.filters_state() {
        return Ok(None);
    }
    let ranking = behaviour.ranking(organisation, by)?;
    let from = usize::try_from(question.page - 1).unwrap_or(usize::MAX).saturating_mul(PAGE);
    let Some(ids) = ranking.get(from..from.saturating_add(PAGE)) else { return Ok(None) };
    let total = count(tx, &question.ask).await? as u64;
    Ok(Some(Found { ids: ids.to_vec(), page: question.page, total }))
}

/// Everybody who matches, in the order asked.
pub async fn all(
    behaviour: &dyn Behaviour,
    tx: &mut Tx,
    organisation: Id<Organisation>,
    question: &Question,
) -> Result<Vec<Id<Person>>> {
    let matching = matching_ids(tx, &question.ask, MOST_MATCHING).await?;
    let seen = match question.seen_since {
        Some(since) => Some(seen_since(behaviour, organisation, since)?),
        None => None,
    };
    let Sort::Deeds(_, by) = question.sort else {
        let Some(seen) = seen else { return Ok(matching) };
        return Ok(in_order(&matching, &matching, Some(&seen)));
    };
    let ranking = behaviour.ranking(organisation, by)?;
    Ok(in_order(&matching, &ranking, seen.as_deref()))
}

/// Who did something since. The ranking runs from the latest, so a handful of questions finds where
/// it crosses the moment.
fn seen_since(
    behaviour: &dyn Behaviour,
    organisation: Id<Organisation>,
    since: Timestamp,
) -> Result<Vec<Id<Person>>> {
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
    Ok(ranking.iter().take(from).copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u32) -> Id<Person> {
        format!("01930000-0000-7000-8000-{n:012}").parse().unwrap()
    }

    #[test]
    fn who_did_nothing_comes_last_and_nobody_twice() {
        let ids = |list: &[u32]| list.iter().map(|n| id(*n)).collect::<Vec<_>>();
        let (matching, ranking) = (ids(&[1, 2, 3, 4]), ids(&[3, 9, 1]));
        assert_eq!(in_order(&matching, &ranking, None), ids(&[3, 1, 2, 4]));
        assert_eq!(in_order(&matching, &ranking, Some(&ids(&[1, 9]))), ids(&[1]));
        assert_eq!(in_order(&[], &ranking, None), ids(&[]));
    }
}
