//! What staff see of accounts and do to them: [`list`], one [`account`] with who belongs to it and what they
//! did, [`change`], [`members`], [`export`].
mod account;
mod change;
mod export;
mod list;
mod members;

use std::collections::HashMap;

use deedwell_core::{Account, Error, Id, Result};
use deedwell_people::Proof;
use deedwell_people::account::AccountKind;
use deedwell_web::answer::{Choice, Errors};
use deedwell_web::{Frame, Needs, Right, Routes};

pub(crate) fn routes() -> Routes {
    let see = Needs::Staff(Right::SeePeople);
    let change = Needs::Staff(Right::ChangePeople);
    let export = Needs::Staff(Right::ExportPeople);
    Routes::new("accounts")
        .get("/console/accounts", see, "Accounts: search, filters, order", list::list)
        .query::<list::ListAsk>()
        .get("/console/accounts/export", export, "The list as CSV", export::list)
        .query::<list::ListAsk>()
        .get("/console/accounts/new", change, "A form for a new account", change::blank)
        .post("/console/accounts", change, "Open an account", change::open)
        .form::<change::AccountFields>()
        .get("/console/accounts/{id}", see, "One account: members, what they did", account::show)
        .query::<account::AccountPageAsk>()
        .get("/console/accounts/{id}/export", export, "Its members as CSV", export::members)
        .get("/console/accounts/{id}/change", change, "A form to change it", change::form)
        .post("/console/accounts/{id}/change", change, "Change an account", change::save)
        .form::<change::AccountFields>()
        .post("/console/accounts/{id}/closing", change, "Close an account", change::close)
        .post("/console/accounts/{id}/reopening", change, "Reopen an account", change::reopen)
        .post("/console/accounts/{id}/members", change, "Somebody belongs to it", members::add)
        .form::<members::NewMember>()
        .post(
            "/console/accounts/{id}/members/removal",
            change,
            "Somebody belongs to it no more",
            members::remove,
        )
        .form::<members::Leaver>()
}

pub(crate) fn href(id: Id<Account>) -> String {
    format!("/console/accounts/{id}")
}

/// What an account is called, or for the nameless the end of its number.
fn called(frame: &Frame, called: &str, id: Id<Account>) -> String {
    if called.is_empty() {
        let id = id.to_string();
        frame.w("accounts-nameless", id.get(id.len() - 4..).unwrap_or_default())
    } else {
        called.to_owned()
    }
}

fn kind_words(frame: &Frame, kind: AccountKind) -> String {
    frame.t(&format!("accounts-kind-{}", kind.name()))
}

fn kinds(frame: &Frame, any: Option<&str>, chosen: &str) -> Vec<Choice> {
    let any = any.map(|key| (String::new(), frame.t(key)));
    let all = AccountKind::ALL.into_iter().map(|k| (k.name().to_owned(), kind_words(frame, k)));
    Choice::list(any.into_iter().chain(all), chosen)
}

/// Who said it, and why it is believed, in words.
fn told(frame: &Frame, source: &str, proof: Proof, colleagues: &HashMap<String, String>) -> String {
    if let Some(name) = colleagues.get(source) {
        return frame.w("accounts-told-staff", name);
    }
    if let Some(key) = source.strip_prefix("key/") {
        return frame.w("accounts-told-key", key);
    }
    let key = match (source, proof) {
        (source, _) if source.starts_with("source/") => "accounts-told-source",
        (_, Proof::Import) => "accounts-told-import",
        (_, Proof::Claimed) => "accounts-told-claimed",
        _ => "accounts-told-somebody",
    };
    frame.t(key)
}

/// The error of a form beside its field, in the reader's language where we have it. Anything else is
/// handed on.
fn errors_of(frame: &Frame, error: Error) -> Result<Errors> {
    match error {
        Error::Invalid { field, sentence } => {
            let ours = frame.try_t(&format!("accounts-wrong-{field}"));
            Ok(Errors::none().and(&field, &ours.unwrap_or_else(|| sentence.into_owned())))
        }
        Error::Refused { code: "accounts.reference_taken", .. } => {
            Ok(Errors::none().and("reference", &frame.sentence(&error)))
        }
        Error::Refused { code: "accounts.changed_meanwhile", .. } => {
            Ok(Errors::none().and("name", &frame.sentence(&error)))
        }
        other => Err(other),
    }
}
