//! What staff see of trust and decide: [`apart`] is what is counted apart, [`person`] how far one of them is
//! trusted.
mod apart;
mod person;

use deedwell_web::{Needs, Right, Routes};

pub(crate) use apart::upholds;

pub(crate) fn routes() -> Routes {
    let host = Needs::Staff(Right::HostProgrammes);
    Routes::new("trust")
        .get("/console/trust", host, "What is counted apart, and why", apart::show)
        .query::<apart::ApartAsk>()
        .post("/console/trust/apart/{id}/decision", host, "Count it again, or not", apart::decide)
        .form::<apart::DecisionForm>()
        .post(
            "/console/trust/things/decision",
            host,
            "Decide on all that is counted apart of one thing",
            apart::decide_all,
        )
        .form::<apart::DecisionOnThing>()
        .get("/console/trust/people/{person}", host, "How far somebody is trusted", person::show)
        .post(
            "/console/trust/people/{person}/apart",
            host,
            "Count all that somebody gives apart",
            person::put_apart,
        )
        .form::<person::PutApartForm>()
}
