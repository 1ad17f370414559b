//! What staff see and do: endpoints, their secrets, what was sent and what came of it.
mod deliveries;
mod endpoint;
mod form;
mod list;

use deedwell_core::Result;
use deedwell_core::behaviour::Later;
use deedwell_store::Tx;
use deedwell_web::routes::Trouble;
use deedwell_web::{Needs, Right, Routes};
use jiff::SignedDuration;

use crate::endpoint::{Endpoint, Off};
use crate::{Hooks, store};

/// A receiver that was restarted answers again by then.
const WORTH_SAYING: SignedDuration = SignedDuration::from_hours(1);

pub(crate) fn routes(hooks: &Hooks) -> Routes {
    let manage = Needs::Staff(Right::ManageKeys);
    let (adding, changing) = (hooks.client.clone(), hooks.client.clone());
    let [testing, replaying, all] = std::array::from_fn(|_| hooks.nudge.clone());
    Routes::new("webhooks")
        .tells(troubles)
        .get("/console/webhooks", manage, "Who is told of what happens here", list::show)
        .post("/console/webhooks", manage, "Tell another program", move |a, b, c, d| {
            list::open(adding.clone(), a, b, c, d)
        })
        .form::<form::EndpointForm>()
        .get("/console/webhooks/{id}", manage, "One endpoint", endpoint::show)
        .post("/console/webhooks/{id}", manage, "Change an endpoint", move |a, b, c, d, e| {
            endpoint::change(changing.clone(), a, b, c, d, e)
        })
        .form::<form::EndpointForm>()
        .post("/console/webhooks/{id}/secret", manage, "Show its secret", endpoint::show_secret)
        .post(
            "/console/webhooks/{id}/rotation",
            manage,
            "A new secret beside the old for a day",
            endpoint::rotate,
        )
        .post("/console/webhooks/{id}/closing", manage, "Switch it off", endpoint::switch_off)
        .post("/console/webhooks/{id}/reopening", manage, "Switch it on", endpoint::switch_on)
        .post("/console/webhooks/{id}/removal", manage, "Remove an endpoint", endpoint::remove)
        .post("/console/webhooks/{id}/test", manage, "Send a test", move |a, b, c| {
            endpoint::test(testing.clone(), a, b, c)
        })
        .get("/console/webhooks/{id}/deliveries", manage, "What was sent", deliveries::list)
        .query::<deliveries::DeliveriesQuery>()
        .get(
            "/console/webhooks/{id}/deliveries/{delivery}",
            manage,
            "One delivery, and what came of it",
            deliveries::show,
        )
        .post(
            "/console/webhooks/{id}/deliveries/{delivery}/replay",
            manage,
            "Send a delivery again",
            move |a, b, c| deliveries::replay(replaying.clone(), a, b, c),
        )
        .post(
            "/console/webhooks/{id}/replay",
            manage,
            "Send again all that failed since a day",
            move |a, b, c, d, e| deliveries::replay_failed(all.clone(), a, b, c, d, e),
        )
        .form::<deliveries::SinceForm>()
}

/// Nobody is sent an e-mail about it yet, so Home says it.
pub(crate) fn troubles(tx: &mut Tx) -> Later<'_, Result<Vec<Trouble>>> {
    Box::pin(async {
        let endpoints = store::endpoints(tx).await?;
        let now = tx.now();
        let of = |endpoint: &Endpoint| {
            let key = match (endpoint.off, endpoint.failing_since) {
                (Some((_, Off::Staff)), _) => None,
                (Some(_), _) => Some("webhooks-trouble-off"),
                (None, Some(since)) if now.duration_since(since) > WORTH_SAYING => {
                    Some("webhooks-trouble-failing")
                }
                (None, _) => None,
            };
            let href = format!("/console/webhooks/{}", endpoint.id);
            key.map(|key| Trouble {
                whose: Right::ManageKeys,
                key,
                what: endpoint.name().to_owned(),
                href,
            })
        };
        Ok(endpoints.iter().filter_map(of).collect())
    })
}
