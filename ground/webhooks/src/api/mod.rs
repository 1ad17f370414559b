//! The same for programs of the organisation's own, as JSON under `/api/webhooks`. A program acts for a
//! member of staff, whom it names by e-mail address and who must hold the right that the console asks for.
mod give;
mod take;

use std::sync::Arc;

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Result, Staff};
use deedwell_outbound::Outbound;
use deedwell_store::{Tx as Transaction, log};
use deedwell_web::{Answer, Json, Needs, Query, Right, Role, Routes, Tx, done};
use tokio::sync::Notify;

use self::give::{
    AttemptGiven, DeliveriesGiven, DeliveryGiven, EndpointGiven, Replayed, SecretGiven,
};
use self::take::{DeliveriesQuery, EndpointNew, SinceNew, StaffNamed};
use crate::endpoint::Endpoint;
use crate::store::{self, Delivery};
use crate::{Hooks, acts};

const READ: Needs = Needs::KeyToRead;
const WRITE: Needs = Needs::KeyToWrite;

pub(crate) fn routes(hooks: &Hooks) -> Routes {
    endpoints(hooks).and(deliveries(hooks))
}

fn endpoints(hooks: &Hooks) -> Routes {
    let (adding, changing) = (hooks.client.clone(), hooks.client.clone());
    Routes::new("webhooks")
        .get("/api/webhooks", READ, "Endpoints, the latest first", list)
        .gives::<Vec<EndpointGiven>>()
        .post("/api/webhooks", WRITE, "Tell another program, for staff", move |a, b| {
            open(adding.clone(), a, b)
        })
        .json::<EndpointNew>()
        .gives::<SecretGiven>()
        .get("/api/webhooks/{id}", READ, "An endpoint", one)
        .gives::<EndpointGiven>()
        .post("/api/webhooks/{id}", WRITE, "Change an endpoint, for staff", move |a, b, c| {
            change(changing.clone(), a, b, c)
        })
        .json::<EndpointNew>()
        .gives::<EndpointGiven>()
        .post("/api/webhooks/{id}/removal", WRITE, "Remove an endpoint, for staff", remove)
        .json::<StaffNamed>()
        .gives::<EndpointGiven>()
        .post("/api/webhooks/{id}/closing", WRITE, "Switch it off, for staff", switch_off)
        .json::<StaffNamed>()
        .gives::<EndpointGiven>()
        .post("/api/webhooks/{id}/reopening", WRITE, "Switch it on, for staff", switch_on)
        .json::<StaffNamed>()
        .gives::<EndpointGiven>()
        .post(
            "/api/webhooks/{id}/rotation",
            WRITE,
            "A new secret beside the old for a day, for staff",
            rotate,
        )
        .json::<StaffNamed>()
        .gives::<SecretGiven>()
}

fn deliveries(hooks: &Hooks) -> Routes {
    let [testing, replaying, all] = std::array::from_fn(|_| hooks.nudge.clone());
    Routes::new("webhooks")
        .post("/api/webhooks/{id}/test", WRITE, "Send a test, for staff", move |a, b, c| {
            test(testing.clone(), a, b, c)
        })
        .json::<StaffNamed>()
        .gives::<DeliveryGiven>()
        .get("/api/webhooks/{id}/deliveries", READ, "What was sent, the latest first", sent)
        .query::<DeliveriesQuery>()
        .gives::<DeliveriesGiven>()
        .get(
            "/api/webhooks/{id}/deliveries/{delivery}/attempts",
            READ,
            "What came of a delivery, the latest first",
            attempts,
        )
        .gives::<Vec<AttemptGiven>>()
        .post(
            "/api/webhooks/{id}/deliveries/{delivery}/replay",
            WRITE,
            "Send a delivery again, for staff",
            move |a, b, c| replay(replaying.clone(), a, b, c),
        )
        .json::<StaffNamed>()
        .gives::<DeliveryGiven>()
        .post(
            "/api/webhooks/{id}/replay",
            WRITE,
            "Send again all that failed since a moment, for staff",
            move |a, b, c| replay_failed(all.clone(), a, b, c),
        )
        .json::<SinceNew>()
        .gives::<Replayed>()
}

/// Somebody of ours who may manage keys: whoever may let data out.
async fn manager(tx: &mut Transaction, email: &str) -> Result<Id<Staff>> {
    let nobody = || Error::invalid("staff", "Nobody who works here has this e-mail address.");
    let (id, role) = store::staff_by_email(tx, email).await?.ok_or_else(nobody)?;
    match Role::parse(&role) {
        Some(role) if role.may(Right::ManageKeys) => Ok(id),
        _ => Err(Error::not_allowed("This colleague's role does not include it.")),
    }
}

async fn given(tx: &mut Transaction, id: Id<Endpoint>) -> Result<EndpointGiven> {
    Ok(EndpointGiven::of(&store::endpoint(tx, id).await?))
}

async fn list(Tx(mut tx): Tx) -> Answer<axum::Json<Vec<EndpointGiven>>> {
    let all = store::endpoints(&mut tx).await?;
    Ok(axum::Json(all.iter().map(EndpointGiven::of).collect()))
}

