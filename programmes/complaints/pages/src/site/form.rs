//! Complaining: from a telephone, in a minute.

use askama::Template;
use axum::response::Response;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Me, Query, Tx, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::complaint::NewComplaint;
use crate::words::Wrong;
use crate::{acts, store};

/// Orders to choose from.
const MOST_ORDERS: usize = 10;

/// What was begun elsewhere.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct Begun {
    /// What it grew from, such as `idea/0193…`.
    from: Option<String>,
    /// The number of an order.
    order: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplainComplaintForm)]
pub(crate) struct ComplaintForm {
    text: String,
    wish: String,
    /// The number of an order.
    order: String,
    /// What it grew from, such as `idea/0193…`.
    from: String,
}

#[derive(Template)]
#[template(path = "site/form.html")]
pub(crate) struct Page {
    frame: Frame,
    typed: ComplaintForm,
    errors: Errors,
    orders: Vec<Choice>,
    within: String,
}

impl Page {
    async fn load(
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        me: &Me,
        typed: ComplaintForm,
        errors: Errors,
    ) -> deedwell_core::Result<Self> {
        let promise = store::promise(tx).await?;
        let within = crate::words::term(&frame, promise.acknowledgement);
        let bought = deedwell_orders::store::orders_of(tx, &[me.person]).await?;
        let none = (String::new(), frame.t("complaints-no-order"));
        let order = |o: &deedwell_orders::Order| {
            (o.number.clone(), format!("{} · {}", o.number, frame.day(&o.placed_at)))
        };
        let mut all: Vec<(String, String)> = bought.iter().take(MOST_ORDERS).map(order).collect();
        let known = all.iter().any(|(number, _)| *number == typed.order);
        if !typed.order.is_empty() && !known {
            all.push((typed.order.clone(), typed.order.clone()));
        }
        let orders = match all.is_empty() {
            true => Vec::new(),
            false => Choice::list(std::iter::once(none).chain(all), &typed.order),
        };
        Ok(Self { frame, typed, errors, orders, within })
    }
}

pub(crate) async fn show(
    me: Me,
    frame: Frame,
    Query(begun): Query<Begun>,
    Tx(mut tx): Tx,
) -> Answer<View<Page>> {
    let short = |text: Option<String>| text.unwrap_or_default().chars().take(100).collect();
    let typed = ComplaintForm {
        from: short(begun.from),
        order: short(begun.order),
        ..ComplaintForm::default()
    };
    Ok(View(Page::load(&mut tx, frame, &me, typed, Errors::none()).await?))
}

pub(crate) async fn complain(
    me: Me,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(typed): Form<ComplaintForm>,
) -> Answer<Response> {
    let new = NewComplaint {
        text: typed.text.clone(),
        wish: typed.wish.clone(),
        order_reference: typed.order.clone(),
        from_about: Some(typed.from.clone()),
        ..NewComplaint::default()
    };
    match acts::complain(&mut tx, me.who(), None, &new).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(on_with(&format!("/complaints/{id}"), "complaints-said-received"))
        }
        Err(error) => {
            let Wrong { errors, status, .. } = Wrong::of(&frame, "complaint", "text", error)?;
            Ok(Page::load(&mut tx, frame, &me, typed, errors).await?.respond_with(status))
        }
    }
}
