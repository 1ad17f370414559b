//! Who is one person, and why: [`list`] (who may be one, who was made one), [`pair`] (two side by side
//! before they are made one), [`why`] (what was said of a person's signs, and taking it back), [`rules`]
//! (how many signs somebody may have, which values name nobody).
mod list;
mod pair;
mod rules;
mod why;

use deedwell_web::{Needs, Right, Routes};

/// Makes these routes part of those of people.
pub(super) fn add(routes: Routes) -> Routes {
    let see = Needs::Staff(Right::SeePeople);
    let change = Needs::Staff(Right::ChangePeople);
    let set = Needs::Staff(Right::ManageSettings);
    routes
        .get("/console/people/merges", see, "Who may be one person, who was made one", list::list)
        .query::<list::MergesAsk>()
        .post("/console/people/merges/{id}/undo", change, "Takes a merge back", pair::undo)
        .form::<pair::Reason>()
        .get("/console/people/{id}/merge", see, "Two people side by side", pair::pair)
        .query::<pair::PairAsk>()
        .post("/console/people/{id}/merge", change, "Makes two people one", pair::merge)
        .form::<pair::Other>()
        .post("/console/people/{id}/apart", change, "Says that two people are not one", pair::apart)
        .form::<pair::Other>()
        .get("/console/people/{id}/why", see, "Why this is one person", why::why)
        .post("/console/people/{id}/links/removal", change, "Takes a link back", why::take_back)
        .form::<why::TakeBack>()
        .post("/console/people/{id}/links", change, "Lets a link count again", why::count_again)
        .form::<why::CountAgain>()
        .get("/console/people/rules", see, "How people are recognised", rules::rules)
        .post(
            "/console/people/rules",
            set,
            "Sets how many signs of a kind somebody may have",
            rules::limit,
        )
        .form::<rules::Limit>()
        .post(
            "/console/people/rules/blocked",
            set,
            "Blocks a value that names nobody",
            rules::block,
        )
        .form::<rules::Blocked>()
        .post(
            "/console/people/rules/blocked/removal",
            set,
            "Lets a value name somebody again",
            rules::unblock,
        )
        .form::<rules::Blocked>()
}