async fn one(Tx(mut tx): Tx, Path(id): Path<Id<Endpoint>>) -> Answer<axum::Json<EndpointGiven>> {
    Ok(axum::Json(given(&mut tx, id).await?))
}

async fn open(client: Outbound, Tx(mut tx): Tx, Json(new): Json<EndpointNew>) -> Answer<Response> {
    let staff = manager(&mut tx, &new.staff).await?;
    let new = new.checked(&client)?;
    let place = log::end(&mut tx).await?;
    let (id, secret) = acts::open(&mut tx, staff, &new, place).await?;
    let endpoint = given(&mut tx, id).await?;
    done(tx, SecretGiven { endpoint, secret }).await
}

async fn change(
    client: Outbound,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
    Json(new): Json<EndpointNew>,
) -> Answer<Response> {
    let staff = manager(&mut tx, &new.staff).await?;
    store::endpoint(&mut tx, id).await?;
    acts::change(&mut tx, staff, id, &new.checked(&client)?).await?;
    let given = given(&mut tx, id).await?;
    done(tx, given).await
}

async fn remove(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
    Json(StaffNamed { staff }): Json<StaffNamed>,
) -> Answer<Response> {
    let staff = manager(&mut tx, &staff).await?;
    let given = given(&mut tx, id).await?;
    acts::remove(&mut tx, staff, id).await?;
    done(tx, given).await
}

async fn switch_off(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
    Json(StaffNamed { staff }): Json<StaffNamed>,
) -> Answer<Response> {
    let staff = manager(&mut tx, &staff).await?;
    acts::switch_off(&mut tx, staff, id).await?;
    let given = given(&mut tx, id).await?;
    done(tx, given).await
}

async fn switch_on(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
    Json(StaffNamed { staff }): Json<StaffNamed>,
) -> Answer<Response> {
    let staff = manager(&mut tx, &staff).await?;
    let place = log::end(&mut tx).await?;
    acts::switch_on(&mut tx, staff, id, place).await?;
    let given = given(&mut tx, id).await?;
    done(tx, given).await
}

async fn rotate(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
    Json(StaffNamed { staff }): Json<StaffNamed>,
) -> Answer<Response> {
    let staff = manager(&mut tx, &staff).await?;
    let endpoint = given(&mut tx, id).await?;
    let secret = acts::rotate(&mut tx, staff, id).await?.secret;
    done(tx, SecretGiven { endpoint, secret }).await
}

async fn test(
    nudge: Arc<Notify>,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
    Json(StaffNamed { staff }): Json<StaffNamed>,
) -> Answer<Response> {
    let staff = manager(&mut tx, &staff).await?;
    let delivery = acts::test(&mut tx, staff, id).await?;
    let (row, _) = store::delivery(&mut tx, id, delivery).await?;
    let answer = done(tx, DeliveryGiven::of(&row)).await?;
    nudge.notify_one();
    Ok(answer)
}

async fn sent(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
    Query(asked): Query<DeliveriesQuery>,
) -> Answer<axum::Json<DeliveriesGiven>> {
    store::endpoint(&mut tx, id).await?;
    let (ask, most) = asked.read()?;
    let mut rows = store::deliveries(&mut tx, id, &ask, most).await?;
    let more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| more).map(store::after_text);
    let deliveries = rows.iter().map(DeliveryGiven::of).collect();
    Ok(axum::Json(DeliveriesGiven { deliveries, next }))
}

async fn attempts(
    Tx(mut tx): Tx,
    Path((id, delivery)): Path<(Id<Endpoint>, Id<Delivery>)>,
) -> Answer<axum::Json<Vec<AttemptGiven>>> {
    store::delivery(&mut tx, id, delivery).await?;
    let all = store::attempts(&mut tx, delivery).await?;
    Ok(axum::Json(all.into_iter().map(AttemptGiven::of).collect()))
}

async fn replay(
    nudge: Arc<Notify>,
    Tx(mut tx): Tx,
    Path((id, delivery)): Path<(Id<Endpoint>, Id<Delivery>)>,
    Json(StaffNamed { staff }): Json<StaffNamed>,
) -> Answer<Response> {
    let staff = manager(&mut tx, &staff).await?;
    acts::replay(&mut tx, staff, id, delivery).await?;
    let (row, _) = store::delivery(&mut tx, id, delivery).await?;
    let answer = done(tx, DeliveryGiven::of(&row)).await?;
    nudge.notify_one();
    Ok(answer)
}

async fn replay_failed(
    nudge: Arc<Notify>,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Endpoint>>,
    Json(SinceNew { staff, since }): Json<SinceNew>,
) -> Answer<Response> {
    let staff = manager(&mut tx, &staff).await?;
    let wrong = || Error::invalid("since", "A moment is written as 2026-11-18T09:00:00Z.");
    let since = since.parse().map_err(|_| wrong())?;
    let replayed = acts::replay_failed(&mut tx, staff, id, since).await?;
    let answer = done(tx, Replayed { replayed }).await?;
    nudge.notify_one();
    Ok(answer)
}
