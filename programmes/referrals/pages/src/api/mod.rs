//! Referrals for programs of the organisation's own, as JSON under `/api/referrals`.
//!
//! A program acts for a customer, whom it names by an identity (`by`), or for a member of staff, whom it
//! names by e-mail address (`staff`) and who must hold the right that the console would ask for. Ids are
//! texts, moments RFC 3339. That a friend bought is told by orders, never here: nothing that is said here
//! pays anybody. Keys that stand in pages can do none of this.
mod give;
mod take;
mod verbs;

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_people::head_of;
use deedwell_store::Tx as Work;
use deedwell_web::{Answer, Needs, Query, Routes, Tx, done};
use jiff::SignedDuration;

use self::give::{
    LinksGiven, ReferralGiven, ReferralsGiven, SaidAndDoneGiven, TermsGiven, TreeGiven,
};
use self::take::{DaysAsk, PageAsk, PersonAsk};
use crate::referral::Referral;
use crate::{acts, store};

const READ: Needs = Needs::KeyToRead;
const WRITE: Needs = Needs::KeyToWrite;

pub(crate) fn routes() -> Routes {
    Routes::new("referrals")
        .get("/api/referrals", READ, "Friends who were brought, the latest first", list)
        .query::<PageAsk>()
        .gives::<ReferralsGiven>()
        .get("/api/referrals/links", READ, "The links of somebody", links)
        .query::<PersonAsk>()
        .gives::<LinksGiven>()
        .get("/api/referrals/terms", READ, "What is promised now", terms)
        .gives::<TermsGiven>()
        .may_be_missing()
        .get("/api/referrals/tree", READ, "Whom somebody brought, and whom those brought", tree)
        .query::<PersonAsk>()
        .gives::<TreeGiven>()
        .get("/api/referrals/said-and-done", READ, "Who said it, and who did it", said)
        .query::<DaysAsk>()
        .gives::<SaidAndDoneGiven>()
        .get("/api/referrals/{id}", READ, "One who was brought", show)
        .gives::<ReferralGiven>()
        .and(verbs::routes())
}

async fn list(Tx(mut tx): Tx, Query(ask): Query<PageAsk>) -> Answer<Response> {
    let most = ask.most()?;
    let mut found = store::after(&mut tx, ask.after()?, most + 1).await?;
    let more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| more).map(|last| last.id.to_string());
    let mut referrals = Vec::with_capacity(found.len());
    for one in found {
        referrals.push(ReferralGiven::of(&mut tx, one).await?);
    }
    done(tx, ReferralsGiven { referrals, next }).await
}

async fn show(Tx(mut tx): Tx, Path(id): Path<Id<Referral>>) -> Answer<Response> {
    let given = shown(&mut tx, id).await?;
    done(tx, given).await
}

async fn links(Tx(mut tx): Tx, Query(ask): Query<PersonAsk>) -> Answer<Response> {
    let person = head_of(&mut tx, ask.person()?).await?;
    let links = store::links_of(&mut tx, person).await?;
    done(tx, LinksGiven::of(links)).await
}

async fn terms(Tx(mut tx): Tx) -> Answer<Response> {
    let now = store::terms_now(&mut tx).await?.ok_or(Error::Missing("promise"))?;
    let given = TermsGiven::of(&mut tx, &now).await?;
    done(tx, given).await
}

async fn tree(Tx(mut tx): Tx, Query(ask): Query<PersonAsk>) -> Answer<Response> {
    let tree = acts::tree(&mut tx, ask.person()?).await?;
    done(tx, TreeGiven::of(&tree)).await
}

async fn said(Tx(mut tx): Tx, Query(ask): Query<DaysAsk>) -> Answer<Response> {
    let days = ask.days()?;
    let now = tx.now();
    let from = now.saturating_sub(SignedDuration::from_hours(24 * days)).map_err(Error::fault)?;
    let all = acts::said_and_done(&mut tx, from, now).await?;
    done(tx, SaidAndDoneGiven::of(&all)).await
}

async fn shown(tx: &mut Work, id: Id<Referral>) -> Result<ReferralGiven> {
    let referral = store::referral(tx, id).await?;
    ReferralGiven::of(tx, referral).await
}

fn wrong(field: &'static str, sentence: &'static str) -> Error {
    Error::invalid(field, sentence)
}
