//! The tracking plan as staff see and change it: [`list`], every name that was ever sent; [`name`], one
//! of them; [`spec`], what the specification knows; [`file`], all of it as a file. [`seen`] is what the
//! ledger and the plan know of a name, [`alike`] finds what it may have been meant to be.
mod alike;
mod file;
mod list;
mod name;
mod seen;
mod spec;

pub(super) use alike::alike;
pub(super) use name::type_words;

use deedwell_web::{Needs, Right, Routes};

pub(super) fn routes() -> Routes {
    let may = Needs::Staff(Right::ManageSettings);
    Routes::new("collect")
        .get("/console/plan", may, "Every name that was sent, and what it means", list::show)
        .query::<list::ListAsk>()
        .get("/console/plan/name", may, "One name: what it means and carries", name::show)
        .query::<name::NameAsk>()
        .post("/console/plan/names", may, "Say what a name means", name::change)
        .form::<name::PlanNameForm>()
        .post("/console/plan/removal", may, "Take a name out of the plan", name::remove)
        .form::<name::PlanRemovalForm>()
        .get("/console/plan/specification", may, "Names that have a meaning", spec::show)
        .query::<spec::SpecAsk>()
        .get("/console/plan/file", may, "The plan as a file", file::give)
        .post("/console/plan/file", may, "Make the plan what a file says", file::take)
        .form::<file::PlanFileForm>()
}
