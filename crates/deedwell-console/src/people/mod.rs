//! People: the list, and everything about one person in order.
//!
//! Read [`ask`] (what can be asked of the list), [`find`] (how order by deeds and filters by state
//! come together), [`list`] (the page), [`keep`] (views, tags of many), [`export`]. Then [`person`],
//! one person's page: [`timeline`], [`purchases`], [`change`] (name and tags). And [`merges`]: who is one
//! person, and why; [`forget`]: who is to be known no more.
mod ask;
mod change;
mod export;
mod find;
mod forget;
mod keep;
mod list;
mod merges;
mod person;
mod purchases;
mod store;
#[cfg(test)]
mod tests;
mod timeline;

use deedwell_web::{Needs, Right, Routes};

pub(crate) use export::note as note_export;

pub fn routes() -> Routes {
    let see = Needs::Staff(Right::SeePeople);
    let change = Needs::Staff(Right::ChangePeople);
    let export = Needs::Staff(Right::ExportPeople);
    let routes = Routes::new("people")
        .get("/console/people", see, "People: search, filters, order", list::list)
        .query::<ask::ListAsk>()
        .get("/console/people/export", export, "The list as CSV", export::list)
        .query::<ask::ListAsk>()
        .post("/console/people/views", see, "Keeps the list under a name", keep::add_view)
        .form::<keep::NewView>()
        .post("/console/people/views/{id}/removal", see, "Forgets a kept list", keep::remove_view)
        .post("/console/people/tags", change, "Tags many people", keep::tag_many)
        .form::<keep::TagMany>()
        .post("/console/people/tags/undo", change, "Takes a tag off again", keep::undo_tag)
        .form::<keep::UndoTag>()
        .get("/console/people/{id}", see, "One person, everything in order", person::person)
        .query::<timeline::PersonAsk>()
        .get("/console/people/{id}/export", export, "All we hold of a person", export::person)
        .post("/console/people/{id}/name", change, "Renames a person", change::rename)
        .form::<change::PersonName>()
        .post(
            "/console/people/{id}/test",
            change,
            "Says whether a person counts",
            change::mark_as_test,
        )
        .form::<change::TestAccount>()
        .post("/console/people/{id}/tags", change, "Tags a person", change::add_tag)
        .form::<change::OneTag>()
        .post("/console/people/{id}/tags/removal", change, "Takes a tag off", change::remove_tag)
        .form::<change::OneTag>();
    forget::add(merges::add(routes))
}
