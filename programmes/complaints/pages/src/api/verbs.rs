//! What programs do for customers and for staff.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Id, Money};
use deedwell_web::{Answer, Json, Routes, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::give::ComplaintGiven;
use super::take::{By, host};
use super::{WRITE, shown, wrong};
use crate::acts::{self, Heard, Reply};
use crate::complaint::{Complaint, NewComplaint};
use crate::console::authority;
use crate::redress::{NewOffer, Offer, Redress, Upheld};

pub(super) fn routes() -> Routes {
    Routes::new("complaints")
        .post("/api/complaints", WRITE, "Complain, for a customer", complain)
        .json::<ComplaintNew>()
        .gives::<ComplaintGiven>()
        .post("/api/complaints/{id}/messages", WRITE, "Say more, for either side", write)
        .json::<MessageNew>()
        .gives::<ComplaintGiven>()
        .post("/api/complaints/{id}/assessment", WRITE, "Say how grave it is, for staff", assess)
        .json::<AssessmentNew>()
        .gives::<ComplaintGiven>()
        .post("/api/complaints/{id}/offers", WRITE, "Offer something, for staff", offer)
        .json::<OfferNew>()
        .gives::<ComplaintGiven>()
        .post(
            "/api/complaints/{id}/offers/{offer}/answer",
            WRITE,
            "Answer an offer, for the customer",
            answer,
        )
        .json::<ReplyNew>()
        .gives::<ComplaintGiven>()
        .post("/api/complaints/{id}/put-right", WRITE, "Do what was promised, for staff", put_right)
        .json::<PutRightNew>()
        .gives::<ComplaintGiven>()
        .post("/api/complaints/{id}/closing", WRITE, "Close it, for staff", close)
        .json::<ClosingNew>()
        .gives::<ComplaintGiven>()
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ComplaintsComplaintNew)]
struct ComplaintNew {
    by: By,
    text: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    wish: String,
    /// The number of an order.
    #[serde(default)]
    order: String,
    /// What it grew from, such as `idea/0193…`.
    from: Option<String>,
    /// The e-mail address of the colleague who wrote it down, with `channel`.
    staff: Option<String>,
    /// Where it was said: `phone`, `shop`, `mail`, …
    channel: Option<String>,
}

async fn complain(Tx(mut tx): Tx, Json(new): Json<ComplaintNew>) -> Answer<Response> {
    let complaint = NewComplaint {
        title: new.title,
        text: new.text,
        wish: new.wish,
        order_reference: new.order,
        from_about: new.from,
        unit: None,
    };
    complaint.words()?;
    let heard = match new.staff {
        Some(email) => {
            let (staff, _) = host(&mut tx, &email).await?;
            Some(Heard { staff, channel: new.channel.unwrap_or_default() })
        }
        None => None,
    };
    let who = new.by.who(&mut tx).await?;
    let id = acts::complain(&mut tx, who, heard.as_ref(), &complaint).await?;
    shown(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ComplaintsMessageNew)]
struct MessageNew {
    /// The customer who complained.
    by: Option<By>,
    /// Or the e-mail address of a member of staff.
    staff: Option<String>,
    text: String,
}

async fn write(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Complaint>>,
    Json(new): Json<MessageNew>,
) -> Answer<Response> {
    match (new.by, new.staff) {
        (Some(by), None) => {
            let who = by.who(&mut tx).await?;
            acts::add(&mut tx, who, id, &new.text).await?;
        }
        (None, Some(email)) => {
            let (staff, _) = host(&mut tx, &email).await?;
            acts::write(&mut tx, staff, id, &new.text).await?;
        }
        _ => return Err(wrong("by", "Say who writes: by a customer, or staff.").into()),
    }
    shown(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ComplaintsAssessmentNew)]
struct AssessmentNew {
    staff: String,
    /// 1 to 4.
    severity: i64,
}

async fn assess(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Complaint>>,
    Json(new): Json<AssessmentNew>,
) -> Answer<Response> {
    let (staff, _) = host(&mut tx, &new.staff).await?;
    acts::assess(&mut tx, staff, id, new.severity, None).await?;
    shown(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ComplaintsOfferNew)]
struct OfferNew {
    staff: String,
    /// `yes`, `partly` or `no`.
    upheld: String,
    /// `refund`, `credit`, `points`, `replacement`, `repair`, `apology` or `explanation`.
    redress: String,
    /// Such as `12.50`.
    amount: Option<String>,
    /// Of the amount, such as `GBP`.
    currency: Option<String>,
    #[serde(default)]
    points: i64,
    /// The id of the order of which money is given back.
    order: Option<String>,
    text: String,
}

async fn offer(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Complaint>>,
    Json(new): Json<OfferNew>,
) -> Answer<Response> {
    let (staff, role) = host(&mut tx, &new.staff).await?;
    let amount = match (&new.amount, &new.currency) {
        (None, _) => None,
        (Some(amount), Some(currency)) => {
            let currency = currency
                .parse()
                .map_err(|_| wrong("currency", "A currency is written like GBP."))?;
            Some(Money::parse(amount, currency)?)
        }
        _ => return Err(wrong("currency", "Say in which currency, such as GBP.").into()),
    };
    let order = new.order.map(|id| id.parse()).transpose();
    let offer = NewOffer {
        upheld: Upheld::parse(&new.upheld)
            .ok_or_else(|| wrong("upheld", "This is yes, partly or no."))?,
        redress: Redress::parse(&new.redress)
            .ok_or_else(|| wrong("redress", "There is no redress of this name."))?,
        amount,
        points: new.points,
        order: order.map_err(|_| wrong("order", "This is no id of an order."))?,
        text: new.text,
    };
    acts::offer(&mut tx, staff, authority(role), id, &offer).await?;
    shown(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ComplaintsReplyNew)]
struct ReplyNew {
    by: By,
    /// `accept`, `counter` or `refuse`.
    reply: String,
    #[serde(default)]
    text: String,
}

async fn answer(
    Tx(mut tx): Tx,
    Path((id, offer)): Path<(Id<Complaint>, Id<Offer>)>,
    Json(new): Json<ReplyNew>,
) -> Answer<Response> {
    let reply = match new.reply.as_str() {
        "accept" => Reply::Accept,
        "counter" => Reply::Counter(new.text),
        "refuse" => Reply::Refuse(new.text),
        _ => return Err(wrong("reply", "A reply is accept, counter or refuse.").into()),
    };
    let who = new.by.who(&mut tx).await?;
    acts::answer_offer(&mut tx, who, id, offer, &reply).await?;
    shown(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ComplaintsPutRightNew)]
struct PutRightNew {
    staff: String,
    /// What shows that it was done.
    #[serde(default)]
    evidence: String,
}

async fn put_right(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Complaint>>,
    Json(new): Json<PutRightNew>,
) -> Answer<Response> {
    let (staff, _) = host(&mut tx, &new.staff).await?;
    acts::put_right(&mut tx, staff, id, &new.evidence).await?;
    shown(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ComplaintsClosingNew)]
struct ClosingNew {
    staff: String,
    /// Needed where the customer did not agree.
    #[serde(default)]
    reason: String,
}

async fn close(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Complaint>>,
    Json(new): Json<ClosingNew>,
) -> Answer<Response> {
    let (staff, _) = host(&mut tx, &new.staff).await?;
    acts::close(&mut tx, staff, id, &new.reason).await?;
    shown(tx, id).await
}
