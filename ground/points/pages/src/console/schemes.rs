//! One scheme: what it is, what it was, and what programmes may give away of it.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Currency, Error, Id, Result};
use deedwell_points::acts::{self, setup};
use deedwell_points::scheme::{Expiry, Scheme, Shortfall, Terms, Worth};
use deedwell_points::store::{self, Budget};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::form::{amount, errors_of, money, must, number, shown};
use crate::words;

/// What the form sends. An empty field is none; 0 is a value.
#[derive(Deserialize, ToSchema, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SchemeForm {
    /// A short word, for a new one.
    key: String,
    name: String,
    unit: String,
    /// An ISO 4217 code where it is money, for a new one.
    currency: String,
    worth_amount: String,
    worth: String,
    /// `never`, `after`, `periods`.
    expiry: String,
    expiry_days: String,
    period_first: String,
    period_months: String,
    roll_over: String,
    /// `negative`, `pending`.
    shortfall: String,
    approve_above: String,
    most_by_hand: String,
    /// The short word of the scheme of money into which it is paid out.
    credit: String,
    pay_out_least: String,
    charity: String,
    match_percent: String,
}

impl SchemeForm {
    fn of(scheme: &Scheme, all: &[Scheme]) -> Self {
        let terms = &scheme.terms;
        let (days, first, months, roll_over) = match terms.expiry {
            Expiry::Never => (None, None, None, None),
            Expiry::After { days } => (Some(days), None, None, None),
            Expiry::Periods { first, months, roll_over } => {
                (None, Some(i64::from(first)), Some(i64::from(months)), Some(roll_over))
            }
        };
        let credit = all.iter().find(|s| Some(s.id) == terms.credit);
        Self {
            key: scheme.key.clone(),
            name: terms.name.clone(),
            unit: terms.unit.clone(),
            currency: terms.currency.map(|c| c.to_string()).unwrap_or_default(),
            worth_amount: shown(terms.worth.map(|w| w.amount)),
            worth: terms.worth.map(|w| w.money.decimal()).unwrap_or_default(),
            expiry: terms.expiry.name().to_owned(),
            expiry_days: shown(days),
            period_first: shown(first),
            period_months: shown(months),
            roll_over: shown(roll_over),
            shortfall: terms.shortfall.name().to_owned(),
            approve_above: terms.approve_above.map(|n| terms.plain(n)).unwrap_or_default(),
            most_by_hand: terms.plain(terms.most_by_hand),
            credit: credit.map(|s| s.key.clone()).unwrap_or_default(),
            pay_out_least: terms.plain(terms.pay_out_least),
            charity: terms.charity.clone(),
            match_percent: terms.match_percent.to_string(),
        }
    }

    fn fresh() -> Self {
        Self {
            expiry: "never".to_owned(),
            expiry_days: "365".to_owned(),
            period_first: "12".to_owned(),
            period_months: "6".to_owned(),
            roll_over: "1".to_owned(),
            shortfall: Shortfall::Negative.name().to_owned(),
            most_by_hand: "1000".to_owned(),
            pay_out_least: "1".to_owned(),
            match_percent: "0".to_owned(),
            ..Self::default()
        }
    }

    fn expiry(&self) -> Result<Expiry> {
        let month = |field: &'static str, text: &str| {
            i8::try_from(must(field, text)?)
                .map_err(|_| Error::invalid(field, "A month is 1 to 12."))
        };
        match self.expiry.as_str() {
            "never" => Ok(Expiry::Never),
            "after" => Ok(Expiry::After { days: must("expiry_days", &self.expiry_days)? }),
            "periods" => Ok(Expiry::Periods {
                first: month("period_first", &self.period_first)?,
                months: month("period_months", &self.period_months)?,
                roll_over: must("roll_over", &self.roll_over)?,
            }),
            _ => Err(Error::invalid("expiry", "Please choose when they end.")),
        }
    }

    fn terms(&self, frame: &Frame, currency: Option<Currency>, all: &[Scheme]) -> Result<Terms> {
        let base = Terms { currency, ..Terms::default() };
        let worth = match number("worth_amount", &self.worth_amount)? {
            Some(each) if currency.is_none() => {
                let worth = money("worth", &self.worth, frame.currency())?;
                let worth = worth
                    .ok_or_else(|| Error::invalid("worth", "Please say what so many are worth."))?;
                Some(Worth { amount: each, money: worth })
            }
            _ => None,
        };
        let credit = match self.credit.as_str() {
            "" => None,
            key => Some(all.iter().find(|s| s.key == key).ok_or(Error::Missing("scheme"))?.id),
        };
        let shortfall = Shortfall::parse(&self.shortfall)
            .ok_or_else(|| Error::invalid("shortfall", "Please choose what becomes of it."))?;
        let needed = |field: &'static str, text: &str| {
            amount(&base, field, text)?
                .ok_or_else(|| Error::invalid(field, "Please write an amount, such as 100."))
        };
        Ok(Terms {
            name: self.name.clone(),
            unit: self.unit.clone(),
            worth,
            expiry: self.expiry()?,
            shortfall,
            approve_above: amount(&base, "approve_above", &self.approve_above)?,
            most_by_hand: needed("most_by_hand", &self.most_by_hand)?,
            credit,
            pay_out_least: needed("pay_out_least", &self.pay_out_least)?,
            charity: self.charity.clone(),
            match_percent: number("match_percent", &self.match_percent)?.unwrap_or(0),
            ..base
        })
    }
}

struct Version {
    number: i64,
    since: deedwell_core::Timestamp,
    who: String,
    name: String,
    expiry: String,
}

