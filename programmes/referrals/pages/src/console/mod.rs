//! What staff see and do: how far friends come and what that costs, what waits for a decision, one referral
//! with everything the decider needs, who brought whom, what is promised, links, and what was said beside
//! what was done.
//!
//! Read [`list`] first, then [`one`] and [`verbs`], what is decided there. A form that cannot be used is shown
//! again with what was typed.
mod links;
mod list;
mod one;
mod said;
mod terms;
mod tree;
mod verbs;

pub(crate) use verbs::reason;

use deedwell_web::{Needs, Right, Routes};

const HOST: Needs = Needs::Staff(Right::HostProgrammes);
const MANAGE: Needs = Needs::Staff(Right::ManageProgrammes);
const SEE: Needs = Needs::Staff(Right::SeeMeasures);

pub(crate) fn routes() -> Routes {
    let reading = Routes::new("referrals")
        .get("/console/referrals", HOST, "Friends who were brought", list::show)
        .query::<list::ListAsk>()
        .get("/console/referrals/export", HOST, "The list as a CSV file", list::export)
        .query::<list::ListAsk>()
        .get("/console/referrals/tree", HOST, "Who brought whom", tree::show)
        .query::<tree::TreeAsk>()
        .get("/console/referrals/links", HOST, "Links and what came by them", links::show)
        .query::<links::LinksAsk>()
        .get("/console/referrals/said-and-done", SEE, "Who said it, and who did it", said::show)
        .query::<said::SaidAsk>()
        .get("/console/referrals/terms", MANAGE, "What is promised for friends", terms::show)
        .get("/console/referrals/{id}", HOST, "One who was brought", one::show);
    let writing = Routes::new("referrals")
        .post("/console/referrals/terms", MANAGE, "Promise something else", terms::change)
        .form::<terms::TermsForm>()
        .post("/console/referrals/links/{id}/closing", MANAGE, "Close a link", links::close)
        .post("/console/referrals/{id}/approval", HOST, "Reward both", verbs::approve)
        .form::<verbs::WhyForm>()
        .post("/console/referrals/{id}/refusal", HOST, "Reward nobody", verbs::reject)
        .form::<verbs::WhyForm>()
        .post("/console/referrals/{id}/claw-back", MANAGE, "Take rewards back", verbs::claw_back)
        .form::<verbs::ClawBackForm>()
        .post("/console/referrals/{id}/answer", HOST, "Answer an appeal", verbs::answer)
        .form::<verbs::AnswerForm>();
    reading.and(writing)
}
