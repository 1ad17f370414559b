//! How somebody of ours gets in: set-up, sign-in, the second factor, links to set a password.
mod code;
mod forgotten;
mod fresh;
mod known;
mod set_up;
mod sign_in;

use deedwell_web::{Needs, Routes};

use deedwell_password::Cost;

pub(crate) fn routes(cost: Cost) -> Routes {
    use Needs::Anybody;
    Routes::new("console")
        .get("/set-up", Anybody, "The first form of all", set_up::show)
        .query::<set_up::SetUpAsk>()
        .before_set_up()
        .post("/set-up", Anybody, "Make the organisation and its owner", move |a, b, c| {
            set_up::set_up(cost, a, b, c)
        })
        .form::<set_up::SetUpForm>()
        .before_set_up()
        .get("/console/sign-in", Anybody, "The staff door", sign_in::show)
        .query::<sign_in::SignInAsk>()
        .post("/console/sign-in", Anybody, "Sign in as staff", move |a, b, c, d, e, f| {
            sign_in::sign_in(cost, a, b, c, d, e, f)
        })
        .form::<sign_in::SignIn>()
        .get("/console/sign-in/code", Anybody, "The second lock", code::show)
        .query::<sign_in::SignInAsk>()
        .post("/console/sign-in/code", Anybody, "Sign in by a code", code::sign_in)
        .form::<code::CodeForm>()
        .post("/console/sign-out", Anybody, "Sign out", sign_in::sign_out)
        .get("/console/forgotten", Anybody, "A forgotten password", forgotten::show)
        .post("/console/forgotten", Anybody, "Ask for a link to set another", forgotten::ask)
        .form::<forgotten::ForgottenForm>()
        .get("/console/invitation", Anybody, "Take up an invitation", fresh::invitation)
        .query::<fresh::LinkAsk>()
        .post("/console/invitation", Anybody, "Join with a password", move |a, b, c, d| {
            fresh::join(cost, a, b, c, d)
        })
        .form::<fresh::PasswordForm>()
        .get("/console/reset", Anybody, "Set a new password by a link", fresh::reset)
        .query::<fresh::LinkAsk>()
        .post("/console/reset", Anybody, "Set a new password", move |a, b, c, d| {
            fresh::set_password(cost, a, b, c, d)
        })
        .form::<fresh::PasswordForm>()
}
