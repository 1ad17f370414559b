//! Customers sign in by a proven identity: the shop's signed token, or a code.
//!
//! Read [`token`] and [`code`] for the rules, [`carry`] for how a code gets to its address, `door` for the pages of the door, `home` for the first
//! page of the site, `my_part` for what a customer sees of themselves. What happened is told in
//! [`deed`].
pub mod carry;
pub mod code;
pub mod deed;
mod door;
mod home;
mod my_part;
mod shop;
#[cfg(test)]
mod tests;
pub mod token;

pub use deed::SigninDeed;

use deedwell_web::{Needs, Routes};

/// What these pages say, by language.
pub const MESSAGES: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

/// With the log as the way by which codes travel.
pub fn routes() -> Routes {
    routes_with(carry::by_the_log())
}

/// With somebody who carries codes to addresses.
pub fn routes_with(carry: carry::Carry) -> Routes {
    Routes::new("signin")
        .get("/", Needs::Anybody, "The first page of the site", home::show)
        .get("/sign-in", Needs::Anybody, "The customers' door", door::show)
        .query::<door::SignInAsk>()
        .post("/sign-in", Needs::Anybody, "Ask for a code", move |a, b, c, d, e, f| {
            door::ask(carry.clone(), a, b, c, d, e, f)
        })
        .form::<door::AskForCode>()
        .post("/sign-in/code", Needs::Anybody, "Sign in by the code", door::answer)
        .form::<door::TypedCode>()
        .get("/sign-in/token", Needs::Anybody, "Coming from the shop: go on as whom?", shop::show)
        .query::<shop::Token>()
        .post("/sign-in/token", Needs::Anybody, "Sign in by the shop's token", shop::sign_in)
        .form::<shop::Token>()
        .post("/sign-out", Needs::Anybody, "Sign out", door::sign_out)
        .get("/my-part", Needs::Customer, "What I did here, and how I am known", my_part::show)
        .post("/my-part/name", Needs::Customer, "Change my name", my_part::rename)
        .form::<my_part::MyName>()
        .get("/my-part/data.json", Needs::Customer, "All that is kept of me", my_part::data)
}
