//! What somebody is sent, and what they said of it.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Id, Person, Result};
use deedwell_people::head_of;
use deedwell_store::Tx as Transaction;
use deedwell_web::{Answer, Json, Routes, Tx, done};

use super::give::{ProofGiven, SubscriptionGiven, SubscriptionsGiven};
use super::take::SubscriptionTaken;
use super::{READ, WRITE, sign_of};
use crate::acts::{self, Says, Seen};
use crate::site::is_sent;
use crate::store;
use crate::store::people::{wishes, words};

pub(super) fn routes() -> Routes {
    Routes::new("letters")
        .get("/api/people/{id}/subscriptions", READ, "What somebody is sent, by topic", list)
        .gives::<SubscriptionsGiven>()
        .post(
            "/api/people/{id}/subscriptions",
            WRITE,
            "What somebody said of a topic, as your server heard it",
            say,
        )
        .json::<SubscriptionTaken>()
        .gives::<SubscriptionsGiven>()
        .get(
            "/api/people/{id}/subscriptions/proof",
            READ,
            "Every word of theirs, with what was shown, when, and from where",
            proof,
        )
        .gives::<Vec<ProofGiven>>()
}

async fn given(tx: &mut Transaction, person: Id<Person>) -> Result<SubscriptionsGiven> {
    let said = words(tx, &[person]).await?;
    let wish = wishes(tx, &[person]).await?.remove(&person).unwrap_or_default();
    let mut subscriptions = Vec::new();
    for topic in store::topics(tx).await? {
        for (channel, purpose) in &topic.channels {
            let word = said.get(&(person, purpose.clone())).copied();
            subscriptions.push(SubscriptionGiven {
                topic: topic.key.clone(),
                channel: channel.clone(),
                is_sent: topic.is_open() && is_sent(&topic, word),
                said: word.map(|word| word.given),
                is_confirmed: word.is_some_and(|word| word.given && word.is_confirmed),
            });
        }
    }
    Ok(SubscriptionsGiven {
        subscriptions,
        fewer: wish.fewer.name().to_owned(),
        paused_until: wish.paused_until.map(|until| until.to_string()),
    })
}

async fn list(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
) -> Answer<axum::Json<SubscriptionsGiven>> {
    let person = head_of(&mut tx, id).await?;
    Ok(axum::Json(given(&mut tx, person).await?))
}

async fn say(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Json(taken): Json<SubscriptionTaken>,
) -> Answer<Response> {
    let person = head_of(&mut tx, id).await?;
    let identity = sign_of(&mut tx, person).await?;
    let seen = Seen {
        page: if taken.page.is_empty() { "api".to_owned() } else { taken.page.clone() },
        peer: taken.peer.clone(),
        agent: taken.agent.clone(),
        ..Seen::default()
    };
    taken.check()?;
    let about = (taken.topic.as_str(), taken.channel.as_str());
    let of = (identity, person);
    acts::say(&mut tx, of, about, taken.given, &Says::Program, &seen).await?;
    let given = given(&mut tx, person).await?;
    done(tx, given).await
}

async fn proof(Tx(mut tx): Tx, Path(id): Path<Id<Person>>) -> Answer<axum::Json<Vec<ProofGiven>>> {
    let person = head_of(&mut tx, id).await?;
    let all = store::proofs_of(&mut tx, person).await?;
    Ok(axum::Json(all.into_iter().map(ProofGiven::of).collect()))
}
