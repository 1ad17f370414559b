//! Forgetting somebody for good: [`sure`] asks once more and says what goes, [`receipts`] shows what was
//! forgotten and how far that has come.
mod receipts;
mod sure;

use deedwell_web::{Needs, Right, Routes};

/// Makes these routes part of those of people.
pub(super) fn add(routes: Routes) -> Routes {
    let erase = Needs::Staff(Right::ErasePeople);
    routes
        .get("/console/people/forgotten", erase, "Who was forgotten", receipts::list)
        .query::<receipts::ReceiptsAsk>()
        .get(
            "/console/people/{id}/forget",
            erase,
            "What goes when a person is forgotten",
            sure::page,
        )
        .post("/console/people/{id}/forget", erase, "Forgets a person for good", sure::forget)
        .form::<sure::Forget>()
}
