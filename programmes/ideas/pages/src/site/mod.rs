//! What customers see and do.
//!
//! [`board`] is the list, with [`ask`] for its addresses and [`honesty`] for what stands beside it;
//! [`idea`] one idea, with [`track`] and [`talk`]; [`form`] putting forward and editing; [`votes`] and
//! [`conversation`] the verbs; [`news`] what came of it all; [`mine`] one's own. [`card`], [`words`]
//! and [`wrong`] are what they share.
//!
//! Everything here can be read by anybody: what is held, spam or withdrawn is asked for nowhere but
//! through [`idea::readable`].
mod ask;
mod board;
mod card;
mod conversation;
mod form;
mod honesty;
mod idea;
mod mine;
mod news;
mod panel;
mod removed;
mod suggest;
mod talk;
#[cfg(test)]
mod tests;
mod track;
mod votes;
pub(crate) mod words;
mod wrong;

use deedwell_web::{Needs, Routes};

pub(crate) fn routes() -> Routes {
    let customer = Needs::Customer;
    let reading = Routes::new("ideas")
        .get("/ideas", Needs::Anybody, "The board", board::show)
        .query::<ask::BoardQuery>()
        .get("/ideas/similar", Needs::Anybody, "What was said before", suggest::show)
        .query::<suggest::Title>()
        .get("/ideas/roadmap", Needs::Anybody, "What is coming and what came", news::roadmap)
        .query::<news::RoadmapQuery>()
        .get("/ideas/changelog", Needs::Anybody, "You asked: what was released", news::changelog)
        .query::<news::PageQuery>()
        .get("/ideas/removed", Needs::Anybody, "What staff removed, and why", removed::show)
        .query::<news::PageQuery>()
        .get("/ideas/mine", customer, "My ideas, votes and comments", mine::show)
        .get("/ideas/{id}", Needs::Anybody, "An idea", idea::show);
    let writing = Routes::new("ideas")
        .get("/ideas/new", customer, "The form for a new idea", form::new)
        .query::<form::Begun>()
        .post("/ideas", customer, "Put an idea forward", form::put_forward)
        .form::<form::NewForm>()
        .get("/ideas/{id}/edit", customer, "The form for other words", form::edit)
        .post("/ideas/{id}/edit", customer, "Other words for my idea", form::rewrite)
        .form::<form::EditForm>()
        .post("/ideas/{id}/withdrawal", customer, "Take my idea back", form::withdraw)
        .post("/ideas/{id}/votes", customer, "Vote for an idea", votes::vote)
        .form::<votes::From>()
        .post("/ideas/{id}/votes/withdrawal", customer, "Take my vote back", votes::take_back)
        .form::<votes::From>()
        .post("/ideas/{id}/followers", customer, "Follow it", votes::follow)
        .post("/ideas/{id}/followers/withdrawal", customer, "Follow it no more", votes::unfollow);
    reading.and(writing).and(conversation::routes()).of_me(panel::of_me)
}
