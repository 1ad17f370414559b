//! What programs do for customers and for staff.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::Id;
use deedwell_web::{Answer, Json, Right, Routes, Tx, done};
use serde::Deserialize;
use utoipa::ToSchema;

use super::give::{LinkGiven, RecommendationGiven, ReferralGiven};
use super::take::{By, staff};
use super::{WRITE, shown, wrong};
use crate::acts;
use crate::console::reason;
use crate::referral::Referral;
use crate::said::{Evidence, NewRecommendation};

pub(super) fn routes() -> Routes {
    Routes::new("referrals")
        .post("/api/referrals/links", WRITE, "The link of a customer, made if there is none", link)
        .json::<LinkNew>()
        .gives::<LinkGiven>()
        .post("/api/referrals", WRITE, "A customer says who told them, by a code", name)
        .json::<ReferralNew>()
        .gives::<ReferralGiven>()
        .post("/api/referrals/{id}/decision", WRITE, "Say yes or no, for staff", decide)
        .json::<DecisionNew>()
        .gives::<ReferralGiven>()
        .post("/api/referrals/{id}/claw-back", WRITE, "Take rewards back, for staff", claw_back)
        .json::<ClawBackNew>()
        .gives::<ReferralGiven>()
        .post("/api/referrals/{id}/appeal", WRITE, "Say why a no is wrong, for a customer", appeal)
        .json::<AppealNew>()
        .gives::<ReferralGiven>()
        .post("/api/referrals/{id}/answer", WRITE, "Answer an appeal, for staff", answer)
        .json::<AppealAnswerNew>()
        .gives::<ReferralGiven>()
        .post("/api/recommendations", WRITE, "A customer says that they recommended us", recommend)
        .json::<RecommendationNew>()
        .gives::<RecommendationGiven>()
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferralsLinkNew)]
struct LinkNew {
    by: By,
}

async fn link(Tx(mut tx): Tx, Json(new): Json<LinkNew>) -> Answer<Response> {
    let who = new.by.who(&mut tx).await?;
    let link = acts::make_link(&mut tx, who).await?;
    done(tx, LinkGiven::of(link)).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferralsReferralNew)]
struct ReferralNew {
    /// The friend.
    by: By,
    /// Of whoever told them.
    friends_code: String,
}

async fn name(Tx(mut tx): Tx, Json(new): Json<ReferralNew>) -> Answer<Response> {
    crate::code::read(&new.friends_code)?;
    let who = new.by.who(&mut tx).await?;
    let id = acts::name_referrer(&mut tx, who, &new.friends_code).await?;
    let given = shown(&mut tx, id).await?;
    done(tx, given).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferralsDecisionNew)]
struct DecisionNew {
    /// The e-mail address of a colleague.
    staff: String,
    /// `approve` or `reject`.
    decision: String,
    /// Both of the two read it. Needed for a no.
    #[serde(default)]
    why: String,
}

async fn decide(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Referral>>,
    Json(new): Json<DecisionNew>,
) -> Answer<Response> {
    let by = staff(&mut tx, &new.staff, Right::HostProgrammes).await?;
    match new.decision.as_str() {
        "approve" => acts::approve(&mut tx, by, id, &new.why).await?,
        "reject" => acts::reject(&mut tx, by, id, &new.why).await?,
        _ => return Err(wrong("decision", "A decision is approve or reject.").into()),
    }
    let given = shown(&mut tx, id).await?;
    done(tx, given).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferralsClawBackNew)]
struct ClawBackNew {
    /// The e-mail address of a colleague.
    staff: String,
    /// `chargeback` or `by_staff`.
    reason: String,
    /// Both of the two read it.
    why: String,
}

async fn claw_back(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Referral>>,
    Json(new): Json<ClawBackNew>,
) -> Answer<Response> {
    let by = staff(&mut tx, &new.staff, Right::ManageProgrammes).await?;
    acts::claw_back(&mut tx, by, id, (reason(&new.reason)?, &new.why)).await?;
    let given = shown(&mut tx, id).await?;
    done(tx, given).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferralsAppealNew)]
struct AppealNew {
    /// One of the two.
    by: By,
    why: String,
}

async fn appeal(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Referral>>,
    Json(new): Json<AppealNew>,
) -> Answer<Response> {
    let who = new.by.who(&mut tx).await?;
    acts::appeal(&mut tx, who, id, &new.why).await?;
    let given = shown(&mut tx, id).await?;
    done(tx, given).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferralsAppealAnswerNew)]
struct AppealAnswerNew {
    /// The e-mail address of a colleague.
    staff: String,
    granted: bool,
    answer: String,
}

async fn answer(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Referral>>,
    Json(new): Json<AppealAnswerNew>,
) -> Answer<Response> {
    let by = staff(&mut tx, &new.staff, Right::HostProgrammes).await?;
    acts::answer_appeal(&mut tx, by, id, (new.granted, &new.answer)).await?;
    let given = shown(&mut tx, id).await?;
    done(tx, given).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferralsRecommendationNew)]
struct RecommendationNew {
    /// Who recommended us.
    by: By,
    /// What was recommended; '' for all of us.
    #[serde(default)]
    recommended: String,
    /// To whom: an address or a name, of which only a hash is kept; '' for everybody.
    #[serde(default)]
    recommended_to: String,
    /// By which way: `chat`, `survey`, …
    channel: String,
    /// `click_through`, `friends_statement`, `public_post` or `self_report`.
    known_by: String,
}

async fn recommend(Tx(mut tx): Tx, Json(new): Json<RecommendationNew>) -> Answer<Response> {
    let evidence = Evidence::parse(&new.known_by)
        .ok_or_else(|| wrong("known_by", "There is no evidence of this name."))?;
    let told = NewRecommendation {
        about: new.recommended,
        to: new.recommended_to,
        channel: new.channel,
        evidence,
    };
    told.checked()?;
    let who = new.by.who(&mut tx).await?;
    let is_new = acts::recommend(&mut tx, who, &told).await?;
    done(tx, RecommendationGiven { is_new }).await
}