#[derive(Template)]
#[template(path = "console/scheme.html")]
pub(super) struct Page {
    frame: Frame,
    scheme: Option<Scheme>,
    typed: SchemeForm,
    errors: Errors,
    credits: Vec<Choice>,
    versions: Vec<Version>,
    budgets: Vec<(Budget, String, String)>,
}

impl Page {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        id: Option<Id<Scheme>>,
        typed: Option<SchemeForm>,
        errors: Errors,
    ) -> Result<Self> {
        let all = store::schemes(tx).await?;
        let scheme = match id {
            Some(id) => Some(store::scheme(tx, id).await?),
            None => None,
        };
        let usual = || scheme.as_ref().map_or_else(SchemeForm::fresh, |s| SchemeForm::of(s, &all));
        let typed = typed.unwrap_or_else(usual);
        let money = all.iter().filter(|s| s.terms.currency.is_some() && s.closed_at.is_none());
        let money = money.map(|s| (s.key.clone(), s.terms.name.clone()));
        let none = (String::new(), frame.t("points-credit-none"));
        let credits = Choice::list(std::iter::once(none).chain(money), &typed.credit);
        let (mut versions, mut budgets) = (Vec::new(), Vec::new());
        if let Some(scheme) = &scheme {
            let names = store::staff_names(tx).await?;
            for version in store::scheme_versions(tx, scheme.id).await? {
                versions.push(Version {
                    number: version.version,
                    since: version.begins_at,
                    who: version.staff.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
                    name: version.terms.name.clone(),
                    expiry: words::expiry(&frame, version.terms.expiry),
                });
            }
            let now = tx.now();
            let month = acts::month_of(tx, now).await?;
            let terms = &scheme.terms;
            let found = store::budgets(tx, scheme.id, &month).await?;
            let shown = |b: Budget| {
                let (most, given) = (terms.words(b.a_month), terms.words(b.given));
                (b, most, given)
            };
            budgets = found.into_iter().map(shown).collect();
        }
        Ok(Self { frame, scheme, typed, errors, credits, versions, budgets })
    }

    fn action(&self) -> String {
        let of = |s: &Scheme| format!("/console/points/schemes/{}", s.id);
        self.scheme.as_ref().map_or_else(|| "/console/points/schemes".to_owned(), of)
    }

    fn title(&self) -> String {
        let name = self.scheme.as_ref().map(|s| s.terms.name.clone());
        name.unwrap_or_else(|| self.frame.t("points-scheme-new"))
    }

    fn is_money(&self) -> bool {
        self.scheme.as_ref().is_some_and(|s| s.terms.currency.is_some())
    }

    fn expiries(&self) -> Vec<Choice> {
        let words = |key: &str| self.frame.t(&format!("points-expiry-{key}"));
        let all = ["never", "after", "periods"].map(|key| (key, words(key)));
        Choice::list(all, &self.typed.expiry)
    }

    fn shortfalls(&self) -> Vec<Choice> {
        let words = |key: &str| self.frame.t(&format!("points-shortfall-{key}"));
        let all = Shortfall::ALL.map(|one| (one.name(), words(one.name())));
        Choice::list(all, &self.typed.shortfall)
    }
}

pub(super) async fn fresh(frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, None, None, Errors::none()).await?))
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Scheme>>,
) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, Some(id), None, Errors::none()).await?))
}

pub(super) async fn open(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<SchemeForm>,
) -> Answer<Response> {
    match opened(&mut tx, &frame, &me, &form).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/points/schemes/{id}"), "points-said-saved"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error, "key")?;
            let page = Page::load(&mut tx, frame, None, Some(form), errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

async fn opened(
    tx: &mut Transaction,
    frame: &Frame,
    me: &StaffMember,
    form: &SchemeForm,
) -> Result<Id<Scheme>> {
    let all = store::schemes(tx).await?;
    let currency = match form.currency.trim() {
        "" => None,
        code => Some(code.to_uppercase().parse::<Currency>()?),
    };
    let terms = form.terms(frame, currency, &all)?;
    setup::open_scheme(tx, me.id, &form.key, &terms).await
}

pub(super) async fn change(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Scheme>>,
    Form(form): Form<SchemeForm>,
) -> Answer<Response> {
    let scheme = store::scheme(&mut tx, id).await?;
    let all = store::schemes(&mut tx).await?;
    let changed = match form.terms(&frame, scheme.terms.currency, &all) {
        Ok(terms) => setup::change_scheme(&mut tx, me.id, id, &terms).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/points/schemes/{id}"), "points-said-saved"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error, "name")?;
            let page = Page::load(&mut tx, frame, Some(id), Some(form), errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

pub(super) async fn close(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Scheme>>,
) -> Answer<Response> {
    setup::close_scheme(&mut tx, me.id, id, true).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/console/points/schemes/{id}"), "points-said-closed"))
}

pub(super) async fn reopen(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Scheme>>,
) -> Answer<Response> {
    setup::close_scheme(&mut tx, me.id, id, false).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/console/points/schemes/{id}"), "points-said-reopened"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BudgetForm {
    /// The area of its deeds: `ideas`.
    programme: String,
    /// Empty: as much as it likes. 0: nothing.
    a_month: String,
}

pub(super) async fn budget(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Scheme>>,
    Form(form): Form<BudgetForm>,
) -> Answer<Response> {
    let scheme = store::scheme(&mut tx, id).await?;
    let set = match amount(&scheme.terms, "a_month", &form.a_month) {
        Ok(most) => setup::set_budget(&mut tx, me.id, id, &form.programme, most).await,
        Err(error) => Err(error),
    };
    match set {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/points/schemes/{id}"), "points-said-saved"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error, "programme")?;
            let page = Page::load(&mut tx, frame, Some(id), None, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}
