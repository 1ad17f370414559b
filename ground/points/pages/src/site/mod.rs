//! What customers see of their points and do with them: [`mine`], a monthly [`statement`], and [`spending`].
mod mine;
mod spending;
mod statement;

use deedwell_web::{Needs, Routes};

pub(crate) fn routes() -> Routes {
    let customer = Needs::Customer;
    Routes::new("points")
        .get("/points", customer, "My points: what I have, what waits, what ends", mine::show)
        .query::<mine::MineAsk>()
        .get("/points/statement", customer, "My statement of a month", statement::show)
        .query::<statement::StatementAsk>()
        .post("/points/rewards/{id}", customer, "Spend points on a reward", spending::redeem)
        .form::<spending::PressForm>()
        .post("/points/redemptions/{id}/undoing", customer, "I do not want it", spending::undo)
        .post("/points/pay-outs", customer, "Pay points out", spending::pay_out)
        .form::<spending::PayOutForm>()
}
