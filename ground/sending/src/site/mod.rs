//! What people see and choose of what they are sent: the button behind every letter, the page of what they
//! get, and the form by which anybody may ask for a topic.
mod ask;
mod choice;
mod mine;
mod stop;

use axum::http::{HeaderMap, header};
use deedwell_web::{Needs, Peer, Routes};

pub(crate) use choice::is_sent;

use crate::acts::Seen;

pub(crate) fn routes() -> Routes {
    let anybody = Needs::Anybody;
    Routes::new("letters")
        .get("/u/{token}", anybody, "The button that ends a topic; changes nothing", stop::show)
        .post("/u/{token}", anybody, "Get no more of it: RFC 8058, or the button", stop::stop)
        .form::<stop::OneClick>()
        .get("/sent/{token}", anybody, "What I am sent, by the link of a letter", mine::by_link)
        .post("/sent/{token}", anybody, "Choose what I am sent, by that link", mine::choose_by_link)
        .form::<choice::TopicsChosen>()
        .get("/my-part/sent", Needs::Customer, "What I am sent, and was", mine::show)
        .post("/my-part/sent", Needs::Customer, "Choose what I am sent", mine::choose)
        .form::<choice::TopicsChosen>()
        .get("/topics", anybody, "What one can be told of by mail", ask::show)
        .post("/topics", anybody, "Ask for topics at an address", ask::ask)
        .form::<ask::AskForTopics>()
        .get(
            "/topics/confirm/{token}",
            anybody,
            "Is this address yours? Changes nothing",
            ask::asked,
        )
        .post("/topics/confirm/{token}", anybody, "Yes, it is", ask::confirm)
}

/// From where an answer came.
fn seen(page: &str, peer: Peer, headers: &HeaderMap) -> Seen {
    let agent = headers.get(header::USER_AGENT).and_then(|h| h.to_str().ok()).unwrap_or_default();
    Seen {
        page: page.to_owned(),
        peer: peer.0.to_string(),
        agent: agent.to_owned(),
        ..Seen::default()
    }
}
