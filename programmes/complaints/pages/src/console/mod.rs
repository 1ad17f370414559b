//! What staff see and do: the queue, one complaint with everything the decider needs, causes, what went wrong
//! for many, promises and limits, the report.
//!
//! Read [`list`] first, then [`desk`], one complaint, and [`verbs`], what is done with it. A form that cannot
//! be used is shown again with what was typed.
mod causes;
mod desk;
mod heard;
mod list;
mod report;
mod settings;
mod verbs;

use deedwell_web::{Needs, Right, Role, Routes};

use crate::promise::Authority;

const HOST: Needs = Needs::Staff(Right::HostProgrammes);
const MANAGE: Needs = Needs::Staff(Right::ManageProgrammes);
const SEE: Needs = Needs::Staff(Right::SeeMeasures);
/// Who needs care is seen by those who may change people.
pub(crate) const CARE: Right = Right::ChangePeople;

/// How much somebody of this role may offer without another's word.
pub(crate) fn authority(role: Role) -> Authority {
    if role.may(Right::ManageStaff) {
        Authority::Manager
    } else if role.may(Right::BookMoney) {
        Authority::Host
    } else {
        Authority::Agent
    }
}

pub(crate) fn routes() -> Routes {
    lists().and(desk_routes()).and(verbs_of_offers()).and(set_up())
}

fn lists() -> Routes {
    Routes::new("complaints")
        .get("/console/complaints", HOST, "Complaints, what is due first on top", list::show)
        .query::<list::ListAsk>()
        .get("/console/complaints/export", HOST, "The list as a CSV file", list::export)
        .query::<list::ListAsk>()
        .get("/console/complaints/new", HOST, "Write down what a customer said", heard::show)
        .query::<heard::HeardAsk>()
        .post("/console/complaints", HOST, "Keep what a customer said", heard::keep)
        .form::<heard::HeardForm>()
        .get("/console/complaints/report", SEE, "How we did", report::show)
        .query::<report::ReportAsk>()
        .get("/console/complaints/causes", HOST, "Why things go wrong", causes::show)
        .post("/console/complaints/causes", HOST, "Add a cause", causes::add)
        .form::<causes::CauseForm>()
        .post("/console/complaints/causes/{id}", HOST, "Another name for a cause", causes::rename)
        .form::<causes::CauseNameForm>()
        .post("/console/complaints/causes/{id}/fix", HOST, "Say what was changed", causes::fix)
        .form::<causes::EvidenceForm>()
        .post("/console/complaints/causes/{id}/fix/undo", HOST, "It was not fixed", causes::unfix)
        .post("/console/complaints/causes/{id}/check", HOST, "Say that it is gone", causes::verify)
        .form::<causes::EvidenceForm>()
        .post("/console/complaints/problems/{id}", HOST, "Other words for it", causes::edit_problem)
        .form::<causes::ProblemForm>()
        .post(
            "/console/complaints/problems/{id}/outcome",
            HOST,
            "Say what came of it",
            causes::end_problem,
        )
        .form::<causes::OutcomeForm>()
}

fn desk_routes() -> Routes {
    Routes::new("complaints")
        .get("/console/complaints/{id}", HOST, "One complaint", desk::show)
        .query::<desk::DeskAsk>()
        .post("/console/complaints/{id}/messages", HOST, "Write to the customer", verbs::write)
        .form::<verbs::TextForm>()
        .post("/console/complaints/{id}/notes", HOST, "Write for colleagues", verbs::note)
        .form::<verbs::TextForm>()
        .post("/console/complaints/{id}/assessment", HOST, "Say how grave it is", verbs::assess)
        .form::<verbs::AssessForm>()
        .post("/console/complaints/{id}/investigation", HOST, "Look into it", verbs::investigate)
        .post("/console/complaints/{id}/assignment", HOST, "Give it to somebody", verbs::assign)
        .form::<verbs::ToForm>()
        .post("/console/complaints/{id}/cause", HOST, "Say why it came about", verbs::link_cause)
        .form::<verbs::CauseForm>()
        .post("/console/complaints/{id}/problem", HOST, "One of many", verbs::link_problem)
        .form::<verbs::ProblemForm>()
        .post("/console/complaints/{id}/escalation", HOST, "To somebody outside", verbs::escalate)
        .post("/console/complaints/{id}/closing", HOST, "Close it", verbs::close)
        .form::<verbs::TextForm>()
        .post("/console/complaints/{id}/reopening", HOST, "Open it again", verbs::reopen)
        .form::<verbs::TextForm>()
        .post("/console/complaints/{id}/spam", HOST, "Mark it as spam", verbs::spam)
        .post("/console/complaints/{id}/clearing", HOST, "It was no spam", verbs::clear)
}

fn verbs_of_offers() -> Routes {
    Routes::new("complaints")
        .post("/console/complaints/{id}/offers", HOST, "Offer something", verbs::offer)
        .form::<verbs::OfferForm>()
        .post("/console/complaints/{id}/offers/approval", HOST, "Agree to an offer", verbs::approve)
        .post("/console/complaints/{id}/offers/undo", HOST, "Take an offer back", verbs::take_back)
        .post("/console/complaints/{id}/put-right", HOST, "Do what was promised", verbs::put_right)
        .form::<verbs::EvidenceForm>()
}

fn set_up() -> Routes {
    Routes::new("complaints")
        .get("/console/complaints/settings", MANAGE, "Promises, limits, templates", settings::show)
        .post("/console/complaints/promise", MANAGE, "What we promise", settings::promise)
        .form::<settings::PromiseForm>()
        .post(
            "/console/complaints/settings",
            MANAGE,
            "Limits, and who is outside",
            settings::change,
        )
        .form::<settings::SettingsForm>()
        .post("/console/complaints/templates", MANAGE, "Add a template", settings::add_template)
        .form::<settings::TemplateForm>()
        .post("/console/complaints/templates/{id}", MANAGE, "Other words", settings::edit_template)
        .form::<settings::TemplateForm>()
        .post("/console/complaints/templates/{id}/removal", MANAGE, "Remove it", settings::remove)
}
