//! Accounts for programs, as JSON under `/api/accounts`.
//!
//! Ids are texts, moments RFC 3339. What is sent again with the same `Idempotency-Key` is answered again and
//! not done again. Every account has a `version`; whoever sends it as `If-Match` changes only what they have
//! read. Lists end with `next`, the `cursor` of what follows.
mod give;
mod take;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use deedwell_core::{Account, Error, Id, Result, Who};
use deedwell_people::account::acts::{self, NamedBy};
use deedwell_people::account::{AccountDeed, card, list as kept, members, traits};
use deedwell_people::profile::Word;
use deedwell_people::{Known, Proof};
use deedwell_store::Tx as Transaction;
use deedwell_web::{Answer, Deedwell, Json, Needs, Query, Routes, Site, Tx, done};

use self::give::{AccountGiven, AccountsGiven, MembersGiven};
use self::take::{AccountChanged, AccountNew, AccountsAsk, MemberGone, MemberNew, Nothing};
use crate::store::activities;

pub(crate) fn routes() -> Routes {
    let (read, write) = (Needs::KeyToRead, Needs::KeyToWrite);
    Routes::new("accounts")
        .get("/api/accounts", read, "Companies and households", list)
        .query::<AccountsAsk>()
        .gives::<AccountsGiven>()
        .post("/api/accounts", write, "Open or change the account of a reference", put)
        .as_read()
        .json::<AccountNew>()
        .gives::<AccountGiven>()
        .get("/api/accounts/{id}", read, "One account, and what its members did", one)
        .gives::<AccountGiven>()
        .post("/api/accounts/{id}", write, "Change an account and its traits", change)
        .as_read()
        .json::<AccountChanged>()
        .gives::<AccountGiven>()
        .get("/api/accounts/{id}/members", read, "Who belongs to it, and who did", belonging)
        .gives::<MembersGiven>()
        .post("/api/accounts/{id}/members", write, "A customer belongs to it; once counts", join)
        .json::<MemberNew>()
        .gives::<MembersGiven>()
        .post(
            "/api/accounts/{id}/members/removal",
            write,
            "A customer belongs to it no more",
            leave,
        )
        .json::<MemberGone>()
        .gives::<MembersGiven>()
        .post("/api/accounts/{id}/closing", write, "Close an account", close)
        .json::<Nothing>()
        .gives::<AccountGiven>()
        .post("/api/accounts/{id}/reopening", write, "Reopen an account", reopen)
        .json::<Nothing>()
        .gives::<AccountGiven>()
}

async fn list(Tx(mut tx): Tx, Query(ask): Query<AccountsAsk>) -> Answer<axum::Json<AccountsGiven>> {
    if let Some(reference) = ask.reference()? {
        let found = deedwell_people::account::by_reference(&mut tx, &reference).await?;
        let lines = kept::lines(&mut tx, &found.into_iter().collect::<Vec<_>>()).await?;
        return Ok(axum::Json(AccountsGiven::of(&lines, None)));
    }
    let most = ask.most()?;
    let mut ids = kept::after(&mut tx, &ask.ask()?, ask.after()?, most + 1).await?;
    let more = ids.len() > most;
    ids.truncate(most);
    let next = ids.last().filter(|_| more).map(|id| id.to_string());
    let lines = kept::lines(&mut tx, &ids).await?;
    Ok(axum::Json(AccountsGiven::of(&lines, next)))
}

async fn one(
    app: State<Deedwell>,
    site: std::sync::Arc<Site>,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
) -> Answer<axum::Json<AccountGiven>> {
    Ok(axum::Json(given(&app, &site, &mut tx, id).await?))
}

/// The account as it stands.
async fn given(
    app: &Deedwell,
    site: &Site,
    tx: &mut Transaction,
    id: Id<Account>,
) -> Result<AccountGiven> {
    let card = card(tx, id).await?;
    let traits = traits::of(tx, id).await?;
    let members = members::of_account(tx, id).await?;
    let did = activities(app.behaviour(), site.organisation, &members)?;
    let sum = crate::figures::RollUp::of(&did, tx.now());
    Ok(AccountGiven::of(card, traits, &sum))
}

