//! What staff see and do: what is due, what runs, what nobody knows of; topics, addresses, limits.
mod addresses;
mod letter;
mod limits;
mod list;
mod overview;
mod run;
mod topics;

use deedwell_core::behaviour::Later;
use deedwell_core::{Error, Result};
use deedwell_store::Tx;
use deedwell_web::answer::Errors;
use deedwell_web::routes::Trouble;
use deedwell_web::{Needs, Right, Routes};

use crate::store::{self, HeldWhy};

const SEE: Needs = Needs::Staff(Right::SeePeople);
const CHANGE: Needs = Needs::Staff(Right::ChangePeople);
const MANAGE: Needs = Needs::Staff(Right::ManageSettings);
const EXPORT: Needs = Needs::Staff(Right::ExportPeople);

pub(crate) fn routes() -> Routes {
    letters().and(runs()).and(topics()).and(addresses())
}

fn letters() -> Routes {
    Routes::new("letters")
        .tells(troubles)
        .get("/console/letters", SEE, "What is sent, waits, and is not known", overview::show)
        .post("/console/letters/release", MANAGE, "What was held goes, or not", overview::release)
        .form::<overview::HeldForm>()
        .post(
            "/console/letters/unclear",
            CHANGE,
            "Decide about all that is unclear",
            overview::decide,
        )
        .form::<letter::UnclearForm>()
        .get("/console/letters/all", SEE, "Letters, the latest first", list::show)
        .query::<list::ListAsk>()
        .get("/console/letters/all/{id}", SEE, "One letter, and what came of it", letter::show)
        .post("/console/letters/all/{id}/decision", CHANGE, "Send again, or leave", letter::decide)
        .form::<letter::UnclearForm>()
        .post("/console/letters/all/{id}/cancel", CHANGE, "Withdraw a letter", letter::cancel)
}

fn runs() -> Routes {
    Routes::new("letters")
        .get("/console/letters/runs/new", MANAGE, "Write to all who want a topic", run::new)
        .post("/console/letters/runs", MANAGE, "Plan a run", run::plan)
        .form::<run::RunForm>()
        .get("/console/letters/runs/{id}", SEE, "A run and how far it has come", run::show)
        .post("/console/letters/runs/{id}/start", MANAGE, "Begin a run", run::start)
        .post("/console/letters/runs/{id}/pause", MANAGE, "Pause a run", run::pause)
        .post("/console/letters/runs/{id}/resume", MANAGE, "Go on with a run", run::resume)
        .post("/console/letters/runs/{id}/speed", MANAGE, "How fast a run goes", run::speed)
        .form::<run::SpeedForm>()
        .post("/console/letters/runs/{id}/cancel", MANAGE, "Cancel a run", run::cancel)
}

fn topics() -> Routes {
    Routes::new("letters")
        .get("/console/letters/topics", SEE, "What letters are about", topics::list)
        .post("/console/letters/topics", MANAGE, "Add a topic", topics::add)
        .form::<topics::TopicForm>()
        .get("/console/letters/topics/{topic}", SEE, "A topic and its words", topics::show)
        .post("/console/letters/topics/{topic}", MANAGE, "Change a topic", topics::change)
        .form::<topics::TopicForm>()
        .post("/console/letters/topics/{topic}/closing", MANAGE, "Close a topic", topics::close)
        .get(
            "/console/letters/topics/{topic}/proof.csv",
            EXPORT,
            "Who said what, with proof",
            topics::proof,
        )
        .get("/console/letters/limits", SEE, "How much and when", limits::show)
        .post("/console/letters/quiet", MANAGE, "Quiet hours", limits::quiet)
        .form::<limits::QuietForm>()
        .post("/console/letters/limits", MANAGE, "Add a limit", limits::add)
        .form::<limits::CapForm>()
        .post("/console/letters/limits/{id}/removal", MANAGE, "Remove a limit", limits::remove)
}

fn addresses() -> Routes {
    Routes::new("letters")
        .get("/console/letters/addresses", SEE, "Addresses that get nothing", addresses::list)
        .query::<addresses::AddressesAsk>()
        .post("/console/letters/addresses", CHANGE, "Send nothing to an address", addresses::add)
        .form::<addresses::AddressAddForm>()
        .post("/console/letters/addresses/removal", CHANGE, "Send there again", addresses::release)
        .form::<addresses::AddressReleaseForm>()
        .post("/console/letters/addresses/file", CHANGE, "Take a list over", addresses::bring)
        .form::<addresses::AddressFileForm>()
        .get("/console/letters/addresses.csv", EXPORT, "The list as a file", addresses::export)
}

/// What could not be used, in the reader's language.
fn errors(frame: &deedwell_web::Frame, error: Error) -> Result<Errors> {
    match error {
        Error::Invalid { field, sentence } => {
            let known = frame.try_t(&format!("sending-wrong-{}", field.replace('_', "-")));
            Ok(Errors::none().and(&field, &known.unwrap_or_else(|| sentence.into_owned())))
        }
        other => Err(other),
    }
}

/// Home says what waits for somebody to decide.
fn troubles(tx: &mut Tx) -> Later<'_, Result<Vec<Trouble>>> {
    Box::pin(async {
        let mut troubles = Vec::new();
        let href = "/console/letters".to_owned();
        if let Some(held) = store::settings(tx).await?.held {
            let key = match held.why {
                HeldWhy::Restored => "sending-trouble-restored",
                HeldWhy::Away => "sending-trouble-away",
            };
            let what = store::count_until(tx, held.at).await?.to_string();
            let whose = Right::ManageSettings;
            troubles.push(Trouble { whose, key, what, href: href.clone() });
        }
        let unclear = store::unclear(tx, overview::MOST_UNCLEAR).await?.len();
        if unclear > 0 {
            let (whose, key) = (Right::ChangePeople, "sending-trouble-unclear");
            troubles.push(Trouble { whose, key, what: unclear.to_string(), href });
        }
        Ok(troubles)
    })
}
