//! What customers do with their own complaints.

use deedwell_core::{Channel, Error, Id, Result, Staff, Who};
use deedwell_store::{Tx, quota};

use super::{COMPLAINTS_A_DAY, DAY_S, HOUR_S, WORDS_A_DAY, advance, record, say};
use crate::complaint::{COMPLAINTS_PER_DAY, Complaint, NewComplaint, Voice, WORDS_PER_HOUR};
use crate::deed::ComplaintDeed as Deed;
use crate::redress::{Offer, Outcome};
use crate::stage::Stage;
use crate::store::{self, Said};
use crate::words::{self, LONGEST_TEXT};

/// A member of staff who wrote down what a customer said, and where they said it.
#[derive(Clone, Debug)]
pub struct Heard {
    pub staff: Id<Staff>,
    /// A channel such as `phone`, `shop` or `mail`.
    pub channel: String,
}

/// Says what went wrong. The promises of now are given.
pub async fn complain(
    tx: &mut Tx,
    who: Who,
    heard: Option<&Heard>,
    new: &NewComplaint,
) -> Result<Id<Complaint>> {
    let by = Voice::of(who)?;
    let words = new.words()?;
    let from_about = new.from_about()?;
    let came_by = match heard {
        None => "site".to_owned(),
        Some(heard) => channel(&heard.channel)?,
    };
    if heard.is_none() {
        let key = format!("complaints.complaint/{}", by.person);
        quota::spend(tx, &key, COMPLAINTS_PER_DAY, DAY_S).await?;
    }
    quota::spend_together(tx, &COMPLAINTS_A_DAY).await?;
    let since = super::a_moment_ago(tx)?;
    if let Some(before) = store::same_complaint(tx, by.person, &words, since).await? {
        return Ok(before);
    }
    let promise = store::promise(tx).await?;
    let calendar = deedwell_calendar::store::calendar(tx).await?;
    let now = tx.now();
    let complaint = Complaint {
        id: tx.new_id(),
        number: store::next_number(tx).await?,
        unit: new.unit,
        by,
        title: words.title,
        text: words.text,
        wish: words.wish,
        order_reference: words.order_reference,
        came_by,
        recorded_by: heard.map(|heard| heard.staff),
        from_about: from_about.clone(),
        stage: Stage::Received,
        promise: promise.version,
        dues: promise.due(&calendar, now)?,
        received_at: now,
        acknowledged_at: None,
        answered_at: None,
        ended_at: None,
        severity: None,
        vulnerable: false,
        assigned_to: None,
        cause: None,
        problem: None,
        rating: None,
        reopened: 0,
    };
    store::add_complaint(tx, &complaint, None).await?;
    let deed = Deed::Received { recorded_by: complaint.recorded_by, from: from_about };
    record(tx, who, complaint.of(), deed).await?;
    Ok(complaint.id)
}

fn channel(text: &str) -> Result<String> {
    let known = Channel::parse(text.trim()).ok_or_else(|| {
        let sentence = "Where did the customer say so? A word such as phone, shop or mail.";
        Error::invalid("channel", sentence)
    })?;
    Ok(known.as_str().to_owned())
}

/// Loads one's own, to change it.
async fn own(tx: &mut Tx, by: Voice, id: Id<Complaint>) -> Result<Complaint> {
    let complaint = store::complaint_to_change(tx, id).await?;
    complaint.is_by(by.person)?;
    Ok(complaint)
}

async fn spend_words(tx: &mut Tx, by: Voice) -> Result<()> {
    quota::spend(tx, &format!("complaints.word/{}", by.person), WORDS_PER_HOUR, HOUR_S).await?;
    quota::spend_together(tx, &WORDS_A_DAY).await
}

/// Says more.
pub async fn add(tx: &mut Tx, who: Who, id: Id<Complaint>, text: &str) -> Result<()> {
    let by = Voice::of(who)?;
    spend_words(tx, by).await?;
    let complaint = own(tx, by, id).await?;
    complaint.takes_words()?;
    if let Some(message) = say(tx, &complaint, Said::Customer, None, text).await? {
        record(tx, who, complaint.of(), Deed::Added { message }).await?;
    }
    Ok(())
}

/// What a customer says to an offer.
#[derive(Clone, Debug)]
pub enum Reply {
    Accept,
    /// Something else is asked for.
    Counter(String),
    Refuse(String),
}

/// Answers the offer that is open. The same answer again changes nothing.
pub async fn answer_offer(
    tx: &mut Tx,
    who: Who,
    id: Id<Complaint>,
    offer: Id<Offer>,
    reply: &Reply,
) -> Result<()> {
    let by = Voice::of(who)?;
    spend_words(tx, by).await?;
    let mut complaint = own(tx, by, id).await?;
    let offers = store::offers(tx, id).await?;
    let mut open = offers
        .into_iter()
        .find(|one| one.id == offer && one.sent_at.is_some())
        .ok_or(Error::Missing("offer"))?;
    let (outcome, stage, text) = match reply {
        Reply::Accept => (Outcome::Accepted, Stage::Accepted, String::new()),
        Reply::Counter(text) => {
            let what = "what would put it right";
            let text = words::required_text("text", what, text, LONGEST_TEXT)?;
            (Outcome::Countered, Stage::Countered, text)
        }
        Reply::Refuse(text) => {
            let text = words::optional_text("text", "why", text, LONGEST_TEXT)?;
            (Outcome::Refused, Stage::Refused, text)
        }
    };
    if open.outcome == outcome {
        return Ok(());
    }
    if open.outcome != Outcome::Open {
        return Err(Error::refused(
            "complaints.offer_over",
            "This offer is no longer open. Please look at what stands now.",
        ));
    }
    let stage = complaint.stage.to(stage)?;
    open.outcome = outcome;
    open.answered_at = Some(tx.now());
    open.reply = text;
    store::set_offer(tx, &open).await?;
    advance(tx, &mut complaint, stage).await?;
    let deed = match outcome {
        Outcome::Accepted => Deed::Accepted { offer },
        Outcome::Countered => Deed::Countered { offer },
        _ => Deed::Refused { offer },
    };
    record(tx, who, complaint.of(), deed).await?;
    if outcome == Outcome::Accepted && open.redress.is_words() {
        // Words were all that was promised, and they have been said.
        let stage = complaint.stage.to(Stage::Closed)?;
        advance(tx, &mut complaint, stage).await?;
        record(tx, Who::System, complaint.of(), Deed::Closed { resolved: true }).await?;
    }
    Ok(())
}

/// Takes it back.
pub async fn withdraw(tx: &mut Tx, who: Who, id: Id<Complaint>) -> Result<()> {
    let by = Voice::of(who)?;
    let mut complaint = own(tx, by, id).await?;
    if complaint.stage == Stage::Withdrawn {
        return Ok(());
    }
    let stage = complaint.stage.to(Stage::Withdrawn)?;
    super::offer::drop_open(tx, id).await?;
    advance(tx, &mut complaint, stage).await?;
    record(tx, who, complaint.of(), Deed::Withdrawn {}).await
}

/// Says how satisfied they are.
pub async fn rate(tx: &mut Tx, who: Who, id: Id<Complaint>, rating: i64) -> Result<()> {
    let by = Voice::of(who)?;
    spend_words(tx, by).await?;
    let complaint = own(tx, by, id).await?;
    let deed = complaint.rate(rating)?;
    if complaint.rating == Some(rating) {
        return Ok(());
    }
    store::set_rating(tx, id, rating).await?;
    record(tx, who, complaint.of(), deed).await
}
