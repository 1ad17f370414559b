//! What somebody has: balances, lots, postings; and more or less by hand, with a reason.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Id, Person, Result};
use deedwell_people::{head_of, names};
use deedwell_points::acts::{self, Adjust};
use deedwell_points::scheme::Scheme;
use deedwell_points::store;
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Query, Right, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::form::errors_of;
use crate::words::{LineShown, LotShown, chosen};

/// Lots and postings that are shown.
const MOST: usize = 100;

#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct MemberAsk {
    /// The short word of a scheme; none: the first.
    scheme: Option<String>,
}

#[derive(Deserialize, ToSchema, Default, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct AdjustForm {
    /// The short word of the scheme.
    scheme: String,
    /// Less than nothing takes away.
    amount: String,
    /// The reason: the customer reads it.
    why: String,
    /// As the page gave it: pressed twice, it is done once.
    key: String,
}

#[derive(Template)]
#[template(path = "console/member.html")]
pub(super) struct Page {
    frame: Frame,
    person: Id<Person>,
    name: String,
    schemes: Vec<(String, String, bool)>,
    scheme: Option<Scheme>,
    sums: Vec<(String, String)>,
    lots: Vec<LotShown>,
    lines: Vec<LineShown>,
    choices: Vec<Choice>,
    errors: Errors,
    typed: AdjustForm,
}

impl Page {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        person: Id<Person>,
        (errors, mut typed): (Errors, AdjustForm),
    ) -> Result<Self> {
        let person = head_of(tx, person).await?;
        let name = names(tx, &[person]).await?.remove(&person).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| frame.t("points-somebody"));
        let all = store::schemes(tx).await?;
        let shown = chosen(&all, &typed.scheme).cloned();
        let here = shown.as_ref().map(|c| c.id);
        let schemes =
            all.iter().map(|s| (s.key.clone(), s.terms.name.clone(), Some(s.id) == here)).collect();
        let open = all.iter().filter(|s| s.closed_at.is_none());
        let open = open.map(|s| (s.key.clone(), s.terms.name.clone()));
        let key = shown.as_ref().map(|c| c.key.clone()).unwrap_or_default();
        let choices = Choice::list(open, &key);
        let (mut sums, mut lots, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        if let Some(scheme) = &shown {
            sums = self::sums(tx, &frame, scheme, person).await?;
            let found = store::lots_of(tx, scheme.id, person, MOST).await?;
            let left = found.iter().filter(|lot| lot.remains > 0);
            lots = left.map(|lot| LotShown::of(&frame, scheme, lot)).collect();
            let found = store::last_lines(tx, scheme.id, person, MOST).await?;
            lines = found.iter().map(|line| LineShown::of(&frame, scheme, line)).collect();
        }
        if typed.key.is_empty() {
            typed.key = tx.new_id::<AdjustForm>().to_string();
        }
        Ok(Self {
            frame,
            person,
            name,
            schemes,
            scheme: shown,
            sums,
            lots,
            lines,
            choices,
            errors,
            typed,
        })
    }

    fn href(&self, key: &str) -> String {
        format!("/console/points/members/{}?scheme={key}", self.person)
    }

    fn may_adjust(&self) -> bool {
        self.frame.may(Right::BookMoney) && !self.choices.is_empty()
    }

    fn most(&self) -> String {
        let most = self.scheme.as_ref().map(|s| s.terms.words(s.terms.most_by_hand));
        most.unwrap_or_default()
    }
}

async fn sums(
    tx: &mut Transaction,
    frame: &Frame,
    scheme: &Scheme,
    person: Id<Person>,
) -> Result<Vec<(String, String)>> {
    let balance = store::balance(tx, scheme.id, person).await?;
    let of = |key: &str, amount: i64| {
        (frame.t(&format!("points-account-member-{key}")), scheme.terms.words(amount))
    };
    let mut sums = vec![
        of("active", balance.active),
        of("pending", balance.pending),
        of("spent", balance.spent),
        of("expired", balance.expired),
    ];
    if balance.owed < 0 {
        sums.push(of("owed", balance.owed));
    }
    Ok(sums)
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(person): Path<Id<Person>>,
    Query(ask): Query<MemberAsk>,
) -> Answer<View<Page>> {
    let typed = AdjustForm { scheme: ask.scheme.unwrap_or_default(), ..AdjustForm::default() };
    Ok(View(Page::load(&mut tx, frame, person, (Errors::none(), typed)).await?))
}

pub(super) async fn adjust(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(person): Path<Id<Person>>,
    Form(form): Form<AdjustForm>,
) -> Answer<Response> {
    let person = head_of(&mut tx, person).await?;
    match adjusted(&mut tx, &me, person, &form).await {
        Ok(()) => {
            tx.commit().await?;
            let page = format!("/console/points/members/{person}?scheme={}", form.scheme);
            Ok(on_with(&page, "points-said-adjusted"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error, "amount")?;
            let page = Page::load(&mut tx, frame, person, (errors, form)).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

async fn adjusted(
    tx: &mut Transaction,
    me: &StaffMember,
    person: Id<Person>,
    form: &AdjustForm,
) -> Result<()> {
    let scheme = store::scheme_by_key(tx, &form.scheme).await?;
    let amount = scheme.terms.read("amount", &form.amount)?;
    let pressed = form.key.parse::<Id<AdjustForm>>();
    let pressed = pressed.map_err(|_| Error::invalid("amount", "Please load the page again."))?;
    let identity = store::identity_of(tx, person).await?;
    let adjust = Adjust {
        staff: me.id,
        identity,
        scheme: scheme.id,
        amount,
        why: form.why.clone(),
        key: format!("hand/{}/{pressed}", me.id),
    };
    acts::adjust(tx, &adjust).await.map(drop)
}
