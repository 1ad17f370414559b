//! What staff see of what comes in: sources and their keys, and what was wrong.
mod mend;
mod plan;
mod sent;
mod settle;
mod snippets;
mod sources;
mod wrong;

use deedwell_web::{Needs, Right, Routes};

pub(crate) fn routes() -> Routes {
    let manage = Needs::Staff(Right::ManageKeys);
    Routes::new("collect")
        .get("/console/sources", manage, "Where acts come from", sources::list)
        .post("/console/sources", manage, "Open a source", sources::open)
        .form::<sources::NewSourceForm>()
        .get("/console/sources/wrong", manage, "What was wrong with what came in", wrong::list)
        .query::<wrong::WrongAsk>()
        .get("/console/sources/wrong/rows", manage, "The same, as it stands now", wrong::again)
        .query::<wrong::WrongAsk>()
        .post("/console/sources/wrong/mended", manage, "Put away what was mended", wrong::mended)
        .form::<wrong::MendedForm>()
        .get("/console/sources/{id}", manage, "One source, and how to send from it", sources::show)
        .get("/console/sources/{id}/state", manage, "Whether anything has come", sources::state)
        .post(
            "/console/sources/{id}/keys",
            manage,
            "A new key beside the old for a week",
            sources::rotate,
        )
        .post(
            "/console/sources/{id}/about",
            manage,
            "What a source is called, its unit, its hosts",
            settle::describe,
        )
        .form::<settle::AboutForm>()
        .post(
            "/console/sources/{id}/strictness",
            manage,
            "How strictly it keeps to the plan",
            settle::keep_to_plan,
        )
        .form::<settle::StrictnessForm>()
        .post(
            "/console/sources/{id}/consent",
            manage,
            "To what somebody must consent",
            settle::ask_consent,
        )
        .form::<settle::ConsentForm>()
        .post(
            "/console/sources/{id}/keys/ending",
            manage,
            "End the old keys now",
            settle::end_old_keys,
        )
        .post(
            "/console/sources/{id}/addresses",
            manage,
            "How much is kept of senders' addresses",
            settle::keep_addresses,
        )
        .form::<settle::AddressesForm>()
        .post("/console/sources/{id}/held", manage, "Take in what was held", sources::take_in)
        .post("/console/sources/{id}/closing", manage, "Close a source", sources::close)
        .get(
            "/console/people/{id}/sent",
            Needs::Staff(Right::ExportPeople),
            "What was sent of a person, word for word",
            sent::export,
        )
        .get(
            "/api/people/{id}/sent",
            Needs::KeyToRead,
            "What was sent of somebody, word for word",
            sent::given,
        )
        .gives::<sent::Sent>()
        .and(plan::routes())
}
