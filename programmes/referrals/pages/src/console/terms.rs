//! What is promised to both, from which order on, and when somebody looks. Every version is kept.

use askama::Template;
use axum::response::Response;
use deedwell_core::{Currency, Error, Money, Result};
use deedwell_points::Scheme;
use deedwell_store::Tx as Work;
use deedwell_web::answer::{Choice, Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::terms::Terms;
use crate::words::Wrong;
use crate::{acts, store};

const HERE: &str = "/console/referrals/terms";
/// Versions that are shown.
const MOST_SHOWN: usize = 20;

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ReferralTermsForm)]
pub(super) struct TermsForm {
    /// `true`: friends can be brought now.
    is_open: String,
    /// The key of the points in which both are rewarded.
    scheme: String,
    /// As these points are written.
    referrer_reward: String,
    friend_reward: String,
    /// What the friend's order has to be worth, such as `20.00`.
    least: String,
    return_days: String,
    visit_days: String,
    /// 0 for as many as there are.
    month_cap: String,
    day_limit: String,
    strangers: String,
    stranger_hours: String,
    anyway_percent: String,
    /// What it costs to win a customer otherwise, such as `15.00`.
    saved: String,
    yearly_percent: String,
}

pub(super) struct VersionShown {
    version: i64,
    since: jiff::Timestamp,
    staff: String,
    words: String,
}

#[derive(Template)]
#[template(path = "console/terms.html")]
pub(super) struct Page {
    frame: Frame,
    typed: TermsForm,
    schemes: Vec<Scheme>,
    versions: Vec<VersionShown>,
    wrong: Wrong,
}

impl Page {
    async fn load(
        tx: &mut Work,
        frame: Frame,
        typed: Option<TermsForm>,
        wrong: Wrong,
    ) -> Result<Self> {
        let schemes = deedwell_points::store::schemes(tx).await?;
        let all = store::all_terms(tx, MOST_SHOWN).await?;
        let now = all.first().map(|version| version.terms.clone());
        let typed = match (typed, now) {
            (Some(typed), _) => typed,
            (None, Some(now)) => written(&now, &schemes),
            (None, None) => match schemes.iter().find(|s| s.closed_at.is_none()) {
                Some(first) => written(&Terms::usual(first.id, frame.currency()), &schemes),
                None => TermsForm::default(),
            },
        };
        let mut versions = Vec::with_capacity(all.len());
        for one in &all {
            let scheme = schemes.iter().find(|s| s.id == one.terms.scheme);
            let words = |n: i64| scheme.map(|s| s.terms.words(n)).unwrap_or_default();
            let of = [
                ("mine", words(one.terms.referrer_reward)),
                ("theirs", words(one.terms.friend_reward)),
                ("least", frame.money(&one.terms.least)),
                ("days", frame.number(one.terms.return_days)),
            ];
            let key = if one.terms.is_open { "open" } else { "closed" };
            versions.push(VersionShown {
                version: one.version,
                since: one.since,
                staff: store::staff_name(tx, one.staff).await?,
                words: frame.m(&format!("referrals-version-{key}"), &of),
            });
        }
        Ok(Self { frame, typed, schemes, versions, wrong })
    }

    fn choices(&self) -> Vec<Choice> {
        let open = self.schemes.iter().filter(|s| s.closed_at.is_none());
        let one = |s: &Scheme| (s.key.clone(), s.terms.name.clone());
        Choice::list(open.map(one), &self.typed.scheme)
    }

    fn is_open(&self) -> bool {
        self.typed.is_open == "true"
    }

    fn currency(&self) -> String {
        self.frame.currency().as_str().to_owned()
    }
}

/// As the form has it.
fn written(terms: &Terms, schemes: &[Scheme]) -> TermsForm {
    let scheme = schemes.iter().find(|s| s.id == terms.scheme);
    let amount = |n: i64| scheme.map(|s| s.terms.plain(n)).unwrap_or_default();
    TermsForm {
        is_open: if terms.is_open { "true" } else { "" }.to_owned(),
        scheme: scheme.map(|s| s.key.clone()).unwrap_or_default(),
        referrer_reward: amount(terms.referrer_reward),
        friend_reward: amount(terms.friend_reward),
        least: terms.least.decimal(),
        return_days: terms.return_days.to_string(),
        visit_days: terms.visit_days.to_string(),
        month_cap: terms.month_cap.to_string(),
        day_limit: terms.day_limit.to_string(),
        strangers: terms.strangers.to_string(),
        stranger_hours: terms.stranger_hours.to_string(),
        anyway_percent: terms.anyway_percent.to_string(),
        saved: Money::new(terms.saved, terms.least.currency).decimal(),
        yearly_percent: terms.yearly_percent.to_string(),
    }
}

fn read(form: &TermsForm, schemes: &[Scheme], currency: Currency) -> Result<Terms> {
    let scheme = schemes.iter().find(|s| s.key == form.scheme.trim());
    let scheme = scheme.ok_or_else(|| {
        Error::invalid("scheme", "Please choose in which points both are rewarded.")
    })?;
    let whole = |field: &'static str, text: &str| {
        text.trim().parse().map_err(|_| Error::invalid(field, "Please give a whole number."))
    };
    let money = |field: &'static str, text: &str| {
        Money::parse(text.trim(), currency)
            .map_err(|e| Error::invalid(field, e.sentence().into_owned()))
    };
    Ok(Terms {
        is_open: form.is_open == "true",
        scheme: scheme.id,
        referrer_reward: scheme.terms.read("referrer_reward", &form.referrer_reward)?,
        friend_reward: scheme.terms.read("friend_reward", &form.friend_reward)?,
        least: money("least", &form.least)?,
        return_days: whole("return_days", &form.return_days)?,
        visit_days: whole("visit_days", &form.visit_days)?,
        month_cap: whole("month_cap", &form.month_cap)?,
        day_limit: whole("day_limit", &form.day_limit)?,
        strangers: whole("strangers", &form.strangers)?,
        stranger_hours: whole("stranger_hours", &form.stranger_hours)?,
        anyway_percent: whole("anyway_percent", &form.anyway_percent)?,
        saved: money("saved", &form.saved)?.minor,
        yearly_percent: whole("yearly_percent", &form.yearly_percent)?,
    })
}

pub(super) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, None, Wrong::default()).await?))
}

pub(super) async fn change(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<TermsForm>,
) -> Answer<Response> {
    let schemes = deedwell_points::store::schemes(&mut tx).await?;
    let set = match read(&form, &schemes, frame.currency()) {
        Ok(terms) => acts::set_terms(&mut tx, me.id, &terms).await,
        Err(error) => Err(error),
    };
    match set {
        Ok(_) => {
            tx.commit().await?;
            Ok(on_with(HERE, "said-saved"))
        }
        Err(error) => {
            let wrong = Wrong::of(&frame, "terms", "scheme", error)?;
            let status = wrong.status;
            Ok(Page::load(&mut tx, frame, Some(form), wrong).await?.respond_with(status))
        }
    }
}
