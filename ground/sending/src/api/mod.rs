//! The same for programs of the organisation's own, as JSON under `/api/letters`, `/api/topics` and
//! `/api/suppressions`. A letter is asked for under a key of the program's own: asked for again, it is the
//! same letter.
mod give;
mod people;
mod take;

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_people::profile::anchor;
use deedwell_people::{IdentityKind, Sign};
use deedwell_store::Tx as Transaction;
use deedwell_web::{Answer, Json, Needs, Query, Routes, Tx, done};

use self::give::{
    LetterGiven, LettersGiven, RunGiven, SuppressionGiven, SuppressionsGiven, TopicGiven,
};
use self::take::{AddressReleased, AddressTaken, LetterNew, LettersQuery, SuppressionsQuery};
use crate::letter::{Letter, NewLetter, Sort};
use crate::rules::may_be_asked_by_programs;
use crate::run::Run;
use crate::suppression::Why;
use crate::{Address, acts, store};

const READ: Needs = Needs::KeyToRead;
const WRITE: Needs = Needs::KeyToWrite;

pub(crate) fn routes() -> Routes {
    Routes::new("letters")
        .get("/api/letters", READ, "Letters, the latest first", letters)
        .query::<LettersQuery>()
        .gives::<LettersGiven>()
        .post("/api/letters", WRITE, "Have a letter sent, once for its key", reserve)
        .json::<LetterNew>()
        .gives::<LetterGiven>()
        .get("/api/letters/{id}", READ, "A letter, and what came of it", letter)
        .gives::<LetterGiven>()
        .post("/api/letters/{id}/cancel", WRITE, "Withdraw a letter not handed over yet", cancel)
        .gives::<LetterGiven>()
        .get("/api/letter-runs/{id}", READ, "A run, and how far it has come", run)
        .gives::<RunGiven>()
        .get("/api/topics", READ, "What letters are about", topics)
        .gives::<Vec<TopicGiven>>()
        .get("/api/suppressions", READ, "Addresses that get nothing", suppressions)
        .query::<SuppressionsQuery>()
        .gives::<SuppressionsGiven>()
        .post("/api/suppressions", WRITE, "Send nothing to an address", suppress)
        .json::<AddressTaken>()
        .gives::<Vec<SuppressionGiven>>()
        .post("/api/suppressions/removal", WRITE, "Send to an address again", release)
        .json::<AddressReleased>()
        .gives::<Vec<SuppressionGiven>>()
        .and(people::routes())
}

async fn given(tx: &mut Transaction, id: Id<Letter>) -> Result<LetterGiven> {
    Ok(LetterGiven::of(&store::letter(tx, id).await?))
}

async fn letters(
    Tx(mut tx): Tx,
    Query(asked): Query<LettersQuery>,
) -> Answer<axum::Json<LettersGiven>> {
    if let Some(key) = &asked.key {
        let found = store::letter_by_key(&mut tx, key).await?;
        let letters = found.iter().map(LetterGiven::of).collect();
        return Ok(axum::Json(LettersGiven { letters, next: None }));
    }
    let (ask, most) = asked.read()?;
    let mut rows = store::letters(&mut tx, &ask, most + 1).await?;
    let more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| more).map(|row| row.id.to_string());
    Ok(axum::Json(LettersGiven { letters: rows.iter().map(LetterGiven::of).collect(), next }))
}

async fn letter(Tx(mut tx): Tx, Path(id): Path<Id<Letter>>) -> Answer<axum::Json<LetterGiven>> {
    Ok(axum::Json(given(&mut tx, id).await?))
}

async fn reserve(Tx(mut tx): Tx, Json(asked): Json<LetterNew>) -> Answer<Response> {
    let new = named(&mut tx, asked).await?;
    let reserved = acts::reserve(&mut tx, &new).await?;
    let given = given(&mut tx, reserved.id).await?;
    done(tx, given).await
}

