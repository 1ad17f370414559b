//! What customers and their friends see and do.
//!
//! [`mine`] is a customer's own link, by which ways it goes on, and what came of it; [`verbs`] is what they
//! press there. [`landing`] is what a friend sees who follows a link: reading it changes nothing.
mod landing;
mod mine;
mod verbs;

use deedwell_web::{Needs, Routes};

pub(crate) fn routes() -> Routes {
    let customer = Needs::Customer;
    Routes::new("referrals")
        .get("/my-friends", customer, "My link, my friends and what both get", mine::show)
        .get("/my-friends/card", customer, "My link as a card to print", mine::card)
        .post("/my-friends/link", customer, "Make my link", verbs::make_link)
        .post("/my-friends/shares", customer, "I sent my link on", verbs::share)
        .form::<verbs::ShareForm>()
        .post("/my-friends/code", customer, "Say who told me", verbs::name_referrer)
        .form::<verbs::CodeForm>()
        .post("/my-friends/{id}/appeal", customer, "Say why a no is wrong", verbs::appeal)
        .form::<verbs::AppealForm>()
        .get("/f", Needs::Anybody, "Which code did a friend tell you?", landing::ask)
        .post("/f", Needs::Anybody, "To the page of a code", landing::find)
        .form::<landing::FindForm>()
        .get("/f/{code}", Needs::Anybody, "A friend recommends us", landing::show)
        .post("/f/{code}", Needs::Anybody, "Come by this link", landing::come)
        .form::<landing::ComeForm>()
}
