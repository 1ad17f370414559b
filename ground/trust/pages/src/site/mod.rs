//! What customers see of what is counted apart of theirs, and what they can say to it: [`mine`].
mod mine;

use deedwell_web::{Needs, Routes};

pub(crate) fn routes() -> Routes {
    let customer = Needs::Customer;
    Routes::new("trust")
        .get("/my-part/trust", customer, "What of mine is counted apart, and why", mine::show)
        .post("/my-part/trust/{id}/appeal", customer, "Say why that is wrong, once", mine::appeal)
        .form::<mine::AppealForm>()
}
