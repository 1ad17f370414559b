//! What is shown of orders on pages of others: of somebody to staff, and to customers of themselves.

use deedwell_core::{Id, Money, Person, Result};
use deedwell_orders::order::Order;
use deedwell_orders::store::{self, OrdersAsk};
use deedwell_orders::value::Bought;
use deedwell_store::Tx;
use deedwell_web::address::Address;
use deedwell_web::finding::{Finding, Findings, Reader, Search};
use deedwell_web::programme::Later;
use deedwell_web::{Frame, Panel, Right};

/// Orders by the beginning of a number: on the site one's own, in the console all.
pub(crate) fn finds<'a>(
    tx: &'a mut Tx,
    search: &'a Search<'a>,
) -> Later<'a, Result<Option<Findings>>> {
    Box::pin(async move {
        let frame = search.frame;
        let (list, person) = match search.reader {
            Reader::Site(None) => return Ok(None),
            Reader::Site(Some(me)) => ("/my-orders", Some(me)),
            Reader::Console if !frame.may(Right::SeePeople) => return Ok(None),
            Reader::Console => ("/console/orders", None),
        };
        let words = search.words.to_lowercase();
        let ask = OrdersAsk { words, person, ..OrdersAsk::default() };
        let found = store::list(tx, &ask, search.most, 0).await?;
        let finding = |order: Order| Finding {
            detail: crate::console::stage_words(frame, order.stage),
            excerpt: frame.money(&Money::new(order.total, order.currency)),
            at: order.placed_at,
            href: format!("{list}/{}", order.id),
            title: order.number,
        };
        let all = match search.reader {
            Reader::Site(_) => String::new(),
            Reader::Console => Address::to(list).with("q", search.words).to_string(),
        };
        let first = found.into_iter().map(finding).collect();
        Ok(Some(Findings { heading: frame.t("orders-name"), all, first }))
    })
}

/// What their orders brought, what came back, and the margin where it is known.
pub(crate) fn of_person<'a>(
    tx: &'a mut Tx,
    person: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let bought = store::bought_by(tx, person).await?;
        if bought.orders + bought.cancelled == 0 {
            return Ok(None);
        }
        Ok(Some(Panel {
            title: frame.t("orders-panel"),
            facts: facts(frame, &bought),
            note: note(frame, &bought),
            href: format!("/console/orders?person={person}"),
            more: frame.t("orders-panel-more"),
        }))
    })
}

fn facts(frame: &Frame, bought: &Bought) -> Vec<(String, String)> {
    let mut facts = vec![(frame.t("orders-their-orders"), frame.number(bought.orders))];
    if bought.cancelled > 0 {
        facts.push((frame.t("orders-panel-cancelled"), frame.number(bought.cancelled)));
    }
    for sum in &bought.sums {
        facts.push((frame.t("orders-their-worth"), frame.money(&sum.net())));
        if sum.has_margin() {
            let margin = deedwell_core::Money::new(sum.margin, sum.currency);
            facts.push((frame.t("orders-margin"), frame.money(&margin)));
        }
    }
    if let Some(rate) = bought.return_rate() {
        let of = [
            ("share", frame.percent(rate)),
            ("back", frame.number(bought.returned)),
            ("all", frame.number(bought.quantity)),
        ];
        facts.push((frame.t("orders-their-returns"), frame.m("orders-panel-returns", &of)));
    }
    facts
}

/// Of how much of what they bought the margin speaks.
fn note(frame: &Frame, bought: &Bought) -> String {
    let part = bought.sums.iter().find(|sum| sum.has_margin() && sum.share_covered() < 0.995);
    part.map(|sum| frame.w("orders-panel-covered", frame.percent(sum.share_covered())))
        .unwrap_or_default()
}

pub(crate) fn of_me<'a>(
    tx: &'a mut Tx,
    me: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let ask = store::OrdersAsk { person: Some(me), ..store::OrdersAsk::default() };
        let last = store::list(tx, &ask, 1, 0).await?;
        let Some(last) = last.first() else { return Ok(None) };
        let (count, _) = store::sums(tx, &ask).await?;
        let facts = vec![
            (
                frame.t("orders-mine-last"),
                format!("{} · {}", last.number, frame.day(&last.placed_at)),
            ),
            (frame.t("orders-their-orders"), frame.number(count)),
        ];
        Ok(Some(Panel {
            title: frame.t("orders-mine"),
            facts,
            note: String::new(),
            href: "/my-orders".to_owned(),
            more: frame.t("orders-mine-all"),
        }))
    })
}
