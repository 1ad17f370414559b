//! My statement of a month: it follows from the postings, and reads the same whenever it is asked for.

use askama::Template;
use deedwell_core::{Error, Result};
use deedwell_points::account::Balance;
use deedwell_points::scheme::Scheme;
use deedwell_points::{statement, store};
use deedwell_web::{Answer, Frame, Me, Query, Tx, View};
use jiff::ToSpan;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::words::{self, LineShown};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct StatementAsk {
    /// The short word of a scheme; none: the first.
    scheme: Option<String>,
    /// `2026-11`; none: this month.
    month: Option<String>,
}

#[derive(Template)]
#[template(path = "site/statement.html")]
pub(super) struct Page {
    frame: Frame,
    scheme: Scheme,
    month: String,
    before: Balance,
    after: Balance,
    lines: Vec<LineShown>,
    earlier: String,
    later: String,
}

impl Page {
    fn words(&self, amount: &i64) -> String {
        self.scheme.terms.words(*amount)
    }

    fn rows(&self) -> [(String, i64, i64); 5] {
        let t = |key: &str| self.frame.t(&format!("points-account-member-{key}"));
        [
            (t("active"), self.before.active, self.after.active),
            (t("pending"), self.before.pending, self.after.pending),
            (t("spent"), self.before.spent, self.after.spent),
            (t("expired"), self.before.expired, self.after.expired),
            (t("owed"), self.before.owed, self.after.owed),
        ]
    }
}

pub(super) async fn show(
    me: Me,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<StatementAsk>,
) -> Answer<View<Page>> {
    let scheme = match ask.scheme.as_deref().filter(|key| !key.is_empty()) {
        Some(key) => store::scheme_by_key(&mut tx, key).await?,
        None => {
            let all = store::schemes(&mut tx).await?;
            words::chosen(&all, "").cloned().ok_or(Error::Missing("scheme"))?
        }
    };
    let now = tx.now().to_zoned(store::zone(&mut tx).await?).date().first_of_month();
    let first = match ask.month.as_deref().filter(|month| !month.is_empty()) {
        Some(text) => statement::month(text)?,
        None => now,
    };
    let told = statement::statement(&mut tx, scheme.id, me.person, first).await?;
    let href = |step: i64| -> Result<String> {
        let month = first.checked_add(step.months()).map_err(Error::fault)?;
        let month = month.strftime("%Y-%m");
        Ok(format!("/points/statement?scheme={}&month={month}", scheme.key))
    };
    let lines = told.lines.iter().map(|line| LineShown::of(&frame, &scheme, line)).collect();
    Ok(View(Page {
        month: told.month,
        before: told.before,
        after: told.after,
        lines,
        earlier: href(-1)?,
        later: if first < now { href(1)? } else { String::new() },
        scheme,
        frame,
    }))
}
