//! What staff see and change: [`profile`], one person's; [`fields`], what is asked of everybody.
mod fields;
mod profile;

use deedwell_web::{Needs, Right, Routes};

pub(crate) fn routes() -> Routes {
    let see = Needs::Staff(Right::SeePeople);
    let change = Needs::Staff(Right::ChangePeople);
    let set = Needs::Staff(Right::ManageSettings);
    Routes::new("profiles")
        .get("/console/people/{id}/profile", see, "What is said of somebody", profile::show)
        .post("/console/people/{id}/profile", change, "Fills the fields", profile::fill)
        .form::<profile::Filled>()
        .post(
            "/console/people/{id}/traits/removal",
            change,
            "Removes a trait",
            profile::remove_trait,
        )
        .form::<profile::OneTrait>()
        .post(
            "/console/people/{id}/consents",
            change,
            "What they allowed or took back",
            profile::consent,
        )
        .form::<profile::Said>()
        .post("/console/people/{id}/holdings", change, "What they have", profile::hold)
        .form::<profile::Held>()
        .post(
            "/console/people/{id}/holdings/removal",
            change,
            "They never had it",
            profile::remove_holding,
        )
        .form::<profile::OneHolding>()
        .get("/console/profiles", see, "Fields and purposes", fields::show)
        .post("/console/profiles/fields", set, "Adds or changes a field", fields::set)
        .form::<fields::FieldForm>()
        .post("/console/profiles/fields/removal", set, "Removes a field", fields::remove)
        .form::<fields::Key>()
        .post("/console/profiles/purposes", set, "Adds or changes a purpose", fields::set_purpose)
        .form::<fields::PurposeForm>()
        .post("/console/profiles/purposes/closing", set, "Closes a purpose", fields::close_purpose)
        .form::<fields::Key>()
}
