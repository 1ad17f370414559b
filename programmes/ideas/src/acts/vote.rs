//! Votes, in person and on behalf, and following.

use std::collections::BTreeSet;

use deedwell_core::{Channel, Error, Id, Person, Result, Staff, Who};
use deedwell_store::{Tx, quota};

use super::{HOUR_S, VOTES_A_DAY, record};
use crate::deed::IdeaDeed;
use crate::idea::{Idea, VOTES_PER_HOUR, Voice};
use crate::rank;
use crate::{store, words};

/// How an idea stands after a vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Voted {
    /// The idea that was counted: the one that speaks for the idea asked for.
    pub idea: Id<Idea>,
    /// False when nothing changed.
    pub changed: bool,
    pub votes: i64,
    pub customer_votes: i64,
}

/// What a member of staff heard, where.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// A channel such as `phone`, `shop` or `email`.
    pub channel: String,
    pub note: String,
}

/// One vote a person. Voting again changes nothing.
pub async fn vote(tx: &mut Tx, who: Who, id: Id<Idea>) -> Result<Voted> {
    let voter = Voice::of(who)?;
    spend_vote(tx, voter).await?;
    cast(tx, voter, id, None).await
}

/// A vote that a customer gave by phone, in the shop, …: recorded by staff, with what was heard, and
/// counted as the customer's. The customer can take it back, and so can staff.
pub async fn vote_for(
    tx: &mut Tx,
    staff: Id<Staff>,
    customer: Who,
    id: Id<Idea>,
    evidence: &Evidence,
) -> Result<Voted> {
    let voter = Voice::of(customer)?;
    let Some(channel) = Channel::parse(evidence.channel.trim()) else {
        return Err(Error::invalid(
            "channel",
            "Where did the customer say so? A word such as phone, shop or email.",
        ));
    };
    let note = "what the customer said";
    let heard = store::Heard {
        staff,
        channel: channel.as_str().to_owned(),
        note: words::required_text("note", note, &evidence.note, words::LONGEST_NOTE)?,
    };
    cast(tx, voter, id, Some(heard)).await
}

/// Giving and taking back are counted alike: to and fro is a line of the ledger each time.
async fn spend_vote(tx: &mut Tx, voter: Voice) -> Result<()> {
    quota::spend(tx, &format!("ideas.vote/{}", voter.person), VOTES_PER_HOUR, HOUR_S).await?;
    quota::spend_together(tx, &VOTES_A_DAY).await
}

async fn cast(
    tx: &mut Tx,
    voter: Voice,
    id: Id<Idea>,
    heard: Option<store::Heard>,
) -> Result<Voted> {
    let mut idea = store::root_to_change(tx, id).await?;
    let mut deed = idea.vote(voter)?;
    let mut changed = false;
    if store::standing(tx, idea.id, voter.person).await?.is_none() {
        let about = super::about(idea.id);
        let apart = deedwell_trust::store::is_apart_for(tx, voter.person, &about).await?;
        store::add_vote(tx, idea.id, voter, heard.as_ref(), apart).await?;
        store::mark_unlooked(tx, idea.id).await?;
        if apart {
            store::count_apart(tx, idea.id).await?;
        } else {
            let hot = rank::hotter(idea.hot, tx.now());
            store::count_vote(tx, idea.id, voter.is_customer(), hot).await?;
            idea.votes += 1;
            idea.customer_votes += i64::from(voter.is_customer());
        }
        store::mark_active(tx, idea.board, voter).await?;
        if let (Some(heard), IdeaDeed::Voted { on_behalf_by }) = (heard, &mut deed) {
            *on_behalf_by = Some(heard.staff);
        }
        store::rank_again(tx, &BTreeSet::from([idea.id])).await?;
        record(tx, voter.who(), idea.of(), deed).await?;
        changed = true;
    }
    let Idea { id, votes, customer_votes, .. } = idea;
    Ok(Voted { idea: id, changed, votes, customer_votes })
}

/// Takes the vote back, wherever under this idea it was given. Without a vote nothing changes.
pub async fn take_back_vote(tx: &mut Tx, who: Who, id: Id<Idea>) -> Result<Voted> {
    let voter = Voice::of(who)?;
    spend_vote(tx, voter).await?;
    let idea = store::root_to_change(tx, id).await?;
    let deed = idea.take_back_vote()?;
    uncast(tx, who, idea, voter.person, deed).await
}

/// Staff revoke a vote that they recorded; one that a person gave themselves is theirs alone.
pub async fn revoke_vote(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Idea>,
    person: Id<Person>,
) -> Result<Voted> {
    let idea = store::root_to_change(tx, id).await?;
    let mut deed = idea.take_back_vote()?;
    match store::standing(tx, idea.id, person).await? {
        Some(standing) if standing.only_recorded => {}
        Some(_) => {
            return Err(Error::refused(
                "ideas.vote_in_person",
                "This customer voted in person; only they can take that back.",
            ));
        }
        None => return Err(Error::Missing("vote")),
    }
    let recorded = store::recorded_votes(tx, idea.id, Some(person)).await?;
    let Some(vote) = recorded.first() else {
        return Err(Error::Missing("vote"));
    };
    if let IdeaDeed::VoteWithdrawn { on_behalf_by } = &mut deed {
        *on_behalf_by = Some(staff);
    }
    let who = Who::Customer { identity: vote.identity, person };
    uncast(tx, who, idea, person, deed).await
}

async fn uncast(
    tx: &mut Tx,
    who: Who,
    idea: Idea,
    person: Id<Person>,
    deed: IdeaDeed,
) -> Result<Voted> {
    let mut ids = store::remove_votes(tx, idea.id, person).await?;
    let changed = !ids.is_empty();
    if changed {
        ids.insert(idea.id);
        for id in &ids {
            store::recount(tx, *id).await?;
        }
        store::rank_again(tx, &ids).await?;
        record(tx, who, idea.of(), deed).await?;
    }
    let Idea { id, votes, customer_votes, .. } = store::idea(tx, idea.id).await?;
    Ok(Voted { idea: id, changed, votes, customer_votes })
}

/// Hears of what becomes of it without voting.
pub async fn follow(tx: &mut Tx, who: Who, id: Id<Idea>) -> Result<()> {
    let voice = Voice::of(who)?;
    let idea = store::root(tx, id).await?;
    idea.is_public()?;
    if store::follows(tx, idea.id, voice.person).await? == Some(true) {
        return Ok(());
    }
    spend_follow(tx, voice).await?;
    store::add_follower(tx, idea.id, voice).await?;
    record(tx, who, idea.of(), IdeaDeed::Followed {}).await
}

/// Hears no more of it, as voter or author either.
pub async fn unfollow(tx: &mut Tx, who: Who, id: Id<Idea>) -> Result<()> {
    let voice = Voice::of(who)?;
    let idea = store::root(tx, id).await?;
    if store::follows(tx, idea.id, voice.person).await? == Some(false) {
        return Ok(());
    }
    spend_follow(tx, voice).await?;
    store::stop_follower(tx, idea.id, voice).await?;
    record(tx, who, idea.of(), IdeaDeed::Unfollowed {}).await
}

/// To and fro is a line of the ledger each time.
async fn spend_follow(tx: &mut Tx, voice: Voice) -> Result<()> {
    quota::spend(tx, &format!("ideas.follow/{}", voice.person), VOTES_PER_HOUR, HOUR_S).await
}