/// What a program says, in the name of its key.
fn word(tx: &Transaction) -> Word {
    let source = format!("key/{}", tx.key().unwrap_or_default());
    Word { source, proof: Proof::Server, at: tx.now() }
}

/// The version that was read, if the program says which.
fn version(headers: &HeaderMap) -> Result<Option<i64>> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim().trim_matches('"');
    let unfit = |_| Error::invalid("if_match", "If-Match is the version of an account: a number.");
    text.parse().map(Some).map_err(unfit)
}

async fn put(
    app: State<Deedwell>,
    site: std::sync::Arc<Site>,
    headers: HeaderMap,
    Tx(mut tx): Tx,
    Json(new): Json<AccountNew>,
) -> Answer<Response> {
    let word = word(&tx);
    let (reference, mut new) = new.understood()?;
    new.version = version(&headers)?;
    let (id, deeds) = acts::put(&mut tx, &reference, &new, &word).await?;
    for deed in &deeds {
        tx.record(Who::System, deed).await?;
    }
    let given = given(&app, &site, &mut tx, id).await?;
    done(tx, given).await
}

async fn change(
    app: State<Deedwell>,
    site: std::sync::Arc<Site>,
    headers: HeaderMap,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
    Json(new): Json<AccountChanged>,
) -> Answer<Response> {
    let word = word(&tx);
    let mut new = new.understood()?;
    new.version = version(&headers)?;
    if let Some(deed) = acts::change(&mut tx, id, &new, &word, NamedBy::Told).await? {
        tx.record(Who::System, &deed).await?;
    }
    let given = given(&app, &site, &mut tx, id).await?;
    done(tx, given).await
}

async fn close(
    app: State<Deedwell>,
    site: std::sync::Arc<Site>,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
    Json(Nothing {}): Json<Nothing>,
) -> Answer<Response> {
    let deed = acts::close(&mut tx, id).await?;
    tx.record(Who::System, &deed).await?;
    let given = given(&app, &site, &mut tx, id).await?;
    done(tx, given).await
}

async fn reopen(
    app: State<Deedwell>,
    site: std::sync::Arc<Site>,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
    Json(Nothing {}): Json<Nothing>,
) -> Answer<Response> {
    let deed = acts::reopen(&mut tx, id).await?;
    tx.record(Who::System, &deed).await?;
    let given = given(&app, &site, &mut tx, id).await?;
    done(tx, given).await
}

async fn belonging(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
) -> Answer<axum::Json<MembersGiven>> {
    Ok(axum::Json(members_of(&mut tx, id).await?))
}

async fn members_of(tx: &mut Transaction, id: Id<Account>) -> Result<MembersGiven> {
    card(tx, id).await?;
    Ok(MembersGiven::of(members::of_account(tx, id).await?))
}

async fn join(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
    Json(new): Json<MemberNew>,
) -> Answer<Response> {
    let word = word(&tx);
    let known: Known = new.by.met(&mut tx).await?;
    let (person, identity) = (known.person, Some(known.identity));
    let joined = members::add(&mut tx, id, person, identity, &new.role, &word).await?;
    if joined.is_some() {
        tx.record_of(known.who(), &AccountDeed::Joined { account: id })?;
    }
    let given = members_of(&mut tx, id).await?;
    done(tx, given).await
}

async fn leave(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Account>>,
    Json(gone): Json<MemberGone>,
) -> Answer<Response> {
    let known = gone.by.found(&mut tx).await?;
    if let Some(identity) = members::leave(&mut tx, id, known.person).await? {
        let who = Known { identity, proof: Proof::Server, ..known }.who();
        tx.record_of(who, &AccountDeed::Left { account: id })?;
    }
    let given = members_of(&mut tx, id).await?;
    done(tx, given).await
}
