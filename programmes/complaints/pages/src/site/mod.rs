//! What customers see and do.
//!
//! [`front`] is what anybody can read: what we promise, and what went wrong for many ([`problem`]). [`form`]
//! is complaining, [`mine`] the list of one's own, [`one`] a complaint of one's own with its verbs.
//!
//! A complaint is read by its customer alone: it is asked for nowhere but through [`one::own`].
mod form;
mod front;
mod mine;
mod one;
mod problem;

use deedwell_web::{Needs, Routes};

pub(crate) fn routes() -> Routes {
    let customer = Needs::Customer;
    let reading = Routes::new("complaints")
        .get("/complaints", Needs::Anybody, "What we promise whoever complains", front::show)
        .get("/complaints/problems/{id}", Needs::Anybody, "What went wrong for many", problem::show)
        .get("/complaints/new", customer, "The form for a complaint", form::show)
        .query::<form::Begun>()
        .get("/complaints/mine", customer, "My complaints", mine::show)
        .get("/complaints/{id}", customer, "My complaint", one::show);
    let writing = Routes::new("complaints")
        .post("/complaints", customer, "Complain", form::complain)
        .form::<form::ComplaintForm>()
        .post("/complaints/{id}/messages", customer, "Say more", one::add)
        .form::<one::WordsForm>()
        .post("/complaints/{id}/offers/{offer}/answer", customer, "Answer an offer", one::answer)
        .form::<one::ReplyForm>()
        .post("/complaints/{id}/withdrawal", customer, "Take my complaint back", one::withdraw)
        .post("/complaints/{id}/reopening", customer, "Open it again", one::reopen)
        .form::<one::WordsForm>()
        .post("/complaints/{id}/escalation", customer, "Go to somebody outside", one::escalate)
        .post("/complaints/{id}/rating", customer, "Say how satisfied I am", one::rate)
        .form::<one::RatingForm>()
        .post("/complaints/problems/{id}/voices", customer, "It happens to me too", problem::join)
        .post(
            "/complaints/problems/{id}/voices/withdrawal",
            customer,
            "Take that back",
            problem::leave,
        );
    reading.and(writing)
}