/// The letter that is asked for: to whom, by the address or by the person.
async fn named(tx: &mut Transaction, asked: LetterNew) -> Result<NewLetter> {
    let source = format!("key/{}", tx.key().unwrap_or_default());
    let sort = asked.sort()?;
    if let Sort::Service(service) = sort
        && !may_be_asked_by_programs(service)
    {
        let sentence = "A program's service letter is a receipt or an answer.";
        return Err(Error::invalid("service", sentence));
    }
    let channel = asked.channel.clone();
    let (to, identity) = match (&asked.address, &asked.person) {
        (Some(_), Some(_)) => {
            let sentence = "Please name an address or a person, not both.";
            return Err(Error::invalid("person", sentence));
        }
        (Some(address), None) => {
            let to = Address::of(&channel, address)?;
            let kind =
                if channel == crate::EMAIL { IdentityKind::Email } else { IdentityKind::Phone };
            let sign = Sign::new(kind, to.as_str(), "")?;
            (to, store::people::identity_of(tx, &sign).await?)
        }
        (None, Some(person)) => {
            let person = deedwell_people::head_of(tx, person.parse()?).await?;
            let kind =
                if channel == crate::EMAIL { IdentityKind::Email } else { IdentityKind::Phone };
            let known = store::people::address_of(tx, person, kind).await?;
            let nobody = || Error::invalid("person", "We know no address of theirs.");
            let known = known.ok_or_else(nobody)?;
            (Address::of(&channel, &known.address)?, Some(known.identity))
        }
        (None, None) => {
            let sentence = "Please say to whom: an address, or a person.";
            return Err(Error::invalid("address", sentence));
        }
    };
    let new = NewLetter::service(crate::Service::Answer, to, asked.key.clone(), Default::default());
    Ok(NewLetter {
        channel,
        identity,
        sort,
        about: asked.about.clone(),
        source,
        due_at: take::moment("due_at", asked.due_at.as_deref())?,
        until: take::moment("until", asked.until.as_deref())?,
        content: asked.content()?,
        data: asked.data,
        ..new
    })
}

async fn cancel(Tx(mut tx): Tx, Path(id): Path<Id<Letter>>) -> Answer<Response> {
    acts::cancel(&mut tx, None, id).await?;
    let given = given(&mut tx, id).await?;
    done(tx, given).await
}

async fn run(Tx(mut tx): Tx, Path(id): Path<Id<Run>>) -> Answer<axum::Json<RunGiven>> {
    let row = store::run(&mut tx, id).await?;
    let counts = store::counts(&mut tx, Some(id)).await?;
    Ok(axum::Json(RunGiven::of(&row, &counts)))
}

async fn topics(Tx(mut tx): Tx) -> Answer<axum::Json<Vec<TopicGiven>>> {
    let all = store::topics(&mut tx).await?;
    Ok(axum::Json(all.iter().map(TopicGiven::of).collect()))
}

async fn suppressions(
    Tx(mut tx): Tx,
    Query(asked): Query<SuppressionsQuery>,
) -> Answer<axum::Json<SuppressionsGiven>> {
    let (ask, page, most) = asked.read()?;
    let total = store::count_suppressions(&mut tx, &ask).await?;
    let rows = store::suppressions(&mut tx, &ask, most, (page - 1) * most).await?;
    let addresses = rows.iter().map(SuppressionGiven::of).collect();
    Ok(axum::Json(SuppressionsGiven { addresses, total }))
}

async fn of(
    tx: &mut Transaction,
    channel: &str,
    address: &Address,
) -> Result<Vec<SuppressionGiven>> {
    let hash = address.hash(tx.organisation());
    let rows = store::suppressions_of(tx, channel, &hash).await?;
    Ok(rows.iter().map(SuppressionGiven::of).collect())
}

async fn suppress(Tx(mut tx): Tx, Json(asked): Json<AddressTaken>) -> Answer<Response> {
    let channel = crate::topic::channel(&asked.channel)?;
    let address = Address::of(&channel, &asked.address)?;
    acts::suppress(&mut tx, None, &channel, &address, &asked.note).await?;
    let given = of(&mut tx, &channel, &address).await?;
    done(tx, given).await
}

async fn release(Tx(mut tx): Tx, Json(asked): Json<AddressReleased>) -> Answer<Response> {
    let channel = crate::topic::channel(&asked.channel)?;
    let address = Address::of(&channel, &asked.address)?;
    let wrong = || Error::invalid("reason", "There is no such reason.");
    let reason = Why::parse(&asked.reason).ok_or_else(wrong)?;
    let hash = address.hash(tx.organisation());
    acts::release_address(&mut tx, None, (&channel, &hash), reason, &asked.note).await?;
    let given = of(&mut tx, &channel, &address).await?;
    done(tx, given).await
}

/// The sign by which somebody is known, where a program names a person alone.
async fn sign_of(
    tx: &mut Transaction,
    person: Id<deedwell_core::Person>,
) -> Result<Id<deedwell_core::Identity>> {
    match store::people::address_of(tx, person, IdentityKind::Email).await? {
        Some(known) => Ok(known.identity),
        None => anchor(tx, person).await,
    }
}
