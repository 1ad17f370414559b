//! Rewards: what they cost, how many there are, how they are honoured.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_points::acts::setup;
use deedwell_points::reward::{self, HonouredBy, Reward, RewardTerms};
use deedwell_points::scheme::Scheme;
use deedwell_points::store;
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::form::{errors_of, number, shown};

/// What the form sends. An empty stock is no end of them; 0 is none.
#[derive(Deserialize, ToSchema, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RewardForm {
    /// The short word of the scheme, for a new one.
    scheme: String,
    name: String,
    words: String,
    cost: String,
    stock: String,
    /// `staff` or `code`, for a new one.
    honoured_by: String,
    /// Set: it is no longer given.
    closed: Option<String>,
}

impl RewardForm {
    fn of(reward: &Reward, scheme: &Scheme) -> Self {
        Self {
            scheme: scheme.key.clone(),
            name: reward.terms.name.clone(),
            words: reward.terms.words.clone(),
            cost: scheme.terms.plain(reward.terms.cost),
            stock: shown(reward.terms.stock),
            honoured_by: reward.terms.honoured_by.name().to_owned(),
            closed: reward.closed_at.map(|_| "true".to_owned()),
        }
    }

    fn terms(&self, scheme: &Scheme) -> Result<RewardTerms> {
        let by = HonouredBy::parse(&self.honoured_by)
            .ok_or_else(|| Error::invalid("honoured_by", "Please choose how it is handed over."))?;
        Ok(RewardTerms {
            name: self.name.clone(),
            words: self.words.clone(),
            cost: scheme.terms.read("cost", &self.cost)?,
            stock: number("stock", &self.stock)?,
            honoured_by: by,
        })
    }
}

struct RewardShown {
    href: String,
    name: String,
    cost: String,
    left: String,
    by: String,
    closed: bool,
}

#[derive(Template)]
#[template(path = "console/rewards.html")]
pub(super) struct Page {
    frame: Frame,
    /// None: all of them, and a new one.
    reward: Option<Reward>,
    rewards: Vec<RewardShown>,
    schemes: Vec<Choice>,
    typed: RewardForm,
    errors: Errors,
}

impl Page {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        id: Option<Id<Reward>>,
        typed: Option<RewardForm>,
        errors: Errors,
    ) -> Result<Self> {
        let all = store::schemes(tx).await?;
        let find = |id: Id<Scheme>| all.iter().find(|s| s.id == id);
        let (mut reward, mut rewards) = (None, Vec::new());
        match id {
            Some(id) => reward = Some(store::reward(tx, id).await?),
            None => {
                for one in store::rewards(tx, true).await? {
                    let cost = find(one.scheme).map(|s| s.terms.words(one.terms.cost));
                    let by = one.terms.honoured_by.name();
                    rewards.push(RewardShown {
                        href: format!("/console/points/rewards/{}", one.id),
                        cost: cost.unwrap_or_default(),
                        left: one
                            .left
                            .map_or_else(|| frame.t("points-endless"), |n| frame.number(n)),
                        by: frame.t(&format!("points-honoured-{by}")),
                        closed: one.closed_at.is_some(),
                        name: one.terms.name,
                    });
                }
            }
        }
        let own = reward.as_ref().and_then(|r: &Reward| Some((r, find(r.scheme)?)));
        let fresh = || RewardForm { honoured_by: "staff".to_owned(), ..RewardForm::default() };
        let typed = typed.unwrap_or_else(|| own.map_or_else(fresh, |(r, s)| RewardForm::of(r, s)));
        let open = all.iter().filter(|s| s.closed_at.is_none());
        let open = open.map(|s| (s.key.clone(), s.terms.name.clone()));
        let schemes = Choice::list(open, &typed.scheme);
        Ok(Self { frame, reward, rewards, schemes, typed, errors })
    }

    fn action(&self) -> String {
        let of = |r: &Reward| format!("/console/points/rewards/{}", r.id);
        self.reward.as_ref().map_or_else(|| "/console/points/rewards".to_owned(), of)
    }

    fn title(&self) -> String {
        let name = self.reward.as_ref().map(|r| r.terms.name.clone());
        name.unwrap_or_else(|| self.frame.t("points-rewards"))
    }

    fn bys(&self) -> Vec<Choice> {
        let words = |by: HonouredBy| self.frame.t(&format!("points-honoured-{}", by.name()));
        let all = HonouredBy::ALL.map(|by| (by.name(), words(by)));
        Choice::list(all, &self.typed.honoured_by)
    }

    fn has_codes(&self) -> bool {
        let by = self.reward.as_ref().map(|r| r.terms.honoured_by);
        by == Some(HonouredBy::Code)
    }

    fn has_stock(&self) -> bool {
        !self.has_codes()
    }

    fn codes_left(&self) -> i64 {
        self.reward.as_ref().and_then(|r| r.left).unwrap_or_default()
    }
}

pub(super) async fn list(frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, None, None, Errors::none()).await?))
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Reward>>,
) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, Some(id), None, Errors::none()).await?))
}

pub(super) async fn open(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<RewardForm>,
) -> Answer<Response> {
    let opened = match store::scheme_by_key(&mut tx, &form.scheme).await {
        Ok(scheme) => match form.terms(&scheme) {
            Ok(terms) => setup::open_reward(&mut tx, me.id, scheme.id, &terms).await,
            Err(error) => Err(error),
        },
        Err(Error::Missing(_)) => Err(Error::invalid("scheme", "Please choose a scheme.")),
        Err(error) => Err(error),
    };
    match opened {
        Ok(id) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/points/rewards/{id}"), "points-said-saved"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error, "name")?;
            let page = Page::load(&mut tx, frame, None, Some(form), errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

pub(super) async fn change(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Reward>>,
    Form(mut form): Form<RewardForm>,
) -> Answer<Response> {
    let reward = store::reward(&mut tx, id).await?;
    let scheme = store::scheme(&mut tx, reward.scheme).await?;
    form.honoured_by = reward.terms.honoured_by.name().to_owned();
    let changed = match form.terms(&scheme) {
        Ok(terms) => setup::change_reward(&mut tx, me.id, id, &terms, form.closed.is_some()).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/points/rewards/{id}"), "points-said-saved"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error, "name")?;
            let page = Page::load(&mut tx, frame, Some(id), Some(form), errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CodesForm {
    /// One a line.
    codes: String,
}

pub(super) async fn codes(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Reward>>,
    Form(form): Form<CodesForm>,
) -> Answer<Response> {
    let added = match reward::codes(&form.codes) {
        Ok(codes) => setup::add_codes(&mut tx, me.id, id, &codes).await,
        Err(error) => Err(error),
    };
    match added {
        Ok(_) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/points/rewards/{id}"), "points-said-codes"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error, "codes")?;
            let page = Page::load(&mut tx, frame, Some(id), None, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}
